#pragma once

/// \file
/// What rounding does to a pre-activation, and how a large bias makes it worse.

#include <cstdio>

#include "nn/neuron/neuron.hpp"
#include "nn/scalar/rounding.hpp"

namespace nn::bias {

/// Prints a z that cancels, a bias that drowns its input, and an hour that comes out as two.
inline void print_rounding() {
  const Neuron<double> close{vector<double>({0.1, 0.2}), -0.3};
  const Vector<double> ones = vector<double>({1, 1});
  std::printf("w = (0.1, 0.2), b = -0.3, x = (1, 1): z = %.2e\n", preactivation(close, ones));
  std::printf("the bound on its error is %.2e\n",
              dot_error_bound(parameters(close), vector<double>({1, 1, 1})));
  const Neuron<double> drowned{vector<double>({1}), 1e16};
  std::printf("w = 1, b = 1e16: z at 0 is %g, z at 1 is larger by %g\n",
              preactivation(drowned, vector<double>({0})),
              preactivation(drowned, vector<double>({1})) - drowned.bias);
  const double hour = 1.0 / 8766;  // in years
  const Neuron<float> far{vector<float>({8766}), -17593362};
  const Neuron<float> near{vector<float>({8766}), 0};
  const float from_year_0 = preactivation(far, vector<float>({2007 + hour}));
  const float from_2007 = preactivation(near, vector<float>({hour}));
  std::printf("8766 year - 17593362 in single precision, an hour into 2007: z = %.4f\n",
              static_cast<double>(from_year_0));
  std::printf("8766 (year - 2007), with the years since 2007 as input: z = %.4f\n",
              static_cast<double>(from_2007));
}

}  // namespace nn::bias
