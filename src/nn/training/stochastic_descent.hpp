#pragma once

/// \file
/// Stochastic gradient descent: a step after every batch.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include "nn/training/batch_cost.hpp"
#include "nn/training/batches.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/schedule.hpp"
#include "nn/training/weight_decay.hpp"

namespace nn {

/// How a network is trained by batches, whichever optimizer takes the steps.
struct StochasticOptions {
  std::size_t batch_size = 32;             ///< m
  std::size_t epochs = 10;                 ///< how often each row is looked at
  bool shuffle = true;                     ///< whether the order is new in every epoch
  std::uint64_t seed = 1;                  ///< of the orders and the masks
  double learning_rate = 0.1;              ///< α
  Schedule schedule = Schedule::constant;  ///< how it falls
  double weight_decay = 0;                 ///< ω, see decay_weights()
  double dropout = 0;                      ///< p, see Dropout
  std::size_t threads = 1;                 ///< see BatchCost
};

/// A training that goes on update by update. For update t = 0, 1, ..., on the batch whose turn it
/// is:
///
/// - g is the gradient of the batch's cost at θ, with the units dropped that it is the turn of;
/// - W ← (1 − αₜω)W, see decay_weights();
/// - a step of the optimizer with g and αₜ.
///
/// What an update does depends on the options, on θ, on what the optimizer remembers, and on t:
/// with these four a training goes on exactly where it was interrupted, in the middle of an epoch,
/// too.
///
/// \tparam Output see NetworkCost
/// \tparam Cost what a batch costs: BatchCost, or SharedBatchCost where many processes share the
/// rows
// [stochastic-descent]
template <class Output, std::floating_point T, class Cost = BatchCost<Output, T>>
class StochasticDescent {
 public:
  /// X and Y as for BatchCost: they are looked at, not copied.
  ///
  /// \param network its shape
  /// \param output the loss
  /// \param X a sample a row
  /// \param Y a row of targets for each sample
  /// \param options how it is trained
  /// \param more what else the Cost takes
  /// \throws ShapeError as BatchCost; std::invalid_argument unless m, α, ω and p are what Batches,
  ///         GradientDescent and Dropout accept, ω is not negative, and αω ≤ 1.
  template <class... More>
  StochasticDescent(const Network& network, const Output& output, const Matrix<T>& X,
                    const Matrix<T>& Y, const StochasticOptions& options, More&&... more)
      : network_(network),
        options_(options),
        cost_(network, output, X, Y, options.threads, std::forward<More>(more)...),
        batches_(cost_.samples(), options.batch_size),
        dropout_(options.dropout, options.seed),
        gradient_(parameter_count(network)) {
    valid_learning_rate(options.learning_rate);
    require_good_decay(options);
  }
  StochasticDescent(const Network& network, const Output& output, const Matrix<T>&& X,
                    const Matrix<T>& Y, const StochasticOptions& options) = delete;
  StochasticDescent(const Network& network, const Output& output, const Matrix<T>& X,
                    const Matrix<T>&& Y, const StochasticOptions& options) = delete;

  /// One update of θ. Returns the cost of its batch at the old θ, without the penalty.
  ///
  /// \throws ShapeError if θ has another length than the network has parameters.
  // [stochastic-update]
  template <class O>
  T update(Vector<T>& theta, O& optimizer) {
    const std::size_t epoch = updates_ / batches_.count();
    const std::size_t k = updates_ % batches_.count();
    if (options_.shuffle && epoch + 1 != shuffled_) {
      batches_.shuffle(options_.seed, epoch);
      shuffled_ = epoch + 1;
    }
    const T cost = cost_.evaluate(batches_.batch(k), theta, &gradient_, dropout_, epoch);
    const double rate = scheduled_rate(options_.schedule, options_.learning_rate, updates_, last());
    decay_weights(network_, static_cast<T>(rate * options_.weight_decay), theta);
    optimizer.set_learning_rate(rate);
    optimizer.step(theta, gradient_);
    ++updates_;
    return cost;
  }
  // [stochastic-update]

  /// Updates until every row was looked at once more, from wherever the epoch stands.
  template <class O>
  void run_epoch(Vector<T>& theta, O& optimizer) {
    do update(theta, optimizer);
    while (updates_ % batches_.count() != 0);
  }

  /// How many updates were made.
  std::size_t updates() const { return updates_; }
  /// How many updates an epoch has.
  std::size_t updates_per_epoch() const { return batches_.count(); }
  /// How many updates all epochs have.
  std::size_t last() const { return batches_.count() * options_.epochs; }
  /// Goes on as if so many updates had been made.
  void set_updates(std::size_t updates) { updates_ = updates; }
  /// What a batch costs.
  Cost& cost() { return cost_; }

 private:
  static void require_good_decay(const StochasticOptions& options) {
    const double share = options.learning_rate * options.weight_decay;
    if (!(share >= 0 && share <= 1)) {
      throw std::invalid_argument("the weight decay times the learning rate must be in [0, 1]");
    }
  }

  Network network_;
  StochasticOptions options_;
  Cost cost_;
  Batches batches_;
  Dropout dropout_;
  Vector<T> gradient_;
  std::size_t updates_ = 0;
  std::size_t shuffled_ = 0;  ///< the epoch whose order the batches have, plus 1
};
// [stochastic-descent]

}  // namespace nn
