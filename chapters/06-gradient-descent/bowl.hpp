#pragma once

/// \file
/// The simplest thing to descend: a bowl whose answer is known before the first step.

#include <concepts>
#include <cstddef>

#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter6 {

/// C(θ) = ½ Σⱼ λⱼ (θⱼ − mⱼ)², with ∂C/∂θⱼ = λⱼ (θⱼ − mⱼ) and ∂²C/∂θⱼ² = λⱼ.
///
/// The ½ belongs to the parabola, so that λ is its second derivative; the book's costs carry none.
/// \throws ShapeError if θ has not as many entries as λ and m.
// [bowl]
template <std::floating_point T>
struct Bowl {
  Vector<T> curvature;  ///< λ
  Vector<T> bottom;     ///< m, where C is least

  T evaluate(const Vector<T>& theta, Vector<T>* gradient) const {
    require_same_size("Bowl", theta.size(), bottom.size());
    const Vector<T> offset = theta - bottom;
    const Vector<T> slope = entrywise_product(curvature, offset);
    if (gradient != nullptr) *gradient = slope;
    return dot(offset, slope) / 2;
  }
};
// [bowl]

}  // namespace nn::chapter6
