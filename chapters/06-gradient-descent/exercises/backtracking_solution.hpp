#pragma once

/// \file
/// Solution: a learning rate that finds itself.

#include "nn/training/gradient_descent.hpp"

namespace nn::exercise {

/// The learning rate that backtracking chooses at θ: the first of α, α/2, α/4, … with
/// C(θ − α∇C) ≤ C(θ) − (α/2) ‖∇C‖², the drop that the descent inequality promises for α ≤ 1/ℓ.
/// \param objective has evaluate(), see nn::Objective: value_at() and gradient_at() ask it
/// \param first the α to begin with, above 0
template <Objective<double> F>
double backtracking_rate(const F& objective, const Vector<double>& theta, double first) {
  const double cost = value_at(objective, theta);
  const Vector<double> gradient = gradient_at(objective, theta);
  const auto cost_after = [&](double alpha) {
    return value_at(objective, Vector<double>(theta - alpha * gradient));
  };
  double alpha = first;
  while (!(cost_after(alpha) <= cost - alpha / 2 * squared_norm(gradient))) alpha /= 2;
  return alpha;
}

}  // namespace nn::exercise
