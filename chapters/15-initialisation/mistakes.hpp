#pragma once

/// \file
/// The ways in which first parameters go wrong. The chapter's program shows each, and a property
/// test proves that each is caught.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "nn/network/initialisation.hpp"
#include "nn/network/network.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/random.hpp"

namespace nn::chapter15 {

/// First parameters that are drawn wrongly.
struct Mistake {
  const char* name;
  const char* what;
  Initialisation meant;   ///< what they should have been
  Activation activation;  ///< of the network that is meant for
  Vector<double> (*start)(const Network& network, std::uint64_t seed);
};

/// A weight for each place of θ that has one, layer after layer; biases 0. `next(l)` makes the next
/// weight of layer l, counted from 0.
template <class Next>
Vector<double> weights_from(const Network& network, const Next& next) {
  Vector<double> theta(parameter_count(network), 0.0);
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const LayerParameters<double> layer = layer_of(network, theta, l);
    for (std::size_t j = 0; j < layer.weights.rows; ++j) {
      for (std::size_t k = 0; k < layer.weights.columns; ++k) layer.weights(j, k) = next(l);
    }
  }
  return theta;
}

/// Normal weights with a deviation for each layer.
template <class Deviation>
Vector<double> normal_weights(const Network& network, std::uint64_t seed,
                              const Deviation& deviation) {
  Random random(seed);
  return weights_from(
      network, [&](std::size_t l) { return deviation(network.layers[l]) * random.gaussian(); });
}

inline Vector<double> by_fan_out(const Network& network, std::uint64_t seed) {
  return normal_weights(network, seed, [](const Layer& layer) {
    return std::sqrt(2 / static_cast<double>(layer.units));
  });
}

inline Vector<double> without_brackets(const Network& network, std::uint64_t seed) {
  return normal_weights(network, seed, [](const Layer& layer) {
    const auto inputs = static_cast<double>(layer.inputs);
    const auto units = static_cast<double>(layer.units);
    return std::sqrt(2 / inputs + units);
  });
}

inline Vector<double> by_variance(const Network& network, std::uint64_t seed) {
  return normal_weights(
      network, seed, [](const Layer& layer) { return weight_variance(Initialisation::he, layer); });
}

inline Vector<double> evenly_spread(const Network& network, std::uint64_t seed) {
  Random random(seed);
  return weights_from(network, [&](std::size_t l) {
    const double r = std::sqrt(weight_variance(Initialisation::he, network.layers[l]));
    return random.uniform(-r, r);
  });
}

inline Vector<double> from_one_seed(const Network& network, std::uint64_t seed) {
  Random random(seed);
  std::size_t layer = 0;
  return weights_from(network, [&](std::size_t l) {
    if (l != layer) random = Random(seed);
    layer = l;
    return std::sqrt(weight_variance(Initialisation::he, network.layers[l])) * random.gaussian();
  });
}

inline Vector<double> all_equal(const Network& network, std::uint64_t /*seed*/) {
  return weights_from(network, [&](std::size_t l) {
    return std::sqrt(weight_variance(Initialisation::xavier, network.layers[l]));
  });
}

inline Vector<double> all_zero(const Network& network, std::uint64_t /*seed*/) {
  return Vector<double>(parameter_count(network), 0.0);
}

inline const std::array<Mistake, 7> mistakes = {{
    {"fan-out", "2/units for 2/inputs: the size of the layer at the wrong end", Initialisation::he,
     Activation::relu, by_fan_out},
    {"lost-brackets", "2/inputs + units for 2/(inputs + units)", Initialisation::xavier,
     Activation::tanh, without_brackets},
    {"variance-for-deviation", "normal numbers times the variance, not times its root",
     Initialisation::he, Activation::relu, by_variance},
    {"range-for-deviation", "evenly spread from -√v to √v: the variance is v/3", Initialisation::he,
     Activation::relu, evenly_spread},
    {"one-seed", "each layer begins the same random numbers anew", Initialisation::he,
     Activation::relu, from_one_seed},
    {"all-equal", "every weight of a layer the same number, of the right size",
     Initialisation::xavier, Activation::tanh, all_equal},
    {"zeros", "every parameter 0", Initialisation::xavier, Activation::tanh, all_zero},
}};

}  // namespace nn::chapter15
