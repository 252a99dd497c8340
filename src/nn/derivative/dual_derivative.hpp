#pragma once

/// \file
/// A derivative by dual numbers: the rules of calculus, applied operation by operation.

#include <cstddef>

#include "nn/derivative/dual.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// f′(x), exact but for rounding. At a kink it is the derivative of the branch that ran.
///
/// f is a function that accepts and returns Dual.
// [dual-derivative]
template <class F>
double dual_derivative(const F& f, double x) {
  return f(Dual::variable(x)).derivative;
}
// [dual-derivative]

/// ∇φ(θ), one entry at a time: one evaluation of φ for each.
///
/// φ is a function of a Vector<Dual> that returns a Dual.
template <class F>
Vector<double> dual_gradient(const F& phi, const Vector<double>& theta) {
  Vector<double> gradient(theta.size());
  Vector<Dual> moved = cast<Dual>(theta);
  for (std::size_t j = 0; j < theta.size(); ++j) {
    moved(j) = Dual::variable(theta(j));
    gradient(j) = phi(moved).derivative;
    moved(j) = theta(j);
  }
  return gradient;
}

}  // namespace nn
