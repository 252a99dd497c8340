#pragma once

/// \file
/// The small examples of the chapter: a parabola, a valley, and handfuls of samples.

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

/// Six samples, yes and no. The last yes is the mean of the three noes, so no line separates them,
/// and their cost has a minimum: the chapter proves it, and 06_minimum_test.cpp checks what the
/// proof needs. A wrong update shows by not coming near it, if it shows at all.
inline Samples example_samples() {
  return {matrix<double>({{1, 2}, {2, 2}, {-1, 0}, {1, -1}, {-2, 0}, {-2, 1}}),
          vector<double>({1, 1, 1, 0, 0, 0})};
}

/// The bills of three Chinstraps (0) and of an Adelie (1) that is their mean: length and depth in
/// mm. For its sake no line separates the two species.
inline Samples adelie_among_chinstraps() {
  return {matrix<double>({{42.4, 17.3}, {43.5, 18.1}, {46.4, 18.6}, {44.1, 18.0}}),
          vector<double>({0, 0, 0, 1})};
}

/// The cost of the six samples as a function of the two weights, the bias held at 0: a surface that
/// can be drawn.
struct CostOfWeights {
  Samples samples = example_samples();

  double evaluate(const Vector<double>& w, Vector<double>* gradient) const {
    const SquaredErrorWithLogits loss;
    const Neuron<double> neuron{w, 0};
    if (gradient != nullptr) *gradient = cost_gradient(loss, neuron, samples.X, samples.y).weights;
    return cost(loss, neuron, samples.X, samples.y);
  }
};

}  // namespace nn::chapter6
