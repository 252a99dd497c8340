#pragma once

/// \file
/// The perceptron on a reader's own data.

#include <cmath>
#include <cstddef>
#include <cstdio>

#include "nn/data/dataset.hpp"
#include "nn/data/number.hpp"
#include "nn/neuron/perceptron.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/data_options.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/text.hpp"

namespace nn::chapter9 {

/// A reader's own data, and when to give up.
struct Request {
  DataOptions data;
  std::size_t epochs = 100;
};

/// The rule knows yes and no. Probabilities are no labels.
inline void require_labels(const Dataset& dataset) {
  for (std::size_t i = 0; i < dataset.y.size(); ++i) {
    if (dataset.y(i) == 0 || dataset.y(i) == 1) continue;
    throw InputError(
        {dataset.file, dataset.lines.at(i), dataset.target},
        short_text(dataset.y(i)) + " is neither 0 nor 1, and a perceptron needs labels",
        "give two labels, or say which value is the 1", Setting::positive);
  }
}

/// Features as they are may be so large that their sums overflow.
inline void require_finite(const Dataset& dataset, const Neuron<double>& neuron) {
  for (const double parameter : parameters(neuron)) {
    if (std::isfinite(parameter)) continue;
    throw InputError({dataset.file, 0, ""},
                     "the features are so large that the parameters overflow",
                     "give them in larger units, or say --standardize yes");
  }
}

/// Prints the mistakes of each pass, and the bound where a pass is without one.
inline void learn_data(const Request& request) {
  const Dataset dataset = load_dataset(request.data.file, request.data.dataset);
  require_two_classes(dataset);
  require_labels(dataset);
  Matrix<double> X = dataset.X;
  if (request.data.standardize) X = standardization_of(dataset, dataset.X).apply(X);
  print_notes(dataset);
  const Vector<double> t = signs_of(dataset.y);
  Neuron<double> neuron = zero_neuron<double>(X.size2());
  heading("Mistakes in each pass");
  std::printf("pass  mistakes\n");
  std::size_t total = 0;
  bool separates = false;
  for (std::size_t pass = 1; pass <= request.epochs && !separates; ++pass) {
    const std::size_t made = perceptron_pass(neuron, X, t);
    require_finite(dataset, neuron);
    std::printf("%4zu %9zu\n", pass, made);
    total += made;
    separates = made == 0;
  }
  heading("Result");
  std::printf("mistakes = %zu of %zu samples in all passes\n", total, t.size());
  if (!separates) {
    std::printf("no pass was without a mistake: whether a neuron separates them is open\n");
    return;
  }
  std::printf("the last pass was without a mistake: this neuron separates them\n");
  std::printf("w = %s, b = %.6g%s\n", text_of(neuron.weights).c_str(), neuron.bias + 0.0,
              request.data.standardize ? ", for standardised features" : "");
  const double tau = margin(neuron, X, t);
  std::printf("R = %.6g, margin = %.6g\n", radius(X), tau);
  if (tau > 0) std::printf("at most (R/margin)^2 = %.6g mistakes\n", mistake_bound(neuron, X, t));
}

/// Gives the chapter the command: the options of a Request, and learn_data() where there is
/// `--data`, which goes with neither a mistake nor a figure.
///
/// \param request filled when the command line is read; it must outlive the chapter's run
inline void learns_own_data(Chapter& chapter, Request& request) {
  CommandLine& line = chapter.line();
  add_data_options(line, request.data);
  line.count("epochs", "N", request.epochs, "the most passes to make");
  line.needs("epochs", "data");
  const auto wanted = [&chapter] { return chapter.line().given("data"); };
  chapter.check([&chapter, wanted] {
    if (wanted() && (chapter.shows_mistake() || chapter.draws())) {
      throw UsageError("--data goes with neither --mistake nor --plot; leave one out");
    }
  });
  chapter.command(wanted, [&request] { learn_data(request); });
}

}  // namespace nn::chapter9
