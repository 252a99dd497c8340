// The claims of chapter 5 about derivatives by numbers alone: how far each is from the truth.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>

#include "chapters/05-chain-rule/step_study.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual.hpp"
#include "nn/neuron/neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using nn::chapter5::third_derivative_of_loss;

namespace {

using Real = long double;

/// Σₖ hᵏ/k! from `first` on: what is left of the series of e^h after `first` terms.
double tail_of_exponential(double h, int first) {
  double term = 1;
  double sum = 0;
  for (int k = 0; k < 40; ++k) {
    if (k >= first) sum += term;
    term *= h / (k + 1);
  }
  return sum;
}

/// R(h) = f(x + h) − f(x) − f′(x)h − ½f″(x)h² of the sigmoid, in long double.
double sigmoid_remainder(double at, double step) {
  const Real x = at;
  const Real h = step;
  const Real s = sigmoid(x);
  const Real s1 = sigmoid_derivative(x);
  return static_cast<double>(sigmoid(x + h) - s - s1 * h - s1 * (1 - 2 * s) * h * h / 2);
}

/// The total error's two parts, Mh²/6 + η/h.
double bound(double M, double eta, double h) { return M * h * h / 6 + eta / h; }

}  // namespace

// A loss of the chapter's neuron: |L‴| < 0.4, so that with h = 6e-6 max(1, |x|), |x| < 5, the
// truncation is below 7e-11 and the rounding of the size of 1e-16/h = 2e-11.
TEST(CentralDifference, ComesCloseToTheDerivativeOfALoss) {
  property("central-difference", [](Check& check) {
    const double z = *gaussian();
    const double y = *uniform(0, 1);
    const auto loss = [&](double t) { return SquaredErrorLoss::value(t, y); };
    const double h = central_difference_step(z);
    const double quotient = (loss(z + h) - loss(z - h)) / (2 * h);
    check.agree(quotient, SquaredErrorLoss::derivative(z, y), 2e-10);
    check.agree(central_difference(loss, z), SquaredErrorLoss::derivative(z, y), 2e-10);
  });
}

// max|σ‴| = 1/8, at 0; the third derivative of the exponential is itself, largest on the right.
TEST(TaylorRemainder, IsAtMostMTimesHCubedOverSix) {
  property("taylor-remainder", [](Check& check) {
    const double x = *gaussian();
    const double h = *uniform(-1, 1);
    const double cube = std::abs(h * h * h);
    check.at_most(std::abs(sigmoid_remainder(x, h)), cube / 8 / 6, 1e-17, "sigmoid");
    const double M = std::exp(std::max(x, x + h));
    const Real e = std::exp(static_cast<Real>(x));
    const Real grown = std::exp(static_cast<Real>(x) + h);
    const double exponential =
        static_cast<double>(grown - e * (1 + h + static_cast<Real>(h) * h / 2));
    check.at_most(std::abs(exponential), M * cube / 6, 1e-16 * M, "exponential");
  });
}

TEST(CentralDifference, ErrorOfAnExponentialStepByStep) {
  derivation("central-difference-error", [](Derivation& d) {
    const double x = *uniform(-2, 2);
    const double h = *uniform(0.1, 1);
    const auto f = [](double t) { return std::exp(t); };
    const double M = std::exp(x + h);
    const double right = std::exp(x) * tail_of_exponential(h, 3);
    const double left = std::exp(x) * tail_of_exponential(-h, 3);
    d.start(std::abs((f(x + h) - f(x - h)) / (2 * h) - f(x)));
    d.step("by {taylor-remainder}, at h and at -h", std::abs(right - left) / (2 * h));
    d.at_most("triangle inequality", (std::abs(right) + std::abs(left)) / (2 * h));
    d.at_most("by {taylor-remainder}, twice", (M * h * h * h / 6 + M * h * h * h / 6) / (2 * h));
    d.step("collect", M * h * h / 6);
  });
}

// As soon as the bound of a half is taken for M, the sigmoid's derivative breaks it.
TEST(CentralDifference, ErrorBoundIsNotTwiceTooLarge) {
  examples("central-difference-error", [](Check& check) {
    const auto f = [](double t) { return sigmoid(t); };
    const double error = std::abs(central_difference(f, 0.0, 0.01) - sigmoid_derivative(0.0));
    check.at_most(error, 0.01 * 0.01 / 8 / 6, 1e-13, "below the bound");
    check.at_most(0.99 * 0.01 * 0.01 / 8 / 6, error, 1e-13, "and within 1 % of it");
  });
}

// A value of the sigmoid, of size at most 1, is computed to within η = 2ε: e⁻ᶻ, 1 + e⁻ᶻ and the
// quotient round once each, and x ± h lies up to ε/2 max(1, |x|) beside the number meant, which the
// divisor knows. The subtraction and the division leave 4ε.
TEST(CentralDifference, TruncationAndRoundingBoundItsError) {
  property("total-error", [](Check& check) {
    const double x = *gaussian();
    const double h = std::pow(10, *uniform(-11, -0.5));
    const auto f = [](double t) { return sigmoid(t); };
    const double error = std::abs(central_difference(f, x, h) - sigmoid_derivative(x));
    check.at_most(error, bound(1.0 / 8, 2 * epsilon, h), 4 * epsilon);
  });
}

TEST(BestStep, NoOtherStepHasASmallerBound) {
  property("best-step", [](Check& check) {
    const double M = *uniform(0.5, 2);
    const double eta = *uniform(0.5, 2);
    const double best = std::cbrt(3 * eta / M);
    const double t = *uniform(0.1, 10);
    check.at_most(bound(M, eta, best), bound(M, eta, t * best), 1e-14);
    if (std::abs(t - 1) > 0.01) {
      check.holds(bound(M, eta, best) < bound(M, eta, t * best), "any other step is worse");
    }
    const auto error = [&](auto h) {
      using T = decltype(h);
      return T(M) * h * h / T(6) + T(eta) / h;
    };
    check.agree(complex_step(error, best), 0, 1e-14, "the slope there is 0");
  });
}

TEST(BestStep, LeastBoundStepByStep) {
  derivation("least-error", [](Derivation& d) {
    const double M = *uniform(0.5, 2);
    const double eta = *uniform(0.5, 2);
    const double best = std::cbrt(3 * eta / M);
    const double t = *uniform(0.1, 10);
    const double unit = M * best * best / 6;
    d.start(bound(M, eta, t * best));
    d.step("h as a multiple of the best step, and by {best-step}", unit * (t * t + 2 / t));
    d.step("multiply out the right-hand side to see it",
           unit * (3 + (t - 1) * (t - 1) * (t + 2) / t));
    d.at_least("a square times positive numbers is not negative", 3 * unit);
  });
}

// The series of e^(x + ih) is e^x (1 + ih − h²/2 − ih³/6 + …), and for the loss of a neuron the
// next term of the imaginary part is below h⁴ max|L⁽⁵⁾|/120 < h⁴/60.
TEST(ComplexStep, IsTheDerivativeLessASixthOfTheThirdTimesHSquared) {
  property("complex-step", [](Check& check) {
    const double x = *gaussian();
    const double y = *uniform(0, 1);
    const double h = *uniform(1e-3, 0.02);
    const std::complex<double> moved(x, h);
    const double rounding = 8 * epsilon / h;
    const double grown = std::exp(moved).imag() / h / std::exp(x);
    check.agree(grown, 1 - h * h / 6, h * h * h * h / 120 + rounding, "exponential");
    const double loss = SquaredErrorLoss::value(moved, std::complex<double>(y)).imag() / h;
    check.agree(loss,
                SquaredErrorLoss::derivative(x, y) - h * h / 6 * third_derivative_of_loss(x, y),
                h * h * h * h / 60 + rounding, "loss of a neuron");
  });
}

TEST(ComplexStep, LosesNothingHoweverSmallTheStep) {
  property("complex-step", [](Check& check) {
    const double x = *gaussian();
    const double y = *uniform(0, 1);
    const double h = std::pow(10, *uniform(-100, -9));
    const std::complex<double> moved(x, h);
    check.agree(SquaredErrorLoss::value(moved, std::complex<double>(y)).imag() / h,
                SquaredErrorLoss::derivative(x, y), 4 * epsilon);
  });
}

// Two lines in h: a + a′h and b + b′h. The chord of their product, from h = 0.
TEST(ProductRule, ChordStepByStep) {
  derivation("product-rule", [](Derivation& d) {
    const double a = *gaussian();
    const double b = *gaussian();
    const double slope_a = *gaussian();
    const double slope_b = *gaussian();
    const double h = *uniform(0.1, 1);
    d.start(((a + slope_a * h) * (b + slope_b * h) - a * b) / h);
    d.step("multiply out; the products ab cancel",
           (slope_a * h * b + a * slope_b * h + slope_a * slope_b * h * h) / h);
    d.step("divide by h, which is not 0", slope_a * b + a * slope_b + slope_a * slope_b * h);
  });
}

TEST(DualNumbers, MultiplyByTheProductRule) {
  property("dual-product", [](Check& check) {
    const Dual a(*gaussian(), *gaussian());
    const Dual b(*gaussian(), *gaussian());
    const Dual product = a * b;
    check.agree(product.value, a.value * b.value, 0, "value");
    check.agree(product.derivative, a.derivative * b.value + a.value * b.derivative, 0,
                "derivative");
    const auto product_of_lines = [&](auto h) {
      using T = decltype(h);
      return (T(a.value) + T(a.derivative) * h) * (T(b.value) + T(b.derivative) * h);
    };
    check.agree(product.derivative, complex_step(product_of_lines, 0), 1e-14, "of two lines");
  });
}

// L‴ of the program, by differences of the second derivative 2(σ′² + (σ − y)σ″).
TEST(StepStudy, ThirdDerivativeOfTheLoss) {
  property([](Check& check) {
    const double z = *gaussian();
    const double y = *uniform(0, 1);
    const auto second = [&](auto t) {
      using T = decltype(t);
      const T s = sigmoid(t);
      const T s1 = sigmoid_derivative(t);
      return T(2) * (s1 * s1 + (s - T(y)) * s1 * (T(1) - T(2) * s));
    };
    check.agree(third_derivative_of_loss(z, y), complex_step(second, z), 1e-13);
  });
}
