#include "nn/program/training.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "nn/data/csv.hpp"
#include "nn/data/file.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/neuron/accuracy.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/text.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/train_neuron.hpp"

namespace nn {

namespace {

constexpr std::size_t most_epochs = 10'000'000;
constexpr double largest_learning_rate = 1e6;

/// A line on stderr that is written over and over while something goes on. Where stderr is no
/// terminal it stays silent.
class Progress {
 public:
  Progress() : visible_(::isatty(STDERR_FILENO) == 1) {}
  ~Progress() {
    if (shown_) std::fputs("\r\033[K", stderr);
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Shows what `line` returns, ten times a second at most.
  template <class Line>
  void show(const Line& line) {
    constexpr std::chrono::milliseconds pause(100);
    const auto time = std::chrono::steady_clock::now();
    if (!visible_ || time - last_ < pause) return;
    last_ = time;
    shown_ = true;
    std::fprintf(stderr, "\r%s\033[K", line().c_str());
  }

 private:
  bool visible_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

Dataset load(const DataOptions& options) {
  Progress progress;
  return load_dataset(options.file, options.dataset, [&](std::size_t reading, double share) {
    progress.show([&] {
      return "reading " + printable(options.file, 40) + ", time " + std::to_string(reading) + ": " +
             std::to_string(static_cast<int>(100 * share)) + " %";
    });
  });
}

Vector<double> start(const TrainingOptions& options, std::size_t features) {
  Vector<double> theta(features + 1, 0.0);
  if (options.init == "random") {
    Random random(options.seed);
    for (double& parameter : theta) parameter = random.gaussian();
  }
  return theta;
}

template <class Loss>
DescentResult<double> descend(const TrainingOptions& options, const Samples& samples) {
  Progress progress;
  const auto show = [&](const DescentRecord& now) {
    progress.show([&] {
      return "epoch " + std::to_string(now.epoch) + " of " +
             std::to_string(options.descent.epochs) + ", cost " + short_text(now.cost);
    });
  };
  return fast::train_neuron<Loss>(samples.X, samples.y, start(options, samples.X.size2()),
                                  options.descent, show);
}

bool same_file(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return false;
  std::error_code ignored;
  return a == b || (std::filesystem::is_regular_file(a, ignored) &&
                    std::filesystem::equivalent(a, b, ignored));
}

void require_separate_files(const TrainingOptions& options) {
  if (same_file(options.history, options.data.file) ||
      same_file(options.parameters, options.data.file)) {
    throw UsageError("the results would replace the data; name another file");
  }
  if (same_file(options.history, options.parameters)) {
    throw UsageError("--history and --parameters name the same file; name two");
  }
}

std::string why_it_ended(const TrainingOptions& options, StopReason reason) {
  switch (reason) {
    case StopReason::converged:
      return "the gradient's norm fell below " + short_text(options.descent.tolerance);
    case StopReason::out_of_time:
      return "all epochs are spent";
    case StopReason::diverged:
      break;
  }
  return "it diverged";
}

/// Of a cost or a gradient too large for a double before any update no learning rate is to blame.
std::string how_it_diverged(const TrainingOptions& options, const DescentResult<double>& descent) {
  const DescentRecord& first = descent.history.front();
  const DescentRecord& last = descent.history.back();
  const std::string scaled = options.data.standardize ? "" : ", or --standardize yes";
  if (last.epoch == 0) {
    return "training diverged before the first update: the cost is " + short_text(first.cost) +
           " and its gradient's norm " + short_text(first.gradient_norm) +
           "; give data with smaller numbers" + scaled;
  }
  return "training diverged: the cost went from " + short_text(first.cost) + " to " +
         short_text(last.cost) +
         (std::isfinite(last.gradient_norm) ? "" : " and its gradient is too large for a double") +
         "; choose a --learning-rate below " + short_text(options.descent.learning_rate) + scaled;
}

void print_accuracy(const char* name, std::optional<double> share, std::size_t rows) {
  if (!share) return;
  std::printf("%s = %.4f (%.0f of %zu)\n", name, *share, *share * static_cast<double>(rows), rows);
}

}  // namespace

Samples Training::samples(const std::vector<std::size_t>& rows) const {
  Samples chosen{rows_of(data.X, rows), entries_of(data.y, rows)};
  if (standardization) standardization->apply_to(chosen.X);
  return chosen;
}

std::optional<double> Training::accuracy(const std::vector<std::size_t>& rows) const {
  const bool labelled =
      std::all_of(data.y.begin(), data.y.end(), [](double y) { return y == 0.0 || y == 1.0; });
  if (rows.empty() || !labelled) return std::nullopt;
  const Samples chosen = samples(rows);
  return nn::accuracy(neuron(), chosen.X, chosen.y);
}

void add_training_options(CommandLine& line, TrainingOptions& options) {
  add_data_options(line, options.data);
  line.group("Training");
  line.choice("cost", options.cost,
              {{"mse", "the mean squared error"}, {"cross-entropy", "the binary cross-entropy"}},
              "what to minimise");
  line.number("learning-rate", "ALPHA", options.descent.learning_rate,
              "the factor between the gradient and the step", positive(largest_learning_rate));
  line.count("epochs", "N", options.descent.epochs, "the most updates to make", {1, most_epochs});
  line.number("tolerance", "T", options.descent.tolerance,
              "stop when the gradient's norm falls below it", non_negative());
  line.choice("init", options.init, {{"zeros", ""}, {"random", "standard normal"}},
              "the parameters to begin with");
  line.seed(options.seed);
  line.number("test-fraction", "F", options.test_fraction,
              "the share of the rows that is held out, to test on", proper_fraction());
  line.group("Results");
  line.text("history", "FILE", options.history,
            "write the columns epoch,cost,gradient_norm; row 0 is before any update");
  line.text("parameters", "FILE", options.parameters, "write the columns parameter,value");
  for (const char* option : {"cost", "learning-rate", "epochs", "tolerance", "init",
                             "test-fraction", "history", "parameters"}) {
    line.needs(option, "data");
  }
}

Training train(const TrainingOptions& options) {
  Training training;
  training.data = load(options.data);
  const Dataset& data = training.data;
  require_two_classes(data);
  if (options.cost == "cross-entropy") require_probabilities(data);
  training.split = split_rows(data.X.size1(), options.test_fraction, options.seed);
  if (options.data.standardize) {
    training.standardization =
        fit_standardization(rows_of(data.X, training.split.training), data.features, data.file);
  }
  print_notes(data);  // only now: where the data is refused, the reason stands alone
  const Samples samples = training.samples(training.split.training);
  training.descent = options.cost == "mse" ? descend<SquaredErrorLoss>(options, samples)
                                           : descend<CrossEntropyLoss>(options, samples);
  return training;
}

std::string history_csv(const Training& training) {
  std::vector<std::vector<std::string>> rows;
  for (const DescentRecord& record : training.descent.history) {
    rows.push_back(
        {std::to_string(record.epoch), exact_text(record.cost), exact_text(record.gradient_norm)});
  }
  return csv_text({"epoch", "cost", "gradient_norm"}, rows);
}

std::string parameters_csv(const Training& training) {
  std::vector<std::vector<std::string>> rows;
  const Vector<double>& theta = training.descent.parameters;
  const std::vector<std::string>& features = training.data.features;
  for (std::size_t j = 0; j < features.size(); ++j) {
    rows.push_back({features[j], exact_text(theta(j))});
  }
  rows.push_back({"bias", exact_text(theta(features.size()))});
  return csv_text({"parameter", "value"}, rows);
}

void print_training(const TrainingOptions& options, const Training& training) {
  const Dataset& data = training.data;
  const DescentRecord& first = training.descent.history.front();
  const DescentRecord& last = training.descent.history.back();
  std::string features;
  for (const std::string& name : data.features) {
    features += (features.empty() ? "" : ", ") + printable(name);
  }
  heading("Data");
  std::printf("file = %s\n",
              printable(std::filesystem::path(data.file).filename().string()).c_str());
  std::printf("rows = %zu, of which %zu to train on and %zu held out\n", data.X.size1(),
              training.split.training.size(), training.split.test.size());
  std::fputs(wrapped("features = " + features).c_str(), stdout);
  std::printf("target = %s%s\n", printable(data.target).c_str(),
              data.positive.empty() ? "" : (", 1 for " + in_quotes(data.positive)).c_str());
  std::printf("standardised = %s\n", options.data.standardize ? "yes" : "no");

  heading("Training");
  std::printf("cost function = %s\n",
              options.cost == "mse" ? "mean squared error" : "binary cross-entropy");
  std::printf("learning rate = %g\n", options.descent.learning_rate);
  std::printf("epochs = %zu: %s\n", last.epoch,
              why_it_ended(options, training.descent.reason).c_str());
  std::printf("first cost = %.6g\n", first.cost);
  std::printf("last cost = %.6g\n", last.cost);
  std::printf("norm of the gradient = %.4g\n", last.gradient_norm);
  if (training.descent.reason == StopReason::diverged) return;

  heading("Parameters");
  const Neuron<double> neuron = training.neuron();
  for (std::size_t j = 0; j < data.features.size(); ++j) {
    std::printf("%s = %.5g\n", printable(data.features[j]).c_str(), neuron.weights(j));
  }
  std::printf("bias = %.5g\n", neuron.bias);

  const Split& split = training.split;
  const std::optional<double> trained = training.accuracy(split.training);
  if (!trained) return;
  heading("Accuracy");
  print_accuracy("on the training rows", trained, split.training.size());
  print_accuracy("on the held-out rows", training.accuracy(split.test), split.test.size());
}

void run_training(const TrainingOptions& options) {
  require_separate_files(options);
  const Training training = train(options);
  const bool diverged = training.descent.reason == StopReason::diverged;
  if (!options.history.empty()) write_file_atomically(options.history, history_csv(training));
  if (!options.parameters.empty() && !diverged) {
    write_file_atomically(options.parameters, parameters_csv(training));
  }
  print_training(options, training);
  if (diverged) throw TrainingDiverged(how_it_diverged(options, training.descent));
}

void trains(Chapter& chapter, TrainingOptions& options) {
  add_training_options(chapter.line(), options);
  const auto wanted = [&options] { return !options.data.file.empty(); };
  chapter.check([&chapter, wanted] {
    if (wanted() && (chapter.shows_mistake() || chapter.draws())) {
      throw UsageError("--data goes with neither --mistake nor --plot; leave one out");
    }
  });
  chapter.command(wanted, [&options] { run_training(options); });
}

}  // namespace nn
