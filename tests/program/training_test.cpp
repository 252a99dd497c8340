// The training command: its results against plain loops, its files, its refusals.
#include "nn/program/training.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <utility>

#include "nn/data/csv.hpp"
#include "nn/data/file.hpp"
#include "nn/data/number.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/training_results.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/train_neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Names = std::vector<std::string>;

const std::string two_classes = "a,b,y\n1,2,no\n2,1,yes\n3,5,no\n4,3,yes\n2,2,yes\nNA,1,no\n";

/// Two programs that compute the same 8 epochs over 10 rows in another order: some hundred
/// roundings of numbers up to about 1000, such as a bias in the units of the data.
constexpr double rounding = 1e-11;

struct Outcome {
  std::string out;
  std::string notes;
  std::string diverged;   ///< the message, if it did
  std::string saturated;  ///< the message, if it did
};

Outcome run(const TrainingOptions& options) {
  Outcome result;
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  try {
    run_training(options);
  } catch (const TrainingDiverged& error) {
    result.diverged = error.what();
  } catch (const TrainingSaturated& error) {
    result.saturated = error.what();
  } catch (...) {
    testing::internal::GetCapturedStdout();
    testing::internal::GetCapturedStderr();
    throw;
  }
  result.out = testing::internal::GetCapturedStdout();
  result.notes = testing::internal::GetCapturedStderr();
  return result;
}

std::string refusal(const TrainingOptions& options) {
  return message_of<InputError>([&] { run(options); });
}

double number(const std::string& text) { return parse_number(text).value; }

bool holds_text(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A share as it is printed: `0.7500 (3 of 4)`.
std::string share_text(std::size_t count, std::size_t rows) {
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%.4f (%zu of %zu)",
                static_cast<double>(count) / static_cast<double>(rows), count, rows);
  return text.data();
}

/// Ages and salaries as they are: a step of any size but a tiny one saturates the neuron.
const std::string salaries =
    "age,salary,bought\n19,39000,0\n35,40000,0\n26,43000,0\n27,57000,0\n48,31000,1\n";

}  // namespace

// A random table, random options, and everything that comes out computed again with loops over
// plain arrays: both files, what is printed, and the share of right answers.
TEST(Training, AnyTrainingIsThatOfPlainLoops) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const auto coin = [] { return *label() == 1; };
    const std::size_t n = *dimension(5, 10).as("n");
    const std::size_t d = *dimension(1, 3).as("d");
    const Matrix<double> X = *gaussian_matrix(n, d).as("X");
    Vector<double> y = *labels(n).as("y");
    y(0) = y(1) = 0;  // two rows of each class: one to train on, one that may be held out
    y(2) = y(3) = 1;
    TrainingOptions options;
    const bool mse = coin();
    const bool labelled = !mse || coin();
    if (!labelled) y(4) = *uniform(0.1, 0.9);
    options.cost = mse ? "mse" : "cross-entropy";
    options.init = coin() ? "random" : "zeros";
    options.seed = *rc::gen::arbitrary<std::uint64_t>();
    options.test_fraction = coin() ? 0.25 : 0;
    options.data.standardize = coin();
    options.descent.learning_rate = *uniform(0.01, 0.5).as("α");
    options.descent.iterations = *dimension(1, 8).as("epochs");
    options.descent.tolerance = coin() ? *uniform(0.01, 0.5) : 0;
    options.data.file = folder.file("t.csv");
    options.history = folder.file("h.csv");
    options.parameters = folder.file("p.csv");
    std::vector<Names> cells;
    Names header;
    for (std::size_t j = 0; j < d; ++j) header.push_back("x" + std::to_string(j));
    header.push_back("y");
    const std::size_t gap = *dimension(0, n).as("gap");  // a row with a missing value, perhaps
    for (std::size_t i = 0; i < n; ++i) {
      if (i == gap) cells.push_back(Names(d + 1, "NA"));
      cells.emplace_back();
      for (std::size_t j = 0; j < d; ++j) cells.back().push_back(exact_text(X(i, j)));
      cells.back().push_back(exact_text(y(i)));
    }
    write_file_atomically(options.data.file, csv_text(header, cells));
    const Outcome result = run(options);
    RC_PRE(result.diverged.empty() && result.saturated.empty());

    const Split split = split_rows(y, options.test_fraction, options.seed);
    const auto rows = static_cast<double>(split.training.size());
    Matrix<double> Z = X;
    Vector<double> means(d, 0.0);
    Vector<double> deviations(d, 1.0);
    for (std::size_t j = 0; j < d && options.data.standardize; ++j) {
      double square = 0;
      for (const std::size_t i : split.training) means(j) += X(i, j) / rows;
      for (const std::size_t i : split.training) square += std::pow(X(i, j) - means(j), 2) / rows;
      deviations(j) = std::sqrt(square);
      for (std::size_t i = 0; i < n; ++i) Z(i, j) = (X(i, j) - means(j)) / deviations(j);
    }
    Random random(options.seed);
    Vector<double> theta(d + 1, 0.0);
    for (double& parameter : theta) parameter = options.init == "random" ? random.gaussian() : 0;
    const auto prediction = [&](std::size_t i) {
      double z = theta(d);
      for (std::size_t j = 0; j < d; ++j) z += theta(j) * Z(i, j);
      return 1 / (1 + std::exp(-z));
    };
    const CsvTable history = read_csv(options.history);
    check.holds(history.header == Names{"epoch", "cost", "gradient_norm"}, "the history's columns");
    double first_cost = 0;
    double cost = 0;
    double norm = 0;
    bool converged = false;
    std::size_t epoch = 0;
    for (;; ++epoch) {
      cost = 0;
      Vector<double> gradient(d + 1, 0.0);
      for (const std::size_t i : split.training) {
        const double p = prediction(i);
        cost += (mse ? std::pow(p - y(i), 2) : -std::log(y(i) == 1 ? p : 1 - p)) / rows;
        const double slope = (mse ? 2 * (p - y(i)) * p * (1 - p) : p - y(i)) / rows;
        for (std::size_t j = 0; j < d; ++j) gradient(j) += slope * Z(i, j);
        gradient(d) += slope;
      }
      if (epoch == 0) first_cost = cost;
      norm = nn::norm(gradient);
      check.holds(epoch < history.rows.size(), "a line of the history for each epoch");
      check.holds(history.rows[epoch][0] == std::to_string(epoch), "the epoch");
      check.agree(number(history.rows[epoch][1]), cost, rounding, "the cost");
      check.agree(number(history.rows[epoch][2]), norm, rounding, "the gradient's norm");
      converged = norm < options.descent.tolerance;
      if (converged || epoch == options.descent.iterations) break;
      theta -= options.descent.learning_rate * gradient;
    }
    check.holds(history.rows.size() == epoch + 1, "no line behind the last epoch");

    const CsvTable parameters = read_csv(options.parameters);
    check.holds(
        parameters.header == Names{"parameter", "value", "standardized_value", "mean", "deviation"},
        "the parameters' columns");
    check.holds(parameters.rows.size() == d + 1, "a line for each parameter");
    Vector<double> original = theta;
    for (std::size_t j = 0; j < d; ++j) {
      original(j) = theta(j) / deviations(j);
      original(d) -= theta(j) * means(j) / deviations(j);
    }
    const bool standardized = options.data.standardize;
    for (std::size_t k = 0; k <= d; ++k) {
      const Names& row = parameters.rows[k];
      check.holds(row[0] == (k < d ? header[k] : "bias"), "the parameter's name");
      check.agree(number(row[1]), original(k), rounding, "the parameter in the data's units");
      const auto is = [&](const std::string& text, bool there, double value, const char* what) {
        check.holds(text.empty() != there, std::string(what) + ", where there is one");
        if (there) check.agree(number(text), value, rounding, what);
      };
      is(row[2], standardized, theta(k), "the standardised parameter");
      is(row[3], standardized && k < d, k < d ? means(k) : 0, "the mean");
      is(row[4], standardized && k < d, k < d ? deviations(k) : 0, "the deviation");
    }

    const auto right = [&](const std::vector<std::size_t>& chosen) {
      std::size_t count = 0;
      for (const std::size_t i : chosen) count += (prediction(i) >= 0.5) == (y(i) == 1);
      return share_text(count, chosen.size()) + "\n";
    };
    const auto larger = [&](const std::vector<std::size_t>& chosen) {
      std::size_t ones = 0;
      for (const std::size_t i : chosen) ones += y(i) == 1;
      return share_text(std::max(ones, chosen.size() - ones), chosen.size()) + "\n";
    };
    std::vector<std::string> printed = {
        "rows = " + std::to_string(n) + ", of which " + std::to_string(split.training.size()) +
            " to train on and " + std::to_string(split.test.size()) + " held out\n",
        std::string("standardised = ") + (options.data.standardize ? "yes" : "no") + "\n",
        "epochs = " + std::to_string(epoch) + ": " +
            (converged ? "the gradient's norm fell below" : "all epochs are spent"),
        "first cost = " + short_text(number(history.rows.front()[1])) + "\n",
        "last cost = " + short_text(number(history.rows.back()[1])) + "\n"};
    check.agree(number(history.rows.front()[1]), first_cost, rounding, "the first cost");
    for (const Names& row : parameters.rows) {
      printed.push_back(
          "\n" + row[0] + " = " + short_text(number(row[1]), 5) +
          (standardized ? " (standardised: " + short_text(number(row[2]), 5) + ")\n" : "\n"));
    }
    if (labelled) {
      const auto ones = static_cast<std::size_t>(total(y));
      printed.push_back("target = y, 1 for '1' and 0 for '0'\n");
      printed.push_back("classes = " + std::to_string(ones) + " of '1', " +
                        std::to_string(n - ones) + " of '0'\n");
      printed.push_back("on the training rows = " + right(split.training));
      printed.push_back("always the larger class = " + larger(split.training));
    }
    if (labelled && !split.test.empty()) {
      printed.push_back("on the held-out rows = " + right(split.test));
      printed.push_back("always the larger class = " + larger(split.test));
    }
    for (const std::string& part : printed) {
      check.holds(result.out.find(part) != std::string::npos, part + " in\n" + result.out);
    }
    check.holds((result.out.find("Accuracy") != std::string::npos) == labelled, "an accuracy");
    check.holds((result.out.find("held-out rows") != std::string::npos) ==
                    (labelled && !split.test.empty()),
                "an accuracy on the held-out rows");
    const std::string note = "1 of " + std::to_string(n + 1) + " rows left out";
    check.holds((result.notes.find(note) != std::string::npos) == (gap < n), result.notes);
  });
}

TEST(Training, InSinglePrecisionIsADescentInFloats) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::size_t n = *dimension(4, 8).as("n");
    Names header{"a", "b", "y"};
    std::vector<Names> cells;
    for (std::size_t i = 0; i < n; ++i) {
      cells.push_back({exact_text(*gaussian()), exact_text(*gaussian()), i % 2 == 0 ? "0" : "1"});
    }
    TrainingOptions options;
    options.data.file = folder.file("t.csv");
    write_file_atomically(options.data.file, csv_text(header, cells));
    options.data.standardize = *label() == 1;
    options.cost = "cross-entropy";
    options.descent = {*uniform(0.1, 1), *dimension(1, 20), *label() == 1 ? 0.2 : 0};
    const Training exact = train(options);
    options.precision = "float";
    const Training training = train(options);
    const Samples seen = training.samples(training.split.training);
    const auto expected =
        fast::train_neuron(CrossEntropyWithLogits{}, cast<float>(seen.X), cast<float>(seen.y),
                           Vector<float>(3, 0.0F), options.descent);
    check.agree(training.descent.parameters, cast<double>(expected.parameters), 0, "parameters");
    check.holds(training.descent.reason == expected.reason, "the reason");
    check.holds(training.descent.history.size() == expected.history.size(), "the history");
    check.agree(training.descent.history.back().cost, expected.history.back().cost, 0, "the cost");
    check.holds(training.descent.history.front().gradient_norm !=
                        exact.descent.history.front().gradient_norm ||
                    exact.descent.history.front().gradient_norm < 1e-6,
                "doubles have other digits");
  });
}

TEST(Training, NumbersThatNoFloatHoldsAreRefused) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::size_t wrong = *dimension(0, 3).as("what is too large, or small");
    const double sign = *label() == 1 ? 1 : -1;
    Names values{"1", "2", "-1", "0.5"};
    const Names targets{"0", "1", "1", "0"};
    if (wrong == 1 || wrong == 2) {
      values[*dimension(0, 3)] = exact_text(sign * *uniform(3.5e38, 1e300));
    }
    std::vector<Names> cells;
    for (std::size_t i = 0; i < values.size(); ++i) cells.push_back({values[i], targets[i]});
    TrainingOptions options;
    options.data.file = folder.file("t.csv");
    write_file_atomically(options.data.file, csv_text({"a", "y"}, cells));
    options.data.standardize = wrong == 2;  // what is standardised is small
    if (wrong == 3) options.descent.learning_rate = *uniform(1e-60, 1e-47);
    check.holds(!throws<UsageError>([&] { prepare_training(options); }), "doubles hold them");
    options.precision = "float";
    const bool refused = throws<UsageError>([&] { prepare_training(options); });
    const std::string message =
        refused ? message_of<UsageError>([&] { prepare_training(options); }) : "";
    check.holds(holds_text(message, "numbers above 3.4e38") == (wrong == 1), "data: " + message);
    check.holds(holds_text(message, "the learning rate is 0") == (wrong == 3), "rate: " + message);
    check.holds(refused == (wrong == 1 || wrong == 3), "what fits is accepted");
  });
}

TEST(Training, IsTheSameWhereItsDataIsStandardisedInPlace) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::size_t n = *dimension(6, 12).as("n");
    std::vector<Names> cells;
    for (std::size_t i = 0; i < n; ++i) {
      cells.push_back({exact_text(*gaussian()), exact_text(*gaussian()), i % 2 == 0 ? "0" : "1"});
    }
    TrainingOptions options;
    options.data.file = folder.file("t.csv");
    write_file_atomically(options.data.file, csv_text({"a", "b", "y"}, cells));
    options.data.standardize = *label() == 1;
    options.test_fraction = *label() == 1 ? 0.25 : 0;
    options.descent = {*uniform(0.1, 1), *dimension(1, 20), 0};
    Training read = prepare_training(options);
    Training placed = read;
    run_descent(options, read);
    placed.standardize_in_place();
    if (*label() == 1) placed.standardize_in_place();
    run_descent(options, placed);
    check.agree(placed.descent.parameters, read.descent.parameters, 0, "parameters");
    for (const auto* rows : {&read.split.training, &read.split.test}) {
      const Samples a = read.samples(*rows);
      const Samples b = placed.samples(*rows);
      check.holds(std::equal(a.X.data().begin(), a.X.data().end(), b.X.data().begin()), "samples");
      check.holds(read.accuracy(*rows) == placed.accuracy(*rows), "accuracy");
      const auto counts = read.confusion(*rows);
      const auto again = placed.confusion(*rows);
      check.holds(counts.has_value() == again.has_value(), "counts, where there are rows");
      if (counts && again) {
        check.holds(counts->right() == again->right() && counts->ones_right == again->ones_right,
                    "right answers");
      }
    }
  });
}

TEST(Training, AccuracyCountsTheRowsThatItIsGiven) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 10).as("n");
    Training training;
    training.data.X = *gaussian_matrix(n, 1).as("X");
    training.data.y = *labels(n).as("y");
    training.descent.parameters = *gaussian_vector(2).as("parameters");
    const std::size_t boundary = *dimension(0, n - 1).as("boundary");  // a prediction of 1/2
    training.descent.parameters(1) = 0;
    training.data.X(boundary, 0) = 0;
    std::vector<std::size_t> rows(*dimension(0, 6));
    for (std::size_t& row : rows) row = *label() == 1 ? boundary : *dimension(0, n - 1);
    std::size_t right = 0;
    for (const std::size_t i : rows) {
      const bool positive = training.descent.parameters(0) * training.data.X(i, 0) >= 0;
      right += positive == (training.data.y(i) == 1);
    }
    const std::optional<double> share = training.accuracy(rows);
    check.holds(share.has_value() != rows.empty(), "an accuracy, unless there are no rows");
    if (share) {
      check.agree(*share, static_cast<double>(right) / static_cast<double>(rows.size()), 0);
    }
    const std::optional<Confusion> counts = training.confusion(rows);
    check.holds(counts.has_value() != rows.empty(), "counts, unless there are no rows");
    if (counts) {
      const auto count = [&](double is, bool called_one) {
        std::size_t found = 0;
        for (const std::size_t i : rows) {
          const bool positive = training.descent.parameters(0) * training.data.X(i, 0) >= 0;
          found += training.data.y(i) == is && positive == called_one;
        }
        return found;
      };
      check.holds(counts->ones_right == count(1, true), "ones called 1");
      check.holds(counts->ones_wrong == count(1, false), "ones called 0");
      check.holds(counts->zeros_right == count(0, false), "zeros called 0");
      check.holds(counts->zeros_wrong == count(0, true), "zeros called 1");
      const std::size_t ones = count(1, true) + count(1, false);
      check.holds(counts->majority() == std::max(ones, rows.size() - ones), "the larger class");
      check.holds(counts->right() == right && counts->rows() == rows.size(), "all and right");
    }
    training.data.y(*dimension(0, n - 1)) = *uniform(0.1, 0.9);
    check.holds(!training.accuracy(rows) && !training.confusion(rows),
                "none where a target is no label");
  });
}

// Every line of the history, computed again with loops over plain arrays: 25 epochs over 5 rows,
// whose rounding errors of about ε the descent damps; the parameters are below 10 in size.
TEST(Training, HistoryAndParametersAreThoseOfPlainLoops) {
  const ScratchFolder folder;
  constexpr double few_roundings = 1e-13;
  for (const std::string cost : {"mse", "cross-entropy"}) {
    TrainingOptions options;
    options.data.file = folder.write("t.csv", two_classes);
    options.data.dataset.positive = "yes";
    options.cost = cost;
    options.descent.iterations = 25;
    options.descent.learning_rate = 0.7;
    options.history = folder.file("h.csv");
    options.parameters = folder.file("p.csv");
    const Outcome result = run(options);
    EXPECT_EQ(result.diverged, "");

    double x[5][2] = {{1, 2}, {2, 1}, {3, 5}, {4, 3}, {2, 2}};
    const double y[5] = {0, 1, 0, 1, 1};
    for (int j = 0; j < 2; ++j) {
      double mean = 0;
      double square = 0;
      for (auto& row : x) mean += row[j] / 5;
      for (auto& row : x) square += (row[j] - mean) * (row[j] - mean) / 5;
      for (auto& row : x) row[j] = (row[j] - mean) / std::sqrt(square);
    }
    double theta[3] = {0, 0, 0};
    const CsvTable history = read_csv(options.history);
    EXPECT_EQ(history.header, (Names{"epoch", "cost", "gradient_norm"}));
    ASSERT_EQ(history.rows.size(), 26);
    for (std::size_t epoch = 0; epoch <= 25; ++epoch) {
      double c = 0;
      double gradient[3] = {0, 0, 0};
      for (int i = 0; i < 5; ++i) {
        const double z = theta[0] * x[i][0] + theta[1] * x[i][1] + theta[2];
        const double p = 1 / (1 + std::exp(-z));
        const bool mse = cost == "mse";
        c += (mse ? (p - y[i]) * (p - y[i]) : -std::log(y[i] == 1 ? p : 1 - p)) / 5;
        const double slope = (mse ? 2 * (p - y[i]) * p * (1 - p) : p - y[i]) / 5;
        gradient[0] += slope * x[i][0];
        gradient[1] += slope * x[i][1];
        gradient[2] += slope;
      }
      EXPECT_EQ(history.rows[epoch][0], std::to_string(epoch));
      EXPECT_NEAR(number(history.rows[epoch][1]), c, few_roundings);
      EXPECT_NEAR(number(history.rows[epoch][2]), std::hypot(gradient[0], gradient[1], gradient[2]),
                  few_roundings);
      if (epoch == 25) break;
      for (int k = 0; k < 3; ++k) theta[k] -= 0.7 * gradient[k];
    }
    const CsvTable parameters = read_csv(options.parameters);
    ASSERT_EQ(parameters.rows.size(), 3);
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_EQ(parameters.rows[k][0], (Names{"a", "b", "bias"})[k]);
      EXPECT_NEAR(number(parameters.rows[k][2]), theta[k], 10 * few_roundings);
    }
  }
}

TEST(Training, PrintsWhatItDidAndSaysWhatItDecided) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("t.csv", two_classes);
  const Outcome result = run(options);
  for (const char* part :
       {"Data\n----\n", "file = t.csv\n", "rows = 5, of which 5 to train on and 0 held out",
        "features = a, b", "target = y, 1 for 'yes' and 0 for 'no'\n",
        "classes = 3 of 'yes', 2 of 'no'\n", "standardised = yes", "mean squared error",
        "learning rate = 0.1", "epochs = 1000: all epochs are spent", "first cost = 0.25\n",
        "last cost = ", "norm of the gradient = ", "a = ", "bias = ",
        "on the training rows = 1.0000 (5 of 5)\nalways the larger class = 0.6000 (3 of 5)\n"
        "        called yes   called no\n"
        "is yes           3           0\n"
        "is no            0           2\n"}) {
    EXPECT_NE(result.out.find(part), std::string::npos) << part << " in\n" << result.out;
  }
  EXPECT_EQ(result.out.find("held-out rows"), std::string::npos);
  EXPECT_NE(result.notes.find("1 of 6 rows left out"), std::string::npos) << result.notes;
  EXPECT_NE(result.notes.find("'yes'"), std::string::npos) << result.notes;
}

TEST(Training, WhereDataIsRefusedTheReasonStandsAlone) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("flat.csv", "a,b,y\n1,3,no\n2,3,yes\nNA,3,no\n");
  testing::internal::CaptureStderr();
  EXPECT_THROW(train(options), InputError);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Training, StopsWhenTheGradientIsSmall) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("t.csv", "a,y\n0,0\n1,1\n");
  options.descent.tolerance = 0.1;
  const Outcome result = run(options);
  EXPECT_NE(result.out.find(": the gradient's norm fell below 0.1"), std::string::npos);
}

TEST(Training, StandardisesByTheTrainingRowsAlone) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::size_t n = *dimension(6, 20).as("n");
    const Matrix<double> X = *gaussian_matrix(n, 2).as("X");
    std::string text = "a,b,y\n";
    for (std::size_t i = 0; i < n; ++i) {
      text += exact_text(X(i, 0) + static_cast<double>(i % 3)) + "," + exact_text(X(i, 1)) + "," +
              (i % 2 == 0 ? "0" : "1") + "\n";
    }
    TrainingOptions options;
    options.data.file = folder.write("t.csv", text);
    options.test_fraction = 0.3;
    options.seed = *rc::gen::arbitrary<std::uint64_t>();
    options.descent.iterations = 2;
    const Training training = [&] {
      try {
        return train(options);
      } catch (const InputError&) {
        RC_DISCARD("a column is constant");
      }
    }();
    const Matrix<double> Z = training.samples(training.split.training).X;
    for (std::size_t j = 0; j < 2; ++j) {
      double sum = 0;
      for (std::size_t i = 0; i < Z.size1(); ++i) sum += Z(i, j);
      // Each x − μ is rounded to ε|x|, before it is divided by s, which is above 1e-6 |x|.
      check.agree(sum / static_cast<double>(Z.size1()), 0, 1e-9, "mean of the training rows");
    }
    check.holds(training.split.test.size() + Z.size1() == n, "all rows are used");
    const auto held_out = training.accuracy(training.split.test);
    check.holds(held_out.has_value() && 0 <= *held_out && *held_out <= 1,
                "the held-out rows are counted");
  });
}

TEST(Training, ARandomStartDependsOnTheSeedAlone) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("t.csv", two_classes);
  options.init = "random";
  options.descent.iterations = 1;
  const auto first_cost = [&](std::uint64_t seed) {
    options.seed = seed;
    return train(options).descent.history.front().cost;
  };
  EXPECT_EQ(first_cost(5), first_cost(5));
  EXPECT_NE(first_cost(5), first_cost(6));
  EXPECT_NE(first_cost(5), 0.25) << "not the zeros";
}

TEST(Training, ADivergedRunKeepsItsHistoryAndNothingElse) {
  property([](Check& check) {
    const ScratchFolder folder;
    TrainingOptions options;
    // Pulled by -a to one side: the first step goes too far for the sample at 1, and the rest.
    const std::size_t a = *dimension(5, 20).as("a");
    options.data.file =
        folder.write("t.csv", "a,y\n-" + std::to_string(a) + ",0\n1,0\n2,1\n3,1\n4,1\n5,0\n");
    options.cost = "cross-entropy";
    options.descent.learning_rate = *uniform(1e5, 1e6).as("α");
    options.descent.iterations = 1;
    options.history = folder.file("h.csv");
    options.parameters = folder.file("p.csv");
    const Outcome result = run(options);
    check.holds(says(result.diverged, {"diverged", "from 0.693147 to ", "--learning-rate below "}),
                "said: " + result.diverged);
    check.holds(result.out.find("it diverged") != std::string::npos, result.out);
    check.holds(folder.names() == Names{"h.csv", "t.csv"}, "the history alone");
  });
}

// Nothing is replaced in a device, so two results may go to one.
TEST(Training, ADeviceMayTakeTwoResults) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("t.csv", two_classes);
  options.descent.iterations = 2;
  options.history = options.parameters = "/dev/null";
  EXPECT_EQ(run(options).diverged, "");
}

// Two options of one file, be it there or new: by the same name, by one with detours, through a
// link to the folder, through a link to the file that may lead to nothing yet.
TEST(Training, AFileByTwoNamesIsRefusedBeforeAnythingIsRead) {
  property([](Check& check) {
    const ScratchFolder folder;
    TrainingOptions options;
    std::filesystem::create_directory(folder.file("in"));
    std::filesystem::create_directory_symlink("in", folder.file("through"));
    std::filesystem::create_symlink("in/f.csv", folder.file("to-file"));
    std::filesystem::create_symlink("to-file", folder.file("to-link"));
    const auto name = [&] {
      return folder.file(*rc::gen::element<std::string>("in/f.csv", "in/./f.csv", "in//f.csv",
                                                        "through/f.csv", "in/../in/f.csv",
                                                        "to-file", "to-link"));
    };
    const bool is_there = *label() == 1;
    if (is_there) folder.write("in/f.csv", two_classes);
    struct Use {
      const char* option;
      std::string* file;
    };
    Use uses[] = {{"--data", &options.data.file},
                  {"--predict", &options.predict},
                  {"--history", &options.history},
                  {"--parameters", &options.parameters},
                  {"--predictions", &options.predictions}};
    const std::size_t second = *dimension(2, 4).as("second");  // what is written comes last
    const std::size_t first = *dimension(0, second - 1).as("first");
    for (std::size_t i = 0; i < std::size(uses); ++i) {
      *uses[i].file = i == first || i == second ? name() : folder.file(std::to_string(i) + ".csv");
    }
    const auto before = folder.names();
    const std::string message = message_of<UsageError>([&] { run(options); });
    check.holds(says(message, {uses[first].option, uses[second].option, "name the same file"}),
                message);
    check.holds(folder.names() == before, "no result");
    check.holds(!is_there || read_file(folder.file("in/f.csv")) == two_classes, "as it was");
  });
}

TEST(Training, TheStandardInputIsReadOnceAndNeverWritten) {
  const ScratchFolder folder;
  property([&](Check& check) {
    TrainingOptions options;
    options.data.file = options.predict = "-";
    options.predictions = folder.file("p.csv");
    std::string message = message_of<UsageError>([&] { run(options); });
    check.holds(says(message, {"--data", "--predict", "standard input"}), message);
    options.predict = folder.file("new.csv");
    const std::pair<const char*, std::string*> written[] = {
        {"--history", &options.history},
        {"--parameters", &options.parameters},
        {"--predictions", &options.predictions}};
    const auto& [option, file] = written[*dimension(0, 2)];
    *file = "-";
    message = message_of<UsageError>([&] { run(options); });
    check.holds(says(message, {option, "'-' is no file"}), message);
    check.holds(folder.names().empty(), "nothing is written");
  });
}

// The data is missing as well: that the result is named says that it was looked at first.
TEST(Training, AResultThatCannotBeWrittenIsRefusedBeforeAnythingIsRead) {
  property([](Check& check) {
    const ScratchFolder folder;
    folder.write("plain", "");
    TrainingOptions options;
    options.data.file = folder.file("missing.csv");
    options.predict = folder.file("new.csv");
    std::string* const files[] = {&options.history, &options.parameters, &options.predictions};
    const std::string bad =
        *rc::gen::element<std::string>("nowhere/r.csv", "plain/r.csv", ".").as("bad");
    *files[*dimension(0, 2)] = folder.file(bad);
    const std::string message = refusal(options);
    check.holds(says(message, {bad.c_str(), "cannot be written"}), message);
    check.holds(folder.names() == Names{"plain"}, "no litter");
  });
}

TEST(Training, ALinkThatLeadsToNothingYetIsWrittenThrough) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("t.csv", two_classes);
  options.descent.iterations = 2;
  for (const char* link : {"h", "p"}) {
    std::filesystem::create_symlink(std::string(link) + ".csv", folder.file(link));
  }
  options.history = folder.file("h");
  options.parameters = folder.file("p");
  run(options);
  EXPECT_EQ(folder.names(), (Names{"h", "h.csv", "p", "p.csv", "t.csv"}));
  EXPECT_TRUE(std::filesystem::is_symlink(folder.file("h")));
  EXPECT_TRUE(std::filesystem::is_symlink(folder.file("p")));
}

// On raw salaries one step is enough: every sigmoid is flat, the gradient is 0, and one row of five
// is wrong.
TEST(Training, SaturationIsNotConvergence) {
  property([](Check& check) {
    const ScratchFolder folder;
    TrainingOptions options;
    options.data.file = folder.write("t.csv", salaries);
    options.data.standardize = false;
    options.descent.learning_rate = *uniform(0.01, 1).as("α");
    options.descent.iterations = *dimension(1, 20).as("epochs");
    options.descent.tolerance = *label() == 1 ? 1e-6 : 0;
    options.history = folder.file("h.csv");
    options.parameters = folder.file("p.csv");
    const Outcome result = run(options);
    const std::string remedy = "choose a --learning-rate below " +
                               short_text(options.descent.learning_rate) + ", or --standardize yes";
    check.holds(says(result.saturated, {"training saturated", "within 1e-06 of 0 or 1",
                                        "1 of 5 is wrong", remedy.c_str()}),
                "said: " + result.saturated);
    check.holds(holds_text(result.out, ": it saturated\n"), result.out);
    check.holds(!holds_text(result.out, "Parameters"), "no parameters are printed");
    check.holds(folder.names() == Names{"h.csv", "t.csv"}, "the history alone");
  });
}

// What Training::saturated means, by loops over the predictions of trainings of all kinds.
TEST(Training, SaturatedMeansFlatEverywhereAndWrongSomewhere) {
  const ScratchFolder folder;
  property([&](Check& check) {
    TrainingOptions options;
    const std::size_t n = *dimension(4, 8).as("n");
    const double size = std::pow(10, *uniform(0, 5));
    std::string text = "a,y\n";
    for (std::size_t i = 0; i < n; ++i) {
      const bool one = i < 2 || (i > 3 && *label() == 1);
      const double a = *uniform(0.5, 1) * size * (one || *label() == 1 ? 1 : -1);
      text += exact_text(a) + (one ? ",1\n" : ",0\n");
    }
    options.data.file = folder.write("t.csv", text);
    options.data.standardize = false;
    options.descent.learning_rate = *uniform(0.1, 2).as("α");
    options.descent.iterations = *dimension(1, 5).as("epochs");
    const Training training = train(options);
    const Samples seen = training.samples(training.split.training);
    bool flat = true;
    bool wrong = false;
    for (std::size_t i = 0; i < n; ++i) {
      const double p = predict(training.neuron(), row_of(seen.X, i));
      flat = flat && (p <= 1e-6 || p >= 1 - 1e-6);
      wrong = wrong || (p >= 0.5) != (seen.y(i) == 1);
    }
    const bool diverged = training.descent.reason == StopReason::diverged;
    check.holds(training.saturated == (flat && wrong && !diverged), "flat and wrong");
  });
}

// Five rows at a = 1, four of one class: from zeros the gradient is ∓0.15 in w and in b, so one
// step of α takes z to ±0.3α, and one row is wrong. σ(−z) = 1e-6 at z = 13.8155.
TEST(Training, FlatMeansWithinAMillionthOfZeroOrOne) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const bool up = *label() == 1;
    const double beyond = *uniform(0.001, 3) * (*label() == 1 ? 1 : -1);
    TrainingOptions options;
    options.data.file = folder.write(
        "t.csv", up ? "a,y\n1,1\n1,1\n1,1\n1,1\n1,0\n" : "a,y\n1,0\n1,0\n1,0\n1,0\n1,1\n");
    options.data.standardize = false;
    options.descent.iterations = 1;
    options.descent.learning_rate = (13.8155 + beyond) / 0.3;
    const Training training = train(options);
    // p is within 2.1e-5 of 0 or 1, and the cost within 1e-5 of 1/5.
    check.agree(training.descent.history.back().cost, 0.2, 1e-5, "four of five are right");
    check.holds(training.saturated == (beyond > 0), "flat where z is beyond 13.8155");
  });
}

// The remarks, from the history and the printout of the same training.
TEST(Training, RemarksOnACostThatRisesAndOnRowsThatAreSeparated) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::size_t n = *dimension(4, 7).as("n");
    std::string text = "a,b,y\n";
    for (std::size_t i = 0; i < n; ++i) {
      text +=
          exact_text(*gaussian()) + "," + exact_text(*gaussian()) + (i % 2 == 0 ? ",1\n" : ",0\n");
    }
    TrainingOptions options;
    options.data.file = folder.write("t.csv", text);
    options.cost = "cross-entropy";
    options.descent.learning_rate = *label() == 1 ? *uniform(20, 60) : *uniform(0.5, 3);
    options.descent.iterations = *dimension(1, 25).as("epochs");
    options.history = folder.file("h.csv");
    const Outcome result = run(options);
    RC_PRE(result.diverged.empty() && result.saturated.empty());
    const CsvTable history = read_csv(options.history);
    const std::size_t updates = history.rows.size() - 1;
    std::size_t rises = 0;
    for (std::size_t k = 0; k < updates; ++k) {
      const double before = number(history.rows[k][1]);
      rises += number(history.rows[k + 1][1]) > before * (1 + 1e-9);
    }
    const std::string rose = "the cost rose in " + std::to_string(rises) + " of " +
                             std::to_string(updates) + " updates; choose a --learning-rate below ";
    const bool remarked = holds_text(result.notes, "the cost rose");
    check.holds(remarked == (2 * rises > updates), "in more than half: " + result.notes);
    check.holds(!remarked || holds_text(result.notes, rose), result.notes);
    const bool all_right = holds_text(result.out, "on the training rows = 1.0000 ");
    check.holds(holds_text(result.notes, "separates the two classes") == all_right, result.notes);
  });
}

TEST(Training, AFeatureCalledBiasHasNoRowOfItsOwn) {
  property([](Check& check) {
    const ScratchFolder folder;
    TrainingOptions options;
    options.data.file = folder.write(
        "t.csv", *label() == 1 ? "bias,x,y\n1,5,0\n2,4,0\n3,6,1\n" : "x,bias,y\n5,1,0\n6,2,1\n");
    options.descent.iterations = *dimension(1, 9).as("epochs");
    check.holds(run(options).diverged.empty(), "it trains");
    options.parameters = folder.file("p.csv");
    const std::string message = refusal(options);
    check.holds(says(message, {"t.csv, column 'bias'", "--parameters", "rename"}), message);
    options.data.dataset.features = {"x"};
    run(options);
    check.holds(read_csv(options.parameters).rows.size() == 2, "without it there are two rows");
  });
}

// New rows, in another order of columns and some without a value: for each row of the file what the
// neuron says of it, with every bit, or nothing.
TEST(Training, PredictsNewRows) {
  const ScratchFolder folder;
  property([&](Check& check) {
    TrainingOptions options;
    options.data.file = folder.write("t.csv", two_classes);
    options.data.standardize = *label() == 1;
    options.descent.learning_rate = 0.01;
    options.descent.iterations = *dimension(1, 30).as("epochs");
    const Training training = train(options);
    const std::size_t n = *dimension(1, 6).as("n");
    const Matrix<double> X = *gaussian_matrix(n, 2).as("X");
    std::string text = "b,name,a\n";
    Names expected;
    Names classes;
    for (std::size_t i = 0; i < n; ++i) {
      const bool known = i == 0 || *label() == 1;
      text += exact_text(X(i, 1)) + ",row," + (known ? exact_text(X(i, 0)) : "") + "\n";
      Matrix<double> row(1, 2);
      set_row(row, 0, row_of(X, i));
      if (training.standardization) row = training.standardization->apply(row);
      const double p = predict(training.neuron(), row_of(row, 0));
      expected.push_back(known ? exact_text(p) : "");
      classes.push_back(!known ? "" : p >= 0.5 ? "yes" : "no");
    }
    options.predict = folder.write("new.csv", text);
    options.predictions = folder.file("p.csv");
    run(options);
    const CsvTable predictions = read_csv(options.predictions);
    check.holds(predictions.header == Names{"prediction", "class"}, "the columns");
    check.holds(predictions.rows.size() == n, "a line for each row");
    for (std::size_t i = 0; i < n; ++i) {
      check.holds(predictions.rows[i] == Names{expected[i], classes[i]}, predictions.rows[i][0]);
    }
  });
}

TEST(Training, PredictionsWithoutLabelsAreNumbersAlone) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("t.csv", "a,y\n1,0.2\n2,0.9\n3,0.4\n4,1\n");
  options.predict = folder.write("new.csv", "a\nNA\n2\n");
  options.predictions = folder.file("p.csv");
  run(options);
  const std::string text = read_file(options.predictions);
  EXPECT_EQ(text.rfind("prediction\n\"\"\n0.", 0), 0) << text;
}

TEST(Training, DataThatCannotBeTrainedOnIsRefused) {
  property([](Check& check) {
    const ScratchFolder folder;
    TrainingOptions options;
    const std::size_t n = *dimension(3, 8).as("n");
    const bool wide = *label() == 1;
    const std::string only = *label() == 1 ? "1" : "0";
    std::string text = "a,y\n";
    for (std::size_t i = 0; i < n; ++i) {
      text += std::to_string(i) + "," + (wide ? std::to_string(i) : only) + "\n";
    }
    options.data.file = folder.write("t.csv", text);
    options.parameters = folder.file("p.csv");
    options.descent.iterations = 2;
    options.cost = *label() == 1 ? "mse" : "cross-entropy";
    const std::string message = refusal(options);
    check.holds(says(message, {"t.csv", "'y'"}), message);
    check.holds(wide || says(message, {"two classes"}), message);
    check.holds(folder.names() == Names{"t.csv"}, "no result");
  });
}

TEST(Training, OptionsOutOfRangeAndOptionsWithoutDataAreRefused) {
  property([](Check& check) {
    const auto parse = [](const std::vector<std::string>& arguments) {
      TrainingOptions options;
      CommandLine line("gradient-descent", "Trains.");
      add_training_options(line, options);
      std::vector<const char*> all = {"gradient-descent"};
      for (const std::string& argument : arguments) all.push_back(argument.c_str());
      line.parse(static_cast<int>(all.size()), all.data());
    };
    const auto number = [](double lowest, double highest) {
      return exact_text(*uniform(lowest, highest));
    };
    const std::pair<std::string, std::string> refused[] = {
        {"--learning-rate=", *label() == 1 ? "0" : number(-9, 0)},
        {"--epochs=", *label() == 1 ? "0" : "10000001"},
        {"--tolerance=", number(-9, -1e-9)},
        {"--test-fraction=", *label() == 1 ? "1" : number(-9, -1e-9)}};
    for (const auto& [option, value] : refused) {
      const auto message = message_of<UsageError>([&, name = option, text = value] {
        parse({"--data=t.csv", name + text});
      });
      check.holds(says(message, {"is out of range; give "}), message);
    }
    const std::string accepted[] = {"--learning-rate=" + number(1e-9, 1e6),
                                    "--epochs=1",
                                    "--tolerance=0",
                                    "--tolerance=" + number(0, 9),
                                    "--test-fraction=0",
                                    "--test-fraction=" + number(0, 0.999),
                                    "--cost=mse",
                                    "--init=zeros",
                                    "--history=h.csv",
                                    "--parameters=p.csv"};
    for (const std::string& option : accepted) {
      parse({"--data=t.csv", option});
      const auto message = message_of<UsageError>([&] { parse({option}); });
      check.holds(says(message, {"give --data FILE as well"}), message);
    }
  });
}

TEST(Training, ADivergedRunKeepsItsHistoryAndWritesNoParameters) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("t.csv", "a,y\n-9,0\n1,0\n2,1\n3,1\n4,1\n5,0\n");
  options.cost = "cross-entropy";
  options.descent.learning_rate = 1e6;
  options.descent.iterations = 1;
  options.history = folder.file("h.csv");
  options.parameters = folder.file("p.csv");
  const Outcome result = run(options);
  EXPECT_TRUE(
      says(result.diverged, {"diverged", "from 0.693147 to ", "--learning-rate below 1e+06"}))
      << result.diverged;
  EXPECT_NE(result.out.find("it diverged"), std::string::npos);
  EXPECT_EQ(result.out.find("Parameters"), std::string::npos);
  EXPECT_EQ(folder.names(), (Names{"h.csv", "t.csv"}));
  EXPECT_EQ(read_csv(options.history).rows.size(), 2);
}

TEST(Training, WhereNothingIsFiniteFromTheStartTheLearningRateIsNotBlamed) {
  property([](Check& check) {
    TrainingOptions options;
    options.data.standardize = *label() == 1;
    Training training;
    training.descent.reason = StopReason::diverged;
    training.descent.history = {{0, 0.25, HUGE_VAL}};
    const std::string message = how_it_diverged(options, training);
    check.holds(
        says(message, {"before the first update", "cost is 0.25", "norm inf", "smaller numbers"}),
        message);
    check.holds(holds_text(message, "--standardize yes") != options.data.standardize, message);
    check.holds(!holds_text(message, "--learning-rate"), message);
  });
}

TEST(Training, TheSizeOfTheNumbersAloneIsNoDivergence) {
  examples([](Check& check) {
    const ScratchFolder folder;
    TrainingOptions options;
    // The gradient's square overflows, and its length is below the tolerance.
    options.data.file = folder.write("huge.csv", "a,y\n1e200,0\n2e200,1\n");
    options.data.standardize = false;
    options.descent.tolerance = 1e200;
    const Outcome result = run(options);
    check.holds(result.diverged.empty() && result.saturated.empty(), "no verdict");
    check.holds(holds_text(result.out, "epochs = 0: the gradient's norm fell below"), result.out);
    check.holds(holds_text(result.out, "norm of the gradient = 1.25e+199\n"), result.out);
  });
}

TEST(Training, RefusesDataItCannotTrainOn) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.parameters = folder.file("p.csv");
  options.data.file = folder.write("one.csv", "a,y\n1,1\n2,1\n");
  EXPECT_TRUE(says(refusal(options), {"one.csv", "'y'", "two classes"}));
  options.data.file = folder.write("flat.csv", "a,b,y\n1,3,0\n2,3,1\n");
  EXPECT_TRUE(says(refusal(options), {"flat.csv", "column 'b'", "constant"}));
  options.data.file = folder.write("wide.csv", "a,y\n1,0\n2,3\n4,1\n");
  EXPECT_TRUE(says(refusal(options), {"wide.csv, line 3", "'y'", "3 is not between 0 and 1"}));
  options.data.file = folder.write("few.csv", "a,y\n1,0.5\n2,0.25\n");
  options.test_fraction = 0.9;
  EXPECT_TRUE(says(refusal(options), {"none to train on"}));
  EXPECT_EQ(folder.names(), (Names{"few.csv", "flat.csv", "one.csv", "wide.csv"}));
}

TEST(Training, AConstantFeatureIsAllowedWithoutStandardisation) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("flat.csv", "a,b,y\n1,3,0\n2,3,1\n");
  options.data.standardize = false;
  EXPECT_EQ(run(options).diverged, "");
}

TEST(Training, OptionsOtherThanTheSeedNeedData) {
  for (const char* option :
       {"--target=y", "--features=a", "--exclude=a", "--positive=1", "--delimiter=;", "--header=no",
        "--standardize=no", "--cost=mse", "--learning-rate=1", "--epochs=2", "--tolerance=1",
        "--init=zeros", "--test-fraction=0.1", "--history=h.csv", "--parameters=p.csv",
        "--predict=n.csv", "--predictions=p.csv"}) {
    TrainingOptions options;
    CommandLine line("gradient-descent", "Trains.");
    add_training_options(line, options);
    const char* arguments[] = {"gradient-descent", option};
    const std::string message = message_of<UsageError>([&] { line.parse(2, arguments); });
    EXPECT_TRUE(says(message, {"--data FILE as well"})) << message;
  }
  TrainingOptions options;
  CommandLine line("gradient-descent", "Trains.");
  add_training_options(line, options);
  const char* arguments[] = {"gradient-descent", "--seed=3"};
  EXPECT_TRUE(line.parse(2, arguments));
}

TEST(Training, NewRowsAndTheirPredictionsNeedEachOther) {
  for (const auto& [option, other] : {std::pair{"--predict=n.csv", "--predictions FILE as well"},
                                      std::pair{"--predictions=p.csv", "--predict FILE as well"}}) {
    TrainingOptions options;
    CommandLine line("gradient-descent", "Trains.");
    add_training_options(line, options);
    const char* arguments[] = {"gradient-descent", "--data=t.csv", option};
    const std::string message = message_of<UsageError>([&] { line.parse(3, arguments); });
    EXPECT_TRUE(says(message, {other})) << message;
  }
}
