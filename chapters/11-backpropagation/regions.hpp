#pragma once

/// \file
/// A network at work: points on a plane that no line divides, and small networks that learn to.

#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>
#include <vector>

#include "examples.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/network_cost.hpp"

namespace nn::chapter11 {

/// Where the points lie.
enum class Pattern {
  clouds,  ///< four clouds: opposite ones are alike
  ring,    ///< a disc, and a ring around it
  moons    ///< two half rings, each around an end of the other
};

/// A hundred points of the plane between −3 and 3, and of each whether it is a 1: every other one.
/// They are drawn at random, with one seed.
inline Batch plane_points(Pattern pattern) {
  Random random(11);
  Batch batch{Matrix<double>(100, 2), Matrix<double>(100, 1)};
  for (std::size_t i = 0; i < batch.X.size1(); ++i) {
    double& x1 = batch.X(i, 0);
    double& x2 = batch.X(i, 1);
    bool is_one = i % 2 == 0;
    if (pattern == Pattern::clouds) {
      const bool right = i % 2 == 1;
      const bool upper = i % 4 < 2;
      is_one = right != upper;
      x1 = (right ? 1.5 : -1.5) + random.uniform(-1.1, 1.1);
      x2 = (upper ? 1.5 : -1.5) + random.uniform(-1.1, 1.1);
    } else if (pattern == Pattern::ring) {
      const double angle = 2 * std::numbers::pi * random.uniform(0, 1);
      const double radius = is_one ? random.uniform(0, 1.2) : random.uniform(1.8, 2.8);
      x1 = radius * std::cos(angle);
      x2 = radius * std::sin(angle);
    } else {
      const double angle = std::numbers::pi * random.uniform(0, 1);
      const double side = is_one ? 1 : -1;
      x1 = side * (1.6 * std::cos(angle) - 0.8) + random.uniform(-0.3, 0.3);
      x2 = side * (1.6 * std::sin(angle) - 0.4) + random.uniform(-0.3, 0.3);
    }
    batch.Y(i, 0) = is_one ? 1 : 0;
  }
  return batch;
}

/// Which network learns which points.
struct PlanePlan {
  Pattern points = Pattern::ring;
  std::size_t layers = 1;  ///< hidden ones
  std::size_t units = 4;   ///< of each of them
  Activation activation = Activation::tanh;
};

/// Two inputs, and one score.
inline Network plane_network(const PlanePlan& plan) {
  return network_of(2, std::vector<std::size_t>(plan.layers, plan.units), plan.activation, 1);
}

/// So many epochs there are, at most.
constexpr std::size_t plane_epochs = 400;

/// The parameters some epochs after θ, at rate ½. `see` hears of each state on the way.
inline Vector<double> descend_on_plane(const PlanePlan& plan, const Vector<double>& theta,
                                       std::size_t epochs,
                                       const DescentCallback<double>& see = KeepGoing()) {
  const Batch batch = plane_points(plan.points);
  const NetworkCost<SigmoidCrossEntropy, double> objective(plane_network(plan),
                                                           SigmoidCrossEntropy{}, batch.X, batch.Y);
  const DescentOptions options{0.5, epochs, 0, false};
  return gradient_descent(objective, theta, options, see).parameters;
}

/// Where the descent begins.
inline Vector<double> plane_start(const PlanePlan& plan) {
  return scattered_parameters(plane_network(plan), 1);
}

/// What the units of a network make of single points of the plane.
class PlaneReader {
 public:
  PlaneReader(Network network, const Vector<double>& theta)
      : network_(std::move(network)), theta_(theta), x_(1, 2) {}

  /// The pre-activation of a unit. Layers and units are counted from 0.
  double preactivation(double x1, double x2, std::size_t layer, std::size_t unit) {
    x_(0, 0) = x1;
    x_(0, 1) = x2;
    forward(network_, theta_, x_, pass_);
    return pass_.Z.at(layer)(0, unit);
  }

  /// The pre-activation of the last layer.
  double score(double x1, double x2) {
    return preactivation(x1, x2, network_.layers.size() - 1, 0);
  }

 private:
  Network network_;
  Vector<double> theta_;
  Matrix<double> x_;
  NetworkPass<double> pass_;
};

}  // namespace nn::chapter11
