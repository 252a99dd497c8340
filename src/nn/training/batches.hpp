#pragma once

/// \file
/// The rows of the data, cut into batches, in an order that is new in every epoch.

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <stdexcept>
#include <vector>

#include "nn/scalar/random.hpp"

namespace nn {

/// An epoch's batches: m rows each, and the last one what is left, if m does not divide n.
class Batches {
 public:
  /// The rows in their own order, from 0 to n − 1.
  ///
  /// \param samples n, how many rows there are
  /// \param batch_size m; more than n means n
  /// \throws std::invalid_argument if one of the two is 0.
  Batches(std::size_t samples, std::size_t batch_size) : rows_(samples), batch_size_(batch_size) {
    if (samples == 0 || batch_size == 0) {
      throw std::invalid_argument("Batches: there must be a row, and one in each batch");
    }
    put_in_order();
  }

  /// How many batches there are: n/m, rounded up.
  std::size_t count() const { return 1 + (rows_.size() - 1) / batch_size_; }

  /// Back to the rows' own order.
  void put_in_order() { std::iota(rows_.begin(), rows_.end(), std::size_t{0}); }

  /// The order of an epoch: one of the n! orders, all equally likely. It depends on n, the seed and
  /// the number of the epoch, and on nothing that went before.
  // [batches-shuffle]
  void shuffle(std::uint64_t seed, std::uint64_t epoch) {
    put_in_order();
    Random(seed, epoch + 1).shuffle(rows_);
  }
  // [batches-shuffle]

  /// The rows of batch k, counted from 0.
  ///
  /// \throws std::out_of_range if there is no such batch.
  // [batches-batch]
  std::span<const std::size_t> batch(std::size_t k) const {
    if (k >= count()) throw std::out_of_range("Batches: there is no such batch");
    const std::size_t first = k * batch_size_;
    const std::size_t left = rows_.size() - first;
    return {rows_.data() + first, left < batch_size_ ? left : batch_size_};
  }
  // [batches-batch]

 private:
  std::vector<std::size_t> rows_;
  std::size_t batch_size_;
};

}  // namespace nn
