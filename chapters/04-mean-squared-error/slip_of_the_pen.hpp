#pragma once

/// \file
/// Four measures of the errors of a constant: which constant each calls the best, and how far one
/// slip of the pen moves it.

#include <algorithm>
#include <cstdio>

#include "best_constant.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter4 {

/// Prints which constant each measure calls the best for these targets, and which once the largest
/// of them is written with a zero too many.
inline void print_measures_of_error(Vector<double> y) {
  const double middle[] = {median(y), mean(y), midrange(y)};
  double& slipped = *std::max_element(y.begin(), y.end());
  const double right = slipped;
  slipped *= 10;
  std::printf("measure of the errors   best constant   with %g for %g\n", slipped, right);
  std::printf("their sum               none            none\n");
  std::printf("mean absolute error     %-13g   %g\n", middle[0], median(y));
  std::printf("mean squared error      %-13g   %g\n", middle[1], mean(y));
  std::printf("largest absolute error  %-13g   %g\n", middle[2], midrange(y));
}

}  // namespace nn::chapter4
