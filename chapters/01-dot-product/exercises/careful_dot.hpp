#pragma once

/// \file
/// Exercise 4: a dot product whose error does not grow with the number of terms.

#include "nn/scalar/linear_algebra.hpp"

namespace nn::exercise {

/// w · x, summed in single precision with a correction that carries what each addition rounded
/// away. \throws ShapeError if the lengths differ.
inline float careful_dot(const Vector<float>& w, const Vector<float>& x) {
  require_same_size("careful_dot", w.size(), x.size());
  float sum = 0;
  for (std::size_t j = 0; j < w.size(); ++j) {
    sum += w(j) * x(j);  // Your code: keep what this addition loses, and give it to the next one.
  }
  return sum;
}

}  // namespace nn::exercise
