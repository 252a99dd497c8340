#pragma once

/// \file
/// Chapter 5: the cost of one neuron with two inputs, as a surface above its two weights.

#include <cstddef>
#include <utility>
#include <vector>

#include "chapters/06-gradient-descent/examples.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/program/contour.hpp"
#include "record.hpp"

namespace nn::play {

/// The first `n` of the six samples of chapter 6; the first is the sample of chapter 5.
inline Samples first_samples(std::size_t n) {
  Samples samples = chapter6::example_samples();
  samples.X.resize(n, samples.X.size2(), true);
  samples.y.resize(n, true);
  return samples;
}

inline Samples samples_of(const Inputs& in) { return first_samples(in.whole("n", 1, 6)); }

/// From `w1`, `w2`, `b` and the number of samples `n`: the cost, its gradient, and for each sample
/// what the gradient is made of.
inline Outputs surface(const Inputs& in) {
  const Samples samples = samples_of(in);
  const Neuron<double> neuron{vector<double>({in["w1"], in["w2"]}), in["b"]};
  const NeuronGradient<double> gradient =
      cost_gradient(SquaredErrorWithLogits{}, neuron, samples.X, samples.y);
  const Vector<double> z = preactivations(neuron, samples.X);
  std::vector<double> y_hat;
  std::vector<double> slope;
  std::vector<double> x1;
  std::vector<double> x2;
  for (std::size_t i = 0; i < z.size(); ++i) {
    y_hat.push_back(sigmoid(z(i)));
    slope.push_back(SquaredErrorWithLogits{}.derivative(z(i), samples.y(i)));
    x1.push_back(samples.X(i, 0));
    x2.push_back(samples.X(i, 1));
  }
  return {{"cost", cost(SquaredErrorWithLogits{}, neuron, samples.X, samples.y)},
          {"slope1", gradient.weights(0)},
          {"slope2", gradient.weights(1)},
          {"slope_b", gradient.bias},
          {"length", norm(gradient.weights)},
          {"x1", x1},
          {"x2", x2},
          {"y", std::vector<double>(samples.y.begin(), samples.y.end())},
          {"y_hat", y_hat},
          {"delta", slope}};
}

/// From `b`, `n`, `low`, `high` and `count`: the cost on a grid of count x count weights, w₂ after
/// w₂, from (low, low) on.
inline Outputs surface_grid(const Inputs& in) {
  const Samples samples = samples_of(in);
  const double low = in["low"];
  const std::size_t count = in.whole("count", 2, 500);
  const double gap = (in["high"] - low) / static_cast<double>(count - 1);
  std::vector<double> costs;
  Neuron<double> neuron{vector<double>({0, 0}), in["b"]};
  for (std::size_t row = 0; row < count; ++row) {
    neuron.weights(1) = low + gap * static_cast<double>(row);
    for (std::size_t column = 0; column < count; ++column) {
      neuron.weights(0) = low + gap * static_cast<double>(column);
      costs.push_back(cost(SquaredErrorWithLogits{}, neuron, samples.X, samples.y));
    }
  }
  return {{"cost", costs}};
}

/// From `b`, `n`, `low`, `high`, `count` and `level`: the curve where the cost has that level, as
/// segments, four numbers each.
inline Outputs surface_level(const Inputs& in) {
  const Samples samples = samples_of(in);
  const std::pair<double, double> range{in["low"], in["high"]};
  Neuron<double> neuron{vector<double>({0, 0}), in["b"]};
  const auto height = [&](double w1, double w2) {
    neuron.weights(0) = w1;
    neuron.weights(1) = w2;
    return cost(SquaredErrorWithLogits{}, neuron, samples.X, samples.y);
  };
  std::vector<double> ends;
  for (const auto& segment :
       level_curve(height, in["level"], range, range, in.whole("count", 2, 500))) {
    for (const auto& [w1, w2] : segment) {
      ends.push_back(w1);
      ends.push_back(w2);
    }
  }
  return {{"segments", ends}};
}

}  // namespace nn::play
