#pragma once

/// \file
/// The perceptron's activation: fire or do not fire.

#include <limits>

#include "nn/scalar/scalar.hpp"

namespace nn {

/// H(z) = 1 for z ≥ 0 and 0 for z < 0, the activation of the perceptron (Rosenblatt, 1958).
///
/// At the jump itself the convention is H(0) = 1: a sample on the boundary counts as inside.
// [binary-step]
template <Scalar T>
T binary_step(T z) {
  return real_part(z) >= 0 ? T(1) : T(0);
}
// [binary-step]

/// H′(z) = 0 for every z ≠ 0. At z = 0 there is no derivative, and the result is NaN.
///
/// This is why gradient descent cannot train a perceptron: wherever the slope exists, it is zero.
// [binary-step-derivative]
template <Scalar T>
T binary_step_derivative(T z) {
  return real_part(z) == 0 ? T(std::numeric_limits<double>::quiet_NaN()) : T(0);
}
// [binary-step-derivative]

}  // namespace nn
