// The scalars: what a dual number and the complex logarithm must do for the formulas above them.
#include "nn/scalar/scalar.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/dual.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// The value must be the one that `double` gives, the derivative the one of the chain rule.
void check_dual(Check& check, const Dual<double>& actual, double value, double derivative,
                const char* what) {
  check.agree(actual.value, value, 0, what);
  check.agree(actual.derivative, derivative, 4 * epsilon, what);
}

/// A divisor or an argument of a logarithm that is not close to 0.
rc::Gen<double> away_from_zero() { return uniform(0.1, 5); }

}  // namespace

TEST(Dual, ArithmeticFollowsTheRulesOfDifferentiation) {
  property([](Check& check) {
    const Dual<double> a(*gaussian(), *gaussian());
    const Dual<double> b(*away_from_zero(), *gaussian());
    const double da = a.derivative;
    const double db = b.derivative;
    check_dual(check, a + b, a.value + b.value, da + db, "sum");
    check_dual(check, a - b, a.value - b.value, da - db, "difference");
    check_dual(check, -a, -a.value, -da, "negative");
    check_dual(check, a * b, a.value * b.value, da * b.value + a.value * db, "product");
    // Written as in a table of derivatives; at most 25 times 4 roundings of the terms.
    check.agree((a / b).derivative, (da * b.value - a.value * db) / (b.value * b.value),
                1000 * epsilon, "quotient");
    check.agree((a / b).value, a.value / b.value, 0, "value of the quotient");
  });
}

TEST(Dual, CompoundAssignmentIsTheOperatorAndTheAssignment) {
  property([](Check& check) {
    const Dual<double> a(*gaussian(), *gaussian());
    const Dual<double> b(*away_from_zero(), *gaussian());
    Dual<double> c = a;
    check.holds((c += b) == a + b && c == a + b, "+=");
    check.holds((c = a, c -= b) == a - b, "-=");
    check.holds((c = a, c *= b) == a * b, "*=");
    check.holds((c = a, c /= b) == a / b, "/=");
  });
}

TEST(Dual, FunctionsCarryTheirDerivatives) {
  property([](Check& check) {
    const double x = *away_from_zero().as("x");
    const Dual<double> a(x, *gaussian());
    const double da = a.derivative;
    check_dual(check, exp(a), std::exp(x), std::exp(x) * da, "exp");
    check_dual(check, log(a), std::log(x), da / x, "log");
    check_dual(check, log1p(a), std::log1p(x), da / (1 + x), "log1p");
    check_dual(check, sqrt(a), std::sqrt(x), da / (2 * std::sqrt(x)), "sqrt");
  });
}

// No rule is taken from the code here: the chord of the same function at `double` decides.
TEST(Dual, AgreesWithAChord) {
  property([](Check& check) {
    const double x = *away_from_zero().as("x");
    const auto f = [](auto t) {
      using std::exp, std::log, std::sqrt;
      return exp(-t) * log(t) / (sqrt(t) + log1p(t * t)) - t;
    };
    // Near 0.1 the third derivative is of the order of 1e4: 6e-6² · 1e4/6 = 6e-8.
    check.agree(f(Dual<double>::variable(x)).derivative, central_difference(f, x), 1e-6);
  });
}

// f″ of a formula, where the variable is a dual number of dual numbers.
TEST(Dual, OfDualNumbersHasTheSecondDerivative) {
  property([](Check& check) {
    using Twice = Dual<Dual<double>>;
    const double x = *uniform(0.2, 3).as("x");
    const Twice at{{x, 1}, {1, 0}};
    const auto second = [](const Twice& y) { return y.derivative.derivative; };
    check.agree(second(at * at * at), 6 * x, 4 * epsilon * 6 * x, "x³");
    check.agree(second(1 / at) * x * x * x / 2, 1, 16 * epsilon, "1/x");
    check.agree(second(exp(at)) / std::exp(x), 1, 4 * epsilon, "eˣ");
    check.agree(second(log(at)) * x * x, -1, 4 * epsilon, "ln x");
    check.agree(second(log1p(at)) * (1 + x) * (1 + x), -1, 8 * epsilon, "ln(1 + x)");
    check.agree(second(sqrt(at)) * 4 * x * std::sqrt(x), -1, 16 * epsilon, "√x");
    check.agree(real_part(at), x, 0, "a branch sees the number itself");
  });
}

TEST(Dual, InSinglePrecision) {
  property([](Check& check) {
    const double x = *uniform(0.2, 3).as("x");
    const auto at = Dual<float>::variable(static_cast<float>(x));
    const Dual<float> y = sqrt(exp(at) * log(at + 1) / log1p(at));  // eˣ under the root
    check.agree(static_cast<double>(y.derivative) / (std::exp(x / 2) / 2), 1, 1e-5);
  });
}

TEST(Dual, ConstantsHaveNoDerivativeAndVariablesOne) {
  EXPECT_EQ(Dual<double>(3).derivative, 0);
  EXPECT_EQ(Dual<double>().value, 0);
  EXPECT_EQ(Dual<double>::variable(3), Dual<double>(3, 1));
  EXPECT_EQ(real_part(Dual<double>(3, 4)), 3);
}

TEST(Dual, DerivativeOfTheRootAtZeroIsInfinite) {
  EXPECT_EQ(sqrt(Dual<double>::variable(0)).derivative, std::numeric_limits<double>::infinity());
}

TEST(ComplexLog1p, AgreesWithTheRealOneAndItsDerivative) {
  property([](Check& check) {
    const double x = *uniform(-0.9, 10).as("x");
    const std::complex<double> y = log1p(std::complex<double>(x, 1e-20));
    check.agree(y.real(), std::log1p(x), 4 * epsilon, "value");
    check.agree(y.imag() / 1e-20, 1 / (1 + x), 4 * epsilon, "derivative");
  });
}

TEST(ComplexLog1p, AgreesWithTheComplexLogarithmAwayFromZero) {
  property([](Check& check) {
    const std::complex<double> x(*uniform(-0.5, 3), *uniform(-3, 3));
    const std::complex<double> expected = std::log(1.0 + x);
    check.agree(log1p(x).real(), expected.real(), 8 * epsilon, "real part");
    check.agree(log1p(x).imag(), expected.imag(), 8 * epsilon, "imaginary part");
  });
}

// Near -1 the logarithm is steep. 1 + x is exact there, and so the logarithm keeps all its digits.
TEST(ComplexLog1p, KeepsItsDigitsNearTheSingularity) {
  property([](Check& check) {
    const double x = std::pow(10.0, -*uniform(1, 7)) - 1;
    const std::complex<double> y = log1p(std::complex<double>(x, 1e-20));
    check.agree(y.real(), std::log(1 + x), 4 * epsilon, "value");
    check.agree(y.imag() / 1e-20, 1 / (1 + x), 4 * epsilon, "derivative");
  });
}

// Where |x| is above 1e155 its square would overflow; 1 + x rounds to x.
TEST(ComplexLog1p, HoldsForLargeNumbers) {
  property([](Check& check) {
    const double length = std::pow(10, *uniform(155, 300));
    const double angle = *uniform(-3, 3).as("angle");
    const std::complex<double> y = log1p(std::polar(length, angle));
    check.agree(y.real(), std::log(length), 4 * epsilon, "ln |x|");
    check.agree(y.imag(), angle, 4 * epsilon, "the angle of x");
  });
  examples([](Check& check) {
    using Complex = std::complex<double>;
    check.agree(log1p(Complex(1e160, 0)).real(), 160 * std::log(10), 4 * epsilon, "no angle");
    check.agree(log1p(Complex(1e160, 1e140)).imag() / 1e-20, 1, 4 * epsilon, "a small one");
    check.agree(log1p(Complex(1, 1e160)).imag(), std::acos(0), 4 * epsilon, "a right one");
  });
}

// Where 1 + x rounds to 1, log(1 + x) is 0 and log1p(x) is x.
TEST(ComplexLog1p, KeepsSmallNumbers) {
  examples([](Check& check) {
    const std::complex<double> y = log1p(std::complex<double>(1e-20, 1e-25));
    check.agree(y.real() / 1e-20, 1, 4 * epsilon, "real part");
    check.agree(y.imag() / 1e-25, 1, 4 * epsilon, "imaginary part");
  });
}

TEST(RealPart, IsTheNumberItselfOrItsRealPart) {
  EXPECT_EQ(real_part(2.5), 2.5);
  EXPECT_EQ(real_part(2.5F), 2.5F);
  EXPECT_EQ(real_part(std::complex<double>(2.5, 7)), 2.5);
}
