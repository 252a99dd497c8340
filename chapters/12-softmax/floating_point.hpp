#pragma once

/// \file
/// Where the formulas of the page lose their digits, and the library's do not.

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "examples.hpp"

namespace nn::chapter12 {

/// p₁ of two scores as it stands on the page; not a number where both powers overflow.
inline double first_share_as_written(double z_1, double z_2) {
  return std::exp(z_1) / (std::exp(z_1) + std::exp(z_2));
}

/// Prints an overflow, a probability that rounds to 0, and a difference that cancels.
inline void print_floating_point() {
  std::printf("two scores, the first larger by 1\n");
  std::printf("    z_1      z_2   p_1 as written   p_1 shifted\n");
  for (const double z : {1.0, 709.0, 711.0, 10000.0}) {
    const Vector<double> both = vector<double>({z, z - 1});
    char written[32] = "nan";  // whatever sign a machine gives it
    const double share = first_share_as_written(z, z - 1);
    if (!std::isnan(share)) std::snprintf(written, sizeof written, "%.6f", share);
    std::printf("%7g %8g %16s %13.6f\n", z, z - 1, written, softmax(both)(0));
  }
  std::printf("\nscores (g, 0), the second class is right: sure and wrong\n");
  std::printf("    g        -ln p     -ln p clipped   from the scores\n");
  for (const double g : {10.0, 40.0, 744.0, 746.0, 10000.0}) {
    const Vector<double> z = vector<double>({g, 0});
    const double p = softmax(z)(1);
    std::printf("%5g %12.6f %17.6f %17.6f\n", g, -std::log(p), -std::log(std::max(p, 1e-7)),
                loss_of(z, vector<double>({0, 1})));
  }
  std::printf("\nscores (g, 0), the first class is right: sure and right\n");
  std::printf("    g   log-sum-exp less g   from the scores\n");
  for (const double g : {1.0, 10.0, 30.0, 40.0, 100.0}) {
    const Vector<double> z = vector<double>({g, 0});
    std::printf("%5g %20.4e %17.4e\n", g, log_sum_exp_of(z) - g,
                loss_of(z, vector<double>({1, 0})));
  }
}

}  // namespace nn::chapter12
