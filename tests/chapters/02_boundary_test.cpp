// Chapter 2: where z = 0, and how far from it a sample lies.
#include <gtest/gtest.h>

#include <cmath>

#include "nn/neuron/geometry.hpp"
#include "nn/neuron/neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// A neuron whose boundary exists and is not unreasonably far away: ‖w‖ ≥ 0.1.
Neuron<double> draw_neuron(std::size_t d) {
  const Neuron<double> neuron{*gaussian_vector(d).as("w"), *gaussian().as("b")};
  RC_PRE(norm(neuron.weights) > 0.1);
  return neuron;
}

/// A random point with w · p + b = 0: a random q, less its distance from there. It is not more than
/// 5 √5 + 5/0.1 = 62 from the origin, so w · p + b is 0 but for roundings of 11 · 62.
Vector<double> point_on_boundary(const Neuron<double>& neuron) {
  const Vector<double> q = *gaussian_vector(neuron.weights.size()).as("q");
  const double z = preactivation(neuron, q);
  return q - z / squared_norm(neuron.weights) * neuron.weights;
}

// Products of a length of at most 11 and one of at most 70, with some 20 roundings.
constexpr double tolerance = 2e-12;

}  // namespace

TEST(DecisionBoundary, SeparatesThePositiveSideFromTheNegative) {
  property("decision-boundary", [](Check& check) {
    const std::size_t d = *dimension(1, 5).as("d");
    const Neuron<double> neuron = draw_neuron(d);
    const Vector<double> p = point_on_boundary(neuron);
    check.agree(preactivation(neuron, p), 0, tolerance, "on it");
    check.agree(dot(neuron.weights, p), -neuron.bias, tolerance, "w · p = −b");
    const double s = *uniform(0.01, 3).as("s");
    const Vector<double> step = s / norm(neuron.weights) * neuron.weights;
    check.holds(preactivation(neuron, Vector<double>(p + step)) > 0, "w points to z > 0");
    check.holds(preactivation(neuron, Vector<double>(p - step)) < 0, "and away from z < 0");
  });
}

TEST(DecisionBoundary, InThePlaneIsALine) {
  property("boundary-line", [](Check& check) {
    const Neuron<double> neuron = draw_neuron(2);
    const double w_1 = neuron.weights(0);
    const double w_2 = neuron.weights(1);
    RC_PRE(std::abs(w_2) > 0.1);
    const double x_1 = *gaussian().as("x_1");
    const double x_2 = -(w_1 * x_1 + neuron.bias) / w_2;
    check.agree(preactivation(neuron, vector<double>({x_1, x_2})), 0, tolerance);
  });
}

TEST(DecisionBoundary, IsPerpendicularToTheWeights) {
  derivation(
      "boundary-perpendicular",
      [](Derivation& step) {
        const Neuron<double> neuron = draw_neuron(*dimension(1, 5));
        const Vector<double>& w = neuron.weights;
        const Vector<double> p = point_on_boundary(neuron);
        const Vector<double> q = point_on_boundary(neuron);
        step.start(dot<double>(w, p - q));
        step.step("by {dot-linear}", dot(w, p) - dot(w, q));
        step.step("by {decision-boundary}, twice", -neuron.bias - -neuron.bias);
        step.step("what cancels", 0);
      },
      tolerance);
}

TEST(BoundaryDistance, StepByStep) {
  derivation(
      "boundary-distance",
      [](Derivation& step) {
        const Neuron<double> neuron = draw_neuron(*dimension(1, 5));
        const Vector<double>& w = neuron.weights;
        const Vector<double> p = point_on_boundary(neuron);
        const double s = *gaussian().as("s");
        const Vector<double> x = p + s / norm(w) * w;
        const Vector<double> unit = w / norm(w);
        step.start(s);
        step.step("by {squared-norm}, the row has length 1", s * dot(unit, unit));
        step.step("by {dot-linear}, for x - p is s times that row", dot<double>(unit, x - p));
        step.step("by {dot-linear}", (dot(w, x) - dot(w, p)) / norm(w));
        step.step("by {decision-boundary}", (dot(w, x) + neuron.bias) / norm(w));
        step.step("by {preactivation}", preactivation(neuron, x) / norm(w));
      },
      // As above, divided by a ‖w‖ that is at least 0.1.
      10 * tolerance);
}

TEST(BoundaryDistance, NoPointOfTheBoundaryIsNearer) {
  derivation(
      "boundary-nearest",
      [](Derivation& step) {
        const std::size_t d = *dimension(1, 5).as("d");
        const Neuron<double> neuron = draw_neuron(d);
        const Vector<double>& w = neuron.weights;
        const Vector<double> x = *gaussian_vector(d).as("x");
        const Vector<double> q = point_on_boundary(neuron);
        step.start(std::abs(preactivation(neuron, x)));
        step.step("by {preactivation}", std::abs(dot(w, x) + neuron.bias));
        step.step("by {decision-boundary}, for q", std::abs(dot(w, x) - dot(w, q)));
        step.step("by {dot-linear}", std::abs(dot<double>(w, x - q)));
        step.at_most("by {cauchy-schwarz}", norm(w) * norm(Vector<double>(x - q)));
      },
      tolerance);
}

TEST(BoundaryDistance, BiasSlidesTheBoundaryAlongTheWeights) {
  property("boundary-offset", [](Check& check) {
    const std::size_t d = *dimension(1, 5).as("d");
    const Neuron<double> neuron = draw_neuron(d);
    const double length = norm(neuron.weights);
    const double offset = -neuron.bias / length;
    const Vector<double> nearest = offset / length * neuron.weights;
    check.agree(preactivation(neuron, nearest), 0, tolerance, "that far along w is the boundary");
    check.agree(signed_distance(Vector<double>(d, 0.0), neuron.weights, neuron.bias), -offset,
                10 * tolerance, "the origin lies that far from it");
    const double c = *gaussian().as("c");
    const Vector<double> p = point_on_boundary(neuron);
    const Vector<double> moved = p - c / length / length * neuron.weights;
    check.agree(preactivation(Neuron<double>{neuron.weights, neuron.bias + c}, moved), 0,
                10 * tolerance, "all its points move by −c/‖w‖");
  });
}

TEST(SignedDistance, AgainstTheOracle) {
  property("boundary-distance", [](Check& check) {
    const std::size_t d = *dimension(1, 5).as("d");
    const Neuron<double> neuron = draw_neuron(d);
    const Matrix<double> X = *gaussian_matrix(1, d).as("X");
    const oracle::Real z = oracle::preactivation(neuron.weights, neuron.bias, X, 0);
    const auto expected =
        static_cast<double>(z / std::sqrt(oracle::dot(neuron.weights, neuron.weights)));
    const Vector<double> x = row_of(X, 0);
    check.agree(signed_distance(x, neuron.weights, neuron.bias), expected, tolerance);
    const double factor = *uniform(0.1, 10).as("factor");
    const Vector<double> longer = factor * neuron.weights;
    check.agree(signed_distance(x, longer, factor * neuron.bias), expected, tolerance,
                "the same boundary, the same distance");
    const Vector<double> other_side = -neuron.weights;
    check.agree(signed_distance(x, other_side, -neuron.bias), -expected, tolerance, "other side");
    const auto in_float = signed_distance(cast<float>(x), cast<float>(neuron.weights),
                                          static_cast<float>(neuron.bias));
    // Inputs and results rounded to 2⁻²⁴: 10 roundings of 130/0.1 at the very most.
    check.agree_unrecorded(Vector<double>(1, in_float), Vector<double>(1, expected), 8e-4, "float");
  });
}

TEST(SignedDistance, Edges) {
  const auto w = vector<double>({3, 1});
  const auto x = vector<double>({1, 2});
  examples([&](Check& check) {
    check.agree(signed_distance(x, w, -2.0), 3 / std::sqrt(10), epsilon, "the book's example");
    check.agree(signed_distance(x, w, -5.0), 0, 0, "on the boundary");
    check.agree(signed_distance(vector<double>({4}), vector<double>({-2}), 0.0), -4, 0, "a number");
  });
  EXPECT_THROW(signed_distance(x, vector<double>({0, 0}), 1.0), std::domain_error);
  EXPECT_THROW(signed_distance(x, vector<double>({1}), 1.0), ShapeError);
}
