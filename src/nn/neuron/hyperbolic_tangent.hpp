#pragma once

/// \file
/// The hyperbolic tangent, a sigmoid between −1 and 1, and its derivative.

#include <cmath>

#include "nn/scalar/scalar.hpp"

namespace nn {

/// tanh(z) = (eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ) = 2σ(2z) − 1, between −1 and 1.
///
/// With e = e^(−2|z|) it is (1 − e)/(1 + e), with the sign of z: no exponential overflows. The
/// absolute error of a `double` is at most 2.04 units of 2⁻⁵³, for every finite z, where exp is
/// right to a unit in the last place. The relative error near 0 is not small: 1 − e cancels there,
/// and of z = 1e-8 eight digits are right. tanh(±∞) = ±1. Derivative:
/// hyperbolic_tangent_derivative().
// [hyperbolic-tangent]
template <Scalar T>
T hyperbolic_tangent(T z) {
  using std::exp;
  if (real_part(z) >= 0) {
    const T e = exp(T(-2) * z);
    return (T(1) - e) / (T(1) + e);
  }
  const T e = exp(T(2) * z);
  return (e - T(1)) / (T(1) + e);
}
// [hyperbolic-tangent]

/// tanh′(z) = 1 − tanh²(z). Its maximum is 1, at z = 0.
///
/// Computed as 4e/(1 + e)² with e = e^(−2|z|): 1 − tanh² would lose every digit for large z. An
/// even function. Accurate to a few units in the last place, for |z| up to about 354; above, e is
/// subnormal as a `double` and loses its digits, and above about 373 the result is 0.
// [hyperbolic-tangent-derivative]
template <Scalar T>
T hyperbolic_tangent_derivative(T z) {
  using std::exp;
  const T e = real_part(z) >= 0 ? T(exp(T(-2) * z)) : T(exp(T(2) * z));
  const T one_plus_e = T(1) + e;
  return T(4) * e / (one_plus_e * one_plus_e);
}
// [hyperbolic-tangent-derivative]

}  // namespace nn
