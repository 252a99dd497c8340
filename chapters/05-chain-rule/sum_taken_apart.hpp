#pragma once

/// \file
/// Two samples that tell a mean of products from a product of means.

#include <cmath>
#include <cstdio>

#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter5 {

/// At w = 0 their errors cancel, and so do their inputs; the products of the two do not.
inline const Matrix<double> two_samples = matrix<double>({{1}, {-1}});
inline const Vector<double> two_targets = vector<double>({1, 0});

/// Their cost as a function of the weight, the bias held at 0.
inline double cost_of_two(double w) {
  return cost(SquaredErrorWithLogits{}, Neuron<double>{vector<double>({w}), 0}, two_samples,
              two_targets);
}

/// Prints the slope at w = 0 with the sum kept whole, taken apart, and measured.
inline void print_sum_taken_apart() {
  const Neuron<double> zero = zero_neuron<double>(1);
  const Vector<double> errors = predict(zero, two_samples) - two_targets;
  std::printf("x_1 = 1 with y_1 = 1, x_2 = -1 with y_2 = 0; w = 0, b = 0\n");
  std::printf("errors ŷ - y = %.1f and %.1f\n", errors(0), errors(1));
  std::printf("∂C/∂w, the sum kept whole  = %.2f\n",
              right<SquaredErrorWithLogits>(zero, two_samples, two_targets).weights(0));
  std::printf("∂C/∂w, the sum taken apart = %.2f\n",
              std::abs(sum_taken_apart(zero, two_samples, two_targets).weights(0)));
  std::printf("∂C/∂w, central difference  = %.2f\n", central_difference(cost_of_two, 0));
}

}  // namespace nn::chapter5
