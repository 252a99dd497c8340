#pragma once

/// \file
/// The same neuron on the same penguins, descending either cost.

#include <cstddef>
#include <cstdio>
#include <utility>
#include <vector>

#include "examples.hpp"
#include "nn/neuron/neuron.hpp"

namespace nn::chapter7 {

/// Prints both descents side by side, from a neuron that knows nothing and from one that is sure
/// and wrong.
inline void print_descents() {
  const Samples& samples = penguins();
  std::printf("penguins = %zu, of which Adelies = %.0f\n", samples.y.size(), total(samples.y));
  std::printf("learning rate 1/ℓ = %.4f for the squared error, %.4f for the cross-entropy\n",
              safe_rate<SquaredErrorWithLogits>(samples.X),
              safe_rate<CrossEntropyWithLogits>(samples.X));
  const std::vector<std::size_t> epochs = {0, 1, 10, 20, 50, 100, 1000};
  for (const auto& [name, start] :
       {std::pair{"from θ = (0, 0, 0)", Vector<double>(3, 0.0)},
        std::pair{"from θ = (8, -4, 0), sure and wrong", wrong_start()}}) {
    const auto squared = descend<SquaredErrorWithLogits>(samples, start, epochs);
    const auto cross = descend<CrossEntropyWithLogits>(samples, start, epochs);
    std::printf("\n%s\n", name);
    std::printf("          descending the squared error    descending the cross-entropy\n");
    std::printf("epoch   mean sq. error  right   ‖∇C‖     mean sq. error  right   ‖∇C‖\n");
    for (std::size_t k = 0; k < epochs.size(); ++k) {
      std::printf("%5zu %16.4f %6zu %7.4f %17.4f %6zu %7.4f\n", epochs[k], squared[k].squared_error,
                  squared[k].right, squared[k].gradient_norm, cross[k].squared_error,
                  cross[k].right, cross[k].gradient_norm);
    }
  }
}

}  // namespace nn::chapter7
