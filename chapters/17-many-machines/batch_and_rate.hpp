#pragma once

/// \file
/// P small steps, one after another, and one large step in their place.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "nn/data/samples.hpp"
#include "nn/neuron/smoothness.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/neuron_cost.hpp"
#include "nn/training/objective.hpp"

namespace nn::chapter17 {

/// The gradient of a neuron's mean squared error on a batch.
inline Vector<double> gradient_of(const Samples& batch, const Vector<double>& theta) {
  const NeuronCost<SquaredErrorWithLogits, double> cost(SquaredErrorWithLogits{}, batch.X, batch.y);
  return gradient_at(cost, theta);
}

/// Where P small steps lead, and the longest of their gradients.
struct SmallSteps {
  Vector<double> theta;
  double longest = 0;
};

/// One after another, each from where the one before it has led.
inline SmallSteps one_after_another(const std::vector<Samples>& batches, double alpha,
                                    const Vector<double>& theta) {
  SmallSteps steps{theta, 0};
  for (const Samples& batch : batches) {
    const Vector<double> g = gradient_of(batch, steps.theta);
    steps.longest = std::max(steps.longest, norm(g));
    steps.theta -= alpha * g;
  }
  return steps;
}

/// All gradients taken at the same θ.
inline Vector<double> all_at_once(const std::vector<Samples>& batches, double alpha,
                                  const Vector<double>& theta) {
  Vector<double> end = theta;
  for (const Samples& batch : batches) end -= alpha * gradient_of(batch, theta);
  return end;
}

/// The rows of all batches, which have as many columns.
inline Samples stacked(const std::vector<Samples>& batches) {
  std::size_t n = 0;
  for (const Samples& batch : batches) n += batch.y.size();
  Samples all{Matrix<double>(n, batches.front().X.size2()), Vector<double>(n)};
  std::size_t next = 0;
  for (const Samples& batch : batches) {
    for (std::size_t i = 0; i < batch.y.size(); ++i, ++next) {
      set_row(all.X, next, row_of(batch.X, i));
      all.y(next) = batch.y(i);
    }
  }
  return all;
}

/// One step on all rows, with P times the rate.
inline Vector<double> one_large_step(const std::vector<Samples>& batches, double alpha,
                                     const Vector<double>& theta) {
  const double P = static_cast<double>(batches.size());
  return theta - P * alpha * gradient_of(stacked(batches), theta);
}

/// ℓ: no gradient of a batch turns faster.
inline double smoothness_of(const std::vector<Samples>& batches) {
  double largest = 0;
  for (const Samples& batch : batches) {
    largest = std::max(largest, gradient_lipschitz_bound(batch.X));
  }
  return largest;
}

/// α²ℓG P(P − 1)/2.
inline double distance_bound(double alpha, double smoothness, double longest, std::size_t count) {
  const double P = static_cast<double>(count);
  return alpha * alpha * smoothness * longest * P * (P - 1) / 2;
}

/// So many batches of eight drawn samples; a sample is a yes where its first feature is larger.
inline std::vector<Samples> draw_batches(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  std::vector<Samples> batches;
  for (std::size_t k = 0; k < count; ++k) {
    Samples batch{Matrix<double>(8, 2), Vector<double>(8)};
    for (double& x : batch.X.data()) x = random.gaussian();
    for (std::size_t i = 0; i < 8; ++i) batch.y(i) = batch.X(i, 0) > batch.X(i, 1) ? 1 : 0;
    batches.push_back(batch);
  }
  return batches;
}

inline void print_batch_and_rate() {
  constexpr double alpha = 0.5;
  std::printf("a neuron from θ = 0, batches of 8 rows, α = 0.5, P times that in one step\n");
  std::printf("          same θ,  one after another,\n");
  std::printf(" P          apart               apart       bound   way of one step\n");
  const Vector<double> start(3, 0.0);
  for (const std::size_t count : {1U, 2U, 4U, 8U, 16U}) {
    const std::vector<Samples> batches = draw_batches(count, 17);
    const Vector<double> large = one_large_step(batches, alpha, start);
    const SmallSteps small = one_after_another(batches, alpha, start);
    const double at_once = max_norm(all_at_once(batches, alpha, start) - large);
    std::printf("%2zu %14s %19.4f %11.4f %17.4f\n", count, at_once < 1e-14 ? "rounding" : "more",
                norm(Vector<double>(small.theta - large)),
                distance_bound(alpha, smoothness_of(batches), small.longest, count),
                norm(Vector<double>(large - start)));
  }
}

}  // namespace nn::chapter17
