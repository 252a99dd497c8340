#pragma once

/// \file
/// The section In floating point: where the obvious formulas lose their digits, or overflow.

#include <cmath>
#include <cstdio>
#include <string>

#include "figures.hpp"
#include "nn/derivative/dual.hpp"
#include "nn/neuron/sigmoid.hpp"

namespace nn::chapter3 {

/// 1/(1 + e^-z), as one would write it first.
template <Scalar T>
T falling_form(T z) {
  using std::exp;
  return T(1) / (T(1) + exp(-z));
}

/// e^z/(1 + e^z), the same for those who fear the other end.
template <Scalar T>
T rising_form(T z) {
  using std::exp;
  return exp(z) / (T(1) + exp(z));
}

/// A NaN has a sign that means nothing, and that machines print differently.
inline std::string shown(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", x);
  return std::isnan(x) ? "nan" : text;
}

/// The section.
inline void print_rounding() {
  std::printf("the slope: computed as a product, and as e^-z/(1 + e^-z)²\n\n");
  std::printf("  z     σ(1 - σ)       stable   relative error\n");
  for (const double z : {10.0, 20.0, 30.0, 36.0, 37.0, 40.0}) {
    const double stable = sigmoid_derivative(z);
    std::printf("%3g %12.5g %12.5g %16.0e\n", z, product_form(z), stable,
                std::abs(product_form(z) / stable - 1));
  }
  std::printf("1 + e^-z rounds to 1 from z = 53 ln 2 = %.4f on\n", 53 * std::log(2.0));
  std::printf("\nthe value, and the slope that dual numbers find on the way\n\n");
  std::printf("              1/(1 + e^-z)        e^z/(1 + e^z)          sigmoid(z)\n");
  std::printf("    z       value     slope      value     slope      value     slope\n");
  for (const double z : {-1000.0, -710.0, -700.0, 700.0, 710.0, 1000.0}) {
    std::printf("%5g", z);
    const Dual<double> at = Dual<double>::variable(z);
    for (const Dual<double>& result : {falling_form(at), rising_form(at), sigmoid(at)}) {
      std::printf("%12s%10s", shown(result.value).c_str(), shown(result.derivative).c_str());
    }
    std::printf("\n");
  }
}

}  // namespace nn::chapter3
