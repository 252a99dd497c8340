#include "nn/program/training.hpp"

#include <algorithm>
#include <cstdio>
#include <limits>

#include "nn/data/atomic_file.hpp"
#include "nn/data/number.hpp"
#include "nn/data/original_units.hpp"
#include "nn/data/utf8.hpp"
#include "nn/neuron/accuracy.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/interruption.hpp"
#include "nn/program/progress.hpp"
#include "nn/program/training_results.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/train_neuron.hpp"

namespace nn {

namespace {

constexpr std::size_t most_epochs = 10'000'000;
constexpr double largest_learning_rate = 1e6;

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

/// Targets lie in [0, 1], and standardised features are small: only features as they are can be too
/// large for a `float`.
void require_single_precision(const TrainingOptions& options, const Matrix<double>& X) {
  const auto fits = [](double x) { return std::abs(x) <= std::numeric_limits<float>::max(); };
  if (!options.data.standardize && !std::all_of(X.data().begin(), X.data().end(), fits)) {
    throw UsageError(
        "--precision float: the data has numbers above 3.4e38, the largest float; "
        "use --precision double");
  }
  if (static_cast<float>(options.descent.learning_rate) == 0) {
    throw UsageError(
        "--precision float: the learning rate is 0 as a float; use --precision double");
  }
}

/// The numbers of all n rows, in their order?
bool are_all_rows(const std::vector<std::size_t>& rows, std::size_t n) {
  if (rows.size() != n) return false;
  for (std::size_t i = 0; i < n; ++i) {
    if (rows[i] != i) return false;
  }
  return true;
}

/// Are these all rows, and stand there as the neuron sees them?
bool stand_as_seen(const Training& training, const std::vector<std::size_t>& rows) {
  return training.is_standardized == training.standardization.has_value() &&
         are_all_rows(rows, training.data.y.size());
}

/// Rows of the data as the neuron sees them: where they stand, if they stand_as_seen(), or else
/// Training::samples().
class SeenRows {
 public:
  /// The training must stay where it is, and as it is.
  SeenRows(const Training& training, const std::vector<std::size_t>& rows)
      : SeenRows(training, rows, stand_as_seen(training, rows)) {}
  SeenRows(const SeenRows&) = delete;
  SeenRows& operator=(const SeenRows&) = delete;

 private:
  SeenRows(const Training& training, const std::vector<std::size_t>& rows, bool in_place)
      : copied_(in_place ? Samples{} : training.samples(rows)),
        X(in_place ? training.data.X : copied_.X),
        y(in_place ? training.data.y : copied_.y) {}

  Samples copied_;

 public:
  const Matrix<double>& X;
  const Vector<double>& y;
};

/// A descent in single precision, told in double.
template <class Loss>
DescentResult<double> descend_in_floats(const Loss& loss, const Matrix<double>& X_double,
                                        const Vector<double>& y_double, const Vector<double>& theta,
                                        const DescentOptions& options,
                                        const DescentCallback<double>& callback) {
  const auto X = cast<float>(X_double);
  const auto y = cast<float>(y_double);
  const auto result = fast::train_neuron(loss, X, y, cast<float>(theta), options,
                                         [&](const DescentRecord& now, const Vector<float>& at) {
                                           return callback(now, cast<double>(at));
                                         });
  return {cast<double>(result.parameters), result.reason, result.history};
}

template <class Loss>
void descend_on(const Loss& loss, const TrainingOptions& options, Training& training,
                const DescentCallback<double>& callback) {
  Progress progress;
  const SeenRows samples(training, training.split.training);
  DescentRecord before{0, std::numeric_limits<double>::infinity(), 0};
  const auto see = [&](const DescentRecord& now, const Vector<double>& theta) {
    if (has_risen(now, before)) ++training.rises;
    before = now;
    progress.show([&] {
      return "epoch " + std::to_string(now.iteration) + " of " +
             std::to_string(options.descent.iterations) + ", cost " + short_text(now.cost);
    });
    return callback(now, theta);
  };
  const Vector<double> theta = start(options, samples.X.size2());
  training.descent =
      options.precision == "float"
          ? descend_in_floats(loss, samples.X, samples.y, theta, options.descent, see)
          : fast::train_neuron(loss, samples.X, samples.y, theta, options.descent, see);
}

bool has_labels(const Dataset& data) {
  return std::all_of(data.y.begin(), data.y.end(), [](double y) { return y == 0.0 || y == 1.0; });
}

/// See Training::saturated.
bool ends_saturated(const Training& training) {
  constexpr double margin = 1e-6;
  if (!has_labels(training.data)) return false;
  const SeenRows seen(training, training.split.training);
  const Vector<double> y_hat = predict(training.neuron(), seen.X);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < y_hat.size(); ++i) {
    if (y_hat(i) > margin && y_hat(i) < 1 - margin) return false;
    if ((y_hat(i) >= 0.5) != (seen.y(i) == 1.0)) ++wrong;
  }
  return wrong > 0;
}

void write_whole(const std::string& path, const std::string& content) {
  AtomicFile file(path);
  file.write(content);
  file.commit();
}

}  // namespace

std::size_t Confusion::majority() const {
  return std::max(ones_right + ones_wrong, zeros_right + zeros_wrong);
}

Neuron<double> Training::neuron_in_units_of_data() const {
  return standardization ? in_original_units(neuron(), *standardization) : neuron();
}

void Training::standardize_in_place() {
  if (!standardization || is_standardized) return;
  standardization->apply_to(data.X);
  is_standardized = true;
}

Samples Training::samples(const std::vector<std::size_t>& rows) const {
  Samples chosen{rows_of(data.X, rows), entries_of(data.y, rows)};
  if (standardization && !is_standardized) standardization->apply_to(chosen.X);
  return chosen;
}

std::optional<double> Training::accuracy(const std::vector<std::size_t>& rows) const {
  if (rows.empty() || !has_labels(data)) return std::nullopt;
  const SeenRows chosen(*this, rows);
  return nn::accuracy(neuron(), chosen.X, chosen.y);
}

std::optional<Confusion> Training::confusion(const std::vector<std::size_t>& rows) const {
  if (rows.empty() || !has_labels(data)) return std::nullopt;
  const SeenRows chosen(*this, rows);
  const Vector<double> y_hat = predict(neuron(), chosen.X);
  Confusion counts;
  for (std::size_t i = 0; i < y_hat.size(); ++i) {
    const bool called_one = y_hat(i) >= 0.5;
    if (chosen.y(i) == 1.0) {
      ++(called_one ? counts.ones_right : counts.ones_wrong);
    } else {
      ++(called_one ? counts.zeros_wrong : counts.zeros_right);
    }
  }
  return counts;
}

void add_training_options(CommandLine& line, TrainingOptions& options) {
  add_data_options(line, options.data);
  line.group("Training");
  line.choice("cost", options.cost,
              {{"mse", "the mean squared error"}, {"cross-entropy", "the binary cross-entropy"}},
              "what to minimise");
  line.number("learning-rate", "ALPHA", options.descent.learning_rate,
              "the factor between the gradient and the step", positive(largest_learning_rate));
  line.count("epochs", "N", options.descent.iterations, "the most updates to make",
             {1, most_epochs});
  line.number("tolerance", "T", options.descent.tolerance,
              "stop when the gradient's norm falls below it", non_negative());
  line.choice("precision", options.precision,
              {{"double", "16 digits"}, {"float", "7 digits, and half the bytes to read"}},
              "the numbers that the descent computes with");
  line.choice("init", options.init, {{"zeros", ""}, {"random", "standard normal"}},
              "the parameters to begin with");
  line.seed(options.seed);
  line.number("test-fraction", "F", options.test_fraction,
              "the share of the rows that is held out, to test on", proper_fraction());
  line.group("Results");
  line.text("history", "FILE", options.history,
            "write the columns epoch,cost,gradient_norm; row 0 is before any update");
  line.text("parameters", "FILE", options.parameters,
            "write the columns parameter,value,standardized_value,mean,deviation; the value is in "
            "the units of the data");
  line.text("predict", "FILE", options.predict,
            "a CSV file with new rows, which has a column for each feature");
  line.text("predictions", "FILE", options.predictions,
            "write what the neuron says of these rows, in the columns prediction and class");
  for (const char* option : {"cost", "learning-rate", "epochs", "tolerance", "precision", "init",
                             "test-fraction", "history", "parameters", "predict", "predictions"}) {
    line.needs(option, "data");
  }
  line.needs("predict", "predictions");
  line.needs("predictions", "predict");
}

Training prepare_training(const TrainingOptions& options) {
  // Made in its place: a matrix of uBLAS is copied when it is moved.
  Training training{load(options.data), {}, {}, {}};
  const Dataset& data = training.data;
  require_two_classes(data);
  if (options.precision == "float") require_single_precision(options, data.X);
  training.split = split_rows(data.y, options.test_fraction, options.seed);
  if (options.data.standardize) {
    training.standardization =
        training.split.test.empty()
            ? standardization_of(data, data.X)
            : standardization_of(data, rows_of(data.X, training.split.training));
  }
  return training;
}

void run_descent(const TrainingOptions& options, Training& training,
                 const DescentCallback<double>& callback) {
  print_notes(training.data);  // only now: where the data is refused, the reason stands alone
  training.rises = 0;
  if (options.cost == "mse") {
    descend_on(SquaredErrorWithLogits{}, options, training, callback);
  } else {
    descend_on(CrossEntropyWithLogits{}, options, training, callback);
  }
  const StopReason reason = training.descent.reason;
  const bool came_to_its_end =
      reason == StopReason::converged || reason == StopReason::out_of_iterations;
  training.saturated = came_to_its_end && ends_saturated(training);
}

Training train(const TrainingOptions& options) {
  Training training = prepare_training(options);
  run_descent(options, training);
  return training;
}

void run_training(const TrainingOptions& options) {
  require_good_files(options);
  Training training = prepare_training(options);
  require_distinct_parameters(options, training);
  std::optional<NewRows> new_rows;
  if (!options.predict.empty()) {
    new_rows = load_new_rows(options.predict, training.data.features, options.data.dataset.csv);
    for (const std::string& note : new_rows->notes) {
      std::fprintf(stderr, "%s: %s\n", printable(options.predict).c_str(), note.c_str());
    }
  }

  training.standardize_in_place();
  const Interruption interruption;
  std::optional<AtomicFile> history;
  if (!options.history.empty()) history.emplace(options.history);
  if (history) history->write(history_header());
  TrainingOptions streamed = options;
  streamed.descent.keep_history = false;
  run_descent(streamed, training, [&](const DescentRecord& now, const Vector<double>&) {
    if (history) history->write(history_line(now));
    return interruption.signal() == 0;
  });
  if (history) history->commit();

  const StopReason reason = training.descent.reason;
  const bool diverged = reason == StopReason::diverged;
  if (!diverged && !training.saturated) {
    if (!options.parameters.empty()) write_whole(options.parameters, parameters_csv(training));
    if (new_rows) write_whole(options.predictions, predictions_csv(training, *new_rows));
    print_remarks(options, training);
  }
  print_training(options, training);
  if (diverged) throw TrainingDiverged(how_it_diverged(options, training));
  if (training.saturated) throw TrainingSaturated(how_it_saturated(options, training));
  if (reason == StopReason::stopped) {
    throw Interrupted(interruption.signal(),
                      "interrupted after " +
                          std::to_string(training.descent.history.back().iteration) +
                          " epochs; what was learned until then is kept");
  }
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
