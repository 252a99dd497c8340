#pragma once

/// \file
/// How far a share of right answers may be from the one that more digits would show.

#include <cmath>
#include <cstddef>

namespace nn::chapter12 {

/// Two ends.
struct Interval {
  double lowest;
  double highest;
};

/// How many standard deviations a normal variable stays within, in 95 of 100 cases.
constexpr double within_95_percent = 1.959964;

/// E. B. Wilson's interval of 1927: all a with N(â − a)² ≤ q² a(1 − a), where â = right/N.
inline Interval wilson_interval(std::size_t right, std::size_t N, double q = within_95_percent) {
  const auto n = static_cast<double>(N);
  const double share = static_cast<double>(right) / n;
  const double divisor = 1 + q * q / n;
  const double middle = (share + q * q / (2 * n)) / divisor;
  const double half = q / divisor * std::sqrt(share * (1 - share) / n + q * q / (4 * n * n));
  return {middle - half, middle + half};
}

}  // namespace nn::chapter12
