#pragma once

// Exercise 2 of chapter 5. Test it with
//
//     ./scripts/test --exercise 5

#include "nn/neuron/neuron.hpp"

namespace nn::exercise {

/// The gradient of the mean squared error, from the samples X (n x d), the predictions ŷ that the
/// forward pass left, and the targets y, both of length n. It needs neither the weights nor an
/// exponential.
/// \throws ShapeError if X has not as many rows as ŷ and y have entries, or if there are none.
template <Scalar T>
NeuronGradient<T> backward(const Matrix<T>& X, const Vector<T>& y_hat, const Vector<T>& y) {
  require_same_size("backward", X.size1(), y.size());
  require_same_size("backward", y_hat.size(), y.size());
  require_samples("backward", y.size());
  NeuronGradient<T> gradient{Vector<T>(X.size2(), T(0)), T(0)};
  // Your sum over the samples goes here.
  return gradient;
}

}  // namespace nn::exercise
