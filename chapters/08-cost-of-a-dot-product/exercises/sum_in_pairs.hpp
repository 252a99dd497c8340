#pragma once

/// \file
/// Exercise: a sum in pairs of numbers that arrive one at a time.

#include <cstddef>
#include <vector>

#include "nn/scalar/scalar.hpp"

namespace nn::exercise {

/// The sum of all numbers that were added. No number goes through more than ⌈log₂ n⌉ additions
/// (but those to a 0 that a sum starts from), though nobody knows n in advance, and no more than
/// ⌈log₂ n⌉ + 1 numbers are kept.
template <Scalar T>
class SumInPairs {
 public:
  void add(const T& number) {
    // One sum, to which every number is added: the first goes through n additions. Keep several,
    // as when you count in twos, fours and eights.
    if (kept_.empty()) kept_.push_back(T(0));
    kept_[0] = kept_[0] + number;
  }

  /// The sum of no numbers is 0.
  T total() const { return kept_.empty() ? T(0) : kept_[0]; }

  /// How many numbers are kept.
  std::size_t kept() const { return kept_.size(); }

 private:
  std::vector<T> kept_;
};

}  // namespace nn::exercise
