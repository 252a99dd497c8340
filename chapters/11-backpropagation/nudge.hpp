#pragma once

/// \file
/// One weight of the first layer moves a little, and the change is followed to the loss.

#include <array>
#include <cstddef>
#include <cstdio>

#include "examples.hpp"
#include "nn/neuron/mean_squared_error.hpp"
#include "nn/neuron/sigmoid.hpp"

namespace nn::chapter11 {

/// What w₁₁ of the first layer moves on its way: itself, z₁ and a₁ of its unit, the two scores, and
/// the loss of the first sample.
inline Vector<double> way_of_first_weight(const Vector<double>& theta) {
  const Batch sample = example_sample();
  const NetworkCost<LinearSquaredError, double> cost(example_network(), LinearSquaredError{},
                                                     sample.X, sample.Y);
  const double loss = cost.evaluate(theta, nullptr);
  const NetworkPass<double>& pass = cost.last_pass();
  return vector<double>(
      {theta(0), pass.Z[0](0, 0), pass.A[0](0, 0), pass.Z[1](0, 0), pass.Z[1](0, 1), loss});
}

/// Prints the way of a nudge, and its two paths.
inline void print_nudge() {
  const double step = 0.001;
  Vector<double> theta = example_parameters();
  const Vector<double> before = way_of_first_weight(theta);
  theta(0) += step;
  const Vector<double> after = way_of_first_weight(theta);
  const std::array<const char*, 6> names = {"w_11, layer 1", "z_1,  layer 1", "a_1,  layer 1",
                                            "z_1,  layer 2", "z_2,  layer 2", "L"};
  std::printf("                 before      after      change   for each unit of w_11\n");
  for (std::size_t k = 0; k < names.size(); ++k) {
    std::printf("%-13s %9.6f  %9.6f  %10.7f   %21.4f\n", names[k], before(k), after(k),
                after(k) - before(k), (after(k) - before(k)) / step);
  }
  const double bend = sigmoid_derivative(before(1));
  const double first = squared_error_derivative(before(3), 1.0);
  const double second = squared_error_derivative(before(4), 1.0);
  std::printf("\nx_1 · σ′(z_1) · w_11 of layer 2 · ∂L/∂z_1\n");
  std::printf("  = 1 · %.4f ·  0.6 · %.4f = %7.4f\n", bend, first, bend * 0.6 * first);
  std::printf("x_1 · σ′(z_1) · w_12 of layer 2 · ∂L/∂z_2\n");
  std::printf("  = 1 · %.4f · -0.4 · %.4f = %7.4f\n", bend, second, bend * -0.4 * second);
  std::printf("both paths together             = %7.4f\n", bend * (0.6 * first - 0.4 * second));
  std::printf("change of L / change of w_11    = %7.4f\n", (after(5) - before(5)) / step);
}

}  // namespace nn::chapter11
