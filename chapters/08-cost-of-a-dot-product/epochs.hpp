#pragma once

/// \file
/// One epoch of the neuron in the ways that are measured: its cost and gradient, at some θ.

#include <cstddef>

#include "nn/neuron/neuron.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/blocked_neuron_cost.hpp"
#include "nn/training/gradient_descent.hpp"

namespace nn::chapter8 {

/// C, and ∇C by the parameters.
template <Scalar T>
struct CostAndGradientOf {
  T cost;
  Vector<T> gradient;
};
using CostAndGradient = CostAndGradientOf<double>;

/// As one writes it: sample by sample, feature by feature.
// [plain-epoch]
template <Scalar T>
CostAndGradientOf<T> plain_epoch(const Matrix<T>& X, const Vector<T>& y, const Vector<T>& theta) {
  const std::size_t n = X.size1();
  const std::size_t d = X.size2();
  CostAndGradientOf<T> result{T(0), Vector<T>(d + 1, T(0))};
  for (std::size_t i = 0; i < n; ++i) {
    T z = theta(d);
    for (std::size_t j = 0; j < d; ++j) z += X(i, j) * theta(j);
    result.cost += CrossEntropyWithLogits{}.value(z, y(i));
    const T delta = CrossEntropyWithLogits{}.derivative(z, y(i));
    for (std::size_t j = 0; j < d; ++j) result.gradient(j) += delta * X(i, j);
    result.gradient(d) += delta;
  }
  result.cost /= T(static_cast<double>(n));
  result.gradient /= T(static_cast<double>(n));
  return result;
}
// [plain-epoch]

/// From the pre-activations to the slopes, in place; returns the sum of the losses.
inline double slopes_in_place(Vector<double>& z, const Vector<double>& y, double bias) {
  double losses = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double zi = z(i) + bias;
    losses += CrossEntropyWithLogits{}.value(zi, y(i));
    z(i) = CrossEntropyWithLogits{}.derivative(zi, y(i));
  }
  return losses;
}

/// The book's formulas with their two products, which `product` and `row_sum` compute.
template <class Product, class RowSum>
CostAndGradient epoch_of_products(const Matrix<double>& X, const Vector<double>& y,
                                  const Vector<double>& theta, const Product& product,
                                  const RowSum& row_sum) {
  const double n = static_cast<double>(X.size1());
  const std::size_t d = X.size2();
  const Vector<double> w = entries(theta, 0, d);
  Vector<double> delta = product(X, w);
  const double losses = slopes_in_place(delta, y, theta(d));
  const Vector<double> sums = row_sum(X, delta);
  CostAndGradient result{losses / n, Vector<double>(d + 1)};
  for (std::size_t j = 0; j < d; ++j) result.gradient(j) = sums(j) / n;
  result.gradient(d) = total(delta) / n;
  return result;
}

/// With the products of uBLAS, the door to BLAS closed.
inline CostAndGradient ublas_epoch(const Matrix<double>& X, const Vector<double>& y,
                                   const Vector<double>& theta) {
  return epoch_of_products(
      X, y, theta,
      [](const Matrix<double>& A, const Vector<double>& v) -> Vector<double> {
        return ublas::prod(A, v);
      },
      [](const Matrix<double>& A, const Vector<double>& u) -> Vector<double> {
        return ublas::prod(u, A);
      });
}

/// With the products of BLAS, whatever the size.
inline CostAndGradient blas_epoch(const Matrix<double>& X, const Vector<double>& y,
                                  const Vector<double>& theta) {
  return epoch_of_products(
      X, y, theta,
      [](const Matrix<double>& A, const Vector<double>& v) { return blas::matvec(A, v); },
      [](const Matrix<double>& A, const Vector<double>& u) {
        return blas::matvec_transposed(A, u);
      });
}

/// In one pass over blocks of rows, by the library.
template <class Blocked>
CostAndGradient blocked_epoch(const Blocked& blocked, const Vector<double>& theta) {
  CostAndGradient result{0, Vector<double>(theta.size())};
  result.cost = blocked.evaluate(theta, &result.gradient);
  return result;
}

}  // namespace nn::chapter8
