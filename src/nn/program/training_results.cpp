#include "nn/program/training_results.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <vector>

#include "nn/data/csv.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/result_files.hpp"
#include "nn/program/text.hpp"

namespace nn {

namespace {

/// The two labels, or the numbers where there are none.
std::string label_of(const Dataset& data, bool one) {
  if (data.positive.empty()) return one ? "1" : "0";
  return one ? data.positive : data.negative;
}

std::string why_it_ended(const TrainingOptions& options, const Training& training) {
  switch (training.descent.reason) {
    case StopReason::diverged:
      return "it diverged";
    case StopReason::stopped:
      return "interrupted";
    case StopReason::converged:
    case StopReason::out_of_iterations:
      break;
  }
  if (training.saturated) return "it saturated";
  return training.descent.reason == StopReason::converged
             ? "the gradient's norm fell below " + short_text(options.descent.tolerance)
             : "all epochs are spent";
}

std::string remedy(const TrainingOptions& options) {
  return "; choose a --learning-rate below " + short_text(options.descent.learning_rate) +
         (options.data.standardize ? "" : ", or --standardize yes");
}

void print_data(const TrainingOptions& options, const Training& training) {
  const Dataset& data = training.data;
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
  if (data.positive.empty()) {
    std::printf("target = %s\n", printable(data.target).c_str());
  } else {
    std::printf("target = %s, 1 for %s and 0 for %s\n", printable(data.target).c_str(),
                in_quotes(data.positive).c_str(), in_quotes(data.negative).c_str());
    std::printf("classes = %zu of %s, %zu of %s\n", data.positives,
                in_quotes(data.positive).c_str(), data.y.size() - data.positives,
                in_quotes(data.negative).c_str());
  }
  std::printf("standardised = %s\n", options.data.standardize ? "yes" : "no");
}

void print_descent(const TrainingOptions& options, const Training& training) {
  const DescentRecord& first = training.descent.history.front();
  const DescentRecord& last = training.descent.history.back();
  heading("Training");
  std::printf("cost function = %s\n",
              options.cost == "mse" ? "mean squared error" : "binary cross-entropy");
  std::printf("learning rate = %g\n", options.descent.learning_rate);
  std::printf("epochs = %zu: %s\n", last.iteration, why_it_ended(options, training).c_str());
  std::printf("first cost = %.6g\n", first.cost);
  std::printf("last cost = %.6g\n", last.cost);
  std::printf("norm of the gradient = %.4g\n", last.gradient_norm);
}

void print_parameters(const Training& training) {
  const Vector<double> theta = parameters(training.neuron_in_units_of_data());
  std::vector<std::string> names = training.data.features;
  names.emplace_back("bias");
  heading("Parameters");
  for (std::size_t k = 0; k < names.size(); ++k) {
    std::printf("%s = %.5g", printable(names[k]).c_str(), theta(k));
    if (training.standardization) {
      std::printf(" (standardised: %.5g)", training.descent.parameters(k));
    }
    std::printf("\n");
  }
}

double share_of(std::size_t count, std::size_t rows) {
  return static_cast<double>(count) / static_cast<double>(rows);
}

/// How many rows are right, how many would be without a neuron, and which are taken for which.
void print_confusion(const Dataset& data, const char* rows, const Confusion& counts) {
  constexpr std::size_t longest_label = 14;
  const std::size_t n = counts.rows();
  std::printf("on the %s rows = %.4f (%zu of %zu)\n", rows, share_of(counts.right(), n),
              counts.right(), n);
  std::printf("always the larger class = %.4f (%zu of %zu)\n", share_of(counts.majority(), n),
              counts.majority(), n);
  const auto counted = [](std::size_t ones, std::size_t zeros) {
    return vector<double>({static_cast<double>(ones), static_cast<double>(zeros)});
  };
  const std::string one = printable(label_of(data, true), longest_label);
  const std::string zero = printable(label_of(data, false), longest_label);
  constexpr int gap = 2;
  const auto column = [&](const std::string& label, const Vector<double>& numbers) {
    const std::string title = "called " + label;
    return Column{title, gap + std::max(10, static_cast<int>(utf8_width(title))), 0, numbers};
  };
  const std::size_t width = 3 + std::max(utf8_width(one), utf8_width(zero));
  print_columns("", width, {"is " + one, "is " + zero},
                {column(one, counted(counts.ones_right, counts.zeros_wrong)),
                 column(zero, counted(counts.ones_wrong, counts.zeros_right))});
}

}  // namespace

void require_good_files(const TrainingOptions& options) {
  require_separate_files({{"data", options.data.file, false},
                          {"predict", options.predict, false},
                          {"history", options.history, true},
                          {"parameters", options.parameters, true},
                          {"predictions", options.predictions, true}});
}

std::string history_header() { return csv_text({"epoch", "cost", "gradient_norm"}, {}); }

std::string history_line(const DescentRecord& record) {
  return std::to_string(record.iteration) + "," + exact_text(record.cost) + "," +
         exact_text(record.gradient_norm) + "\n";
}

std::string parameters_csv(const Training& training) {
  const Vector<double> theta = parameters(training.neuron_in_units_of_data());
  const Vector<double>& standardized = training.descent.parameters;
  const std::optional<Standardization>& scale = training.standardization;
  const std::size_t d = training.data.features.size();
  const auto text = [](const Vector<double>& numbers, std::size_t k) {
    return exact_text(numbers(k));
  };
  std::vector<std::vector<std::string>> rows;
  for (std::size_t j = 0; j < d; ++j) {
    rows.push_back({training.data.features[j], text(theta, j), "", "", ""});
    if (scale) {
      rows.back()[2] = text(standardized, j);
      rows.back()[3] = text(scale->mean, j);
      rows.back()[4] = text(scale->deviation, j);
    }
  }
  rows.push_back({"bias", text(theta, d), scale ? text(standardized, d) : "", "", ""});
  return csv_text({"parameter", "value", "standardized_value", "mean", "deviation"}, rows);
}

void require_distinct_parameters(const TrainingOptions& options, const Training& training) {
  const std::vector<std::string>& names = training.data.features;
  if (options.parameters.empty() || std::find(names.begin(), names.end(), "bias") == names.end()) {
    return;
  }
  throw InputError({training.data.file, 0, "bias"},
                   "has the name that --parameters gives to the neuron's bias",
                   "rename the column, or train without it or without --parameters");
}

std::string predictions_csv(const Training& training, const NewRows& rows) {
  Matrix<double> X = rows.X;
  if (training.standardization) training.standardization->apply_to(X);
  const Neuron<double> neuron = training.neuron();
  const bool labelled = !training.data.positive.empty();
  std::vector<std::string> header = {"prediction"};
  if (labelled) header.emplace_back("class");
  std::vector<std::vector<std::string>> lines(rows.rows_in_file,
                                              std::vector<std::string>(header.size()));
  for (std::size_t i = 0; i < X.size1(); ++i) {
    const double y_hat = predict(neuron, row_of(X, i));
    std::vector<std::string>& line = lines.at(rows.rows.at(i));
    line.front() = exact_text(y_hat);
    if (labelled) line.back() = label_of(training.data, y_hat >= 0.5);
  }
  return csv_text(header, lines);
}

void print_training(const TrainingOptions& options, const Training& training) {
  print_data(options, training);
  print_descent(options, training);
  if (training.descent.reason == StopReason::diverged || training.saturated) return;
  print_parameters(training);
  const Split& split = training.split;
  const std::optional<Confusion> trained = training.confusion(split.training);
  if (!trained) return;
  heading("Accuracy");
  print_confusion(training.data, "training", *trained);
  if (const std::optional<Confusion> held_out = training.confusion(split.test)) {
    std::printf("\n");
    print_confusion(training.data, "held-out", *held_out);
  }
}

void print_remarks(const TrainingOptions& options, const Training& training) {
  const auto remark = [&](const std::string& text) {
    std::fprintf(stderr, "%s: %s\n", printable(training.data.file).c_str(), text.c_str());
  };
  const std::size_t updates = training.descent.history.back().iteration;
  if (2 * training.rises > updates) {
    remark("the cost rose in " + std::to_string(training.rises) + " of " + std::to_string(updates) +
           " updates" + remedy(options));
  }
  // One class has z ≥ 0, the other z < 0. With b moved a little no z is 0, and if w and b then grow
  // by one factor, the cost tends to 0. It is 0 nowhere.
  const std::optional<Confusion> trained = training.confusion(training.split.training);
  if (trained && trained->right() == trained->rows() && trained->majority() < trained->rows()) {
    remark(
        "the neuron separates the two classes of the training rows: their cost has no minimum, it "
        "comes ever closer to 0 as the weights grow");
  }
}

std::string how_it_diverged(const TrainingOptions& options, const Training& training) {
  const DescentRecord& first = training.descent.history.front();
  const DescentRecord& last = training.descent.history.back();
  // Of a cost or a gradient too large for a double before any update no learning rate is to blame.
  if (last.iteration == 0) {
    return "training diverged before the first update: the cost is " + short_text(first.cost) +
           " and its gradient's norm " + short_text(first.gradient_norm) +
           "; give data with smaller numbers" +
           (options.data.standardize ? "" : ", or --standardize yes");
  }
  return "training diverged: the cost went from " + short_text(first.cost) + " to " +
         short_text(last.cost) +
         (std::isfinite(last.gradient_norm) ? "" : " and its gradient is too large for a double") +
         remedy(options);
}

std::string how_it_saturated(const TrainingOptions& options, const Training& training) {
  const Confusion counts = training.confusion(training.split.training).value_or(Confusion{});
  const std::size_t wrong = counts.rows() - counts.right();
  return "training saturated: every prediction is within 1e-06 of 0 or 1, where the sigmoid is "
         "flat, and " +
         std::to_string(wrong) + " of " + std::to_string(counts.rows()) +
         (wrong == 1 ? " is" : " are") + " wrong" + remedy(options);
}

}  // namespace nn
