#pragma once

/// \file
/// What the chapter computes with: "either, but not both" with its network, and networks with
/// random parameters.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "nn/data/samples.hpp"
#include "nn/network/network.hpp"
#include "nn/scalar/random.hpp"

namespace nn::chapter10 {

// [xor]
/// Two inputs, 0 or 1 each; the target is 1 if they differ.
inline Samples xor_samples() {
  return {matrix<double>({{0, 0}, {0, 1}, {1, 0}, {1, 1}}), vector<double>({0, 1, 1, 0})};
}

/// a₁ = relu(x₁ + x₂) and a₂ = relu(x₁ + x₂ − 1); the score is a₁ − 2a₂.
/// @{
inline Network xor_network() { return network_of(2, {2}, Activation::relu, 1); }
inline Vector<double> xor_parameters() {
  return vector<double>({1, 1,   // what both units make of x₁
                         1, 1,   // what both make of x₂
                         0, -1,  // their biases
                         1, -2,  // what the score makes of a₁ and of a₂
                         0});    // its bias
}
/// @}
// [xor]

/// The θ of a network, drawn in its order: normal numbers, their standard deviation being `size`.
inline Vector<double> normal_parameters(const Network& network, std::uint64_t seed, double size) {
  Random random(seed);
  Vector<double> theta(parameter_count(network));
  for (double& parameter : theta) parameter = size * random.gaussian();
  return theta;
}

/// n samples with d features, standard normal.
inline Matrix<double> normal_samples(std::size_t n, std::size_t d, std::uint64_t seed) {
  Random random(seed);
  Matrix<double> X(n, d);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < d; ++j) X(i, j) = random.gaussian();
  }
  return X;
}

}  // namespace nn::chapter10
