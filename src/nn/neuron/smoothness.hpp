#pragma once

/// \file
/// How fast the gradient of a neuron's cost can turn: the number that bounds the learning rate.

#include <cmath>
#include <concepts>
#include <cstddef>

#include "nn/neuron/sigmoid.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// L″(z) for the squared error of a sigmoid neuron, L(z) = (σ(z) − y)², with s = σ(z):
/// L″ = 2s(1 − s)(2s − 3s² − y + 2ys).
///
/// It changes its sign: the cost is not convex. Underflows to 0 for |z| above about 745.
// [squared-error-second-derivative]
template <Scalar T>
T squared_error_second_derivative(T z, T y) {
  const T s = sigmoid(z);
  return T(2) * sigmoid_derivative(z) * (T(2) * s - T(3) * s * s - y + T(2) * y * s);
}
// [squared-error-second-derivative]

/// B = max |L″(z)| over all z and all y in [0, 1], about 0.15406.
///
/// L″ = (1 − y) g(s) + y g(1 − s) with g(s) = 2s²(1 − s)(2 − 3s), a weighted mean of two values of
/// g; and |g| is largest on [0, 1] at s = (15 − √33)/24, a zero of g′(s) = 2s(4 − 15s + 12s²).
// [max-squared-error-second-derivative]
inline double max_squared_error_second_derivative() {
  const double s = (15 - std::sqrt(33.0)) / 24;
  return 2 * s * s * (1 - s) * (2 - 3 * s);
}
// [max-squared-error-second-derivative]

/// ℓ = (B/n) Σᵢ (1 + ‖xᵢ‖²): the gradient of the mean squared error of a neuron on the samples X
/// (n x d), as a function of θ = (w, b), obeys ‖∇C(θ) − ∇C(θ′)‖ ≤ ℓ ‖θ − θ′‖ for targets in [0, 1].
///
/// A learning rate α ≤ 1/ℓ therefore never raises the cost. On standardised features the mean
/// squared length is d, and ℓ = B(d + 1). It is a bound, not the least one: a larger α often works.
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
