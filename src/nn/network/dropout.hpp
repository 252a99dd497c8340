#pragma once

/// \file
/// Dropout: while it is trained, a network loses some of its hidden units, others for each sample.

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>

#include "nn/network/network.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/split_mix.hpp"

namespace nn {

/// Which hidden units are dropped, for which sample, in which epoch.
///
/// The mask R₍ₗ₎ of a hidden layer has an entry for each sample and unit: 0 with probability p, and
/// 1/(1 − p) otherwise, so that its mean is 1 (*inverted* dropout: nothing is left to do when the
/// network predicts). It multiplies the activations on the way forward, A₍ₗ₎ = f(Z₍ₗ₎) ⊙ R₍ₗ₎, and
/// so Δ₍ₗ₎ on the way back.
///
/// The masks of a sample depend on the seed, the epoch and the number of the sample, and on nothing
/// else: neither on the batch that it comes in nor on the thread that asks.
///
/// Source: N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, "Dropout: a
/// simple way to prevent neural networks from overfitting", JMLR 15 (2014).
class Dropout {
 public:
  /// \param p the probability that a hidden unit is dropped
  /// \param seed what the masks start from
  /// \throws std::invalid_argument unless p is in [0, 1).
  explicit Dropout(double p, std::uint64_t seed = 1) : p_(p), seed_(seed) {
    if (!(p >= 0 && p < 1)) throw std::invalid_argument("Dropout: p must be in [0, 1)");
  }

  /// p.
  double p() const { return p_; }

  /// Draws the masks of the batch that consists of these samples into pass.masks, a matrix for each
  /// hidden layer (batch x units). With p = 0 there are none. `samples` are counted from number
  /// `first` on, where a process holds some of the samples alone.
  ///
  /// \throws ShapeError as require_network().
  // [dropout-masks]
  template <Scalar T>
  void draw(const Network& network, std::uint64_t epoch, std::span<const std::size_t> samples,
            NetworkPass<T>& pass, std::size_t first = 0) const {
    make_room(network, samples.size(), pass);
    make_room_for_masks(p_ > 0, pass);
    const T kept = T(1 / (1 - p_));
    for (std::size_t i = 0; i < samples.size() && p_ > 0; ++i) {
      SplitMix64 random(mix(mix(mix(seed_) + epoch) + first + samples[i]));
      for (Matrix<T>& mask : pass.masks) {
        for (T& entry : mutable_row(mask, i)) entry = random.uniform() < p_ ? T(0) : kept;
      }
    }
  }
  // [dropout-masks]

 private:
  template <class T>
  static std::span<T> mutable_row(Matrix<T>& mask, std::size_t i) {
    return {mask.data().data() + i * mask.size2(), mask.size2()};
  }

  double p_;
  std::uint64_t seed_;
};

}  // namespace nn
