#pragma once

/// \file
/// Chapter 16: a network memorises a few noisy points, unless its weights decay.

#include <cmath>
#include <cstddef>
#include <map>
#include <stdexcept>
#include <vector>

#include "chapters/11-backpropagation/examples.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/momentum.hpp"
#include "nn/training/network_cost.hpp"
#include "nn/training/weight_decay.hpp"
#include "record.hpp"

namespace nn::play {

/// n points over [−3, 3]: a wave, and noise.
inline chapter11::Batch noisy_wave(std::size_t n, Random& random) {
  chapter11::Batch batch{Matrix<double>(n, 1), Matrix<double>(n, 1)};
  for (std::size_t i = 0; i < n; ++i) {
    const double x = 6 * (static_cast<double>(i) + 0.5) / static_cast<double>(n) - 3;
    batch.X(i, 0) = x;
    batch.Y(i, 0) = std::sin(x) + 0.4 * random.gaussian();
  }
  return batch;
}

/// The few points that the network learns, and others that it does not.
struct WavePoints {
  chapter11::Batch training;
  chapter11::Batch held_out;
};

inline const WavePoints& wave_points() {
  static const WavePoints points = [] {
    Random random(16);
    return WavePoints{noisy_wave(10, random), noisy_wave(40, random)};
  }();
  return points;
}

inline Network wave_network() { return network_of(1, {20}, Activation::tanh, 1); }

inline NetworkCost<LinearSquaredError, double> wave_cost(const chapter11::Batch& batch) {
  return {wave_network(), LinearSquaredError{}, batch.X, batch.Y};
}

constexpr double wave_rate = 0.02;
constexpr std::size_t wave_updates = 3000;

/// The parameters after all updates by momentum with a weight decay. Each training is made once.
///
/// \throws std::invalid_argument unless αω is in [0, 1]
inline const Vector<double>& trained_on_wave(double omega) {
  static std::map<double, Vector<double>> trainings;
  if (!(omega >= 0 && wave_rate * omega <= 1)) {
    throw std::invalid_argument("omega: must be from 0 to 50");
  }
  Vector<double>& theta = trainings[omega];
  if (theta.size() > 0) return theta;
  const Network network = wave_network();
  const auto cost = wave_cost(wave_points().training);
  Momentum<double> ball(wave_rate, 0.9);
  Random random(1);
  theta = initial_parameters(network, Initialisation::normal, random);
  Vector<double> gradient(theta.size());
  for (std::size_t t = 0; t < wave_updates; ++t) {
    cost.evaluate(theta, &gradient);
    decay_weights(network, wave_rate * omega, theta);
    ball.step(theta, gradient);
  }
  return theta;
}

/// From the weight decay `omega`: what the trained network costs on its points and on the others,
/// and how large its weights are.
inline Outputs decay(const Inputs& in) {
  const double omega = in["omega"];
  const Vector<double>& theta = trained_on_wave(omega);
  const auto on = [&](const chapter11::Batch& batch) {
    return wave_cost(batch).evaluate(theta, nullptr);
  };
  return {{"alpha", wave_rate},
          {"updates", static_cast<double>(wave_updates)},
          {"kept", 1 - wave_rate * omega},
          {"squares", l2_penalty<double>(wave_network(), 2, theta, nullptr)},
          {"penalty", l2_penalty<double>(wave_network(), omega, theta, nullptr)},
          {"training", on(wave_points().training)},
          {"held_out", on(wave_points().held_out)}};
}

/// The points: those that are learned, and those that are not.
inline Outputs decay_data(const Inputs& /*none*/) {
  const WavePoints& points = wave_points();
  return {{"x", points.training.X.data()},
          {"y", points.training.Y.data()},
          {"held_out_x", points.held_out.X.data()},
          {"held_out_y", points.held_out.Y.data()}};
}

/// From `omega`, `from`, `to` and `count`: what the network has learned, and the wave without the
/// noise, on an even grid.
inline Outputs decay_curve(const Inputs& in) {
  const double from = in["from"];
  const double to = in["to"];
  const std::size_t count = in.whole("count", 2, 10000);
  Matrix<double> X(count, 1);
  std::vector<double> wave;
  for (std::size_t k = 0; k < count; ++k) {
    X(k, 0) = from + (to - from) * static_cast<double>(k) / static_cast<double>(count - 1);
    wave.push_back(std::sin(X(k, 0)));
  }
  const Matrix<double> Z = scores(wave_network(), trained_on_wave(in["omega"]), X);
  return {{"x", X.data()}, {"learned", Z.data()}, {"wave", wave}};
}

}  // namespace nn::play
