// Chapter 16, choosing: folds, the search of a grid, the best of many guesses, fine-tuning, and the
// command that a search ends with.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chapters/16-regularisation/choose.hpp"
#include "chapters/16-regularisation/coins.hpp"
#include "chapters/16-regularisation/command_text.hpp"
#include "chapters/16-regularisation/fine_tuning.hpp"
#include "chapters/16-regularisation/grid.hpp"
#include "chapters/16-regularisation/guesses.hpp"
#include "nn/data/folds.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;
using chapter16::ChooseOptions;
using chapter16::expected_best;
using chapter16::Grid;
using chapter16::Judged;
using chapter16::search_grid;
using chapter16::Setting;
using chapter16::settings_of;

namespace {

/// The probability of r right answers or fewer among N coins, counted.
double chance_of_at_most(std::size_t r, std::size_t N) {
  std::size_t outcomes = 0;
  for (std::size_t bits = 0; bits < std::size_t{1} << N; ++bits) {
    std::size_t right = 0;
    for (std::size_t i = 0; i < N; ++i) right += (bits >> i) % 2;
    if (right <= r) ++outcomes;
  }
  return static_cast<double>(outcomes) / static_cast<double>(std::size_t{1} << N);
}

/// The most right answers of c candidates, whose N coins each stand one behind the other.
std::size_t best_of_bits(std::size_t bits, std::size_t c, std::size_t N) {
  std::size_t best = 0;
  for (std::size_t candidate = 0; candidate < c; ++candidate) {
    std::size_t right = 0;
    for (std::size_t i = 0; i < N; ++i) right += (bits >> (candidate * N + i)) % 2;
    best = std::max(best, right);
  }
  return best;
}

/// One to three numbers, from the lowest in steps of 1.
std::vector<double> draw_numbers(double lowest) {
  std::vector<double> numbers(*dimension(1, 3).as("how many"));
  for (double& number : numbers) number = lowest++;
  return numbers;
}

/// A score on a fold.
Score cost_alone(double cost) { return {cost, std::nullopt}; }

/// Says yes.
bool always() { return true; }

}  // namespace

// Cross-validation ------------------------------------------------------------------------------

TEST(CrossValidation, HoldsEachRowOutOnce) {
  property("cross-validation", [](Check& check) {
    const std::size_t n = *dimension(2, 40).as("n");
    const std::size_t V = *dimension(2, n).as("V");
    const std::vector<Split> splits = folds_of(n, V, *dimension(1, 1000).as("seed"));
    check.holds(splits.size() == V, "a split for each fold");
    std::vector<std::size_t> held_out(n, 0);
    for (const Split& split : splits) {
      check.holds(split.test.size() == n / V || split.test.size() == n / V + 1, "equal sizes");
      std::set<std::size_t> both(split.training.begin(), split.training.end());
      for (const std::size_t row : split.test) {
        ++held_out.at(row);
        check.holds(both.insert(row).second, "no row on both sides");
      }
      check.holds(both.size() == n, "every row on one");
    }
    for (const std::size_t count : held_out) check.holds(count == 1, "once");
  });
}

// The model is the mean of its training rows, the cost the squared error. The page's formula, with
// the folds taken from the splits, against the mean that the search reports.
TEST(CrossValidation, IsTheMeanOfTheFoldsCosts) {
  property("cross-validation", [](Check& check) {
    const std::size_t n = *dimension(2, 20).as("n");
    const std::size_t V = *dimension(2, n).as("V");
    const Vector<double> y = *gaussian_vector(n).as("y");
    const std::vector<Split> splits = folds_of(n, V, 1);
    const auto judge = [&](const Setting&, std::size_t fold) {
      const Vector<double> seen = entries_of(y, splits[fold].training);
      const Vector<double> unseen = entries_of(y, splits[fold].test);
      const double mean = total(seen) / static_cast<double>(seen.size());
      const Vector<double> off = unseen - constant_vector(unseen.size(), mean);
      return cost_alone(squared_norm(off) / static_cast<double>(off.size()));
    };
    const std::vector<Judged> table = search_grid({Setting{{}, 0.1, 0}}, V, judge, always);
    double sum = 0;
    for (const Split& split : splits) {
      double mean = 0;
      for (std::size_t i = 0; i < n; ++i) {
        if (std::find(split.test.begin(), split.test.end(), i) == split.test.end()) mean += y(i);
      }
      mean /= static_cast<double>(n - split.test.size());
      double cost = 0;
      for (const std::size_t i : split.test) cost += (y(i) - mean) * (y(i) - mean);
      sum += cost / static_cast<double>(split.test.size());
    }
    check.agree(table.front().cost(), sum / static_cast<double>(V), 1e-13);
  });
}

TEST(CrossValidation, FoldsAmongSomeRowsAreOfThoseRows) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 20).as("n");
    std::vector<std::size_t> rows(n);
    std::size_t next = 0;
    for (std::size_t& row : rows) row = next += *dimension(1, 3).as("gap");
    const std::size_t V = *dimension(2, n).as("V");
    std::vector<std::size_t> held_out;
    for (const Split& split : chapter16::folds_among(rows, V, 1)) {
      held_out.insert(held_out.end(), split.test.begin(), split.test.end());
      std::vector<std::size_t> both = split.training;
      both.insert(both.end(), split.test.begin(), split.test.end());
      std::sort(both.begin(), both.end());
      check.holds(both == rows, "all of these rows, and no other");
    }
    std::sort(held_out.begin(), held_out.end());
    check.holds(held_out == rows, "each once");
    const std::string message =
        message_of<UsageError>([&] { chapter16::folds_among(rows, n + 1, 1); });
    check.holds(says(message, {"--folds"}), "more folds than rows");
  });
}

// The grid --------------------------------------------------------------------------------------

TEST(GridOfSettings, HasEveryCombinationOnce) {
  property([](Check& check) {
    Grid grid;
    const std::size_t widths = *dimension(1, 3).as("widths");
    for (std::size_t k = 1; k <= widths; ++k) grid.widths.push_back(2 * k);
    const bool has_none = *label() > 0;
    if (has_none) grid.depths.push_back(0);
    const std::size_t deep = *dimension(has_none ? 0 : 1, 2).as("depths");
    for (std::size_t depth = 1; depth <= deep; ++depth) grid.depths.push_back(depth);
    grid.learning_rates = draw_numbers(0.1);
    grid.weight_decays = draw_numbers(0);
    const std::vector<Setting> settings = settings_of(grid);
    const std::size_t shapes = (has_none ? 1 : 0) + deep * grid.widths.size();
    check.holds(settings.size() == shapes * grid.learning_rates.size() * grid.weight_decays.size(),
                "so many");
    std::set<std::string> seen;
    for (const Setting& setting : settings) {
      seen.insert(chapter16::layers_text(setting.hidden) + " " +
                  std::to_string(setting.learning_rate) + " " +
                  std::to_string(setting.weight_decay));
      check.holds(setting.hidden.size() <= deep, "a depth of the list");
      for (const std::size_t width : setting.hidden) {
        check.holds(width == setting.hidden.front(), "all layers equally wide");
      }
    }
    check.holds(seen.size() == settings.size(), "no two alike");
  });
}

// Costs that are known for each setting and fold: the order, the mean and the spread follow.
TEST(GridSearch, OrdersByTheMeanCost) {
  property([](Check& check) {
    const std::size_t count = *dimension(1, 6).as("settings");
    const std::size_t folds = *dimension(2, 5).as("folds");
    const Matrix<double> costs = *gaussian_matrix(count, folds).as("costs");
    std::vector<Setting> settings;
    for (std::size_t s = 0; s < count; ++s) settings.push_back({{s + 1}, 0.1, 0});
    const std::size_t failing = *dimension(0, count - 1).as("failing");
    const auto judge = [&](const Setting& setting, std::size_t fold) {
      const std::size_t s = setting.hidden.front() - 1;
      if (s == failing && fold == 1) return Score{std::nan(""), 0.5};
      return Score{costs(s, fold), 0.5};
    };
    const std::vector<Judged> table = search_grid(settings, folds, judge, always);
    check.holds(table.size() == count, "all of them");
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t s = table[k].setting.hidden.front() - 1;
      check.agree(table[k].accuracy().value(), 0.5, 8 * epsilon);
      if (s == failing) {
        check.holds(k + 1 == count && std::isinf(table[k].cost()), "what diverged is the last");
        continue;
      }
      const double mean = total(row_of(costs, s)) / static_cast<double>(folds);
      double squares = 0;
      for (std::size_t fold = 0; fold < folds; ++fold) {
        squares += (costs(s, fold) - mean) * (costs(s, fold) - mean);
      }
      check.agree(table[k].cost(), mean, 16 * epsilon);
      check.agree(table[k].spread(), std::sqrt(squares / static_cast<double>(folds)), 1e-7);
      if (k > 0) check.at_most(table[k - 1].cost(), table[k].cost());
    }
  });
}

TEST(GridSearch, KeepsWhatIsWholeWhenItIsInterrupted) {
  property([](Check& check) {
    const std::size_t count = *dimension(1, 5).as("settings");
    const std::size_t folds = *dimension(2, 4).as("folds");
    const std::size_t last = *dimension(1, count * folds).as("trainings");
    std::vector<Setting> settings;
    for (std::size_t s = 0; s < count; ++s) settings.push_back({{s + 1}, 0.1, 0});
    std::size_t trainings = 0;
    const auto judge = [&](const Setting&, std::size_t) {
      ++trainings;
      return cost_alone(1);
    };
    const std::vector<Judged> table =
        search_grid(settings, folds, judge, [&] { return trainings < last; });
    check.holds(trainings == last, "none after the signal");
    // The training that the signal came in may have been cut short.
    check.holds(table.size() == (last - 1) / folds, "those before it");
    for (const Judged& judged : table) check.holds(judged.folds.size() == folds, "whole");
  });
}

TEST(GridSearch, RefusesListsThatAreNone) {
  property([](Check& check) {
    const double twice = static_cast<double>(*dimension(1, 50).as("twice"));
    const auto refusal = [](const ChooseOptions& options) {
      return message_of<UsageError>([&] { chapter16::grid_of(options); });
    };
    ChooseOptions options;
    options.widths = {twice, twice};
    check.holds(says(refusal(options), {"--widths", "stands twice"}), "twice");
    options.widths = {twice + 0.5};
    check.holds(says(refusal(options), {"--widths", "whole"}), "not whole");
    options.widths = {twice};
    options.depths = {0.5};
    check.holds(says(refusal(options), {"--depths", "whole"}), "not whole");
    options.depths = {1};
    options.weight_decays = {0, 11};
    check.holds(says(refusal(options), {"--weight-decays", "above 1"}), "a decay beyond 0");
    options.weight_decays = {0, 10};
    check.holds(settings_of(chapter16::grid_of(options)).size() == 4, "and what is right");
  });
}

TEST(GridSearch, SaysWhereTheBestIsAtTheEdge) {
  examples([](Check& check) {
    ChooseOptions options;
    const auto notes = [&](const Setting& best) { return chapter16::edges_of(options, best); };
    check.holds(notes({{8}, 0.01, 0.01}).size() == 2, "the least rate, the largest decay");
    check.holds(notes({{16, 16}, 0.1, 0}).size() == 3, "width, depth and rate");
    check.holds(notes({{}, 0.1, 0}).size() == 1, "no layer and no decay are no edges");
    options.learning_rates = {0.1};
    check.holds(notes({{8}, 0.1, 0}).empty(), "of one there is no edge");
  });
}

// The command -----------------------------------------------------------------------------------

TEST(TrainingCommand, SaysWhatWasGivenAndWhatWasChosen) {
  examples([](Check& check) {
    ChooseOptions options;
    options.training.network.data.file = "my data.csv";
    options.training.network.data.dataset.target = "kind";
    options.training.network.data.dataset.exclude = {"year", "height, cm"};
    options.training.optimizer.name = "adam";
    options.training.epochs = 20;
    const std::set<std::string> given = {"data", "target", "exclude", "optimizer", "epochs"};
    const auto is_given = [&](const std::string& option) { return given.count(option) > 0; };
    const std::string command =
        chapter16::training_command(options.training, {{16, 16}, 0.1, 0.01}, is_given);
    const std::string expected =
        "./scripts/study stochastic-gradient-descent -- --data 'my data.csv' \\\n"
        "    --target kind --exclude 'year,\"height, cm\"' --optimizer adam --epochs 20 \\\n"
        "    --layers 16,16 --learning-rate 0.1 --weight-decay 0.01 \\\n"
        "    --test-fraction 0.2\n";
    check.holds(command == expected, command);
    check.holds(chapter16::layers_text({}) == "none", "no layer");
    check.holds(chapter16::shell_word("it's") == "'it'\\''s'", "a quotation mark");
    check.holds(chapter16::shell_word("") == "''", "nothing");
  });
}

TEST(TrainingCommand, WritesNumbersSoThatTheyAreReadBack) {
  property([](Check& check) {
    const double x = *rc::gen::oneOf(uniform(0, 1), gaussian()).as("x");
    const ParsedNumber read = parse_number(chapter16::number_text(x));
    check.agree(read.value, x, 0);
    check.holds(chapter16::number_text(0.1) == "0.1", "short where that says it");
  });
}

// The best of many guesses ----------------------------------------------------------------------

// All outcomes of up to nine coins.
TEST(BestOfGuesses, StepByStep) {
  derivation("best-of-guesses", [](Derivation& d) {
    const std::size_t c = *dimension(1, 3).as("candidates");
    const std::size_t N = *dimension(1, 3).as("rows");
    const std::size_t outcomes = std::size_t{1} << (c * N);
    const auto all = static_cast<double>(outcomes);
    double mean = 0;
    double at_least = 0;
    double not_below = 0;
    double by_formula = 0;
    for (std::size_t bits = 0; bits < outcomes; ++bits) {
      mean += static_cast<double>(best_of_bits(bits, c, N)) / all;
    }
    for (std::size_t r = 1; r <= N; ++r) {
      std::size_t reached = 0;
      std::size_t below = 0;
      for (std::size_t bits = 0; bits < outcomes; ++bits) {
        const std::size_t best = best_of_bits(bits, c, N);
        if (best >= r) ++reached;
        if (best <= r - 1) ++below;
      }
      at_least += static_cast<double>(reached) / all;
      not_below += 1 - static_cast<double>(below) / all;
      by_formula += 1 - std::pow(chance_of_at_most(r - 1, N), static_cast<double>(c));
    }
    d.start(mean);
    d.step("count the steps from 0 up to the best", at_least);
    d.step("either r and more, or less than r", not_below);
    d.step("all c are below, and they are independent", by_formula);
  });
}

TEST(BestOfGuesses, IsWhatTheProgramComputes) {
  property("best-of-guesses", [](Check& check) {
    const std::size_t c = *dimension(1, 1000).as("candidates");
    const std::size_t N = *dimension(1, 10).as("rows");
    double sum = 0;
    for (std::size_t r = 1; r <= N; ++r) {
      sum += 1 - std::pow(chance_of_at_most(r - 1, N), static_cast<double>(c));
    }
    check.agree(expected_best(c, N), sum, 1e-12);
    check.agree(expected_best(1, N), static_cast<double>(N) / 2, 1e-12);
  });
}

TEST(BestOfGuesses, RisesWithTheCandidatesAndStaysBelowAll) {
  property("best-of-guesses", [](Check& check) {
    const std::size_t c = *dimension(1, 500).as("candidates");
    const std::size_t N = *dimension(1, 500).as("rows");
    const auto rows = static_cast<double>(N);
    const double best = expected_best(c, N);
    check.at_most(best, expected_best(c + 1, N), 1e-9);
    check.at_most(best, rows, 1e-9);
    check.at_most(rows / 2, best, 1e-9);
    // The mean of the largest of c: E max ≤ N/2 + √(N ln c / 2), by the moment generating function
    // of a sum of coins.
    check.at_most(best, rows / 2 + std::sqrt(rows * std::log(static_cast<double>(c)) / 2), 1e-9);
  });
}

// Random labels: the reported share of 20 rows is far from the truth, and 1000 fresh rows are not:
// a share of 1000 coins is farther than 0.1 from ½ with a probability of 4e-9 at most.
TEST(BestOfGuesses, OfNetworksOnRandomLabels) {
  examples("best-of-guesses", [](Check& check) {
    const chapter16::Watched watched = chapter16::watch_the_test();
    check.holds(watched.reported >= 0.65, "what is reported");
    check.at_most(std::abs(watched.fresh - 0.5), 0.1);
  });
}

// Fine-tuning -----------------------------------------------------------------------------------

TEST(FineTuning, HasTheDigitsThatThePageSays) {
  examples([](Check& check) {
    const chapter16::Halves& halves = chapter16::halves();
    check.holds(halves.low_held_out.classes.size() == 221, "221 of 0 to 4");
    check.holds(halves.high_held_out.classes.size() == 228, "228 of 5 to 9");
    check.holds(halves.low_training.classes.size() + halves.high_training.classes.size() == 1348,
                "1348 to learn from");
    for (const std::size_t digit : halves.high_training.classes) {
      check.holds(digit < 5, "five classes");
    }
    const chapter16::Images few = chapter16::few_high_digits(1);
    for (std::size_t digit = 0; digit < 5; ++digit) {
      check.holds(std::count(few.classes.begin(), few.classes.end(), digit) == 5, "five of each");
    }
  });
}

TEST(FineTuning, IsAHeadStart) {
  examples([](Check& check) {
    const std::size_t low =
        chapter16::read_right(chapter16::knows_low_digits(), chapter16::halves().low_held_out);
    check.holds(low > 200, "it has learned 0 to 4");
    std::vector<std::size_t> early(2, 0);
    std::vector<std::size_t> late(3, 0);
    for (const std::uint64_t draw : {1U, 2U, 3U, 4U, 5U}) {
      const auto fresh = chapter16::learn_high_digits(chapter16::Start::nothing, draw);
      const auto kept = chapter16::learn_high_digits(chapter16::Start::kept, draw);
      const auto frozen = chapter16::learn_high_digits(chapter16::Start::frozen, draw);
      early[0] += fresh[0];
      early[1] += kept[0];
      late[0] += fresh[2];
      late[1] += kept[2];
      late[2] += frozen[2];
    }
    check.holds(early[1] > early[0], "a head start");
    check.holds(late[2] < late[0] && late[2] < late[1], "a layer that stands still costs");
  });
}

TEST(FineTuning, AFrozenLayerStaysWhatItWas) {
  examples([](Check& check) {
    const Vector<double> start = chapter16::start_of(chapter16::Start::frozen, 1);
    const std::size_t hidden = chapter16::hidden_parameters();
    check.agree(entries(start, 0, hidden), entries(chapter16::knows_low_digits(), 0, hidden), 0);
    check.agree(max_norm(entries(start, hidden, start.size())), 0, 0, "a last layer of zeros");
  });
}
