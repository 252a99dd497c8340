#pragma once

/// \file
/// How fast the gradient of a neuron's cost can turn: the number that bounds the learning rate.

#include <cmath>
#include <concepts>
#include <cstddef>

#include "nn/neuron/sigmoid.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// L″(z) for the squared error of a sigmoid neuron, L(z) = (σ(z) − y)²:
/// L″ = (1 − y) g(s, t) + y g(t, s) with s = σ(z), t = σ(−z) and g(s, t) = 2s²t(2 − 3s).
///
/// It changes its sign: the cost is not convex. t is 1 − s, computed apart: where s rounds to 1,
/// 1 − s has no digits left. L″(z, 1) and L″(−z, 0) are the same to the last digit.
///
/// Where nothing underflows, the error was never seen above 4ε times the same formula with 2 + 3s
/// in place of 2 − 3s: a few units in the last place, but near a zero of L″, where digits cancel.
/// As a `double`, L″(z, 0) is about 4e^(2z) on the left, subnormal below z ≈ −355 and 0 below z ≈
/// −373; on the right it is about −2e⁻ᶻ, subnormal above z ≈ 709 and 0 above z ≈ 745.
// [squared-error-second-derivative]
template <Scalar T>
T squared_error_second_derivative(T z, T y) {
  const auto g = [](T s, T t) { return T(2) * s * s * t * (T(2) - T(3) * s); };
  const T s = sigmoid(z);
  const T t = sigmoid(-z);
  return (T(1) - y) * g(s, t) + y * g(t, s);
}
// [squared-error-second-derivative]

/// B = max |L″(z)| over all z and all y in [0, 1], about 0.15406.
///
/// L″ is a weighted mean of two values of g(s, 1 − s) = 2s²(1 − s)(2 − 3s), and the size of that is
/// largest on [0, 1] at s = (15 − √33)/24, a zero of its slope 2s(4 − 15s + 12s²).
// [max-squared-error-second-derivative]
inline double max_squared_error_second_derivative() {
  const double s = (15 - std::sqrt(33.0)) / 24;
  return 2 * s * s * (1 - s) * (2 - 3 * s);
}
// [max-squared-error-second-derivative]

/// ℓ = (B/n) Σᵢ (1 + ‖xᵢ‖²): the gradient of the mean squared error of a neuron on the samples X
/// (n x d), as a function of θ = (w, b), obeys ‖∇C(θ) − ∇C(θ′)‖ ≤ ℓ ‖θ − θ′‖ for targets in [0, 1].
///
/// An update with a learning rate α ≤ 1/ℓ therefore never raises the cost, but for rounding. On
/// standardised features the mean squared length is d, and ℓ = B(d + 1). It is a bound, not the
/// least one: a larger α often works.
/// Source: Yu. Nesterov, Introductory Lectures on Convex Optimization (2004), section 1.2, for what
/// follows from smoothness.
///
/// \throws ShapeError if there are no samples.
// [gradient-lipschitz-bound]
template <std::floating_point T>
double gradient_lipschitz_bound(const Matrix<T>& X) {
  require_samples("gradient_lipschitz_bound", X.size1());
  double sum = 0;
  for (std::size_t i = 0; i < X.size1(); ++i) sum += 1 + squared_norm(row_of(X, i));
  return max_squared_error_second_derivative() * sum / static_cast<double>(X.size1());
}
// [gradient-lipschitz-bound]

}  // namespace nn
