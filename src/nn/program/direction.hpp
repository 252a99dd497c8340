#pragma once

/// \file
/// An option whose numbers are a vector that must have a direction.

#include <string>

#include "nn/program/errors.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// Refuses a vector without a direction, in the name of the option that it comes from: all numbers
/// are 0, or all are below 1e-150 in size. Of such numbers the squares, which a length is made of,
/// begin to underflow.
///
/// \param option its name without the dashes: `weights`
/// \param v what the option was given
/// \throws UsageError naming the option
inline void require_direction(const std::string& option, const Vector<double>& v) {
  constexpr double smallest = 1e-150;
  const double largest = max_norm(v);
  if (largest >= smallest) return;
  throw UsageError("--" + option +
                   (largest > 0 ? ": numbers so small lose the digits of their length; give one of "
                                  "1e-150 or more"
                                : ": zeros alone have no direction; give a number other than 0"));
}

}  // namespace nn
