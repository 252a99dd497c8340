#pragma once

/// \file
/// Valleys, the best settings for a way through them, and the ways that the optimizers take.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

#include "../06-gradient-descent/bowl.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/any_optimizer.hpp"
#include "nn/training/objective.hpp"

namespace nn::chapter14 {

using chapter6::Bowl;

/// Curvature 1 along the first axis, κ along the second, and the lowest point at 0.
inline Bowl<double> valley_of(double kappa) {
  return {vector<double>({1, kappa}), vector<double>({0, 0})};
}

/// The same valley, turned: it runs along (0.8, 0.6).
struct TurnedValley {
  double kappa;

  double evaluate(const Vector<double>& theta, Vector<double>* gradient) const {
    require_same_size("TurnedValley", theta.size(), 2);
    const double along = 0.8 * theta(0) + 0.6 * theta(1);
    const double across = 0.8 * theta(1) - 0.6 * theta(0);
    if (gradient != nullptr) {
      (*gradient)(0) = 0.8 * along - 0.6 * kappa * across;
      (*gradient)(1) = 0.6 * along + 0.8 * kappa * across;
    }
    return (along * along + kappa * across * across) / 2;
  }
};

/// α and β, and q: what one update leaves of an error, in the long run.
struct Setting {
  double alpha;
  double beta;
  double q;
};

/// Plain descent's best, for curvatures from λ₁ to λ_d.
inline Setting best_plain(double least, double largest) {
  return {2 / (least + largest), 0, (largest - least) / (largest + least)};
}

/// Momentum's best.
// [best-momentum]
inline Setting best_momentum(double least, double largest) {
  const double sum = std::sqrt(largest) + std::sqrt(least);
  const double q = (std::sqrt(largest) - std::sqrt(least)) / sum;
  return {(2 / sum) * (2 / sum), q * q, q};
}
// [best-momentum]

/// A good one for Nesterov's momentum: 1/λ_d, so that the steepest axis arrives at once.
inline Setting good_nesterov(double least, double largest) {
  const double s = std::sqrt(least / largest);
  return {1 / largest, (1 - s) / (1 + s), 1 - s};
}

/// The optimizer of this name with this setting.
inline OptimizerOptions options_of(const char* name, const Setting& setting) {
  OptimizerOptions options;
  options.name = name;
  options.learning_rate = setting.alpha;
  options.momentum = setting.beta;
  return options;
}

/// Adam at a rate, the rest as it is by default.
inline OptimizerOptions adam_at(double alpha) { return options_of("adam", {alpha, 0, 0}); }

/// The points θ₀, θ₁, …
using Path = std::vector<Vector<double>>;

/// So many updates, each with the gradient of all of C.
template <Objective<double> F>
Path path_of(const OptimizerOptions& options, const F& objective, const Vector<double>& start,
             std::size_t updates) {
  AnyOptimizer<double> optimizer(options);
  Vector<double> theta = start;
  Vector<double> gradient(theta.size());
  Path path{start};
  for (std::size_t t = 0; t < updates; ++t) {
    objective.evaluate(theta, &gradient);
    optimizer.step(theta, gradient);
    path.push_back(theta);
  }
  return path;
}

/// The first update after which no more than a thousandth of the distance from 0 is left, and stays
/// so for the hundred updates that follow; 4001 if 4000 are not enough. Ways that swing pass by 0
/// before they have arrived.
template <Objective<double> F>
std::size_t updates_to_a_thousandth(const OptimizerOptions& options, const F& objective,
                                    const Vector<double>& start) {
  AnyOptimizer<double> optimizer(options);
  Vector<double> theta = start;
  Vector<double> gradient(theta.size());
  std::size_t first = 1;
  for (std::size_t t = 1; first <= 4000 && t <= first + 100; ++t) {
    objective.evaluate(theta, &gradient);
    optimizer.step(theta, gradient);
    if (!(norm(theta) <= 1e-3 * norm(start))) first = t + 1;
  }
  return first;
}

/// Where the ways begin: as far from 0 along the valley as across it.
/// @{
inline Vector<double> valley_start() { return vector<double>({1, 1}); }
inline Vector<double> turned_start() { return vector<double>({0.2, 1.4}); }
/// @}

/// Prints the best settings and what they leave.
inline void print_rates() {
  std::printf("       plain               momentum                     Nesterov\n");
  std::printf("    κ        α       rate         α        β        q         β     rate\n");
  for (const double kappa : {1.0, 10.0, 100.0, 1000.0}) {
    const Setting plain = best_plain(1, kappa);
    const Setting momentum = best_momentum(1, kappa);
    const Setting nesterov = good_nesterov(1, kappa);
    std::printf("%5g %8.5f %10.5f %9.5f %8.5f %8.5f %9.5f %8.5f\n", kappa, plain.alpha, plain.q,
                momentum.alpha, momentum.beta, momentum.q, nesterov.beta, nesterov.q);
  }
}

/// Prints how many updates each optimizer needs from a start, the first in so many places.
template <Objective<double> F>
void print_counts(const F& objective, const Vector<double>& start, double kappa, int width) {
  std::printf(
      "%*zu %9zu %9zu %5zu", width,
      updates_to_a_thousandth(options_of("sgd", best_plain(1, kappa)), objective, start),
      updates_to_a_thousandth(options_of("momentum", best_momentum(1, kappa)), objective, start),
      updates_to_a_thousandth(options_of("nesterov", good_nesterov(1, kappa)), objective, start),
      updates_to_a_thousandth(adam_at(0.1), objective, start));
}

/// Prints them in a valley along the axes and in a turned one.
inline void print_updates() {
  std::printf("             along the axes                          turned\n");
  std::printf("    κ  plain  momentum  Nesterov  Adam    plain  momentum  Nesterov  Adam\n");
  for (const double kappa : {1.0, 10.0, 100.0, 1000.0}) {
    std::printf("%5g", kappa);
    print_counts(valley_of(kappa), valley_start(), kappa, 7);
    print_counts(TurnedValley{kappa}, turned_start(), kappa, 9);
    std::printf("\n");
  }
}

}  // namespace nn::chapter14
