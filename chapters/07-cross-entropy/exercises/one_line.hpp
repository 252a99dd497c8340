#pragma once

/// \file
/// Exercise: the cross-entropy from the pre-activation, in one line.

#include <cmath>

#include "nn/neuron/sigmoid.hpp"

namespace nn::exercise {

/// The cross-entropy of a prediction σ(z) with the label y in one line,
/// max(z, 0) − yz + ln(1 + e^(−|z|)), finite for every finite z.
template <Scalar T>
T cross_entropy_of(T z, T y) {
  // Right in algebra. Your code must be right in floating point as well. Branch on real_part(z),
  // and use log1p, so that the tests can differentiate it.
  using std::exp;
  using std::log;
  return log(T(1) + exp(z)) - y * z;
}

/// Its derivative with respect to z.
template <Scalar T>
T cross_entropy_of_derivative(T z, T y) {
  using std::exp;
  return exp(z) / (T(1) + exp(z)) - y;
}

}  // namespace nn::exercise
