#pragma once

/// \file
/// The first parameters of a network.

#include <cmath>
#include <cstddef>

#include "nn/network/network.hpp"
#include "nn/scalar/random.hpp"

namespace nn {

/// What a network's parameters are before the first step. Random numbers are drawn in the order of
/// θ, so that equal seeds give equal networks.
enum class Initialisation {
  zeros,   ///< every parameter 0
  normal,  ///< weights and biases from the standard normal distribution
  xavier,  ///< weights normal with variance 2/(inputs + units), biases 0
  he       ///< weights normal with variance 2/inputs, biases 0
};

/// The variance of the weights of a layer.
///
/// Sources: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward
/// neural networks", AISTATS (2010), for `xavier`; K. He, X. Zhang, S. Ren and J. Sun, "Delving
/// deep into rectifiers", ICCV (2015), for `he`.
// [weight-variance]
inline double weight_variance(Initialisation init, const Layer& layer) {
  const auto inputs = static_cast<double>(layer.inputs);
  const auto units = static_cast<double>(layer.units);
  switch (init) {
    case Initialisation::zeros:
      return 0;
    case Initialisation::xavier:
      return 2 / (inputs + units);
    case Initialisation::he:
      return 2 / inputs;
    case Initialisation::normal:
      break;
  }
  return 1;
}
// [weight-variance]

/// First parameters θ for a network.
// [initial-parameters]
inline Vector<double> initial_parameters(const Network& network, Initialisation init,
                                         Random& random) {
  Vector<double> theta(parameter_count(network), 0.0);
  if (init == Initialisation::zeros) return theta;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const Layer& layer = network.layers[l];
    const double deviation = std::sqrt(weight_variance(init, layer));
    const LayerParameters<double> parameters = layer_of(network, theta, l);
    for (std::size_t j = 0; j < layer.inputs; ++j) {
      for (std::size_t k = 0; k < layer.units; ++k) {
        parameters.weights(j, k) = deviation * random.gaussian();
      }
    }
    if (init != Initialisation::normal) continue;
    for (std::size_t k = 0; k < layer.units; ++k) parameters.biases(k) = random.gaussian();
  }
  return theta;
}
// [initial-parameters]

}  // namespace nn
