// Exercise 3 of chapter 3: tanh and its slope, from the sigmoid.
#include <gtest/gtest.h>

#include <cmath>

#include EXERCISE_HEADER
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

// Named in full: the library has functions of the same names, beside the scalars that they take.

TEST(HyperbolicTangent, AgreesWithTheStandardLibrary) {
  property([](Check& check) {
    for (const double z : {*gaussian(), *uniform(-1000, 1000)}) {
      check.agree(exercise::hyperbolic_tangent(z), std::tanh(z), 4 * epsilon);
    }
  });
}

TEST(HyperbolicTangent, DerivativeAgreesWithThreeOracles) {
  property([](Check& check) {
    const double z = *gaussian().as("z");
    RC_PRE(std::abs(z) < 4);  // farther out the slope is too small for this check
    check_derivative(
        check, []<class T>(const T& t) { return exercise::hyperbolic_tangent(t); }, z,
        exercise::hyperbolic_tangent_derivative(z));
  });
}

// tanh'(z) = 1/cosh(z)^2, and cosh(350)^2 is still a double.
TEST(HyperbolicTangent, DerivativeKeepsItsDigits) {
  property([](Check& check) {
    const double z = *uniform(-350, 350).as("z");
    const double c = std::cosh(z);
    check.agree(exercise::hyperbolic_tangent_derivative(z) * c * c, 1, 16 * epsilon);
  });
}

TEST(HyperbolicTangent, FarOut) {
  EXPECT_EQ(exercise::hyperbolic_tangent(1000.0), 1);
  EXPECT_EQ(exercise::hyperbolic_tangent(-1000.0), -1);
  EXPECT_EQ(exercise::hyperbolic_tangent_derivative(1000.0), 0);
  EXPECT_EQ(exercise::hyperbolic_tangent_derivative(-1000.0), 0);
}
