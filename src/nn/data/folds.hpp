#pragma once

/// \file
/// Cross-validation: every row is held out once.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "nn/data/split.hpp"
#include "nn/scalar/random.hpp"

namespace nn {

/// Cuts n rows at random into k folds whose sizes differ by one at most, and returns k splits: in
/// split f, fold f is held out, and the rows of all others are to train on. Each row is held out in
/// exactly one split. Which fold a row is in depends on n, k and the seed alone.
///
/// \throws std::invalid_argument unless 2 ≤ k ≤ n.
// [folds]
inline std::vector<Split> folds_of(std::size_t n, std::size_t k, std::uint64_t seed) {
  if (k < 2 || k > n) throw std::invalid_argument("folds_of: there must be 2 folds, and n at most");
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random(seed).shuffle(order);
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
// [folds]

}  // namespace nn
