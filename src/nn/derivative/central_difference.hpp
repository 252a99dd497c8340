#pragma once

/// \file
/// The slope of a chord: a derivative from two values of the function.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// h = ∛ε · max(1, |x|), which balances the two errors of a central difference.
///
/// The truncation error is h²|f‴|/6, the rounding error about ε|f|/h; their sum is least near
/// h = ∛(3ε|f|/|f‴|), about 6e-6 for `double` where f and f‴ are of the size of 1.
inline double central_difference_step(double x) {
  return std::cbrt(std::numeric_limits<double>::epsilon()) * std::max(1.0, std::abs(x));
}

/// f′(x) ≈ (f(x + h) − f(x − h))/((x + h) − (x − h)), with an error of order h².
///
/// The divisor is the distance between the two points that were really used: x + h is rounded, and
/// 2h is not quite that distance.
///
/// f is a function of a double; the step h is positive and large enough that x ± h ≠ x.
// [central-difference]
template <class F>
double central_difference(const F& f, double x, double h) {
  const double right = x + h;
  const double left = x - h;
  return (f(right) - f(left)) / (right - left);
}
// [central-difference]

/// The same with the step central_difference_step(x).
template <class F>
double central_difference(const F& f, double x) {
  return central_difference(f, x, central_difference_step(x));
}

/// ∇φ(θ), one entry at a time: two evaluations of φ for each.
///
/// φ is a function of a Vector<double> that returns a double.
template <class F>
Vector<double> central_difference_gradient(const F& phi, const Vector<double>& theta) {
  Vector<double> gradient(theta.size());
  for (std::size_t j = 0; j < theta.size(); ++j) {
    const auto along_j = [&](double value) {
      Vector<double> moved = theta;
      moved(j) = value;
      return phi(moved);
    };
    gradient(j) = central_difference(along_j, theta(j));
  }
  return gradient;
}

}  // namespace nn
