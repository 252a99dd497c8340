#pragma once

/// \file
/// A neuron trained on standardised features, said in the units of the data.

#include <cstddef>

#include "nn/data/standardize.hpp"
#include "nn/neuron/neuron.hpp"

namespace nn {

/// The neuron that predicts from x what `neuron` predicts from the standardised x: with
/// x′ⱼ = (xⱼ − μⱼ)/sⱼ, w′ · x′ + b′ = w · x + b for wⱼ = w′ⱼ/sⱼ and b = b′ − Σⱼ w′ⱼ μⱼ/sⱼ.
///
/// \throws ShapeError unless there is a mean and a deviation for each weight.
// [original-units]
inline Neuron<double> in_original_units(const Neuron<double>& neuron,
                                        const Standardization& standardization) {
  require_same_size("in_original_units", neuron.weights.size(), standardization.mean.size());
  require_same_size("in_original_units", neuron.weights.size(), standardization.deviation.size());
  Neuron<double> original = neuron;
  for (std::size_t j = 0; j < neuron.weights.size(); ++j) {
    original.weights(j) = neuron.weights(j) / standardization.deviation(j);
    original.bias -= original.weights(j) * standardization.mean(j);
  }
  return original;
}
// [original-units]

}  // namespace nn
