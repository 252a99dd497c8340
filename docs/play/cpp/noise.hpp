#pragma once

/// \file
/// Chapter 13: the smaller the batches, the louder the noise around the minimum.

#include <cmath>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "nn/neuron/mean_squared_error.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/gradient_descent.hpp"
#include "record.hpp"

namespace nn::play {

/// Five hundred numbers around 3, the data.
inline const Vector<double>& numbers_around_three() {
  static const Vector<double> numbers = [] {
    Random random(13);
    Vector<double> drawn(500);
    for (double& number : drawn.data()) number = 3 + random.gaussian();
    return drawn;
  }();
  return numbers;
}

/// What the mean squared distance of the numbers from θ is: a parabola of curvature 2 above their
/// mean.
inline double cost_of_number(double theta) {
  const Vector<double>& y = numbers_around_three();
  return mean_squared_error(constant_vector(y.size(), theta), y);
}

/// Its slope over a batch of m numbers, each drawn from all.
inline double batch_slope(double theta, std::size_t m, Random& random) {
  const Vector<double>& y = numbers_around_three();
  double sum = 0;
  for (std::size_t i = 0; i < m; ++i) {
    sum += squared_error_derivative(theta, y(random.index(y.size())));
  }
  return sum / static_cast<double>(m);
}

/// From the size `m` of a batch, the rate `alpha` and a `seed`: a hundred trainings of a hundred
/// updates from θ = 0. The way of the first; how far from the minimum all are, squared, in the
/// mean; and what is expected of that, update by update and in the end.
///
/// \throws std::invalid_argument unless the rate is positive and below 1
inline Outputs noise(const Inputs& in) {
  constexpr std::size_t trainings = 100;
  constexpr std::size_t updates = 100;
  constexpr double curvature = 2;
  const std::size_t m = in.whole("m", 1, 64);
  const double alpha = in["alpha"];
  if (alpha * curvature >= 2) throw std::invalid_argument("alpha: must be below 1");
  const GradientDescent descent(alpha);
  Random random(in.whole("seed", 1, 1000));
  const Vector<double>& y = numbers_around_three();
  const double bottom = total(y) / static_cast<double>(y.size());
  // The slopes of single numbers are 2(θ − y): their variance is 4 times that of the numbers.
  const double variance = 4 * cost_of_number(bottom);
  const double batch_variance = variance / static_cast<double>(m);
  std::vector<double> path;
  std::vector<double> costs;
  std::vector<double> squares(updates + 1, 0.0);
  for (std::size_t k = 0; k < trainings; ++k) {
    Vector<double> theta(1, 0.0);
    Vector<double> slope(1);
    for (std::size_t t = 0; t <= updates; ++t) {
      squares[t] += squared_error(theta(0), bottom) / static_cast<double>(trainings);
      if (k == 0) {
        path.push_back(theta(0));
        costs.push_back(cost_of_number(theta(0)));
      }
      slope(0) = batch_slope(theta(0), m, random);
      descent.step(theta, slope);
    }
  }
  const double shrink = 1 - alpha * curvature;
  std::vector<double> expected = {squared_error(0.0, bottom)};
  for (std::size_t t = 0; t < updates; ++t) {
    expected.push_back(shrink * shrink * expected[t] + alpha * alpha * batch_variance);
  }
  const double noise_floor = alpha * batch_variance / (curvature * (2 - alpha * curvature));
  const auto late = [](const std::vector<double>& all) {
    return std::accumulate(all.end() - 50, all.end(), 0.0) / 50;
  };
  return {{"curvature", curvature},
          {"bottom", bottom},
          {"variance", variance},
          {"batch_variance", batch_variance},
          {"floor", noise_floor},
          {"deviation", std::sqrt(noise_floor)},
          {"late_square", late(squares)},
          {"late_expected", late(expected)},
          {"path", path},
          {"cost", costs},
          {"square", squares},
          {"expected", expected}};
}

/// From `from`, `to` and `count`: the parabola on an even grid.
inline Outputs noise_curve(const Inputs& in) {
  const double from = in["from"];
  const double to = in["to"];
  const std::size_t count = in.whole("count", 2, 10000);
  std::vector<double> theta;
  std::vector<double> costs;
  for (std::size_t k = 0; k < count; ++k) {
    theta.push_back(from + (to - from) * static_cast<double>(k) / static_cast<double>(count - 1));
    costs.push_back(cost_of_number(theta.back()));
  }
  return {{"theta", theta}, {"cost", costs}};
}

}  // namespace nn::play
