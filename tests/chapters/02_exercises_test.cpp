// The solutions of chapter 2's exercises, line by line.
#include <gtest/gtest.h>

#include <cmath>

#include "nn/neuron/geometry.hpp"
#include "nn/neuron/neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

// Terms below 125 divided by a length of at least 0.1, some 20 roundings: 3e-12.
TEST(BiasExercises, DistanceBetweenParallelBoundaries) {
  derivation(
      "parallel-boundaries",
      [](Derivation& step) {
        const std::size_t d = *dimension(1, 5).as("d");
        const Vector<double> w = *gaussian_vector(d).as("w");
        RC_PRE(norm(w) > 0.1);
        const double b = *gaussian().as("b");
        const double c = *gaussian().as("c");
        const Vector<double> start = *gaussian_vector(d).as("start");
        // A point of the second boundary, from which the distance to the first is measured.
        const Vector<double> p = start - (dot(w, start) + c) / squared_norm(w) * w;
        step.start(std::abs(signed_distance(p, w, b)));
        step.step("by {boundary-distance}", std::abs(dot(w, p) + b) / norm(w));
        step.step("by {decision-boundary}, for the other bias", std::abs(-c + b) / norm(w));
      },
      1e-11);
}

TEST(BiasExercises, BiasHalfwayBetweenTwoSamples) {
  derivation("halfway-bias", [](Derivation& step) {
    const std::size_t d = *dimension(1, 5).as("d");
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> p = *gaussian_vector(d).as("p");
    const Vector<double> q = *gaussian_vector(d).as("q");
    const double b = -dot<double>(w, p + q) / 2;
    step.start(preactivation(Neuron<double>{w, b}, p) + preactivation(Neuron<double>{w, b}, q));
    step.step("by {preactivation}, twice", dot(w, p) + b + dot(w, q) + b);
    step.step("by {dot-linear}", dot<double>(w, p + q) + 2 * b);
    step.step("the value of b", 0);
  });
}

// Divisors of at least 0.5: sums of at most 10 terms below 50, a dozen roundings.
TEST(BiasExercises, ABiasAbsorbsTheMeans) {
  derivation("standardized-bias", [](Derivation& step) {
    const std::size_t d = *dimension(1, 5).as("d");
    const Neuron<double> neuron{*gaussian_vector(d).as("w"), *gaussian().as("b")};
    const Vector<double> x = *gaussian_vector(d).as("x");
    const Vector<double> m = *gaussian_vector(d).as("m");
    Vector<double> s(d);
    for (double& deviation : s) deviation = *uniform(0.5, 3).as("s");
    Vector<double> standardized(x.size());
    for (std::size_t j = 0; j < x.size(); ++j) standardized(j) = (x(j) - m(j)) / s(j);
    double apart = 0;
    double constant = 0;
    Neuron<double> raw = neuron;
    for (std::size_t j = 0; j < d; ++j) {
      const double w_j = neuron.weights(j);
      apart += w_j / s(j) * x(j) - w_j * m(j) / s(j);
      constant += w_j * m(j) / s(j);
      raw.weights(j) = w_j / s(j);
    }
    raw.bias -= constant;
    step.start(preactivation(neuron, standardized));
    step.step("multiply out each product", apart + neuron.bias);
    step.step("collect what has no x", dot(raw.weights, x) + (neuron.bias - constant));
    step.step("by {preactivation}, with new weights and a new bias", preactivation(raw, x));
  });
}

// "Find the wrong step": a change of units divides the weights, and the bias stays.
TEST(BiasExercises, WrongChangeOfUnits) {
  derivation("", [](Derivation& step) {
    const std::size_t d = *dimension(1, 5).as("d");
    const Neuron<double> neuron{*gaussian_vector(d).as("w"), *gaussian().as("b")};
    const Vector<double> x = *gaussian_vector(d).as("x");
    const double c = *uniform(2, 10).as("c");
    const Vector<double> cx = c * x;
    const Vector<double>& w = neuron.weights;
    step.start(preactivation(neuron, x));
    step.step("by {preactivation}", dot(w, x) + neuron.bias);
    step.step("by {dot-linear}", dot<double>(w / c, cx) + neuron.bias);
    step.wrong_step("take out the factor", (dot(w, cx) + neuron.bias) / c);
  });
}
