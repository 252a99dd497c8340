#pragma once

#include "nn/neuron/sigmoid.hpp"

namespace nn::exercise {

// [hyperbolic-tangent]
/// tanh z = 2σ(2z) − 1, for every finite z.
template <Scalar T>
T hyperbolic_tangent(T z) {
  return T(2) * sigmoid(T(2) * z) - T(1);
}

/// tanh′(z) = 4σ′(2z), right to a few roundings relative to its own size, to |z| = 350.
template <Scalar T>
T hyperbolic_tangent_derivative(T z) {
  return T(4) * sigmoid_derivative(T(2) * z);
}
// [hyperbolic-tangent]

}  // namespace nn::exercise
