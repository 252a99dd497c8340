#pragma once

/// \file
/// Solution: the cross-entropy from the pre-activation, in one line.

#include <cmath>

#include "nn/neuron/sigmoid.hpp"

namespace nn::exercise {

/// The cross-entropy of a prediction σ(z) with the label y in one line,
/// max(z, 0) − yz + ln(1 + e^(−|z|)), finite for every finite z.
template <Scalar T>
T cross_entropy_of(T z, T y) {
  using std::exp;
  if (real_part(z) >= 0) return z - y * z + log1p(T(exp(-z)));
  return -y * z + log1p(T(exp(z)));
}

/// Its derivative with respect to z.
template <Scalar T>
T cross_entropy_of_derivative(T z, T y) {
  return sigmoid(z) - y;
}

}  // namespace nn::exercise
