// Exercise 4: the error of careful_dot() stays below 4u Σ|wⱼ||xⱼ|, whatever the number of terms.
#include <gtest/gtest.h>

#include <cmath>

#include "nn/scalar/random.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include EXERCISE_HEADER

using namespace nn;
using namespace nn::test;

namespace {

/// |careful_dot(w, x) − w · x| in units of u Σ|wⱼ||xⱼ|. Kahan's bound is 2 for the sum, the
/// products add 1, and terms of order d u are far below the 1 that is left to 4.
double error(const Vector<float>& w, const Vector<float>& x) {
  double magnitude = 0;
  for (std::size_t j = 0; j < w.size(); ++j) {
    magnitude += std::abs(static_cast<double>(w(j)) * x(j));
  }
  const auto exact = oracle::dot(cast<double>(w), cast<double>(x));
  const auto difference =
      static_cast<double>(std::abs(static_cast<oracle::Real>(exercise::careful_dot(w, x)) - exact));
  return magnitude == 0 ? difference : difference / magnitude / unit_roundoff<float>;
}

}  // namespace

TEST(CarefulDot, SmallTermsAreNotLostBesideALargeOne) {
  Vector<float> w(1000, unit_roundoff<float>);
  w(0) = 1;
  EXPECT_LE(error(w, Vector<float>(1000, 1.0F)), 4);
}

TEST(CarefulDot, ErrorDoesNotGrowWithTheNumberOfTerms) {
  Random random(1958);
  examples([&](Check& check) {
    for (const std::size_t d : {1U, 10U, 100U, 1000U, 10000U}) {
      Vector<float> w(d);
      Vector<float> x(d);
      for (std::size_t j = 0; j < d; ++j) {
        w(j) = static_cast<float>(random.gaussian());
        x(j) = static_cast<float>(random.gaussian());
      }
      check.at_most(error(w, x), 4, 0, "signs mixed");
      for (std::size_t j = 0; j < d; ++j) w(j) = std::copysign(w(j), x(j));
      check.at_most(error(w, x), 4, 0, "all positive");
    }
  });
}

TEST(CarefulDot, SmallSumsAreRight) {
  EXPECT_EQ(exercise::careful_dot(vector<float>({3, 1}), vector<float>({1, 2})), 5);
  EXPECT_EQ(exercise::careful_dot(vector<float>({}), vector<float>({})), 0);
  EXPECT_THROW(exercise::careful_dot(vector<float>({1}), vector<float>({1, 2})), ShapeError);
}
