// The checkers, checked: each must accept a right derivative and refuse a wrong one.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <cmath>

#include "nn/training/gradient_descent.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// φ(θ) = ⟨v, exp(θ)⟩ + θ₀θ₁, whose gradient is known: v exp(θ) + (θ₁, θ₀, 0, …).
struct Known {
  Vector<double> v;

  template <class T>
  T operator()(const Vector<T>& theta) const {
    using std::exp;
    T sum = theta(0) * theta(1);
    for (std::size_t j = 0; j < theta.size(); ++j) sum += T(v(j)) * exp(theta(j));
    return sum;
  }

  Vector<double> gradient(const Vector<double>& theta) const {
    Vector<double> g(theta.size());
    for (std::size_t j = 0; j < g.size(); ++j) g(j) = v(j) * std::exp(theta(j));
    g(0) += theta(1);
    g(1) += theta(0);
    return g;
  }
};

/// A point whose gradient is neither tiny nor huge, so that an error of one part in a million
/// shows.
struct Point {
  Known phi;
  Vector<double> theta;
  Vector<double> gradient;
};

Point draw_point() {
  const std::size_t d = *dimension(2, 5).as("d");
  Known phi{*gaussian_vector(d)};
  const Vector<double> theta = *gaussian_vector(d).as("θ");
  return {phi, theta, phi.gradient(theta)};
}

double largest(const Vector<double>& v) {
  double result = 0;
  for (const double x : v) result = std::max(result, std::abs(x));
  return result;
}

double relative_error(const Vector<double>& actual, const Vector<double>& expected) {
  return largest(actual - expected) / std::max(1.0, largest(expected));
}

}  // namespace

// The third derivative of φ is at most |v| e^θ, below 5 e⁵ = 740 for |θ| < 5; scaled by ‖g‖∞ the
// truncation is below h² |θ|²/6 ≈ 2e-10 and the rounding of the order of ε/h = 4e-11.
TEST(CentralDifference, IsRightToTenToTheMinusEight) {
  property([](Check& check) {
    const Point p = draw_point();
    check.agree(relative_error(central_difference_gradient(p.phi, p.theta), p.gradient), 0, 1e-8);
  });
}

TEST(CentralDifference, IsExactUpToRoundingForQuadratics) {
  property([](Check& check) {
    const double a = *gaussian().as("a");
    const double b = *gaussian().as("b");
    const double x = *gaussian().as("x");
    const double h = *uniform(0.1, 1).as("h");
    const auto f = [&](double t) { return a * t * t + b * t; };
    check.agree(central_difference(f, x, h), 2 * a * x + b, 1e-12);
  });
}

TEST(CentralDifference, ErrorFallsWithTheSquareOfTheStep) {
  property([](Check& check) {
    const double x = *uniform(-2, 2).as("x");
    const auto f = [](double t) { return std::exp(t); };
    const double coarse = central_difference(f, x, 2e-2) - std::exp(x);
    const double fine = central_difference(f, x, 1e-2) - std::exp(x);
    // sinh(h)/h − 1 = h²/6 + h⁴/120 + …: the ratio is 4(1 + 3h²/20 + …), h = 1e-2.
    check.agree(coarse / fine / 4, 1, 1e-4);
  });
}

TEST(CentralDifference, StepIsRelativeForLargeNumbersAndAbsoluteForSmallOnes) {
  EXPECT_DOUBLE_EQ(central_difference_step(0), std::cbrt(epsilon));
  EXPECT_DOUBLE_EQ(central_difference_step(-0.5), std::cbrt(epsilon));
  EXPECT_DOUBLE_EQ(central_difference_step(-1000), 1000 * std::cbrt(epsilon));
}

TEST(ComplexStep, IsRightToRounding) {
  property([](Check& check) {
    const Point p = draw_point();
    check.agree(relative_error(complex_step_gradient(p.phi, p.theta), p.gradient), 0, 1e-14);
  });
}

TEST(DualGradient, IsRightToRounding) {
  property([](Check& check) {
    const Point p = draw_point();
    check.agree(relative_error(dual_gradient(p.phi, p.theta), p.gradient), 0, 1e-14);
  });
}

// The entries and the direction are of the size of 1; h = 6e-6 · max(1, |θ|) < 3e-5, and the third
// derivative along v below 740 Σ|vⱼ|³: h²/6 · 740 = 1e-7 at the very most.
TEST(SlopeAlongADirection, IsTheGradientTimesTheDirection) {
  property([](Check& check) {
    const Point p = draw_point();
    Vector<double> v = *gaussian_vector(p.theta.size()).as("v");
    if (norm(v) == 0) v(0) = 1;
    v /= norm(v);
    const double size = std::max(1.0, largest(p.gradient));
    const double slope = dot(p.gradient, v) / size;
    check.agree(dual_derivative_along(p.phi, p.theta, v) / size, slope, 1e-14, "dual numbers");
    check.agree(complex_step_along(p.phi, p.theta, v) / size, slope, 1e-14, "complex step");
    check.agree(central_difference_along(p.phi, p.theta, v) / size, slope, 1e-7, "difference");
    const Vector<double> longer(v.size() + 1, 1.0);
    check.holds(throws<ShapeError>([&] { dual_derivative_along(p.phi, p.theta, longer); }) &&
                    throws<ShapeError>([&] { complex_step_along(p.phi, p.theta, longer); }) &&
                    throws<ShapeError>([&] { central_difference_along(p.phi, p.theta, longer); }),
                "a direction of another length is refused");
  });
}

TEST(DualGradient, FollowsTheBranchThatRan) {
  const auto relu = [](Dual<double> x) { return real_part(x) > 0 ? x : Dual<double>(0); };
  EXPECT_EQ(dual_derivative(relu, 2), 1);
  EXPECT_EQ(dual_derivative(relu, -2), 0);
  EXPECT_EQ(dual_derivative(relu, 0), 0);
}

TEST(TaylorTestOracle, PassesARightGradientAndRefusesAWrongOne) {
  property([](Check& check) {
    const Point p = draw_point();
    const Vector<double> direction = *gaussian_vector(p.theta.size()).as("direction");
    const double slope = dot(p.gradient, direction);
    RC_PRE(std::abs(slope) > 0.5);
    check.holds(taylor_test(p.phi, p.theta, p.gradient, direction).passed(), "right gradient");
    const Vector<double> twice = 2 * p.gradient;
    const Vector<double> negative = -p.gradient;
    const Vector<double> none(p.theta.size(), 0);
    check.holds(!taylor_test(p.phi, p.theta, twice, direction).passed() ||
                    !taylor_test(p.phi, p.theta, negative, direction).passed(),
                "twice or minus the gradient");
    check.holds(!taylor_test(p.phi, p.theta, none, direction).passed() ||
                    !taylor_test(p.phi, p.theta, negative, direction).passed(),
                "no or minus the gradient");
  });
}

TEST(TaylorTestOracle, AcceptsALineAndNoOtherSlopeOfIt) {
  property([](Check& check) {
    const Vector<double> v = *gaussian_vector(3).as("v");
    const auto line = [&](const Vector<double>& theta) { return dot(v, theta); };
    const Vector<double> theta = *gaussian_vector(3).as("θ");
    const Vector<double> direction = *gaussian_vector(3).as("direction");
    RC_PRE(std::abs(dot(v, direction)) > 0.1);
    check.holds(taylor_test(line, theta, v, direction).passed(), "the slope itself");
    // 1e-6 of a slope of at least 0.1 leaves at least 3e-11 at the smallest step: above the floor.
    const Vector<double> off = (1 + 1e-6) * v;
    check.holds(!taylor_test(line, theta, off, direction).passed(), "off by a millionth");
  });
}

TEST(TaylorTestOracle, RefusesGradientsOfAnotherLength) {
  const auto phi = [](const Vector<double>& theta) { return theta(0); };
  const auto three = vector<double>({1, 2, 3});
  const auto two = vector<double>({1, 2});
  EXPECT_THROW(taylor_test(phi, three, two, three), ShapeError);
  EXPECT_THROW(taylor_test(phi, three, three, two), ShapeError);
}

namespace {

/// Does check_gradient() refuse this analytic gradient of p.phi?
bool is_refused(const Point& p, const Vector<double>& analytic) {
  Check inner(Check::Mode::examples);
  testing::TestPartResultArray failures;
  {
    const testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
    try {
      check_gradient(inner, p.phi, p.theta, analytic);
    } catch (const ShapeError&) {
      return true;
    }
  }
  return failures.size() > 0;
}

}  // namespace

// The mistakes that looser checks let pass, down to one part in a million.
TEST(GradientCheck, RefusesEveryWrongGradientAndOnlyThose) {
  property([](Check& check) {
    const Point p = draw_point();
    const std::size_t d = p.theta.size();
    RC_PRE(largest(p.gradient) > 1e-2);
    check.holds(!is_refused(p, p.gradient), "the right gradient passes");
    check.holds(is_refused(p, -p.gradient), "sign");
    check.holds(is_refused(p, 2 * p.gradient), "factor 2");
    check.holds(is_refused(p, 1.03 * p.gradient), "factor 1.03");
    check.holds(is_refused(p, (1 + 1e-6) * p.gradient), "factor 1 + 1e-6");
    check.holds(is_refused(p, p.gradient / static_cast<double>(d)), "divided by d");
    check.holds(is_refused(p, Vector<double>(d, 0)), "all zero");

    Vector<double> last_lost = p.gradient;
    last_lost(d - 1) = 0;
    if (std::abs(p.gradient(d - 1)) > 1e-2)
      check.holds(is_refused(p, last_lost), "last entry lost");
    Vector<double> with_nan = p.gradient;
    with_nan(0) = std::nan("");
    check.holds(is_refused(p, with_nan), "not a number");
    check.holds(is_refused(p, Vector<double>(d + 1, 0)), "one entry too many");
  });
}

// 0 = 0 is no evidence: a run in which most gradients vanish must fail.
TEST(GradientCheck, RefusesARunOfFlatGradients) {
  Check flat(Check::Mode::examples);
  for (int i = 0; i < 10; ++i) flat.saw_gradient(i < 3);
  flat.holds(true, "something");
  EXPECT_NONFATAL_FAILURE(flat.record({}, 10), "too flat");
  Check steep(Check::Mode::examples);
  for (int i = 0; i < 10; ++i) steep.saw_gradient(i < 2);
  steep.holds(true, "something");
  steep.record({}, 10);
}

TEST(CheckAsserts, NothingPassesThatIsNotThere) {
  const auto refuses = [](const auto& body) {
    testing::TestPartResultArray failures;
    const testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
    Check check(Check::Mode::examples);
    body(check);
    return failures.size() > 0;
  };
  const double nan = std::nan("");
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(refuses([&](Check& c) { c.agree(nan, nan, 1); }));
  EXPECT_TRUE(refuses([&](Check& c) { c.agree(nan, 1, 1); }));
  EXPECT_TRUE(refuses([&](Check& c) { c.agree(infinity, 1, 1); }));
  EXPECT_TRUE(refuses([&](Check& c) { c.agree(-infinity, infinity, 1); }));
  EXPECT_FALSE(refuses([&](Check& c) { c.agree(infinity, infinity, 0); }));
  EXPECT_TRUE(refuses([&](Check& c) { c.agree(1 + 1e-9, 1, 1e-10); }));
  EXPECT_FALSE(refuses([&](Check& c) { c.agree(1 + 1e-11, 1, 1e-10); }));
  EXPECT_TRUE(refuses([&](Check& c) { c.at_most(2, 1, 0.5); }));
  EXPECT_TRUE(refuses([&](Check& c) { c.at_most(nan, 1, 0.5); }));
  EXPECT_FALSE(refuses([&](Check& c) { c.at_most(1.25, 1, 0.5); }));
  EXPECT_TRUE(refuses([&](Check& c) { c.holds(false, "false"); }));
  EXPECT_TRUE(refuses([&](Check& c) { c.record({}, 1); })) << "a test without an assertion";
}

TEST(Derivations, AWrongLineIsNamed) {
  EXPECT_NONFATAL_FAILURE(
      {
        Check check(Check::Mode::examples);
        Derivation d(check, 1e-12);
        d.start(1);
        d.step("right", 1);
        d.step("wrong", 2);
      },
      "line 2 (wrong)");
  EXPECT_NONFATAL_FAILURE(
      {
        Check check(Check::Mode::examples);
        Derivation d(check, 1e-12);
        d.start(1);
        d.at_most("smaller", 0.5);
      },
      "line 1 (smaller)");
  EXPECT_NONFATAL_FAILURE(
      {
        Check check(Check::Mode::examples);
        Derivation d(check, 1e-12);
        d.start(1);
        d.at_least("larger", 1.5);
      },
      "line 1 (larger)");
}

TEST(FailingProperty, TellsTheCaseUnderTheNamesOfThePage) {
  testing::TestPartResultArray failures;
  {
    const testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
    property([](Check& check) {
      const Vector<double> w = *gaussian_vector(2).as("w");
      const Matrix<double> X = *gaussian_matrix(2, 2).as("X");
      const double b = *uniform(1, 2).as("b");
      const std::size_t n = *dimension(1, 3).as("n");
      check.agree(w(0) + X(0, 0) + b + static_cast<double>(n), 0, 0, "the sum");
    });
  }
  ASSERT_EQ(failures.size(), 1);
  const std::string message = failures.GetTestPartResult(0).message();
  EXPECT_NE(message.find("the sum: 2 where 0 is expected; error 2.0e+00, allowed 0.0e+00\n"
                         "  w = (0, 0)\n"
                         "  X = (0, 0; 0, 0)\n"
                         "  b = 1\n"
                         "  n = 1\n"
                         "  (case 1, made smaller "),
            std::string::npos)
      << message;
}
