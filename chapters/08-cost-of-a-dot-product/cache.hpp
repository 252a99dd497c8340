#pragma once

/// \file
/// A cache in a model: what has to be read from memory, and what is still at hand.

#include <algorithm>
#include <cstddef>
#include <deque>

namespace nn::chapter8 {

/// A cache that holds whole rows. When it is full, the row that nobody has asked for the longest
/// makes room (least recently used).
// [cache]
class Cache {
 public:
  explicit Cache(std::size_t rows) : capacity_(rows) {}

  /// Somebody needs row i.
  void read(std::size_t i) {
    const auto found = std::find(rows_.begin(), rows_.end(), i);
    if (found != rows_.end()) {
      rows_.erase(found);
    } else {
      ++fetched_;
      if (rows_.size() == capacity_) rows_.pop_front();
    }
    rows_.push_back(i);
  }

  /// How many rows had to be fetched from memory.
  std::size_t fetched() const { return fetched_; }

 private:
  std::size_t capacity_;
  std::size_t fetched_ = 0;
  std::deque<std::size_t> rows_;  ///< the one to be given up first stands first
};
// [cache]

/// The rows that an epoch fetches when it looks at blocks of `block` rows twice, one block after
/// the other. With block = n these are the two products Xwᵀ and δX.
// [rows-fetched]
inline std::size_t rows_fetched(std::size_t n, std::size_t block, Cache cache) {
  for (std::size_t first = 0; first < n; first += block) {
    const std::size_t last = std::min(first + block, n);
    for (std::size_t i = first; i < last; ++i) cache.read(i);  // for z
    for (std::size_t i = first; i < last; ++i) cache.read(i);  // for the gradient
  }
  return cache.fetched();
}
// [rows-fetched]

}  // namespace nn::chapter8
