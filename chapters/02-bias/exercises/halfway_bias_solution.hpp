#pragma once

/// \file
/// Exercise 2, solved.

#include "nn/scalar/linear_algebra.hpp"

namespace nn::exercise {

/// b = −w · (p + q)/2, the bias whose boundary goes through the middle between p and q.
/// \throws ShapeError if the lengths differ.
inline double halfway_bias(const Vector<double>& w, const Vector<double>& p,
                           const Vector<double>& q) {
  require_same_size("halfway_bias", w.size(), p.size());
  require_same_size("halfway_bias", w.size(), q.size());
  return -(dot(w, p) + dot(w, q)) / 2;
}

}  // namespace nn::exercise
