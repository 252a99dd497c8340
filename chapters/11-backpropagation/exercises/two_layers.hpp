#pragma once

// Exercise 2 of chapter 11. Test it with
//
//     ./scripts/test --exercise 11

#include "nn/scalar/linear_algebra.hpp"

namespace nn::exercise {

/// The slopes of a cost by the parameters of two layers.
template <Scalar T>
struct TwoLayerSlopes {
  Matrix<T> W1;  ///< d x m
  Vector<T> b1;  ///< m
  Matrix<T> W2;  ///< m x K
  Vector<T> b2;  ///< K
};

/// The gradient of the mean squared error of a network with one hidden layer of tanh and linear
/// outputs, from what the way forth left: the samples X (n x d), the hidden activations A (n x m),
/// the scores Z (n x K); and from the targets Y (n x K) and the weights W2 (m x K) of the second
/// layer. It needs no exponential.
template <Scalar T>
TwoLayerSlopes<T> two_layer_slopes(const Matrix<T>& X, const Matrix<T>& A, const Matrix<T>& Z,
                                   const Matrix<T>& Y, const Matrix<T>& W2) {
  require_same_size("two_layer_slopes", Z.size2(), Y.size2());
  TwoLayerSlopes<T> slopes{Matrix<T>(X.size2(), A.size2(), T(0)), Vector<T>(A.size2(), T(0)),
                           Matrix<T>(W2.size1(), W2.size2(), T(0)), Vector<T>(W2.size2(), T(0))};
  // Your loop over the samples goes here.
  return slopes;
}

}  // namespace nn::exercise
