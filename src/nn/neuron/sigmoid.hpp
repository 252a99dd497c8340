#pragma once

/// \file
/// The sigmoid, its derivative, and its integral the softplus, for every finite input.

#include <cmath>

#include "nn/scalar/scalar.hpp"

namespace nn {

/// σ(z) = 1/(1 + e⁻ᶻ), between 0 and 1.
///
/// For z < 0 the same value is computed as eᶻ/(1 + eᶻ), so the exponential is never taken of a
/// positive number and cannot overflow. Derivative: sigmoid_derivative().
///
/// Accurate to a few units in the last place for every finite z. As a `double` the result is
/// subnormal below z ≈ −708 and 0 below z ≈ −745; above z ≈ 37 it rounds to 1. σ(−∞) = 0,
/// σ(+∞) = 1.
// [sigmoid]
template <Scalar T>
T sigmoid(T z) {
  using std::exp;
  if (real_part(z) >= 0) return T(1) / (T(1) + exp(-z));
  const T e = exp(z);
  return e / (T(1) + e);
}
// [sigmoid]

/// σ′(z) = σ(z)(1 − σ(z)). Its maximum is ¼, at z = 0.
///
/// Computed as e/(1 + e)² with e = e^(−|z|), which equals σ(z) σ(−z): 1 − σ(z) would lose every
/// digit for large z, where σ(z) rounds to 1. An even function: σ′(−z) = σ′(z).
///
/// Accurate to a few units in the last place for every finite z. As a `double` the result is
/// subnormal for |z| above about 708, and 0 above about 745.
// [sigmoid-derivative]
template <Scalar T>
T sigmoid_derivative(T z) {
  using std::exp;
  const T e = real_part(z) >= 0 ? T(exp(-z)) : T(exp(z));
  const T one_plus_e = T(1) + e;
  return e / (one_plus_e * one_plus_e);
}
// [sigmoid-derivative]

/// softplus(z) = ln(1 + eᶻ), with softplus′(z) = σ(z).
///
/// Computed as max(z, 0) + ln(1 + e^(−|z|)): for large z the direct formula overflows, and for very
/// negative z it rounds to ln 1 = 0 where the truth is eᶻ. Also −ln σ(z) = softplus(−z).
// [softplus]
template <Scalar T>
T softplus(T z) {
  using std::exp;
  if (real_part(z) >= 0) return z + log1p(T(exp(-z)));
  return log1p(T(exp(z)));
}
// [softplus]

}  // namespace nn
