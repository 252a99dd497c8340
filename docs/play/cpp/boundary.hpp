#pragma once

/// \file
/// Chapter 2: the bias slides the boundary through the penguins.

#include <cstddef>
#include <vector>

#include "nn/neuron/geometry.hpp"
#include "nn/neuron/neuron.hpp"
#include "record.hpp"

namespace nn::play {

/// The bills of Adelies and Gentoos, in the order of chapters/data/penguins.csv.
struct Bills {
  std::vector<double> length;  ///< mm
  std::vector<double> depth;   ///< mm
  std::vector<double> gentoo;  ///< 1 for a Gentoo, 0 for an Adelie
};

/// The program reads the file; the page has no files, and carries the numbers along.
const Bills& bills();

/// All the penguins of the figure.
inline Outputs boundary_data(const Inputs& /*none*/) {
  return {{"length", bills().length}, {"depth", bills().depth}, {"gentoo", bills().gentoo}};
}

/// From the bias `b` and the number of a `penguin`, counted from 1: that penguin's z and distance,
/// and how many of each species are on the positive side. The weights are the chapter's, (1, −2).
inline Outputs boundary(const Inputs& in) {
  const Neuron<double> neuron{vector<double>({1, -2}), in["b"]};
  const std::size_t penguin = in.whole("penguin", 1, bills().length.size()) - 1;
  const auto bill = [](std::size_t i) {
    return vector<double>({bills().length[i], bills().depth[i]});
  };
  double adelies = 0;
  double gentoos = 0;
  for (std::size_t i = 0; i < bills().length.size(); ++i) {
    if (preactivation(neuron, bill(i)) > 0) (bills().gentoo[i] == 1 ? gentoos : adelies) += 1;
  }
  const Vector<double> x = bill(penguin);
  return {{"length", x(0)},
          {"depth", x(1)},
          {"gentoo", bills().gentoo[penguin]},
          {"score", dot(neuron.weights, x)},
          {"z", preactivation(neuron, x)},
          {"norm_w", norm(neuron.weights)},
          {"distance", signed_distance(x, neuron.weights, neuron.bias)},
          {"adelies_positive", adelies},
          {"gentoos_positive", gentoos}};
}

}  // namespace nn::play
