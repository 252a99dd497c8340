// Exercise 2: the counts belong to the rule, and give its parameters.
#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "nn/neuron/perceptron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include EXERCISE_HEADER

using namespace nn;
using namespace nn::test;

// Whole numbers below 4, with which everything is exact, z = 0 included.
TEST(MistakeCounts, AreThoseOfTheRule) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 3).as("d");
    const std::size_t n = d + *dimension(1, 4);
    Matrix<double> X(n, d);
    for (double& entry : X.data()) entry = static_cast<double>(*dimension(0, 6)) - 3;
    const Vector<double> t = signs_of(*labels(n).as("y"));
    const std::size_t passes = *dimension(1, 4).as("passes");

    Neuron<double> neuron = zero_neuron<double>(d);
    std::vector<std::size_t> expected(n, 0);
    for (std::size_t pass = 0; pass < passes; ++pass) {
      for (std::size_t i = 0; i < n; ++i) {
        if (perceptron_update(neuron, row_of(X, i), t(i))) ++expected[i];
      }
    }
    const std::vector<std::size_t> counts = exercise::mistake_counts(X, t, passes);
    check.holds(counts == expected, "a count for each sample");

    Vector<double> theta(d + 1, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      theta +=
          static_cast<double>(counts[i]) * t(i) * parameters(Neuron<double>{row_of(X, i), 1.0});
    }
    check.agree(theta, parameters(neuron), 0, "the sum of all mistakes");
  });
}

TEST(MistakeCounts, OfFourSamples) {
  const auto X = matrix<double>({{2, 1}, {1, 3}, {-1, 2}, {-2, -1}});
  const auto counts = exercise::mistake_counts(X, vector<double>({1, 1, -1, -1}), 3);
  EXPECT_EQ(counts, std::vector<std::size_t>({1, 1, 2, 0}));
}

TEST(MistakeCounts, RefusesOtherLengths) {
  EXPECT_THROW(exercise::mistake_counts(Matrix<double>(2, 1, 1.0), vector<double>({1}), 1),
               ShapeError);
}
