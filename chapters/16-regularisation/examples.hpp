#pragma once

/// \file
/// What the chapter computes with: eight noisy points, points to test on, and a network small
/// enough for every mask to be tried.

#include <cmath>
#include <cstddef>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/network_cost.hpp"

namespace nn::chapter16 {

/// Places and what was measured there.
struct Points {
  Matrix<double> X;  ///< n x 1
  Matrix<double> Y;  ///< n x 1
};

/// What would be measured without noise.
inline double truth(double x) { return std::sin(3 * x + 1); }

/// Each measurement is off by so much.
constexpr double noise_size = 0.5;

/// The middle of part i of n equal parts of [-1, 1], counted from 0.
inline double place(std::size_t i, std::size_t n) {
  return (2 * static_cast<double>(i) + 1) / static_cast<double>(n) - 1;
}

/// n places, at which the measurements are too high and too low in turn.
inline Points measured(std::size_t n) {
  Points points{Matrix<double>(n, 1), Matrix<double>(n, 1)};
  for (std::size_t i = 0; i < n; ++i) {
    points.X(i, 0) = place(i, n);
    points.Y(i, 0) = truth(place(i, n)) + (i % 2 == 0 ? noise_size : -noise_size);
  }
  return points;
}

/// Twenty places, at each of which one measurement is too high and one too low: no curve has a mean
/// squared error below the square of the noise here, and the truth has just that.
inline Points held_out_points() {
  constexpr std::size_t places = 20;
  Points points{Matrix<double>(2 * places, 1), Matrix<double>(2 * places, 1)};
  for (std::size_t i = 0; i < 2 * places; ++i) {
    points.X(i, 0) = place(i / 2, places);
    points.Y(i, 0) = truth(place(i / 2, places)) + (i % 2 == 0 ? noise_size : -noise_size);
  }
  return points;
}

/// Two inputs, three hidden units of tanh, one score: thirteen parameters.
inline Network small_network() { return network_of(2, {3}, Activation::tanh, 1); }

/// Its parameters: W and b of the first layer, then of the second.
inline Vector<double> small_parameters() {
  return vector<double>({0.3, -0.5, 0.8, 0.1, 0.6, -0.2, 0.2, -0.3, 0.1, 0.9, -0.6, 0.5, 0.1});
}

/// One sample for it, and its target.
inline Points small_sample() { return {matrix<double>({{1, 2}}), matrix<double>({{1}})}; }

/// The cost of a network on a batch with the masks of its hidden layers held fixed, and its
/// gradient unless that is null, for every scalar.
///
/// \param masks one for each hidden layer (n x units), or none: nothing is dropped
template <Scalar T>
T masked_cost(const Network& network, const std::vector<Matrix<double>>& masks, const Points& batch,
              const Vector<T>& theta, Vector<T>* gradient) {
  NetworkPass<T> pass;
  for (const Matrix<double>& mask : masks) pass.masks.push_back(cast<T>(mask));
  return part_of_cost(network, LinearSquaredError{}, theta, cast<T>(batch.X), cast<T>(batch.Y),
                      T(static_cast<double>(batch.X.size1())), pass, gradient);
}

}  // namespace nn::chapter16
