// Stochastic gradient descent: each update written out, the whole as one, going on from anywhere,
// and what it allocates.
#include "nn/training/stochastic_descent.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "nn/scalar/random.hpp"
#include "nn/training/any_optimizer.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/network_cost.hpp"
#include "tests/support/allocations.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_batch.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

// What is looked at, not copied, must not be a temporary.
template <class X, class Y>
constexpr bool is_accepted =
    std::is_constructible_v<StochasticDescent<LinearSquaredError, double>, const Network&,
                            LinearSquaredError, X, Y, StochasticOptions>;
static_assert(is_accepted<const Matrix<double>&, const Matrix<double>&>);
static_assert(is_accepted<Matrix<double>&, Matrix<double>&>);
static_assert(!is_accepted<Matrix<double>, const Matrix<double>&>);
static_assert(!is_accepted<const Matrix<double>&, Matrix<double>>);
static_assert(!is_accepted<Matrix<double>, Matrix<double>>);

using Rows = std::vector<std::size_t>;

double number(std::size_t count) { return static_cast<double>(count); }

StochasticOptions draw_options() {
  StochasticOptions options;
  options.batch_size = *dimension(1, 6).as("B");
  options.epochs = *dimension(1, 3).as("epochs");
  options.shuffle = *label().as("shuffle") == 1;
  options.seed = *any_seed().as("seed");
  options.learning_rate = *uniform(0.01, 0.2).as("α");
  if (*label().as("cosine") == 1) options.schedule = Schedule::cosine;
  if (*label().as("decay") == 1) options.weight_decay = *uniform(0.1, 2).as("λ");
  if (*label().as("dropout") == 1) options.dropout = *uniform(0.1, 0.6).as("p");
  options.threads = *dimension(1, 3).as("threads");
  return options;
}

/// Any optimizer, with a rate that is not the training's.
OptimizerOptions draw_optimizer() {
  OptimizerOptions options;
  options.name = std::vector<std::string>{"sgd", "momentum", "nesterov",
                                          "adam"}[*dimension(0, 3).as("optimizer")];
  options.learning_rate = *uniform(0.5, 1).as("another α");
  options.momentum = *uniform(0, 0.9).as("β");
  options.epsilon = 1e-3;
  return options;
}

/// n/B, rounded up.
std::size_t batches_of(std::size_t n, std::size_t B) {
  std::size_t count = 0;
  for (std::size_t first = 0; first < n; first += B) ++count;
  return count;
}

/// The rows of update t.
Rows rows_of_update(std::size_t n, const StochasticOptions& options, std::size_t t) {
  const std::size_t count = batches_of(n, options.batch_size);
  Rows order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (options.shuffle) Random(options.seed, t / count + 1).shuffle(order);
  Rows rows;
  for (std::size_t place = t % count * options.batch_size;
       place < n && rows.size() < options.batch_size; ++place) {
    rows.push_back(order[place]);
  }
  return rows;
}

/// One update, written out.
template <class Output, class T, class O>
T update_by_hand(const Output& output, const Task<T>& task, const StochasticOptions& options,
                 std::size_t t, Vector<T>& theta, O& optimizer) {
  const std::size_t count = batches_of(task.n(), options.batch_size);
  const Rows rows = rows_of_update(task.n(), options, t);
  NetworkPass<T> pass;
  Dropout(options.dropout, options.seed).draw(task.network, t / count, rows, pass);
  Vector<T> gradient(theta.size());
  const T cost = part_of_cost(task.network, output, theta, rows_at(task.X, rows),
                              rows_at(task.Y, rows), static_cast<T>(rows.size()), pass, &gradient);
  const double rate =
      scheduled_rate(options.schedule, options.learning_rate, t, count * options.epochs);
  const T kept = 1 - static_cast<T>(rate * options.weight_decay);
  for (std::size_t l = 0; l < task.network.layers.size(); ++l) {
    const auto weights = layer_of(task.network, theta, l).weights;
    for (std::size_t j = 0; j < weights.rows; ++j) {
      for (std::size_t k = 0; k < weights.columns; ++k) weights(j, k) *= kept;
    }
  }
  optimizer.set_learning_rate(rate);
  optimizer.step(theta, gradient);
  return cost;
}

template <class T>
void is_its_updates_written_out(Check& check) {
  with_some_output([&](const auto& output) {
    using Output = std::decay_t<decltype(output)>;
    const Task<T> task = draw_task<T>(output);
    const StochasticOptions options = draw_options();
    const OptimizerOptions chosen = draw_optimizer();
    const std::size_t count = batches_of(task.n(), options.batch_size);
    StochasticDescent<Output, T> descent(task.network, output, task.X, task.Y, options);
    check.holds(descent.updates_per_epoch() == count, "the updates of an epoch");
    check.holds(descent.last() == count * options.epochs, "and of all");
    AnyOptimizer<T> optimizer(chosen);
    AnyOptimizer<T> by_hand(chosen);
    Vector<T> theta = task.theta;
    Vector<T> expected = task.theta;
    for (std::size_t t = 0; t < count * options.epochs; ++t) {
      check.holds(descent.updates() == t, "they are counted");
      const T cost = descent.update(theta, optimizer);
      const T expected_cost = update_by_hand(output, task, options, t, expected, by_hand);
      check.holds(same_number(cost, expected_cost), "the cost of the batch, bit for bit");
      check.holds(same_entries(theta, expected), "the parameters, bit for bit");
    }
  });
}

/// An optimizer that does not move, and writes down what it is told.
struct Recorder {
  std::vector<Vector<double>> gradients;
  std::vector<double> rates;

  void set_learning_rate(double rate) { rates.push_back(rate); }
  void step(const Vector<double>& /*theta*/, const Vector<double>& gradient) {
    gradients.push_back(gradient);
  }
};

/// So many updates from where the training and its optimizer stand.
template <class D, class T, class O>
void run(D& descent, std::size_t updates, Vector<T>& theta, O& optimizer) {
  for (std::size_t t = 0; t < updates; ++t) descent.update(theta, optimizer);
}

template <class T>
void goes_on_from_any_update(Check& check) {
  with_some_output([&](const auto& output) {
    using Output = std::decay_t<decltype(output)>;
    using Descent = StochasticDescent<Output, T>;
    const Task<T> task = draw_task<T>(output);
    const StochasticOptions options = draw_options();
    const OptimizerOptions chosen = draw_optimizer();
    Descent whole(task.network, output, task.X, task.Y, options);
    const std::size_t stop = *dimension(0, whole.last()).as("stop");
    AnyOptimizer<T> optimizer(chosen);
    Vector<T> theta = task.theta;
    run(whole, stop, theta, optimizer);
    const Vector<T> at_stop = theta;
    const Memory<T> memory = optimizer.memory();
    run(whole, whole.last() - stop, theta, optimizer);

    Descent fresh(task.network, output, task.X, task.Y, options);
    for (Descent* const descent : {&fresh, &whole}) {
      AnyOptimizer<T> restored(chosen);
      restored.restore(stop, memory);
      Vector<T> resumed = at_stop;
      descent->set_updates(stop);
      check.holds(descent->updates() == stop, "where it was interrupted");
      run(*descent, descent->last() - stop, resumed, restored);
      check.holds(same_entries(resumed, theta), "the same end, bit for bit");
    }
  });
}

/// After the first epoch the next ones ask for no memory, but for the seeds of their order, which
/// std::seed_seq keeps on the heap.
template <class T>
void allocates_nothing_but_seeds(Check& check) {
  with_some_output([&](const auto& output) {
    using Output = std::decay_t<decltype(output)>;
    const Task<T> task = draw_task<T>(output);
    StochasticOptions options = draw_options();
    options.epochs = 4;
    StochasticDescent<Output, T> descent(task.network, output, task.X, task.Y, options);
    AnyOptimizer<T> optimizer(draw_optimizer());
    Vector<T> theta = task.theta;
    descent.run_epoch(theta, optimizer);
    const std::size_t before_order = allocations;
    Random(options.seed, 1).index(2);
    const std::size_t before = allocations;
    const std::size_t of_an_order = options.shuffle ? before - before_order : 0;
    for (int epoch = 0; epoch < 3; ++epoch) descent.run_epoch(theta, optimizer);
    const std::size_t after = allocations;
    check.holds(after - before <= 3 * of_an_order,
                std::to_string(after - before) +
                    " allocations in three epochs, where an order has " +
                    std::to_string(of_an_order));
    check.holds(before > 0, "they are counted");
  });
}

}  // namespace

TEST(StochasticDescent, IsItsUpdatesWrittenOut) {
  property([](Check& check) {
    is_its_updates_written_out<double>(check);
    is_its_updates_written_out<float>(check);
  });
}

// A training that flies away ends there sooner, and is left out.
TEST(StochasticDescent, WithOneBatchInItsOwnOrderIsGradientDescent) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Task<double> task = draw_task<double>(output);
      StochasticOptions options;
      options.batch_size = task.n() + *dimension(0, 3).as("more");
      options.epochs = *dimension(1, 6).as("epochs");
      options.shuffle = false;
      options.learning_rate = *uniform(0.01, 0.1).as("α");
      const NetworkCost<Output, double> cost(task.network, output, task.X, task.Y);
      const auto plain =
          gradient_descent(cost, task.theta, {options.learning_rate, options.epochs, 0.0});
      const bool ends_as_planned = plain.history.size() == options.epochs + 1;
      RC_PRE(ends_as_planned);
      StochasticDescent<Output, double> descent(task.network, output, task.X, task.Y, options);
      GradientDescent optimizer(1);
      Vector<double> theta = task.theta;
      for (std::size_t t = 0; t < options.epochs; ++t) {
        check.holds(descent.update(theta, optimizer) == plain.history[t].cost,
                    "the cost before the update, bit for bit");
      }
      check.holds(same_entries(theta, plain.parameters), "the parameters, bit for bit");
    });
  });
}

// Where nothing moves, the batches of an epoch are the whole, each counted by its rows: NetworkCost
// is right to a few hundred roundings, as its own tests say.
TEST(StochasticDescent, AnEpochLooksAtEveryRowOnce) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Task<double> task = draw_task<double>(output);
      StochasticOptions options = draw_options();
      options.dropout = 0;
      options.weight_decay = 0;
      const NetworkCost<Output, double> cost(task.network, output, task.X, task.Y);
      StochasticDescent<Output, double> descent(task.network, output, task.X, task.Y, options);
      Vector<double> theta = task.theta;
      const std::size_t count = descent.updates_per_epoch();
      for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
        Recorder recorder;
        double mean = 0;
        Vector<double> gradient(theta.size(), 0.0);
        for (std::size_t k = 0; k < count; ++k) {
          const std::size_t left = task.n() - k * options.batch_size;
          const double share = number(std::min(left, options.batch_size)) / number(task.n());
          mean += share * descent.update(theta, recorder);
          gradient += share * recorder.gradients[k];
          check.holds(recorder.rates[k] == scheduled_rate(options.schedule, options.learning_rate,
                                                          epoch * count + k, descent.last()),
                      "the rate of the update");
        }
        check.agree(mean, value_at(cost, theta), 1e-12, "the cost");
        check.agree(gradient, gradient_at(cost, theta), 1e-12, "the gradient");
      }
      check.holds(same_entries(theta, task.theta), "the optimizer alone moves them");
    });
  });
}

TEST(StochasticDescent, GoesOnFromAnyUpdate) {
  property([](Check& check) {
    goes_on_from_any_update<double>(check);
    goes_on_from_any_update<float>(check);
  });
}

TEST(StochasticDescent, RunsToTheEndOfAnEpoch) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      using Descent = StochasticDescent<Output, double>;
      const Task<double> task = draw_task<double>(output);
      const StochasticOptions options = draw_options();
      const OptimizerOptions chosen = draw_optimizer();
      Descent descent(task.network, output, task.X, task.Y, options);
      Descent by_update(task.network, output, task.X, task.Y, options);
      const std::size_t count = descent.updates_per_epoch();
      const std::size_t begin = *dimension(0, descent.last() - 1).as("begin");
      const std::size_t end = begin - begin % count + count;
      AnyOptimizer<double> optimizer(chosen);
      AnyOptimizer<double> other(chosen);
      Vector<double> theta = task.theta;
      Vector<double> expected = task.theta;
      descent.set_updates(begin);
      by_update.set_updates(begin);
      descent.run_epoch(theta, optimizer);
      run(by_update, end - begin, expected, other);
      check.holds(descent.updates() == end, "the end of the epoch");
      check.holds(same_entries(theta, expected), "the same updates");
    });
  });
}

TEST(StochasticDescent, AllocatesNothingAfterAnEpochButSeeds) {
  property([](Check& check) {
    allocates_nothing_but_seeds<double>(check);
    allocates_nothing_but_seeds<float>(check);
  });
}

TEST(StochasticDescent, RefusesWhatDoesNotFit) {
  property([](Check& check) {
    using Descent = StochasticDescent<LinearSquaredError, double>;
    const Task<double> task = draw_task<double>(LinearSquaredError{});
    const double outside = *uniform(1e-9, 3).as("outside");
    const double nan = std::nan("");
    const double infinity = std::numeric_limits<double>::infinity();
    const auto refuses = [&](const char* words, const auto& change) {
      StochasticOptions options = draw_options();
      change(options);
      const std::string message = message_of<std::invalid_argument>(
          [&] { Descent(task.network, {}, task.X, task.Y, options); });
      check.holds(says(message, {words}), message);
    };
    refuses("Batches: ", [](StochasticOptions& options) { options.batch_size = 0; });
    const double rate = *rc::gen::element(0.0, -outside, infinity, nan).as("α");
    refuses("the learning rate must be positive and finite", [&](StochasticOptions& options) {
      options.learning_rate = rate;
      options.weight_decay = 0;
    });
    const double p = *rc::gen::element(-outside, 1.0, 1 + outside, nan).as("p");
    refuses("Dropout: p must be in [0, 1)",
            [&](StochasticOptions& options) { options.dropout = p; });
    const double decay = *rc::gen::element(-outside, 8 + outside, infinity, nan).as("λ");
    refuses("the weight decay times the learning rate must be in [0, 1]",
            [&](StochasticOptions& options) {
              options.learning_rate = 0.125;
              options.weight_decay = decay;
            });
    StochasticOptions whole = draw_options();
    whole.learning_rate = 0.125;
    whole.weight_decay = *rc::gen::element(0.0, 8.0).as("λ");
    Descent descent(task.network, {}, task.X, task.Y, whole);

    Vector<double> longer(task.theta.size() + *dimension(1, 3).as("more"), 0.0);
    GradientDescent optimizer(0.1);
    const std::string message = message_of<ShapeError>([&] { descent.update(longer, optimizer); });
    check.holds(says(message, {"BatchCost: sizes "}), message);
    check.holds(descent.updates() == 0, "what is refused is no update");
    const Matrix<double> X(task.n() + 1, task.X.size2(), 0.0);
    check.holds(throws<ShapeError>([&] { Descent(task.network, {}, X, task.Y, whole); }),
                "other samples");
  });
}
