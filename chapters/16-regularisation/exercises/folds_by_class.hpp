#pragma once

/// \file
/// Exercise: folds in which every class keeps its share.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "nn/data/folds.hpp"

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
  // These folds have equal sizes, but a rare class may be missing in some of them.
  return folds_of(classes.size(), k, seed);
}

}  // namespace nn::exercise
