#pragma once

/// \file
/// What becomes of a network's scores: the prediction, the loss, and the slope of the loss by each
/// score. One value for each pair of output and cost that fits.
///
/// Each has the functions `predict`, `value` and `derivative`, which work on the row of one sample.

#include <cstddef>

#include "nn/network/softmax.hpp"
#include "nn/neuron/mean_squared_error.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/scalar/products.hpp"

namespace nn {

/// The squared error of a score that is the prediction itself: L = (z − y)², ∂L/∂z = 2(z − y).
struct SquaredErrorOfScore {
  /// The prediction.
  template <Scalar T>
  T predict(T z) const {
    return z;
  }
  /// L, from z and the target y.
  template <Scalar T>
  T value(T z, T y) const {
    return squared_error(z, y);
  }
  /// ∂L/∂z.
  template <Scalar T>
  T derivative(T z, T y) const {
    return squared_error_derivative(z, y);
  }
};

/// A loss of one score after the sigmoid, as Part I has it, with its prediction σ(z).
template <class NeuronLoss>
struct AfterSigmoid : NeuronLoss {
  /// The prediction.
  template <Scalar T>
  T predict(T z) const {
    return sigmoid(z);
  }
};

/// The sum over K outputs of a loss that sees one score and one target: L = Σₖ L(zₖ, yₖ).
// [each-output]
template <class Loss>
struct EachOutput {
  /// The prediction of each output, into y_hat.
  template <Scalar T>
  void predict(const VectorView<const T>& z, const VectorView<T>& y_hat) const {
    for (std::size_t k = 0; k < z.size; ++k) y_hat(k) = Loss{}.predict(z(k));
  }
  /// L, from the scores and the targets of one sample.
  template <Scalar T>
  T value(const VectorView<const T>& z, const VectorView<const T>& y) const {
    T sum = T(0);
    for (std::size_t k = 0; k < z.size; ++k) sum += Loss{}.value(z(k), y(k));
    return sum;
  }
  /// ∂L/∂zₖ for each k, into `slopes`.
  template <Scalar T>
  void derivative(const VectorView<const T>& z, const VectorView<const T>& y,
                  const VectorView<T>& slopes) const {
    for (std::size_t k = 0; k < z.size; ++k) slopes(k) = Loss{}.derivative(z(k), y(k));
  }
};
// [each-output]

/// Numbers: the scores are the predictions, and L is the sum of the squared errors.
using LinearSquaredError = EachOutput<SquaredErrorOfScore>;
/// Each output a sigmoid, L the sum of the squared errors.
using SigmoidSquaredError = EachOutput<AfterSigmoid<SquaredErrorWithLogits>>;
/// Each output a sigmoid, L the sum of the cross-entropies.
using SigmoidCrossEntropy = EachOutput<AfterSigmoid<CrossEntropyWithLogits>>;

/// One of K classes: the predictions are the softmax of the scores, L is their cross-entropy.
struct SoftmaxCrossEntropy {
  /// p = softmax(z), into p.
  template <Scalar T>
  void predict(const VectorView<const T>& z, const VectorView<T>& p) const {
    softmax(z, p);
  }
  /// L = −Σₖ yₖ ln pₖ.
  template <Scalar T>
  T value(const VectorView<const T>& z, const VectorView<const T>& y) const {
    return softmax_cross_entropy(z, y);
  }
  /// ∂L/∂z = p − y, into `slopes`.
  template <Scalar T>
  void derivative(const VectorView<const T>& z, const VectorView<const T>& y,
                  const VectorView<T>& slopes) const {
    softmax_cross_entropy_derivative(z, y, slopes);
  }
};

/// The prediction of every sample from its row of scores Z (n x K).
///
/// \tparam Output one of the four above.
template <class Output, Scalar T>
Matrix<T> predictions(const Output& output, const Matrix<T>& Z) {
  Matrix<T> Y_hat(Z.size1(), Z.size2());
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    output.predict(row_view(Z, i), row_view(Y_hat, i));
  }
  return Y_hat;
}

}  // namespace nn
