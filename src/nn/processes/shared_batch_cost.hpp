#pragma once

/// \file
/// The cost of a network on a batch whose rows are shared out among processes.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/network/dropout.hpp"
#include "nn/network/network.hpp"
#include "nn/processes/processes.hpp"
#include "nn/processes/same_everywhere.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/batch_cost.hpp"

namespace nn {

/// The processes do not hold the same parameters, or do not look at the same batch.
class ProcessesDiffer : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// BatchCost over the rows of all processes: each holds some rows, one behind the other. Of a batch
/// each looks at those that it holds, and all add up what these give to the mean over the whole
/// batch. A process that holds none of a batch's rows adds nothing, and takes part all the same.
///
/// Every process gets the same cost and the same gradient, bit for bit. From those of one process
/// they differ by the order of the additions alone. A slope is a sum of one term for each of the m
/// rows, the same terms wherever they are computed, and a sum of m terms in any order is within
/// γₘ₋₁ Σ |term| of the exact one, with γ as in (1.20): the two differ by 2γₘ₋₁ Σ |term| at most.
///
/// In each call two messages go round: the gradient, and four numbers. Two of those are a hash of θ
/// and of the batch's rows, see hash_of(): where the processes no longer hold the same parameters,
/// or take another batch, one of them notices at once.
///
/// \tparam Output see NetworkCost
// [shared-batch-cost]
template <class Output, std::floating_point T>
class SharedBatchCost {
 public:
  /// \param network its shape
  /// \param output the loss
  /// \param X this process's rows, and \param Y their targets: looked at, not copied. They must
  /// outlive this object. A process may have none.
  /// \param threads as for BatchCost
  /// \param processes whose rows they are
  /// \param first_row the number of the first of them among all rows
  /// \param samples how many rows all processes have
  /// \throws ShapeError as BatchCost; a process may have no row, but not all of them
  SharedBatchCost(const Network& network, const Output& output, const Matrix<T>& X,
                  const Matrix<T>& Y, std::size_t threads, Processes& processes,
                  std::size_t first_row, std::size_t samples)
      : processes_(processes), held_{first_row, first_row + X.size1()}, samples_(samples) {
    require_samples("SharedBatchCost", samples);
    if (X.size1() > 0) own_.emplace(network, output, X, Y, threads);
  }

  /// How many rows the data has, over all processes.
  std::size_t samples() const { return samples_; }

  /// The cost and, unless `gradient` is null, its gradient: as BatchCost, with rows counted over
  /// all processes. All of them call it, for the same batch and with the same θ.
  ///
  /// \throws ProcessesDiffer, in one of them at least, if they do not hold the same θ or give
  /// different rows
  /// \throws ShapeError, std::domain_error as BatchCost
  // [shared-batch-cost-evaluate]
  T evaluate(std::span<const std::size_t> rows, const Vector<T>& theta, Vector<T>* gradient,
             const Dropout& dropout, std::uint64_t epoch) {
    if (processes_.count() == 1) {
      hands_ = hand_;
      return own_->evaluate(rows, theta, gradient, dropout, epoch);
    }
    take_held(rows);
    T part = T(0);
    if (!held_rows_.empty()) {
      part = own_->evaluate_part(held_rows_, rows.size(), theta, gradient, dropout, epoch,
                                 held_.first);
    } else if (gradient != nullptr) {
      std::fill(gradient->begin(), gradient->end(), T(0));
    }
    if (gradient != nullptr) {
      processes_.sum(std::span<T>(gradient->data().data(), gradient->size()));
    }
    return add_up_and_compare(part, rows, theta);
  }
  // [shared-batch-cost-evaluate]

  /// Says in the next call of evaluate() that this process wants to stop.
  void raise_hand() { hand_ = 1; }
  /// Whether some process had raised its hand before the last call: all know it at the same time.
  bool is_hand_raised() const { return hands_ > 0; }

 private:
  /// The rows of a batch that are held here, counted from the first of those.
  void take_held(std::span<const std::size_t> rows) {
    require_samples("SharedBatchCost", rows.size());
    held_rows_.clear();
    for (const std::size_t row : rows) {
      if (row >= samples_)
        throw ShapeError("SharedBatchCost: there is no row " + std::to_string(row));
      if (held_.contains(row)) held_rows_.push_back(row - held_.first);
    }
  }

  T add_up_and_compare(T part, std::span<const std::size_t> rows, const Vector<T>& theta) {
    const std::uint64_t parameters = hash_of(std::span<const T>(theta.data().data(), theta.size()));
    const std::array<double, 2> own = halves_of(mix(parameters + hash_of(rows)));
    std::array<double, 4> all{static_cast<double>(part), hand_, own[0], own[1]};
    processes_.sum(all);
    hands_ = all[1];
    const std::size_t P = processes_.count();
    if (!is_mean(own[0], all[2], P) || !is_mean(own[1], all[3], P)) {
      throw ProcessesDiffer(
          "the processes no longer hold the same parameters, or take different batches");
    }
    return static_cast<T>(all[0]);
  }

  Processes& processes_;
  RowRange held_;
  std::size_t samples_;
  std::optional<BatchCost<Output, T>> own_;
  std::vector<std::size_t> held_rows_;
  double hand_ = 0;
  double hands_ = 0;
};
// [shared-batch-cost]

}  // namespace nn
