#pragma once

/// \file
/// The rectified linear unit: what is negative becomes 0.

#include "nn/scalar/scalar.hpp"

namespace nn {

/// relu(z) = max(z, 0). Derivative: relu_derivative(). Exact; a NaN stays one.
// [relu]
template <Scalar T>
T relu(T z) {
  return real_part(z) <= 0 ? T(0) : z;
}
// [relu]

/// relu′(z) = 0 for z < 0 and 1 for z > 0. At the kink, z = 0, there is no derivative.
///
/// There the convention is 0, the slope of the left side. At a NaN it is 1.
// [relu-derivative]
template <Scalar T>
T relu_derivative(T z) {
  return real_part(z) <= 0 ? T(0) : T(1);
}
// [relu-derivative]

}  // namespace nn
