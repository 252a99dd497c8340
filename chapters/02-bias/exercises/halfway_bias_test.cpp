// Exercise 2: with the bias halfway, two samples have opposite pre-activations.
#include <gtest/gtest.h>

#include "nn/neuron/geometry.hpp"
#include "nn/neuron/neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include EXERCISE_HEADER

using namespace nn;
using namespace nn::test;

// Sums of at most 5 products below 25, a dozen roundings.
TEST(HalfwayBias, GivesTheTwoSamplesOppositePreactivations) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 5).as("d");
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> p = *gaussian_vector(d).as("p");
    const Vector<double> q = *gaussian_vector(d).as("q");
    const Neuron<double> neuron{w, exercise::halfway_bias(w, p, q)};
    check.agree(preactivation(neuron, p), -preactivation(neuron, q), 1e-12);
    check.agree(preactivation(neuron, Vector<double>((p + q) / 2)), 0, 1e-12, "in the middle");
  });
}

TEST(HalfwayBias, BetweenTheTwoPenguins) {
  const auto w = vector<double>({1, -2});
  const double b =
      exercise::halfway_bias(w, vector<double>({39.1, 18.7}), vector<double>({46.1, 13.2}));
  EXPECT_NEAR(b, -10.7, 1e-12);
}

TEST(HalfwayBias, RefusesOtherLengths) {
  const auto two = vector<double>({1, 2});
  EXPECT_THROW(exercise::halfway_bias(two, two, vector<double>({1})), ShapeError);
  EXPECT_THROW(exercise::halfway_bias(two, vector<double>({1}), two), ShapeError);
}
