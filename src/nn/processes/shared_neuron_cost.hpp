#pragma once

/// \file
/// The cost of a neuron on rows that are shared out among processes.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "nn/processes/processes.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/blocked_neuron_cost.hpp"

namespace nn {

/// BlockedNeuronCost over the rows of all processes: each has rows of its own, adds up over them,
/// and all add up their sums and divide by the number of all rows. Every process gets the same
/// result, bit for bit; it differs from that of one process by rounding alone.
///
/// An objective for minimize(): all processes call it together, with the same θ.
///
/// \tparam T `float` or `double`
// [shared-neuron-cost]
template <class Loss, std::floating_point T>
class SharedNeuronCost {
 public:
  /// \param loss SquaredErrorWithLogits or CrossEntropyWithLogits
  /// \param X this process's rows, n_p x d, and \param y their targets: looked at, not copied. They
  /// must outlive this object. A process may have none.
  /// \param processes whose rows they are
  /// \param threads as for BlockedNeuronCost
  /// \throws ShapeError if the sizes differ, or no process has a row
  /// \throws std::domain_error as BlockedNeuronCost
  SharedNeuronCost(const Loss& loss, const Matrix<T>& X, const Vector<T>& y, Processes& processes,
                   std::size_t threads = 1)
      : processes_(processes) {
    require_same_size("SharedNeuronCost", X.size1(), y.size());
    if (!y.empty()) own_.emplace(loss, X, y, threads);
    std::uint64_t n = y.size();
    processes.sum(std::span(&n, 1));
    require_samples("SharedNeuronCost", n);
    n_ = static_cast<T>(n);
    sums_.resize(X.size2() + 2);
  }
  SharedNeuronCost(const Loss& loss, const Matrix<T>&& X, const Vector<T>& y, Processes& processes,
                   std::size_t threads = 1) = delete;
  SharedNeuronCost(const Loss& loss, const Matrix<T>& X, const Vector<T>&& y, Processes& processes,
                   std::size_t threads = 1) = delete;

  /// C(θ) over the rows of all processes and, unless `gradient` is null, ∇C(θ) into it.
  ///
  /// \throws ShapeError unless θ and the gradient have d + 1 entries.
  // [shared-neuron-cost-evaluate]
  T evaluate(const Vector<T>& theta, Vector<T>* gradient) const {
    require_same_size("SharedNeuronCost", theta.size() + 1, sums_.size());
    if (gradient != nullptr) require_same_size("SharedNeuronCost", gradient->size(), theta.size());
    Vector<T> own(theta.size(), T(0));
    sums_.back() = own_ ? own_->evaluate_sum(theta, &own) : T(0);
    std::copy(own.begin(), own.end(), sums_.begin());
    processes_.sum(std::span(sums_));
    for (std::size_t j = 0; gradient != nullptr && j < theta.size(); ++j) {
      (*gradient)(j) = sums_[j] / n_;
    }
    return sums_.back() / n_;
  }
  // [shared-neuron-cost-evaluate]

 private:
  Processes& processes_;
  std::optional<fast::BlockedNeuronCost<Loss, T>> own_;
  T n_ = T(1);
  mutable std::vector<T> sums_;  ///< d + 1 slopes and the cost, one message
};
// [shared-neuron-cost]

}  // namespace nn
