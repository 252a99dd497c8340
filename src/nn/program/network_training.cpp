#include "nn/program/network_training.hpp"

#include <algorithm>
#include <cmath>
#include <concepts>
#include <thread>

#include "nn/training/early_stopping.hpp"
#include "nn/training/minimize.hpp"

namespace nn {

namespace {

/// The numbers of all n rows, in their order?
bool stand_in_order(const std::vector<std::size_t>& rows, std::size_t n) {
  if (rows.size() != n) return false;
  for (std::size_t i = 0; i < n; ++i) {
    if (rows[i] != i) return false;
  }
  return true;
}

/// Some rows of a task as the network sees them, in its precision: copied, unless they are all rows
/// and stand there like that.
template <std::floating_point T>
class NetworkRows {
 public:
  /// The task must stay where it is, and as it is.
  NetworkRows(const NetworkTask& task, const std::vector<std::size_t>& rows,
              const FeatureScale& scale) {
    if constexpr (std::same_as<T, double>) {
      if (scale.is_empty() && stand_in_order(rows, task.X.size1())) {
        X_ = &task.X;
        Y_ = &task.Y;
        return;
      }
    }
    copied_X_.resize(rows.size(), task.X.size2(), false);
    copied_Y_.resize(rows.size(), task.Y.size2(), false);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      require_row("train_network", task.X, rows[i]);
      for (std::size_t j = 0; j < task.X.size2(); ++j) {
        copied_X_(i, j) = static_cast<T>(scale.apply(j, task.X(rows[i], j)));
      }
      for (std::size_t k = 0; k < task.Y.size2(); ++k) {
        copied_Y_(i, k) = static_cast<T>(task.Y(rows[i], k));
      }
    }
  }
  NetworkRows(const NetworkRows&) = delete;
  NetworkRows& operator=(const NetworkRows&) = delete;

  std::size_t count() const { return X_->size1(); }
  const Matrix<T>& X() const { return *X_; }
  const Matrix<T>& Y() const { return *Y_; }

 private:
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

/// As many threads as so many rows are worth, and the machine has.
std::size_t useful_threads(std::size_t rows, std::size_t parameters) {
  const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
  return std::min(parts_of_batch(rows, parameters), processors);
}

StochasticOptions stochastic_options(const NetworkTrainingOptions& options, std::size_t rows,
                                     std::size_t parameters) {
  StochasticOptions result;
  result.batch_size = options.batch_size;
  result.epochs = options.epochs;
  result.shuffle = options.shuffle;
  result.seed = options.network.seed;
  result.learning_rate = options.optimizer.learning_rate;
  result.schedule = options.schedule == "cosine" ? Schedule::cosine : Schedule::constant;
  result.weight_decay = options.weight_decay;
  result.dropout = options.dropout;
  result.threads = useful_threads(std::min(rows, options.batch_size), parameters);
  return result;
}

Score score_of(const NetworkAnswers& answers) { return {answers.cost, answers.accuracy()}; }

/// One training in one precision.
template <class Output, std::floating_point T>
class NetworkTrainer {
 public:
  NetworkTrainer(const NetworkTask& task, const Output& output, const Split& split,
                 const NetworkTrainingOptions& options, const TrainingState& start,
                 const EpochCallback& on_epoch, const UpdateCallback& on_update)
      : options_(options),
        on_epoch_(on_epoch),
        on_update_(on_update),
        scale_(task.standardize
                   ? fit_feature_scale(task.file, task.features, task.X, split.training)
                   : FeatureScale{}),
        training_(task, split.training, scale_),
        held_out_(task, split.test, scale_),
        descent_(task.network, output, training_.X(), training_.Y(),
                 stochastic_options(options, training_.count(), start.theta.size())),
        scorer_(task.network, output, task.classes.size(),
                useful_threads(std::max(training_.count(), held_out_.count()), start.theta.size())),
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
      if (on_update_ && !on_update_(now)) stopping_ = true;
      if (!std::isfinite(cost)) {
        look(epoch());
        return TrainingEnd::diverged;
      }
      if (stopping_ && !is_whole_epoch()) return TrainingEnd::stopped;
    } while (!is_whole_epoch());
    const bool is_suspicious = has_grown(sum / static_cast<double>(count));
    if (options_.every_epoch || is_suspicious || is_over()) return look(epoch());
    if (stopping_) return TrainingEnd::stopped;
    return std::nullopt;
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
    const bool goes_on = !on_epoch_ || on_epoch_(now);
    if (has_grown(now.training.cost)) return TrainingEnd::diverged;
    const bool is_patient =
        options_.patience == 0 || !now.held_out || early_.see(after, now.held_out->cost, theta_);
    if (is_over()) return TrainingEnd::finished;
    if (!is_patient) return TrainingEnd::out_of_patience;
    if (!goes_on || stopping_) return TrainingEnd::stopped;
    return std::nullopt;
  }

  void look_at_all(const Vector<T>& theta) {
    training_answers_ = scorer_.look(training_.X(), training_.Y(), theta);
    if (held_out_.count() > 0) {
      held_out_answers_ = scorer_.look(held_out_.X(), held_out_.Y(), theta);
    }
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
    trained.state.theta = cast<double>(theta_);
    trained.state.updates = descent_.updates();
    trained.state.memory = cast_memory<double>(optimizer_.memory());
    trained.state.first_cost = first_cost_;
    if (keeps_best) {
      trained.state.best = trained.theta;
      trained.state.best_epoch = early_.best_epoch();
      trained.state.best_cost = early_.least_cost();
    }
    trained.history = history_;
    trained.training = training_answers_;
    trained.held_out = held_out_answers_;
    trained.scale = scale_;
    return trained;
  }

  NetworkTrainingOptions options_;
  const EpochCallback& on_epoch_;
  const UpdateCallback& on_update_;
  FeatureScale scale_;
  NetworkRows<T> training_;
  NetworkRows<T> held_out_;
  StochasticDescent<Output, T> descent_;
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
                             const EpochCallback& callback, const UpdateCallback& on_update) {
  return with_output(task.output, task.cost, [&]<class Output>(const Output& output) {
    if (options.precision == "float") {
      return NetworkTrainer<Output, float>(task, output, split, options, start, callback, on_update)
          .run();
    }
    return NetworkTrainer<Output, double>(task, output, split, options, start, callback, on_update)
        .run();
  });
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
