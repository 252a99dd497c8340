#pragma once

/// \file
/// The costs of other books, which differ from this one's by a factor: the same descent at another
/// rate.

#include <cstdio>

#include "examples.hpp"
#include "nn/neuron/mean_squared_error.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter4 {

/// Prints for each convention the cost of the four predictions, a slope, and the cost after ten
/// steps at the rate that makes up for its factor.
inline void print_conventions() {
  struct Convention {
    const char* name;
    double factor;
  };
  const double this_book = mean_squared_error(predictions, targets);
  const Vector<double> gradient = mean_squared_error_gradient(predictions, targets);
  std::printf("cost                      value   ∂C/∂ŷ of ŷ = 0.6   rate   cost after ten steps\n");
  for (const Convention& one :
       {Convention{"(1/n) sum, this book", 1}, Convention{"(1/(2n)) sum", 0.5},
        Convention{"sum, no mean", 4}, Convention{"(1/2) sum", 2}}) {
    const auto scaled = [&](const Vector<double>& y_hat, const Vector<double>& y) {
      return Vector<double>(one.factor * mean_squared_error_gradient(y_hat, y));
    };
    const double rate = 0.4 / one.factor;
    std::printf("%-23s  %6.4f   %16.2f   %4g   %20.6f\n", one.name, one.factor * this_book,
                one.factor * gradient(2), rate, cost_after_ten_steps(scaled, rate));
  }
}

}  // namespace nn::chapter4
