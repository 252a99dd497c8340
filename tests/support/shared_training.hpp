#pragma once

/// \file
/// What processes that share the rows of a task must agree on, with each other and with one process
/// that has them all: for threads in the place of processes, and for those that MPI starts.
///
/// Everything is drawn before, and is the same in all processes. What one of them finds is a text:
/// empty if all is well, and else what is not. Each of the functions wrong_in_...() is called by
/// all.

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "nn/processes/processes.hpp"
#include "nn/processes/shared_batch_cost.hpp"
#include "nn/processes/shared_neuron_cost.hpp"
#include "nn/scalar/random.hpp"
#include "nn/scalar/row_range.hpp"
#include "nn/training/any_optimizer.hpp"
#include "nn/training/batch_cost.hpp"
#include "nn/training/blocked_neuron_cost.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/stochastic_descent.hpp"
#include "tests/support/any_seed.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/drawn_batch.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/term_sizes.hpp"

namespace nn::test {

/// What a process finds: the first thing that is wrong. A Check is for one thread, and ends a case.
class Finding {
 public:
  void holds(bool condition, const std::string& what) {
    if (!condition && wrong_.empty()) wrong_ = what;
  }

  /// |actual − expected| ≤ allowed.
  void agree(double actual, double expected, double allowed, const std::string& what) {
    if (std::abs(actual - expected) <= allowed) return;
    char numbers[160];
    std::snprintf(numbers, sizeof numbers, ": %.17g where %.17g is expected, to %.1e", actual,
                  expected, allowed);
    holds(false, what + numbers);
  }

  /// Empty if nothing is.
  const std::string& wrong() const { return wrong_; }

 private:
  std::string wrong_;
};

/// Whether this process has the same bits as the first one; one NaN is as good as another. All
/// processes call it, with as many numbers.
template <class T>
bool has_the_bits_of_the_first(Processes& processes, const Vector<T>& numbers) {
  std::vector<std::uint64_t> own(numbers.size());
  for (std::size_t j = 0; j < numbers.size(); ++j) {
    own[j] = std::isnan(numbers(j)) ? ~std::uint64_t{0} : bits_of(numbers(j));
  }
  std::vector<std::uint64_t> first(own.size(), 0);
  if (processes.is_first()) first = own;
  processes.sum(std::span<std::uint64_t>(first));
  return own == first;
}

// Rows that are shared out -----------------------------------------------------------------------

/// Where the rows of each process begin, and behind the last one n: equal shares, or any, some of
/// them empty.
inline std::vector<std::size_t> draw_cuts(std::size_t n, std::size_t P) {
  const bool equal = *label().as("equal shares") == 1;
  std::vector<std::size_t> cuts(P + 1, n);
  for (std::size_t p = 0; p < P; ++p) {
    cuts[p] = p == 0 ? 0 : equal ? rows_of_share(n, {p, P}).first : *dimension(0, n).as("cut");
  }
  std::sort(cuts.begin(), cuts.end());
  return cuts;
}

/// Those of this process.
inline RowRange own_rows(const std::vector<std::size_t>& cuts, const Processes& processes) {
  return {cuts[processes.rank()], cuts[processes.rank() + 1]};
}

/// These rows of X.
template <class T>
Matrix<T> rows_of_range(const Matrix<T>& X, const RowRange& range) {
  Matrix<T> taken(range.count(), X.size2());
  for (std::size_t i = 0; i < range.count(); ++i) {
    for (std::size_t j = 0; j < X.size2(); ++j) taken(i, j) = X(range.first + i, j);
  }
  return taken;
}

// A neuron ---------------------------------------------------------------------------------------

/// Rows for a neuron, and a θ to look at them with.
template <class T>
struct NeuronRows {
  Matrix<T> X;
  Vector<T> y;
  Vector<T> theta;

  std::size_t n() const { return X.size1(); }
};

/// Draws them, inside a property: few, and at times enough for several blocks.
template <class T>
NeuronRows<T> draw_neuron_rows() {
  const bool many = *dimension(0, 9).as("many") == 9;
  const std::size_t n = *dimension(1, many ? 400 : 12).as("n");
  const std::size_t d = *dimension(1, 20).as("d");
  Random random(*any_seed().as("numbers"));
  NeuronRows<T> drawn{Matrix<T>(n, d), Vector<T>(n), Vector<T>(d + 1)};
  for (T& x : drawn.X.data()) x = static_cast<T>(random.gaussian());
  for (T& y : drawn.y) {
    y = static_cast<T>(many ? random.uniform(0, 1) : static_cast<double>(random.index(2)));
  }
  for (T& t : drawn.theta) t = static_cast<T>(random.gaussian());
  return drawn;
}

/// Σ |term| of the sums over all rows, by each row alone: its terms have the same bits there.
template <class Loss, class T>
TermSizes neuron_term_sizes(const Loss& loss, const NeuronRows<T>& drawn, const Vector<T>& theta) {
  TermSizes sizes{0, Vector<double>(theta.size(), 0.0)};
  Vector<T> slopes(theta.size());
  for (std::size_t i = 0; i < drawn.n(); ++i) {
    const Matrix<T> x = rows_of_range(drawn.X, {i, i + 1});
    const Vector<T> y = block_of(drawn.y, i, i + 1);
    const fast::BlockedNeuronCost<Loss, T> row(loss, x, y, 1);
    sizes.value += std::abs(static_cast<double>(row.evaluate_sum(theta, &slopes)));
    for (std::size_t j = 0; j < theta.size(); ++j) {
      sizes.slopes(j) += std::abs(static_cast<double>(slopes(j)));
    }
  }
  return sizes;
}

/// Against BlockedNeuronCost over all rows, for one θ after the other. A slope is Σᵢ δᵢxᵢⱼ/n: n − 1
/// additions and a division, so that the two differ by 2γₙ Σ |δᵢxᵢⱼ|/n at most.
template <class Loss, class T>
std::string wrong_in_shared_neuron_cost(const Loss& loss, const NeuronRows<T>& drawn,
                                        const std::vector<std::size_t>& cuts,
                                        Processes& processes) {
  Finding finding;
  const RowRange own = own_rows(cuts, processes);
  const Matrix<T> X = rows_of_range(drawn.X, own);
  const Vector<T> y = block_of(drawn.y, own.first, own.last);
  const SharedNeuronCost<Loss, T> shared(loss, X, y, processes);
  const fast::BlockedNeuronCost<Loss, T> one(loss, drawn.X, drawn.y, 1);
  const auto n = static_cast<double>(drawn.n());
  const std::vector<Vector<T>> thetas{drawn.theta, Vector<T>(-drawn.theta), drawn.theta};
  for (const Vector<T>& theta : thetas) {
    Vector<T> gradient(theta.size(), std::numeric_limits<T>::quiet_NaN());
    const T cost = shared.evaluate(theta, &gradient);
    Vector<T> expected(theta.size());
    const T expected_cost = one.evaluate(theta, &expected);
    const TermSizes sizes = neuron_term_sizes(loss, drawn, theta);
    const double apart = sums_may_differ_by<T>(drawn.n(), sizes.value / n);
    finding.agree(cost, expected_cost, apart, "the cost");
    for (std::size_t j = 0; j < theta.size(); ++j) {
      finding.agree(gradient(j), expected(j), sums_may_differ_by<T>(drawn.n(), sizes.slopes(j) / n),
                    "a slope");
    }
    if (own.count() == drawn.n()) {
      finding.holds(cost == expected_cost && same_entries(gradient, expected),
                    "who has all rows has the bits of one process");
    }
    finding.holds(shared.evaluate(theta, nullptr) == cost, "the same cost without a gradient");
    finding.holds(has_the_bits_of_the_first(processes, gradient), "one gradient in all");
    finding.holds(has_the_bits_of_the_first(processes, Vector<T>(1, cost)), "one cost in all");
  }
  return finding.wrong();
}

/// A whole descent, against that of one process.
template <class Loss>
std::string wrong_in_shared_descent(const Loss& loss, const NeuronRows<double>& drawn,
                                    const std::vector<std::size_t>& cuts,
                                    const DescentOptions& options, Processes& processes) {
  Finding finding;
  const RowRange own = own_rows(cuts, processes);
  const Matrix<double> X = rows_of_range(drawn.X, own);
  const Vector<double> y = block_of(drawn.y, own.first, own.last);
  const SharedNeuronCost<Loss, double> shared(loss, X, y, processes);
  const fast::BlockedNeuronCost<Loss, double> one(loss, drawn.X, drawn.y, 1);
  const DescentResult<double> found = gradient_descent(shared, drawn.theta, options);
  const DescentResult<double> expected = gradient_descent(one, drawn.theta, options);
  finding.holds(found.history.size() == expected.history.size(), "as many updates");
  const std::size_t records = std::min(found.history.size(), expected.history.size());
  for (std::size_t k = 0; k < records; ++k) {
    const double cost = expected.history[k].cost;
    finding.agree(found.history[k].cost, cost, 1e-10 * std::max(1.0, std::abs(cost)), "a cost");
  }
  for (std::size_t j = 0; j < drawn.theta.size(); ++j) {
    const double end = expected.parameters(j);
    finding.agree(found.parameters(j), end, 1e-10 * std::max(1.0, std::abs(end)), "where it ends");
  }
  finding.holds(has_the_bits_of_the_first(processes, found.parameters), "one end in all");
  return finding.wrong();
}

// A network --------------------------------------------------------------------------------------

/// A task, where its rows are cut, and a batch of them.
template <class T>
struct SharedTask {
  Task<T> task;
  std::vector<std::size_t> cuts;
  std::vector<std::size_t> rows;
  Dropout dropout;
  std::uint64_t epoch;
};

/// Draws them, inside a property, for P processes: a batch of `most` rows at most.
template <class T, class Output>
SharedTask<T> draw_shared_task(const Output& output, std::size_t P, std::size_t most = 12) {
  Task<T> task = draw_task<T>(output);
  std::vector<std::size_t> cuts = draw_cuts(task.n(), P);
  std::vector<std::size_t> rows = draw_rows(task.n(), most);
  const double p = *label().as("dropout") == 1 ? *uniform(0.05, 0.5).as("p") : 0;
  const Dropout dropout(p, *any_seed().as("seed"));
  return {std::move(task), std::move(cuts), std::move(rows), dropout, *any_seed().as("epoch")};
}

/// What one process holds of it.
template <class T>
struct OwnTask {
  RowRange rows;
  Matrix<T> X;
  Matrix<T> Y;
};

template <class T>
OwnTask<T> own_task(const Task<T>& task, const std::vector<std::size_t>& cuts,
                    const Processes& processes) {
  const RowRange own = own_rows(cuts, processes);
  return {own, rows_of_range(task.X, own), rows_of_range(task.Y, own)};
}

/// Against BatchCost over all rows: the drawn batch, then one row of it, then the batch again.
template <class Output, class T>
std::string wrong_in_shared_batch_cost(const Output& output, const SharedTask<T>& drawn,
                                       Processes& processes) {
  Finding finding;
  const Task<T>& task = drawn.task;
  const OwnTask<T> own = own_task(task, drawn.cuts, processes);
  SharedBatchCost<Output, T> shared(task.network, output, own.X, own.Y, 1, processes,
                                    own.rows.first, task.n());
  BatchCost<Output, T> one(task.network, output, task.X, task.Y);
  finding.holds(shared.samples() == task.n(), "the rows of all");
  const std::vector<std::vector<std::size_t>> batches{drawn.rows, {drawn.rows.back()}, drawn.rows};
  for (const std::vector<std::size_t>& rows : batches) {
    Vector<T> gradient(task.theta.size(), std::numeric_limits<T>::quiet_NaN());
    const T cost = shared.evaluate(rows, task.theta, &gradient, drawn.dropout, drawn.epoch);
    Vector<T> expected(task.theta.size());
    const T expected_cost = one.evaluate(rows, task.theta, &expected, drawn.dropout, drawn.epoch);
    const TermSizes sizes = term_sizes(one, rows, task.theta, drawn.dropout, drawn.epoch);
    const std::size_t m = rows.size();
    finding.agree(cost, expected_cost, costs_may_differ_by<T>(m, sizes.value), "the cost");
    for (std::size_t j = 0; j < expected.size(); ++j) {
      finding.agree(gradient(j), expected(j), slopes_may_differ_by<T>(m, sizes.slopes(j)),
                    "a slope");
    }
    if (processes.count() == 1) {
      finding.holds(cost == expected_cost && same_entries(gradient, expected),
                    "one process has the bits of BatchCost");
    }
    const T again = shared.evaluate(rows, task.theta, nullptr, drawn.dropout, drawn.epoch);
    finding.holds(again == cost, "the same cost without a gradient");
    finding.holds(has_the_bits_of_the_first(processes, gradient), "one gradient in all");
    finding.holds(has_the_bits_of_the_first(processes, Vector<T>(1, cost)), "one cost in all");
    finding.holds(!shared.is_hand_raised(), "nobody has raised a hand");
  }
  return finding.wrong();
}

// A whole training -------------------------------------------------------------------------------

/// What a training was, update by update, and where it led.
template <class T>
struct TrainingRun {
  Vector<T> costs;
  Vector<T> theta;
};

/// All updates of a training, from its first one on.
template <class Descent, class T>
TrainingRun<T> run_to_the_end(Descent& descent, const Vector<T>& theta,
                              const OptimizerOptions& chosen) {
  AnyOptimizer<T> optimizer(chosen);
  TrainingRun<T> run{Vector<T>(descent.last()), theta};
  for (T& cost : run.costs) cost = descent.update(run.theta, optimizer);
  return run;
}

/// The largest difference, relative to size 1; NaN if there is one.
inline double distance_between(const Vector<double>& a, const Vector<double>& b) {
  double largest = 0;
  for (std::size_t j = 0; j < b.size(); ++j) {
    const double apart = std::abs(a(j) - b(j)) / std::max(1.0, std::abs(b(j)));
    if (std::isnan(apart)) return apart;
    largest = std::max(largest, apart);
  }
  return largest;
}

/// That of the costs and that of θ, added up.
inline double distance_between(const TrainingRun<double>& a, const TrainingRun<double>& b) {
  return distance_between(a.costs, b.costs) + distance_between(a.theta, b.theta);
}

/// A task, where its rows are cut, and a training; and how it goes with one process.
template <class T>
struct SharedTraining {
  Task<T> task;
  std::vector<std::size_t> cuts;
  StochasticOptions options;
  OptimizerOptions optimizer;
  TrainingRun<T> alone;
  bool is_calm;  ///< whether a change at the start stays small, and so does every rounding
};

/// Draws one, inside a property, for P processes. It is calm if from a start that is 1e-9 off it
/// ends at most 1e-7 off: a training that flies away multiplies what it was off, update by update.
/// Adam's ε is large enough that it doesn't make a step of a rounding.
template <class T, class Output>
SharedTraining<T> draw_shared_training(const Output& output, std::size_t P) {
  Task<T> task = draw_task<T>(output);
  std::vector<std::size_t> cuts = draw_cuts(task.n(), P);
  StochasticOptions options;
  options.batch_size = *dimension(1, 6).as("B");
  options.epochs = *dimension(1, 3).as("epochs");
  options.shuffle = *label().as("shuffle") == 1;
  options.seed = *any_seed().as("seed");
  options.learning_rate = *uniform(0.002, 0.05).as("α");
  if (*label().as("cosine") == 1) options.schedule = Schedule::cosine;
  if (*label().as("decay") == 1) options.weight_decay = *uniform(0.1, 1).as("ω");
  if (*label().as("dropout") == 1) options.dropout = *uniform(0.1, 0.5).as("p");
  OptimizerOptions chosen;
  chosen.name = std::vector<std::string>{"sgd", "momentum", "nesterov",
                                         "adam"}[*dimension(0, 3).as("optimizer")];
  chosen.momentum = *uniform(0, 0.8).as("β");
  chosen.epsilon = 1e-2;

  const auto train = [&](const Vector<T>& theta) {
    StochasticDescent<Output, T> descent(task.network, output, task.X, task.Y, options);
    return run_to_the_end(descent, theta, chosen);
  };
  TrainingRun<T> alone = train(task.theta);
  bool is_calm = false;
  if constexpr (std::same_as<T, double>) {
    Vector<T> beside = task.theta;
    for (std::size_t j = 0; j < beside.size(); ++j) beside(j) += j % 2 == 0 ? 1e-9 : -1e-9;
    is_calm = distance_between(train(beside), alone) <= 1e-7;
  }
  return {std::move(task), std::move(cuts), options, chosen, std::move(alone), is_calm};
}

/// The whole training, against that of one process: to 1e-10 where it is calm.
template <class Output, class T>
std::string wrong_in_shared_training(const Output& output, const SharedTraining<T>& drawn,
                                     Processes& processes) {
  Finding finding;
  const Task<T>& task = drawn.task;
  const OwnTask<T> own = own_task(task, drawn.cuts, processes);
  StochasticDescent<Output, T, SharedBatchCost<Output, T>> descent(
      task.network, output, own.X, own.Y, drawn.options, processes, own.rows.first, task.n());
  const TrainingRun<T> run = run_to_the_end(descent, task.theta, drawn.optimizer);
  finding.holds(run.costs.size() == drawn.alone.costs.size(), "as many updates");
  if constexpr (std::same_as<T, double>) {
    if (drawn.is_calm && finding.wrong().empty()) {
      finding.agree(distance_between(run, drawn.alone), 0, 1e-10, "from one process's training");
    }
  }
  if (processes.count() == 1) {
    finding.holds(
        same_entries(run.costs, drawn.alone.costs) && same_entries(run.theta, drawn.alone.theta),
        "one process trains as it does alone");
  }
  finding.holds(has_the_bits_of_the_first(processes, run.costs), "one history in all");
  finding.holds(has_the_bits_of_the_first(processes, run.theta), "one end in all");
  return finding.wrong();
}

}  // namespace nn::test
