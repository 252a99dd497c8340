#pragma once

/// \file
/// The forward formulas a second time: plain loops in `long double`, written from the equations and
/// sharing no code with the library. A derivative check "confirms" the gradient of a wrong forward
/// pass; these do not.

#include <cmath>
#include <cstddef>

#include "nn/scalar/linear_algebra.hpp"

namespace nn::test::oracle {

using Real = long double;

inline Real dot(const Vector<double>& w, const Vector<double>& x) {
  Real sum = 0;
  for (std::size_t i = 0; i < w.size(); ++i) sum += static_cast<Real>(w(i)) * x(i);
  return sum;
}

inline Real preactivation(const Vector<double>& w, double b, const Matrix<double>& X,
                          std::size_t i) {
  Real z = b;
  for (std::size_t j = 0; j < w.size(); ++j) z += static_cast<Real>(w(j)) * X(i, j);
  return z;
}

/// Direct from 1/(1 + e⁻ᶻ): in `long double` the exponential overflows only beyond |z| = 11355.
inline Real sigmoid(Real z) { return 1 / (1 + std::exp(-z)); }

inline Real squared_error(Real y_hat, Real y) { return (y_hat - y) * (y_hat - y); }

/// −y ln σ(z) − (1 − y) ln(1 − σ(z)), with 1 − σ(z) = σ(−z).
inline Real cross_entropy(Real z, Real y) {
  return -y * std::log(sigmoid(z)) - (1 - y) * std::log(sigmoid(-z));
}

/// (1/n) Σᵢ loss(zᵢ, yᵢ), with zᵢ = w · xᵢ + b.
template <class Loss>
Real mean_loss(const Loss& loss, const Vector<double>& w, double b, const Matrix<double>& X,
               const Vector<double>& y) {
  Real sum = 0;
  for (std::size_t i = 0; i < X.size1(); ++i) sum += loss(preactivation(w, b, X, i), y(i));
  return sum / static_cast<Real>(X.size1());
}

inline Real mean_squared_error(const Vector<double>& w, double b, const Matrix<double>& X,
                               const Vector<double>& y) {
  const auto loss = [](Real z, Real target) { return squared_error(sigmoid(z), target); };
  return mean_loss(loss, w, b, X, y);
}

inline Real mean_cross_entropy(const Vector<double>& w, double b, const Matrix<double>& X,
                               const Vector<double>& y) {
  return mean_loss(cross_entropy, w, b, X, y);
}

}  // namespace nn::test::oracle
