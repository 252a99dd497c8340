#pragma once

/// \file
/// The perceptron at work, step by step and pass by pass.

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>

#include "examples.hpp"
#include "nn/data/original_units.hpp"
#include "nn/neuron/perceptron.hpp"
#include "nn/program/text.hpp"

namespace nn::chapter9 {

/// Prints each step of some passes over samples with two features, from θ = 0.
inline void print_steps(const Samples& samples, std::size_t passes) {
  const Vector<double> t = signs_of(samples.y);
  Neuron<double> neuron = zero_neuron<double>(2);
  std::printf("pass         x   y    z   tz  mistake        w    b\n");
  for (std::size_t pass = 1; pass <= passes; ++pass) {
    for (std::size_t i = 0; i < t.size(); ++i) {
      const Vector<double> x = row_of(samples.X, i);
      const double z = preactivation(neuron, x);
      const bool mistake = perceptron_update(neuron, x, t(i));
      std::printf("%4zu %9s %3g %4g %4g %8s %8s %4g\n", pass, text_of(x).c_str(), samples.y(i),
                  z + 0.0, t(i) * z + 0.0, mistake ? "yes" : "no", text_of(neuron.weights).c_str(),
                  neuron.bias + 0.0);
    }
  }
}

/// Prints how the rule learned the samples, and the bound that its own result gives.
inline void print_learned(const char* name, const Samples& samples) {
  const Vector<double> t = signs_of(samples.y);
  const PerceptronResult<double> result = train_perceptron(samples.X, t, 1000);
  std::printf("%-14s %6zu %9zu %9.4f %9.5f %13.0f\n", name, result.mistakes.size(),
              result.total_mistakes(), radius(samples.X), margin(result.neuron, samples.X, t),
              mistake_bound(result.neuron, samples.X, t));
}

/// Prints the first ten passes of at most 1000, the pass with the fewest mistakes, and the sum.
inline void print_passes(const char* name, const Samples& samples) {
  const auto result = train_perceptron(samples.X, signs_of(samples.y), 1000);
  std::printf("%-20s", name);
  for (std::size_t pass = 0; pass < 10; ++pass) std::printf(" %zu", result.mistakes.at(pass));
  std::printf("  %6zu %7zu %8zu\n", result.mistakes.size(),
              *std::min_element(result.mistakes.begin(), result.mistakes.end()),
              result.total_mistakes());
}

/// Body masses in kg in the place of g.
inline Samples in_kilograms(Samples samples) {
  for (std::size_t i = 0; i < samples.X.size1(); ++i) samples.X(i, 3) /= 1000;
  return samples;
}

/// Prints how the rule learns samples as they are; `separator` separates them when their features
/// are standardised, and is said in their units to give a bound.
inline void print_units(const char* name, const Samples& samples, const Neuron<double>& separator) {
  const Vector<double> t = signs_of(samples.y);
  const auto result = train_perceptron(samples.X, t, 1000);
  const Neuron<double> same = in_original_units(separator, fit_standardization(samples.X));
  std::printf("%-14s %6zu %9zu %7zu %9.4g %9.4g %9.2g\n", name, result.mistakes.size(),
              result.total_mistakes(), result.mistakes.back(), radius(samples.X),
              margin(same, samples.X, t), mistake_bound(same, samples.X, t));
}

/// The rule with a learning rate: how many mistakes it makes until a pass is without one, in at
/// most 1000 passes, and how many passes that takes.
struct RateRun {
  std::size_t passes = 0;
  std::size_t mistakes = 0;
};

/// A mistaken sample moves w by α t x, and b by α t.
inline RateRun run_with_rate(const Samples& samples, double alpha) {
  const Vector<double> t = signs_of(samples.y);
  Neuron<double> neuron = zero_neuron<double>(samples.X.size2());
  RateRun run;
  for (bool mistaken = true; mistaken && run.passes < 1000; ++run.passes) {
    mistaken = false;
    for (std::size_t i = 0; i < t.size(); ++i) {
      const Vector<double> x = row_of(samples.X, i);
      if (!is_mistake(preactivation(neuron, x), t(i))) continue;
      neuron.weights += alpha * t(i) * x;
      neuron.bias += alpha * t(i);
      ++run.mistakes;
      mistaken = true;
    }
  }
  return run;
}

}  // namespace nn::chapter9
