#include "nn/program/network_resume.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "nn/data/input_error.hpp"
#include "nn/data/utf8.hpp"
#include "nn/program/errors.hpp"
#include "nn/training/batches.hpp"

namespace nn {

namespace {

constexpr std::size_t longest_path_shown = 200;

/// `5,3`, however it was written.
std::string layers_text(const std::string& layers) {
  std::string text;
  for (const std::size_t width : hidden_layers(layers)) {
    text += (text.empty() ? "" : ",") + std::to_string(width);
  }
  return text.empty() ? "none" : text;
}

/// As few digits as tell the number from all others.
std::string shortest_text(double x) {
  std::array<char, 40> buffer{};
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), x).ptr};
}

std::string names_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

std::string yes_or_no_text(bool value) { return value ? "yes" : "no"; }

/// What each option says that a model fixes.
std::vector<std::pair<std::string, std::string>> fixed_settings(
    const NetworkTrainingOptions& options) {
  const NetworkOptions& network = options.network;
  const DatasetOptions& dataset = network.data.dataset;
  const OptimizerOptions& optimizer = options.optimizer;
  return {{"layers", layers_text(network.layers)},
          {"activation", network.activation},
          {"output", network.output},
          {"cost", network.cost},
          {"init", network.init},
          {"seed", std::to_string(network.seed)},
          {"target", dataset.target},
          {"features", names_text(dataset.features)},
          {"positive", dataset.positive},
          {"delimiter", std::string(1, dataset.csv.delimiter)},
          {"header", yes_or_no_text(dataset.csv.header)},
          {"standardize", yes_or_no_text(network.data.standardize)},
          {"optimizer", optimizer.name},
          {"learning-rate", shortest_text(optimizer.learning_rate)},
          {"momentum", shortest_text(optimizer.momentum)},
          {"beta1", shortest_text(optimizer.beta1)},
          {"beta2", shortest_text(optimizer.beta2)},
          {"epsilon", shortest_text(optimizer.epsilon)},
          {"batch", std::to_string(options.batch_size)},
          {"shuffle", yes_or_no_text(options.shuffle)},
          {"schedule", options.schedule},
          {"precision", options.precision},
          {"weight-decay", shortest_text(options.weight_decay)},
          {"dropout", shortest_text(options.dropout)},
          {"test-fraction", shortest_text(options.test_fraction)}};
}

bool reads_images(const NetworkModel& model) { return model.image_rows > 0; }

/// The model's settings, with the features by name.
NetworkTrainingOptions settings_of(const NetworkModel& model) {
  NetworkTrainingOptions settings = model.options;
  settings.network.data.dataset.target = model.target;
  if (!reads_images(model)) settings.network.data.dataset.features = model.features;
  return settings;
}

void require_no_contradiction(const NetworkTrainingOptions& settings,
                              const NetworkTrainingOptions& options) {
  const auto in_model = fixed_settings(settings);
  const auto said = fixed_settings(options);
  for (std::size_t k = 0; k < said.size(); ++k) {
    const auto& [option, value] = said[k];
    if (options.given.count(option) == 0 || value == in_model[k].second) continue;
    throw UsageError("--" + option + " " + in_quotes(value) + " contradicts the model " +
                     printable(options.resume, longest_path_shown) + ", which says " +
                     in_quotes(in_model[k].second) + "; leave the option out, or train anew");
  }
}

void require_same(bool is_same, const NetworkTask& task, const std::string& what) {
  if (is_same) return;
  throw InputError({task.file, 0, ""}, "is not the data that the model was trained on: " + what,
                   "give the same file to go on, or train anew");
}

}  // namespace

NetworkTrainingOptions resumed_options(const NetworkModel& model,
                                       const NetworkTrainingOptions& options) {
  NetworkTrainingOptions resumed = settings_of(model);
  const std::string named = "the model " + printable(options.resume, longest_path_shown);
  if (reads_images(model) == options.network.images.empty()) {
    throw UsageError(named + (reads_images(model)
                                  ? " reads images; give --images and --labels in place of --data"
                                  : " reads a table; give --data in place of --images"));
  }
  if (options.given.count("initial-parameters") > 0) {
    throw UsageError("--initial-parameters and --resume: the parameters come from " + named +
                     "; leave one of them out");
  }
  require_no_contradiction(resumed, options);
  if (options.given.count("exclude") > 0) {
    resumed.network.data.dataset.exclude = options.network.data.dataset.exclude;
  }
  for (const std::string& name : resumed.network.data.dataset.exclude) {
    if (std::find(model.features.begin(), model.features.end(), name) == model.features.end()) {
      continue;
    }
    throw UsageError("--exclude " + in_quotes(name) + " contradicts " + named +
                     ", of which it is a feature; leave the option out, or train anew");
  }
  if (options.given.count("patience") > 0 && (options.patience == 0) != (resumed.patience == 0)) {
    throw UsageError("--patience " + std::to_string(options.patience) + " contradicts " + named +
                     ", which was trained " + (resumed.patience == 0 ? "without" : "with") +
                     " early stopping; leave the option out, or train anew");
  }
  resumed.network.data.file = options.network.data.file;
  resumed.network.images = options.network.images;
  resumed.network.labels = options.network.labels;
  if (options.given.count("epochs") > 0) resumed.epochs = options.epochs;
  if (options.given.count("patience") > 0) resumed.patience = options.patience;
  resumed.history = options.history;
  resumed.parameters = options.parameters;
  resumed.model = options.model;
  resumed.checkpoint = options.checkpoint;
  resumed.checkpoint_every = options.checkpoint_every;
  resumed.resume = options.resume;
  resumed.predict = options.predict;
  resumed.predictions = options.predictions;
  resumed.given = options.given;
  return resumed;
}

void require_same_data(const NetworkModel& model, const NetworkTask& task, std::uint64_t data) {
  const auto changed = [](std::size_t now, std::size_t then, const std::string& things) {
    return "it has " + std::to_string(now) + " " + things + " and not " + std::to_string(then);
  };
  const std::size_t inputs = model.features.size();
  require_same(task.features.size() == inputs, task,
               changed(task.features.size(), inputs, "features"));
  require_same(task.samples() == model.rows, task, changed(task.samples(), model.rows, "rows"));
  require_same(task.classes == model.classes, task, "its classes are others");
  require_same(task.Y.size2() == model.outputs && data == model.data, task,
               "its numbers are others");
}

void require_more_to_do(const NetworkModel& model, const NetworkTrainingOptions& options,
                        std::size_t training_rows) {
  const std::size_t batches = Batches(training_rows, options.batch_size).count();
  const std::size_t updates = model.state.updates;
  const std::string named = "--resume " + printable(options.resume, longest_path_shown);
  if (updates / batches >= options.epochs) {
    const std::size_t epochs = updates / batches;
    throw UsageError(named + ": it was trained for " + std::to_string(epochs) +
                     (epochs == 1 ? " epoch" : " epochs") +
                     " already; give --epochs a larger number");
  }
  const bool has_lost_patience = options.patience > 0 && updates % batches == 0 && updates > 0 &&
                                 updates / batches >= model.state.best_epoch + options.patience;
  if (has_lost_patience) {
    throw UsageError(named + ": the best of its " + std::to_string(updates / batches) +
                     " epochs was number " + std::to_string(model.state.best_epoch) +
                     ", too long ago to go on; give a --patience above " +
                     std::to_string(options.patience));
  }
}

NetworkModel model_for(const NetworkTrainingOptions& options, const NetworkTask& task,
                       std::uint64_t data) {
  NetworkModel model;
  model.options = options;
  NetworkOptions& network = model.options.network;
  network.layers = layers_text(network.layers);
  network.output = task.output;
  network.cost = task.cost;
  if (!network.initial_parameters.empty()) network.init = "file";
  model.target = task.target;
  model.features = task.features;
  model.classes = task.classes;
  model.outputs = task.Y.size2();
  model.image_rows = task.image_rows;
  model.image_columns = task.image_columns;
  model.rows = task.samples();
  model.data = data;
  return model;
}

}  // namespace nn
