#pragma once

/// \file
/// Two ways to keep weights small: a pull toward 0 beside each step, and a penalty in the cost.

#include <concepts>
#include <cstddef>
#include <type_traits>

#include "nn/network/network.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/entries.hpp"

namespace nn {

/// Calls `use(first, count)` for the weights of each layer: they stand in θ from place `first` on.
/// Biases are left out.
template <class Use>
void for_weights_of(const Network& network, const Use& use) {
  std::size_t first = 0;
  for (const Layer& layer : network.layers) {
    use(first, layer.inputs * layer.units);
    first += parameter_count(layer);
  }
}

/// Weight decay, for one weight.
template <class T>
struct Decay {
  T share;  ///< αₜω

  /// w ← (1 − αₜω)w.
  [[gnu::always_inline]] void operator()(T& w) const { w *= 1 - share; }
};

/// Weight decay: W ← (1 − αₜω) W for the weights of every layer. Biases stay.
///
/// It stands beside the step of an optimizer, whose gradient was taken before: an optimizer that
/// remembers or scales gradients sees nothing of it.
///
/// \param network the shape of θ
/// \param share αₜω
/// \param theta θ
/// \throws ShapeError if θ has another length than the network has parameters.
///
/// Source: I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", ICLR (2019).
// [decay-weights]
template <std::floating_point T>
void decay_weights(const Network& network, std::type_identity_t<T> share, Vector<T>& theta) {
  require_same_size("decay_weights", theta.size(), parameter_count(network));
  for_weights_of(network, [&](std::size_t first, std::size_t count) {
    fast::for_each_entry(Decay<T>{share}, count, theta.data().data() + first);
  });
}
// [decay-weights]

/// The penalty (ω/2) Σ w², over the weights of every layer. Derivative: ωw for each weight, and 0
/// for each bias; it is added to `gradient`, unless that is null.
///
/// \throws ShapeError if θ or the gradient has another length than the network has parameters.
// [l2-penalty]
template <Scalar T>
T l2_penalty(const Network& network, std::type_identity_t<T> omega, const Vector<T>& theta,
             std::type_identity_t<Vector<T>>* gradient) {
  require_same_size("l2_penalty", theta.size(), parameter_count(network));
  if (gradient != nullptr) require_same_size("l2_penalty", gradient->size(), theta.size());
  T squares = T(0);
  for_weights_of(network, [&](std::size_t first, std::size_t count) {
    for (std::size_t p = first; p < first + count; ++p) {
      squares += theta(p) * theta(p);
      if (gradient != nullptr) (*gradient)(p) += omega * theta(p);
    }
  });
  return omega * squares / T(2);
}
// [l2-penalty]

}  // namespace nn
