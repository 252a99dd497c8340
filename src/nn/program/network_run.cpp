#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nn/data/atomic_file.hpp"
#include "nn/data/file.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/processes/processes.hpp"
#include "nn/processes/same_everywhere.hpp"
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

/// Of many processes the first one writes.
void require_good_network_files(const NetworkTrainingOptions& options, const Processes& processes) {
  const NetworkOptions& network = options.network;
  const bool is_first = processes.is_first();
  std::vector<NamedFile> files = {{"data", network.data.file, false},
                                  {"images", network.images, false},
                                  {"labels", network.labels, false},
                                  {"initial-parameters", network.initial_parameters, false},
                                  {"predict", options.predict, false},
                                  {"history", options.history, is_first},
                                  {"picture", options.picture, is_first},
                                  {"parameters", options.parameters, is_first},
                                  {"model", options.model, is_first && network.has_data()},
                                  {"checkpoint", options.checkpoint, is_first},
                                  {"predictions", options.predictions, is_first}};
  // A model may be replaced by the one that goes on from it.
  const auto is_resumed = [&](const std::string& file) {
    return !options.resume.empty() && !file.empty() && same_file(options.resume, file);
  };
  const bool is_replaced = is_resumed(options.model) || is_resumed(options.checkpoint);
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

/// Where the history goes as it is made. One process writes it to a file that takes its name at the
/// end. Of many the first one keeps it until then: where another one is killed, it is killed too,
/// and nothing is left behind.
class HistorySink {
 public:
  HistorySink(const std::string& path, bool is_kept) : path_(path), is_kept_(is_kept) {
    if (!is_kept_) file_.emplace(path);
    write(network_history_header());
  }
  void write(const std::string& line) {
    if (is_kept_) {
      text_ += line;
    } else {
      file_->write(line);
    }
  }
  void commit() {
    if (is_kept_) {
      write_file_atomically(path_, text_);
    } else {
      file_->commit();
    }
  }

 private:
  std::string path_;
  bool is_kept_;
  std::string text_;
  std::optional<AtomicFile> file_;
};

/// Trains, and writes the history and the checkpoints.
TrainedNetwork train_and_record(const NetworkTask& task, const Split& split,
                                const NetworkTrainingOptions& options, const TrainingState& start,
                                NetworkModel model, const Interruption& interruption,
                                Processes& processes) {
  std::optional<HistorySink> history;
  std::optional<UpdateProgress> progress;
  TrainingCallbacks callbacks;
  if (processes.is_first()) {
    if (!options.history.empty()) history.emplace(options.history, processes.count() > 1);
    progress.emplace(options.epochs);
    if (!options.checkpoint.empty()) {
      callbacks.states_every = options.checkpoint_every;
      callbacks.on_state = [&](const TrainingState& now) {
        model.state = now;
        save_model(model, options.checkpoint);
      };
    }
  }
  callbacks.on_epoch = [&](const EpochRecord& now) {
    if (history) history->write(network_history_line(now));
    return interruption.signal() == 0;
  };
  callbacks.on_update = [&](const UpdateNow& now) {
    if (progress) progress->show(now);
    return interruption.signal() == 0;
  };
  TrainedNetwork trained = train_network(task, split, options, start, callbacks, processes);
  if (history) history->commit();
  return trained;
}

/// Refuses files that differ from machine to machine, as far as rows, names and targets show it;
/// and settings that do.
void require_same_on_all_machines(const NetworkTrainingOptions& options, const NetworkTask& task,
                                  Processes& processes) {
  if (processes.count() == 1) return;
  std::uint64_t hash = hash_of(std::span<const double>(task.targets.data()));
  for (const std::vector<std::string>* names : {&task.features, &task.classes}) {
    for (const std::string& name : *names) hash = mix(hash ^ hash_of(std::span(name)));
  }
  if (!is_same_everywhere(processes, hash)) {
    together(processes, [&] {
      throw InputError({task.file, 0, ""}, "is not the same for every process",
                       "copy one file to all machines");
    });
  }
  std::uint64_t settings = 0;
  write_model(model_for(options, task, 0),
              [&](std::string_view text) { settings = mix(settings ^ hash_of(std::span(text))); });
  if (is_same_everywhere(processes, settings)) return;
  together(processes, [&] {
    throw UsageError("the processes were given different settings; give all of them the same");
  });
}

/// The fingerprint of all rows where a model is read or written; or else 0.
std::uint64_t fingerprint_for(const NetworkTrainingOptions& options, const NetworkTask& task,
                              Processes& processes) {
  if (options.resume.empty() && options.model.empty() && options.checkpoint.empty()) return 0;
  std::uint64_t data = fingerprint(task);
  processes.sum(std::span(&data, 1));
  return data;
}

/// What a reader should know before the training begins.
void print_all_notes(const NetworkTrainingOptions& options, const NetworkTask& task,
                     const std::optional<NetworkModel>& before,
                     const std::optional<NewRows>& new_rows) {
  print_notes(task.file, task.notes);
  if (new_rows) print_notes(options.predict, new_rows->notes);
  if (before && options.schedule == "cosine" && options.epochs != before->options.epochs) {
    print_notes(options.resume,
                {"the learning rates fall to 0 in " + std::to_string(options.epochs) +
                 " epochs now, and not in " + std::to_string(before->options.epochs)});
  }
}

void write_network_results(const NetworkTrainingOptions& options, const NetworkTask& task,
                           const TrainedNetwork& trained, const NetworkModel& model,
                           const std::optional<NewRows>& new_rows) {
  if (!options.picture.empty() && std::isfinite(trained.history.front().training.cost)) {
    history_figure(trained.history).write(options.picture);
  }
  if (trained.end == TrainingEnd::diverged) return;
  if (!options.checkpoint.empty()) save_model(model, options.checkpoint);
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

/// Says so where a training did not come to its end.
void require_good_end(const NetworkTrainingOptions& options, const TrainedNetwork& trained,
                      int signal) {
  if (trained.end == TrainingEnd::diverged) {
    throw TrainingDiverged(how_network_diverged(options, trained));
  }
  if (trained.end != TrainingEnd::stopped) return;
  std::string kept = "what was learned until then is kept";
  const std::string& model = options.model.empty() ? options.checkpoint : options.model;
  if (!model.empty()) kept += ", and --resume " + printable(model) + " goes on";
  throw Interrupted(signal != 0 ? signal : SIGTERM,
                    "interrupted after " + how_far(trained) + "; " + kept);
}

}  // namespace

void run_network_training(NetworkTrainingOptions options) {
  OneProcess alone;
  run_network_training(std::move(options), alone);
}

void run_network_training(NetworkTrainingOptions options, Processes& processes) {
  std::optional<NetworkModel> before;
  NetworkTask task;
  together(processes, [&] {
    require_good_network_files(options, processes);
    if (!options.resume.empty()) {
      before = load_model(options.resume);
      options = resumed_options(*before, options);
    } else if (options.optimizer.name == "adam" && options.given.count("learning-rate") == 0) {
      options.optimizer.learning_rate = AdamOptions{}.learning_rate;
    }
    require_good_settings(options);
    NetworkOptions reading = options.network;
    if (before) reading.init = "zeros";  // the model has the parameters
    reading.share = processes.share();
    task = read_network(reading);
  });
  require_same_on_all_machines(options, task, processes);
  const std::uint64_t data = fingerprint_for(options, task, processes);
  Split split;
  NetworkModel model;
  std::optional<NewRows> new_rows;
  together(processes, [&] {
    if (before) require_same_data(*before, task, data);
    require_good_samples(options, task);
    split = good_split(options, task);
    if (before) require_more_to_do(*before, options, split.training.size());
    model = model_for(options, task, data);
    if (!options.predict.empty() && processes.is_first()) {
      new_rows = load_rows_for(model, options.predict);
    }
  });
  model.scale = standardize_task(task, split.training, processes);
  if (processes.is_first()) print_all_notes(options, task, before, new_rows);

  options.every_epoch = !options.history.empty() || !options.picture.empty() || !split.test.empty();
  options.keep_history = !options.picture.empty();
  const Interruption interruption;
  const TrainedNetwork trained =
      train_and_record(task, split, options, before ? before->state : first_state(task), model,
                       interruption, processes);
  together(processes, [&] {
    if (processes.is_first()) {
      model.state = trained.state;
      write_network_results(options, task, trained, model, new_rows);
      print_network_training(options, task, split, trained);
    }
    require_good_end(options, trained, interruption.signal());
  });
}

void run_network_prediction(const NetworkTrainingOptions& options) {
  require_good_network_files(options, OneProcess{});
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
