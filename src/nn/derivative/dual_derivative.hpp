#pragma once

/// \file
/// A derivative by dual numbers: the rules of calculus, applied operation by operation.

#include <cstddef>

#include "nn/derivative/dual.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// f′(x), exact but for rounding. At a kink it is the derivative of the branch that ran.
///
/// f is a function that accepts and returns Dual<double>.
// [dual-derivative]
template <class F>
double dual_derivative(const F& f, double x) {
  return f(Dual<double>::variable(x)).derivative;
}
// [dual-derivative]

/// ∇φ(θ), one entry at a time: one evaluation of φ for each.
///
/// φ is a function of a Vector<Dual<double>> that returns a Dual<double>.
template <class F>
Vector<double> dual_gradient(const F& phi, const Vector<double>& theta) {
  Vector<double> gradient(theta.size());
  Vector<Dual<double>> moved = cast<Dual<double>>(theta);
  for (std::size_t j = 0; j < theta.size(); ++j) {
    moved(j) = Dual<double>::variable(theta(j));
    gradient(j) = phi(moved).derivative;
    moved(j) = theta(j);
  }
  return gradient;
}

/// ⟨∇φ(θ), v⟩, the slope along a direction v: one evaluation of φ, however long θ is.
///
/// \throws ShapeError if θ and v differ in length.
template <class F>
double dual_derivative_along(const F& phi, const Vector<double>& theta, const Vector<double>& v) {
  require_same_size("dual_derivative_along", theta.size(), v.size());
  Vector<Dual<double>> moved(theta.size());
  for (std::size_t j = 0; j < v.size(); ++j) moved(j) = {theta(j), v(j)};
  return phi(moved).derivative;
}

}  // namespace nn
