#pragma once

/// \file
/// A random neuron with random samples, for the claims of chapter 5.

#include <cstddef>

#include "nn/neuron/neuron.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

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
  double z(std::size_t i) const { return preactivation(neuron, row_of(X, i)); }
  double y_hat(std::size_t i) const { return sigmoid(z(i)); }

  /// 2(ŷᵢ − yᵢ) ŷᵢ(1 − ŷᵢ), written out.
  double slope(std::size_t i) const { return 2 * (y_hat(i) - y(i)) * y_hat(i) * (1 - y_hat(i)); }

  /// C(θ) as a function of all parameters, for any scalar.
  template <class T>
  T cost_at(const Vector<T>& theta) const {
    return cost<SquaredErrorLoss>(neuron_from(theta), cast<T>(X), cast<T>(y));
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
