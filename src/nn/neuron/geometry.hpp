#pragma once

/// \file
/// The dot product seen as lengths, angles and distances.

#include <cmath>
#include <concepts>
#include <stdexcept>
#include <string>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// The power of two next to the largest entry of v: max |vⱼ|/2 < scale ≤ max |vⱼ|.
///
/// A vector divided by its scale has the same direction, its largest entry lies in [1, 2), and its
/// length can neither overflow nor underflow. The division is exact, but for entries so much
/// smaller than the largest that they do not count (below 1e-307 of it).
///
/// \pre the entries are finite
/// \throws std::domain_error naming `operation` if v is zero.
// [scale-of]
template <std::floating_point T>
T scale_of(const char* operation, const Vector<T>& v) {
  const T largest = max_norm(v);
  if (!(largest > 0)) {
    throw std::domain_error(std::string(operation) + ": the zero vector has no direction");
  }
  return std::ldexp(T(1), std::ilogb(largest));
}
// [scale-of]

/// cos ψ = w · x / (‖w‖ ‖x‖), the cosine of the angle between two non-zero vectors of any length.
///
/// By Cauchy–Schwarz it lies in [−1, 1]; rounding can push the computed value past either end by a
/// few units in the last place, so take the angle from angle(), not from std::acos.
///
/// \throws ShapeError if the lengths differ; std::domain_error if either vector is zero.
// [cosine]
template <std::floating_point T>
T cosine(const Vector<T>& w, const Vector<T>& x) {
  const Vector<T> v = w / scale_of("cosine", w);
  const Vector<T> u = x / scale_of("cosine", x);
  return dot(v, u) / (norm(v) * norm(u));
}
// [cosine]

/// The angle ψ in [0, π] between two non-zero vectors of any length, in radians.
///
/// With unit vectors ŵ and x̂, ‖ŵ − x̂‖ = 2 sin(ψ/2) and ‖ŵ + x̂‖ = 2 cos(ψ/2), hence
/// ψ = 2 atan2(‖ŵ − x̂‖, ‖ŵ + x̂‖). The unit vectors are rounded, so ψ has an absolute error of about
/// 1e-16, wherever it lies. (Near 0 and π the cosine is flat, and std::acos of it is off by up to
/// 1e-8.) The relative error of a small angle is no smaller for it: of an angle of 1e-8 some eight
/// digits are right, of one of 1e-12 some four.
/// Source: W. Kahan, How Futile are Mindless Assessments of Roundoff (2006), section 12.
///
/// \throws ShapeError if the lengths differ; std::domain_error if either vector is zero.
// [angle]
template <std::floating_point T>
T angle(const Vector<T>& w, const Vector<T>& x) {
  require_same_size("angle", w.size(), x.size());
  const Vector<T> v = w / scale_of("angle", w);
  const Vector<T> u = x / scale_of("angle", x);
  const Vector<T> unit_w = v / norm(v);
  const Vector<T> unit_x = u / norm(u);
  return 2 * std::atan2(norm<T>(unit_w - unit_x), norm<T>(unit_w + unit_x));
}
// [angle]

/// w · x / ‖w‖ = ‖x‖ cos ψ: how far x reaches along the direction of w. Overflows only where
/// d max |xⱼ| does, whatever the length of w.
///
/// \throws ShapeError if the lengths differ; std::domain_error if w is zero.
// [scalar-projection]
template <std::floating_point T>
T scalar_projection(const Vector<T>& x, const Vector<T>& w) {
  const Vector<T> v = w / scale_of("scalar_projection", w);
  return dot(v, x) / norm(v);
}
// [scalar-projection]

/// (w · x + b)/‖w‖, the signed distance of x from the boundary where w · x + b = 0: positive on the
/// side that w points to, negative on the other. As scalar_projection() it holds for a w of any
/// length; b/‖w‖ overflows where it is beyond the largest number itself.
///
/// Its error is that of w · x + b divided by ‖w‖: close to the boundary every digit can be wrong,
/// and then the sign as well.
///
/// \throws ShapeError if the lengths differ; std::domain_error if w is zero: there is no boundary.
// [signed-distance]
template <std::floating_point T>
T signed_distance(const Vector<T>& x, const Vector<T>& w, T b) {
  const T scale = scale_of("signed_distance", w);
  const Vector<T> v = w / scale;
  return (dot(v, x) + b / scale) / norm(v);
}
// [signed-distance]

}  // namespace nn
