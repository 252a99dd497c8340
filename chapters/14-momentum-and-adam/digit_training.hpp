#pragma once

/// \file
/// A small network that reads the digits of chapter 12, trained by batches: which optimizer brings
/// it how far in three epochs.

#include <cstddef>
#include <cstdio>
#include <string>
#include <utility>

#include "../12-softmax/digits.hpp"
#include "mistakes.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/any_optimizer.hpp"
#include "nn/training/network_cost.hpp"
#include "nn/training/schedule.hpp"
#include "nn/training/stochastic_descent.hpp"
#include "valley.hpp"

namespace nn::chapter14 {

/// 64 pixels, 16 hidden units with tanh, 10 classes.
inline Network digit_reader() {
  return network_of(chapter12::pixels, {16}, Activation::tanh, chapter12::classes);
}

/// Its tensors: weights and biases of both layers.
inline Tensors reader_tensors() {
  return {chapter12::pixels * 16, 16, 16 * chapter12::classes, chapter12::classes};
}

/// Its first parameters, drawn once.
inline const Vector<double>& first_parameters() {
  static const Vector<double> theta = [] {
    Random random(1);
    return initial_parameters(digit_reader(), Initialisation::xavier, random);
  }();
  return theta;
}

/// A Step as an optimizer.
class StepOptimizer {
 public:
  explicit StepOptimizer(Step step) : step_(std::move(step)) {}
  void set_learning_rate(double alpha) { alpha_ = alpha; }
  void step(Vector<double>& theta, const Vector<double>& gradient) {
    step_(theta, gradient, alpha_);
  }

 private:
  Step step_;
  double alpha_ = 0;
};

/// What a training came to.
struct Outcome {
  double cost;           ///< over the training digits
  std::size_t held_out;  ///< held-out digits read right
};

/// Where some parameters stand.
inline Outcome outcome_at(const Vector<double>& theta) {
  const chapter12::Digits& seen = chapter12::digit_data().training;
  const chapter12::Digits& unseen = chapter12::digit_data().held_out;
  const NetworkCost<SoftmaxCrossEntropy, double> cost(digit_reader(), SoftmaxCrossEntropy{}, seen.X,
                                                      seen.Y);
  return {cost.evaluate(theta, nullptr),
          chapter12::right_answers(scores(digit_reader(), theta, unseen.X), unseen)};
}

/// Three epochs in batches of 32, always the same ones.
template <class O>
Outcome trained_with(O& optimizer, double alpha, Schedule schedule) {
  const chapter12::Digits& seen = chapter12::digit_data().training;
  StochasticOptions options;
  options.epochs = 3;
  options.learning_rate = alpha;
  options.schedule = schedule;
  StochasticDescent<SoftmaxCrossEntropy, double> descent(digit_reader(), SoftmaxCrossEntropy{},
                                                         seen.X, seen.Y, options);
  Vector<double> theta = first_parameters();
  for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) descent.run_epoch(theta, optimizer);
  return outcome_at(theta);
}

/// Beyond this rate what Adam comes to depends on the last digit of the first parameters.
inline constexpr double highest_adam_rate = 0.1;

/// Prints the costs that each optimizer comes to at some rates.
inline void print_digits() {
  const Outcome start = outcome_at(first_parameters());
  std::printf("64-16-10, %zu digits in batches of 32, 3 epochs; cost at first = %.3f\n",
              chapter12::digit_data().training.digits.size(), start.cost);
  std::printf("the cost, and the digits read right of %zu held out\n",
              chapter12::digit_data().held_out.digits.size());
  std::printf("   α          plain       momentum       Nesterov           Adam\n");
  for (const double alpha : {0.01, 0.03, 0.1, 0.3}) {
    std::printf("%4g", alpha);
    for (const char* const name : {"sgd", "momentum", "nesterov", "adam"}) {
      if (std::string(name) == "adam" && alpha > highest_adam_rate) {
        std::printf("%15s", "-");
        continue;
      }
      AnyOptimizer<double> optimizer(options_of(name, {alpha, kept_velocity, 0}));
      const Outcome outcome = trained_with(optimizer, alpha, Schedule::constant);
      std::printf("%10.3f %4zu", outcome.cost, outcome.held_out);
    }
    std::printf("\n");
  }
}

}  // namespace nn::chapter14
