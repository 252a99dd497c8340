// Chapter 1: the dot product as lengths and angles.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "nn/neuron/geometry.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

constexpr double pi = std::numbers::pi;

Vector<double> nonzero_vector(std::size_t d) {
  const Vector<double> v = *gaussian_vector(d).as("v");
  RC_PRE(squared_norm(v) > 0);  // the precondition of everything here
  return v;
}

/// Two vectors with a known angle between them, in a random plane of d dimensions.
struct Corner {
  double r;      ///< the length of w
  double s;      ///< the length of x
  double theta;  ///< the angle, drawn before the vectors
  Vector<double> w;
  Vector<double> x;
};

Corner draw_corner() {
  const std::size_t d = *dimension(2, 5).as("d");
  const Vector<double> first = *gaussian_vector(d).as("first");
  RC_PRE(norm(first) > 0.1);
  const Vector<double> e = first / norm(first);
  Vector<double> second = *gaussian_vector(d).as("second");
  // Twice: the second pass takes away what the first left by rounding.
  for (int pass = 0; pass < 2; ++pass) second -= dot(second, e) * e;
  RC_PRE(norm(second) > 0.1);
  second /= norm(second);
  const double r = *uniform(0.1, 5).as("r");
  const double s = *uniform(0.1, 5).as("s");
  const double theta = *uniform(0, pi).as("θ");
  return {r, s, theta, r * e, s * (std::cos(theta) * e + std::sin(theta) * second)};
}

/// The multiple of w that lies nearest to x.
double foot(const Vector<double>& w, const Vector<double>& x) {
  return dot(w, x) / squared_norm(w);
}

}  // namespace

// For any t, and not only for the one that makes it 0. Sums of at most 5 products of numbers below
// 5 and 30: sizes below 750, with some 15 roundings each: 2.5e-12.
TEST(Projection, ProductOfWhatIsLeftOver) {
  derivation(
      "foot-perpendicular",
      [](Derivation& step) {
        const std::size_t d = *dimension(1, 5).as("d");
        const Vector<double> w = nonzero_vector(d);
        const Vector<double> x = *gaussian_vector(d).as("x");
        const double t = *gaussian().as("t");
        step.start(dot<double>(w, x - t * w));
        step.step("by {dot-linear}", dot(w, x) - t * dot(w, w));
        step.step("by {squared-norm}", dot(w, x) - t * norm(w) * norm(w));
      },
      3e-12);
}

TEST(Projection, TheFootIsPerpendicular) {
  property("foot-perpendicular", [](Check& check) {
    const std::size_t d = *dimension(1, 5).as("d");
    const Vector<double> w = nonzero_vector(d);
    const Vector<double> x = *gaussian_vector(d).as("x");
    check.agree(dot<double>(w, x - foot(w, x) * w), 0, 1e-12, "at the foot");
    const double farther = *uniform(0.01, 1).as("farther");
    const double beyond = dot<double>(w, x - (foot(w, x) + farther) * w);
    check.agree(beyond, -farther * squared_norm(w), 1e-12, "and nowhere else");
  });
}

// Squares of at most 5 entries below 5: sums below 125, a dozen roundings, an error below 2e-13.
TEST(Projection, LengthOfWhatIsLeftOver) {
  derivation("residual-length", [](Derivation& step) {
    const std::size_t d = *dimension(1, 5).as("d");
    const Vector<double> w = nonzero_vector(d);
    const Vector<double> x = *gaussian_vector(d).as("x");
    const double t = foot(w, x);
    const Vector<double> r = x - t * w;
    const double wx = dot(w, x);
    const double ww = squared_norm(w);
    step.start(norm(r) * norm(r));
    step.step("by {squared-norm}", dot(r, r));
    step.step("by {dot-linear} and {dot-symmetric}", dot(x, x) - 2 * t * wx + t * t * ww);
    step.step("put in t", squared_norm(x) - 2 * wx * wx / ww + wx * wx / ww);
    step.step("collect", squared_norm(x) - wx * wx / ww);
  });
}

// The products of two squared lengths are below 125² = 15625, with some 20 roundings: 3.5e-11.
TEST(CauchySchwarz, StepByStep) {
  derivation(
      "cauchy-schwarz-square",
      [](Derivation& step) {
        const std::size_t d = *dimension(1, 5).as("d");
        const Vector<double> w = nonzero_vector(d);
        const Vector<double> x = *gaussian_vector(d).as("x");
        const double t = foot(w, x);
        const double left_over = squared_norm(Vector<double>(x - t * w));
        step.start(dot(w, x) * dot(w, x));
        step.step("by {residual-length}, solved for the square",
                  squared_norm(w) * (squared_norm(x) - left_over));
        step.at_most("a squared length is never negative", squared_norm(w) * squared_norm(x));
      },
      4e-11);
}

TEST(CauchySchwarz, HoldsAndIsSharpForMultiplesOnly) {
  property("cauchy-schwarz", [](Check& check) {
    const std::size_t d = *dimension(0, 6).as("d");
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> x = *gaussian_vector(d).as("x");
    const double lengths = norm(w) * norm(x);
    check.at_most(std::abs(dot(w, x)), lengths, 1e-13);  // γ₉ · 150, as a dot product errs
    const double t = *gaussian().as("t");
    const Vector<double> multiple = t * w;
    check.agree(std::abs(dot(w, multiple)), norm(w) * norm(multiple), 1e-13, "x = tw");
    if (d >= 2) {
      const Corner c = draw_corner();
      check.agree(std::abs(dot(c.w, c.x)), c.r * c.s * std::abs(std::cos(c.theta)), 1e-13,
                  "what is missing is the cosine");
    }
  });
}

// Lengths up to 5: every term is below 100, and the angle goes through sin and cos: 20 roundings.
TEST(Angle, DotProductIsLengthsTimesCosine) {
  derivation("dot-angle", [](Derivation& step) {
    const auto [r, s, theta, w, x] = draw_corner();
    const Vector<double> third_side = x - w;
    step.start(dot(w, x));
    step.step("multiply out the last square by {dot-linear}",
              (squared_norm(w) + squared_norm(x) - squared_norm(third_side)) / 2);
    step.step("the law of cosines",
              (r * r + s * s - (r * r + s * s - 2 * r * s * std::cos(theta))) / 2);
    step.step("collect", r * s * std::cos(theta));
  });
}

TEST(Angle, CosineAndAngleFindTheAngleThatWasDrawn) {
  property("dot-angle", [](Check& check) {
    const Corner c = draw_corner();
    check.agree(norm(c.w), c.r, 1e-14, "length");
    // Unit vectors of 5 entries err by a few roundings in each.
    check.agree(cosine(c.w, c.x), std::cos(c.theta), 20 * epsilon, "cosine");
    check.agree(angle(c.w, c.x), c.theta, 20 * epsilon, "angle");
    check.agree(angle(c.x, c.w), angle(c.w, c.x), 0, "symmetric");
    check.agree(angle<double>(c.w, -c.x), pi - c.theta, 20 * epsilon, "the other side");
    const double factor = *uniform(0.5, 50).as("factor");
    check.agree(angle<double>(factor * c.w, c.x), c.theta, 20 * epsilon, "lengths do not matter");
    check.agree_unrecorded(Vector<double>(1, angle(cast<float>(c.w), cast<float>(c.x))),
                           Vector<double>(1, c.theta), 1e-5, "float");
  });
}

TEST(Angle, CosineAgainstTheOracle) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 6).as("d");
    const Vector<double> w = nonzero_vector(d);
    const Vector<double> x = nonzero_vector(d);
    const oracle::Real expected =
        oracle::dot(w, x) / std::sqrt(oracle::dot(w, w)) / std::sqrt(oracle::dot(x, x));
    check.agree(cosine(w, x), static_cast<double>(expected), 10 * epsilon);
    check.at_most(std::abs(cosine(w, x)), 1, 10 * epsilon);
  });
}

TEST(ScalarProjection, IsTheReachAlongTheOtherVector) {
  property("scalar-projection", [](Check& check) {
    const auto [r, s, theta, w, x] = draw_corner();
    const double reach = scalar_projection(x, w);
    check.agree(reach, s * std::cos(theta), 1e-13, "length times cosine");
    check.agree(reach, static_cast<double>(oracle::dot(w, x)) / norm(w), 1e-13, "w · x / ‖w‖");
    const Vector<double> unit_w = w / r;
    const Vector<double> left_over = x - reach * unit_w;
    check.agree(dot(left_over, w), 0, 1e-12, "what is left over is perpendicular");
    const double farther = *uniform(0.01, 1).as("farther");
    check.at_most(norm(left_over), norm(Vector<double>(x - (reach + farther) * unit_w)), 1e-13,
                  "no other multiple of w is nearer");
    check.agree_unrecorded(Vector<double>(1, scalar_projection(cast<float>(x), cast<float>(w))),
                           Vector<double>(1, reach), 1e-5, "float");
  });
}

TEST(Angle, StaysExactWhereTheCosineIsFlat) {
  examples([](Check& check) {
    for (const double theta : {1e-3, 1e-6, 1e-8, 1e-12}) {
      const auto w = vector<double>({1, 0});
      const auto x = vector<double>({std::cos(theta), std::sin(theta)});
      check.agree(angle(w, x) / theta, 1, 1e-3 * epsilon / theta + 4 * epsilon, "near 0");
      check.agree(angle<double>(w, -x), pi - theta, 4 * epsilon, "near pi");
    }
    const auto x = vector<double>({1, 1});
    check.agree(angle(x, x), 0, 0, "of a vector with itself");
    check.agree(angle<double>(x, -x), pi, 0, "of opposite vectors");
    check.agree(angle(vector<double>({3, 1}), vector<double>({-1, 3})), pi / 2, epsilon, "right");
    check.agree(cosine(vector<double>({-2}), vector<double>({5})), -1, 0, "one dimension");
  });
}

// The unit vectors err by a few units of 1e-16 in each entry, and so does the angle; an arc cosine
// is off by 1e-8 here. The cross product is the oracle: its sine keeps the digits of a small angle.
TEST(Angle, IsRightToAnAbsoluteErrorHoweverSmallItIs) {
  property("dot-angle", [](Check& check) {
    const Vector<double> w = nonzero_vector(3);
    const Vector<double> other = *gaussian_vector(3).as("other");
    const double apart = std::pow(10.0, *uniform(-13, -3));
    const Vector<double> x = w + apart * other;
    using oracle::Real;
    Real squared_sine = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      const std::size_t k = (j + 1) % 3;
      const std::size_t l = (j + 2) % 3;
      const Real entry = Real(w(k)) * Real(x(l)) - Real(w(l)) * Real(x(k));
      squared_sine += entry * entry;
    }
    RC_PRE(squared_norm(x) > 0);
    const auto expected =
        static_cast<double>(std::atan2(std::sqrt(squared_sine), oracle::dot(w, x)));
    check.agree(angle(w, x), expected, 8 * epsilon, "near 0");
    check.agree(angle<double>(w, -x), pi - expected, 8 * epsilon, "near pi");
  });
}

TEST(Geometry, HoldsForVectorsOfAnyLength) {
  property([](Check& check) {
    const Corner c = draw_corner();
    const double b = *gaussian().as("b");
    // Powers of two: what is compared must be the same vectors, but for their lengths.
    const double longer = std::ldexp(1.0, static_cast<int>(*dimension(600, 1000)));
    const double shorter = std::ldexp(1.0, -static_cast<int>(*dimension(600, 800)));
    for (const double s : {longer, shorter}) {
      check.agree(cosine<double>(s * c.w, c.x), cosine(c.w, c.x), 0, "cosine, w");
      check.agree(cosine<double>(c.w, s * c.x), cosine(c.w, c.x), 0, "cosine, x");
      check.agree(angle<double>(s * c.w, c.x), angle(c.w, c.x), 0, "angle, w");
      check.agree(angle<double>(c.w, s * c.x), angle(c.w, c.x), 0, "angle, x");
      check.agree(scalar_projection<double>(c.x, s * c.w), scalar_projection(c.x, c.w), 0, "reach");
      check.agree(signed_distance<double>(c.x, s * c.w, s * b), signed_distance(c.x, c.w, b), 0,
                  "distance");
    }
    // In the middle of the range, the plain formula to the last bit.
    check.agree(signed_distance(c.x, c.w, b), (dot(c.w, c.x) + b) / norm(c.w), 0, "plain");
    check.agree(scalar_projection(c.x, c.w), dot(c.w, c.x) / norm(c.w), 0, "plain");
  });
}

TEST(Geometry, AtTheEndsOfTheRange) {
  examples([](Check& check) {
    const auto one = vector<double>({1, 0});
    check.agree(angle(vector<double>({1e200, 0}), one), 0, 0, "long");
    check.agree(cosine(vector<double>({2.4e-162, 0}), one), 1, 0, "short");
    check.agree(cosine(vector<double>({4.9e-324, 0}), one), 1, 0, "the shortest");
    check.agree(signed_distance(one, vector<double>({1e200, 0}), 0.0), 1, 0, "long");
    check.agree(scalar_projection(one, vector<double>({1e-170, 1e-170})), std::sqrt(0.5), epsilon,
                "short");
    check.agree(signed_distance(one, vector<double>({1e-170, 0}), 1e-170), 2, 2 * epsilon, "short");
  });
}

TEST(Geometry, RefusesTheZeroVectorAndOtherLengths) {
  const auto zero = vector<double>({0, 0});
  const auto two = vector<double>({3, 1});
  const auto three = vector<double>({3, 1, 2});
  EXPECT_THROW(cosine(zero, two), std::domain_error);
  EXPECT_THROW(cosine(two, zero), std::domain_error);
  EXPECT_THROW(angle(zero, two), std::domain_error);
  EXPECT_THROW(angle(two, zero), std::domain_error);
  EXPECT_THROW(scalar_projection(two, zero), std::domain_error);
  EXPECT_THROW(scale_of("length", vector<double>({})), std::domain_error);
  EXPECT_NO_THROW(scalar_projection(zero, two));
  EXPECT_THROW(cosine(two, three), ShapeError);
  EXPECT_THROW(angle(two, three), ShapeError);
  EXPECT_THROW(scalar_projection(two, three), ShapeError);
  try {
    cosine(zero, two);
  } catch (const std::domain_error& error) {
    EXPECT_STREQ(error.what(), "cosine: the zero vector has no direction");
  }
}
