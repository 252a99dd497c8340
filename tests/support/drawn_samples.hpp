#pragma once

/// \file
/// Samples for the properties of a batch.

#include <cstddef>

#include "nn/scalar/linear_algebra.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// n samples with d features, n ≠ d: a transposed matrix fits nowhere by accident.
struct DrawnSamples {
  std::size_t n;     ///< 2 or more
  std::size_t d;     ///< 1 or more
  Matrix<double> X;  ///< n x d, standard normal
};

/// Draws them, inside a property; neither n nor d is more than `largest`.
inline DrawnSamples draw_samples(std::size_t largest = 6) {
  const std::size_t n = *dimension(2, largest).as("n");
  std::size_t d = *dimension(1, largest - 1).as("d");
  if (d >= n) ++d;
  return {n, d, *gaussian_matrix(n, d)};
}

}  // namespace nn::test
