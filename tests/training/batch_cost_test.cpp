// The cost of a network on some rows of the data: the mean over these rows and no others, with
// dropout and without, in parts and whole, the same for any number of threads.
#include "nn/training/batch_cost.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "nn/scalar/random.hpp"
#include "tests/support/allocations.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_batch.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/network_oracle.hpp"
#include "tests/support/term_sizes.hpp"

using namespace nn;
using namespace nn::test;

namespace {

// What is looked at, not copied, must not be a temporary.
template <class X, class Y>
constexpr bool is_accepted = std::is_constructible_v<BatchCost<LinearSquaredError, double>,
                                                     const Network&, LinearSquaredError, X, Y>;
static_assert(is_accepted<const Matrix<double>&, const Matrix<double>&>);
static_assert(is_accepted<Matrix<double>&, Matrix<double>&>);
static_assert(!is_accepted<Matrix<double>, const Matrix<double>&>);
static_assert(!is_accepted<const Matrix<double>&, Matrix<double>>);
static_assert(!is_accepted<Matrix<double>, Matrix<double>>);

using Rows = std::vector<std::size_t>;

/// As for NetworkCost: a few hundred roundings of numbers that are at times a few hundred.
constexpr double rounding = 1e-12;

template <class T>
constexpr T nan_of = std::numeric_limits<T>::quiet_NaN();

double number(std::size_t count) { return static_cast<double>(count); }

/// C_B(θ) and ∇C_B(θ).
template <class T>
struct Evaluated {
  T value;
  Vector<T> gradient;
};

template <class Output, class T>
Evaluated<T> evaluate(BatchCost<Output, T>& cost, const Rows& rows, const Vector<T>& theta) {
  Vector<T> gradient(theta.size(), nan_of<T>);
  const T value = cost.evaluate(rows, theta, &gradient);
  return {value, gradient};
}

template <class Output, class T>
Evaluated<T> evaluate(BatchCost<Output, T>& cost, const Rows& rows, const Vector<T>& theta,
                      const Dropout& dropout, std::uint64_t epoch) {
  Vector<T> gradient(theta.size(), nan_of<T>);
  const T value = cost.evaluate(rows, theta, &gradient, dropout, epoch);
  return {value, gradient};
}

/// The same from copies of the rows, and from masks that are drawn for all of them at once.
template <class Output, class T>
Evaluated<T> from_copies(const Output& output, const Task<T>& task, const Rows& rows,
                         const Dropout& dropout, std::uint64_t epoch) {
  NetworkPass<T> pass;
  dropout.draw(task.network, epoch, rows, pass);
  Vector<T> gradient(task.theta.size(), nan_of<T>);
  const T n = static_cast<T>(rows.size());
  const T value = part_of_cost(task.network, output, task.theta, rows_at(task.X, rows),
                               rows_at(task.Y, rows), n, pass, &gradient);
  return {value, gradient};
}

/// The mean over the rows, of which each is looked at by itself, and once.
template <class Output>
Evaluated<double> mean_over_rows(const Output& output, const Task<double>& task, const Rows& rows,
                                 const Dropout& dropout, std::uint64_t epoch) {
  Evaluated<double> mean{0, Vector<double>(task.theta.size(), 0.0)};
  for (std::size_t i = 0; i < task.n(); ++i) {
    const auto times = static_cast<double>(std::count(rows.begin(), rows.end(), i));
    if (times == 0) continue;
    const Evaluated<double> one = from_copies(output, task, {i}, dropout, epoch);
    mean.value += times / number(rows.size()) * one.value;
    mean.gradient += times / number(rows.size()) * one.gradient;
  }
  return mean;
}

void agree(Check& check, const Evaluated<double>& actual, const Evaluated<double>& expected) {
  check.agree(actual.value, expected.value, rounding, "the cost");
  check.agree(actual.gradient, expected.gradient, rounding, "the gradient");
}

template <class T>
void is_same(Check& check, const Evaluated<T>& actual, const Evaluated<T>& expected) {
  check.holds(same_number(actual.value, expected.value), "the cost, bit for bit");
  check.holds(same_entries(actual.gradient, expected.gradient), "the gradient, bit for bit");
}

/// One that drops units, or none.
Dropout draw_dropout() {
  const double p = *label().as("dropout") == 1 ? *uniform(0.05, 0.5).as("p") : 0;
  return Dropout(p, *any_seed().as("seed"));
}

template <class T>
void is_the_mean_over_its_rows(Check& check) {
  with_some_output([&](const auto& output) {
    using Output = std::decay_t<decltype(output)>;
    const Task<T> task = draw_task<T>(output);
    const Rows rows = draw_rows(task.n());
    const Matrix<T> X = rows_at(task.X, rows);
    const Matrix<T> Y = rows_at(task.Y, rows);
    BatchCost<Output, T> cost(task.network, output, task.X, task.Y);
    check.holds(cost.samples() == task.n(), "the rows of the data");
    const Evaluated<T> computed = evaluate(cost, rows, task.theta);
    const oracle::NetworkCost exact = oracle::network_cost(task.network, output, task.theta, X, Y);
    oracle::within(check, computed.value, exact.value, "the cost");
    for (std::size_t p = 0; p < exact.gradient.size(); ++p) {
      oracle::within(check, computed.gradient(p), exact.gradient[p], "a slope");
    }
    const NetworkCost<Output, T> of_copies(task.network, output, X, Y);
    Evaluated<T> expected{T(0), Vector<T>(task.theta.size(), nan_of<T>)};
    expected.value = of_copies.evaluate(task.theta, &expected.gradient);
    is_same(check, computed, expected);
    check.holds(cost.evaluate(rows, task.theta, nullptr) == computed.value,
                "the same cost without a gradient");
  });
}

/// A network with so many parameters, on five samples, that a batch of 64 rows for each part is cut
/// into parts.
Task<double> draw_large_task() {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  Task<double> task;
  const std::size_t d = *dimension(480, 490).as("d");
  task.network = network_of(d, {130}, Activation::tanh, 2);
  task.theta = Vector<double>(length_of_theta(task.network));
  task.X = Matrix<double>(5, d);
  task.Y = Matrix<double>(5, 2);
  for (double& t : task.theta) t = random.gaussian();
  for (double& x : task.X.data()) x = random.gaussian();
  for (double& y : task.Y.data()) y = random.gaussian();
  scale_weights(task.network, task.theta);
  return task;
}

/// So many rows that the parts are of different sizes.
Rows draw_many_rows(std::size_t n, std::size_t parts) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  Rows rows(64 * parts + 1 + 2 * *dimension(0, 4).as("more"));
  for (std::size_t& row : rows) row = random.index(n);
  return rows;
}

/// One thread, two and three; between them a batch with a row that is not there.
void is_the_same_for_any_threads(Check& check, const Task<double>& task, const Rows& rows) {
  const LinearSquaredError output;
  const Dropout dropout = draw_dropout();
  const std::uint64_t epoch = *any_seed().as("epoch");
  BatchCost<LinearSquaredError, double> one(task.network, output, task.X, task.Y);
  const Evaluated<double> alone = evaluate(one, rows, task.theta, dropout, epoch);
  agree(check, alone, mean_over_rows(output, task, rows, dropout, epoch));
  const std::size_t before = allocations;
  const double again = one.evaluate(rows, task.theta, nullptr, dropout, epoch);
  const std::size_t after = allocations;
  check.holds(again == alone.value, "the same cost again, bit for bit");
  check.holds(after == before, std::to_string(after - before) + " allocations");

  BatchCost<LinearSquaredError, double> two(task.network, output, task.X, task.Y, 2);
  is_same(check, evaluate(two, rows, task.theta, dropout, epoch), alone);
  BatchCost<LinearSquaredError, double> three(task.network, output, task.X, task.Y, 3);
  Rows wrong = rows;
  wrong.back() = task.n() + *dimension(0, 3).as("beyond");
  const std::string message =
      message_of<ShapeError>([&] { three.evaluate(wrong, task.theta, nullptr, dropout, epoch); });
  check.holds(says(message, {"there is no row"}), message);
  check.holds(three.evaluate(rows, task.theta, nullptr, dropout, epoch) == alone.value,
              "what was refused leaves nothing behind");
}

template <class T>
void allocates_nothing_after_the_largest(Check& check) {
  with_some_output([&](const auto& output) {
    using Output = std::decay_t<decltype(output)>;
    const Task<T> task = draw_task<T>(output);
    const Rows largest = draw_rows(task.n());
    const std::size_t fewer = *dimension(1, largest.size()).as("fewer");
    const Rows smaller(largest.begin(), largest.begin() + static_cast<std::ptrdiff_t>(fewer));
    const Dropout dropout = draw_dropout();
    const bool drops = *label().as("with dropout") == 1;
    Vector<T> gradient(task.theta.size());
    BatchCost<Output, T> cost(task.network, output, task.X, task.Y);
    const auto look_at = [&](const Rows& rows, std::uint64_t epoch) {
      if (drops) {
        cost.evaluate(rows, task.theta, &gradient, dropout, epoch);
      } else {
        cost.evaluate(rows, task.theta, &gradient);
      }
    };
    look_at(largest, 0);
    const std::size_t before = allocations;
    for (std::uint64_t epoch = 1; epoch < 4; ++epoch) {
      look_at(smaller, epoch);
      look_at(largest, epoch);
    }
    const std::size_t after = allocations;
    check.holds(after == before, std::to_string(after - before) + " allocations");
    check.holds(before > 0, "they are counted");
  });
}

/// Rows that are dealt out at random, each part a part of the whole: within the bound of rounding,
/// whatever the parts are.
template <class T>
void parts_add_up_to_the_whole(Check& check) {
  with_some_output([&](const auto& output) {
    using Output = std::decay_t<decltype(output)>;
    const Task<T> task = draw_task<T>(output);
    const Rows rows = draw_rows(task.n(), 15);
    const Dropout dropout = draw_dropout();
    const std::uint64_t epoch = *any_seed().as("epoch");
    std::vector<Rows> parts(*dimension(1, 4).as("parts"));
    for (const std::size_t row : rows) {
      parts[*dimension(0, parts.size() - 1).as("part")].push_back(row);
    }
    BatchCost<Output, T> cost(task.network, output, task.X, task.Y);
    const Evaluated<T> whole = evaluate(cost, rows, task.theta, dropout, epoch);
    Evaluated<T> sum{T(0), Vector<T>(task.theta.size(), T(0))};
    for (const Rows& part : parts) {
      if (part.empty()) continue;
      Vector<T> slopes(task.theta.size(), nan_of<T>);
      const std::size_t m = rows.size();
      const T value = cost.evaluate_part(part, m, task.theta, &slopes, dropout, epoch, 0);
      check.holds(cost.evaluate_part(part, m, task.theta, nullptr, dropout, epoch, 0) == value,
                  "the same without a gradient");
      sum.value += value;
      sum.gradient += slopes;
    }
    const TermSizes sizes = term_sizes(cost, rows, task.theta, dropout, epoch);
    check.at_most(static_cast<double>(std::abs(sum.value - whole.value)),
                  costs_may_differ_by<T>(rows.size(), sizes.value), 0, "the cost");
    for (std::size_t j = 0; j < task.theta.size(); ++j) {
      check.at_most(static_cast<double>(std::abs(sum.gradient(j) - whole.gradient(j))),
                    slopes_may_differ_by<T>(rows.size(), sizes.slopes(j)), 0, "a slope");
    }
  });
}

/// A part's cost and slopes.
template <class Output, class T>
Evaluated<T> evaluate_part(BatchCost<Output, T>& cost, const Rows& rows, std::size_t n,
                           const Vector<T>& theta, const Dropout& dropout, std::uint64_t epoch,
                           std::size_t first_row) {
  Vector<T> gradient(theta.size(), nan_of<T>);
  const T value = cost.evaluate_part(rows, n, theta, &gradient, dropout, epoch, first_row);
  return {value, gradient};
}

/// The rows [first, n) as data of their own, of which some are a part of a batch.
template <class T>
void units_are_dropped_by_the_rows_of_all(Check& check) {
  with_some_output([&](const auto& output) {
    using Output = std::decay_t<decltype(output)>;
    const Task<T> task = draw_task<T>(output);
    const std::size_t first = *dimension(0, task.n() - 1).as("first");
    Rows rows = draw_rows(task.n() - first);
    const std::size_t m = rows.size() + *dimension(0, 5).as("rows elsewhere");
    const Dropout dropout = draw_dropout();
    const std::uint64_t epoch = *any_seed().as("epoch");
    Rows held(task.n() - first);
    for (std::size_t i = 0; i < held.size(); ++i) held[i] = first + i;
    const Matrix<T> X = rows_at(task.X, held);
    const Matrix<T> Y = rows_at(task.Y, held);
    BatchCost<Output, T> of_some(task.network, output, X, Y);
    const Evaluated<T> computed =
        evaluate_part(of_some, rows, m, task.theta, dropout, epoch, first);
    for (std::size_t& row : rows) row += first;
    BatchCost<Output, T> of_all(task.network, output, task.X, task.Y);
    is_same(check, computed, evaluate_part(of_all, rows, m, task.theta, dropout, epoch, 0));
  });
}

/// A part of a batch of n, from copies, and from masks that are drawn for all of them at once.
template <class Output>
Evaluated<double> part_from_copies(const Output& output, const Task<double>& task, const Rows& rows,
                                   std::size_t n, const Dropout& dropout, std::uint64_t epoch) {
  NetworkPass<double> pass;
  dropout.draw(task.network, epoch, rows, pass);
  Vector<double> gradient(task.theta.size(), nan_of<double>);
  const double value = part_of_cost(task.network, output, task.theta, rows_at(task.X, rows),
                                    rows_at(task.Y, rows), number(n), pass, &gradient);
  return {value, gradient};
}

}  // namespace

// The mean and its gradient ---------------------------------------------------------------------

TEST(BatchCost, IsTheMeanOverItsOwnRows) {
  property([](Check& check) {
    is_the_mean_over_its_rows<double>(check);
    is_the_mean_over_its_rows<float>(check);
  });
}

// The masks are held fixed: those of this epoch and these rows. Layers behind one another, with
// units that are there twice as much, bend over short distances: the tolerance of the central
// difference is that for stress inputs.
TEST(BatchCost, GradientAgreesWithThreeOraclesDropoutOrNot) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network(*dimension(1, 3).as("depth"), smooth_activations);
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Task<double> task = task_of<double>(drawn, output);
      const Rows rows = draw_rows(task.n());
      const Dropout dropout = draw_dropout();
      const std::uint64_t epoch = *any_seed().as("epoch");
      NetworkPass<double> drawn_pass;
      dropout.draw(task.network, epoch, rows, drawn_pass);
      const Matrix<double> X = rows_at(task.X, rows);
      const Matrix<double> Y = rows_at(task.Y, rows);
      const auto phi = [&]<class T>(const Vector<T>& theta) {
        NetworkPass<T> pass;
        for (const Matrix<double>& mask : drawn_pass.masks) pass.masks.push_back(cast<T>(mask));
        Vector<T>* const no_gradient = nullptr;
        return part_of_cost(task.network, output, theta, cast<T>(X), cast<T>(Y),
                            T(number(rows.size())), pass, no_gradient);
      };
      BatchCost<Output, double> cost(task.network, output, task.X, task.Y);
      const Evaluated<double> computed = evaluate(cost, rows, task.theta, dropout, epoch);
      check.agree(computed.value, phi(task.theta), 0, "the cost");
      check_gradient(check, phi, task.theta, computed.gradient, {1e-6, false});
    });
  });
}

TEST(BatchCost, DoesNotDependOnTheOrderOfItsRowsNorOnTheirRepetition) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Task<double> task = draw_task<double>(output);
      const Rows rows = draw_rows(task.n());
      const Dropout dropout = draw_dropout();
      const std::uint64_t epoch = *any_seed().as("epoch");
      BatchCost<Output, double> cost(task.network, output, task.X, task.Y);
      const Evaluated<double> once = evaluate(cost, rows, task.theta, dropout, epoch);
      Rows turned = rows;
      std::rotate(turned.begin(), turned.begin() + 1, turned.end());
      agree(check, evaluate(cost, turned, task.theta, dropout, epoch), once);
      Rows twice = rows;
      twice.insert(twice.end(), rows.begin(), rows.end());
      agree(check, evaluate(cost, twice, task.theta, dropout, epoch), once);
    });
  });
}

TEST(BatchCost, WithoutUnitsToDropIsTheSame) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Task<double> task = draw_task<double>(output);
      const Rows rows = draw_rows(task.n());
      BatchCost<Output, double> cost(task.network, output, task.X, task.Y);
      is_same(check, evaluate(cost, rows, task.theta, Dropout(0, *any_seed()), *any_seed()),
              evaluate(cost, rows, task.theta));
    });
  });
}

TEST(BatchCost, DropsUnitsByEpochAndRow) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Task<double> task = draw_task<double>(output);
      const Rows rows = draw_rows(task.n());
      const Dropout dropout(*uniform(0.05, 0.95).as("p"), *any_seed().as("seed"));
      BatchCost<Output, double> cost(task.network, output, task.X, task.Y);
      for (int k = 0; k < 3; ++k) {
        const std::uint64_t epoch = *any_seed().as("epoch");
        is_same(check, evaluate(cost, rows, task.theta, dropout, epoch),
                from_copies(output, task, rows, dropout, epoch));
      }
    });
  });
}

TEST(BatchCost, RemembersNoOtherBatch) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Task<double> task = draw_task<double>(output);
      const Rows rows = draw_rows(task.n());
      const Dropout dropout(*uniform(0.05, 0.95).as("p"), *any_seed().as("seed"));
      BatchCost<Output, double> fresh(task.network, output, task.X, task.Y);
      const Evaluated<double> expected = evaluate(fresh, rows, task.theta);
      BatchCost<Output, double> cost(task.network, output, task.X, task.Y);
      for (int k = 0; k < 3; ++k) {
        Rows others = draw_rows(task.n());
        if (*label().as("as many") == 1) others.resize(rows.size(), 0);
        const Vector<double> other = *gaussian_vector(task.theta.size()).as("other");
        evaluate(cost, others, other, dropout, *any_seed());
        evaluate(cost, others, Vector<double>(other.size(), nan_of<double>));
        if (*label().as("refused") == 1) {
          others.back() = task.n();
          check.holds(throws<ShapeError>([&] { cost.evaluate(others, other, nullptr); }),
                      "no such row");
        }
        if (*label().as("dropout last") == 1) evaluate(cost, rows, other, dropout, 1);
        is_same(check, evaluate(cost, rows, task.theta), expected);
      }
    });
  });
}

// At a size that BLAS would take.
TEST(BatchCost, InOrderIsSummedFromLeftToRight) {
  property([](Check& check) {
    const LargeNetwork<double> drawn = draw_large_network<double>(draw_activation());
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    Task<double> task{drawn.network, drawn.theta, drawn.X, Matrix<double>(drawn.X.size1(), 23)};
    for (double& y : task.Y.data()) y = random.gaussian();
    Rows rows(task.n());
    for (std::size_t& row : rows) row = random.index(task.n());
    const Dropout dropout = draw_dropout();
    const LinearSquaredError output;
    BatchCost<LinearSquaredError, double> cost(task.network, output, task.X, task.Y);
    is_same(check, evaluate(cost, rows, task.theta, dropout, 1),
            from_copies(output, task, rows, dropout, 1));
  });
}

// Parts and threads -----------------------------------------------------------------------------

// On both sides of every limit: of 64 rows in a part, and of a million products.
TEST(BatchCost, PartsDependOnTheSizesAlone) {
  property([](Check& check) {
    const std::size_t parts = std::size_t{2} << *dimension(0, 2).as("parts");
    const std::size_t each = *label() == 1 ? 64 : *dimension(60, 300).as("rows in a part");
    const std::size_t below = *dimension(0, 1).as("a row less");
    const std::size_t rows = each * parts + *dimension(0, parts - 1) - below;
    const std::size_t enough = (1'000'000 + each - 1) / each;
    const std::size_t parameters =
        *label() == 1 ? enough - 1 + *dimension(0, 2) : enough * *dimension(1, 20);
    std::size_t most = 1;
    for (const std::size_t count : {std::size_t{2}, std::size_t{4}, std::size_t{8}}) {
      const std::size_t rows_in_part = rows / count;
      if (rows_in_part >= 64 && rows_in_part * parameters >= 1'000'000) most = count;
    }
    check.holds(parts_of_batch(rows, parameters) == most, "as many as are worth it");
    check.holds(parts_of_batch(*dimension(0, 127), parameters) == 1, "few rows are one part");
    check.holds(parts_of_batch(rows, *dimension(0, 400)) == 1, "few parameters too");
  });
}

// A batch in two or four parts takes a hundred times as long as the others: two cases in forty.
TEST(BatchCost, IsTheSameForAnyNumberOfThreads) {
  property([](Check& check) {
    const std::uint64_t place = *any_seed().as("two of forty are large") % 40;
    if (place >= 38) {
      const std::size_t parts = place == 39 ? 4 : 2;
      const Task<double> task = draw_large_task();
      const Rows rows = draw_many_rows(task.n(), parts);
      check.holds(parts_of_batch(rows.size(), task.theta.size()) == parts, "in parts");
      is_the_same_for_any_threads(check, task, rows);
    } else {
      const Task<double> task = draw_task<double>(LinearSquaredError{});
      is_the_same_for_any_threads(check, task, draw_rows(task.n()));
    }
  });
}

TEST(BatchCost, AllocatesNothingAfterTheLargestBatch) {
  property([](Check& check) {
    allocates_nothing_after_the_largest<double>(check);
    allocates_nothing_after_the_largest<float>(check);
  });
}

// A part of a batch ------------------------------------------------------------------------------

TEST(BatchCost, PartsAddUpToTheWhole) {
  property([](Check& check) {
    parts_add_up_to_the_whole<double>(check);
    parts_add_up_to_the_whole<float>(check);
  });
}

TEST(BatchCost, OfAPartDropsUnitsByTheRowsOfAll) {
  property([](Check& check) {
    units_are_dropped_by_the_rows_of_all<double>(check);
    units_are_dropped_by_the_rows_of_all<float>(check);
  });
}

// A part is one sum, however large it is and whatever the threads. A large one takes a hundred
// times as long: one case in fifty.
TEST(BatchCost, OfAPartIsNotCutAnyFurther) {
  property([](Check& check) {
    const bool is_large = *any_seed().as("one of fifty is large") % 50 == 49;
    const LinearSquaredError output;
    const Task<double> task = is_large ? draw_large_task() : draw_task<double>(output);
    const Rows rows = is_large ? draw_many_rows(task.n(), 2) : draw_rows(task.n());
    const std::size_t n = rows.size() + *dimension(0, 9).as("rows elsewhere");
    const Dropout dropout = draw_dropout();
    const std::uint64_t epoch = *any_seed().as("epoch");
    const std::size_t threads = *dimension(1, 2).as("threads");
    BatchCost<LinearSquaredError, double> cost(task.network, output, task.X, task.Y, threads);
    is_same(check, evaluate_part(cost, rows, n, task.theta, dropout, epoch, 0),
            part_from_copies(output, task, rows, n, dropout, epoch));
  });
}

// What is no number, and what does not fit ------------------------------------------------------

TEST(BatchCost, OfScoresThatAreNoNumbersIsNone) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      Task<double> task = draw_task<double>(output);
      const Rows rows = draw_rows(task.n());
      const auto last = layer_of(task.network, task.theta, task.network.layers.size() - 1);
      const double infinity = std::numeric_limits<double>::infinity();
      last.biases(*dimension(0, last.biases.size - 1).as("k")) =
          *rc::gen::element(nan_of<double>, infinity, -infinity).as("bias");
      BatchCost<Output, double> cost(task.network, output, task.X, task.Y);
      Vector<double> gradient(task.theta.size(), 0.0);
      check.holds(std::isnan(cost.evaluate(rows, task.theta, &gradient)), "the cost");
      for (const double slope : gradient) check.holds(std::isnan(slope), "every slope");
      check.holds(std::isnan(cost.evaluate(rows, task.theta, nullptr)), "without a gradient");
    });
  });
}

TEST(BatchCost, RefusesShapesThatDoNotFit) {
  property([](Check& check) {
    using Squared = BatchCost<LinearSquaredError, double>;
    const Task<double> task = draw_task<double>(LinearSquaredError{});
    const std::size_t n = task.n();
    const std::size_t d = task.X.size2();
    const std::size_t outputs = task.Y.size2();
    const std::size_t more = *dimension(1, 3).as("more");
    const auto refuses = [&](const Network& network, const Matrix<double>& X,
                             const Matrix<double>& Y, const char* words) {
      const std::string message = message_of<ShapeError>([&] { Squared(network, {}, X, Y); });
      check.holds(says(message, {words}), message);
    };
    refuses(task.network, Matrix<double>(n + more, d), task.Y, "BatchCost: sizes ");
    refuses(task.network, Matrix<double>(n, d + more), task.Y, "BatchCost: sizes ");
    refuses(task.network, task.X, Matrix<double>(n, outputs + more), "BatchCost: sizes ");
    refuses(task.network, Matrix<double>(0, d), Matrix<double>(0, outputs),
            "BatchCost: the mean over no samples");
    refuses(Network{}, task.X, task.Y, "network: there is no layer");

    Squared cost(task.network, {}, task.X, task.Y);
    const Rows rows = draw_rows(n);
    Vector<double> gradient(task.theta.size());
    const auto refuses_call = [&](const Rows& of, const Vector<double>& theta,
                                  Vector<double>* slopes, const char* words) {
      const std::string message = message_of<ShapeError>([&] { cost.evaluate(of, theta, slopes); });
      check.holds(says(message, {words}), message);
    };
    refuses_call({}, task.theta, &gradient, "BatchCost: the mean over no samples");
    Rows wrong = rows;
    wrong[*dimension(0, rows.size() - 1).as("place")] = n + *dimension(0, 3);
    refuses_call(wrong, task.theta, &gradient, "row_view: there is no row");
    const Vector<double> longer(task.theta.size() + more, 0.0);
    const Vector<double> shorter(task.theta.size() - 1, 0.0);
    refuses_call(rows, longer, nullptr, "BatchCost: sizes ");
    refuses_call(rows, shorter, nullptr, "BatchCost: sizes ");
    Vector<double> few_slopes(task.theta.size() - 1);
    refuses_call(rows, task.theta, &few_slopes, "BatchCost: sizes ");
  });
}

TEST(BatchCost, RefusesTargetsThatAreNone) {
  property([](Check& check) {
    Task<double> task = draw_task<double>(SigmoidCrossEntropy{});
    const Rows rows = draw_rows(task.n());
    const std::size_t i = rows[*dimension(0, rows.size() - 1).as("place")];
    const double outside = *uniform(1e-6, 3).as("outside");
    task.Y(i, *dimension(0, task.Y.size2() - 1).as("k")) =
        *rc::gen::element(-outside, 1 + outside, nan_of<double>).as("y");
    BatchCost<SigmoidCrossEntropy, double> cost(task.network, {}, task.X, task.Y);
    check.holds(throws<std::domain_error>([&] { cost.evaluate(rows, task.theta, nullptr); }),
                "a target that is no probability");
  });
}
