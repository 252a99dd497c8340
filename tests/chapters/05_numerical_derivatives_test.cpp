// The claims of chapter 5 about derivatives by numbers alone: how far each is from the truth.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <string>

#include "chapters/05-chain-rule/step_study.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual.hpp"
#include "nn/neuron/neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

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

/// A function with its first two derivatives, at a point.
struct Local {
  Real value;
  Real slope;
  Real curvature;
};

Local sigmoid_at(Real x) {
  const Real s = sigmoid(x);
  const Real s1 = sigmoid_derivative(x);
  return {s, s1, s1 * (1 - 2 * s)};
}

Local exponential_at(Real x) { return {std::exp(x), std::exp(x), std::exp(x)}; }

/// The remainder R(h) = f(x + h) − f(x) − f′(x)h − ½f″(x)h² and its derivatives R′ and R″, against
/// the bounds that follow from |f‴| ≤ M, one after another.
void check_remainder(Check& check, const Local& at, const Local& moved, double h, double M,
                     double slack, const std::string& what) {
  const Real t = h;
  const double size = std::abs(h);
  const auto bounded = [&](Real actual, double most, const char* which) {
    check.at_most(static_cast<double>(std::abs(actual)), most, slack, what + which);
  };
  bounded(moved.curvature - at.curvature, M * size, ", R''");
  bounded(moved.slope - at.slope - at.curvature * t, M * size * size / 2, ", R'");
  bounded(moved.value - at.value - at.slope * t - at.curvature * t * t / 2,
          M * size * size * size / 6, ", R");
}

/// The total error's two parts, Mh²/6 + η/h.
double bound(double M, double eta, double h) { return M * h * h / 6 + eta / h; }

}  // namespace

// A loss of the chapter's neuron: |L‴| < 0.4, so that with h = 6e-6 max(1, |x|), |x| < 5, the
// truncation is below 7e-11 and the rounding of the size of 1e-16/h = 2e-11.
TEST(CentralDifference, ComesCloseToTheDerivativeOfALoss) {
  property("central-difference", [](Check& check) {
    const double z = *gaussian().as("z");
    const double y = *uniform(0, 1).as("y");
    const auto loss = [&](double t) { return SquaredErrorWithLogits{}.value(t, y); };
    const double h = central_difference_step(z);
    const double quotient = (loss(z + h) - loss(z - h)) / (2 * h);
    check.agree(quotient, SquaredErrorWithLogits{}.derivative(z, y), 2e-10);
    check.agree(central_difference(loss, z), SquaredErrorWithLogits{}.derivative(z, y), 2e-10);
  });
}

// max|σ‴| = 1/8, at 0; the third derivative of the exponential is itself, largest on the right.
TEST(TaylorRemainder, AndItsDerivativesAreBounded) {
  property("taylor-remainder", [](Check& check) {
    const double x = *gaussian().as("x");
    const double h = *uniform(-1, 1).as("h");
    const Real right = static_cast<Real>(x) + h;
    check_remainder(check, sigmoid_at(x), sigmoid_at(right), h, 1.0 / 8, 1e-17, "sigmoid");
    const double M = std::exp(std::max(x, x + h));
    check_remainder(check, exponential_at(x), exponential_at(right), h, M, 1e-16 * M,
                    "exponential");
  });
}

TEST(CentralDifference, ErrorOfAnExponentialStepByStep) {
  derivation("central-difference-error", [](Derivation& d) {
    const double x = *uniform(-2, 2).as("x");
    const double h = *uniform(0.1, 1).as("h");
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
    const double x = *gaussian().as("x");
    const double h = std::pow(10, *uniform(-11, -0.5));
    const auto f = [](double t) { return sigmoid(t); };
    const double error = std::abs(central_difference(f, x, h) - sigmoid_derivative(x));
    check.at_most(error, bound(1.0 / 8, 2 * epsilon, h), 4 * epsilon);
  });
}

TEST(BestStep, NoOtherStepHasASmallerBound) {
  property("best-step", [](Check& check) {
    const double M = *uniform(0.5, 2).as("M");
    const double eta = *uniform(0.5, 2).as("eta");
    const double best = std::cbrt(3 * eta / M);
    const double t = *uniform(0.1, 10).as("t");
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
    const double M = *uniform(0.5, 2).as("M");
    const double eta = *uniform(0.5, 2).as("eta");
    const double best = std::cbrt(3 * eta / M);
    const double t = *uniform(0.1, 10).as("t");
    const double unit = M * best * best / 6;
    d.start(bound(M, eta, t * best));
    d.step("h as a multiple of the best step, and by {best-step}", unit * (t * t + 2 / t));
    d.step("multiply out the right-hand side to see it",
           unit * (3 + (t - 1) * (t - 1) * (t + 2) / t));
    d.at_least("a square times positive numbers is not negative", 3 * unit);
  });
}

// (5.20) with t = ∛(1/3): where η = ε and M = 1, the library's step is ∛ε and the best one ∛(3ε).
TEST(BestStep, OfTheLibraryIsWithinAnEighthOfTheLeastBound) {
  examples("least-error", [](Check& check) {
    const double best = std::cbrt(3 * epsilon);
    check.agree(best / 8.73e-6, 1, 1e-3, "the best step");
    check.agree(central_difference_step(0) / 6.06e-6, 1, 1e-3, "the library's");
    const double least = bound(1, epsilon, best);
    check.holds(least > 0.9 * std::pow(epsilon, 2.0 / 3), "about ε to the power of two thirds");
    check.holds(least < 1.1 * std::pow(epsilon, 2.0 / 3), "about ε to the power of two thirds");
    const double excess = bound(1, epsilon, central_difference_step(0)) / least - 1;
    check.holds(excess > 0.12 && excess < 0.125, "12 % above the least");
  });
}

// Each entry by itself, with its own step: the same operations, so the same numbers.
TEST(CentralDifference, OfEachEntryTakesTheStepForIt) {
  property("central-difference", [](Check& check) {
    const std::size_t d = *dimension(2, 4).as("d");
    const Vector<double> theta = 10 * *gaussian_vector(d);
    Vector<double> steps(d);
    for (double& h : steps) h = std::pow(10, *uniform(-6, -1));
    const auto phi = [](const Vector<double>& v) { return dot(v, v); };
    const Vector<double> with_steps = central_difference_gradient(phi, theta, steps);
    const Vector<double> by_default = central_difference_gradient(phi, theta);
    for (std::size_t j = 0; j < d; ++j) {
      const auto along_j = [&](double value) {
        Vector<double> moved = theta;
        moved(j) = value;
        return phi(moved);
      };
      check.agree(with_steps(j), central_difference(along_j, theta(j), steps(j)), 0, "given");
      check.agree(by_default(j), central_difference(along_j, theta(j)), 0, "default");
    }
    check.holds(throws<ShapeError>(
                    [&] { central_difference_gradient(phi, theta, Vector<double>(d + 1, 1e-6)); }),
                "a step too many");
  });
}

// The series of e^(x + ih) is e^x (1 + ih − h²/2 − ih³/6 + …), and for the loss of a neuron the
// next term of the imaginary part is below h⁴ max|L⁽⁵⁾|/120 < h⁴/60.
TEST(ComplexStep, IsTheDerivativeLessASixthOfTheThirdTimesHSquared) {
  property("complex-step", [](Check& check) {
    const double x = *gaussian().as("x");
    const double y = *uniform(0, 1).as("y");
    const double h = *uniform(1e-3, 0.02).as("h");
    const std::complex<double> moved(x, h);
    const double rounding = 8 * epsilon / h;
    const double grown = std::exp(moved).imag() / h / std::exp(x);
    check.agree(grown, 1 - h * h / 6, h * h * h * h / 120 + rounding, "exponential");
    const double loss = SquaredErrorWithLogits{}.value(moved, std::complex<double>(y)).imag() / h;
    check.agree(
        loss,
        SquaredErrorWithLogits{}.derivative(x, y) - h * h / 6 * third_derivative_of_loss(x, y),
        h * h * h * h / 60 + rounding, "loss of a neuron");
  });
}

// The slope by z is below ½ in size; where it is above 1e-8 or so, the imaginary part is normal.
TEST(ComplexStep, LosesNothingToATinyStep) {
  property("complex-step", [](Check& check) {
    const double x = *gaussian().as("x");
    const double y = *uniform(0, 1).as("y");
    const double h = std::pow(10, *uniform(-290, -9));
    const std::complex<double> moved(x, h);
    check.agree(SquaredErrorWithLogits{}.value(moved, std::complex<double>(y)).imag() / h,
                SquaredErrorWithLogits{}.derivative(x, y), 4 * epsilon);
  });
}

// The imaginary part is h σ′(z): subnormal below z = −663, and 0 below −700.
TEST(ComplexStep, LosesItsDigitsWhereTheImaginaryPartIsSubnormal) {
  examples("complex-step", [](Check& check) {
    const auto f = [](auto z) { return sigmoid(z); };
    const auto error = [&](double z) {
      return std::abs(complex_step(f, z) / sigmoid_derivative(z) - 1);
    };
    for (const double z : {-100.0, -600.0, -660.0}) check.agree(error(z), 0, 1e-14, "all digits");
    check.holds(error(-690) > 1e-5 && error(-690) < 1e-3, "four digits at -690");
    check.holds(error(-695) > 1e-3 && error(-695) < 1e-1, "two digits at -695");
    check.agree(complex_step(f, -700), 0, 0, "none at -700");
    check.holds(sigmoid_derivative(-700.0) > 9e-305, "where the slope is not 0");
    const std::complex<double> moved(0.15, 1e-320);
    const double slope =
        SquaredErrorWithLogits{}.value(moved, std::complex<double>(1)).imag() / 1e-320;
    check.holds(std::abs(slope / SquaredErrorWithLogits{}.derivative(0.15, 1.0) - 1) > 1e-4,
                "a step that is subnormal itself");
  });
}

// The product of the sigmoid and the exponential. Their excess r(h), without cancellation:
// σ(x + h) − σ(x) = σ(x + h) σ(−x) (1 − e⁻ʰ), and e^(x + h) − e^x = e^x (e^h − 1).
TEST(ProductRule, DifferenceQuotientStepByStep) {
  derivation("product-rule", [](Derivation& d) {
    const double x = *uniform(-2, 2).as("x");
    const double h = (*label() > 0 ? 1 : -1) * *uniform(0.1, 1);
    const double f = sigmoid(x);
    const double g = std::exp(x);
    const double f_moved = sigmoid(x + h);
    const double g_moved = std::exp(x + h);
    const double f_slope = sigmoid_derivative(x);
    const double f_excess = f_moved * sigmoid(-x) * (-std::expm1(-h)) / h - f_slope;
    const double g_excess = g * std::expm1(h) / h - g;
    d.start((f_moved * g_moved - f * g) / h);
    d.step("f(x) g(x + h) taken away and added",
           (f_moved - f) / h * g_moved + f * ((g_moved - g) / h));
    d.step("by {linear-approximation}, for f and for g",
           (f_slope + f_excess) * g_moved + f * (g + g_excess));
  });
}

// As h shrinks, the quotient of two curves goes to f′g + fg′ as fast as h.
TEST(ProductRule, IsTheLimitForCurves) {
  property("product-rule", [](Check& check) {
    const double x = *uniform(-2, 2).as("x");
    const auto product = [](auto t) {
      using std::exp;
      return sigmoid(t) * exp(t);
    };
    const double rule = sigmoid_derivative(x) * std::exp(x) + sigmoid(x) * std::exp(x);
    check.agree(complex_step(product, x), rule, 1e-14, "complex step");
    // |(σ exp)″| = |σ″ + 2σ′ + σ| exp < 2 e^(x + h), and half of that times h is the error.
    for (double h = 0.5; h > 1e-4; h /= 4) {
      check.at_most(std::abs((product(x + h) - product(x)) / h - rule), std::exp(x + h) * h,
                    40 * epsilon / h, "chord");
    }
  });
}

TEST(DualNumbers, MultiplyByTheProductRule) {
  property("dual-product", [](Check& check) {
    const Dual<double> a(*gaussian(), *gaussian());
    const Dual<double> b(*gaussian(), *gaussian());
    const Dual<double> product = a * b;
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
    const double z = *gaussian().as("z");
    const double y = *uniform(0, 1).as("y");
    const auto second = [&](auto t) {
      using T = decltype(t);
      const T s = sigmoid(t);
      const T s1 = sigmoid_derivative(t);
      return T(2) * (s1 * s1 + (s - T(y)) * s1 * (T(1) - T(2) * s));
    };
    check.agree(third_derivative_of_loss(z, y), complex_step(second, z), 1e-13);
  });
}
