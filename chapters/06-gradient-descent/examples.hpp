#pragma once

/// \file
/// The small examples of the chapter: a parabola, a valley, and a handful of samples.

#include "bowl.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "penguins.hpp"

namespace nn::chapter6 {

/// C(θ) = (θ − 3)², with λ = 2: the bound 2/λ is 1.
inline Bowl<double> example_parabola() { return {vector<double>({2}), vector<double>({3})}; }

/// A valley along the first axis, κ times as steep across as along.
inline Bowl<double> example_valley(double kappa) {
  return {vector<double>({1, kappa}), vector<double>({0, 0})};
}

/// The neuron and the sample of chapter 5: w = (0.3, −0.1), b = 0.05; x = (1, 2), y = 1.
inline Vector<double> example_theta() { return vector<double>({0.3, -0.1, 0.05}); }
inline Samples example_sample() { return {matrix<double>({{1, 2}}), vector<double>({1})}; }

/// Six samples that no line separates: (1, 1) lies between (−1, 1) and (2, 1). So their cost has a
/// minimum, and a wrong update shows by not finding it.
inline Samples example_samples() {
  return {matrix<double>({{1, 2}, {2, 1}, {-1, 1}, {1, 1}, {-1, -2}, {-2, -1}}),
          vector<double>({1, 1, 1, 0, 0, 0})};
}

/// Their cost as a function of the two weights, the bias held at 0: a surface that can be drawn.
struct CostOfWeights {
  Samples samples = example_samples();

  double value(const Vector<double>& w) const {
    return cost<SquaredErrorLoss>(Neuron<double>{w, 0}, samples.X, samples.y);
  }
  Vector<double> gradient(const Vector<double>& w) const {
    return cost_gradient<SquaredErrorLoss>(Neuron<double>{w, 0}, samples.X, samples.y).weights;
  }
};

}  // namespace nn::chapter6
