#pragma once

/// \file
/// The slope of a chord: a derivative from two values of the function.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// h = ∛ε · max(1, |x|), which is 6.1e-6 for a `double` |x| ≤ 1.
///
/// The truncation error is at most h²M/6 where |f‴| ≤ M, the rounding error at most η/h where a
/// value of f is off by at most η. The sum of the two bounds is least at h = ∛(3η/M): 8.7e-6 for
/// η = ε and M = 1, where ∛ε costs 12 % of the bound. A function that bends over shorter distances
/// wants a shorter step: f(sx) has s³ in its M.
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

/// ∇φ(θ), one entry at a time, with a step for each: two evaluations of φ an entry.
///
/// φ is a function of a Vector<double> that returns a double; the steps are as in
/// central_difference().
///
/// \throws ShapeError unless there is a step for each entry.
template <class F>
Vector<double> central_difference_gradient(const F& phi, const Vector<double>& theta,
                                           const Vector<double>& steps) {
  require_same_size("central_difference_gradient", theta.size(), steps.size());
  Vector<double> gradient(theta.size());
  for (std::size_t j = 0; j < theta.size(); ++j) {
    const auto along_j = [&](double value) {
      Vector<double> moved = theta;
      moved(j) = value;
      return phi(moved);
    };
    gradient(j) = central_difference(along_j, theta(j), steps(j));
  }
  return gradient;
}

/// The same with the steps central_difference_step(θⱼ).
template <class F>
Vector<double> central_difference_gradient(const F& phi, const Vector<double>& theta) {
  Vector<double> steps(theta.size());
  for (std::size_t j = 0; j < steps.size(); ++j) steps(j) = central_difference_step(theta(j));
  return central_difference_gradient(phi, theta, steps);
}

/// ⟨∇φ(θ), v⟩, the slope along a direction v of length 1: two evaluations of φ, however long θ is.
/// The step is central_difference_step() of the largest entry of θ.
///
/// \throws ShapeError if θ and v differ in length.
template <class F>
double central_difference_along(const F& phi, const Vector<double>& theta,
                                const Vector<double>& v) {
  require_same_size("central_difference_along", theta.size(), v.size());
  double largest = 0;
  for (const double t : theta) largest = std::max(largest, std::abs(t));
  const auto along_v = [&](double t) { return phi(Vector<double>(theta + t * v)); };
  return central_difference(along_v, 0, central_difference_step(largest));
}

}  // namespace nn
