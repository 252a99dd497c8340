#pragma once

/// \file
/// The squared error of one prediction, and its mean over a batch.

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// L(ŷ, y) = (ŷ − y)², the loss of one prediction. It carries no factor ½.
// [squared-error]
template <Scalar T>
T squared_error(T y_hat, T y) {
  const T error = y_hat - y;
  return error * error;
}
// [squared-error]

/// ∂L/∂ŷ = 2(ŷ − y).
// [squared-error-derivative]
template <Scalar T>
T squared_error_derivative(T y_hat, T y) {
  return T(2) * (y_hat - y);
}
// [squared-error-derivative]

/// C(ŷ, y) = (1/n) Σᵢ (ŷᵢ − yᵢ)², the cost of n predictions; ŷ and y have length n ≥ 1.
///
/// Its gradient with respect to ŷ is mean_squared_error_gradient(). The rounding error is at most
/// gamma(n + 3) C, unless a square, or the sum of them, overflows or underflows.
///
/// \throws ShapeError if the lengths differ or n = 0.
// [mean-squared-error]
template <Scalar T>
T mean_squared_error(const Vector<T>& y_hat, const Vector<T>& y) {
  require_same_size("mean_squared_error", y_hat.size(), y.size());
  require_samples("mean_squared_error", y.size());
  return squared_norm<T>(y_hat - y) / T(static_cast<double>(y.size()));
}
// [mean-squared-error]

/// ∂C/∂ŷᵢ = (2/n)(ŷᵢ − yᵢ): a vector of length n.
///
/// \throws ShapeError if the lengths differ or n = 0.
// [mean-squared-error-gradient]
template <Scalar T>
Vector<T> mean_squared_error_gradient(const Vector<T>& y_hat, const Vector<T>& y) {
  require_same_size("mean_squared_error_gradient", y_hat.size(), y.size());
  require_samples("mean_squared_error_gradient", y.size());
  return T(2 / static_cast<double>(y.size())) * (y_hat - y);
}
// [mean-squared-error-gradient]

}  // namespace nn
