#pragma once

/// \file
/// Rosenblatt's rule: a neuron that answers yes or no learns from its mistakes alone; and
/// Novikoff's bound on how many it makes.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "nn/neuron/neuron.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/scaled_norm.hpp"

namespace nn {

/// t = 2y − 1, entry by entry: the labels 0 and 1 as the signs −1 and 1.
///
/// \throws std::domain_error if an entry is neither 0 nor 1.
// [signs-of]
template <Scalar T>
Vector<T> signs_of(const Vector<T>& y) {
  Vector<T> t(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (y(i) != T(0) && y(i) != T(1)) throw std::domain_error("signs_of: a label is 0 or 1");
    t(i) = T(2) * y(i) - T(1);
  }
  return t;
}
// [signs-of]

/// Whether a sample with the sign t is a mistake at the pre-activation z: unless tz > 0. A sample
/// on the boundary is one, whatever its label.
// [is-mistake]
template <Scalar T>
bool is_mistake(T z, T t) {
  return !(real_part(t * z) > 0);
}
// [is-mistake]

/// One step of the rule, for a sample x (length d) with the sign t: where it is a mistake, w
/// becomes w + t x, and b becomes b + t. Where it is none, nothing happens.
///
/// It is −1 times the slope of the loss max(0, −tz) wherever that has one, z ≠ 0.
///
/// Source: F. Rosenblatt (1958).
/// \return whether it was a mistake
/// \throws ShapeError unless x has d entries.
// [perceptron-update]
template <Scalar T>
bool perceptron_update(Neuron<T>& neuron, const Vector<T>& x, T t) {
  if (!is_mistake(preactivation(neuron, x), t)) return false;
  neuron.weights += t * x;
  neuron.bias += t;
  return true;
}
// [perceptron-update]

/// One pass: the step for each sample of X (n x d) with its sign in t (length n), in their order.
///
/// \return how many were mistakes when their turn came
/// \throws ShapeError if the shapes do not fit.
// [perceptron-pass]
template <Scalar T>
std::size_t perceptron_pass(Neuron<T>& neuron, const Matrix<T>& X, const Vector<T>& t) {
  require_same_size("perceptron_pass", X.size1(), t.size());
  std::size_t mistakes = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (perceptron_update(neuron, row_of(X, i), t(i))) ++mistakes;
  }
  return mistakes;
}
// [perceptron-pass]

/// Where the passes led.
template <Scalar T>
struct PerceptronResult {
  Neuron<T> neuron;                   ///< after the last pass
  std::vector<std::size_t> mistakes;  ///< in each pass that was made

  /// Whether the last pass was without a mistake: the neuron is right about every sample, and none
  /// lies on its boundary.
  bool separates() const { return !mistakes.empty() && mistakes.back() == 0; }

  /// All mistakes together.
  std::size_t total_mistakes() const {
    std::size_t sum = 0;
    for (const std::size_t of_pass : mistakes) sum += of_pass;
    return sum;
  }
};

/// Passes from w = 0, b = 0 until one is without a mistake, or until `most_passes` are made.
///
/// \param X the samples, n x d
/// \param t their signs, length n
/// \param most_passes when to give up
/// \throws ShapeError if the shapes do not fit.
// [train-perceptron]
template <Scalar T>
PerceptronResult<T> train_perceptron(const Matrix<T>& X, const Vector<T>& t,
                                     std::size_t most_passes) {
  PerceptronResult<T> result{zero_neuron<T>(X.size2()), {}};
  while (!result.separates() && result.mistakes.size() < most_passes) {
    result.mistakes.push_back(perceptron_pass(result.neuron, X, t));
  }
  return result;
}
// [train-perceptron]

/// R = max ‖(xᵢ, 1)‖: the length of the longest sample of X (n x d), the constant input included.
///
/// \throws ShapeError if there are no samples.
// [radius]
template <std::floating_point T>
T radius(const Matrix<T>& X) {
  if (X.size1() == 0) throw ShapeError("radius: there are no samples");
  T longest = 0;
  for (std::size_t i = 0; i < X.size1(); ++i) {
    const Neuron<T> with_one{row_of(X, i), T(1)};
    longest = std::max(longest, scaled_norm(parameters(with_one)));
  }
  return longest;
}
// [radius]

/// τ = min tᵢ θ · (xᵢ, 1)/‖θ‖, with θ = (w, b): the margin that the neuron keeps from the samples
/// of X (n x d) with the signs t (length n). It is positive exactly where the neuron is right about
/// all of them, and none lies on its boundary.
///
/// This is a length among the extended samples, with the bias counted in ‖θ‖: not the distance to
/// the boundary among the samples, which signed_distance() is.
///
/// \throws ShapeError if the shapes do not fit or there are no samples; std::domain_error if θ is
/// zero.
// [margin]
template <std::floating_point T>
T margin(const Neuron<T>& neuron, const Matrix<T>& X, const Vector<T>& t) {
  require_same_size("margin", X.size1(), t.size());
  if (t.size() == 0) throw ShapeError("margin: there are no samples");
  const T length = scaled_norm(parameters(neuron));
  if (!(length > 0)) throw std::domain_error("margin: all parameters are 0");
  T least = t(0) * preactivation(neuron, row_of(X, 0));
  for (std::size_t i = 1; i < t.size(); ++i) {
    least = std::min(least, t(i) * preactivation(neuron, row_of(X, i)));
  }
  return least / length;
}
// [margin]

/// (R/τ)²: from w = 0, b = 0 the rule makes no more mistakes than that on these samples, in however
/// many passes. Any neuron that separates them gives such a bound; a wider margin gives a better
/// one.
///
/// Source: A. B. J. Novikoff, On convergence proofs for perceptrons (1962).
/// \throws ShapeError as margin(); std::domain_error if the neuron does not separate the samples.
// [mistake-bound]
template <std::floating_point T>
T mistake_bound(const Neuron<T>& separator, const Matrix<T>& X, const Vector<T>& t) {
  const T tau = margin(separator, X, t);
  if (!(tau > 0)) throw std::domain_error("mistake_bound: this neuron does not separate them");
  const T ratio = radius(X) / tau;
  return ratio * ratio;
}
// [mistake-bound]

}  // namespace nn
