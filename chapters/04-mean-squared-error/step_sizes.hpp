#pragma once

/// \file
/// The numerical gradient with a step of any size: for a parabola a central difference is right
/// whatever the step, and all that grows as it shrinks is the rounding error.

#include <cstddef>
#include <cstdio>

#include "examples.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter4 {

/// The gradient at the four predictions, with one step size for all entries. A one-sided difference
/// leaves the left point at the predictions themselves.
inline Vector<double> difference_gradient(double h, bool one_sided) {
  Vector<double> gradient(predictions.size());
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    Vector<double> right = predictions;
    Vector<double> left = predictions;
    right(i) += h;
    if (!one_sided) left(i) -= h;
    gradient(i) = (cost_of_predictions(right) - cost_of_predictions(left)) / (right(i) - left(i));
  }
  return gradient;
}

/// Prints how far both differences are from the analytic gradient, for shorter and shorter steps.
inline void print_step_sizes(const Vector<double>& analytic) {
  std::printf("Step size, and the largest error of the four\n");
  std::printf("    h   one-sided difference   central difference\n");
  for (const double h : {1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11}) {
    std::printf("%.0e   %20.1e   %18.1e\n", h, max_norm(difference_gradient(h, true) - analytic),
                max_norm(difference_gradient(h, false) - analytic));
  }
}

}  // namespace nn::chapter4
