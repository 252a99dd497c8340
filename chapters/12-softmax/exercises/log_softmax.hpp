#pragma once

/// \file
/// Exercise: the logarithms of the probabilities, at any temperature.

#include <cmath>
#include <cstddef>

#include "nn/network/softmax.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::exercise {

/// ln pₖ for each k, where p is the softmax of z/τ: finite for scores up to 10,000 in size and
/// τ ≥ 1/100, and with all its digits where p is nearly 1.
template <Scalar T>
Vector<T> log_softmax(const Vector<T>& z, [[maybe_unused]] double tau) {
  // Right in algebra at τ = 1. Your code must be right in floating point as well, and know τ. Use
  // largest_score(), and log1p, so that the tests can differentiate it.
  using std::log;
  Vector<T> result = softmax(z);
  for (std::size_t k = 0; k < z.size(); ++k) result(k) = log(result(k));
  return result;
}

}  // namespace nn::exercise
