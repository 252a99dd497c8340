#pragma once

/// \file
/// Solution: the mean and the deviation of a feature whose rows many processes share out.

#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "nn/processes/processes.hpp"

namespace nn::exercise {

/// What a feature is standardised by.
struct ScaleOfAll {
  double mean = 0;
  double deviation = 0;  ///< the root of the mean square of the deviations from the mean
};

/// Of the rows of all processes, the same in each of them. All call it together; a process may have
/// no row, but one of them has.
///
/// \param processes that share the rows out
/// \param own the feature's values in this process's rows
inline ScaleOfAll scale_of_all(Processes& processes, const std::vector<double>& own) {
  std::array<double, 2> sums{0, static_cast<double>(own.size())};
  for (const double x : own) sums[0] += x;
  processes.sum(std::span<double>(sums));
  const double n = sums[1];
  ScaleOfAll scale{sums[0] / n, 0};
  // A second sum, now that all know the mean: squares of large numbers would lose the digits.
  double squares = 0;
  for (const double x : own) squares += (x - scale.mean) * (x - scale.mean);
  processes.sum(std::span<double>(&squares, 1));
  scale.deviation = std::sqrt(squares / n);
  return scale;
}

}  // namespace nn::exercise
