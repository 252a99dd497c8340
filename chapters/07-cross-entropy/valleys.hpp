#pragma once

/// \file
/// Whether a cost is a bowl: a chord of each loss, and where two descents by one weight end.

#include <cstdio>

#include "examples.hpp"
#include "nn/neuron/neuron.hpp"

namespace nn::chapter7 {

/// Prints a loss at both ends of a chord, the chord's middle, and the loss there.
template <class Loss>
void print_chord(const char* name) {
  const double left = Loss{}.value(-6.0, 1.0);
  const double right = Loss{}.value(0.0, 1.0);
  std::printf("%-13s %7.4f %7.4f %14.4f %7.4f\n", name, left, right, (left + right) / 2,
              Loss{}.value(-3.0, 1.0));
}

/// Prints where the weight comes to rest, from the left and from the right, and the cost there.
template <class Loss>
void print_bottoms(const char* name) {
  std::printf("%-21s", name);
  for (const double start : {-1.0, 1.0}) {
    const double w = bottom_from<Loss>(start);
    std::printf("   w = %7.4f, C = %.4f", w, cost_of_weight<Loss>(w));
  }
  std::printf("\n");
}

/// Prints both for both costs.
inline void print_valleys() {
  std::printf("y = 1           L(-6)    L(0)   their mean   L(-3)\n");
  print_chord<SquaredErrorWithLogits>("squared error");
  print_chord<CrossEntropyWithLogits>("cross-entropy");
  std::printf("\nfive samples, one weight   from w = -1              from w = 1\n");
  print_bottoms<SquaredErrorWithLogits>("squared error");
  print_bottoms<CrossEntropyWithLogits>("cross-entropy");
}

}  // namespace nn::chapter7
