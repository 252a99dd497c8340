#pragma once

/// \file
/// Exercise 2, solved.

#include <cstddef>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"

namespace nn::exercise {

/// How many mistakes the perceptron makes on each sample of X (n x d) with the signs t (length n),
/// in `passes` passes from θ = 0. \throws ShapeError if the lengths differ.
inline std::vector<std::size_t> mistake_counts(const Matrix<double>& X, const Vector<double>& t,
                                               std::size_t passes) {
  require_same_size("mistake_counts", X.size1(), t.size());
  std::vector<std::size_t> counts(t.size(), 0);
  for (std::size_t pass = 0; pass < passes; ++pass) {
    for (std::size_t i = 0; i < t.size(); ++i) {
      double z = 0;
      for (std::size_t k = 0; k < t.size(); ++k) {
        const double similar = dot(row_of(X, k), row_of(X, i)) + 1;  // 1 · 1: the constant input
        z += static_cast<double>(counts[k]) * t(k) * similar;
      }
      if (!(t(i) * z > 0)) ++counts[i];
    }
  }
  return counts;
}

}  // namespace nn::exercise
