// Does the one-line cross-entropy of the exercise do what it should?
#include EXERCISE_HEADER

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;
using exercise::cross_entropy_of;
using exercise::cross_entropy_of_derivative;

TEST(OneLine, IsTheCrossEntropy) {
  property([](Check& check) {
    const double z = *gaussian() * 4;
    const double y = *uniform(0, 1).as("y");
    check.agree(cross_entropy_of(z, y), static_cast<double>(oracle::cross_entropy(z, y)), 1e-14);
  });
}

TEST(OneLine, DerivativeAgreesWithThreeOracles) {
  property([](Check& check) {
    const double z = *gaussian().as("z");
    const double y = *label().as("y");
    check_derivative(
        check, [&]<class T>(T at) { return cross_entropy_of(at, T(y)); }, z,
        cross_entropy_of_derivative(z, y));
  });
}

TEST(OneLine, GrowsWithoutOverflow) {
  examples([](Check& check) {
    for (const double z : {40.0, 710.0, 1000.0, 1e6}) {
      check.agree(cross_entropy_of(z, 0.0), z, 1e-15);
      check.agree(cross_entropy_of(-z, 1.0), z, 1e-15);
      check.agree(cross_entropy_of_derivative(z, 0.0), 1, 1e-15);
      check.agree(cross_entropy_of_derivative(-z, 1.0), -1, 1e-15);
    }
  });
}

TEST(OneLine, KeepsTheDigitsOfASmallLoss) {
  examples([](Check& check) {
    for (const double z : {20.0, 40.0, 600.0}) {
      check.agree(cross_entropy_of(z, 1.0) / std::exp(-z), 1, 1e-8);
      check.agree(cross_entropy_of(-z, 0.0) / std::exp(-z), 1, 1e-8);
    }
  });
}
