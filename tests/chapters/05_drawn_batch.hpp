#pragma once

/// \file
/// A random neuron with random samples, for the claims of chapter 5.

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "nn/neuron/neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// By how much C and ∇C may differ between two orders of the same sums. z is a sum of d + 1 terms:
/// two orders are at most (d + 1) ε S apart, S being the sum of the terms' sizes. That moves the
/// squared error and its slope by less than a third of it (|L′| ≤ 8/27; |L″| < 1/6, chapter 6).
/// Computing them from z, and the mean of n, is n + 8 roundings of numbers below 1/2. A gradient
/// multiplies all of it by an entry of X.
inline double rounding_of(const Neuron<double>& neuron, const Matrix<double>& X) {
  double size = 0;
  for (std::size_t i = 0; i < X.size1(); ++i) {
    double sum = std::abs(neuron.bias);
    for (std::size_t j = 0; j < X.size2(); ++j) sum += std::abs(neuron.weights(j) * X(i, j));
    size = std::max(size, sum);
  }
  double largest = 1;
  for (const double entry : X.data()) largest = std::max(largest, std::abs(entry));
  const auto terms = static_cast<double>(X.size2() + 1);
  const auto rows = static_cast<double>(X.size1());
  return epsilon * largest * (terms * size / 3 + (rows + 8) / 2);
}

/// n = 2..7 samples of d = 1..5 features, all standard normal; targets in [0, 1].
struct DrawnBatch {
  Neuron<double> neuron;
  Matrix<double> X;
  Vector<double> y;

  static DrawnBatch draw(std::size_t fewest = 2) {
    const std::size_t n = *dimension(fewest, 7).as("n");
    const std::size_t d = *dimension(1, 5).as("d");
    DrawnBatch drawn{{*gaussian_vector(d).as("w"), *gaussian().as("b")},
                     *gaussian_matrix(n, d).as("X"),
                     Vector<double>(n)};
    for (double& target : drawn.y) target = *uniform(0, 1).as("y");
    return drawn;
  }

  std::size_t n() const { return X.size1(); }
  std::size_t d() const { return X.size2(); }
  double count() const { return static_cast<double>(n()); }
  double rounding() const { return rounding_of(neuron, X); }
  double z(std::size_t i) const { return preactivation(neuron, row_of(X, i)); }
  double y_hat(std::size_t i) const { return sigmoid(z(i)); }

  /// 2(ŷᵢ − yᵢ) ŷᵢ(1 − ŷᵢ), written out.
  double slope(std::size_t i) const { return 2 * (y_hat(i) - y(i)) * y_hat(i) * (1 - y_hat(i)); }

  /// C(θ) as a function of all parameters, for any scalar.
  template <class T>
  T cost_at(const Vector<T>& theta) const {
    return cost(SquaredErrorWithLogits{}, neuron_from(theta), cast<T>(X), cast<T>(y));
  }

  /// The mean over the samples of f(i).
  template <class F>
  double mean(const F& f) const {
    double sum = 0;
    for (std::size_t i = 0; i < n(); ++i) sum += f(i);
    return sum / count();
  }
};

}  // namespace nn::test
