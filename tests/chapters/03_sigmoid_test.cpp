// Chapter 3: the sigmoid and its derivative.
//
// Where nothing else is said, a tolerance counts roundings. exp is right to 1 ulp, 2u = epsilon,
// and each of the two or three operations after it adds u = epsilon/2, so the sigmoid and its
// derivative are right to 4 epsilon, relative to their own size.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include "nn/neuron/binary_step.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double few_roundings = 4 * epsilon;

const auto sigma = []<class T>(const T& z) { return sigmoid(z); };

/// Where neither exp(z) nor the result leaves the range of normal numbers.
rc::Gen<double> anywhere() { return uniform(-700, 700); }

/// e^(-|z|)/(1 + e^(-|z|))^2 in the longer type.
long double exact_slope(long double z) {
  const long double e = std::exp(-std::abs(z));
  return e / ((1 + e) * (1 + e));
}

/// Compares relative to the expected number, however small it is: an absolute error says nothing
/// of a sigmoid of 1e-300.
void agree_relatively(Check& check, double actual, long double expected, double tolerance,
                      const std::string& what = "") {
  check.agree(static_cast<double>(actual / expected), 1, tolerance, what);
}

}  // namespace

TEST(Sigmoid, AgreesWithItsFormulaInALongerType) {
  property({"sigmoid", "sigmoid-stable"}, [](Check& check) {
    for (const double z : {*gaussian(), *anywhere()}) {
      agree_relatively(check, sigmoid(z), oracle::sigmoid(z), few_roundings, "double");
      const long double e = std::exp(static_cast<long double>(z));
      agree_relatively(check, sigmoid(z), e / (e + 1), few_roundings, "the form with e^z");
    }
  });
}

TEST(Sigmoid, AgreesInSinglePrecision) {
  property([](Check& check) {
    const float z = static_cast<float>(*uniform(-80, 80).as("z"));
    const double tolerance = 4.0 * std::numeric_limits<float>::epsilon();
    agree_relatively(check, sigmoid(z), oracle::sigmoid(z), tolerance);
    agree_relatively(check, sigmoid_derivative(z), exact_slope(z), tolerance, "slope");
  });
}

// Strictly so as long as 1 - sigma(z) is larger than half an epsilon: up to |z| = 36.
TEST(Sigmoid, LiesBetweenZeroAndOneAndRises) {
  property("sigmoid-range", [](Check& check) {
    const double z = *uniform(-36, 36).as("z");
    check.holds(0 < sigmoid(z) && sigmoid(z) < 1, "0 < sigma(z) < 1");
    const double far = *anywhere().as("far");
    check.holds(0 < sigmoid(far) && sigmoid(far) <= 1, "0 < sigma(z) <= 1 where it rounds to 1");
    const double right = z + *uniform(1e-3, 1);
    check.at_most(sigmoid(z), sigmoid(right), 0, "it rises");
  });
}

// The second share by a subtraction, near 0, where it has its digits; the first far out as well,
// relative to its bound, of which it falls short by less than a rounding there.
TEST(Sigmoid, BothSharesStayBelowAnExponential) {
  property("sigmoid-range", [](Check& check) {
    const double z = *gaussian().as("z");
    check.holds(sigmoid(z) < std::exp(z), "sigma(z) < e^z");
    check.holds(1 - sigmoid(z) < std::exp(-z), "1 - sigma(z) < e^-z");
    const double far = *anywhere().as("far");
    check.at_most(sigmoid(far) / std::exp(far), 1, few_roundings, "sigma(z)/e^z < 1");
  });
}

// The odds are right to a few roundings divided by 1 - sigma(6) = 0.0025.
TEST(Sigmoid, WhatIsAddedToZMultipliesTheOdds) {
  derivation("odds-multiply", [](Derivation& d) {
    const double z = *uniform(-3, 3).as("z");
    const double s = *uniform(-3, 3).as("s");
    const double p = sigmoid(z);
    const double moved = sigmoid(z + s);
    d.start(moved / (1 - moved));
    d.step("by {sigmoid-inverse}, the logarithm undone", std::exp(z + s));
    d.step("exponents add", std::exp(z) * std::exp(s));
    d.step("by {sigmoid-inverse}, the logarithm undone", p / (1 - p) * std::exp(s));
  });
}

TEST(Sigmoid, LargerWeightsBringItNearerToTheStep) {
  property("sigmoid-sharpened", [](Check& check) {
    const double z = *gaussian().as("z");
    const double c = *uniform(0.1, 10).as("c");
    const double distance = std::abs(binary_step(z) - sigmoid(c * z));
    const double twice = std::abs(binary_step(z) - sigmoid(2 * c * z));
    check.at_most(distance, std::exp(-c * std::abs(z)), few_roundings);
    check.at_most(twice, distance, few_roundings, "nearer with twice the weights");
  });
}

// Numbers of size 5 at most, six features at most: each z is right to 1.2e-13, and the difference
// of two sigmoids to half of that.
TEST(Sigmoid, SmallNudgeOfAWeightMakesASmallAnswer) {
  property("small-answer", [](Check& check) {
    const std::size_t d = *dimension(1, 6).as("d");
    const Neuron<double> neuron{*gaussian_vector(d).as("w"), *gaussian().as("b")};
    const Vector<double> x = *gaussian_vector(d).as("x");
    const std::size_t j = *dimension(0, d - 1).as("j");
    const double h = *uniform(-1, 1).as("h");
    Neuron<double> nudged = neuron;
    nudged.weights(j) += h;
    const double answer = predict(nudged, x) - predict(neuron, x);
    check.at_most(std::abs(answer), std::abs(h * x(j)) / 4, 1e-13);
    // The chord across z = 0 is as steep as a quarter, less t^2/12 of it: no smaller bound holds.
    const double t = *uniform(0.01, 1).as("t");
    check.at_most((1 - t * t / 12) / 4, (sigmoid(t) - sigmoid(-t)) / (2 * t), 1e-13);
  });
}

// The odds are right to a few roundings divided by 1 - sigma(5) = 0.0067.
TEST(Sigmoid, PreactivationIsTheLogarithmOfTheOdds) {
  derivation(
      "sigmoid-inverse",
      [](Derivation& d) {
        const double z = *gaussian().as("z");
        const double e = std::exp(z);
        d.start(std::log(sigmoid(z) / (1 - sigmoid(z))));
        d.step("by {sigmoid}, and 1 minus it", std::log((e / (e + 1)) / (1 / (e + 1))));
        d.step("the denominators cancel", std::log(e));
        d.step("the logarithm undoes the exponential", z);
      },
      1000 * epsilon);
}

TEST(Sigmoid, ShareForNoIsTheSigmoidOfTheOpposite) {
  derivation(
      "sigmoid-symmetry",
      [](Derivation& d) {
        const double z = *gaussian().as("z");
        const double e = std::exp(-z);
        d.start(sigmoid(-z));
        d.step("by {sigmoid}, at the opposite of z", 1 / (1 + std::exp(z)));
        d.step("multiply above and below by the same factor", e / (e + 1));
        d.step("add 1 and subtract it", ((1 + e) - 1) / (1 + e));
        d.step("split the fraction", 1 - 1 / (1 + e));
        d.step("by {sigmoid}", 1 - sigmoid(z));
      },
      few_roundings);
}

TEST(Sigmoid, SlopeStepByStep) {
  derivation(
      "sigmoid-derivative",
      [](Derivation& d) {
        const double z = *gaussian().as("z");
        const auto g = [](const auto& t) { return 1.0 + exp(-t); };
        const auto falling = [](const auto& t) { return exp(-t); };
        const double e = std::exp(-z);
        d.start(complex_step(sigma, z));
        d.step("by {reciprocal-rule}", -complex_step(g, z) / (g(z) * g(z)));
        d.step("the constant 1 does not matter", -complex_step(falling, z) / (g(z) * g(z)));
        d.step("by {exp-minus-derivative}, and minus times minus is plus", e / (g(z) * g(z)));
        d.step("split the square", 1 / (1 + e) * (e / (1 + e)));
        d.step("add 1 and subtract it, as in {sigmoid-symmetry}", 1 / (1 + e) * (1 - 1 / (1 + e)));
        d.step("by {sigmoid}, twice", sigmoid(z) * (1 - sigmoid(z)));
      },
      few_roundings);
}

TEST(Sigmoid, DerivativeAgreesWithThreeOracles) {
  property({"sigmoid-derivative", "sigmoid-derivative-stable"}, [](Check& check) {
    const double z = *gaussian().as("z");
    check_derivative(check, sigma, z, sigmoid_derivative(z));
    check.agree(sigmoid_derivative(z), sigmoid(z) * (1 - sigmoid(z)), few_roundings,
                "the product form");
  });
}

// To |z| = 7.5, where the slope is 5e-4: farther out most gradients are flat for this check.
TEST(Sigmoid, DerivativeUnderStress) {
  property([](Check& check) {
    const double z = *uniform(-7.5, 7.5).as("z");
    check_derivative(check, sigma, z, sigmoid_derivative(z), stress_inputs);
  });
}

// Far out the oracles are as good relative to the slope as near 0, and so must the formula be.
TEST(Sigmoid, DerivativeKeepsItsDigitsInTheTails) {
  property("sigmoid-derivative-stable", [](Check& check) {
    const double z = *anywhere().as("z");
    agree_relatively(check, sigmoid_derivative(z), exact_slope(z), few_roundings, "long double");
    agree_relatively(check, sigmoid_derivative(z), dual_derivative(sigma, z), 2 * few_roundings,
                     "dual number");
    check.agree(sigmoid_derivative(z), sigmoid(z) * sigmoid(-z), few_roundings, "product");
  });
}

TEST(Sigmoid, SlopeIsTheSameOnBothSides) {
  derivation(
      "sigmoid-derivative-even",
      [](Derivation& d) {
        const double z = *gaussian().as("z");
        d.start(complex_step(sigma, -z));
        d.step("by {sigmoid-derivative}", sigmoid(-z) * (1 - sigmoid(-z)));
        d.step("by {sigmoid-symmetry}, twice", (1 - sigmoid(z)) * sigmoid(z));
        d.step("by {sigmoid-derivative}", complex_step(sigma, z));
      },
      few_roundings);
}

TEST(Sigmoid, ComputedSlopeIsExactlyEven) {
  property([](Check& check) {
    const double z = *anywhere().as("z");
    check.agree(sigmoid_derivative(-z), sigmoid_derivative(z), 0);
  });
}

TEST(Sigmoid, SlopeIsNowhereAboveAQuarter) {
  derivation(
      "sigmoid-derivative-maximum",
      [](Derivation& d) {
        const double z = *gaussian().as("z");
        const double p = sigmoid(z);
        d.start(sigmoid_derivative(z));
        d.step("by {sigmoid-derivative}, multiplied out", p - p * p);
        d.step("add a quarter and subtract it", 0.25 - (0.25 - p + p * p));
        d.step("the parenthesis is a square", 0.25 - (0.5 - p) * (0.5 - p));
        d.at_most("a square is never negative", 0.25);
      },
      few_roundings);
}

TEST(Sigmoid, SlopeReachesAQuarterAtZeroAndFallsFromThere) {
  property("sigmoid-derivative-maximum", [](Check& check) {
    check.agree(sigmoid_derivative(0.0), 0.25, 0);
    check.agree(sigmoid_derivative(-0.0), 0.25, 0);
    const double z = *uniform(0, 700).as("z");
    check.at_most(sigmoid_derivative(z + *uniform(1e-3, 1)), sigmoid_derivative(z));
  });
}

TEST(Sigmoid, SlopeFarOutStepByStep) {
  derivation(
      "sigmoid-derivative-stable",
      [](Derivation& d) {
        const double z = *gaussian().as("z");
        const double e = std::exp(-std::abs(z));
        d.start(complex_step(sigma, z));
        d.step("by {sigmoid-derivative-even}, if z is negative", complex_step(sigma, std::abs(z)));
        d.step("the third line of {sigmoid-derivative}", e / ((1 + e) * (1 + e)));
      },
      few_roundings);
}

// Compared relative to e^(-|z|), or the bounds would say nothing in the tails.
TEST(Sigmoid, SlopeDiesExponentially) {
  property("sigmoid-saturation", [](Check& check) {
    for (const double z : {*gaussian(), *anywhere()}) {
      const double share = sigmoid_derivative(z) / std::exp(-std::abs(z));
      check.at_most(0.25, share, few_roundings);
      check.at_most(share, 1, few_roundings);
    }
  });
}

// p is off by a relative error ρ, as a stored number is, only larger, so that it can be seen.
TEST(Sigmoid, ComplementLosesDigits) {
  derivation("complement-error", [](Derivation& d) {
    const double z = *gaussian().as("z");
    const double rho = *uniform(-1e-3, 1e-3).as("rho");
    const double p = sigmoid(z);
    d.start(((1 - p * (1 + rho)) - (1 - p)) / (1 - p));
    d.step("the ones cancel, and so do the p without rho", -rho * (p / (1 - p)));
    d.step("the odds, by {sigmoid-inverse}", -rho * std::exp(z));
  });
}

// The computed sigmoid has a relative error of 2 epsilon at most; the product adds two roundings.
TEST(Sigmoid, ProductFormLosesDigitsAsForetold) {
  property("complement-error", [](Check& check) {
    const double z = *uniform(0, 45).as("z");
    const double product = sigmoid(z) * (1 - sigmoid(z));
    const double error = static_cast<double>(std::abs(product / exact_slope(z) - 1));
    check.at_most(error, 2 * epsilon * std::exp(z), few_roundings);
    if (z > 53 * std::log(2.0)) check.agree(product, 0, 0, "nothing is left");
  });
}

TEST(Sigmoid, AtItsEdges) {
  examples({"sigmoid-stable", "sigmoid-derivative-stable"}, [](Check& check) {
    for (const double z : {0.0, 1e-8, 20.0, 40.0, 700.0}) {
      for (const double signed_z : {z, -z}) {
        agree_relatively(check, sigmoid(signed_z), oracle::sigmoid(signed_z), few_roundings);
        agree_relatively(check, sigmoid_derivative(signed_z), exact_slope(z), few_roundings);
      }
    }
    check.agree(sigmoid(0.0), 0.5, 0, "an even chance");
    check.agree(sigmoid(-0.0), 0.5, 0, "an even chance");
    // Below the normal numbers the result is a multiple of the smallest one.
    for (const double z : {-710.0, -745.0}) {
      const double expected = static_cast<double>(oracle::sigmoid(z));
      check.holds(std::abs(sigmoid(z) - expected) <= 2 * smallest, "subnormal value");
      check.holds(std::abs(sigmoid_derivative(z) - expected) <= 2 * smallest, "subnormal slope");
    }
    for (const double z : {40.0, 710.0, 1000.0, 1e300, infinity}) check.agree(sigmoid(z), 1, 0);
    for (const double z : {-746.0, -1000.0, -1e300, -infinity}) {
      check.agree(sigmoid(z), 0, 0);
      check.agree(sigmoid_derivative(z), 0, 0);
      check.agree(sigmoid_derivative(-z), 0, 0);
      check.agree(dual_derivative(sigma, std::max(z, -1e300)), 0, 0, "no infinity on the way");
      check.agree(dual_derivative(sigma, std::min(-z, 1e300)), 0, 0, "no infinity on the way");
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    check.holds(std::isnan(sigmoid(nan)) && std::isnan(sigmoid_derivative(nan)),
                "what is not a number stays so");
  });
}
