#pragma once

/// \file
/// Choosing on a reader's own data: a grid of settings, cross-validated; the best one trained on
/// all rows but the test rows; and these looked at once.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "command_text.hpp"
#include "grid.hpp"
#include "nn/data/folds.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/interruption.hpp"
#include "nn/program/network_checks.hpp"
#include "nn/program/network_training.hpp"
#include "nn/program/progress.hpp"
#include "nn/program/text.hpp"

namespace nn::chapter16 {

/// What is searched, and how each training goes. The values here are the options' defaults.
struct ChooseOptions {
  NetworkTrainingOptions training;          ///< of every training in the search
  std::vector<double> widths = {4, 8, 16};  ///< whole numbers
  std::vector<double> depths = {0, 1, 2};   ///< whole numbers
  std::vector<double> learning_rates = {0.01, 0.1};
  std::vector<double> weight_decays = {0, 0.01};
  std::size_t folds = 5;

  /// A fifth of the rows is kept for the test.
  ChooseOptions() { training.test_fraction = 0.2; }
};

/// Refuses a list in which a number stands twice.
///
/// \throws UsageError
inline void require_distinct(const std::string& option, const std::vector<double>& numbers) {
  for (std::size_t k = 1; k < numbers.size(); ++k) {
    for (std::size_t before = 0; before < k; ++before) {
      if (numbers[before] != numbers[k]) continue;
      throw UsageError("--" + option + ": " + short_text(numbers[k]) +
                       " stands twice; give each number once");
    }
  }
}

/// Whole numbers that an option took as numbers.
///
/// \throws UsageError if one is not whole
inline std::vector<std::size_t> counts_of(const std::string& option,
                                          const std::vector<double>& numbers) {
  std::vector<std::size_t> counts;
  for (const double number : numbers) {
    if (number != std::floor(number)) {
      throw UsageError("--" + option + ": " + short_text(number) +
                       " is not a whole number; give whole numbers such as 1,2");
    }
    counts.push_back(static_cast<std::size_t>(number));
  }
  return counts;
}

/// The grid that the options describe.
///
/// \throws UsageError if a number stands twice or is not whole where it should be, or if a decay
///         and a rate are so large that one update would turn a weight's sign
inline Grid grid_of(const ChooseOptions& options) {
  require_distinct("widths", options.widths);
  require_distinct("depths", options.depths);
  require_distinct("learning-rates", options.learning_rates);
  require_distinct("weight-decays", options.weight_decays);
  for (const double rate : options.learning_rates) {
    for (const double decay : options.weight_decays) {
      if (rate * decay <= 1) continue;
      throw UsageError("--weight-decays: " + short_text(decay) + " times the learning rate " +
                       short_text(rate) + " is above 1; give smaller ones");
    }
  }
  return {counts_of("widths", options.widths), counts_of("depths", options.depths),
          options.learning_rates, options.weight_decays};
}

/// Folds among some rows: in split f the rows of fold f are held out, and all others of these rows
/// are to train on.
///
/// \throws UsageError if there are more folds than rows
inline std::vector<Split> folds_among(const std::vector<std::size_t>& rows, std::size_t folds,
                                      std::uint64_t seed) {
  if (folds > rows.size()) {
    throw UsageError("--folds: there are " + std::to_string(rows.size()) +
                     " rows to train on; give at most that many");
  }
  std::vector<Split> splits = folds_of(rows.size(), folds, seed);
  for (Split& split : splits) {
    for (std::size_t& row : split.training) row = rows[row];
    for (std::size_t& row : split.test) row = rows[row];
  }
  return splits;
}

/// Says so where a number is the least or the largest of those that were tried. The least is none
/// where it is 0, beyond which there is nothing.
inline void note_edge(std::vector<std::string>& notes, const std::string& name, double chosen,
                      const std::vector<double>& tried) {
  if (tried.size() < 2) return;
  const auto [least, largest] = std::minmax_element(tried.begin(), tried.end());
  if (chosen == *largest) {
    notes.push_back(name + " " + short_text(chosen) + " is the largest that was tried");
  } else if (chosen == *least && chosen > 0) {
    notes.push_back(name + " " + short_text(chosen) + " is the least that was tried");
  }
}

/// Where the best setting stands at the edge of the grid: beyond it there may be a better one.
inline std::vector<std::string> edges_of(const ChooseOptions& options, const Setting& best) {
  std::vector<std::string> notes;
  if (!best.hidden.empty()) {
    note_edge(notes, "the width", static_cast<double>(best.hidden.front()), options.widths);
  }
  note_edge(notes, "the depth", static_cast<double>(best.hidden.size()), options.depths);
  note_edge(notes, "the learning rate", best.learning_rate, options.learning_rates);
  note_edge(notes, "the weight decay", best.weight_decay, options.weight_decays);
  return notes;
}

/// Prints the settings in the order in which they stand.
inline void print_judged(const std::vector<Judged>& table) {
  std::printf("hidden           rate     decay   held-out cost     spread   accuracy\n");
  for (const Judged& judged : table) {
    std::printf("%-12s %8g  %8g ", layers_text(judged.setting.hidden).c_str(),
                judged.setting.learning_rate, judged.setting.weight_decay);
    if (!std::isfinite(judged.cost())) {
      std::printf("%15s\n", "diverged");
      continue;
    }
    std::printf("%15.4g %10.2g", judged.cost(), judged.spread());
    if (const std::optional<double> accuracy = judged.accuracy()) {
      std::printf(" %10.4f", *accuracy);
    }
    std::printf("\n");
  }
}

/// The options of every training in the search, but for what the search chooses.
///
/// \param options what is searched
/// \param settings its settings
/// \param given whether an option stood on the command line
/// \throws UsageError as require_good_settings()
inline NetworkTrainingOptions trial_of(const ChooseOptions& options,
                                       const std::vector<Setting>& settings,
                                       const std::function<bool(const std::string&)>& given) {
  NetworkTrainingOptions trial = options.training;
  for (const OptionText& option : kept_options(trial)) {
    if (given(option.first)) trial.given.insert(option.first);
  }
  for (const Setting& setting : settings) {
    if (!setting.hidden.empty()) trial.network.layers = layers_text(setting.hidden);
  }
  require_good_settings(trial);
  trial.every_epoch = false;
  trial.keep_history = false;
  return trial;
}

/// The data, checked as that of one training.
///
/// \throws UsageError, InputError as read_network() and require_good_samples()
inline NetworkTask good_task(const NetworkTrainingOptions& options) {
  NetworkTask task = read_network(options.network);
  require_good_samples(options, task);
  return task;
}

/// One search.
class Chooser {
 public:
  /// Reads the data and splits it; notes on the data go to stderr.
  ///
  /// \param options what to search
  /// \param given whether an option stood on the command line
  /// \throws UsageError, InputError if something is refused
  Chooser(const ChooseOptions& options, std::function<bool(const std::string&)> given)
      : options_(options),
        given_(std::move(given)),
        settings_(settings_of(grid_of(options))),
        trial_(trial_of(options, settings_, given_)),
        task_(good_task(trial_)),
        outer_(good_split(trial_, task_)),
        folds_(folds_among(outer_.training, options.folds, trial_.network.seed)) {
    print_notes(task_.file, task_.notes);
  }

  /// States the budget, spends it, and prints what came of it.
  ///
  /// \throws TrainingDiverged if every setting diverged; Interrupted after printing
  void run() {
    heading("Choosing");
    print_budget();
    progress_.emplace();
    const std::vector<Judged> table = search_grid(
        settings_, folds_.size(),
        [this](const Setting& setting, std::size_t fold) { return judge(setting, fold); },
        [this] { return interruption_.signal() == 0; });
    progress_.reset();
    heading("Cross-validation");
    print_judged(table);
    require_going(std::to_string(table.size()) + " of " + std::to_string(settings_.size()) +
                  " settings were judged");
    if (!std::isfinite(table.front().cost())) {
      throw TrainingDiverged("every setting diverged; give smaller --learning-rates");
    }
    heading("The best");
    print_best(table.front().setting);
  }

 private:
  void print_budget() const {
    const std::size_t trainings = settings_.size() * folds_.size();
    std::printf("%s: %zu rows to choose and train with, %zu kept for the test\n",
                printable(task_.file, 40).c_str(), outer_.training.size(), outer_.test.size());
    std::printf("%zu settings x %zu folds x %zu epochs = %zu epochs, then %zu for the best\n",
                settings_.size(), folds_.size(), trial_.epochs, trainings * trial_.epochs,
                trial_.epochs);
    std::fflush(stdout);
  }

  Score judge(const Setting& setting, std::size_t fold) {
    const TrainedNetwork trained = train(setting, folds_[fold]);
    ++trainings_;
    if (trained.end == TrainingEnd::diverged || !trained.held_out) {
      return {std::numeric_limits<double>::infinity(), std::nullopt};
    }
    return {trained.held_out->cost, trained.held_out->accuracy()};
  }

  TrainedNetwork train(const Setting& setting, const Split& split) {
    trial_.network.layers = layers_text(setting.hidden);
    trial_.optimizer.learning_rate = setting.learning_rate;
    trial_.weight_decay = setting.weight_decay;
    make_network(trial_.network, task_);
    return train_network(task_, split, trial_, first_state(task_), EpochCallback(),
                         [this](const UpdateNow& now) {
                           show(now);
                           return interruption_.signal() == 0;
                         });
  }

  void show(const UpdateNow& now) {
    if (!progress_) return;
    progress_->show([&] {
      return "training " + std::to_string(trainings_ + 1) + " of " +
             std::to_string(settings_.size() * folds_.size() + 1) + ", epoch " +
             std::to_string(now.epoch) + " of " + std::to_string(trial_.epochs);
    });
  }

  void print_best(const Setting& best) {
    std::printf("hidden = %s, learning rate = %g, weight decay = %g\n",
                layers_text(best.hidden).c_str(), best.learning_rate, best.weight_decay);
    for (const std::string& note : edges_of(options_, best)) {
      std::printf("%s; try beyond it\n", note.c_str());
    }
    progress_.emplace();
    const TrainedNetwork trained = train(best, outer_);
    progress_.reset();
    require_going("the best setting is in the table");
    if (trained.end == TrainingEnd::diverged) {
      throw TrainingDiverged(
          "the best setting diverged on all rows; give smaller --learning-rates");
    }
    print_answers("trained on", trained.training);
    if (trained.held_out) print_answers("the test, opened once:", *trained.held_out);
    std::printf("\nthe same training by itself:\n%s",
                training_command(options_.training, best, given_).c_str());
  }

  static void print_answers(const char* what, const NetworkAnswers& answers) {
    std::printf("%s %zu rows, cost = %.4g", what, answers.rows, answers.cost);
    if (const std::optional<double> accuracy = answers.accuracy()) {
      std::printf(", accuracy = %.4f, %zu right", *accuracy, answers.right);
    }
    std::printf("\n");
  }

  /// Ends the program after a signal.
  void require_going(const std::string& kept) const {
    if (interruption_.signal() == 0) return;
    throw Interrupted(interruption_.signal(), "interrupted; " + kept);
  }

  ChooseOptions options_;
  std::function<bool(const std::string&)> given_;
  std::vector<Setting> settings_;
  NetworkTrainingOptions trial_;
  NetworkTask task_;
  Split outer_;
  std::vector<Split> folds_;
  std::size_t trainings_ = 0;         ///< how many are over
  std::optional<Progress> progress_;  ///< while something is trained
  Interruption interruption_;         ///< from here on, when the data is read
};

/// Refuses what does not go with a search.
///
/// \throws UsageError
inline void require_searchable(const Chapter& chapter, const CommandLine& line,
                               const NetworkOptions& network) {
  if (chapter.shows_mistake() || chapter.draws()) {
    throw UsageError("--data and --images go with neither --mistake nor --plot; leave one out");
  }
  if (!network.data.file.empty() && !network.images.empty()) {
    throw UsageError("--data and --images: give one of them");
  }
  for (const auto& [option, list] : {std::pair{"layers", "--widths and --depths"},
                                     std::pair{"learning-rate", "--learning-rates"},
                                     std::pair{"weight-decay", "--weight-decays"}}) {
    if (!line.given(option)) continue;
    throw UsageError("--" + std::string(option) + ": the search chooses it; give " + list);
  }
  for (const char* option : {"patience", "initial-parameters", "history", "picture", "parameters",
                             "model", "resume", "predict", "predictions"}) {
    if (!line.given(option)) continue;
    throw UsageError("--" + std::string(option) +
                     " is for one training; give it to stochastic-gradient-descent");
  }
}

/// Gives the chapter the command: the options, and the search where there is data of the reader's
/// own.
///
/// \param chapter the program
/// \param options filled when the command line is read; they must outlive the chapter's run
inline void chooses_network(Chapter& chapter, ChooseOptions& options) {
  CommandLine& line = chapter.line();
  const std::size_t others = line.option_names().size();
  add_network_training_options(line, options.training);
  line.group("Choosing");
  line.numbers("widths", "4,8,16", options.widths, "the units of a hidden layer to try",
               NumberRange{1, true, 100'000, true, "whole numbers from 1 to 100000"});
  line.numbers("depths", "0,1,2", options.depths, "the numbers of hidden layers to try",
               NumberRange{0, true, 20, true, "whole numbers from 0 to 20"});
  line.numbers("learning-rates", "0.01,0.1", options.learning_rates, "the learning rates to try",
               positive(1e6));
  line.numbers("weight-decays", "0,0.01", options.weight_decays, "the weight decays to try",
               non_negative(1e6));
  line.count("folds", "K", options.folds,
             "each setting is trained so often, each time without "
             "another of so many parts of the rows",
             {2, 1000});
  std::vector<std::string> own = line.option_names();
  own.erase(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(others));
  const auto wanted = [&options] { return options.training.network.has_data(); };
  chapter.check([&chapter, &options, own, wanted] {
    if (wanted()) {
      return require_searchable(chapter, chapter.line(), options.training.network);
    }
    for (const std::string& option : own) {
      if (!chapter.line().given(option)) continue;
      throw UsageError("--" + option + " needs --data, or --images and --labels");
    }
  });
  chapter.command(wanted, [&chapter, &options] {
    const CommandLine& read = chapter.line();
    Chooser(options, [&read](const std::string& option) { return read.given(option); }).run();
  });
}

}  // namespace nn::chapter16
