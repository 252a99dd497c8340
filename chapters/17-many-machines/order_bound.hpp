#pragma once

/// \file
/// How far a gradient may be from itself when its terms are added in another order.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <span>
#include <string>

#include "nn/network/dropout.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/rounding.hpp"
#include "nn/training/batch_cost.hpp"

namespace nn::chapter17 {

/// `< 1e-14` of what is below that bound, and else the number: the digits of a difference that
/// rounding makes are others on each machine.
inline std::string below(double number, double bound) {
  std::array<char, 32> text{};
  const bool is_below = number < bound;
  std::snprintf(text.data(), text.size(), is_below ? "< %g" : "%.1g", is_below ? bound : number);
  return text.data();
}

/// Σ |term| of each slope: a batch has a term for each of its rows.
template <class Output>
Vector<double> term_sizes(BatchCost<Output, double>& cost, std::span<const std::size_t> rows,
                          const Vector<double>& theta) {
  Vector<double> sizes(theta.size(), 0.0);
  Vector<double> term(theta.size());
  for (const std::size_t& row : rows) {
    cost.evaluate_part(std::span(&row, 1), rows.size(), theta, &term, Dropout(0), 0, 0);
    for (std::size_t j = 0; j < sizes.size(); ++j) sizes(j) += std::abs(term(j));
  }
  return sizes;
}

/// 2γₘ₋₁ Σ |term|.
template <class Output>
Vector<double> order_bound(BatchCost<Output, double>& cost, std::span<const std::size_t> rows,
                           const Vector<double>& theta) {
  return 2 * nn::gamma<double>(rows.size() - 1) * term_sizes(cost, rows, theta);
}

}  // namespace nn::chapter17
