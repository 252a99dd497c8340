#pragma once

/// \file
/// The ring of ring_sum() in one place: all processes of it, step by step, for any scalar.

#include <cstddef>
#include <utility>
#include <vector>

#include "nn/processes/ring.hpp"
#include "nn/scalar/row_range.hpp"

namespace nn::chapter17 {

/// P processes in lockstep, each with N numbers.
template <class T>
class RingInOne {
 public:
  /// \param numbers of each process, all as many
  explicit RingInOne(std::vector<std::vector<T>> numbers) : numbers_(std::move(numbers)) {}

  std::size_t count() const { return numbers_.size(); }
  /// Which of the N numbers a piece has.
  RowRange piece(std::size_t k) const {
    return rows_of_share(numbers_.front().size(), {k, count()});
  }
  /// The numbers of process p, from 0.
  const std::vector<T>& numbers(std::size_t p) const { return numbers_[p]; }
  /// How many steps were taken.
  std::size_t steps() const { return steps_; }
  bool is_over() const { return steps_ == ring_steps(count()); }

  /// The next step of every process: all give at the same time.
  // [ring-in-one]
  void step() {
    const std::vector<std::vector<T>> before = numbers_;
    for (std::size_t p = 0; p < count(); ++p) {
      const RingStep now = ring_step(count(), p, steps_);
      const std::vector<T>& left = before[(p + count() - 1) % count()];
      const RowRange taken = piece(now.take);
      for (std::size_t k = taken.first; k < taken.last; ++k) {
        numbers_[p][k] = now.adds ? before[p][k] + left[k] : left[k];
      }
    }
    ++steps_;
  }
  // [ring-in-one]

 private:
  std::vector<std::vector<T>> numbers_;
  std::size_t steps_ = 0;
};

}  // namespace nn::chapter17
