#pragma once

/// \file
/// What the chapter computes with: samples in which every mistake shows, and sums in three orders.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "mistakes.hpp"
#include "nn/data/samples.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "nn/scalar/random.hpp"
#include "sums.hpp"

namespace nn::chapter8 {

/// n samples of d Gaussian features. Some neuron's predictions are the chances of their labels, so
/// that no neuron is right about all of them.
inline Samples samples_of(std::size_t n, std::size_t d, std::uint64_t seed = 1958) {
  Random random(seed);
  Vector<double> hidden(d);
  for (double& w : hidden) w = random.gaussian();
  Samples samples{Matrix<double>(n, d), Vector<double>(n)};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < d; ++j) samples.X(i, j) = random.gaussian();
    const double chance = sigmoid(dot(hidden, row_of(samples.X, i)));
    samples.y(i) = random.uniform(0, 1) < chance ? 1 : 0;
  }
  return samples;
}

/// 45 samples of 7 features: five blocks of eight rows and five more, a row of four and three more.
inline Samples odd_samples() { return samples_of(45, 7); }

/// The cost of the right formula after 200 epochs from θ = 0, with gradients that have a fault.
inline double cost_after_training(const Samples& samples, Fault fault) {
  Vector<double> theta(samples.X.size2() + 1, 0.0);
  for (int epoch = 0; epoch < 200; ++epoch) {
    theta -= 0.5 * epoch_in_blocks(samples.X, samples.y, theta, fault).gradient;
  }
  return plain_epoch(samples.X, samples.y, theta).cost;
}

/// The largest error of three orders, relative to Σ|wⱼxⱼ|, in some sums of d positive products of
/// floats.
struct OrderErrors {
  double left_to_right = 0;
  double in_lanes = 0;  ///< in eight partial sums
  double in_pairs = 0;
};

inline OrderErrors largest_order_errors(std::size_t d, int sums, Random& random) {
  OrderErrors largest;
  Vector<float> w(d);
  Vector<float> x(d);
  for (int k = 0; k < sums; ++k) {
    double exact = 0;  // right to 2⁻²⁹ of a float's rounding for each addition
    for (std::size_t j = 0; j < d; ++j) {
      w(j) = static_cast<float>(random.uniform(0, 1));
      x(j) = static_cast<float>(random.uniform(0, 1));
      exact += static_cast<double>(w(j)) * x(j);
    }
    const auto keep_largest = [&](double& error, float sum) {
      error = std::max(error, std::abs(static_cast<double>(sum) - exact) / exact);
    };
    keep_largest(largest.left_to_right, plain_dot(w, x));
    keep_largest(largest.in_lanes, dot_in_lanes<8>(w, x));
    keep_largest(largest.in_pairs, dot_in_pairs(w, x));
  }
  return largest;
}

}  // namespace nn::chapter8
