#pragma once

/// \file
/// Exercise: the mean and the deviation of a feature whose rows many processes share out.

#include <cmath>
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
  // This is the scale of the process's own rows: each process would see other features.
  static_cast<void>(processes);
  ScaleOfAll scale;
  const auto n = static_cast<double>(own.size());
  for (const double x : own) scale.mean += x / n;
  for (const double x : own) scale.deviation += (x - scale.mean) * (x - scale.mean) / n;
  scale.deviation = std::sqrt(scale.deviation);
  return scale;
}

}  // namespace nn::exercise
