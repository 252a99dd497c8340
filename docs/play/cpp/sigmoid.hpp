#pragma once

/// \file
/// Chapter 3: the sigmoid, its slope, and the step that it replaces.

#include <cstddef>
#include <vector>

#include "nn/neuron/binary_step.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "record.hpp"

namespace nn::play {

/// From `z`: both activations, the sigmoid's slope, and how that compares with its maximum.
inline Outputs sigmoid_at(const Inputs& in) {
  const double z = in["z"];
  return {{"sigmoid", sigmoid(z)},
          {"one_minus_sigmoid", sigmoid(-z)},
          {"derivative", sigmoid_derivative(z)},
          {"step", binary_step(z)},
          {"weaker", sigmoid_derivative(0.0) / sigmoid_derivative(z)}};
}

/// From `from`, `to` and `count`: the sigmoid and its slope on an even grid.
inline Outputs sigmoid_curve(const Inputs& in) {
  const double from = in["from"];
  const double to = in["to"];
  const std::size_t count = in.whole("count", 2, 10000);
  std::vector<double> z;
  std::vector<double> value;
  std::vector<double> slope;
  for (std::size_t k = 0; k < count; ++k) {
    z.push_back(from + (to - from) * static_cast<double>(k) / static_cast<double>(count - 1));
    value.push_back(sigmoid(z.back()));
    slope.push_back(sigmoid_derivative(z.back()));
  }
  return {{"z", z}, {"sigmoid", value}, {"derivative", slope}};
}

}  // namespace nn::play
