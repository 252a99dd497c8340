#pragma once

/// \file
/// How far a sum of products can be from the truth when it is computed in floating point.

#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <stdexcept>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// The unit roundoff u: half the distance from 1 to the next number, 2⁻⁵³ ≈ 1.1e-16 for `double`.
///
/// Rounding to nearest, each operation returns (a ∘ b)(1 + ρ) with |ρ| ≤ u, unless it overflows or
/// underflows.
template <std::floating_point T>
constexpr T unit_roundoff = std::numeric_limits<T>::epsilon() / 2;

/// γₙ = n u/(1 − n u), the bound on the relative error of a product of n roundings.
///
/// If |ρₖ| ≤ u, then (1 + ρ₁)⋯(1 + ρₙ) = 1 + τ with |τ| ≤ γₙ.
/// Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), lemma 3.1.
///
/// \throws std::domain_error unless n u < 1.
// [gamma]
template <std::floating_point T>
T gamma(std::size_t n) {
  const T nu = static_cast<T>(n) * unit_roundoff<T>;
  if (!(nu < 1)) throw std::domain_error("gamma: n times the unit roundoff must be below 1");
  return nu / (1 - nu);
}
// [gamma]

/// |fl(w · x) − w · x| ≤ γ_d Σⱼ |wⱼ| |xⱼ|, for any order of summation.
///
/// The bound is relative to Σ|wⱼxⱼ|, not to |w · x|: where terms cancel, the result can be wrong in
/// every digit. It is computed in floating point itself, where the sizes too are a sum of d terms:
/// it can come out smaller than it is by γ_d of itself. In `double` that is 1.1e-9 for d = 1e7; in
/// `float` little is left of a bound there, for d u = 0.6. Holds in the absence of overflow and
/// underflow.
/// Source: Higham (2002), section 3.1.
///
/// \throws ShapeError if the lengths differ; std::domain_error as gamma().
// [dot-error-bound]
template <std::floating_point T>
T dot_error_bound(const Vector<T>& w, const Vector<T>& x) {
  require_same_size("dot_error_bound", w.size(), x.size());
  T magnitude = 0;
  for (std::size_t i = 0; i < w.size(); ++i) magnitude += std::abs(w(i)) * std::abs(x(i));
  return gamma<T>(w.size()) * magnitude;
}
// [dot-error-bound]

}  // namespace nn
