#pragma once

/// \file
/// The dot product seen as lengths, angles and distances.

#include <cmath>
#include <concepts>
#include <stdexcept>
#include <string>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// ‖v‖ of a vector that has a direction.
///
/// \throws std::domain_error naming `operation` if v is zero, or so small that ‖v‖ underflows to 0.
template <std::floating_point T>
T nonzero_norm(const char* operation, const Vector<T>& v) {
  const T length = norm(v);
  if (!(length > 0)) {
    throw std::domain_error(std::string(operation) + ": the zero vector has no direction");
  }
  return length;
}

/// cos ψ = w · x / (‖w‖ ‖x‖), the cosine of the angle between two non-zero vectors.
///
/// By Cauchy–Schwarz it lies in [−1, 1]; rounding can push the computed value past either end by a
/// few units in the last place, so take the angle from angle(), not from std::acos.
///
/// \throws ShapeError if the lengths differ; std::domain_error if either vector is zero.
// [cosine]
template <std::floating_point T>
T cosine(const Vector<T>& w, const Vector<T>& x) {
  return dot(w, x) / (nonzero_norm("cosine", w) * nonzero_norm("cosine", x));
}
// [cosine]

/// The angle ψ in [0, π] between two non-zero vectors, in radians.
///
/// With unit vectors ŵ and x̂, ‖ŵ − x̂‖ = 2 sin(ψ/2) and ‖ŵ + x̂‖ = 2 cos(ψ/2), hence
/// ψ = 2 atan2(‖ŵ − x̂‖, ‖ŵ + x̂‖). Near 0 and π, where the cosine is flat and std::acos loses half
/// of the digits, this keeps them.
/// Source: W. Kahan, How Futile are Mindless Assessments of Roundoff (2006), section 12.
///
/// \throws ShapeError if the lengths differ; std::domain_error if either vector is zero.
// [angle]
template <std::floating_point T>
T angle(const Vector<T>& w, const Vector<T>& x) {
  require_same_size("angle", w.size(), x.size());
  const Vector<T> unit_w = w / nonzero_norm("angle", w);
  const Vector<T> unit_x = x / nonzero_norm("angle", x);
  return 2 * std::atan2(norm<T>(unit_w - unit_x), norm<T>(unit_w + unit_x));
}
// [angle]

/// w · x / ‖w‖ = ‖x‖ cos ψ: how far x reaches along the direction of w.
///
/// \throws ShapeError if the lengths differ; std::domain_error if w is zero.
// [scalar-projection]
template <std::floating_point T>
T scalar_projection(const Vector<T>& x, const Vector<T>& w) {
  return dot(w, x) / nonzero_norm("scalar_projection", w);
}
// [scalar-projection]

/// (w · x + b)/‖w‖, the signed distance of x from the boundary where w · x + b = 0: positive on the
/// side that w points to, negative on the other.
///
/// Its error is that of w · x + b divided by ‖w‖: close to the boundary every digit can be wrong,
/// and then the sign as well.
///
/// \throws ShapeError if the lengths differ; std::domain_error if w is zero: there is no boundary.
// [signed-distance]
template <std::floating_point T>
T signed_distance(const Vector<T>& x, const Vector<T>& w, T b) {
  return (dot(w, x) + b) / nonzero_norm("signed_distance", w);
}
// [signed-distance]

}  // namespace nn
