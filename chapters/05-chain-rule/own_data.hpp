#pragma once

/// \file
/// The gradient of a neuron on a reader's own data.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "check_table.hpp"
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
  std::string cost = "mse";  ///< or "cross-entropy"
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

/// The complex step moves z by 1e-20 x, which must stay far below 1.
inline void require_moderate(const Dataset& dataset, const Matrix<double>& X) {
  for (std::size_t i = 0; i < X.size1(); ++i) {
    for (std::size_t j = 0; j < X.size2(); ++j) {
      if (std::abs(X(i, j)) <= 1e10) continue;
      throw InputError({dataset.file, dataset.lines.at(i), dataset.features.at(j)},
                       short_text(X(i, j)) + " is too large for a numerical derivative",
                       "give numbers up to 1e+10, in a larger unit");
    }
  }
}

/// The formula to check: the right one, or the mistake's for this cost.
inline Formula formula_for(const Request& request, const Mistake* mistake) {
  if (request.cost == "mse") {
    return mistake != nullptr ? mistake->gradient : Formula{right<SquaredErrorWithLogits>};
  }
  if (mistake == nullptr) return right<CrossEntropyWithLogits>;
  if (mistake->of_cross_entropy == nullptr) {
    throw UsageError(std::string("--mistake ") + mistake->name +
                     " is about the squared error; give it with --cost mse");
  }
  return mistake->of_cross_entropy;
}

/// Ends the program unless the check has shown that the gradient is right.
inline void require_passed(const GradientCheck& check, const std::string& formula,
                           bool standardized) {
  const std::string caught = how_caught(check, formula);
  if (!caught.empty()) throw CheckFailed(caught);
  const std::string blind = why_blind(check);
  if (!blind.empty()) {
    throw CheckFailed(formula + ": " + blind + "; choose parameters nearer to the boundary" +
                      (standardized ? "" : ", or --standardize yes"));
  }
}

/// Prints the gradient on the data, and checks it.
inline void check_data(const Request& request, const Mistake* mistake) {
  const Formula formula = formula_for(request, mistake);
  const Dataset dataset = load_dataset(request.data.file, request.data.dataset);
  require_two_classes(dataset);
  const bool squared = request.cost == "mse";
  const Neuron<double> neuron = neuron_for(dataset, request);
  Matrix<double> X = dataset.X;
  if (request.data.standardize) {
    X = standardization_of(dataset, X).apply(X);
  }
  require_moderate(dataset, X);
  print_notes(dataset);
  std::vector<std::string> parameters = dataset.features;
  parameters.emplace_back("bias");
  const Vector<double>& y = dataset.y;
  const Gradient analytic = formula(neuron, X, y);
  const GradientCheck check =
      squared ? check_gradient<SquaredErrorWithLogits>(parameters, neuron, X, y, analytic)
              : check_gradient<CrossEntropyWithLogits>(parameters, neuron, X, y, analytic);
  if (request.format == "csv") {
    std::fputs(as_csv(check).c_str(), stdout);
  } else {
    heading(squared ? "Gradient of the mean squared error" : "Gradient of the cross-entropy");
    std::printf("%zu samples of %s, cost %.6g\n", y.size(), printable(dataset.file).c_str(),
                squared ? cost(SquaredErrorWithLogits{}, neuron, X, y)
                        : cost(CrossEntropyWithLogits{}, neuron, X, y));
    print_table(check);
  }
  const std::vector<std::string> doubts = doubtful(check);
  if (!doubts.empty()) {
    std::fprintf(stderr,
                 "%s: the central difference is off by more than 1 %% of the slope by %s; "
                 "the complex step decides\n",
                 printable(dataset.file).c_str(), listed(doubts).c_str());
  }
  require_passed(check, mistake != nullptr ? mistake->name : "the analytic gradient",
                 request.data.standardize);
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
  line.choice("cost", request.cost,
              {{"mse", "the mean squared error"}, {"cross-entropy", "the binary cross-entropy"}},
              "whose gradient it is");
  line.choice("format", request.format, {{"text", ""}, {"csv", ""}}, "how the gradient is printed");
  for (const char* option : {"weights", "bias", "cost", "format"}) line.needs(option, "data");
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
