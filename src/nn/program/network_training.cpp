#include "nn/program/network_training.hpp"

#include <algorithm>
#include <cmath>
#include <concepts>
#include <thread>

#include "nn/processes/shared_batch_cost.hpp"
#include "nn/program/shared_scale.hpp"
#include "nn/training/early_stopping.hpp"
#include "nn/training/minimize.hpp"

namespace nn {

namespace {

/// The numbers of all rows of a range, in their order?
bool stand_in_order(std::span<const std::size_t> rows, const RowRange& range) {
  if (rows.size() != range.count()) return false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] != range.first + i) return false;
  }
  return true;
}

/// Some rows of a task as the network sees them, in its precision: those of them that the task
/// holds, copied, unless they are all that it holds and stand there like that.
template <std::floating_point T>
class NetworkRows {
 public:
  /// The task must stay where it is, and as it is.
  NetworkRows(const NetworkTask& task, const std::vector<std::size_t>& all,
              const FeatureScale& scale)
      : all_(all.size()) {
    std::span<const std::size_t> rows = all;
    if (!task.targets.empty()) {
      if (!all.empty() && all.back() >= task.samples()) {
        throw ShapeError("train_network: there is no row " + std::to_string(all.back()));
      }
      const RowRange places = places_in(all, task.held());
      first_ = places.first;
      rows = rows.subspan(places.first, places.count());
    }
    if constexpr (std::same_as<T, double>) {
      if (scale.is_empty() && stand_in_order(rows, task.held())) {
        X_ = &task.X;
        Y_ = &task.Y;
        return;
      }
    }
    copied_X_.resize(rows.size(), task.X.size2(), false);
    copied_Y_.resize(rows.size(), task.Y.size2(), false);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::size_t row = rows[i] - task.first_row;
      require_row("train_network", task.X, row);
      for (std::size_t j = 0; j < task.X.size2(); ++j) {
        copied_X_(i, j) = static_cast<T>(scale.apply(j, task.X(row, j)));
      }
      for (std::size_t k = 0; k < task.Y.size2(); ++k) {
        copied_Y_(i, k) = static_cast<T>(task.Y(row, k));
      }
    }
  }
  NetworkRows(const NetworkRows&) = delete;
  NetworkRows& operator=(const NetworkRows&) = delete;

  /// How many there are, those that other processes hold among them.
  std::size_t count() const { return all_; }
  /// The place of the first one held here.
  std::size_t first() const { return first_; }
  const Matrix<T>& X() const { return *X_; }
  const Matrix<T>& Y() const { return *Y_; }

 private:
  std::size_t all_;
  std::size_t first_ = 0;
  Matrix<T> copied_X_;
  Matrix<T> copied_Y_;
  const Matrix<T>* X_ = &copied_X_;
  const Matrix<T>* Y_ = &copied_Y_;
};

template <std::floating_point T, std::floating_point S>
Memory<T> cast_memory(const Memory<S>& memory) {
  Memory<T> result;
  for (const auto& [name, numbers] : memory) result.emplace_back(name, cast<T>(numbers));
  return result;
}

/// As many threads as so many rows are worth, and the machine has. Of many processes each has one:
/// a machine runs as many of them as it has processors.
std::size_t useful_threads(std::size_t rows, std::size_t parameters, const Processes& processes) {
  if (processes.count() > 1) return 1;
  const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
  return std::min(parts_of_batch(rows, parameters), processors);
}

StochasticOptions stochastic_options(const NetworkTrainingOptions& options, std::size_t rows,
                                     std::size_t parameters, const Processes& processes) {
  StochasticOptions result;
  result.batch_size = options.batch_size;
  result.epochs = options.epochs;
  result.shuffle = options.shuffle;
  result.seed = options.network.seed;
  result.learning_rate = options.optimizer.learning_rate;
  result.schedule = options.schedule == "cosine" ? Schedule::cosine : Schedule::constant;
  result.weight_decay = options.weight_decay;
  result.dropout = options.dropout;
  result.threads = useful_threads(std::min(rows, options.batch_size), parameters, processes);
  return result;
}

/// Adds up what every process has seen of its rows.
void add_up(Processes& processes, NetworkAnswers& answers) {
  if (processes.count() == 1) return;
  std::vector<double> all = {answers.cost * static_cast<double>(answers.rows),
                             static_cast<double>(answers.rows), static_cast<double>(answers.right)};
  for (const auto* counts : {&answers.of_class, &answers.called}) {
    for (const std::size_t count : *counts) all.push_back(static_cast<double>(count));
  }
  processes.sum(all);
  answers.cost = all[0] / all[1];
  answers.rows = static_cast<std::size_t>(all[1]);
  answers.right = static_cast<std::size_t>(all[2]);
  std::size_t k = 3;
  for (auto* counts : {&answers.of_class, &answers.called}) {
    for (std::size_t& count : *counts) count = static_cast<std::size_t>(all[k++]);
  }
}

Score score_of(const NetworkAnswers& answers) { return {answers.cost, answers.accuracy()}; }

/// One training in one precision.
template <class Output, std::floating_point T>
class NetworkTrainer {
 public:
  NetworkTrainer(const NetworkTask& task, const Output& output, const Split& split,
                 const NetworkTrainingOptions& options, const TrainingState& start,
                 const TrainingCallbacks& callbacks, Processes& processes)
      : options_(options),
        callbacks_(callbacks),
        processes_(processes),
        scale_(task.standardize ? scale_of(task, split.training, processes) : FeatureScale{}),
        training_(task, split.training, scale_),
        held_out_(task, split.test, scale_),
        descent_(task.network, output, training_.X(), training_.Y(),
                 stochastic_options(options, training_.count(), start.theta.size(), processes),
                 processes, training_.first(), training_.count()),
        scorer_(task.network, output, task.classes.size(),
                useful_threads(std::max(training_.count(), held_out_.count()), start.theta.size(),
                               processes)),
        optimizer_(options.optimizer),
        early_(options.patience),
        theta_(cast<T>(start.theta)),
        first_cost_(start.first_cost) {
    descent_.set_updates(start.updates);
    if (start.updates > 0) optimizer_.restore(start.updates, cast_memory<T>(start.memory));
    if (!start.best.empty()) early_.see(start.best_epoch, start.best_cost, cast<T>(start.best));
  }

  TrainedNetwork run() {
    std::optional<TrainingEnd> end;
    if (descent_.updates() == 0) {
      end = look(0);
    } else if (is_out_of_patience()) {
      end = TrainingEnd::out_of_patience;
    }
    while (!end) end = run_epoch();
    return result(*end);
  }

 private:
  bool is_over() const { return descent_.updates() >= descent_.last(); }
  bool is_whole_epoch() const { return descent_.updates() % descent_.updates_per_epoch() == 0; }
  /// The epoch that the last update belongs to, from 1; 0 before any.
  std::size_t epoch() const {
    const std::size_t b = descent_.updates_per_epoch();
    return descent_.updates() / b + (descent_.updates() % b == 0 ? 0 : 1);
  }

  /// Had the training that is resumed ended for that? In an epoch it does not end.
  bool is_out_of_patience() const {
    return options_.patience > 0 && held_out_.count() > 0 && is_whole_epoch() &&
           epoch() >= early_.best_epoch() + options_.patience;
  }

  /// The updates up to the end of the epoch, and a look at all rows, if that is asked for. Returns
  /// why the training ends, if it does.
  std::optional<TrainingEnd> run_epoch() {
    if (is_over()) return TrainingEnd::finished;
    double sum = 0;
    std::size_t count = 0;
    do {
      const std::size_t k = descent_.updates() % descent_.updates_per_epoch();
      const auto cost = static_cast<double>(descent_.update(theta_, optimizer_));
      rows_ += rows_of_batch(k);
      sum += cost;
      ++count;
      const UpdateNow now{epoch(), descent_.updates(), rows_, sum / static_cast<double>(count)};
      if (callbacks_.on_update && !callbacks_.on_update(now)) ask_to_stop();
      if (descent_.cost().is_hand_raised()) stopping_ = true;
      if (!std::isfinite(cost)) {
        look(epoch());
        return TrainingEnd::diverged;
      }
      if (stopping_ && !is_whole_epoch()) return TrainingEnd::stopped;
    } while (!is_whole_epoch());
    const std::optional<TrainingEnd> end = end_epoch(sum / static_cast<double>(count));
    if (!end && callbacks_.on_state && epoch() % callbacks_.states_every == 0) {
      callbacks_.on_state(state());
    }
    return end;
  }

  std::optional<TrainingEnd> end_epoch(double mean_cost) {
    if (options_.every_epoch || has_grown(mean_cost) || is_over()) return look(epoch());
    if (stopping_) return TrainingEnd::stopped;
    return std::nullopt;
  }

  /// Alone it stops at once. Many stop together: when all know that one of them wants to.
  void ask_to_stop() {
    if (processes_.count() == 1) {
      stopping_ = true;
    } else {
      descent_.cost().raise_hand();
    }
  }

  std::size_t rows_of_batch(std::size_t k) const {
    const std::size_t before = k * options_.batch_size;
    return std::min(options_.batch_size, training_.count() - before);
  }

  bool has_grown(double cost) const { return has_exploded({0, cost, 0}, {0, first_cost_, 0}); }

  /// Looks at all rows after an epoch. Returns why the training ends, if it does.
  std::optional<TrainingEnd> look(std::size_t after) {
    look_at_all(theta_);
    looked_at_ = descent_.updates();
    EpochRecord now{after, score_of(training_answers_), std::nullopt};
    if (held_out_answers_) now.held_out = score_of(*held_out_answers_);
    if (after == 0) first_cost_ = now.training.cost;
    if (!options_.keep_history && history_.size() == 2) history_.pop_back();
    history_.push_back(now);
    if (callbacks_.on_epoch && !callbacks_.on_epoch(now)) ask_to_stop();
    if (has_grown(now.training.cost)) return TrainingEnd::diverged;
    const bool is_patient =
        options_.patience == 0 || !now.held_out || early_.see(after, now.held_out->cost, theta_);
    if (is_over()) return TrainingEnd::finished;
    if (!is_patient) return TrainingEnd::out_of_patience;
    if (stopping_) return TrainingEnd::stopped;
    return std::nullopt;
  }

  void look_at_all(const Vector<T>& theta) {
    training_answers_ = look_at(training_, theta);
    if (held_out_.count() > 0) held_out_answers_ = look_at(held_out_, theta);
  }

  NetworkAnswers look_at(const NetworkRows<T>& rows, const Vector<T>& theta) {
    NetworkAnswers answers =
        rows.X().size1() > 0 ? scorer_.look(rows.X(), rows.Y(), theta) : scorer_.none();
    add_up(processes_, answers);
    return answers;
  }

  static FeatureScale scale_of(const NetworkTask& task, const std::vector<std::size_t>& rows,
                               Processes& processes) {
    if (processes.count() > 1) return fit_shared_scale(task, rows, processes);
    return fit_feature_scale(task.file, task.features, task.X, rows);
  }

  /// All that it takes to go on from here.
  TrainingState state() const {
    TrainingState now;
    now.theta = cast<double>(theta_);
    now.updates = descent_.updates();
    now.memory = cast_memory<double>(optimizer_.memory());
    now.first_cost = first_cost_;
    if (options_.patience > 0 && early_.best().size() > 0) {
      now.best = cast<double>(early_.best());
      now.best_epoch = early_.best_epoch();
      now.best_cost = early_.least_cost();
    }
    return now;
  }

  TrainedNetwork result(TrainingEnd end) {
    const std::size_t b = descent_.updates_per_epoch();
    const bool keeps_best = options_.patience > 0 && early_.best().size() > 0;
    TrainedNetwork trained;
    trained.end = end;
    trained.updates_per_epoch = b;
    trained.best_epoch = keeps_best ? early_.best_epoch() : descent_.updates() / b;
    const bool is_last = !keeps_best || trained.best_epoch * b == descent_.updates();
    const Vector<T>& kept = keeps_best ? early_.best() : theta_;
    const bool was_seen = is_last && looked_at_ == descent_.updates();
    if (!was_seen && end != TrainingEnd::diverged) look_at_all(kept);
    trained.theta = cast<double>(kept);
    trained.state = state();
    trained.history = history_;
    trained.training = training_answers_;
    trained.held_out = held_out_answers_;
    trained.scale = scale_;
    return trained;
  }

  NetworkTrainingOptions options_;
  const TrainingCallbacks& callbacks_;
  Processes& processes_;
  FeatureScale scale_;
  NetworkRows<T> training_;
  NetworkRows<T> held_out_;
  StochasticDescent<Output, T, SharedBatchCost<Output, T>> descent_;
  NetworkScorer<Output, T> scorer_;
  AnyOptimizer<T> optimizer_;
  EarlyStopping<T> early_;
  Vector<T> theta_;
  double first_cost_;
  std::vector<EpochRecord> history_;
  NetworkAnswers training_answers_;                 ///< at the last look
  std::optional<NetworkAnswers> held_out_answers_;  ///< see training_answers_
  std::optional<std::size_t> looked_at_;            ///< after how many updates that was
  std::size_t rows_ = 0;                            ///< looked at in updates
  bool stopping_ = false;                           ///< has the callback asked for the end?
};

}  // namespace

TrainedNetwork train_network(const NetworkTask& task, const Split& split,
                             const NetworkTrainingOptions& options, const TrainingState& start,
                             const TrainingCallbacks& callbacks, Processes& processes) {
  return with_output(task.output, task.cost, [&]<class Output>(const Output& output) {
    if (options.precision == "float") {
      return NetworkTrainer<Output, float>(task, output, split, options, start, callbacks,
                                           processes)
          .run();
    }
    return NetworkTrainer<Output, double>(task, output, split, options, start, callbacks, processes)
        .run();
  });
}

TrainedNetwork train_network(const NetworkTask& task, const Split& split,
                             const NetworkTrainingOptions& options, const TrainingState& start,
                             const EpochCallback& callback, const UpdateCallback& on_update) {
  OneProcess alone;
  TrainingCallbacks callbacks;
  callbacks.on_epoch = callback;
  callbacks.on_update = on_update;
  return train_network(task, split, options, start, callbacks, alone);
}

TrainedNetwork train_network(const NetworkTask& task, const Split& split,
                             const NetworkTrainingOptions& options, const EpochCallback& callback) {
  return train_network(task, split, options, first_state(task), callback);
}

TrainingState first_state(const NetworkTask& task) {
  TrainingState state;
  state.theta = task.theta;
  return state;
}

}  // namespace nn
