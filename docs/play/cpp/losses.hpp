#pragma once

/// \file
/// Chapter 7: squared error against cross-entropy where the neuron is sure.

#include <cmath>
#include <cstddef>
#include <vector>

#include "nn/neuron/neuron.hpp"
#include "record.hpp"

namespace nn::play {

/// From `z` and the target `y`, 0 or 1: both losses and their slopes by z.
inline Outputs losses(const Inputs& in) {
  const double z = in["z"];
  const auto y = static_cast<double>(in.whole("y", 0, 1));
  const double squared = SquaredErrorWithLogits{}.derivative(z, y);
  const double cross = CrossEntropyWithLogits{}.derivative(z, y);
  return {{"y_hat", sigmoid(z)},
          {"one_minus_y_hat", sigmoid(-z)},
          {"squared_error", SquaredErrorWithLogits{}.value(z, y)},
          {"cross_entropy", CrossEntropyWithLogits{}.value(z, y)},
          {"squared_error_slope", squared},
          {"cross_entropy_slope", cross},
          {"stronger", cross / squared}};
}

/// From `y`, `from`, `to` and `count`: losses and slopes on an even grid.
inline Outputs losses_curve(const Inputs& in) {
  const auto y = static_cast<double>(in.whole("y", 0, 1));
  const double from = in["from"];
  const double to = in["to"];
  const std::size_t count = in.whole("count", 2, 10000);
  std::vector<double> at;
  std::vector<double> squared;
  std::vector<double> cross;
  std::vector<double> squared_slope;
  std::vector<double> cross_slope;
  for (std::size_t k = 0; k < count; ++k) {
    const double z = from + (to - from) * static_cast<double>(k) / static_cast<double>(count - 1);
    at.push_back(z);
    squared.push_back(SquaredErrorWithLogits{}.value(z, y));
    cross.push_back(CrossEntropyWithLogits{}.value(z, y));
    squared_slope.push_back(SquaredErrorWithLogits{}.derivative(z, y));
    cross_slope.push_back(CrossEntropyWithLogits{}.derivative(z, y));
  }
  return {{"z", at},
          {"squared_error", squared},
          {"cross_entropy", cross},
          {"squared_error_slope", squared_slope},
          {"cross_entropy_slope", cross_slope}};
}

}  // namespace nn::play
