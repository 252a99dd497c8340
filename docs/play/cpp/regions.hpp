#pragma once

/// \file
/// Chapter 11: a small network learns to divide the plane.

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "chapters/11-backpropagation/regions.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "nn/program/contour.hpp"
#include "record.hpp"

namespace nn::play {

inline chapter11::Pattern pattern_of(const Inputs& in) {
  constexpr std::array<chapter11::Pattern, 3> patterns = {
      chapter11::Pattern::clouds, chapter11::Pattern::ring, chapter11::Pattern::moons};
  return patterns.at(in.whole("data", 0, 2));
}

inline chapter11::PlanePlan plan_of(const Inputs& in) {
  return {pattern_of(in), in.whole("layers", 1, 2), in.whole("units", 1, 6),
          in.whole("activation", 0, 1) == 0 ? Activation::tanh : Activation::relu};
}

/// The parameters after some epochs. Of each training that was asked for, those after every tenth
/// epoch are kept, and the few epochs from there on are made again. Descent remembers nothing but
/// the parameters: they are the same, to the last bit, as those of a descent in one go.
inline Vector<double> trained_on_plane(const chapter11::PlanePlan& plan, std::size_t epoch) {
  constexpr std::size_t gap = 10;
  static std::map<std::array<std::size_t, 4>, std::vector<Vector<double>>> trainings;
  const std::array<std::size_t, 4> key = {static_cast<std::size_t>(plan.points), plan.layers,
                                          plan.units, static_cast<std::size_t>(plan.activation)};
  std::vector<Vector<double>>& kept = trainings[key];
  if (kept.empty()) {
    const auto keep = [&kept](const DescentRecord& now, const Vector<double>& theta) {
      if (now.iteration % gap == 0) kept.push_back(theta);
      return true;
    };
    chapter11::descend_on_plane(plan, chapter11::plane_start(plan), chapter11::plane_epochs, keep);
  }
  const std::size_t nearest = std::min(epoch / gap, kept.size() - 1);
  return chapter11::descend_on_plane(plan, kept[nearest], epoch - nearest * gap);
}

/// The hidden unit that is asked for, as its layer and its place there, both counted from 0: units
/// are counted from 1 through all hidden layers, and beyond the last there is the last.
inline std::pair<std::size_t, std::size_t> unit_of(const Inputs& in,
                                                   const chapter11::PlanePlan& plan) {
  const std::size_t unit = std::min(in.whole("unit", 1, 12), plan.layers * plan.units) - 1;
  return {unit / plan.units, unit % plan.units};
}

/// From `data` (0 for four clouds, 1 for a disc in a ring, 2 for two moons), the number of hidden
/// `layers` and of `units` in each, the `activation` (0 for tanh, 1 for ReLU), the `epoch` and the
/// hidden `unit`: the cost, how many points are called right, and that unit's parameters.
inline Outputs regions(const Inputs& in) {
  const chapter11::PlanePlan plan = plan_of(in);
  const auto [layer, place] = unit_of(in, plan);
  const Network network = chapter11::plane_network(plan);
  const Vector<double> theta =
      trained_on_plane(plan, in.whole("epoch", 0, chapter11::plane_epochs));
  const chapter11::Batch batch = chapter11::plane_points(plan.points);
  const NetworkCost<SigmoidCrossEntropy, double> objective(network, SigmoidCrossEntropy{}, batch.X,
                                                           batch.Y);
  const double cost = objective.evaluate(theta, nullptr);
  const Matrix<double>& Z = objective.last_pass().Z.back();
  double right = 0;
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    if ((Z(i, 0) >= 0) == (batch.Y(i, 0) == 1)) right += 1;
  }
  const LayerParameters<const double> parameters = layer_of(network, theta, layer);
  std::vector<double> weights;
  for (std::size_t j = 0; j < parameters.weights.rows; ++j) {
    weights.push_back(parameters.weights(j, place));
  }
  return {{"cost", cost},
          {"right", right},
          {"points", static_cast<double>(Z.size1())},
          {"share", right / static_cast<double>(Z.size1())},
          {"parameters", static_cast<double>(theta.size())},
          {"hidden", static_cast<double>(plan.layers * plan.units)},
          {"shown", static_cast<double>(layer * plan.units + place + 1)},
          {"layer", static_cast<double>(layer + 1)},
          {"place", static_cast<double>(place + 1)},
          {"weights", weights},
          {"bias", parameters.biases(place)}};
}

/// From `data`: the points and which of them are a 1.
inline Outputs regions_data(const Inputs& in) {
  const chapter11::Batch batch = chapter11::plane_points(pattern_of(in));
  std::vector<double> x1;
  std::vector<double> x2;
  std::vector<double> y;
  for (std::size_t i = 0; i < batch.X.size1(); ++i) {
    x1.push_back(batch.X(i, 0));
    x2.push_back(batch.X(i, 1));
    y.push_back(batch.Y(i, 0));
  }
  return {{"x1", x1}, {"x2", x2}, {"y", y}};
}

/// From the same as regions(), and `low`, `high` and `count`: the prediction on a grid of count x
/// count points, row after row, from (low, low) on; and where the score, and where the unit's
/// pre-activation, is 0, as segments, four numbers each.
inline Outputs regions_plane(const Inputs& in) {
  const chapter11::PlanePlan plan = plan_of(in);
  const auto unit = unit_of(in, plan);
  const std::size_t count = in.whole("count", 2, 200);
  const std::pair<double, double> range{in["low"], in["high"]};
  chapter11::PlaneReader reader(
      chapter11::plane_network(plan),
      trained_on_plane(plan, in.whole("epoch", 0, chapter11::plane_epochs)));
  const double gap = (range.second - range.first) / static_cast<double>(count - 1);
  std::vector<double> predictions;
  for (std::size_t row = 0; row < count; ++row) {
    const double x2 = range.first + gap * static_cast<double>(row);
    for (std::size_t column = 0; column < count; ++column) {
      const double x1 = range.first + gap * static_cast<double>(column);
      predictions.push_back(sigmoid(reader.score(x1, x2)));
    }
  }
  const auto level = [&](const auto& z) {
    std::vector<double> ends;
    for (const auto& segment : level_curve(z, 0, range, range, count - 1)) {
      for (const auto& [x1, x2] : segment) {
        ends.push_back(x1);
        ends.push_back(x2);
      }
    }
    return ends;
  };
  const auto score = [&](double x1, double x2) { return reader.score(x1, x2); };
  const auto bend = [&](double x1, double x2) {
    return reader.preactivation(x1, x2, unit.first, unit.second);
  };
  return {{"prediction", predictions}, {"boundary", level(score)}, {"bend", level(bend)}};
}

}  // namespace nn::play
