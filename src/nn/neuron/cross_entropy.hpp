#pragma once

/// \file
/// Binary cross-entropy: the negative log-likelihood of a yes-or-no answer.

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>

#include "nn/neuron/sigmoid.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// Refuses what is no probability.
///
/// \throws std::domain_error naming `operation` and `name` unless 0 ≤ p ≤ 1; a NaN is refused too.
template <Scalar T>
void require_probability(const char* operation, const char* name, const T& p) {
  if (!(real_part(p) >= 0 && real_part(p) <= 1)) {
    throw std::domain_error(std::string(operation) + ": " + name + " must lie between 0 and 1");
  }
}

/// L(ŷ, y) = −y ln ŷ − (1 − y) ln(1 − ŷ), the loss of one prediction ŷ of a label y in [0, 1].
///
/// A term whose factor is 0 is 0, whatever its logarithm: a certain and right prediction costs
/// nothing, a certain and wrong one costs infinity. Accurate to a few units in the last place for
/// the ŷ that it is given. A ŷ that was rounded near 1 has lost the digits of 1 − ŷ; from a
/// pre-activation z use cross_entropy_loss_from_preactivation(), which is finite for every finite
/// z.
///
/// \throws std::domain_error if ŷ or y is outside [0, 1].
// [cross-entropy-loss]
template <Scalar T>
T cross_entropy_loss(T y_hat, T y) {
  using std::log;
  require_probability("cross_entropy_loss", "y_hat", y_hat);
  require_probability("cross_entropy_loss", "y", y);
  T loss = T(0);
  if (y != T(0)) loss = loss - y * log(y_hat);
  if (y != T(1)) loss = loss - (T(1) - y) * log1p(-y_hat);
  return loss;
}
// [cross-entropy-loss]

/// ∂L/∂ŷ = (ŷ − y)/(ŷ(1 − ŷ)), for 0 < ŷ < 1. For a subnormal ŷ the quotient may overflow.
///
/// \throws std::domain_error if ŷ is not strictly between 0 and 1, or y is outside [0, 1].
// [cross-entropy-loss-derivative]
template <Scalar T>
T cross_entropy_loss_derivative(T y_hat, T y) {
  require_probability("cross_entropy_loss_derivative", "y", y);
  if (!(real_part(y_hat) > 0 && real_part(y_hat) < 1)) {
    throw std::domain_error(
        "cross_entropy_loss_derivative: y_hat must lie strictly between 0 and 1");
  }
  return (y_hat - y) / (y_hat * (T(1) - y_hat));
}
// [cross-entropy-loss-derivative]

/// The same loss as a function of z, where ŷ = σ(z): (1 − y) softplus(z) + y softplus(−z).
///
/// Neither term is negative, so nothing cancels, and no exponential overflows: for z = −1000 and
/// y = 1 the loss is 1000. As in cross_entropy_loss(), a term whose factor is 0 is 0, so that an
/// infinite z costs nothing with the label on its side, and infinity with any other.
/// Derivative: cross_entropy_loss_from_preactivation_derivative().
///
/// Accurate to a few units in the last place for every finite z. As a `double`, a certain and right
/// answer, y = 1 at z > 0 or y = 0 at z < 0, costs a subnormal number for |z| above about 708, and
/// 0 above about 745.
///
/// \throws std::domain_error if y is outside [0, 1].
// [cross-entropy-loss-from-preactivation]
template <Scalar T>
T cross_entropy_loss_from_preactivation(T z, T y) {
  require_probability("cross_entropy_loss_from_preactivation", "y", y);
  T loss = T(0);
  if (y != T(1)) loss = loss + (T(1) - y) * softplus(z);
  if (y != T(0)) loss = loss + y * softplus(-z);
  return loss;
}
// [cross-entropy-loss-from-preactivation]

/// ∂L/∂z = σ(z) − y. The derivative of the sigmoid has cancelled: in saturation on the wrong side
/// the slope is nearly as large as it can be.
///
/// The absolute error is at most a few roundings of a number near 1. Where σ(z) is close to y the
/// relative error is not bounded: for y = 1 the result is 0 above z ≈ 37, where it should be −e⁻ᶻ.
///
/// \throws std::domain_error if y is outside [0, 1].
// [cross-entropy-loss-from-preactivation-derivative]
template <Scalar T>
T cross_entropy_loss_from_preactivation_derivative(T z, T y) {
  require_probability("cross_entropy_loss_from_preactivation_derivative", "y", y);
  return sigmoid(z) - y;
}
// [cross-entropy-loss-from-preactivation-derivative]

/// C(ŷ, y) = (1/n) Σᵢ L(ŷᵢ, yᵢ), the cost of n predictions; ŷ and y have length n ≥ 1.
///
/// Its gradient with respect to ŷ is cross_entropy_gradient().
///
/// \throws ShapeError if the lengths differ or n = 0; std::domain_error as cross_entropy_loss().
// [cross-entropy]
template <Scalar T>
T cross_entropy(const Vector<T>& y_hat, const Vector<T>& y) {
  require_same_size("cross_entropy", y_hat.size(), y.size());
  require_samples("cross_entropy", y.size());
  T sum = T(0);
  for (std::size_t i = 0; i < y.size(); ++i) sum += cross_entropy_loss(y_hat(i), y(i));
  return sum / T(static_cast<double>(y.size()));
}
// [cross-entropy]

/// ∂C/∂ŷᵢ = (1/n)(ŷᵢ − yᵢ)/(ŷᵢ(1 − ŷᵢ)): a vector of length n.
///
/// \throws ShapeError if the lengths differ or n = 0; std::domain_error as
///         cross_entropy_loss_derivative().
// [cross-entropy-gradient]
template <Scalar T>
Vector<T> cross_entropy_gradient(const Vector<T>& y_hat, const Vector<T>& y) {
  require_same_size("cross_entropy_gradient", y_hat.size(), y.size());
  require_samples("cross_entropy_gradient", y.size());
  const T n = T(static_cast<double>(y.size()));
  Vector<T> gradient(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    gradient(i) = cross_entropy_loss_derivative(y_hat(i), y(i)) / n;
  }
  return gradient;
}
// [cross-entropy-gradient]

}  // namespace nn
