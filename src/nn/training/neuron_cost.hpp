#pragma once

/// \file
/// The cost of a neuron on fixed data, as an objective.

#include "nn/neuron/neuron.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// The cost of a neuron on fixed data, as a function of its parameters θ = (w, b).
// [neuron-cost]
template <class Loss, Scalar T>
class NeuronCost {
 public:
  /// \param loss SquaredErrorWithLogits or CrossEntropyWithLogits.
  /// \param X the data, n x d, and \param y the targets, length n: looked at, not copied. They must
  /// outlive this object and its copies; a temporary is refused by the compiler.
  NeuronCost(const Loss& loss, const Matrix<T>& X, const Vector<T>& y)
      : loss_(loss), X_(&X), y_(&y) {}
  NeuronCost(const Loss& loss, const Matrix<T>&& X, const Vector<T>& y) = delete;
  NeuronCost(const Loss& loss, const Matrix<T>& X, const Vector<T>&& y) = delete;

  /// C(θ) and, unless `gradient` is null, ∇C(θ) into it, length d + 1.
  ///
  /// \throws ShapeError if the shapes do not fit or n = 0.
  T evaluate(const Vector<T>& theta, Vector<T>* gradient) const {
    const Neuron<T> neuron = neuron_from(theta);
    if (gradient != nullptr) *gradient = slopes(cost_gradient(loss_, neuron, *X_, *y_));
    return cost(loss_, neuron, *X_, *y_);
  }

 private:
  Loss loss_;
  const Matrix<T>* X_;
  const Vector<T>* y_;
};
// [neuron-cost]

}  // namespace nn
