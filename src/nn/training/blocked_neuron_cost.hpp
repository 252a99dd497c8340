#pragma once

/// \file
/// The cost of a neuron and its gradient in one pass over the data, on all processors.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <memory>
#include <thread>
#include <type_traits>
#include <vector>

#include "nn/neuron/neuron.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/large_pages.hpp"
#include "nn/training/neuron_pass.hpp"
#include "nn/training/objective.hpp"
#include "nn/training/thread_pool.hpp"

namespace nn::fast {

/// From how many numbers in X on a second thread brings more than it costs to wake it.
constexpr std::size_t fewest_numbers_for_threads = std::size_t{1} << 18;

/// From how many bytes of X on it is not expected to stay in the caches from one pass to the next.
constexpr std::size_t fewest_bytes_far_away = std::size_t{1} << 22;

/// The threads for so many numbers, unless somebody chooses them: one for each processor, or one.
inline std::size_t threads_for(std::size_t numbers) {
  if (numbers < fewest_numbers_for_threads) return 1;
  return std::max(1U, std::thread::hardware_concurrency());
}

/// NeuronCost, for data of any size: C(θ) and ∇C(θ), for one reading of X.
///
/// - The rows are taken in blocks that fit the cache next to the core, see pass_over(): X is read
///   from memory once for a θ, not once for each of its products.
/// - Blocks belong to at most 64 parts, and each part has sums of its own. The parts are shared out
///   among the threads; then their sums are added in pairs, and pairs of pairs. Which rows make up
///   a part, and the order of all sums, depends on n and d alone: the result is the same for any
///   number of threads and on every processor, bit for bit.
/// - Nothing is allocated once the object is made; it has room for one call at a time.
///
/// Rounding: let r be the number of rows in the largest part, ⌈n/64⌉ up to a whole block. Σᵢ δᵢ xᵢⱼ
/// is within γ_{r+8} Σᵢ |δᵢ xᵢⱼ| of the exact sum of the same δ: each product is rounded once,
/// takes part in at most r additions in its part and 6 among the parts, and in the division by n.
/// The left-to-right sum of cost_gradient() has γ_{n+1}.
///
/// \tparam T `float` or `double`.
// [blocked-neuron-cost]
template <class Loss, std::floating_point T>
class BlockedNeuronCost {
 public:
  /// \param loss SquaredErrorWithLogits or CrossEntropyWithLogits
  /// \param X the data, n x d, and \param y the targets, length n: looked at, not copied. They must
  /// outlive this object; a temporary is refused by the compiler.
  /// \param threads how many threads; 0 leaves it to threads_for()
  /// \throws ShapeError if the sizes differ or n = 0.
  /// \throws std::domain_error if the loss is the cross-entropy and a target is outside [0, 1].
  BlockedNeuronCost(const Loss& loss, const Matrix<T>& X, const Vector<T>& y,
                    std::size_t threads = 0)
      : loss_(loss), X_(X), y_(y) {
    require_same_size("BlockedNeuronCost", X.size1(), y.size());
    require_samples("BlockedNeuronCost", y.size());
    if constexpr (std::same_as<Loss, CrossEntropyWithLogits>) {
      for (const T target : y) require_probability("BlockedNeuronCost", "y", target);
    }
    sums_.resize(parts() * stride());
    const std::size_t numbers = X.size1() * X.size2();
    const std::size_t team = std::min(threads > 0 ? threads : threads_for(numbers), parts());
    if (team > 1) pool_ = std::make_unique<ThreadPool>(team);
    if (numbers > 0) prefer_large_pages(&X.data()[0], numbers * sizeof(T));
  }

  BlockedNeuronCost(const Loss& loss, const Matrix<T>&& X, const Vector<T>& y,
                    std::size_t threads = 0) = delete;
  BlockedNeuronCost(const Loss& loss, const Matrix<T>& X, const Vector<T>&& y,
                    std::size_t threads = 0) = delete;

  /// C(θ) and, unless `gradient` is null, ∇C(θ) into it.
  ///
  /// \throws ShapeError unless θ and the gradient have d + 1 entries.
  T evaluate(const Vector<T>& theta, Vector<T>* gradient) const {
    const T sum = evaluate_sum(theta, gradient);
    const T n = static_cast<T>(X_.size1());
    if (gradient != nullptr) {
      for (T& slope : *gradient) slope /= n;
    }
    return sum / n;
  }

  /// Σᵢ L(zᵢ, yᵢ) and, unless `gradient` is null, its gradient: n C(θ) and n ∇C(θ). The sums of
  /// several parts of the data can be added, and divided by the number of all samples; of the
  /// parts' means that would be wrong, unless the parts are equal.
  ///
  /// \throws ShapeError unless θ and the gradient have d + 1 entries.
  T evaluate_sum(const Vector<T>& theta, Vector<T>* gradient) const {
    require_same_size("BlockedNeuronCost", theta.size(), X_.size2() + 1);
    if (gradient != nullptr) {
      require_same_size("BlockedNeuronCost", gradient->size(), theta.size());
    }
    pass_over_parts(theta);
    add_parts();
    if (gradient != nullptr) std::copy_n(sums_.begin(), theta.size(), gradient->begin());
    return sums_[theta.size()];
  }

 private:
  static constexpr std::size_t most_parts = 64;

  std::size_t rows_in_block() const { return rows_per_block<T>(X_.size2()); }
  std::size_t blocks() const { return (X_.size1() + rows_in_block() - 1) / rows_in_block(); }
  std::size_t parts() const { return std::min(most_parts, blocks()); }

  /// The row where a part begins; part parts() begins behind the last row.
  std::size_t begin_of(std::size_t part) const {
    return std::min(X_.size1(), part * blocks() / parts() * rows_in_block());
  }

  /// From one part's sums to the next part's: whole cache lines, so that no two threads share one.
  std::size_t stride() const {
    constexpr std::size_t line = 64 / sizeof(T);
    return (sums_of(X_.size2()) + line - 1) / line * line + line;
  }

  /// Each part's sums at θ, into its place in sums_.
  void pass_over_parts(const Vector<T>& theta) const {
    const bool are_far = X_.data().size() * sizeof(T) >= fewest_bytes_far_away;
    const auto pass = [&](std::size_t part) noexcept {
      const std::size_t first = begin_of(part);
      const std::size_t rows = begin_of(part + 1) - first;
      const std::size_t d = X_.size2();
      pass_over(loss_,
                Rows<T>{X_.data().data() + first * d, y_.data().data() + first, rows, d,
                        theta.data().data(), are_far},
                sums_.data() + part * stride(), best_instructions());
    };
    if (pool_) {
      pool_->for_each(parts(), pass);
    } else {
      for (std::size_t part = 0; part < parts(); ++part) pass(part);
    }
  }

  /// Adds the parts in pairs, and the pairs in pairs, until all is in the first part's place.
  void add_parts() const {
    const std::size_t count = sums_of(X_.size2());
    for (std::size_t apart = 1; apart < parts(); apart *= 2) {
      for (std::size_t part = 0; part + apart < parts(); part += 2 * apart) {
        T* const to = sums_.data() + part * stride();
        const T* const from = to + apart * stride();
        for (std::size_t k = 0; k < count; ++k) to[k] += from[k];
      }
    }
  }

  Loss loss_;
  const Matrix<T>& X_;
  const Vector<T>& y_;
  std::unique_ptr<ThreadPool> pool_;
  mutable std::vector<T> sums_;  ///< the parts' sums, stride() apart
};
// [blocked-neuron-cost]

}  // namespace nn::fast
