#include "nn/program/network_checks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include "nn/data/input_error.hpp"
#include "nn/data/number.hpp"
#include "nn/program/errors.hpp"
#include "nn/training/batches.hpp"

namespace nn {

void require_good_settings(const NetworkTrainingOptions& options) {
  const OptimizerOptions& optimizer = options.optimizer;
  const auto require_optimizer = [&](const char* option, bool fits, const char* which) {
    if (fits || options.given.count(option) == 0) return;
    throw UsageError("--" + std::string(option) + " means nothing to " + optimizer.name +
                     "; it goes with --optimizer " + which);
  };
  const bool has_velocity = optimizer.name == "momentum" || optimizer.name == "nesterov";
  require_optimizer("momentum", has_velocity, "momentum or nesterov");
  for (const char* option : {"beta1", "beta2", "epsilon"}) {
    require_optimizer(option, optimizer.name == "adam", "adam");
  }
  if (optimizer.learning_rate * options.weight_decay > 1) {
    throw UsageError("--weight-decay times the learning rate must be 1 at most, and is " +
                     short_text(optimizer.learning_rate * options.weight_decay) +
                     "; give less of one of them");
  }
  if (options.dropout > 0 && hidden_layers(options.network.layers).empty()) {
    throw UsageError("--dropout drops hidden units, and there are none; give --layers as well");
  }
  if (options.patience > 0 && options.test_fraction == 0) {
    throw UsageError("--patience looks at held-out rows; give --test-fraction as well");
  }
  if (options.precision != "float") return;
  const auto require_float = [](const char* what, double number) {
    if (static_cast<float>(number) != 0) return;
    throw UsageError("--precision float: " + std::string(what) +
                     " is 0 as a float; use --precision double");
  };
  require_float("the learning rate", optimizer.learning_rate);
  if (optimizer.name == "adam") require_float("epsilon", optimizer.epsilon);
}

void require_good_samples(const NetworkTrainingOptions& options, const NetworkTask& task) {
  for (const double only : {0.0, 1.0}) {
    bool is_alone = task.output == "sigmoid" && task.Y.size2() == 1;
    for (std::size_t i = 0; i < task.samples() && is_alone; ++i) {
      is_alone = task.target_of(i) == only;
    }
    if (!is_alone) continue;
    throw InputError({task.file, 0, task.target}, "is " + short_text(only) + " in every row",
                     "a target needs rows of two classes");
  }
  if (options.precision != "float") return;
  const auto fits = [](double x) { return std::abs(x) <= std::numeric_limits<float>::max(); };
  const bool all_fit =
      std::all_of(task.Y.data().begin(), task.Y.data().end(), fits) &&
      (task.standardize || std::all_of(task.X.data().begin(), task.X.data().end(), fits));
  if (all_fit) return;
  throw UsageError(
      "--precision float: the data has numbers above 3.4e38, the largest float; use --precision "
      "double");
}

Split good_split(const NetworkTrainingOptions& options, const NetworkTask& task) {
  // With more updates the last rates of a cosine would be 0.
  constexpr std::size_t most_updates_of_cosine = 100'000'000;
  Split split = split_task(task, options.test_fraction, options.network.seed);
  if (options.patience > 0 && split.test.empty()) {
    throw UsageError("--patience looks at held-out rows, and --test-fraction " +
                     short_text(options.test_fraction) + " holds none out; give a larger one");
  }
  const std::size_t batches = Batches(split.training.size(), options.batch_size).count();
  if (options.schedule == "cosine" && batches > most_updates_of_cosine / options.epochs) {
    throw UsageError(
        "--schedule cosine: there are more than 100 million updates; give fewer epochs, or larger "
        "batches");
  }
  return split;
}

}  // namespace nn
