// Training by many processes, with threads in their place: as one process does it but for rounding,
// the same in all of them bit for bit, stopped and gone on with, and ended together.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nn/data/split.hpp"
#include "nn/processes/shared_batch_cost.hpp"
#include "nn/processes/thread_processes.hpp"
#include "nn/program/model_file.hpp"
#include "nn/program/network_resume.hpp"
#include "nn/program/network_training.hpp"
#include "nn/scalar/random.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_task.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/shared_tasks.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// What came out in each process, from the first to the last.
using TrainedByEach = std::vector<TrainedNetwork>;

/// Trains in as many processes as there are parts; each has a start and callbacks of its own.
TrainedByEach train_together(const std::vector<NetworkTask>& parts, const Split& split,
                             const NetworkTrainingOptions& options,
                             const std::vector<TrainingState>& starts,
                             const std::vector<TrainingCallbacks>& callbacks) {
  TrainedByEach trained(parts.size());
  run_as_processes(parts.size(), [&](Processes& processes) {
    const std::size_t p = processes.rank();
    trained[p] = train_network(parts[p], split, options, starts[p], callbacks[p], processes);
  });
  return trained;
}

/// The same from one state, and nobody listens.
TrainedByEach train_together(const std::vector<NetworkTask>& parts, const Split& split,
                             const NetworkTrainingOptions& options, const TrainingState& start) {
  return train_together(parts, split, options, std::vector<TrainingState>(parts.size(), start),
                        std::vector<TrainingCallbacks>(parts.size()));
}

bool is_same(const Score& a, const Score& b) {
  return are_bitwise_equal(a.cost, b.cost) && a.accuracy == b.accuracy;
}

bool is_same(const NetworkAnswers& a, const NetworkAnswers& b) {
  return are_bitwise_equal(a.cost, b.cost) && a.rows == b.rows && a.right == b.right &&
         a.of_class == b.of_class && a.called == b.called;
}

template <class T>
bool is_same(const std::optional<T>& a, const std::optional<T>& b) {
  return a.has_value() == b.has_value() && (!a || is_same(*a, *b));
}

bool is_same(const EpochRecord& a, const EpochRecord& b) {
  return a.epoch == b.epoch && is_same(a.training, b.training) && is_same(a.held_out, b.held_out);
}

void require_same_state(Check& check, const TrainingState& a, const TrainingState& b) {
  check.holds(are_bitwise_equal(a.theta, b.theta), "the same parameters");
  check.holds(a.updates == b.updates, "as many updates");
  check.holds(are_bitwise_equal(a.first_cost, b.first_cost), "the same first cost");
  check.holds(a.memory.size() == b.memory.size(), "the same kind of memory");
  for (std::size_t k = 0; k < a.memory.size(); ++k) {
    check.holds(a.memory[k].first == b.memory[k].first &&
                    are_bitwise_equal(a.memory[k].second, b.memory[k].second),
                "the same memory");
  }
  check.holds(are_bitwise_equal(a.best, b.best), "the same best parameters");
  check.holds(a.best_epoch == b.best_epoch && are_bitwise_equal(a.best_cost, b.best_cost),
              "from the same epoch");
}

/// All but the history, which is shorter where a training went on from a state.
void require_same_end(Check& check, const TrainedNetwork& a, const TrainedNetwork& b) {
  require_same_state(check, a.state, b.state);
  check.holds(are_bitwise_equal(a.theta, b.theta), "the same parameters are kept");
  check.holds(a.best_epoch == b.best_epoch && a.end == b.end, "the same end");
  check.holds(a.updates_per_epoch == b.updates_per_epoch, "the same batches");
  check.holds(is_same(a.training, b.training), "the same answers");
  check.holds(is_same(a.held_out, b.held_out), "the same answers on held-out rows");
  check.holds(are_bitwise_equal(a.scale.mean, b.scale.mean) &&
                  are_bitwise_equal(a.scale.deviation, b.scale.deviation),
              "the same scale");
}

void require_same_history(Check& check, const std::vector<EpochRecord>& a,
                          const std::vector<EpochRecord>& b) {
  check.holds(a.size() == b.size(), "as many records");
  for (std::size_t k = 0; k < a.size(); ++k) check.holds(is_same(a[k], b[k]), "the same record");
}

void require_same_everywhere(Check& check, const TrainedByEach& trained) {
  for (const TrainedNetwork& one : trained) {
    require_same_end(check, one, trained.front());
    require_same_history(check, one.history, trained.front().history);
  }
}

/// The same but for rounding. A class is called another name only where two scores agree to the
/// last digits, which random numbers of double precision do not.
void require_near(Check& check, const TrainedNetwork& actual, const TrainedNetwork& expected,
                  double tolerance, bool is_double) {
  check.holds(actual.end == expected.end && actual.best_epoch == expected.best_epoch, "the end");
  check.holds(actual.state.updates == expected.state.updates &&
                  actual.updates_per_epoch == expected.updates_per_epoch,
              "the updates");
  check.agree(actual.state.theta, expected.state.theta, tolerance, "the last parameters");
  check.agree(actual.theta, expected.theta, tolerance, "the kept parameters");
  check.agree(actual.state.first_cost, expected.state.first_cost, tolerance, "the first cost");
  check.holds(actual.state.memory.size() == expected.state.memory.size(), "the memory");
  for (std::size_t k = 0; k < expected.state.memory.size(); ++k) {
    check.agree(actual.state.memory[k].second, expected.state.memory[k].second, tolerance,
                "what is remembered");
  }
  const auto require_score = [&](const Score& now, const Score& then) {
    check.agree(now.cost, then.cost, tolerance, "a cost in the history");
    check.holds(now.accuracy.has_value() == then.accuracy.has_value(), "an accuracy");
    if (is_double) check.holds(now.accuracy == then.accuracy, "the accuracy");
  };
  check.holds(actual.history.size() == expected.history.size(), "a record for each epoch");
  for (std::size_t k = 0; k < expected.history.size(); ++k) {
    const EpochRecord& now = actual.history[k];
    const EpochRecord& then = expected.history[k];
    check.holds(now.epoch == then.epoch, "its number");
    require_score(now.training, then.training);
    check.holds(now.held_out.has_value() == then.held_out.has_value(), "held-out rows");
    if (then.held_out) require_score(*now.held_out, *then.held_out);
  }
  const auto require_answers = [&](const NetworkAnswers& now, const NetworkAnswers& then) {
    check.agree(now.cost, then.cost, tolerance, "the cost at the end");
    check.holds(now.rows == then.rows && now.of_class == then.of_class, "the rows");
    if (is_double) check.holds(now.called == then.called && now.right == then.right, "the calls");
  };
  require_answers(actual.training, expected.training);
  check.holds(actual.held_out.has_value() == expected.held_out.has_value(), "held-out answers");
  if (expected.held_out) require_answers(*actual.held_out, *expected.held_out);
  check.agree(actual.scale.mean, expected.scale.mean, tolerance, "the means");
  check.agree(actual.scale.deviation, expected.scale.deviation, tolerance, "the deviations");
}

bool always(const EpochRecord& /*now*/) { return true; }

/// The model of a training, as text.
std::string model_text(const NetworkTrainingOptions& options, const NetworkTask& task,
                       const TrainingState& state, const FeatureScale& scale) {
  NetworkModel model = model_for(options, task, fingerprint(task));
  model.state = state;
  model.scale = scale;
  std::string text;
  write_model(model, [&](std::string_view piece) { text += piece; });
  return text;
}

/// The answers to some rows, by loops over the scores; of the cost nothing.
NetworkAnswers counted_answers(const NetworkTask& task, const TrainedNetwork& trained,
                               const std::vector<std::size_t>& rows) {
  Matrix<double> X = rows_of(task.X, rows);
  trained.scale.apply_to(X);
  const Matrix<double> Y = rows_of(task.Y, rows);
  const Matrix<double> Z = scores(task.network, trained.theta, X);
  const std::size_t classes = task.classes.size();
  NetworkAnswers answers;
  answers.rows = rows.size();
  answers.of_class.assign(classes, 0);
  answers.called.assign(classes * classes, 0);
  for (std::size_t i = 0; i < rows.size() && classes > 0; ++i) {
    std::size_t is = Y.size2() == 1 && Y(i, 0) == 1 ? 1 : 0;
    std::size_t called = Z.size2() == 1 && Z(i, 0) >= 0 ? 1 : 0;
    for (std::size_t k = 1; k < Z.size2(); ++k) {
      if (Y(i, k) == 1) is = k;
      if (Z(i, k) > Z(i, called)) called = k;
    }
    if (is == called) ++answers.right;
    ++answers.of_class[is];
    ++answers.called[is * classes + called];
  }
  return answers;
}

/// Draws a training of a few updates, through which a rounding does not grow: see
/// IsThatOfOneProcessButForRounding.
void draw_short_training(NetworkTrainingOptions& options, std::size_t n) {
  draw_network_training(options);
  options.batch_size = *dimension(3, 9).as("B");
  if (options.dropout > 0) {
    options.dropout = std::min(options.dropout, 0.5);
    options.epochs = 1;
    options.batch_size = std::max(options.batch_size, (n + 1) / 2);
  }
}

}  // namespace

// Rows, orders, masks, costs, memories: what many processes do is what one does, but for the order
// of the additions. There are nine updates at most, with a rate of 0.03 at most. Where a curvature
// is 60, which is much, each multiplies an error by less than 4, momentum and all, and a rounding
// of 1e-15 becomes less than 1e-9. Dropout of a half makes the units that are left twice as large,
// and a curvature sixteen times as large in two hidden layers: with it there are two updates at
// most. Adam, with an ε of 0.01 or more, multiplies an error in a slope by less than 100.
TEST(SharedTraining, IsThatOfOneProcessButForRounding) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_short_training(options, n);
    options.precision = "double";
    const bool holds_out = *label() == 1;
    if (holds_out) options.patience = *dimension(0, 2).as("patience");
    const Split split = draw_row_split(n, holds_out);
    std::vector<UpdateNow> heard_alone;
    const TrainedNetwork whole = train_network(drawn.task, split, options, first_state(drawn.task),
                                               always, [&](const UpdateNow& now) {
                                                 heard_alone.push_back(now);
                                                 return true;
                                               });
    RC_PRE(whole.end == TrainingEnd::finished || whole.end == TrainingEnd::out_of_patience);

    const std::size_t P = *dimension(1, 5).as("P");
    const std::vector<NetworkTask> parts = draw_held_parts(drawn.task, P);
    std::vector<std::vector<UpdateNow>> heard(P);
    std::vector<std::vector<EpochRecord>> seen(P);
    std::vector<TrainingCallbacks> callbacks(P);
    for (std::size_t p = 0; p < P; ++p) {
      callbacks[p].on_update = [&heard, p](const UpdateNow& now) {
        heard[p].push_back(now);
        return true;
      };
      callbacks[p].on_epoch = [&seen, p](const EpochRecord& now) {
        seen[p].push_back(now);
        return true;
      };
    }
    const TrainedByEach trained = train_together(
        parts, split, options, std::vector<TrainingState>(P, first_state(drawn.task)), callbacks);
    require_near(check, trained.front(), whole, 1e-9, true);
    require_same_everywhere(check, trained);
    for (std::size_t p = 0; p < P; ++p) {
      require_same_history(check, seen[p], trained[p].history);
      check.holds(heard[p].size() == heard_alone.size(), "each hears of each update");
      for (std::size_t t = 0; t < heard_alone.size(); ++t) {
        const UpdateNow& now = heard[p][t];
        const UpdateNow& alone = heard_alone[t];
        check.holds(now.epoch == alone.epoch && now.updates == alone.updates, "which it is");
        check.holds(now.rows == alone.rows, "the rows of all processes");
        check.agree(now.mean_cost, alone.mean_cost, 1e-9, "the cost of the batches");
        check.holds(are_bitwise_equal(now.mean_cost, heard[0][t].mean_cost), "the same in all");
      }
    }
  });
}

// One update, in which sums of ten terms or so, of a size of a hundred, are off by 1e-4 at most.
// With a rate of 0.03 the parameters are off by 3e-6, or, of Adam with an ε of 0.1, by 3e-5.
TEST(SharedTraining, InSinglePrecisionItIsThatOfOneProcessButForRounding) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_short_training(options, n);
    options.precision = "float";
    options.optimizer.epsilon = 0.1;
    options.epochs = 1;
    options.batch_size = n;
    const Split split = draw_row_split(n, *label() == 1);
    const TrainedNetwork whole = train_network(drawn.task, split, options);
    RC_PRE(whole.end == TrainingEnd::finished);
    const std::vector<NetworkTask> parts = draw_held_parts(drawn.task, *dimension(1, 5).as("P"));
    const TrainedByEach trained = train_together(parts, split, options, first_state(drawn.task));
    require_near(check, trained.front(), whole, 1e-3, false);
    require_same_everywhere(check, trained);
  });
}

// Whatever the rounding does in many updates of any kind, it does the same in all processes.
TEST(SharedTraining, IsTheSameInAllProcessesBitForBit) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 12).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    options.epochs = *dimension(1, 5).as("epochs");
    options.every_epoch = *label() == 1;
    options.keep_history = *label() == 1;
    const Split split = draw_row_split(n, *label() == 1);
    const std::vector<NetworkTask> parts = draw_held_parts(drawn.task, *dimension(2, 5).as("P"));
    require_same_everywhere(check, train_together(parts, split, options, first_state(drawn.task)));
  });
}

// Of one process there is nothing to add up: it is the plain training, in every bit, with a task
// that has all rows or one that says that it has a share of them.
TEST(SharedTraining, OfOneProcessIsThePlainTraining) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    const bool holds_out = *label() == 1;
    if (holds_out) options.patience = *dimension(0, 2).as("patience");
    const Split split = draw_row_split(n, holds_out);
    const TrainingState start = first_state(drawn.task);
    const TrainedNetwork plain = train_network(drawn.task, split, options);
    OneProcess alone;
    const TrainedNetwork by_one =
        train_network(drawn.task, split, options, start, TrainingCallbacks{}, alone);
    const TrainedByEach by_thread =
        train_together({held_part_of(drawn.task, {0, n})}, split, options, start);
    for (const TrainedNetwork* trained : {&by_one, &by_thread.front()}) {
      require_same_end(check, *trained, plain);
      require_same_history(check, trained->history, plain.history);
    }
  });
}

// The states are those behind every K-th epoch but the last one; and from each of them, put into a
// file and read from it, as many processes end as if they had not been interrupted.
TEST(SharedTraining, GoesOnExactlyFromAnyStateThatItShows) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    const std::size_t K = *dimension(1, 2).as("K");
    options.epochs = *dimension(1, K + 3).as("epochs");
    options.patience = *dimension(0, 2).as("patience");
    options.test_fraction = 0.3;  // what is held out stands in the split
    options.every_epoch = options.patience > 0 || *label() == 1;
    const Split split = draw_row_split(n, options.patience > 0 || *label() == 1);
    const std::size_t P = *dimension(1, 4).as("P");
    const std::vector<NetworkTask> parts = draw_held_parts(drawn.task, P);
    const std::size_t listeners = *dimension(1, P).as("listeners");
    std::vector<std::vector<TrainingState>> states(P);
    std::vector<TrainingCallbacks> callbacks(P);
    for (std::size_t p = 0; p < listeners; ++p) {
      callbacks[p].states_every = K;
      callbacks[p].on_state = [&states, p](const TrainingState& now) { states[p].push_back(now); };
    }
    const TrainedByEach whole = train_together(
        parts, split, options, std::vector<TrainingState>(P, first_state(drawn.task)), callbacks);
    RC_PRE(whole.front().end != TrainingEnd::diverged);
    require_same_everywhere(check, whole);
    const std::size_t b = whole.front().updates_per_epoch;
    const std::size_t epochs = whole.front().state.updates / b;
    const std::size_t expected = (epochs - 1) / K;  // multiples of K below the last epoch
    for (std::size_t p = 0; p < P; ++p) {
      check.holds(states[p].size() == (p < listeners ? expected : 0), "as many states");
      for (std::size_t k = 0; k < states[p].size(); ++k) {
        check.holds(states[p][k].updates == (k + 1) * K * b, "each behind its epoch");
        require_same_state(check, states[p][k], states[0][k]);
      }
    }
    if (expected == 0) return;
    const TrainingState& state = states[0][*dimension(0, expected - 1).as("which state")];
    const FeatureScale& scale = whole.front().scale;
    const NetworkModel read = parse_model(model_text(options, drawn.task, state, scale), "m.csv");
    NetworkTrainingOptions again = read.options;
    again.every_epoch = options.every_epoch;
    const TrainedByEach rest = train_together(parts, split, again, read.state);
    require_same_everywhere(check, rest);
    require_same_end(check, rest.front(), whole.front());
    check.holds(model_text(options, drawn.task, rest.front().state, rest.front().scale) ==
                    model_text(options, drawn.task, whole.front().state, scale),
                "the same model, byte for byte");
    std::vector<EpochRecord> behind;
    for (const EpochRecord& record : whole.front().history) {
      if (record.epoch * b > state.updates) behind.push_back(record);
    }
    require_same_history(check, rest.front().history, behind);
  });
}

// One of them wants to stop: they tell each other with the next update, and end behind it. From
// there they go on to the same end as if nothing had been.
TEST(SharedTraining, ACallbackOfOneEndsAllAfterTheSameUpdate) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    const Split split = draw_row_split(n, *label() == 1);
    const std::size_t P = *dimension(2, 4).as("P");
    const std::vector<NetworkTask> parts = draw_held_parts(drawn.task, P);
    const TrainingState start = first_state(drawn.task);
    const TrainedByEach whole = train_together(parts, split, options, start);
    RC_PRE(whole.front().end == TrainingEnd::finished);

    const std::size_t b = whole.front().updates_per_epoch;
    const std::size_t last = b * options.epochs;
    const std::size_t who = *dimension(0, P - 1).as("who");
    std::vector<TrainingCallbacks> callbacks(P);
    std::size_t asked = 0;  // after how many updates
    if (*label().as("in an epoch") == 1) {
      asked = *dimension(1, last).as("asked after");
      callbacks[who].on_update = [asked](const UpdateNow& now) { return now.updates < asked; };
    } else {
      const std::size_t epoch = *dimension(0, options.epochs).as("asked after epoch");
      asked = epoch * b;
      callbacks[who].on_epoch = [epoch](const EpochRecord& now) { return now.epoch != epoch; };
    }
    std::vector<std::size_t> states(P, 0);
    for (std::size_t p = 0; p < P; ++p) {
      callbacks[p].on_state = [&states, p](const TrainingState& now) { states[p] = now.updates; };
    }
    const TrainedByEach trained =
        train_together(parts, split, options, std::vector<TrainingState>(P, start), callbacks);
    require_same_everywhere(check, trained);
    const std::size_t end = std::min(asked + 1, last);
    check.holds(trained.front().state.updates == end, "the update behind it is the last");
    check.holds(trained.front().end == (end == last ? TrainingEnd::finished : TrainingEnd::stopped),
                "and that is why");
    for (const std::size_t updates : states) {
      check.holds(updates == (end - 1) / b * b, "no state behind the end");
    }
    const TrainedByEach rest = train_together(parts, split, options, trained.front().state);
    require_same_everywhere(check, rest);
    require_same_end(check, rest.front(), whole.front());
  });
}

// The processes agree on what they keep: of all epochs the one with the least held-out cost; and
// end after so many without a gain.
TEST(SharedTraining, PatienceKeepsTheBestAndEndsInTime) {
  property([](Check& check) {
    const std::size_t n = *dimension(8, 12).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    options.epochs = *dimension(1, 8).as("epochs");
    options.optimizer.learning_rate = *uniform(0.01, 0.1).as("α");
    options.weight_decay = 0;
    options.patience = *dimension(1, 3).as("patience");
    const Split split = draw_row_split(n, true);
    const std::vector<NetworkTask> parts = draw_held_parts(drawn.task, *dimension(2, 5).as("P"));
    const TrainedByEach all = train_together(parts, split, options, first_state(drawn.task));
    require_same_everywhere(check, all);
    const TrainedNetwork& trained = all.front();
    RC_PRE(trained.end == TrainingEnd::finished || trained.end == TrainingEnd::out_of_patience);
    std::size_t best = 0;
    for (std::size_t e = 0; e < trained.history.size(); ++e) {
      if (trained.history[e].held_out->cost < trained.history[best].held_out->cost) best = e;
      const bool is_last = e + 1 == trained.history.size();
      check.holds(is_last == (e >= best + options.patience || e == options.epochs), "in time");
      if (!is_last) continue;
      const bool are_over = e == options.epochs;
      check.holds(trained.end == (are_over ? TrainingEnd::finished : TrainingEnd::out_of_patience),
                  "and it says why");
    }
    check.holds(trained.best_epoch == best, "the best epoch");
    check.holds(are_bitwise_equal(trained.held_out->cost, trained.history[best].held_out->cost),
                "its cost");
    check.holds(trained.held_out->rows == split.test.size(), "the held-out rows of all processes");
  });
}

// Whose rows they are does not matter: every row of all processes is counted, and once.
TEST(SharedTraining, CountsTheRowsOfAllProcesses) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 12).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    options.precision = "double";
    const Split split = draw_row_split(n, *label() == 1);
    const std::vector<NetworkTask> parts = draw_held_parts(drawn.task, *dimension(2, 5).as("P"));
    const TrainedByEach all = train_together(parts, split, options, first_state(drawn.task));
    const TrainedNetwork& trained = all.front();
    RC_PRE(trained.end == TrainingEnd::finished);
    const auto require_counts = [&](const NetworkAnswers& answers,
                                    const std::vector<std::size_t>& rows) {
      const NetworkAnswers counted = counted_answers(drawn.task, trained, rows);
      check.holds(answers.rows == counted.rows, "the rows");
      check.holds(answers.of_class == counted.of_class, "those of each class");
      check.holds(answers.called == counted.called, "what they are called");
      check.holds(answers.right == counted.right, "how many are right");
    };
    require_counts(trained.training, split.training);
    check.holds(trained.held_out.has_value() != split.test.empty(), "held-out rows");
    if (trained.held_out) require_counts(*trained.held_out, split.test);
  });
}

// The last bit of one parameter in one process, before the first update.
TEST(SharedTraining, OtherParametersInOneProcessAreNoticedAtOnce) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    const Split split = draw_row_split(n, false);
    const std::size_t P = *dimension(2, 5).as("P");
    const std::vector<NetworkTask> parts = draw_held_parts(drawn.task, P);
    std::vector<TrainingState> starts(P, first_state(drawn.task));
    TrainingState& other = starts[*dimension(0, P - 1).as("who")];
    double& parameter = other.theta(*dimension(0, other.theta.size() - 1).as("which"));
    parameter = options.precision == "float"
                    ? static_cast<double>(std::nextafter(static_cast<float>(parameter),
                                                         std::numeric_limits<float>::infinity()))
                    : std::nextafter(parameter, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> updates(P, 0);
    std::vector<TrainingCallbacks> callbacks(P);
    for (std::size_t p = 0; p < P; ++p) {
      callbacks[p].on_update = [&updates, p](const UpdateNow& /*now*/) {
        ++updates[p];
        return true;
      };
    }
    const std::string message = message_of<ProcessesDiffer>(
        [&] { train_together(parts, split, options, starts, callbacks); });
    check.holds(says(message, {"no longer hold the same parameters"}), message);
    check.holds(*std::min_element(updates.begin(), updates.end()) == 0, "one notices at once");
    check.holds(*std::max_element(updates.begin(), updates.end()) <= 1, "and nobody goes far");
  });
}

// Another order of the rows in one process, before the end of the first epoch.
TEST(SharedTraining, OtherBatchesInOneProcessAreNoticed) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    DrawnNetworkTask drawn = draw_network_task(n);
    NetworkTrainingOptions& options = drawn.options;
    draw_network_training(options);
    options.shuffle = true;
    const std::size_t P = *dimension(2, 5).as("P");
    const std::size_t who = *dimension(0, P - 1).as("who");
    const Split split = draw_row_split(n, false);
    const std::vector<NetworkTask> parts = draw_held_parts(drawn.task, P);
    NetworkTrainingOptions other = options;
    other.network.seed += *dimension(1, 1000).as("to another seed");
    const auto order_by = [&](std::uint64_t seed) {
      std::vector<std::size_t> order(split.training.size());
      std::iota(order.begin(), order.end(), std::size_t{0});
      Random(seed, 1).shuffle(order);
      return order;
    };
    RC_PRE(order_by(options.network.seed) != order_by(other.network.seed));
    const TrainingState start = first_state(drawn.task);
    const std::string message = message_of<ProcessesDiffer>([&] {
      run_as_processes(P, [&](Processes& processes) {
        const std::size_t p = processes.rank();
        train_network(parts[p], split, p == who ? other : options, start, TrainingCallbacks{},
                      processes);
      });
    });
    check.holds(says(message, {"take different batches"}), message);
  });
}
