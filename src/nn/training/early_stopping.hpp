#pragma once

/// \file
/// Early stopping: the training ends when rows that it does not see have stopped to gain from it.

#include <cstddef>
#include <limits>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// Keeps the parameters whose cost on held-out rows was the least, and says when to stop: after
/// `patience` epochs in a row without a new least cost. A cost that is not a number is never the
/// least.
template <class T>
class EarlyStopping {
 public:
  /// \param patience how many epochs without a gain are waited for; 0 waits for ever
  explicit EarlyStopping(std::size_t patience) : patience_(patience) {}

  /// Looks at the parameters after an epoch. Returns whether to go on.
  // [early-stopping]
  bool see(std::size_t epoch, double held_out_cost, const Vector<T>& theta) {
    if (held_out_cost < least_cost_) {
      least_cost_ = held_out_cost;
      best_epoch_ = epoch;
      best_ = theta;
    }
    return patience_ == 0 || epoch < best_epoch_ + patience_;
  }
  // [early-stopping]

  /// The least cost seen; infinite before the first.
  double least_cost() const { return least_cost_; }
  /// The epoch that it was seen after.
  std::size_t best_epoch() const { return best_epoch_; }
  /// The parameters that had it; of length 0 before the first.
  const Vector<T>& best() const { return best_; }

 private:
  std::size_t patience_;
  double least_cost_ = std::numeric_limits<double>::infinity();
  std::size_t best_epoch_ = 0;
  Vector<T> best_;
};

}  // namespace nn
