#pragma once

/// \file
/// Chapter 14: a ball with momentum in a valley, and plain descent beside it.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "chapters/06-gradient-descent/examples.hpp"
#include "nn/training/minimize.hpp"
#include "nn/training/momentum.hpp"
#include "record.hpp"

namespace nn::play {

/// The valley of chapter 6, 25 times as steep across as along.
inline chapter6::Bowl<double> steep_valley() { return chapter6::example_valley(25); }

/// So many updates the figure shows, at most.
constexpr std::size_t valley_updates = 60;

/// Where a ball is, how fast, and how high, update by update.
struct Way {
  std::vector<Vector<double>> theta;
  std::vector<Vector<double>> velocity;
  std::vector<double> cost;

  /// The last state that has an update after it.
  std::size_t last() const { return cost.size() - 2; }
};

/// From (10, 2) on; one update more than is shown, and fewer where the ball flies away. Without
/// momentum, β = 0, it is plain descent.
inline Way way_of(double alpha, double beta) {
  Momentum<double> ball(alpha, beta);
  Way way;
  const auto keep = [&](const DescentRecord& now, const Vector<double>& theta) {
    way.theta.push_back(theta);
    way.velocity.push_back(now.iteration == 0 ? Vector<double>(2, 0.0) : ball.velocity());
    way.cost.push_back(now.cost);
    return true;
  };
  minimize(steep_valley(), vector<double>({10, 2}), ball, {valley_updates + 1, 0}, keep);
  return way;
}

/// By what an update multiplies the distance from the bottom in the long run, along a direction of
/// curvature λ: the size of the larger root of r² − (1 + β − αλ) r + β = 0.
inline double long_run_rate(double alpha_lambda, double beta) {
  const double sum = 1 + beta - alpha_lambda;
  const double inside = sum * sum - 4 * beta;
  return inside < 0 ? std::sqrt(beta) : (std::abs(sum) + std::sqrt(inside)) / 2;
}

/// The same along the direction in which it is worst.
inline double long_run_rate_in_valley(double alpha, double beta) {
  const Vector<double> curvature = steep_valley().curvature;
  return std::max(long_run_rate(alpha * curvature(0), beta),
                  long_run_rate(alpha * curvature(1), beta));
}

inline std::vector<double> coordinates(const std::vector<Vector<double>>& points, std::size_t j) {
  std::vector<double> all;
  for (const Vector<double>& point : points) all.push_back(point(j));
  return all;
}

/// From `alpha`, `beta` and how many updates `t` are shown, at most 60: the ball and plain descent
/// after so many, or at their ends if these come before; and the update of the ball that follows.
inline Outputs momentum(const Inputs& in) {
  const double alpha = in["alpha"];
  const double beta = in["beta"];
  const Way ball = way_of(alpha, beta);
  const Way plain = way_of(alpha, 0);
  const std::size_t updates = std::max(ball.last(), plain.last());
  const std::size_t shown = std::min(in.whole("t", 0, valley_updates), updates);
  const std::size_t now = std::min(shown, ball.last());
  const Vector<double> slope = gradient_at(steep_valley(), ball.theta[now]);
  return {{"updates", static_cast<double>(updates)},
          {"shown", static_cast<double>(shown)},
          {"now1", ball.theta[now](0)},
          {"now2", ball.theta[now](1)},
          {"velocity1", ball.velocity[now](0)},
          {"velocity2", ball.velocity[now](1)},
          {"slope1", slope(0)},
          {"slope2", slope(1)},
          {"next_velocity1", ball.velocity[now + 1](0)},
          {"next_velocity2", ball.velocity[now + 1](1)},
          {"next1", ball.theta[now + 1](0)},
          {"next2", ball.theta[now + 1](1)},
          {"now_cost", ball.cost[now]},
          {"now_plain_cost", plain.cost[std::min(shown, plain.last())]},
          {"rate", long_run_rate_in_valley(alpha, beta)},
          {"plain_rate", long_run_rate_in_valley(alpha, 0)},
          {"path1", coordinates(ball.theta, 0)},
          {"path2", coordinates(ball.theta, 1)},
          {"cost", ball.cost},
          {"plain1", coordinates(plain.theta, 0)},
          {"plain2", coordinates(plain.theta, 1)},
          {"plain_cost", plain.cost}};
}

/// The half axes of the level curves of the valley at some costs.
inline Outputs momentum_levels(const Inputs& /*none*/) {
  const Vector<double> curvature = steep_valley().curvature;
  std::vector<double> along;
  std::vector<double> across;
  for (const double cost : {1.0, 5.0, 15.0, 35.0, 70.0, 120.0}) {
    along.push_back(std::sqrt(2 * cost / curvature(0)));
    across.push_back(std::sqrt(2 * cost / curvature(1)));
  }
  return {{"along", along}, {"across", across}};
}

}  // namespace nn::play
