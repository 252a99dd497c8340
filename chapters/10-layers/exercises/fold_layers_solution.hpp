#pragma once

/// \file
/// Solution: two linear layers folded into one.

#include "nn/scalar/linear_algebra.hpp"

namespace nn::exercise {

/// A layer without an activation: it makes AW + 1ᵀb of a batch A.
struct LinearLayer {
  Matrix<double> weights;  ///< W, inputs x units
  Vector<double> biases;   ///< b, a bias for each unit
};

/// The one layer that makes of every batch what `second` makes of what `first` says.
///
/// \throws ShapeError if `second` has other inputs than `first` has units.
// [fold-layers]
inline LinearLayer fold_layers(const LinearLayer& first, const LinearLayer& second) {
  const Vector<double> carried = matvec_transposed(second.weights, first.biases);
  return {matmul(first.weights, second.weights), Vector<double>(carried + second.biases)};
}
// [fold-layers]

}  // namespace nn::exercise
