// Chapter 3: the rules about slopes that the derivative of the sigmoid is made of.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// A step of a chord: either way, and long enough that the chord keeps its digits.
double long_step() { return *uniform(0.1, 1) * (*label() == 0 ? 1 : -1); }

}  // namespace

// e^h = 1 + h + h^2/2 + ..., so for |h| <= 1 the quotient is within |h|(e - 2) < |h| of 1. Where h
// is as small as a rounding, no difference is left.
TEST(Exponential, HasSlopeOneAtZero) {
  property("exp-slope-at-zero", [](Check& check) {
    const double h = std::exp(*uniform(-30, 0)) * (*label() == 0 ? 1 : -1);
    check.at_most(std::abs(std::expm1(h) / h - 1), std::abs(h), 4 * epsilon);
    const double least = h * epsilon;
    check.agree(std::expm1(least) / least, 1, 4 * epsilon);
  });
}

// The quotient divides roundings of e^z e^h, at most e^6, by an h of 0.1 or more: 10 times 4 of
// them, relative to the largest term.
TEST(Exponential, ChordIsTheOneAtZeroStretched) {
  derivation(
      "exp-quotient",
      [](Derivation& d) {
        const double z = *gaussian().as("z");
        const double h = long_step();
        d.start((std::exp(z + h) - std::exp(z)) / h);
        d.step("exponents add", (std::exp(z) * std::exp(h) - std::exp(z)) / h);
        d.step("take out the common factor", std::exp(z) * ((std::exp(h) - 1) / h));
      },
      100 * epsilon);
}

TEST(Exponential, IsItsOwnDerivative) {
  property("exp-derivative", [](Check& check) {
    const double z = *gaussian().as("z");
    const auto f = []<class T>(const T& t) {
      using std::exp;
      return T(exp(t));
    };
    check_derivative(check, f, z, std::exp(z));
  });
}

TEST(Reciprocal, ChordOfOneOverG) {
  derivation(
      "reciprocal-quotient",
      [](Derivation& d) {
        const double z = *gaussian().as("z");
        const double h = long_step();
        const double a = *gaussian().as("a");
        const auto g = [=](double t) { return 1 + (t - a) * (t - a); };
        d.start(1 / h * (1 / g(z + h) - 1 / g(z)));
        d.step("common denominator", 1 / h * ((g(z) - g(z + h)) / (g(z + h) * g(z))));
        d.step("turn the difference round", -(g(z + h) - g(z)) / h * (1 / (g(z + h) * g(z))));
      },
      100 * epsilon);
}

TEST(Reciprocal, SlopeIsMinusTheSlopeOverTheSquare) {
  property("reciprocal-rule", [](Check& check) {
    const double z = *gaussian().as("z");
    const double a = *uniform(0.5, 2).as("a");
    const double b = *uniform(0.5, 1).as("b");
    const double sign = *label() == 0 ? 1 : -1;
    const auto g = [=]<class T>(const T& t) {
      using std::exp;
      return T(T(sign) * (T(a) + exp(T(-b) * t)));
    };
    const double slope_of_g = -sign * b * std::exp(-b * z);
    const auto reciprocal = [&]<class T>(const T& t) { return T(T(1) / g(t)); };
    check_derivative(check, reciprocal, z, -slope_of_g / (g(z) * g(z)));
  });
}

TEST(Exponential, SlopeOfTheNegativeExponent) {
  derivation("exp-minus-derivative", [](Derivation& d) {
    const double z = *gaussian().as("z");
    const auto falling = [](const auto& t) { return exp(-t); };
    const auto reciprocal = [](const auto& t) { return 1.0 / exp(t); };
    const auto rising = [](const auto& t) { return exp(t); };
    const double e = std::exp(z);
    d.start(complex_step(falling, z));
    d.step("a negative exponent is a reciprocal", complex_step(reciprocal, z));
    d.step("by {reciprocal-rule}, with g the exponential", -complex_step(rising, z) / (e * e));
    d.step("by {exp-derivative}", -e / (e * e));
    d.step("cancel one factor", -std::exp(-z));
  });
}
