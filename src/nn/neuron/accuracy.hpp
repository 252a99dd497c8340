#pragma once

/// \file
/// The share of samples on the right side of the boundary.

#include <concepts>
#include <cstddef>

#include "nn/neuron/neuron.hpp"

namespace nn {

/// The share of samples whose predicted class is the right one. A sample is predicted to be of
/// class 1 when z ≥ 0, and is of class 1 when y ≥ ½.
///
/// z ≥ 0 says ŷ = σ(z) ≥ ½, and says it exactly: for −1e-16 < z < 0 the computed ŷ rounds to ½, and
/// the sample is of class 0 all the same.
///
/// \throws ShapeError if the shapes do not fit or there are no samples.
// [accuracy]
template <std::floating_point T>
double accuracy(const Neuron<T>& neuron, const Matrix<T>& X, const Vector<T>& y) {
  require_same_size("accuracy", X.size1(), y.size());
  require_samples("accuracy", y.size());
  const Vector<T> z = preactivations(neuron, X);
  std::size_t right = 0;
  for (std::size_t i = 0; i < z.size(); ++i) right += (z(i) >= 0) == (y(i) >= T(0.5));
  return static_cast<double>(right) / static_cast<double>(z.size());
}
// [accuracy]

}  // namespace nn
