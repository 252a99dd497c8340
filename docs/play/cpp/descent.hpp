#pragma once

/// \file
/// Chapter 6: gradient descent on the surface of surface.hpp.

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "chapters/06-gradient-descent/figures.hpp"
#include "nn/training/gradient_descent.hpp"
#include "record.hpp"
#include "surface.hpp"

namespace nn::play {

/// How many updates turn back: their direction is more against the one before than along it.
inline std::size_t turns_of(const std::vector<Vector<double>>& path) {
  std::size_t turns = 0;
  for (std::size_t k = 2; k < path.size(); ++k) {
    const Vector<double> before = path[k - 1] - path[k - 2];
    const Vector<double> now = path[k] - path[k - 1];
    if (dot(before, now) < 0) ++turns;
  }
  return turns;
}

/// A word for how the descent went. Whether it diverged or converged, the library says; of the
/// others, one that turns back in a quarter of its updates or more oscillates.
inline std::string verdict_of(StopReason reason, std::size_t turns, std::size_t updates) {
  if (reason == StopReason::diverged) return "diverges";
  if (updates > 3 && 4 * turns >= updates) return "oscillates";
  return reason == StopReason::converged ? "converges" : "creeps";
}

/// From the start `w1`, `w2` and the learning rate `alpha`: at most 100 updates, until the gradient
/// is shorter than 0.001. Where it stands after `epoch` updates, or at its end if that comes
/// before, and the update that follows.
inline Outputs descent(const Inputs& in) {
  const chapter6::CostOfWeights objective;
  const Vector<double> start = vector<double>({in["w1"], in["w2"]});
  std::vector<Vector<double>> path;
  const auto keep = [&](const DescentRecord&, const Vector<double>& theta) {
    path.push_back(theta);
    return true;
  };
  const DescentResult<double> result =
      gradient_descent(objective, start, DescentOptions{in["alpha"], 100, 1e-3}, keep);
  const std::size_t updates = result.history.size() - 1;
  std::vector<double> w1;
  std::vector<double> w2;
  std::vector<double> slope1;
  std::vector<double> slope2;
  std::vector<double> costs;
  std::vector<double> lengths;
  for (std::size_t k = 0; k <= updates; ++k) {
    const Vector<double> gradient = gradient_at(objective, path[k]);
    w1.push_back(path[k](0));
    w2.push_back(path[k](1));
    slope1.push_back(gradient(0));
    slope2.push_back(gradient(1));
    costs.push_back(result.history[k].cost);
    lengths.push_back(result.history[k].gradient_norm);
  }
  const std::size_t turns = turns_of(path);
  const std::size_t now = std::min(in.whole("epoch", 0, 100), updates);
  const auto next = chapter6::points_of(objective, path[now], in["alpha"], 1).back();
  return {{"verdict", verdict_of(result.reason, turns, updates)},
          {"updates", static_cast<double>(updates)},
          {"turns", static_cast<double>(turns)},
          {"first_cost", costs.front()},
          {"last_cost", costs.back()},
          {"shown", static_cast<double>(now)},
          {"now1", w1[now]},
          {"now2", w2[now]},
          {"now_slope1", slope1[now]},
          {"now_slope2", slope2[now]},
          {"now_cost", costs[now]},
          {"now_length", lengths[now]},
          {"next1", next(0)},
          {"next2", next(1)},
          {"path1", w1},
          {"path2", w2},
          {"cost", costs},
          {"length", lengths}};
}

}  // namespace nn::play
