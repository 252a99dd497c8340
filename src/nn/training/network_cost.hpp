#pragma once

/// \file
/// The cost of a network on fixed data, as an objective.

#include <cmath>
#include <cstddef>
#include <limits>

#include "nn/network/backpropagation.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// The cost of a network on fixed data, as a function of all its parameters θ: the mean over n
/// samples of a loss of the scores.
///
/// Its gradient goes one way back through the network, see backpropagate(). Scores that are no
/// finite numbers, as where a descent has flown away, make the cost and every slope NaN. Squares of
/// finite scores may still overflow: then the cost is infinite.
///
/// \tparam Output what becomes of the scores: LinearSquaredError, SigmoidSquaredError,
///         SigmoidCrossEntropy or SoftmaxCrossEntropy.
// [network-cost]
template <class Output, Scalar T>
class NetworkCost {
 public:
  /// X is n x d, and Y has a row of targets for each sample: both are looked at, not copied. They
  /// must outlive this object and its copies; a temporary is refused by the compiler. An object is
  /// for one thread at a time: the place for a pass is kept between calls.
  ///
  /// \throws ShapeError if the shapes do not fit or n = 0.
  NetworkCost(const Network& network, const Output& output, const Matrix<T>& X, const Matrix<T>& Y,
              Products products = Products::fastest)
      : network_(network), output_(output), X_(&X), Y_(&Y) {
    require_network(network);
    require_same_size("NetworkCost", X.size1(), Y.size1());
    require_same_size("NetworkCost", X.size2(), network.layers.front().inputs);
    require_same_size("NetworkCost", Y.size2(), network.layers.back().units);
    require_samples("NetworkCost", X.size1());
    pass_.products = products;
  }
  NetworkCost(const Network& network, const Output& output, const Matrix<T>&& X, const Matrix<T>& Y,
              Products products = Products::fastest) = delete;
  NetworkCost(const Network& network, const Output& output, const Matrix<T>& X, const Matrix<T>&& Y,
              Products products = Products::fastest) = delete;

  /// C(θ) and, unless `gradient` is null, ∇C(θ) into it, in the shape of θ.
  ///
  /// \throws ShapeError if θ or the gradient has another length than the network has parameters;
  /// std::domain_error if a target is none for this output, as cross_entropy_loss() says.
  // [network-cost-evaluate]
  T evaluate(const Vector<T>& theta, Vector<T>* gradient) const {
    if (gradient != nullptr) require_same_size("NetworkCost", gradient->size(), theta.size());
    forward(network_, theta, *X_, pass_);
    const Matrix<T>& Z = pass_.Z.back();
    if (!is_finite(Z)) return nowhere(gradient);
    const T n = T(static_cast<double>(Z.size1()));
    T sum = T(0);
    for (std::size_t i = 0; i < Z.size1(); ++i) {
      sum += output_.value(row_view(Z, i), row_view(*Y_, i));
    }
    if (gradient != nullptr) {
      Matrix<T>& delta = pass_.delta.back();
      for (std::size_t i = 0; i < Z.size1(); ++i) {
        output_.derivative(row_view(Z, i), row_view(*Y_, i), row_view(delta, i));
        for (std::size_t k = 0; k < Z.size2(); ++k) delta(i, k) = delta(i, k) / n;
      }
      backpropagate(network_, theta, *X_, pass_, *gradient);
    }
    return sum / n;
  }
  // [network-cost-evaluate]

  /// What the last evaluate() computed on its way: Z and A of every layer and, where it was asked
  /// for the gradient, Δ.
  const NetworkPass<T>& last_pass() const { return pass_; }

 private:
  static bool is_finite(const Matrix<T>& Z) {
    for (const T& z : Z.data()) {
      if (!std::isfinite(real_part(z))) return false;
    }
    return true;
  }
  static T nowhere(Vector<T>* gradient) {
    const T nan = T(std::numeric_limits<double>::quiet_NaN());
    if (gradient != nullptr) {
      for (T& slope : *gradient) slope = nan;
    }
    return nan;
  }

  Network network_;
  Output output_;
  const Matrix<T>* X_;
  const Matrix<T>* Y_;
  mutable NetworkPass<T> pass_;
};
// [network-cost]

}  // namespace nn
