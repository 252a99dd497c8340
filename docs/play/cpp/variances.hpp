#pragma once

/// \file
/// Chapter 15: how large signals and slopes are, layer by layer, before the first update.

#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "nn/network/backpropagation.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/network/network.hpp"
#include "nn/scalar/random.hpp"
#include "record.hpp"

namespace nn::play {

inline double mean_square(const Matrix<double>& entries) {
  double sum = 0;
  for (const double entry : entries.data()) sum += entry * entry;
  return sum / static_cast<double>(entries.data().size());
}

/// From the `scale` c of the weights, whose variance is c/d, the `activation` (0 for the sigmoid, 1
/// for tanh, 2 for ReLU) and a `layer`: the mean squares of z and of δ in each of 30 hidden layers
/// of d = 64 units, for samples and slopes of the scores drawn at random; and what is expected of
/// both in that layer, from the layer before it and from the one behind it.
///
/// \throws std::invalid_argument unless the scale is positive
inline Outputs variances(const Inputs& in) {
  constexpr std::size_t units = 64;
  constexpr std::size_t depth = 30;
  constexpr std::array<Activation, 3> activations = {Activation::sigmoid, Activation::tanh,
                                                     Activation::relu};
  const double scale = in["scale"];
  if (!(scale > 0)) throw std::invalid_argument("scale: must be positive");
  const Activation f = activations.at(in.whole("activation", 0, 2));
  const std::size_t l = in.whole("layer", 1, depth) - 1;
  const Network network = network_of(units, std::vector<std::size_t>(depth, units), f, units);
  Random random(15);
  // With as many inputs as units, Xavier's variance is 1/d.
  Vector<double> theta = initial_parameters(network, Initialisation::xavier, random);
  theta *= std::sqrt(scale);
  Matrix<double> X(32, units);
  for (double& x : X.data()) x = random.gaussian();
  NetworkPass<double> pass;
  forward(network, theta, X, pass);
  for (double& slope : pass.delta.back().data()) slope = random.gaussian();
  Vector<double> gradient(theta.size());
  backpropagate(network, theta, X, pass, gradient);

  std::vector<double> forth;
  std::vector<double> back;
  for (std::size_t k = 0; k < depth; ++k) {
    forth.push_back(mean_square(pass.Z[k]));
    back.push_back(mean_square(pass.delta[k]));
  }
  Matrix<double> slopes = pass.Z[l];
  for (double& slope : slopes.data()) slope = activation_derivative(f, slope);
  const double signal_before = mean_square(l == 0 ? X : pass.A[l - 1]);
  const double slope_behind = mean_square(pass.delta[l + 1]);
  const double slope_square = mean_square(slopes);
  return {{"units", static_cast<double>(units)},
          {"weight_variance", scale / static_cast<double>(units)},
          {"signal_before", signal_before},
          {"expected_forth", scale * signal_before},
          {"here_forth", forth[l]},
          {"slope_behind", slope_behind},
          {"slope_square", slope_square},
          {"expected_back", scale * slope_behind * slope_square},
          {"here_back", back[l]},
          {"gain_forth", forth.back() / forth.front()},
          {"gain_back", back.front() / back.back()},
          {"forth", forth},
          {"back", back}};
}

}  // namespace nn::play
