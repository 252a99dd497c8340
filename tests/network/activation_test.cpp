// The activations and their derivatives, against their definitions in `long double`.
//
// exp is right to 1 ulp, 2u = epsilon. In tanh = (1 - e)/(1 + e) the errors of e, of the
// difference, of the sum and of the quotient are together below 2.04u, and below 2u where exp is
// right to 0.8 ulp. In its derivative 4e/(1 + e)^2 they are at most 6u = 3 epsilon of the result.
#include "nn/network/activation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "nn/derivative/dual_derivative.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/network_oracle.hpp"

using namespace nn;
using namespace nn::test;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double few_roundings = 4 * epsilon;

const auto tanh_of = []<class T>(const T& z) { return hyperbolic_tangent(z); };

/// 4e/(1 + e)² with e = e^(−2|z|), in the longer type.
long double exact_slope(long double z) {
  const long double e = std::exp(-2 * std::fabs(z));
  return 4 * e / ((1 + e) * (1 + e));
}

/// Compares relative to the expected number, however small it is.
void agree_relatively(Check& check, double actual, long double expected, double tolerance,
                      const std::string& what = "") {
  check.agree(static_cast<double>(actual / expected), 1, tolerance, what);
}

/// |computed − tanh z| in units of u. The slack is for an exp that is right to 1 ulp alone.
template <class T>
void tanh_is_within_two_units(Check& check, T z) {
  const long double error =
      std::fabs(hyperbolic_tangent(z) - std::tanh(static_cast<long double>(z)));
  check.at_most(static_cast<double>(error / oracle::roundoff<T>()), 2, 0.04);
}

/// A relu has two slopes, and no central difference, nor a Taylor test, may see both.
Protocol protocol_for(Activation f) { return {1e-8, f != Activation::relu}; }

double away_from_zero(double z) {
  RC_PRE(std::abs(z) >= 1e-3);
  return z;
}

}  // namespace

TEST(Tanh, IsWithinTwoUnitsOfItsDefinition) {
  property([](Check& check) {
    for (const double z : {*gaussian(), 1e-4 * *gaussian(), *uniform(-1000, 1000)}) {
      tanh_is_within_two_units(check, z);
      tanh_is_within_two_units(check, static_cast<float>(z));
    }
  });
}

TEST(Tanh, IsASigmoidBetweenMinusOneAndOne) {
  property([](Check& check) {
    const double z = *gaussian().as("z");
    check.agree(hyperbolic_tangent(z), 2 * sigmoid(2 * z) - 1, 6 * epsilon, "2 sigma(2z) - 1");
    check.holds(std::abs(hyperbolic_tangent(*uniform(-1000, 1000))) <= 1, "between -1 and 1");
  });
}

TEST(Tanh, IsExactlyOddAndItsSlopeEven) {
  property([](Check& check) {
    const double z = *uniform(-400, 400).as("z");
    check.holds(hyperbolic_tangent(-z) == -hyperbolic_tangent(z), "odd, bit for bit");
    check.holds(hyperbolic_tangent_derivative(-z) == hyperbolic_tangent_derivative(z),
                "even, bit for bit");
  });
}

TEST(Tanh, DerivativeAgreesWithThreeOracles) {
  property([](Check& check) {
    const double z = *gaussian().as("z");
    check_derivative(check, tanh_of, z, hyperbolic_tangent_derivative(z));
    check.agree(hyperbolic_tangent_derivative(z), 1 - hyperbolic_tangent(z) * hyperbolic_tangent(z),
                few_roundings, "1 - tanh^2");
  });
}

TEST(Tanh, DerivativeKeepsItsDigitsInTheTails) {
  property([](Check& check) {
    const double z = *uniform(-350, 350).as("z");
    const double slope = hyperbolic_tangent_derivative(z);
    agree_relatively(check, slope, exact_slope(z), few_roundings, "long double");
    agree_relatively(check, slope, dual_derivative(tanh_of, z), 2 * few_roundings, "dual number");
    const float narrow = static_cast<float>(z / 10);
    agree_relatively(check, hyperbolic_tangent_derivative(narrow), exact_slope(narrow),
                     4.0 * std::numeric_limits<float>::epsilon(), "single precision");
  });
}

// 4e, where e is right to one of the smallest numbers.
TEST(Tanh, FarOutThereIsNoOverflow) {
  property([](Check& check) {
    const double z = *uniform(360, 1e6).as("z");
    check.holds(hyperbolic_tangent(z) == 1 && hyperbolic_tangent(-z) == -1, "tanh");
    const auto expected = static_cast<double>(exact_slope(z));
    check.at_most(std::abs(hyperbolic_tangent_derivative(z) - expected), 4 * smallest, 0, "slope");
    check.at_most(std::abs(hyperbolic_tangent_derivative(-z) - expected), 4 * smallest, 0, "slope");
  });
}

TEST(Relu, IsTheLargerOfZAndZero) {
  property([](Check& check) {
    for (const double z : {*gaussian(), *uniform(-1000, 1000)}) {
      check.holds(relu(z) == std::max(z, 0.0), "max(z, 0)");
      check.holds(relu_derivative(z) == (z > 0 ? 1 : 0), "its slope");
    }
    const double size = std::abs(*gaussian()) + 1e-3;
    check.holds(relu(-size) == 0 && relu_derivative(-size) == 0, "on the left");
    check.holds(relu(size) == size && relu_derivative(size) == 1, "on the right");
  });
}

// z is added, or half of all gradients would be 0.
TEST(Relu, DerivativeAgreesWithThreeOraclesAwayFromItsKink) {
  property([](Check& check) {
    const double z = away_from_zero(*gaussian().as("z"));
    const auto with_z = []<class T>(const T& x) { return relu(x) + x; };
    check_derivative(check, with_z, z, relu_derivative(z) + 1, protocol_for(Activation::relu));
  });
}

TEST(Relu, AtItsKinkTheSlopeIsThatOfTheLeftSide) {
  property([](Check& check) {
    const double size = *uniform(0.5, 2).as("size");
    const auto f = [&]<class T>(const T& z) { return T(size) * relu(z); };
    for (const double zero : {0.0, -0.0}) {
      check.holds(relu(zero) == 0, "relu(0) = 0");
      check.holds(relu_derivative(zero) == 0, "the convention");
      check.holds(dual_derivative(f, zero) == 0, "and what the branch of the code has");
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    check.holds(std::isnan(relu(size * nan)), "what is not a number stays so");
  });
}

TEST(Activations, AreWhatTheirNamesSay) {
  property([](Check& check) {
    const double u = static_cast<double>(oracle::roundoff<double>());
    for (const Activation f : all_activations) {
      for (const double z : {*gaussian(), *uniform(-350, 350)}) {
        const oracle::Activated exact = oracle::activated(f, {z, 0}, u);
        oracle::within(check, activate(f, z), exact.value, "f(z)");
        oracle::within(check, activation_derivative(f, z), exact.slope, "f'(z)");
      }
    }
  });
}

TEST(Activations, DerivativesAgreeWithThreeOracles) {
  property([](Check& check) {
    const double z = away_from_zero(*gaussian().as("z"));
    for (const Activation f : all_activations) {
      const auto with_z = [&]<class T>(const T& x) { return activate(f, x) + x; };
      check_derivative(check, with_z, z, activation_derivative(f, z) + 1, protocol_for(f));
    }
  });
}

TEST(Activations, AtTheirEdges) {
  examples([](Check& check) {
    for (const double size : {0.0, 1e-8, 20.0, 40.0, 354.0, 373.0, 710.0, 1000.0, infinity}) {
      for (const double z : {size, -size}) {
        const auto exact = std::tanh(static_cast<long double>(z));
        check.agree(hyperbolic_tangent(z), static_cast<double>(exact), epsilon, "tanh");
        if (size >= 20) check.agree(hyperbolic_tangent(z), z > 0 ? 1 : -1, 0, "rounds to 1");
        const double slope = hyperbolic_tangent_derivative(z);
        if (size < 354.1) agree_relatively(check, slope, exact_slope(z), few_roundings, "slope");
        if (size >= 373) check.agree(slope, 0, 0, "no slope is left");
        check.agree(relu(z), z > 0 ? z : 0, 0, "relu");
        check.agree(relu_derivative(z), z > 0 ? 1 : 0, 0, "its slope");
        check.agree(activate(Activation::linear, z), z, 0, "linear");
        check.agree(activate(Activation::sigmoid, z), sigmoid(z), 0, "sigmoid");
        check.agree(activation_derivative(Activation::linear, z), 1, 0, "slope of linear");
        if (size == infinity) continue;
        check.agree(dual_derivative(tanh_of, z), slope, few_roundings, "no infinity on the way");
      }
    }
    // Eight digits near 0, where 1 - e cancels.
    agree_relatively(check, hyperbolic_tangent(1e-8), 1e-8L, 1e-8, "near 0");
    check.agree(hyperbolic_tangent_derivative(0.0), 1, 0, "the steepest slope");
    // Where e is subnormal it is right to one of the smallest numbers, and the slope to four.
    for (const double z : {354.2, 354.8, 355.0, 372.0}) {
      const auto expected = static_cast<double>(exact_slope(z));
      const double off = std::abs(hyperbolic_tangent_derivative(z) - expected);
      check.at_most(off, few_roundings * expected + 4 * smallest, 0, "a subnormal slope");
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const Activation f : all_activations) {
      check.holds(std::isnan(activate(f, nan)), "what is not a number stays so");
    }
    check.holds(std::isnan(hyperbolic_tangent_derivative(nan)), "nor has it a slope");
  });
}
