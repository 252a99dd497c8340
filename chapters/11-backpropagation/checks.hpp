#pragma once

/// \file
/// The gradient of the example against three that know nothing of backpropagation, and the error of
/// the central difference against its step.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>

#include "examples.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/errors.hpp"

namespace nn::chapter11 {

/// The cost of the example, as a function of all its parameters, for every scalar.
inline const auto example_cost = []<class T>(const Vector<T>& theta) {
  return cost_at(example_network(), LinearSquaredError{}, example_batch(), theta);
};

inline Vector<double> example_gradient() {
  return gradient_of(example_network(), LinearSquaredError{}, example_batch(),
                     example_parameters());
}

/// Prints every slope in four ways.
inline void print_check() {
  const Vector<double> theta = example_parameters();
  const Vector<double> gradient = example_gradient();
  const Vector<double> complex = complex_step_gradient(example_cost, theta);
  print_columns("", 6, parameter_names(example_network()),
                {{"backpropagation", 17, 6, gradient},
                 {"central difference", 20, 6, central_difference_gradient(example_cost, theta)},
                 {"complex step", 14, 6, complex},
                 {"dual numbers", 14, 6, dual_gradient(example_cost, theta)}});
  if (max_norm(gradient - complex) > 1e-12) {
    throw CheckFailed("backpropagation does not agree with the complex step");
  }
}

/// Prints how far the central difference of the worst slope is off, step by step.
inline void print_step_errors() {
  const Vector<double> theta = example_parameters();
  const Vector<double> gradient = example_gradient();
  std::printf("    h   largest error of the central difference\n");
  for (const double h : {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10}) {
    const Vector<double> steps(theta.size(), h);
    const Vector<double> chords = central_difference_gradient(example_cost, theta, steps);
    std::printf("%.0e %41.0e\n", h, max_norm(chords - gradient));
  }
}

}  // namespace nn::chapter11
