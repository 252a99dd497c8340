#pragma once

/// \file
/// The cost of a network on fixed data, as an objective.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "nn/network/backpropagation.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// Refuses data that is none for this network.
///
/// \throws ShapeError naming `operation` if the shapes do not fit or there is no sample.
template <class T>
void require_task(const char* operation, const Network& network, const Matrix<T>& X,
                  const Matrix<T>& Y) {
  require_network(network);
  require_same_size(operation, X.size1(), Y.size1());
  require_same_size(operation, X.size2(), network.layers.front().inputs);
  require_same_size(operation, Y.size2(), network.layers.back().units);
  require_samples(operation, X.size1());
}

/// What these samples give to a mean over n samples, of which they may be a part: (1/n) Σ L, and
/// its gradient into `gradient`, unless that is null. Parts that have all samples between them add
/// up to the cost and its gradient, whatever the sizes of the parts.
///
/// If a score is no finite number, the value and every slope are NaN.
///
/// \pre the shapes fit each other, as require_task() says
/// \throws ShapeError if θ or the gradient has another length than the network has parameters;
/// std::domain_error if a target is none for this output, as cross_entropy_loss() says.
// [part-of-cost]
template <class Output, Scalar T>
T part_of_cost(const Network& network, const Output& output, const Vector<T>& theta,
               const Matrix<T>& X, const Matrix<T>& Y, T n, NetworkPass<T>& pass,
               Vector<T>* gradient) {
  if (gradient != nullptr) require_same_size("NetworkCost", gradient->size(), theta.size());
  forward(network, theta, X, pass);
  const Matrix<T>& Z = pass.Z.back();
  const auto is_finite = [](const T& z) { return std::isfinite(real_part(z)); };
  if (!std::all_of(Z.data().begin(), Z.data().end(), is_finite)) {
    const T nan = T(std::numeric_limits<double>::quiet_NaN());
    if (gradient != nullptr) std::fill(gradient->begin(), gradient->end(), nan);
    return nan;
  }
  T sum = T(0);
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    sum += output.value(row_view(Z, i), row_view(Y, i));
  }
  if (gradient != nullptr) {
    Matrix<T>& delta = pass.delta.back();
    for (std::size_t i = 0; i < Z.size1(); ++i) {
      output.derivative(row_view(Z, i), row_view(Y, i), row_view(delta, i));
      for (std::size_t k = 0; k < Z.size2(); ++k) delta(i, k) = delta(i, k) / n;
    }
    backpropagate(network, theta, X, pass, *gradient);
  }
  return sum / n;
}
// [part-of-cost]

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
  NetworkCost(const Network& network, const Output& output, const Matrix<T>& X, const Matrix<T>& Y)
      : network_(network), output_(output), X_(&X), Y_(&Y) {
    require_task("NetworkCost", network, X, Y);
  }
  NetworkCost(const Network& network, const Output& output, const Matrix<T>&& X,
              const Matrix<T>& Y) = delete;
  NetworkCost(const Network& network, const Output& output, const Matrix<T>& X,
              const Matrix<T>&& Y) = delete;

  /// C(θ) and, unless `gradient` is null, ∇C(θ) into it, in the shape of θ.
  ///
  /// \throws ShapeError if θ or the gradient has another length than the network has parameters;
  /// std::domain_error if a target is none for this output, as cross_entropy_loss() says.
  // [network-cost-evaluate]
  T evaluate(const Vector<T>& theta, Vector<T>* gradient) const {
    const T n = T(static_cast<double>(X_->size1()));
    return part_of_cost(network_, output_, theta, *X_, *Y_, n, pass_, gradient);
  }
  // [network-cost-evaluate]

  /// What the last evaluate() computed on its way: Z and A of every layer and, where it was asked
  /// for the gradient, Δ.
  const NetworkPass<T>& last_pass() const { return pass_; }

 private:
  Network network_;
  Output output_;
  const Matrix<T>* X_;
  const Matrix<T>* Y_;
  mutable NetworkPass<T> pass_;
};
// [network-cost]

}  // namespace nn
