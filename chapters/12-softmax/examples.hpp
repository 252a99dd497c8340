#pragma once

/// \file
/// What the chapter computes with: three scores, and the library's functions of one row, taken of
/// vectors.

#include <cstddef>

#include "nn/network/softmax.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter12 {

/// Three scores and the row of their target: the second class is the right one.
/// @{
inline Vector<double> example_scores() { return vector<double>({2, 1, 0}); }
inline Vector<double> example_target() { return vector<double>({0, 1, 0}); }
/// @}

/// ln Σₖ e^(zₖ).
template <Scalar T>
T log_sum_exp_of(const Vector<T>& z) {
  return log_sum_exp<T>(blas::view(z));
}

/// The loss of one sample.
template <Scalar T>
T loss_of(const Vector<T>& z, const Vector<T>& y) {
  return softmax_cross_entropy<T>(blas::view(z), blas::view(y));
}

/// ∂L/∂z = p − y.
template <Scalar T>
Vector<T> slopes_of(const Vector<T>& z, const Vector<T>& y) {
  Vector<T> slopes(z.size());
  softmax_cross_entropy_derivative<T>(blas::view(z), blas::view(y), blas::view(slopes));
  return slopes;
}

/// softmax(z/τ): the probabilities at the temperature τ.
template <Scalar T>
Vector<T> softmax_at(const Vector<T>& z, double tau) {
  Vector<T> scaled(z.size());
  for (std::size_t k = 0; k < z.size(); ++k) scaled(k) = z(k) / T(tau);
  return softmax(scaled);
}

/// diag(p) − pᵀp: entry (k, j) is ∂pₖ/∂zⱼ.
inline Matrix<double> jacobian(const Vector<double>& p) {
  Matrix<double> J(p.size(), p.size());
  for (std::size_t k = 0; k < p.size(); ++k) {
    for (std::size_t j = 0; j < p.size(); ++j) J(k, j) = p(k) * ((j == k ? 1 : 0) - p(j));
  }
  return J;
}

}  // namespace nn::chapter12
