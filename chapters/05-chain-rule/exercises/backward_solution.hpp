#pragma once

#include <cstddef>

#include "nn/neuron/neuron.hpp"

namespace nn::exercise {

// [backward]
/// The gradient of the mean squared error, from the samples X (n x d), the predictions ŷ that the
/// forward pass left, and the targets y, both of length n. It needs neither the weights nor an
/// exponential.
/// \throws ShapeError if X has not as many rows as ŷ and y have entries, or if there are none.
template <Scalar T>
NeuronGradient<T> backward(const Matrix<T>& X, const Vector<T>& y_hat, const Vector<T>& y) {
  require_same_size("backward", X.size1(), y.size());
  require_same_size("backward", y_hat.size(), y.size());
  require_samples("backward", y.size());
  const T n = T(static_cast<double>(y.size()));
  NeuronGradient<T> gradient{Vector<T>(X.size2(), T(0)), T(0)};
  for (std::size_t i = 0; i < y.size(); ++i) {
    const T delta = T(2) / n * (y_hat(i) - y(i)) * y_hat(i) * (T(1) - y_hat(i));
    gradient.weights += delta * row_of(X, i);
    gradient.bias += delta;
  }
  return gradient;
}
// [backward]

}  // namespace nn::exercise
