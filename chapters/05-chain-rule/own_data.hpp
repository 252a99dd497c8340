#pragma once

/// \file
/// The gradient of a neuron on a reader's own data.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "gradient_check.hpp"
#include "mistakes.hpp"
#include "nn/data/dataset.hpp"
#include "nn/data/number.hpp"
#include "nn/data/standardize.hpp"
#include "nn/data/utf8.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/data_options.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/text.hpp"

namespace nn::chapter5 {

/// A reader's own data.
struct Request {
  DataOptions data;
  std::vector<double> weights;
  std::optional<double> bias;
  std::string format = "text";
};

inline Neuron<double> neuron_for(const Dataset& dataset, const Request& request) {
  const std::size_t d = dataset.features.size();
  const std::string right_would_be =
      "give " + std::to_string(d) + ", one for each feature: " + listed(dataset.features);
  if (request.weights.empty()) throw UsageError("--weights is missing; " + right_would_be);
  if (request.weights.size() != d) {
    throw UsageError("--weights: the number of weights is " +
                     std::to_string(request.weights.size()) + "; " + right_would_be);
  }
  if (!request.bias) throw UsageError("--bias is missing; give a number");
  return {vector<double>(request.weights), *request.bias};
}

/// The complex step moves z by 1e-20 x, which must stay far below 1; squares must not overflow.
inline void require_moderate(const Dataset& dataset, const Matrix<double>& X) {
  const auto require = [&](double value, std::size_t i, const std::string& column) {
    if (std::abs(value) <= 1e10) return;
    throw InputError({dataset.file, dataset.lines.at(i), column},
                     short_text(value) + " is too large for a numerical derivative",
                     "give numbers up to 1e+10, in a larger unit");
  };
  for (std::size_t i = 0; i < X.size1(); ++i) {
    for (std::size_t j = 0; j < X.size2(); ++j) require(X(i, j), i, dataset.features.at(j));
    require(dataset.y(i), i, dataset.target);
  }
}

/// Prints the gradient on the data, and checks it.
inline void check_data(const Request& request, const Mistake* mistake) {
  const Dataset dataset = load_dataset(request.data.file, request.data.dataset);
  require_two_classes(dataset);
  const Neuron<double> neuron = neuron_for(dataset, request);
  Matrix<double> X = dataset.X;
  if (request.data.standardize) {
    X = fit_standardization(X, dataset.features, dataset.file).apply(X);
  }
  require_moderate(dataset, X);
  print_notes(dataset);
  std::vector<std::string> parameters = dataset.features;
  parameters.emplace_back("bias");
  const GradientCheck check =
      check_gradient(parameters, neuron, X, dataset.y,
                     (mistake != nullptr ? mistake->gradient : right)(neuron, X, dataset.y));
  if (request.format == "csv") {
    std::fputs(as_csv(check).c_str(), stdout);
  } else {
    heading("Gradient of the mean squared error");
    std::printf("%zu samples of %s, cost %.6g\n", dataset.y.size(), printable(dataset.file).c_str(),
                cost<SquaredErrorLoss>(neuron, X, dataset.y));
    print_table(check);
    std::printf("allowed difference from the complex step: %.1e\n", check.allowed);
  }
  require_passed(check, mistake != nullptr ? mistake->name : "the analytic gradient");
}

/// Gives the chapter the command: the options of a Request, and check_data() where there is
/// `--data`. A `--mistake` then names the formula; figures are the chapter's own.
///
/// \param request filled when the command line is read; it must outlive the chapter's run
inline void checks_own_data(Chapter& chapter, Request& request) {
  CommandLine& line = chapter.line();
  add_data_options(line, request.data);
  line.numbers("weights", "W1,W2,...", request.weights, "the weights, one for each feature");
  line.number("bias", "B", request.bias, "the bias");
  line.choice("format", request.format, {{"text", ""}, {"csv", ""}}, "how the gradient is printed");
  for (const char* option : {"weights", "bias", "format"}) line.needs(option, "data");
  const auto wanted = [&chapter] { return chapter.line().given("data"); };
  chapter.check([&chapter, wanted] {
    if (chapter.draws() && (wanted() || chapter.shows_mistake())) {
      throw UsageError(
          "--plot: it draws the chapter's own figures; give it without --data and --mistake");
    }
  });
  chapter.command(wanted, [&chapter, &request] {
    check_data(request, find_mistake(mistakes, chapter.mistake()));
  });
}

}  // namespace nn::chapter5
