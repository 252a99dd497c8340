#pragma once

/// \file
/// Where the square of a gradient leaves the numbers of a `float`.

#include <cmath>
#include <concepts>
#include <cstdio>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/adam.hpp"

namespace nn::chapter14 {

/// Adam's first step for a gradient g, at α = 1; it should be g/(|g| + ε).
template <std::floating_point T>
double first_step_of(double g, double epsilon) {
  AdamOptions options;
  options.learning_rate = 1;
  options.epsilon = epsilon;
  Adam<T> adam(options);
  Vector<T> theta(1, T(0));
  adam.step(theta, Vector<T>(1, static_cast<T>(g)));
  return std::abs(static_cast<double>(theta(0)));
}

/// Prints the first steps of large and of tiny gradients.
inline void print_floating_point() {
  std::printf("the first step over α; exact: 1 where ε = 0\n");
  std::printf("                        ε = 0               ε = 1e-8\n");
  std::printf("     g  g² in float     float    double     float    double\n");
  for (const double g : {1e20, 1.0, 1e-8, 1e-18, 1e-20, 1e-21, 1e-22, 1e-30}) {
    const auto small = static_cast<float>(g);
    std::printf("%6.0e %12.2e %9.4g %9.4g %9.4g %9.4g\n", g, static_cast<double>(small * small),
                first_step_of<float>(g, 0), first_step_of<double>(g, 0),
                first_step_of<float>(g, 1e-8), first_step_of<double>(g, 1e-8));
  }
}

}  // namespace nn::chapter14
