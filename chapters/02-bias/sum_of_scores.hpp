#pragma once

/// \file
/// The function whose derivative the chapter checks, and its mistakes get wrong.

#include "nn/neuron/neuron.hpp"

namespace nn::bias {

/// φ(w, b) = Σᵢ uᵢ (w · xᵢ + b), where xᵢ is row i of X, as a function of θ = (w, b), for any
/// scalar.
struct SumOfScores {
  Matrix<double> X;
  Vector<double> u;

  template <class T>
  T operator()(const Vector<T>& theta) const {
    return dot(cast<T>(u), preactivations(neuron_from(theta), cast<T>(X)));
  }

  /// ∂φ/∂θ: ∂φ/∂w = uX, and behind it ∂φ/∂b = Σᵢ uᵢ.
  Vector<double> gradient() const {
    return parameters(Neuron<double>{matvec_transposed(X, u), total(u)});
  }
};

}  // namespace nn::bias
