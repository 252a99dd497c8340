#pragma once

/// \file
/// Where floating point bends a gradient: a neuron that is certain, a step that is too small, and a
/// feature that is large.

#include <cmath>
#include <cstdio>

#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/neuron/neuron.hpp"
#include "step_study.hpp"

namespace nn::chapter5 {

/// A bound that another machine keeps too: the exponent of a power of ten at or above twice the
/// number.
inline int power_above(double x) { return static_cast<int>(std::ceil(std::log10(2 * x))); }

/// Prints the slope of a saturated sigmoid, where its complex step ends, and a derivative by the
/// weight of a penguin in grams, with what its central difference is off by and why.
inline void print_rounding() {
  const double z = 40;
  const double y_hat = sigmoid(z);
  std::printf("z = 40:  ŷ(1 - ŷ) = %g\n", y_hat * (1 - y_hat));
  std::printf("         sigmoid_derivative(z) = %.4e\n", sigmoid_derivative(z));

  std::printf("   z         σ'(z)   complex step, h = 1e-20\n");
  for (const double far : {-600.0, -690.0, -700.0}) {
    std::printf("%4g   %11.4e   %.4e\n", far, sigmoid_derivative(far),
                complex_step([](auto t) { return sigmoid(t); }, far));
  }

  const auto loss_of = [](auto w) {
    using T = decltype(w);
    return SquaredErrorWithLogits{}.value(w * T(4000) - T(1), T(1));
  };
  const double w = 0.0003;
  const double analytic = SquaredErrorWithLogits{}.derivative(w * 4000 - 1, 1.0) * 4000;
  const double central = central_difference(loss_of, w);
  const double h = central_difference_step(w);
  std::printf("x = 4000, y = 1, w = 0.0003, b = -1:\n");
  std::printf("         ∂L/∂w, analytic           = %.6f\n", analytic);
  std::printf("         ∂L/∂w, complex step       = %.6f\n", complex_step(loss_of, w));
  std::printf("         ∂L/∂w, central difference = %.6f, off by %.4f\n", central,
              std::abs(central - analytic));
  std::printf("         h²M/6 says %.4f, with h = %.1e and M = 4000³ |L'''|\n",
              h * h / 6 * std::abs(third_derivative_of_loss(w * 4000 - 1, 1)) * std::pow(4000, 3),
              h);
  std::printf("         with h / 4000 it is off by less than 1e%d\n",
              power_above(std::abs(central_difference(loss_of, w, h / 4000) - analytic)));
}

}  // namespace nn::chapter5
