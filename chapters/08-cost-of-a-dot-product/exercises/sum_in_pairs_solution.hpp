#pragma once

/// \file
/// Solution: a sum in pairs of numbers that arrive one at a time.

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
  /// A pair of equal sums becomes one, as a carry does when one counts in binary: after n numbers
  /// there is a sum of 2ᵏ of them for each binary digit 1 of n.
  void add(const T& number) {
    kept_.push_back(number);
    for (std::size_t ones = count_++; ones % 2 == 1; ones /= 2) {
      const T last = kept_.back();
      kept_.pop_back();
      kept_.back() = kept_.back() + last;
    }
  }

  /// From the smallest sum to the largest: the sum of no numbers is 0.
  T total() const {
    T sum = T(0);
    for (std::size_t k = kept_.size(); k > 0; --k) sum = kept_[k - 1] + sum;
    return sum;
  }

  /// How many numbers are kept.
  std::size_t kept() const { return kept_.size(); }

 private:
  std::vector<T> kept_;    ///< sums of fewer and fewer numbers
  std::size_t count_ = 0;  ///< n
};

}  // namespace nn::exercise
