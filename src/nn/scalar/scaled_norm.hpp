#pragma once

/// \file
/// The length of a vector whose squares do not fit in a double.

#include <algorithm>
#include <cmath>
#include <concepts>
#include <limits>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// ‖v‖₂ = 2ᵏ √(Σⱼ (vⱼ/2ᵏ)²), where 2ᵏ is the power of two just above the largest entry.
///
/// It overflows only where ‖v‖₂ itself is beyond the largest number of the type, and is 0 only for
/// v = 0; norm() squares the entries as they are, so that in `double` it loses those above about
/// 1e154 and below about 1e-154. To scale by a power of two rounds nothing: wherever the squares
/// neither overflow nor underflow, the result is that of a sum of squares from left to right, bit
/// for bit. The scale is held fixed in a derivative, which is that of norm(): v/‖v‖₂ for v ≠ 0.
///
/// With an infinite entry the result is infinite, with a NaN among the entries it is NaN.
// [scaled-norm]
template <std::floating_point T>
T scaled_norm(const Vector<T>& v) {
  const T largest = max_norm(v);
  int exponent = 0;
  if (std::isfinite(largest)) std::frexp(largest, &exponent);
  exponent = std::max(exponent, std::numeric_limits<T>::min_exponent);  // 2⁻ᵏ must be finite
  const T scale = std::ldexp(T(1), -exponent);
  T sum = 0;
  for (const T entry : v) {
    const T scaled = scale * entry;
    sum += scaled * scaled;
  }
  return std::ldexp(std::sqrt(sum), exponent);
}
// [scaled-norm]

}  // namespace nn
