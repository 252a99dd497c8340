#pragma once

/// \file
/// Exercise 2: the bias whose boundary lies halfway between two samples.

#include "nn/scalar/linear_algebra.hpp"

namespace nn::exercise {

/// The b for which w · x + b is as far above 0 at one of the samples p and q as it is below 0 at
/// the other. \throws ShapeError if the lengths differ.
inline double halfway_bias(const Vector<double>& w, const Vector<double>& p,
                           const Vector<double>& q) {
  require_same_size("halfway_bias", w.size(), p.size());
  require_same_size("halfway_bias", w.size(), q.size());
  return 0;  // Your code.
}

}  // namespace nn::exercise
