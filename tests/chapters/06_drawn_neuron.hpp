#pragma once

/// \file
/// A random neuron with random data, and its mean squared error as a function of θ.

#include <cstddef>

#include "nn/neuron/neuron.hpp"
#include "nn/neuron/smoothness.hpp"
#include "nn/training/neuron_cost.hpp"
#include "nn/training/objective.hpp"
#include "tests/chapters/05_drawn_batch.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// C(θ) for n = 2..6 samples with d = 1..4 features and targets in [0, 1].
struct DrawnNeuron {
  Matrix<double> X;
  Vector<double> y;
  Vector<double> theta;

  static DrawnNeuron draw() {
    const std::size_t n = *dimension(2, 6).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    DrawnNeuron drawn{*gaussian_matrix(n, d).as("X"), Vector<double>(n), *gaussian_vector(d + 1)};
    for (double& target : drawn.y) target = *uniform(0, 1).as("y");
    return drawn;
  }

  NeuronCost<SquaredErrorWithLogits, double> objective() const { return {{}, X, y}; }

  /// By the forward oracle, which shares no code with the library.
  double cost_at(const Vector<double>& at) const {
    const Neuron<double> neuron = neuron_from(at);
    return static_cast<double>(oracle::mean_squared_error(neuron.weights, neuron.bias, X, y));
  }

  Vector<double> gradient_at(const Vector<double>& at) const {
    return nn::gradient_at(objective(), at);
  }

  /// C(θ) for any scalar, as a gradient check asks for it.
  template <class T>
  T value_at(const Vector<T>& at) const {
    return cost(SquaredErrorWithLogits{}, neuron_from(at), cast<T>(X), cast<T>(y));
  }

  double rounding_at(const Vector<double>& at) const { return rounding_of(neuron_from(at), X); }

  double smoothness() const { return gradient_lipschitz_bound(X); }
};

/// A random direction of length 1; never the zero vector, whatever RapidCheck shrinks to.
inline Vector<double> draw_unit(std::size_t count) {
  Vector<double> v = *gaussian_vector(count).as("v");
  if (norm(v) == 0) v(0) = 1;
  return v / norm(v);
}

}  // namespace nn::test
