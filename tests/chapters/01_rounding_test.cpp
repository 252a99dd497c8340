// Chapter 1: how far a computed sum of products can be from the true one.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

constexpr double u = unit_roundoff<float>;

/// A dot product in `float` with all its roundings on record. Products of two floats are exact in
/// `double`, and the sums here are exact there to 2⁻²⁹ of a float's own rounding.
struct Recorded {
  Vector<float> w;
  Vector<float> x;
  double computed = 0;      ///< by the library
  double exact = 0;         ///< Σ wⱼ xⱼ, by the oracle
  double magnitude = 0;     ///< Σ |wⱼ| |xⱼ|
  std::vector<double> tau;  ///< what the roundings of term j amount to
};

Recorded record_dot(std::size_t d) {
  Recorded r;
  r.w = cast<float>(*gaussian_vector(d).as("w"));
  r.x = cast<float>(*gaussian_vector(d).as("x"));
  r.computed = dot(r.w, r.x);
  r.exact = static_cast<double>(oracle::dot(cast<double>(r.w), cast<double>(r.x)));
  const auto relative = [](double rounded, double unrounded) {
    return unrounded == 0 ? 0 : rounded / unrounded - 1;
  };
  float sum = 0;
  std::vector<double> factor(d, 1.0);
  for (std::size_t j = 0; j < d; ++j) {
    const double product = static_cast<double>(r.w(j)) * r.x(j);
    const float rounded_product = r.w(j) * r.x(j);
    factor[j] *= 1 + relative(rounded_product, product);
    const double unrounded_sum = static_cast<double>(sum) + rounded_product;
    sum += rounded_product;
    for (std::size_t k = 0; k <= j; ++k) factor[k] *= 1 + relative(sum, unrounded_sum);
    r.magnitude += std::abs(product);
  }
  for (const double f : factor) r.tau.push_back(f - 1);
  return r;
}

}  // namespace

TEST(Rounding, EachOperationInFloatIsRightButForAFactor) {
  property("rounding-model", [](Check& check) {
    const auto a = static_cast<float>(*gaussian().as("a"));
    const auto b = static_cast<float>(*gaussian().as("b"));
    RC_PRE(b != 0);
    const auto within = [&](float computed, double exact, const char* what) {
      // In units of u; the double result is itself right to 2⁻²⁹ u.
      check.at_most(std::abs(computed - exact) / u, std::abs(exact), 1e-8, what);
    };
    const double exact_a = a;
    const double exact_b = b;
    within(a + b, exact_a + exact_b, "sum");
    within(a - b, exact_a - exact_b, "difference");
    within(a * b, exact_a * exact_b, "product");
    within(a / b, exact_a / exact_b, "quotient");
  });
}

TEST(Rounding, EachOperationInDoubleIsRightButForAFactor) {
  property("rounding-model", [](Check& check) {
    const double a = *gaussian().as("a");
    const double b = *gaussian().as("b");
    RC_PRE(b != 0);
    const auto within = [&](double computed, long double exact, const char* what) {
      // In units of 2⁻⁵³; the long double result is itself right to 2⁻¹¹ of that.
      const long double error = std::abs(computed - exact) / 0x1p-53L;
      check.at_most(static_cast<double>(error),
                    static_cast<double>(std::abs(exact)) * (1 + 0x1p-11), 0, what);
    };
    const long double long_a = a;
    const long double long_b = b;
    within(a + b, long_a + long_b, "sum");
    within(a - b, long_a - long_b, "difference");
    within(a * b, long_a * long_b, "product");
    within(a / b, long_a / long_b, "quotient");
  });
}

TEST(Rounding, UnitRoundoffIsTheLastNumberThatOneSwallows) {
  EXPECT_EQ(unit_roundoff<double>, 0x1p-53);
  EXPECT_EQ(unit_roundoff<float>, 0x1p-24F);
  EXPECT_EQ(1 + unit_roundoff<double>, 1.0) << "a tie goes to the even neighbour";
  EXPECT_GT(1 + std::nextafter(unit_roundoff<double>, 1.0), 1.0);
}

TEST(Gamma, IsItsFormula) {
  property("gamma", [](Check& check) {
    const std::size_t n = *dimension(0, 1'000'000).as("n");
    const long double nu = static_cast<long double>(n) * 0x1p-53L;
    const auto expected = static_cast<double>(nu / (1 - nu));
    check.agree(nn::gamma<double>(n) / 0x1p-53, expected / 0x1p-53, 4 * epsilon);
    const long double nu_float = static_cast<long double>(n) * 0x1p-24L;
    check.agree_unrecorded(Vector<double>(1, nn::gamma<float>(n)),
                           Vector<double>(1, static_cast<double>(nu_float / (1 - nu_float))), 4 * u,
                           "float");
    check.holds(nn::gamma<double>(n + 1) > nn::gamma<double>(n), "one more rounding, one more u");
  });
}

TEST(Gamma, Edges) {
  EXPECT_EQ(nn::gamma<double>(0), 0);
  EXPECT_DOUBLE_EQ(nn::gamma<double>(1), 0x1p-53) << "u/(1 - u) is u and a little";
  EXPECT_NO_THROW(nn::gamma<float>((1U << 24U) - 1));
  EXPECT_THROW(nn::gamma<float>(1U << 24U), std::domain_error);
  EXPECT_THROW(nn::gamma<double>(std::size_t{1} << 53U), std::domain_error);
}

// For any roundoff below 1/n, not only for the tiny ones of real machines: large ones show more.
TEST(Gamma, BoundsAProductOfRoundings) {
  derivation("gamma-product", [](Derivation& step) {
    const std::size_t n = *dimension(1, 10).as("n");
    const double roundoff = *uniform(0.001, 0.05).as("roundoff");
    double product = 1;
    for (std::size_t i = 0; i < n; ++i) product *= 1 + *uniform(-1, 1) * roundoff;
    const double nu = static_cast<double>(n) * roundoff;
    const double gamma_n = nu / (1 - nu);
    step.start(product);
    step.at_most("no factor is larger", std::pow(1 + roundoff, n));
    step.at_most("1 + u times 1 - u is at most 1", 1 / std::pow(1 - roundoff, n));
    step.at_most("Bernoulli's inequality", 1 / (1 - nu));
    step.step("by {gamma}", 1 + gamma_n);
  });
}

TEST(Gamma, BoundsAProductOfRoundingsFromBelow) {
  derivation("gamma-product-below", [](Derivation& step) {
    const std::size_t n = *dimension(1, 10).as("n");
    const double roundoff = *uniform(0.001, 0.05).as("roundoff");
    double product = 1;
    for (std::size_t i = 0; i < n; ++i) product *= 1 + *uniform(-1, 1) * roundoff;
    const double nu = static_cast<double>(n) * roundoff;
    step.start(product);
    step.at_least("no factor is smaller", std::pow(1 - roundoff, n));
    step.at_least("Bernoulli's inequality", 1 - nu);
    step.at_least("by {gamma}, where the divisor is at most 1", 1 - nu / (1 - nu));
  });
}

TEST(DotRounding, ComputedSumIsATrueSumOfChangedTerms) {
  property("dot-computed", [](Check& check) {
    const std::size_t d = *dimension(1, 40).as("d");
    const Recorded r = record_dot(d);
    double changed = 0;
    for (std::size_t j = 0; j < d; ++j) {
      changed += static_cast<double>(r.w(j)) * r.x(j) * (1 + r.tau[j]);
      // Each τ is known to 41 roundings of a double.
      check.at_most(std::abs(r.tau[j]) / u, nn::gamma<float>(d) / u, 1e-6, "τ");
    }
    check.agree(r.computed, changed, 1e-12 * (1 + r.magnitude), "the sum");
  });
}

// Everything is counted in units of u = 2⁻²⁴, so that the error itself is of the size of 1. The
// oracle's double roundings are 2⁻²⁹ of that, 40 times over: 1e-6 covers them.
TEST(DotRounding, ErrorBoundStepByStep) {
  derivation(
      "dot-error-bound",
      [](Derivation& step) {
        const std::size_t d = *dimension(1, 40).as("d");
        const Recorded r = record_dot(d);
        double changes = 0;
        double sizes = 0;
        for (std::size_t j = 0; j < d; ++j) {
          const double term = static_cast<double>(r.w(j)) * r.x(j);
          changes += term * r.tau[j];
          sizes += std::abs(term) * std::abs(r.tau[j]);
        }
        const double gamma_d = static_cast<double>(d) * u / (1 - static_cast<double>(d) * u);
        step.start(std::abs(r.computed - r.exact) / u);
        step.step("take {dot-product} from {dot-computed}", std::abs(changes) / u);
        step.at_most("the triangle inequality", sizes / u);
        step.at_most("by the bound in {dot-computed}", gamma_d * r.magnitude / u);
      },
      1e-6);
}

TEST(DotRounding, BoundHoldsInBothTypes) {
  property("dot-error-bound", [](Check& check) {
    const std::size_t d = *dimension(0, 100).as("d");
    const Vector<double> w = *gaussian_vector(d).as("w");
    Vector<double> x = *gaussian_vector(d).as("x");
    // The terms of the second half almost cancel those of the first.
    for (std::size_t j = d / 2; j < d; ++j) {
      const std::size_t partner = j - d / 2;
      if (w(j) != 0 && partner < d / 2) x(j) = -w(partner) * x(partner) / w(j);
    }
    const double error =
        static_cast<double>(std::abs(static_cast<oracle::Real>(dot(w, x)) - oracle::dot(w, x)));
    // The oracle's own error is 2⁻¹¹ of the bound.
    check.at_most(error / 0x1p-53, dot_error_bound(w, x) * (1 + 0x1p-10) / 0x1p-53, 0, "double");

    const auto wf = cast<float>(w);
    const auto xf = cast<float>(x);
    const oracle::Real exact = oracle::dot(cast<double>(wf), cast<double>(xf));
    const auto float_error =
        static_cast<double>(std::abs(static_cast<oracle::Real>(dot(wf, xf)) - exact));
    // The bound is computed in float: d + 3 roundings of its own.
    check.at_most(float_error / u, dot_error_bound(wf, xf) * (1 + 2e-5) / u, 0, "float");
  });
}

TEST(DotRounding, BoundIsItsFormula) {
  examples([](Check& check) {
    const auto w = vector<double>({3, -1});
    const auto x = vector<double>({1, 2});
    check.agree(dot_error_bound(w, x) / 0x1p-53, 10, 4 * epsilon, "γ₂(3 + 2) = 10 u");
    check.agree(dot_error_bound(vector<double>({}), vector<double>({})), 0, 0, "no terms");
    // One by one the small terms vanish beside the large one: almost the whole bound is used up.
    const std::size_t d = 1000;
    Vector<float> small(d, unit_roundoff<float>);
    small(0) = 1;
    const Vector<float> ones(d, 1.0F);
    const double error = static_cast<double>(d - 1) * u;
    check.agree((1 + error) - dot(small, ones), error, 1e-12, "the whole tail is lost");
    check.at_most(error, dot_error_bound(small, ones), 0, "and the bound knows");
    check.at_most(dot_error_bound(small, ones), 1.01 * error, 0, "and is not larger than needed");
  });
  EXPECT_THROW(dot_error_bound(vector<double>({1}), vector<double>({1, 2})), ShapeError);
}
