#pragma once

/// \file
/// What the networks of the chapter learn from: three hundred handwritten digits, ten at a time.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include "../12-softmax/digits.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/network_cost.hpp"
#include "nn/training/stochastic_descent.hpp"

namespace nn::chapter15 {

/// The first 300 digits that chapter 12 learns from, and the 449 that it holds out. One shift and
/// one scale for all pixels: over the 300 images they have the mean 0 and the mean square 1, as the
/// formulas want their inputs. Read when somebody asks, and once.
inline const chapter12::DigitData& lesson() {
  static const chapter12::DigitData data = [] {
    std::vector<std::size_t> first(300);
    std::iota(first.begin(), first.end(), std::size_t{0});
    chapter12::DigitData some{chapter12::chosen(chapter12::digit_data().training, first),
                              chapter12::digit_data().held_out};
    const auto& inputs = some.training.X.data();
    const auto count = static_cast<double>(inputs.size());
    const double mean = std::accumulate(inputs.begin(), inputs.end(), 0.0) / count;
    double variance = 0;
    for (const double pixel : inputs) variance += (pixel - mean) * (pixel - mean) / count;
    for (chapter12::Digits* part : {&some.training, &some.held_out}) {
      for (double& pixel : part->X.data()) pixel = (pixel - mean) / std::sqrt(variance);
    }
    return some;
  }();
  return data;
}

/// A network that reads them, with hidden layers of these widths.
inline Network reading_network(const std::vector<std::size_t>& hidden, Activation f) {
  return network_of(chapter12::pixels, hidden, f, chapter12::classes);
}

/// Stochastic gradient descent with batches of 10 and the rate 0.05, on the lesson. `watch` sees θ
/// before any update and after each epoch.
template <class Watch>
void learn(const Network& network, Vector<double> theta, std::size_t epochs, const Watch& watch) {
  StochasticOptions options;
  options.batch_size = 10;
  options.epochs = epochs;
  options.learning_rate = 0.05;
  StochasticDescent<SoftmaxCrossEntropy, double> descent(
      network, SoftmaxCrossEntropy{}, lesson().training.X, lesson().training.Y, options);
  GradientDescent optimizer(options.learning_rate);
  watch(std::size_t{0}, theta);
  for (std::size_t epoch = 1; epoch <= epochs; ++epoch) {
    descent.run_epoch(theta, optimizer);
    watch(epoch, theta);
  }
}

/// The cost of the 300 digits.
inline double lesson_cost(const Network& network, const Vector<double>& theta) {
  const NetworkCost<SoftmaxCrossEntropy, double> cost(network, SoftmaxCrossEntropy{},
                                                      lesson().training.X, lesson().training.Y);
  return cost.evaluate(theta, nullptr);
}

/// How many of some digits are read right.
inline std::size_t right_of(const Network& network, const Vector<double>& theta,
                            const chapter12::Digits& digits) {
  return chapter12::right_answers(scores(network, theta, digits.X), digits);
}

/// A cost with three digits; `none` where it is no finite number.
inline std::string cost_text(double cost) {
  if (!std::isfinite(cost)) return "none";
  char text[32];
  std::snprintf(text, sizeof text, cost < 1000 ? "%.2f" : "%.1e", cost);
  return text;
}

}  // namespace nn::chapter15
