#pragma once

/// \file
/// Gradient descent on the cost of a neuron, in the way that suits the size of the data.

#include <concepts>
#include <cstddef>

#include "nn/training/blocked_neuron_cost.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/neuron_cost.hpp"

namespace nn::fast {

/// From how many numbers in X on the blocks are used. Below, an epoch of the book's own formulas
/// takes some microseconds, and every number is the one that the chapters print.
constexpr std::size_t fewest_numbers_for_blocks = 4096;

/// gradient_descent() on the cost of a neuron: on NeuronCost where X is small, and else on
/// BlockedNeuronCost. Both stop by the same rules; their numbers differ by rounding alone.
///
/// \tparam Loss SquaredErrorWithLogits or CrossEntropyWithLogits.
/// \throws ShapeError if the shapes do not fit or there are no samples; std::domain_error if the
///         loss is the cross-entropy and a target is outside [0, 1]; std::invalid_argument as
///         gradient_descent().
// [train-neuron]
template <class Loss, std::floating_point T>
DescentResult<T> train_neuron(const Loss& loss, const Matrix<T>& X, const Vector<T>& y,
                              const Vector<T>& theta, const DescentOptions& options,
                              const DescentCallback<T>& callback = KeepGoing()) {
  if (X.size1() * X.size2() < fewest_numbers_for_blocks) {
    return gradient_descent(NeuronCost(loss, X, y), theta, options, callback);
  }
  return gradient_descent(BlockedNeuronCost(loss, X, y), theta, options, callback);
}
// [train-neuron]

}  // namespace nn::fast
