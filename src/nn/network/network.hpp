#pragma once

/// \file
/// A network: layers in a row, each looking at what the one before it says, over one block of
/// parameters; and the way forward through it.

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/network/layer.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// The shape of a network with D layers. Their parameters are one vector θ, layer after layer, each
/// as parameters_at() says. A gradient has the shape of θ, and so has what an optimizer remembers.
struct Network {
  std::vector<Layer> layers;  ///< from the one that sees the data to the one that answers
};

/// A network with d inputs, hidden layers of these widths that share an activation f, and a last
/// layer without one: its pre-activations are the scores, and a loss says what becomes of them.
///
/// Without hidden layers and with one output it is Part I's neuron.
// [network-of]
inline Network network_of(std::size_t inputs, const std::vector<std::size_t>& hidden, Activation f,
                          std::size_t outputs) {
  Network network;
  for (const std::size_t units : hidden) {
    network.layers.push_back({inputs, units, f});
    inputs = units;
  }
  network.layers.push_back({inputs, outputs, Activation::linear});
  return network;
}
// [network-of]

/// How many parameters the network has: the length of θ.
// [network-parameter-count]
inline std::size_t parameter_count(const Network& network) {
  std::size_t count = 0;
  for (const Layer& layer : network.layers) count += parameter_count(layer);
  return count;
}
// [network-parameter-count]

/// Where in θ the parameters of layer l begin; layers are counted from 0.
// [offset-of-layer]
inline std::size_t offset_of_layer(const Network& network, std::size_t l) {
  std::size_t offset = 0;
  for (std::size_t before = 0; before < l; ++before) {
    offset += parameter_count(network.layers[before]);
  }
  return offset;
}
// [offset-of-layer]

/// The parameters of layer l, counted from 0, where they lie in θ: to be read, and to be written.
///
/// \throws std::out_of_range if there is no such layer; ShapeError if θ has another length than
/// parameter_count(network).
/// @{
template <Scalar T>
LayerParameters<const T> layer_of(const Network& network, const Vector<T>& theta, std::size_t l) {
  const Layer& layer = network.layers.at(l);
  require_same_size("layer_of", theta.size(), parameter_count(network));
  return parameters_at(&theta(0) + offset_of_layer(network, l), layer);
}
template <Scalar T>
LayerParameters<T> layer_of(const Network& network, Vector<T>& theta, std::size_t l) {
  const Layer& layer = network.layers.at(l);
  require_same_size("layer_of", theta.size(), parameter_count(network));
  return parameters_at(&theta(0) + offset_of_layer(network, l), layer);
}
/// @}

/// Refuses what is no network.
///
/// \throws ShapeError if there is no layer, if a layer has no units, if it has other inputs than
/// the layer before it has units, or if the last one has an activation: that belongs to the output.
inline void require_network(const Network& network) {
  if (network.layers.empty()) throw ShapeError("network: there is no layer");
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    if (network.layers[l].units == 0) {
      throw ShapeError("network: layer " + std::to_string(l + 1) + " has no units");
    }
    if (l > 0) require_same_size("network", network.layers[l - 1].units, network.layers[l].inputs);
  }
  if (network.layers.back().activation != Activation::linear) {
    throw ShapeError("network: the last layer has an activation; give that to the output");
  }
}

/// What a pass forth and back computes on its way, for a batch of n samples: the place for it is
/// made once and used again, so that a loop over batches allocates nothing unless a batch is larger
/// than all before it.
template <Scalar T>
struct NetworkPass {
  std::vector<Matrix<T>> Z;      ///< Z₍ₗ₎ of each layer, n x d₍ₗ₎
  std::vector<Matrix<T>> A;      ///< A₍ₗ₎ = f(Z₍ₗ₎) of each layer but the last
  std::vector<Matrix<T>> delta;  ///< Δ₍ₗ₎ = ∂C/∂Z₍ₗ₎ of each layer
  std::vector<Matrix<T>> masks;  ///< R₍ₗ₎ of each layer but the last, or none: see Dropout
};

/// Makes room for a batch of n samples.
///
/// \throws ShapeError as require_network().
template <Scalar T>
void make_room(const Network& network, std::size_t n, NetworkPass<T>& pass) {
  require_network(network);
  const std::size_t depth = network.layers.size();
  pass.Z.resize(depth);
  pass.delta.resize(depth);
  pass.A.resize(depth - 1);
  for (std::size_t l = 0; l < depth; ++l) {
    const std::size_t units = network.layers[l].units;
    pass.Z[l].resize(n, units, false);
    pass.delta[l].resize(n, units, false);
    if (l + 1 < depth) pass.A[l].resize(n, units, false);
  }
}

/// Makes room for masks of dropout, in the shape of pass.A; where none are wanted there are none.
///
/// \pre make_room() was called
template <Scalar T>
void make_room_for_masks(bool wanted, NetworkPass<T>& pass) {
  pass.masks.resize(wanted ? pass.A.size() : 0);
  for (std::size_t l = 0; l < pass.masks.size(); ++l) {
    pass.masks[l].resize(pass.A[l].size1(), pass.A[l].size2(), false);
  }
}

/// The way forward, for a batch X (n x d): Z₍ₗ₎ = A₍ₗ₋₁₎W₍ₗ₎ + 1ᵀb₍ₗ₎ and A₍ₗ₎ = f(Z₍ₗ₎), from
/// A₍₀₎ = X; where the pass has masks, A₍ₗ₎ = f(Z₍ₗ₎) ⊙ R₍ₗ₎. The scores, Z of the last layer, are
/// left in pass.Z.back().
///
/// \throws ShapeError if X or θ do not fit the network.
// [forward]
template <Scalar T>
void forward(const Network& network, const Vector<T>& theta, const Matrix<T>& X,
             NetworkPass<T>& pass) {
  make_room(network, X.size1(), pass);
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const Matrix<T>& inputs = l == 0 ? X : pass.A[l - 1];
    preactivations(layer_of(network, theta, l), inputs, pass.Z[l]);
    if (l < pass.A.size()) activations(network.layers[l].activation, pass.Z[l], pass.A[l]);
    if (l < pass.masks.size()) multiply_entries(pass.masks[l], pass.A[l]);
  }
}
// [forward]

/// The scores of a batch X (n x d): the pre-activations of the last layer, n x d₍D₎.
///
/// \throws ShapeError if X or θ do not fit the network.
template <Scalar T>
Matrix<T> scores(const Network& network, const Vector<T>& theta, const Matrix<T>& X) {
  NetworkPass<T> pass;
  forward(network, theta, X, pass);
  return pass.Z.back();
}

}  // namespace nn
