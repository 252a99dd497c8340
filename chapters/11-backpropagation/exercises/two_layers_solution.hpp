#pragma once

#include <cstddef>

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

// [two-layer-slopes]
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
  const T n = T(static_cast<double>(X.size1()));
  for (std::size_t i = 0; i < X.size1(); ++i) {
    Vector<T> back(A.size2(), T(0));
    for (std::size_t k = 0; k < Z.size2(); ++k) {
      const T delta = T(2) * (Z(i, k) - Y(i, k)) / n;
      slopes.b2(k) += delta;
      for (std::size_t j = 0; j < A.size2(); ++j) {
        slopes.W2(j, k) += A(i, j) * delta;
        back(j) += W2(j, k) * delta;
      }
    }
    for (std::size_t j = 0; j < A.size2(); ++j) {
      const T delta = back(j) * (T(1) - A(i, j) * A(i, j));
      slopes.b1(j) += delta;
      for (std::size_t m = 0; m < X.size2(); ++m) slopes.W1(m, j) += X(i, m) * delta;
    }
  }
  return slopes;
}
// [two-layer-slopes]

}  // namespace nn::exercise
