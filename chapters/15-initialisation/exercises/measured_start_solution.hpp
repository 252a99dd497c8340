#pragma once

/// \file
/// Solution: a start that is measured instead of computed.

#include <cmath>
#include <cstddef>

#include "nn/network/network.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::exercise {

/// First parameters for a network whose biases are 0: from layer to layer, in the order of the way
/// forth, the weights of θ are divided by the root mean square that Z of this layer has by then,
/// for the batch X. Afterwards it is 1 in every layer, whatever the activations are. A layer whose
/// Z is 0 everywhere keeps its weights.
inline Vector<double> measured_start(const Network& network, Vector<double> theta,
                                     const Matrix<double>& X) {
  NetworkPass<double> pass;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    forward(network, theta, X, pass);
    double squares = 0;
    for (const double z : pass.Z[l].data()) squares += z * z;
    if (squares == 0) continue;
    const double size = std::sqrt(squares / static_cast<double>(pass.Z[l].data().size()));
    const LayerParameters<double> layer = layer_of(network, theta, l);
    for (std::size_t j = 0; j < layer.weights.rows; ++j) {
      for (std::size_t k = 0; k < layer.weights.columns; ++k) layer.weights(j, k) /= size;
    }
  }
  return theta;
}

}  // namespace nn::exercise
