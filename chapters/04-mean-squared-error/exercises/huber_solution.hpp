#pragma once

/// \file
/// Solution: a loss that is square near 0 and straight far from it.

#include "nn/neuron/mean_squared_error.hpp"

namespace nn::exercise {

/// The Huber loss with threshold k > 0: the squared error e² where the error e = ŷ − y is at most k
/// in size, and beyond it the straight line that continues the parabola, 2k|e| − k².
template <Scalar T>
T huber(T y_hat, T y, double k) {
  const T error = y_hat - y;
  if (real_part(error) > k) return T(2 * k) * error - T(k * k);
  if (real_part(error) < -k) return T(-2 * k) * error - T(k * k);
  return error * error;
}

/// Its derivative with respect to ŷ.
template <Scalar T>
T huber_derivative(T y_hat, T y, double k) {
  const T error = y_hat - y;
  if (real_part(error) > k) return T(2 * k);
  if (real_part(error) < -k) return T(-2 * k);
  return T(2) * error;
}

}  // namespace nn::exercise
