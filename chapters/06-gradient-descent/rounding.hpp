#pragma once

/// \file
/// What floating point does to a descent: steps that vanish, costs that explode, and a leap to
/// where there is no slope.

#include <cstdio>

#include "bowl.hpp"
#include "examples.hpp"
#include "nn/training/gradient_descent.hpp"
#include "penguins.hpp"
#include "two_scales.hpp"

namespace nn::chapter6 {

/// Why a descent ended, in words.
inline const char* name_of(StopReason reason) {
  switch (reason) {
    case StopReason::converged:
      return "converged";
    case StopReason::out_of_iterations:
      return "out of epochs";
    case StopReason::diverged:
      return "diverged";
    case StopReason::stopped:
      break;
  }
  return "stopped";
}

/// Prints a descent of each kind.
inline void print_floating_point(const Training& training) {
  const Bowl<float> far{vector<float>({1}), vector<float>({1000})};
  const Bowl<double> far_in_double{vector<double>({1}), vector<double>({1000})};
  const DescentOptions slow{0.001, 1000, 0};
  const auto in_float = gradient_descent(far, vector<float>({1000.02}), slow);
  const auto in_double = gradient_descent(far_in_double, vector<double>({1000.02}), slow);
  std::printf("distance from 1000, at first       = 0.02\n");
  std::printf("after 1000 updates of 0.001, float  = %.4f\n", in_float.parameters(0) - 1000.0F);
  std::printf("after 1000 updates of 0.001, double = %.4f\n", in_double.parameters(0) - 1000);

  const auto exploding = gradient_descent(example_parabola(), vector<double>({2}), {1.5, 1000, 0});
  std::printf("explosion noticed after %zu updates, cost = %.4g\n",
              exploding.history.back().iteration, exploding.history.back().cost);

  const Samples raw = raw_samples(training);
  const auto leap = gradient_descent(cost_of(raw), Vector<double>(3, 0.0), {0.2, 1000, 1e-6});
  std::printf("a leap, penguins in millimetres, alpha = 0.2: %s after %zu epoch\n",
              name_of(leap.reason), leap.history.back().iteration);
  std::printf("the leap: cost = %.4f -> %.4f, gradient norm = %.0e\n", leap.history.front().cost,
              leap.history.back().cost, leap.history.back().gradient_norm);
}

}  // namespace nn::chapter6
