#pragma once

/// \file
/// The penguins on two scales, in millimetres and standardised: how long a step is safe on each,
/// and how far a thousand of them lead.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "nn/neuron/smoothness.hpp"
#include "nn/training/gradient_descent.hpp"
#include "penguins.hpp"

namespace nn::chapter6 {

/// The penguins in millimetres: the same rows, not standardised.
inline Samples raw_samples(const Training& training) {
  Training raw = training;
  raw.standardization.reset();
  return training_samples(raw);
}

/// The largest |L″| on a grid of z and y.
inline double largest_curvature_seen() {
  double largest = 0;
  for (int i = -1000; i <= 1000; ++i) {
    for (const double y : {0.0, 0.25, 0.5, 0.75, 1.0}) {
      largest = std::max(largest, std::abs(squared_error_second_derivative(i / 100.0, y)));
    }
  }
  return largest;
}

/// Prints the bound B of the curvature, which bounds the learning rate, and the cost after one step
/// within that bound and beyond it.
inline void print_bound(const Training& training) {
  // The zeros of g′ between 0 and 1, and g there: y = 0 makes L″ = g.
  for (const double root : {-std::sqrt(33.0), std::sqrt(33.0)}) {
    const double s = (15 + root) / 24;
    std::printf("g(%.5f) = %.5f\n", s, squared_error_second_derivative(std::log(s / (1 - s)), 0.0));
  }
  std::printf("B = %.5f, and the largest on a grid = %.5f\n", max_squared_error_second_derivative(),
              largest_curvature_seen());
  std::printf("one step from θ = 0, where the cost = 0.25\n");
  std::printf("alpha                  ℓ      1/ℓ  cost after  promised\n");
  for (const auto& [name, samples] : {std::pair{"mm,", raw_samples(training)},
                                      std::pair{"scaled,", training_samples(training)}}) {
    const double ell = gradient_lipschitz_bound(samples.X);
    const auto objective = cost_of(samples);
    const Vector<double> start(3, 0.0);
    const double squared = squared_norm(gradient_at(objective, start));
    for (const double share : {0.5, 1.0, 6.0}) {
      const auto result = gradient_descent(objective, start, {share / ell, 1, 0});
      std::printf("%-7s %3g/ℓ  %9.4g %8.4g %11.4f", name, share, ell, 1 / ell,
                  result.history.back().cost);
      if (share <= 1) std::printf(" %9.4f", value_at(objective, start) - share / ell / 2 * squared);
      std::printf("\n");
    }
  }
}

/// Prints ℓ, and the cost after 1000 epochs of the longest step that it allows.
inline void print_scaling(const Training& training) {
  std::printf("features      mean squared length        ℓ      1/ℓ  cost after 1000 epochs\n");
  for (const auto& [name, samples] : {std::pair{"millimetres", raw_samples(training)},
                                      std::pair{"standardised", training_samples(training)}}) {
    const double ell = gradient_lipschitz_bound(samples.X);
    const auto result =
        gradient_descent(cost_of(samples), Vector<double>(3, 0.0), {1 / ell, 1000, 0});
    std::printf("%-12s %20.4g %8.4g %8.4g %23.4f\n", name,
                ell / max_squared_error_second_derivative(), ell, 1 / ell,
                result.history.back().cost);
  }
}

}  // namespace nn::chapter6
