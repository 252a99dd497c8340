#pragma once

/// \file
/// Solution: the logarithms of the probabilities, at any temperature.

#include <cmath>
#include <cstddef>

#include "nn/network/softmax.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::exercise {

/// ln pₖ for each k, where p is the softmax of z/τ: finite for scores up to 10,000 in size and
/// τ ≥ 1/100, and with all its digits where p is nearly 1.
template <Scalar T>
Vector<T> log_softmax(const Vector<T>& z, double tau) {
  using std::exp;
  const std::size_t largest = largest_score<T>("log_softmax", blas::view(z));
  Vector<T> behind(z.size());
  T others = T(0);
  for (std::size_t k = 0; k < z.size(); ++k) {
    behind(k) = (z(k) - z(largest)) / T(tau);
    if (k != largest) others += exp(behind(k));
  }
  for (std::size_t k = 0; k < z.size(); ++k) behind(k) -= log1p(others);
  return behind;
}

}  // namespace nn::exercise
