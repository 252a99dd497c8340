#pragma once

/// \file
/// What rounding does beside chance: a slope in single precision, and a rate near its end.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <numbers>
#include <vector>

#include "all_batches.hpp"
#include "mistakes.hpp"
#include "nn/training/batch_cost.hpp"
#include "penguins.hpp"
#include "wrong_epochs.hpp"

namespace nn::chapter13 {

/// The slopes of the batches of an epoch by the first parameter, as doubles and as floats.
struct TwoPrecisions {
  std::vector<double> of_rows;  ///< of each row, as a double
  double rounding = 0;          ///< how far the float's slope of a batch is off, at most
};

/// At θ = 0, where every penguin has the probability one third of every species.
inline TwoPrecisions slopes_in_two_precisions() {
  const Task& task = penguins();
  const Matrix<float> X = cast<float>(task.X);
  const Matrix<float> Y = cast<float>(task.Y);
  BatchCost<SoftmaxCrossEntropy, float> cost(task.network, SoftmaxCrossEntropy{}, X, Y);
  const Vector<double> theta(parameter_count(task.network), 0.0);
  const Vector<float> single_theta = cast<float>(theta);
  Vector<float> single(theta.size());
  TwoPrecisions slopes;
  for (const Turn& turn : turns_of(Recipe{}, task.X.size1(), penguin_batch, 0)) {
    for (const std::size_t row : turn.rows) {
      slopes.of_rows.push_back(gradient_over(task, theta, {row}, {row}, 1)(0));
    }
    cost.evaluate(turn.rows, single_theta, &single);
    const double difference = static_cast<double>(single(0)) - mean_gradient(task, theta, turn)(0);
    slopes.rounding = std::max(slopes.rounding, std::abs(difference));
  }
  return slopes;
}

/// Prints how far chance moves a slope, how far rounding does, and the last rate of a cosine in two
/// forms.
inline void print_floating_point() {
  const TwoPrecisions slopes = slopes_in_two_precisions();
  const auto n = static_cast<double>(slopes.of_rows.size());
  const Moments moments = moments_of(slopes.of_rows);
  const double variance =
      variance_without_replacement(moments.variance, static_cast<double>(penguin_batch), n);
  std::printf("penguins, batches of %zu, slope by the first weight at θ = 0\n", penguin_batch);
  std::printf("over all rows = %.4f\n", moments.mean);
  std::printf("deviation of a batch's = %.4f\n", std::sqrt(variance));
  std::printf("rounding of a batch's in float = %.0e\n\n", slopes.rounding);
  std::printf("the rate of the last of T updates, as a share of the first\n");
  std::printf("    T   (1 + cos(πt/T))/2   cos²(πt/(2T))\n");
  for (const double T : {1e3, 1e6, 1e8, 1e9}) {
    const double angle = std::numbers::pi * (T - 1) / T;
    const double root = std::cos(angle / 2);
    std::printf("%5.0e %19.3e %15.3e\n", T, (1 + std::cos(angle)) / 2, root * root);
  }
}

}  // namespace nn::chapter13
