#pragma once

/// \file
/// Four penguins and the neuron that judges them, from the first chapter to the last of Part I.

#include "nn/data/samples.hpp"
#include "nn/neuron/neuron.hpp"

namespace nn {

/// Length and depth of the bill in mm, and whether the penguin is a Gentoo: yes is 1, no is 0. The
/// first penguin of each species in chapters/data/penguins.csv, and between them the Adelie with
/// the highest score and the Gentoo with the lowest, by the weights of bill_neuron().
inline Samples four_penguins() {
  return {matrix<double>({{39.1, 18.7}, {44.1, 18.0}, {44.4, 17.3}, {46.1, 13.2}}),
          vector<double>({0, 0, 1, 1})};
}

/// w = (1, −2), b = −9: the length less twice the depth, and 9 less.
inline Neuron<double> bill_neuron() { return {vector<double>({1, -2}), -9}; }

}  // namespace nn
