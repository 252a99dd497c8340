#pragma once

/// \file
/// Solution: folds in which every class keeps its share.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "nn/data/split.hpp"
#include "nn/scalar/random.hpp"

namespace nn::exercise {

/// Cuts rows at random into k folds, as folds_of() does, so that the folds differ by one row at
/// most, and by one row of each class at most.
///
/// \param classes the class of each row
/// \param k how many folds
/// \param seed which fold a row is in depends on the classes, k and the seed alone
/// \throws std::invalid_argument unless 2 ≤ k and there are k rows at least
inline std::vector<Split> folds_by_class(const std::vector<std::size_t>& classes, std::size_t k,
                                         std::uint64_t seed) {
  const std::size_t n = classes.size();
  if (k < 2 || k > n) throw std::invalid_argument("folds_by_class: 2 folds, and n at most");
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random(seed).shuffle(order);
  // The rows of a class behind each other, and among themselves in the order of the shuffle.
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return classes[a] < classes[b]; });
  std::vector<Split> splits(k);
  for (std::size_t place = 0; place < n; ++place) {
    for (std::size_t f = 0; f < k; ++f) {
      (place % k == f ? splits[f].test : splits[f].training).push_back(order[place]);
    }
  }
  for (Split& split : splits) {
    std::sort(split.training.begin(), split.training.end());
    std::sort(split.test.begin(), split.test.end());
  }
  return splits;
}

}  // namespace nn::exercise
