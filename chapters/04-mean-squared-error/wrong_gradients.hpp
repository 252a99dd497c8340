#pragma once

/// \file
/// The gradients of mistakes.hpp at the four predictions: how far off they are, where ten steps of
/// rate 1.1 lead with them, and how they are caught.

#include <cstdio>
#include <string>

#include "examples.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/mean_squared_error.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/text.hpp"

namespace nn::chapter4 {

/// Prints of the right gradient and of each mistake the largest error and the cost at the end.
inline void print_mistakes() {
  const Vector<double> right = mean_squared_error_gradient(predictions, targets);
  std::printf("name           largest error   cost after ten steps of rate 1.1\n");
  std::printf("none           %13.2f   %20.4g\n", 0.0,
              cost_after_ten_steps(mean_squared_error_gradient<double>, 1.1));
  for (const Mistake& mistake : mistakes) {
    std::printf("%-12s   %13.2f   %20.4g\n", mistake.name,
                max_norm(mistake.gradient(predictions, targets) - right),
                cost_after_ten_steps(mistake.gradient, 1.1));
  }
}

/// Prints a wrong gradient beside the right one and beside two that know of neither, and where it
/// leads. Returns how it was caught.
inline std::string show_mistake(const Mistake& mistake) {
  std::printf("%s\n", wrapped(mistake.what).c_str());
  const Vector<double> wrong = mistake.gradient(predictions, targets);
  const Vector<double> right = mean_squared_error_gradient(predictions, targets);
  const Vector<double> central = central_difference_gradient(cost_of_predictions, predictions);
  const Vector<double> dual = dual_gradient(cost_of_predictions, predictions);
  print_columns("i", 1, {"1", "2", "3", "4"},
                {{"wrong", 11, 4, wrong},
                 {"right", 11, 4, right},
                 {"central difference", 22, 4, central},
                 {"dual numbers", 15, 4, dual}});
  std::printf("\ncost before = %.4g\n", mean_squared_error(predictions, targets));
  std::printf("cost after ten steps of rate 1.1, right gradient = %.4g\n",
              cost_after_ten_steps(mean_squared_error_gradient<double>, 1.1));
  std::printf("cost after ten steps of rate 1.1, wrong gradient = %.4g\n",
              cost_after_ten_steps(mistake.gradient, 1.1));
  char verdict[128];
  std::snprintf(verdict, sizeof verdict,
                "%s: caught, the gradient differs from the dual numbers' by %.2g (allowed 1e-12)",
                mistake.name, max_norm(wrong - dual));
  return verdict;
}

}  // namespace nn::chapter4
