// First parameters: which are 0, how far the others spread, and in which order they are drawn.
#include "nn/network/initialisation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// d inputs, one hidden layer, some outputs: no two alike.
Network drawn_network() {
  const std::size_t d = *dimension(1, 5).as("inputs");
  return network_of(d, {d + *dimension(1, 3).as("more units")}, Activation::tanh,
                    d + *dimension(4, 6).as("more outputs"));
}

constexpr Initialisation all[] = {Initialisation::zeros, Initialisation::normal,
                                  Initialisation::xavier, Initialisation::he};

}  // namespace

TEST(Initialisation, DrawsInTheOrderOfTheParameters) {
  property([](Check& check) {
    const Network network = drawn_network();
    const std::size_t seed = *dimension(0, 1000).as("seed");
    for (const Initialisation init : all) {
      Random random(seed);
      const Vector<double> theta = initial_parameters(network, init, random);
      check.holds(theta.size() == parameter_count(network), "a number for each parameter");
      Random same(seed);
      std::size_t p = 0;
      for (const Layer& layer : network.layers) {
        const auto inputs = static_cast<double>(layer.inputs);
        const auto units = static_cast<double>(layer.units);
        double variance = 1;
        if (init == Initialisation::xavier) variance = 2 / (inputs + units);
        if (init == Initialisation::he) variance = 2 / inputs;
        if (init == Initialisation::zeros) variance = 0;
        check.agree(weight_variance(init, layer), variance, 0, "the variance of a weight");
        for (std::size_t w = 0; w < layer.inputs * layer.units; ++w, ++p) {
          const double drawn = init == Initialisation::zeros ? 0 : same.gaussian();
          check.agree(theta(p), std::sqrt(variance) * drawn, 0, "a weight");
        }
        for (std::size_t k = 0; k < layer.units; ++k, ++p) {
          const double bias = init == Initialisation::normal ? same.gaussian() : 0;
          check.agree(theta(p), bias, 0, "a bias");
        }
      }
    }
  });
}
