#pragma once

/// \file
/// Networks, parameters and batches for the properties.

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/random.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// Those whose derivative is no jump, and all.
/// @{
inline const std::vector<Activation> smooth_activations{Activation::linear, Activation::sigmoid,
                                                        Activation::tanh};
inline const std::vector<Activation> all_activations{Activation::linear, Activation::sigmoid,
                                                     Activation::tanh, Activation::relu};
/// @}

/// One of several.
inline Activation draw_activation(const std::vector<Activation>& among = all_activations) {
  return among[*dimension(0, among.size() - 1).as("activation")];
}

/// So many sizes from 2 to `largest`, no two of them equal: a transposed matrix fits nowhere by
/// accident.
inline std::vector<std::size_t> draw_sizes(std::size_t count, std::size_t largest) {
  std::vector<std::size_t> left(largest - 1);
  std::iota(left.begin(), left.end(), std::size_t{2});
  std::vector<std::size_t> sizes;
  while (sizes.size() < count) {
    const std::size_t at = *dimension(0, left.size() - 1).as("size");
    sizes.push_back(left[at]);
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return sizes;
}

/// The weights divided by the root of their unit's inputs: the pre-activations of every layer are
/// of the size of standard normal numbers, if θ was drawn from them.
template <class T>
void scale_weights(const Network& network, Vector<T>& theta) {
  std::size_t next = 0;
  for (const Layer& layer : network.layers) {
    const T root = std::sqrt(static_cast<T>(layer.inputs));
    for (std::size_t weight = 0; weight < layer.inputs * layer.units; ++weight) {
      theta(next++) /= root;
    }
    next += layer.units;
  }
}

/// How many parameters a network must have, counted layer by layer.
inline std::size_t length_of_theta(const Network& network) {
  std::size_t length = 0;
  for (const Layer& layer : network.layers) length += (layer.inputs + 1) * layer.units;
  return length;
}

/// A network, its parameters and a batch. n, d and the widths of all layers differ.
struct DrawnNetwork {
  Network network;
  Vector<double> theta;
  Matrix<double> X;

  std::size_t n() const { return X.size1(); }
  std::size_t d() const { return X.size2(); }
  std::size_t depth() const { return network.layers.size(); }
  std::size_t outputs() const { return network.layers.back().units; }
};

/// Draws a network of so many layers, inside a property, each hidden layer with an activation of
/// its own. Two samples or more, two outputs or more; one of the other sizes may be 1.
inline DrawnNetwork draw_network(std::size_t depth,
                                 const std::vector<Activation>& among = all_activations) {
  std::vector<std::size_t> sizes = draw_sizes(depth + 2, 8);
  const std::size_t single = *dimension(1, 2 * depth).as("single");
  if (single <= depth) sizes[single] = 1;
  DrawnNetwork drawn;
  for (std::size_t l = 0; l < depth; ++l) {
    const Activation f = l + 1 < depth ? draw_activation(among) : Activation::linear;
    drawn.network.layers.push_back({sizes[l + 1], sizes[l + 2], f});
  }
  drawn.theta = *gaussian_vector(length_of_theta(drawn.network)).as("θ before its scaling");
  scale_weights(drawn.network, drawn.theta);
  drawn.X = *gaussian_matrix(sizes[0], sizes[1]).as("X");
  return drawn;
}

/// The same with one to four layers.
inline DrawnNetwork draw_network(const std::vector<Activation>& among = all_activations) {
  return draw_network(*dimension(1, 4).as("depth"), among);
}

/// Targets that fit an output: any numbers, numbers from 0 to 1, or classes. A class may be one of
/// two, so many eighths of it the first: the sum of a row is exactly 1.
template <class Output>
Matrix<double> draw_targets(std::size_t n, std::size_t outputs) {
  if constexpr (std::same_as<Output, SoftmaxCrossEntropy>) {
    Matrix<double> Y(n, outputs, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      const double eighths = *label() == 1 ? 8 : static_cast<double>(*dimension(0, 8));
      Y(i, *dimension(0, outputs - 1).as("class")) += eighths / 8;
      Y(i, *dimension(0, outputs - 1).as("other class")) += 1 - eighths / 8;
    }
    return Y;
  } else {
    Matrix<double> Y = *gaussian_matrix(n, outputs).as("Y");
    if constexpr (!std::same_as<Output, LinearSquaredError>) {
      const bool labelled = *label() == 1;
      for (double& y : Y.data()) y = labelled ? (y > 0 ? 1 : 0) : 1 / (1 + std::exp(-y));
    }
    return Y;
  }
}

/// Calls `body` with one of the four outputs.
template <class Body>
void with_some_output(const Body& body) {
  switch (*dimension(0, 3).as("output")) {
    case 0:
      return body(LinearSquaredError{});
    case 1:
      return body(SigmoidSquaredError{});
    case 2:
      return body(SigmoidCrossEntropy{});
    default:
      return body(SoftmaxCrossEntropy{});
  }
}

/// A network of two layers whose every product is large enough for BLAS, with a batch.
template <class T>
struct LargeNetwork {
  Network network;
  Vector<T> theta;
  Matrix<T> X;
};

/// Draws one, inside a property: from 40 · 24 · 20 products of entries on.
template <class T>
LargeNetwork<T> draw_large_network(Activation f) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const std::size_t n = *dimension(40, 48).as("n");
  const std::size_t d = *dimension(24, 30).as("d");
  LargeNetwork<T> drawn;
  drawn.network.layers.push_back({d, 20, f});
  drawn.network.layers.push_back({20, 23, Activation::linear});
  drawn.theta = Vector<T>(length_of_theta(drawn.network));
  drawn.X = Matrix<T>(n, d);
  for (T& t : drawn.theta) t = static_cast<T>(random.gaussian());
  for (T& x : drawn.X.data()) x = static_cast<T>(random.gaussian());
  scale_weights(drawn.network, drawn.theta);
  return drawn;
}

}  // namespace nn::test
