#pragma once

/// \file
/// The chain rule measured: a weight moves a little, and each link passes the change on.

#include <cstdio>

#include "examples.hpp"
#include "nn/neuron/neuron.hpp"

namespace nn::chapter5 {

/// Prints what w₂, z, ŷ and the loss of the first sample are before and after, and how much each
/// changes for each unit of the change above it.
inline void print_nudge() {
  const double step = 0.001;
  Neuron<double> moved = example;
  moved.weights(1) += step;
  const Vector<double> x = row_of(samples, 0);
  const double z[] = {preactivation(example, x), preactivation(moved, x)};
  const double y_hat[] = {sigmoid(z[0]), sigmoid(z[1])};
  const double loss[] = {squared_error(y_hat[0], 1.0), squared_error(y_hat[1], 1.0)};
  std::printf("         before      after      change   in units of the change above\n");
  std::printf("w_2  %9.6f  %9.6f  %10.7f\n", example.weights(1), moved.weights(1), step);
  std::printf("z    %9.6f  %9.6f  %10.7f   %7.4f\n", z[0], z[1], z[1] - z[0], (z[1] - z[0]) / step);
  std::printf("ŷ    %9.6f  %9.6f  %10.7f   %7.4f\n", y_hat[0], y_hat[1], y_hat[1] - y_hat[0],
              (y_hat[1] - y_hat[0]) / (z[1] - z[0]));
  std::printf("L    %9.6f  %9.6f  %10.7f   %7.4f\n", loss[0], loss[1], loss[1] - loss[0],
              (loss[1] - loss[0]) / (y_hat[1] - y_hat[0]));
  std::printf("product of the three = change of L / change of w_2 = %.4f\n",
              (loss[1] - loss[0]) / step);
}

}  // namespace nn::chapter5
