#pragma once

/// \file
/// The formulas of mistakes.hpp beside the right one: how far they are off on the samples of
/// chapter 5, and what a training with them makes of the penguins.

#include <cstddef>
#include <cstdio>
#include <string>

#include "examples.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/accuracy.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/program/columns.hpp"

namespace nn::chapter7 {

/// What a training came to.
struct Outcome {
  double cost;
  double share_right;
};

/// 100 epochs on the penguins from θ = 0 with δ from some formula.
template <class Delta>
Outcome trained_with(const Delta& delta) {
  const Samples& samples = penguins();
  Neuron<double> neuron = zero_neuron<double>(samples.X.size2());
  const double rate = safe_rate<CrossEntropyWithLogits>(samples.X);
  for (int epoch = 0; epoch < 100; ++epoch) {
    const Vector<double> slopes = delta(preactivations(neuron, samples.X), samples.y);
    neuron.weights -= rate * matvec_transposed(samples.X, slopes);
    neuron.bias -= rate * total(slopes);
  }
  return {cost(CrossEntropyWithLogits{}, neuron, samples.X, samples.y),
          accuracy(neuron, samples.X, samples.y)};
}

/// Prints of the right formula and of each mistake the error of δ and the outcome of a training.
inline void print_mistakes() {
  const Samples samples = example_samples();
  const Vector<double> z = preactivations(example_neuron(), samples.X);
  std::printf("δ                largest error   100 epochs on the penguins: cost, right\n");
  const auto print = [&](const char* name, const auto& delta) {
    const double error = max_norm(delta(z, samples.y) - right_delta(z, samples.y));
    const Outcome outcome = trained_with(delta);
    std::printf("%-16s %13.4f %31.4g %7.4f\n", name, error, outcome.cost, outcome.share_right);
  };
  print("right", right_delta);
  for (const Mistake& mistake : mistakes) print(mistake.name, mistake.delta);
}

/// Prints a wrong δ beside the right one and beside two that know of neither, and what a training
/// with it comes to. Returns how it was caught.
inline std::string show_mistake(const Mistake& mistake) {
  std::printf("right: ŷ - y, divided by n\nwrong: %s\n\n", mistake.what);
  const Samples samples = example_samples();
  const Vector<double> z = preactivations(example_neuron(), samples.X);
  const auto phi = [&samples]<class T>(const Vector<T>& at) {
    T sum = T(0);
    for (std::size_t i = 0; i < at.size(); ++i) {
      sum += CrossEntropyWithLogits{}.value(at(i), T(samples.y(i)));
    }
    return sum / T(3);
  };
  const Vector<double> wrong = mistake.delta(z, samples.y);
  const Vector<double> dual = dual_gradient(phi, z);
  print_columns("i", 1, {"1", "2", "3"},
                {{"wrong", 12, 6, wrong},
                 {"right", 12, 6, right_delta(z, samples.y)},
                 {"central difference", 21, 6, central_difference_gradient(phi, z)},
                 {"dual numbers", 15, 6, dual}});
  const Outcome with_wrong = trained_with(mistake.delta);
  const Outcome with_right = trained_with(right_delta);
  std::printf("\n100 epochs on the penguins   cost     right\n");
  std::printf("with the right δ %15.4g %9.4f\n", with_right.cost, with_right.share_right);
  std::printf("with the wrong δ %15.4g %9.4f\n", with_wrong.cost, with_wrong.share_right);
  char verdict[128];
  std::snprintf(verdict, sizeof verdict,
                "%s: caught, δ differs from the dual numbers' by %.2g (allowed 1e-12)",
                mistake.name, max_norm(wrong - dual));
  return verdict;
}

}  // namespace nn::chapter7
