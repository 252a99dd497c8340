#pragma once

/// \file
/// One number for all targets: what a constant costs, and the constants that cost least.

#include <algorithm>
#include <vector>

#include "nn/neuron/mean_squared_error.hpp"

namespace nn::chapter4 {

/// C(c) = (1/n) Σᵢ (c − yᵢ)², the cost of predicting c for every target.
inline double cost_of_constant(double c, const Vector<double>& y) {
  const Vector<double> y_hat = constant_vector<double>(y.size(), c);
  return mean_squared_error(y_hat, y);
}

/// The constant with the least mean squared error.
inline double mean(const Vector<double>& y) { return total(y) / static_cast<double>(y.size()); }

/// A constant with the least mean absolute error: the target in the middle, or half way between the
/// two in the middle.
inline double median(const Vector<double>& y) {
  std::vector<double> sorted(y.begin(), y.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/// The constant whose largest error is the least: half way between the two ends.
inline double midrange(const Vector<double>& y) {
  const auto [lowest, highest] = std::minmax_element(y.begin(), y.end());
  return (*lowest + *highest) / 2;
}

}  // namespace nn::chapter4
