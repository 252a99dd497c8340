#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "nn/data/atomic_file.hpp"
#include "nn/data/file.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/interruption.hpp"
#include "nn/program/network_checks.hpp"
#include "nn/program/network_results.hpp"
#include "nn/program/network_resume.hpp"
#include "nn/program/network_training.hpp"
#include "nn/program/parameter_table.hpp"
#include "nn/program/progress.hpp"
#include "nn/program/result_files.hpp"
#include "nn/program/text.hpp"

namespace nn {

namespace {

void require_good_network_files(const NetworkTrainingOptions& options) {
  const NetworkOptions& network = options.network;
  std::vector<NamedFile> files = {{"data", network.data.file, false},
                                  {"images", network.images, false},
                                  {"labels", network.labels, false},
                                  {"initial-parameters", network.initial_parameters, false},
                                  {"predict", options.predict, false},
                                  {"history", options.history, true},
                                  {"picture", options.picture, true},
                                  {"parameters", options.parameters, true},
                                  {"model", options.model, network.has_data()},
                                  {"predictions", options.predictions, true}};
  // A model may be replaced by the one that goes on from it.
  const bool is_replaced =
      !options.resume.empty() && !options.model.empty() && same_file(options.resume, options.model);
  if (!is_replaced) files.insert(files.begin(), NamedFile{"resume", options.resume, false});
  require_separate_files(files);
}

/// The updates on a terminal: how far, how well, how fast.
class UpdateProgress {
 public:
  explicit UpdateProgress(std::size_t epochs) : epochs_(epochs) {}
  void show(const UpdateNow& now) {
    progress_.show([&] {
      const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin_;
      return "epoch " + std::to_string(now.epoch) + " of " + std::to_string(epochs_) +
             ", cost of its batches " + short_text(now.mean_cost) + ", " +
             std::to_string(std::llround(static_cast<double>(now.rows) / time.count())) +
             " rows a second";
    });
  }

 private:
  std::size_t epochs_;
  Progress progress_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// Trains, and streams the history.
TrainedNetwork train_and_record(const NetworkTask& task, const Split& split,
                                const NetworkTrainingOptions& options, const TrainingState& start,
                                const Interruption& interruption) {
  std::optional<AtomicFile> history;
  if (!options.history.empty()) history.emplace(options.history);
  if (history) history->write(network_history_header());
  UpdateProgress progress(options.epochs);
  TrainedNetwork trained = train_network(
      task, split, options, start,
      [&](const EpochRecord& now) {
        if (history) history->write(network_history_line(now));
        return interruption.signal() == 0;
      },
      [&](const UpdateNow& now) {
        progress.show(now);
        return interruption.signal() == 0;
      });
  if (history) history->commit();
  return trained;
}

void write_network_results(const NetworkTrainingOptions& options, const NetworkTask& task,
                           const NetworkModel& model, const std::optional<NewRows>& new_rows) {
  if (!options.model.empty()) save_model(model, options.model);
  if (!options.parameters.empty()) {
    write_file_atomically(options.parameters,
                          parameter_table(task.network, {{"value", model.theta()}}));
  }
  if (new_rows) {
    write_file_atomically(options.predictions,
                          network_predictions_csv(model, *new_rows, options.predict));
  }
}

}  // namespace

void run_network_training(NetworkTrainingOptions options) {
  require_good_network_files(options);
  std::optional<NetworkModel> before;
  if (!options.resume.empty()) {
    before = load_model(options.resume);
    options = resumed_options(*before, options);
  } else if (options.optimizer.name == "adam" && options.given.count("learning-rate") == 0) {
    options.optimizer.learning_rate = AdamOptions{}.learning_rate;
  }
  require_good_settings(options);
  NetworkOptions reading = options.network;
  if (before) reading.init = "zeros";  // the model has the parameters
  NetworkTask task = read_network(reading);
  if (before) require_same_data(*before, task);
  require_good_samples(options, task);
  const Split split = good_split(options, task);
  if (before) require_more_to_do(*before, options, split.training.size());
  NetworkModel model = model_for(options, task);
  std::optional<NewRows> new_rows;
  if (!options.predict.empty()) new_rows = load_rows_for(model, options.predict);
  model.scale = standardize_task(task, split.training);
  print_notes(task.file, task.notes);
  if (new_rows) print_notes(options.predict, new_rows->notes);
  if (before && options.schedule == "cosine" && options.epochs != before->options.epochs) {
    print_notes(options.resume,
                {"the learning rates fall to 0 in " + std::to_string(options.epochs) +
                 " epochs now, and not in " + std::to_string(before->options.epochs)});
  }

  const bool is_drawn = !options.picture.empty();
  options.every_epoch = !options.history.empty() || is_drawn || !split.test.empty();
  options.keep_history = is_drawn;
  const Interruption interruption;
  const TrainedNetwork trained = train_and_record(
      task, split, options, before ? before->state : first_state(task), interruption);
  if (is_drawn && std::isfinite(trained.history.front().training.cost)) {
    history_figure(trained.history).write(options.picture);
  }
  if (trained.end != TrainingEnd::diverged) {
    model.state = trained.state;
    write_network_results(options, task, model, new_rows);
  }
  print_network_training(options, task, split, trained);
  if (trained.end == TrainingEnd::diverged) {
    throw TrainingDiverged(how_network_diverged(options, trained));
  }
  if (trained.end == TrainingEnd::stopped) {
    std::string kept = "what was learned until then is kept";
    if (!options.model.empty()) kept += ", and --resume " + printable(options.model) + " goes on";
    throw Interrupted(interruption.signal(), "interrupted after " + how_far(trained) + "; " + kept);
  }
}

void run_network_prediction(const NetworkTrainingOptions& options) {
  require_good_network_files(options);
  NetworkModel model = load_model(options.model);
  CsvOptions& csv = model.options.network.data.dataset.csv;
  if (options.given.count("delimiter") > 0) {
    csv.delimiter = options.network.data.dataset.csv.delimiter;
  }
  if (options.given.count("header") > 0) csv.header = options.network.data.dataset.csv.header;
  const NewRows rows = load_rows_for(model, options.predict);
  const std::string text = network_predictions_csv(model, rows, options.predict);
  print_notes(options.predict, rows.notes);
  write_file_atomically(options.predictions, text);
  heading("Predictions");
  std::printf("model = %s\n", printable(options.model).c_str());
  std::printf("new rows = %zu, of which %zu have a prediction\n", rows.rows_in_file,
              rows.X.size1());
}

}  // namespace nn
