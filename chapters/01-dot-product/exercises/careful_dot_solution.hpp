#pragma once

/// \file
/// Exercise 4, solved.

#include "nn/scalar/linear_algebra.hpp"

namespace nn::exercise {

/// w · x in single precision by compensated summation: an error of at most about 3u Σ|wⱼ||xⱼ|,
/// however many terms there are.
///
/// \throws ShapeError if the lengths differ.
/// Source: W. Kahan, "Further remarks on reducing truncation errors", CACM 8 (1965).
inline float careful_dot(const Vector<float>& w, const Vector<float>& x) {
  require_same_size("careful_dot", w.size(), x.size());
  float sum = 0;
  float surplus = 0;  // how much more the sum has received than it should have
  for (std::size_t j = 0; j < w.size(); ++j) {
    const float term = w(j) * x(j) - surplus;
    const float next = sum + term;
    surplus = (next - sum) - term;  // 0 in algebra; here, what the addition rounded
    sum = next;
  }
  return sum;
}

}  // namespace nn::exercise
