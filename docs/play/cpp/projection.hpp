#pragma once

/// \file
/// Chapter 1: how far x reaches along w.

#include <numbers>

#include "nn/neuron/geometry.hpp"
#include "record.hpp"

namespace nn::play {

/// From `w1`, `w2`, `x1`, `x2`: the dot product and its geometry, the angle in degrees.
///
/// \throws std::domain_error if w or x is zero
inline Outputs projection(const Inputs& in) {
  const Vector<double> w = vector<double>({in["w1"], in["w2"]});
  const Vector<double> x = vector<double>({in["x1"], in["x2"]});
  const double t = dot(w, x) / squared_norm(w);
  return {{"product1", w(0) * x(0)},
          {"product2", w(1) * x(1)},
          {"dot", dot(w, x)},
          {"norm_w", norm(w)},
          {"norm_x", norm(x)},
          {"cosine", cosine(w, x)},
          {"angle", angle(w, x) * 180 / std::numbers::pi},
          {"reach", scalar_projection(x, w)},
          {"foot1", t * w(0)},
          {"foot2", t * w(1)}};
}

}  // namespace nn::play
