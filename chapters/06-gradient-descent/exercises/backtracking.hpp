#pragma once

/// \file
/// Exercise: a learning rate that finds itself.

#include "nn/training/gradient_descent.hpp"

namespace nn::exercise {

/// The learning rate that backtracking chooses at θ: the first of α, α/2, α/4, … with
/// C(θ − α∇C) ≤ C(θ) − (α/2) ‖∇C‖², the drop that the descent inequality promises for α ≤ 1/ℓ.
/// \param objective has evaluate(), see nn::Objective: value_at() and gradient_at() ask it
/// \param first the α to begin with, above 0
template <Objective<double> F>
double backtracking_rate([[maybe_unused]] const F& objective,
                         [[maybe_unused]] const Vector<double>& theta, double first) {
  // Your code.
  return first;
}

}  // namespace nn::exercise
