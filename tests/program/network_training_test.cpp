// Training a network: against plain loops over the formulas, stopped and gone on with, with early
// stopping, and looked at in any number of ways that must not change it.
#include "nn/program/network_training.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "nn/network/initialisation.hpp"
#include "nn/network/one_hot.hpp"
#include "nn/program/model_file.hpp"
#include "nn/program/network_resume.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/network_cost.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_task.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using RowNumbers = std::vector<std::size_t>;

/// A split with two rows to train on at least, and one held out at least, if any is.
Split draw_split(std::size_t n, bool holds_out) {
  Split split;
  for (std::size_t i = 0; i < n; ++i) {
    const bool is_test = holds_out && i > 3 && (i == 4 || *label() == 1);
    (is_test ? split.test : split.training).push_back(i);
  }
  return split;
}

/// Rows as the network sees them, by loops of their own.
Matrix<double> seen_rows(const NetworkTask& task, const Split& split, const RowNumbers& rows) {
  Matrix<double> X = rows_of(task.X, rows);
  if (!task.standardize) return X;
  const auto n = static_cast<double>(split.training.size());
  for (std::size_t j = 0; j < X.size2(); ++j) {
    double mean = 0;
    double square = 0;
    for (const std::size_t i : split.training) mean += task.X(i, j) / n;
    for (const std::size_t i : split.training) square += std::pow(task.X(i, j) - mean, 2) / n;
    for (std::size_t i = 0; i < X.size1(); ++i) X(i, j) = (X(i, j) - mean) / std::sqrt(square);
  }
  return X;
}

/// The cost of rows, and its gradient, unless that is null.
double cost_on(const NetworkTask& task, const Matrix<double>& X, const Matrix<double>& Y,
               const Vector<double>& theta, Vector<double>* gradient) {
  return with_output(task.output, task.cost, [&]<class Output>(const Output& output) {
    return NetworkCost<Output, double>(task.network, output, X, Y).evaluate(theta, gradient);
  });
}

/// An update by the formulas of the book, with what the optimizer remembers in v and m.
void step_by_hand(const OptimizerOptions& optimizer, double rate, std::size_t t,
                  const Vector<double>& g, Vector<double>& theta, Vector<double>& v,
                  Vector<double>& m) {
  for (std::size_t p = 0; p < theta.size(); ++p) {
    if (optimizer.name == "sgd") {
      theta(p) -= rate * g(p);
    } else if (optimizer.name == "adam") {
      m(p) = optimizer.beta1 * m(p) + (1 - optimizer.beta1) * g(p);
      v(p) = optimizer.beta2 * v(p) + (1 - optimizer.beta2) * g(p) * g(p);
      const auto count = static_cast<double>(t);
      const double m_hat = m(p) / (1 - std::pow(optimizer.beta1, count));
      const double v_hat = v(p) / (1 - std::pow(optimizer.beta2, count));
      theta(p) -= rate * m_hat / (std::sqrt(v_hat) + optimizer.epsilon);
    } else {
      v(p) = optimizer.momentum * v(p) + g(p);
      const bool looks_ahead = optimizer.name == "nesterov";
      theta(p) -= rate * (looks_ahead ? g(p) + optimizer.momentum * v(p) : v(p));
    }
  }
}

/// The classes right, by loops of their own.
double share_right(const NetworkTask& task, const Matrix<double>& X, const Matrix<double>& Y,
                   const Vector<double>& theta) {
  const Matrix<double> Z = scores(task.network, theta, X);
  std::size_t right = 0;
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    std::size_t best = 0;
    for (std::size_t k = 1; k < Z.size2(); ++k) best = Z(i, k) > Z(i, best) ? k : best;
    right += Z.size2() == 1 ? (Z(i, 0) >= 0) == (Y(i, 0) == 1) : Y(i, best) == 1;
  }
  return static_cast<double>(right) / static_cast<double>(Z.size1());
}

bool same_numbers(const Vector<double>& a, const Vector<double>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin());
}

bool same_score(const Score& a, const Score& b) {
  return a.cost == b.cost && a.accuracy == b.accuracy;
}

bool same_record(const EpochRecord& a, const EpochRecord& b) {
  return a.epoch == b.epoch && same_score(a.training, b.training) &&
         a.held_out.has_value() == b.held_out.has_value() &&
         (!a.held_out || same_score(*a.held_out, *b.held_out));
}

void require_same_state(Check& check, const TrainingState& a, const TrainingState& b) {
  check.holds(same_numbers(a.theta, b.theta), "the same parameters");
  check.holds(a.updates == b.updates && a.first_cost == b.first_cost, "the same counts");
  check.holds(a.memory.size() == b.memory.size(), "the same kind of memory");
  for (std::size_t k = 0; k < a.memory.size(); ++k) {
    check.holds(a.memory[k].first == b.memory[k].first &&
                    same_numbers(a.memory[k].second, b.memory[k].second),
                "the same memory");
  }
  check.holds(same_numbers(a.best, b.best) && a.best_epoch == b.best_epoch &&
                  (a.best.size() == 0 || a.best_cost == b.best_cost),
              "the same best");
}

bool always(const EpochRecord& /*now*/) { return true; }

}  // namespace

// Orders, batches, rates, decay and the four optimizers by their formulas. There are nine updates
// at most, with a rate of 0.03 at most. Where a curvature is 60, which is much, each multiplies an
// error by less than 4, momentum and all, and a rounding of 1e-15 becomes less than 1e-9. Adam,
// with an ε of 0.01 or more, multiplies an error in a slope by less than 100.
TEST(NetworkTraining, IsThatOfPlainLoops) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    const NetworkTask& task = drawn.task;
    draw_network_training(options);
    options.precision = "double";
    options.dropout = 0;
    options.batch_size = *dimension(3, 9).as("B");
    const Split split = draw_split(n, *label() == 1);
    const TrainedNetwork trained = train_network(task, split, options);
    RC_PRE(trained.end == TrainingEnd::finished);

    const Matrix<double> X = seen_rows(task, split, split.training);
    const Matrix<double> Y = rows_of(task.Y, split.training);
    const std::size_t rows = split.training.size();
    const std::size_t batches = (rows + options.batch_size - 1) / options.batch_size;
    Vector<double> theta = task.theta;
    Vector<double> v(theta.size(), 0.0);
    Vector<double> m(theta.size(), 0.0);
    constexpr double rounding = 1e-9;
    check.holds(trained.history.size() == options.epochs + 1, "a record for each epoch, from 0");
    std::size_t t = 0;
    for (std::size_t epoch = 0; epoch <= options.epochs; ++epoch) {
      const EpochRecord& record = trained.history[epoch];
      check.holds(record.epoch == epoch, "the epoch's number");
      check.agree(record.training.cost, cost_on(task, X, Y, theta, nullptr), rounding, "the cost");
      check.holds(record.training.accuracy.has_value() != task.classes.empty(), "an accuracy");
      check.holds(record.held_out.has_value() != split.test.empty(), "held-out rows");
      if (!task.classes.empty()) {
        check.agree(*record.training.accuracy, share_right(task, X, Y, theta), 0, "the accuracy");
      }
      if (record.held_out) {
        const Matrix<double> X_out = seen_rows(task, split, split.test);
        const Matrix<double> Y_out = rows_of(task.Y, split.test);
        check.agree(record.held_out->cost, cost_on(task, X_out, Y_out, theta, nullptr), rounding,
                    "the held-out cost");
      }
      if (epoch == options.epochs) break;
      RowNumbers order(rows);
      std::iota(order.begin(), order.end(), std::size_t{0});
      if (options.shuffle) Random(options.network.seed, epoch + 1).shuffle(order);
      for (std::size_t first = 0; first < rows; first += options.batch_size) {
        const std::size_t last = std::min(first + options.batch_size, rows);
        const RowNumbers batch(order.begin() + static_cast<std::ptrdiff_t>(first),
                               order.begin() + static_cast<std::ptrdiff_t>(last));
        Vector<double> gradient(theta.size());
        cost_on(task, rows_of(X, batch), rows_of(Y, batch), theta, &gradient);
        const double share = static_cast<double>(t) / static_cast<double>(batches * options.epochs);
        const double rate =
            options.optimizer.learning_rate *
            (options.schedule == "cosine" ? (1 + std::cos(std::numbers::pi * share)) / 2 : 1);
        for (std::size_t l = 0; l < task.network.layers.size(); ++l) {
          const auto layer = layer_of(task.network, theta, l);
          for (std::size_t j = 0; j < task.network.layers[l].inputs; ++j) {
            for (std::size_t k = 0; k < task.network.layers[l].units; ++k) {
              layer.weights(j, k) *= 1 - rate * options.weight_decay;
            }
          }
        }
        step_by_hand(options.optimizer, rate, ++t, gradient, theta, v, m);
      }
    }
    check.agree(trained.state.theta, theta, rounding, "the parameters");
    check.holds(same_numbers(trained.theta, trained.state.theta), "the last are kept");
    check.holds(trained.state.updates == t && trained.updates_per_epoch == batches, "the updates");
    check.holds(trained.best_epoch == options.epochs, "where the kept parameters are from");
  });
}

// Stopped after any number of updates, put into a file and read from it, a training goes on as if
// nothing had been: every bit of the parameters, of the memory and of the history.
TEST(NetworkTraining, GoesOnExactlyWhereItWasStopped) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    options.patience = *dimension(0, 2).as("patience");
    options.test_fraction = 0.3;  // what is held out stands in the split
    const Split split = draw_split(n, options.patience > 0 || *label() == 1);
    const TrainedNetwork whole = train_network(drawn.task, split, options);
    RC_PRE(whole.end != TrainingEnd::diverged);

    const std::size_t last = whole.updates_per_epoch * options.epochs;
    const std::size_t stop = *dimension(1, last).as("stopped after");
    const TrainedNetwork part =
        train_network(drawn.task, split, options, first_state(drawn.task), always,
                      [&](const UpdateNow& now) { return now.updates < stop; });
    const bool is_over = part.end != TrainingEnd::stopped;
    check.holds(is_over || part.state.updates == stop, "it stops after that update");

    NetworkModel model = model_for(options, drawn.task, fingerprint(drawn.task));
    model.state = part.state;
    if (drawn.task.standardize) model.scale = part.scale;
    std::string text;
    write_model(model, [&](std::string_view piece) { text += piece; });
    const NetworkModel read = parse_model(text, "m.csv");
    NetworkTrainingOptions again = read.options;
    const TrainedNetwork rest = train_network(drawn.task, split, again, read.state, always);
    require_same_state(check, rest.state, whole.state);
    check.holds(same_numbers(rest.theta, whole.theta), "the same parameters are kept");
    check.holds(rest.best_epoch == whole.best_epoch, "from the same epoch");
    check.holds(rest.training.cost == whole.training.cost, "with the same cost");
    std::vector<EpochRecord> history = part.history;
    history.insert(history.end(), rest.history.begin(), rest.history.end());
    check.holds(history.size() == whole.history.size(), "no record twice, and none left out");
    for (std::size_t k = 0; k < history.size(); ++k) {
      check.holds(same_record(history[k], whole.history[k]), "the same history");
    }
  });
}

// With a constant rate the number of epochs decides when it ends, and nothing else.
TEST(NetworkTraining, MoreEpochsBeginLikeFewer) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    options.schedule = "constant";
    const Split split = draw_split(n, false);
    const TrainedNetwork few = train_network(drawn.task, split, options);
    RC_PRE(few.end == TrainingEnd::finished);
    options.epochs += *dimension(1, 2).as("more");
    const TrainedNetwork many = train_network(drawn.task, split, options);
    const TrainedNetwork more = train_network(drawn.task, split, options, few.state, always);
    require_same_state(check, more.state, many.state);
  });
}

// A task serves many trainings: nothing of one is left for the next, and each standardises by its
// own rows, as if they had been standardised before.
TEST(NetworkTraining, StandardisesEachFoldByItsOwnRows) {
  property([](Check& check) {
    const std::size_t n = *dimension(8, 12).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    drawn.task.standardize = true;
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    for (int fold = 0; fold < 2; ++fold) {
      const Split split = draw_split(n, true);
      const TrainedNetwork trained = train_network(drawn.task, split, options);
      NetworkTask by_hand = drawn.task;
      const FeatureScale scale = standardize_task(by_hand, split.training);
      const TrainedNetwork expected = train_network(by_hand, split, options);
      require_same_state(check, trained.state, expected.state);
      check.holds(same_numbers(trained.scale.mean, scale.mean) &&
                      same_numbers(trained.scale.deviation, scale.deviation),
                  "the scale");
      check.holds(expected.scale.is_empty(), "what is standardised is not standardised again");
      check.holds(drawn.task.standardize && !by_hand.standardize, "as the task says");
    }
  });
}

TEST(NetworkTraining, IsTheSameHoweverItIsLookedAt) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    const Split split = draw_split(n, *label() == 1);
    const TrainedNetwork trained = train_network(drawn.task, split, options);
    RC_PRE(trained.end == TrainingEnd::finished);
    options.every_epoch = *label() == 1;
    options.keep_history = *label() == 1;
    std::vector<EpochRecord> seen;
    std::size_t updates = 0;
    std::size_t rows = 0;
    const TrainedNetwork again = train_network(
        drawn.task, split, options, first_state(drawn.task),
        [&](const EpochRecord& now) {
          seen.push_back(now);
          return true;
        },
        [&](const UpdateNow& now) {
          check.holds(now.updates == ++updates, "each update once");
          check.holds(now.epoch == (updates - 1) / trained.updates_per_epoch + 1, "its epoch");
          rows = now.rows;
          return true;
        });
    require_same_state(check, again.state, trained.state);
    check.holds(updates == trained.state.updates, "all updates");
    check.holds(rows == options.epochs * split.training.size(), "all rows in each epoch");
    check.holds(again.training.cost == trained.training.cost, "the same cost at the end");
    const std::size_t records = options.every_epoch ? options.epochs + 1 : std::size_t{2};
    check.holds(seen.size() == records, "as many records as are asked for");
    check.holds(again.history.size() == (options.keep_history ? records : std::size_t{2}),
                "what is kept");
    check.holds(same_record(again.history.front(), trained.history.front()) &&
                    same_record(again.history.back(), trained.history.back()),
                "the first and the last");
  });
}

// What is kept has the least held-out cost of all epochs, and the training ends after so many
// without a gain.
TEST(NetworkTraining, PatienceKeepsTheBestAndEndsInTime) {
  property([](Check& check) {
    const std::size_t n = *dimension(8, 12).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    options.epochs = *dimension(1, 8).as("epochs");
    options.optimizer.learning_rate = *uniform(0.01, 0.1).as("α");
    options.weight_decay = 0;
    options.patience = *dimension(1, 3).as("patience");
    const Split split = draw_split(n, true);
    const TrainedNetwork trained = train_network(drawn.task, split, options);
    RC_PRE(trained.end == TrainingEnd::finished || trained.end == TrainingEnd::out_of_patience);
    std::size_t best = 0;
    for (std::size_t e = 0; e < trained.history.size(); ++e) {
      if (trained.history[e].held_out->cost < trained.history[best].held_out->cost) best = e;
      const bool is_last = e + 1 == trained.history.size();
      const bool is_enough = e >= best + options.patience;
      check.holds(is_last == (is_enough || e == options.epochs), "it ends in time");
      if (!is_last) continue;
      const bool all = e == options.epochs;
      check.holds(trained.end == (all ? TrainingEnd::finished : TrainingEnd::out_of_patience),
                  "and says why");
    }
    check.holds(trained.best_epoch == best, "the best epoch");
    check.holds(trained.held_out->cost == trained.history[best].held_out->cost, "its cost");
    if (best == 0 && options.precision == "double") {
      check.holds(same_numbers(trained.theta, drawn.task.theta), "before any update");
    }
  });
}

TEST(NetworkTraining, ACallbackEndsIt) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    options.epochs = *dimension(2, 4).as("epochs");
    const Split split = draw_split(n, false);
    const std::size_t stop = *dimension(0, options.epochs).as("stop");
    const TrainedNetwork trained = train_network(
        drawn.task, split, options, [&](const EpochRecord& now) { return now.epoch != stop; });
    RC_PRE(trained.end != TrainingEnd::diverged);
    check.holds(trained.history.back().epoch == stop, "no epoch more");
    check.holds(
        trained.end == (stop == options.epochs ? TrainingEnd::finished : TrainingEnd::stopped),
        "and that is why");
    check.holds(trained.state.updates == stop * trained.updates_per_epoch, "no update more");
  });
}

// A step of a million and a number that no double holds: both are seen at once, and the last record
// shows them.
TEST(NetworkTraining, DivergenceEndsIt) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTask& task = drawn.task;
    NetworkTrainingOptions& options = drawn.options;
    options.network.layers = "none";
    task.output = options.network.output = "linear";
    task.cost = options.network.cost = "mse";
    task.classes.clear();
    task.Y = *gaussian_matrix(n, 1).as("Y");
    task.standardize = false;
    for (double& x : task.X.data()) x += 10;
    make_network(options.network, task);
    options.optimizer.learning_rate = *label() == 1 ? *uniform(1e4, 1e6) : 1e300;
    options.epochs = 3;
    options.batch_size = *dimension(1, n).as("B");
    options.every_epoch = *label() == 1;
    const TrainedNetwork trained = train_network(task, draw_split(n, false), options);
    check.holds(trained.end == TrainingEnd::diverged, "it is seen");
    const double cost = trained.history.back().training.cost;
    check.holds(!std::isfinite(cost) || cost > 1e6 * trained.history.front().training.cost,
                "and recorded");
    // Where nobody looks after each epoch, the next batches tell.
    const std::size_t latest = options.every_epoch ? 1 : 2;
    check.holds(trained.history.size() == 2 && trained.history.back().epoch <= latest, "at once");
  });
}

TEST(NetworkTraining, WhatDoesNotFitIsRefused) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    const DrawnNetworkTask drawn = draw_network_task(n);
    const auto train = [&](const Split& split, const TrainingState& start) {
      train_network(drawn.task, split, drawn.options, start, always);
    };
    const TrainingState start = first_state(drawn.task);
    const Split good = draw_split(n, false);
    check.holds(throws<ShapeError>([&] { train({{}, {0}}, start); }), "no row to train on");
    check.holds(throws<ShapeError>([&] {
                  train({{0, 1}, {n}}, start);
                }),
                "a row that is not there");
    TrainingState short_start = start;
    short_start.theta.resize(start.theta.size() - 1);
    check.holds(throws<ShapeError>([&] { train(good, short_start); }), "too few parameters");
    TrainingState other_memory = start;
    other_memory.updates = 1;
    other_memory.memory = {{"velocity", start.theta}};  // plain descent remembers nothing
    check.holds(throws<std::invalid_argument>([&] { train(good, other_memory); }),
                "another optimizer's memory");
  });
}

// 8 million products for half of the rows: two parts, and four for a quarter of 64 rows each.
TEST(NetworkTraining, LooksAtAllRowsTheSameWithAnyNumberOfThreads) {
  examples([](Check& check) {
    constexpr std::size_t rows = 256;
    constexpr std::size_t inputs = 250;
    const Network network = network_of(inputs, {250}, Activation::tanh, 3);
    Random random(1);
    const Vector<double> theta = initial_parameters(network, Initialisation::xavier, random);
    check.holds(parts_of_batch(rows, theta.size()) > 1, "there are parts");
    Matrix<double> X(rows, inputs);
    for (double& x : X.data()) x = random.gaussian();
    std::vector<std::size_t> classes(rows);
    for (std::size_t& c : classes) c = random.index(3);
    const Matrix<double> Y = one_hot<double>(classes, 3);
    const std::vector<std::size_t> spoken_for = classes_of(scores(network, theta, X));
    NetworkAnswers first;
    for (const std::size_t threads : {1U, 2U, 3U}) {
      NetworkScorer<SoftmaxCrossEntropy, double> scorer(network, {}, 3, threads);
      const NetworkAnswers now = scorer.look(X, Y, theta);
      if (threads == 1) first = now;
      check.holds(now.cost == first.cost && now.called == first.called, "the same bits");
      // γ of some hundred additions, times numbers of the size of 10.
      check.agree(
          now.cost,
          NetworkCost<SoftmaxCrossEntropy, double>(network, {}, X, Y).evaluate(theta, nullptr),
          1e-12, "the cost");
      std::vector<std::size_t> called(9, 0);
      std::size_t right = 0;
      for (std::size_t i = 0; i < rows; ++i) {
        ++called[classes[i] * 3 + spoken_for[i]];
        right += spoken_for[i] == classes[i];
      }
      check.holds(now.called == called && now.right == right && now.rows == rows, "the counts");
      check.holds(now.majority() == *std::max_element(now.of_class.begin(), now.of_class.end()),
                  "the largest class");
    }
  });
}
