#pragma once

/// \file
/// The formulas of mistakes.hpp on the chapter's three samples: how far off they are, where
/// training with them ends, and how they are caught.

#include <cmath>
#include <cstdio>
#include <string>

#include "examples.hpp"
#include "gradient_check.hpp"
#include "mistakes.hpp"
#include "nn/data/number.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/text.hpp"

namespace nn::chapter5 {

/// Checks a formula on the three samples.
inline GradientCheck check_formula(Formula formula) {
  return check_gradient<SquaredErrorWithLogits>({"w_1", "w_2", "b"}, example, samples, targets,
                                                formula(example, samples, targets));
}

/// The cost after 200 times w ← w − g, which is what training with a formula comes to; `overflow`
/// if it runs away.
inline std::string cost_after_training(Formula formula) {
  Neuron<double> neuron = example;
  for (int epoch = 0; epoch < 200; ++epoch) {
    const Gradient g = formula(neuron, samples, targets);
    neuron.weights -= g.weights;
    neuron.bias -= g.bias;
  }
  const double last = cost(SquaredErrorWithLogits{}, neuron, samples, targets);
  return std::isfinite(last) ? short_text(last, 4) : "overflow";
}

/// Prints of the right gradient and of each mistake the largest error and the cost at the end.
inline void print_mistakes() {
  std::printf("%-23s   largest error   cost after 200 updates\n", "name");
  std::printf("%-23s   %13s   %22s\n", "none", "0",
              cost_after_training(right<SquaredErrorWithLogits>).c_str());
  for (const Mistake& mistake : mistakes) {
    const GradientCheck check = check_formula(mistake.gradient);
    std::printf("%-23s   %13s   %22s\n", mistake.name,
                short_text(max_norm(check.analytic - check.complex_step), 2).c_str(),
                cost_after_training(mistake.gradient).c_str());
  }
}

/// Prints a wrong gradient beside the right one and beside two that know of neither, and where
/// training with it ends. Returns how it was caught, if it was.
inline std::string show_mistake(const Mistake& mistake) {
  std::printf("%s\n", wrapped(mistake.what).c_str());
  const GradientCheck check = check_formula(mistake.gradient);
  print_columns("", 3, check.parameters,
                {{"wrong", 11, 6, check.analytic},
                 {"right", 12, 6, slopes(right<SquaredErrorWithLogits>(example, samples, targets))},
                 {"central difference", 21, 6, check.central_difference},
                 {"complex step", 15, 6, check.complex_step}});
  std::printf("\ncost before                               = %.6f\n",
              cost(SquaredErrorWithLogits{}, example, samples, targets));
  std::printf("cost after 200 updates, right gradient    = %s\n",
              cost_after_training(right<SquaredErrorWithLogits>).c_str());
  std::printf("cost after 200 updates, wrong gradient    = %s\n",
              cost_after_training(mistake.gradient).c_str());
  return how_caught(check, mistake.name);
}

}  // namespace nn::chapter5
