#pragma once

/// \file
/// One neuron: weights, a bias, a sigmoid; its cost on a batch and the gradient of that cost.

#include <cstddef>

#include "nn/neuron/cross_entropy.hpp"
#include "nn/neuron/mean_squared_error.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// A neuron with d inputs: w (length d) and b.
template <Scalar T>
struct Neuron {
  Vector<T> weights;  ///< w, length d.
  T bias = T(0);      ///< b.
};

/// The gradient of a cost has one entry for each parameter. It has a neuron's shape and is none: it
/// predicts nothing.
template <Scalar T>
struct NeuronGradient {
  Vector<T> weights;  ///< ∂C/∂w, length d.
  T bias = T(0);      ///< ∂C/∂b.
};

/// A neuron with d inputs whose parameters are all 0.
template <Scalar T>
Neuron<T> zero_neuron(std::size_t d) {
  return {Vector<T>(d, T(0)), T(0)};
}

/// z = w · x + b for one sample x (length d). ∂z/∂wⱼ = xⱼ, ∂z/∂b = 1.
///
/// \throws ShapeError unless x has d entries.
// [preactivation]
template <Scalar T>
T preactivation(const Neuron<T>& neuron, const Vector<T>& x) {
  return dot(neuron.weights, x) + neuron.bias;
}
// [preactivation]

/// z = X wᵀ + b·1 for a batch X (n x d): a vector of length n.
///
/// \throws ShapeError unless X has d columns.
// [preactivations]
template <Scalar T>
Vector<T> preactivations(const Neuron<T>& neuron, const Matrix<T>& X) {
  return matvec(X, neuron.weights) + constant_vector<T>(X.size1(), neuron.bias);
}
// [preactivations]

/// ŷ = σ(w · x + b) for one sample x (length d).
///
/// \throws ShapeError unless x has d entries.
// [predict]
template <Scalar T>
T predict(const Neuron<T>& neuron, const Vector<T>& x) {
  return sigmoid(preactivation(neuron, x));
}
// [predict]

/// ŷ = σ(X wᵀ + b·1), entry by entry, for a batch X (n x d): a vector of length n.
///
/// \throws ShapeError unless X has d columns.
template <Scalar T>
Vector<T> predict(const Neuron<T>& neuron, const Matrix<T>& X) {
  Vector<T> y_hat = preactivations(neuron, X);
  for (T& y : y_hat) y = sigmoid(y);
  return y_hat;
}

/// The squared error as a function of the pre-activation z, which the field calls a logit:
/// L = (σ(z) − y)², ∂L/∂z = 2(σ(z) − y) σ′(z). The sigmoid is part of it.
///
/// A loss is a value, handed to whatever needs one: it may have numbers of its own.
// [neuron-losses]
// [squared-error-loss]
struct SquaredErrorWithLogits {
  /// L, from z and the target y.
  template <Scalar T>
  T value(T z, T y) const {
    return squared_error(sigmoid(z), y);
  }
  /// ∂L/∂z.
  template <Scalar T>
  T derivative(T z, T y) const {
    return squared_error_derivative(sigmoid(z), y) * sigmoid_derivative(z);
  }
};
// [squared-error-loss]

/// The cross-entropy as a function of the pre-activation z, the logit; the sigmoid is part of it:
/// L = (1 − y) softplus(z) + y softplus(−z), ∂L/∂z = σ(z) − y.
struct CrossEntropyWithLogits {
  /// L, from z and the target y.
  template <Scalar T>
  T value(T z, T y) const {
    return cross_entropy_loss_from_preactivation(z, y);
  }
  /// ∂L/∂z.
  template <Scalar T>
  T derivative(T z, T y) const {
    return cross_entropy_loss_from_preactivation_derivative(z, y);
  }
};
// [neuron-losses]

/// The gradient of one sample's loss: ∂L/∂w = (∂L/∂z) x and ∂L/∂b = ∂L/∂z.
///
/// \tparam Loss SquaredErrorWithLogits or CrossEntropyWithLogits.
/// \throws ShapeError unless x has d entries.
// [loss-gradient]
template <class Loss, Scalar T>
NeuronGradient<T> loss_gradient(const Loss& loss, const Neuron<T>& neuron, const Vector<T>& x,
                                T y) {
  const T delta = loss.derivative(preactivation(neuron, x), y);
  return {delta * x, delta};
}
// [loss-gradient]

/// C(w, b) = (1/n) Σᵢ L(zᵢ, yᵢ), the mean loss over a batch X (n x d) with targets y (length n).
///
/// \tparam Loss SquaredErrorWithLogits or CrossEntropyWithLogits.
/// \throws ShapeError if the shapes do not fit or n = 0.
// [cost]
template <class Loss, Scalar T>
T cost(const Loss& loss, const Neuron<T>& neuron, const Matrix<T>& X, const Vector<T>& y) {
  require_same_size("cost", X.size1(), y.size());
  require_samples("cost", y.size());
  const Vector<T> z = preactivations(neuron, X);
  T sum = T(0);
  for (std::size_t i = 0; i < z.size(); ++i) sum += loss.value(z(i), y(i));
  return sum / T(static_cast<double>(z.size()));
}
// [cost]

/// The gradient of the cost: with δᵢ = (1/n) ∂L/∂zᵢ (length n), ∂C/∂w = δX and ∂C/∂b = Σᵢ δᵢ.
///
/// \tparam Loss SquaredErrorWithLogits or CrossEntropyWithLogits.
/// \throws ShapeError if the shapes do not fit or n = 0.
// [cost-gradient]
template <class Loss, Scalar T>
NeuronGradient<T> cost_gradient(const Loss& loss, const Neuron<T>& neuron, const Matrix<T>& X,
                                const Vector<T>& y) {
  require_same_size("cost_gradient", X.size1(), y.size());
  require_samples("cost_gradient", y.size());
  const T n = T(static_cast<double>(y.size()));
  Vector<T> delta = preactivations(neuron, X);
  for (std::size_t i = 0; i < delta.size(); ++i) delta(i) = loss.derivative(delta(i), y(i)) / n;
  return {matvec_transposed(X, delta), total(delta)};
}
// [cost-gradient]

/// θ = (w₁, …, w_d, b): all the parameters of a neuron in one vector of length d + 1, as an
/// optimizer wants them.
// [parameters]
template <Scalar T>
Vector<T> parameters(const Neuron<T>& neuron) {
  const std::size_t d = neuron.weights.size();
  Vector<T> theta(d + 1);
  for (std::size_t j = 0; j < d; ++j) theta(j) = neuron.weights(j);
  theta(d) = neuron.bias;
  return theta;
}

/// The neuron whose parameters() are θ.
///
/// \throws ShapeError if θ is empty: there is always a bias.
template <Scalar T>
Neuron<T> neuron_from(const Vector<T>& theta) {
  if (theta.size() == 0) throw ShapeError("neuron_from: a neuron has at least a bias");
  Neuron<T> neuron = zero_neuron<T>(theta.size() - 1);
  for (std::size_t j = 0; j + 1 < theta.size(); ++j) neuron.weights(j) = theta(j);
  neuron.bias = theta(theta.size() - 1);
  return neuron;
}
// [parameters]

/// ∇C = (∂C/∂w₁, …, ∂C/∂w_d, ∂C/∂b): a slope for each of the parameters(), in their order.
template <Scalar T>
Vector<T> slopes(const NeuronGradient<T>& gradient) {
  return parameters(Neuron<T>{gradient.weights, gradient.bias});
}

}  // namespace nn
