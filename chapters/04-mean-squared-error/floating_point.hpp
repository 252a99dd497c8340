#pragma once

/// \file
/// What rounding does to the cost of the mean, and which errors have no square.

#include <cstdio>

#include "best_constant.hpp"
#include "nn/neuron/mean_squared_error.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter4 {

/// Prints the cost of the mean of targets that lie higher and higher, in two passes and in one, and
/// the squares of errors that are too large or too small.
inline void print_rounding(const Vector<double>& y) {
  std::printf("the cost of the mean, for targets that all lie higher by an offset\n");
  std::printf("offset   mean of (y - mean)^2   mean of y^2, less mean^2\n");
  for (const double offset : {0.0, 1e5, 1e7, 1e9}) {
    const Vector<double> moved = y + constant_vector<double>(y.size(), offset);
    const double average = mean(moved);
    const double one_pass = squared_norm(moved) / static_cast<double>(y.size()) - average * average;
    std::printf("%6.0e   %20.6g   %24.6g\n", offset, cost_of_constant(average, moved), one_pass);
  }
  std::printf("squared_error(1e154, 0) = %.3g\n", squared_error(1e154, 0.0));
  std::printf("squared_error(1e155, 0) = %.3g\n", squared_error(1e155, 0.0));
  std::printf("squared_error(1e-162, 0) = %.3g\n", squared_error(1e-162, 0.0));
}

}  // namespace nn::chapter4
