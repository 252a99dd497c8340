#pragma once

/// \file
/// The epochs of mistakes.hpp on samples where every fault shows: how far their gradients are off,
/// and what a training with them comes to.

#include <cstdio>
#include <string>

#include "epochs.hpp"
#include "examples.hpp"
#include "mistakes.hpp"
#include "nn/data/samples.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/program/columns.hpp"

namespace nn::chapter8 {

/// The cost as a function of θ, for every scalar.
template <Scalar T>
T cost_at(const Samples& samples, const Vector<T>& theta) {
  return cost(CrossEntropyWithLogits{}, neuron_from(theta), cast<T>(samples.X), cast<T>(samples.y));
}

/// Its gradient by dual numbers, which knows nothing of lanes and blocks.
inline Vector<double> dual_gradient_at(const Samples& samples, const Vector<double>& theta) {
  return dual_gradient([&](const auto& at) { return cost_at(samples, at); }, theta);
}

/// Prints of the right epoch and of each mistake the error of the gradient and the cost at the end.
inline void print_mistakes() {
  const Samples samples = odd_samples();
  const Vector<double> theta(samples.X.size2() + 1, 0.3);
  const Vector<double> dual = dual_gradient_at(samples, theta);
  const auto error_of = [&](Fault fault) {
    return max_norm(epoch_in_blocks(samples.X, samples.y, theta, fault).gradient - dual);
  };
  std::printf("                     largest error    cost after 200 epochs\n");
  std::printf("%-20s %13s %24.6f\n", "no mistake",
              error_of(Fault::none) < 1e-12 ? "below 1e-12" : "above 1e-12",
              cost_after_training(samples, Fault::none));
  for (const Mistake& mistake : mistakes) {
    std::printf("%-20s %13.1e %24.6f\n", mistake.name, error_of(mistake.fault),
                cost_after_training(samples, mistake.fault));
  }
}

/// Prints a wrong epoch beside the right one and beside dual numbers, and what a training with it
/// comes to. Returns how it was caught.
inline std::string show_mistake(const Mistake& mistake) {
  std::printf("%s\n\n", mistake.what);
  const Samples samples = odd_samples();
  const Vector<double> theta(samples.X.size2() + 1, 0.3);
  const CostAndGradient wrong = epoch_in_blocks(samples.X, samples.y, theta, mistake.fault);
  const CostAndGradient right = epoch_in_blocks(samples.X, samples.y, theta, Fault::none);
  const CostAndGradient oracle = {cost_at(samples, theta), dual_gradient_at(samples, theta)};
  const auto some_of = [](const CostAndGradient& epoch) {
    return vector<double>({epoch.cost, epoch.gradient(0), epoch.gradient(6), epoch.gradient(7)});
  };
  print_columns("n = 45, d = 7", 14, {"cost", "dC/dw_1", "dC/dw_7", "dC/db"},
                {{"wrong", 13, 9, some_of(wrong)},
                 {"right", 14, 9, some_of(right)},
                 {"oracle", 14, 9, some_of(oracle)}});
  std::printf("\n200 epochs     cost\n");
  std::printf("right      %.6f\n", cost_after_training(samples, Fault::none));
  std::printf("wrong      %.6f\n", cost_after_training(samples, mistake.fault));
  char verdict[128];
  std::snprintf(verdict, sizeof verdict,
                "%s: caught, the gradient differs from the dual numbers' by %.1e (allowed 1e-12)",
                mistake.name, max_norm(wrong.gradient - oracle.gradient));
  return verdict;
}

}  // namespace nn::chapter8
