// Chapter 1: many samples at once, a row of the matrix X for each.
#include <gtest/gtest.h>

#include <complex>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_samples.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// Entry j of Σᵢ uᵢ xᵢ, in `long double`.
double weighted_entry(const Vector<double>& u, const Matrix<double>& X, std::size_t j) {
  long double sum = 0;
  for (std::size_t i = 0; i < u.size(); ++i) sum += static_cast<long double>(u(i)) * X(i, j);
  return static_cast<double>(sum);
}

// A sum of at most 6 products below 25 errs by less than γ₆ · 150 = 1e-13.
constexpr double one_sum = 1e-13;
// Two such sums, the second of products with sums below 150: γ₁₂ · 6 · 5 · 150 = 6e-12.
constexpr double two_sums = 6e-12;

}  // namespace

TEST(Batch, EachScoreIsADotProductWithARow) {
  property("batch-dot", [](Check& check) {
    const auto [n, d, X] = draw_samples();
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> scores = matvec(X, w);
    Vector<double> expected(n);
    for (std::size_t i = 0; i < n; ++i) {
      expected(i) = static_cast<double>(oracle::dot(w, row_of(X, i)));
    }
    check.agree(scores, expected, one_sum, "against the oracle");
    for (std::size_t i = 0; i < n; ++i) check.agree(scores(i), dot(w, row_of(X, i)), one_sum);
  });
}

TEST(Batch, WeightedSumOfTheRows) {
  property("weighted-row-sum", [](Check& check) {
    const auto [n, d, X] = draw_samples();
    const Vector<double> u = *gaussian_vector(n).as("u");
    Vector<double> expected(d);
    for (std::size_t j = 0; j < d; ++j) expected(j) = weighted_entry(u, X, j);
    check.agree(matvec_transposed(X, u), expected, one_sum, "against the oracle");
    Vector<double> rows(d, 0.0);
    for (std::size_t i = 0; i < n; ++i) rows += u(i) * row_of(X, i);
    check.agree(matvec_transposed(X, u), rows, 2 * one_sum, "row by row");
  });
}

TEST(Batch, DerivativeOfAWeightedSumOfScoresStepByStep) {
  derivation(
      "batch-derivative-weight",
      [](Derivation& step) {
        const DrawnSamples batch = draw_samples();
        const Matrix<double>& X = batch.X;
        const Vector<double> w = *gaussian_vector(batch.d).as("w");
        const Vector<double> u = *gaussian_vector(batch.n).as("u");
        const std::size_t j = *dimension(0, batch.d - 1).as("j");
        const auto sum_of_scores = [&]<class T>(const Vector<T>& theta) {
          T sum(0);
          for (std::size_t i = 0; i < batch.n; ++i)
            sum += T(u(i)) * dot(theta, cast<T>(row_of(X, i)));
          return sum;
        };
        const auto score_of_sum = [&]<class T>(const Vector<T>& theta) {
          Vector<T> sum(batch.d, T(0));
          for (std::size_t i = 0; i < batch.n; ++i) sum += T(u(i)) * cast<T>(row_of(X, i));
          return dot(theta, sum);
        };
        const auto score_of_product = [&]<class T>(const Vector<T>& theta) {
          return dot(theta, cast<T>(matvec_transposed(X, u)));
        };
        step.start(complex_step_gradient(sum_of_scores, w)(j));
        step.step("by {dot-linear} and {dot-symmetric}, sample by sample",
                  dual_gradient(score_of_sum, w)(j));
        step.step("by {weighted-row-sum}", dual_gradient(score_of_product, w)(j));
        step.step("by {dot-derivative-weight}", matvec_transposed(X, u)(j));
      },
      one_sum);
}

TEST(Batch, DerivativesByTheFullProtocol) {
  property("batch-derivative-weight", [](Check& check) {
    // Entries below 1 and at most 3 by 4 of them: far from the floor of the Taylor test.
    const DrawnSamples batch = draw_samples(4);
    const Matrix<double> X = batch.X / 5;
    const Vector<double> w = *gaussian_vector(batch.d) / 5;
    const Vector<double> u = *gaussian_vector(batch.n).as("u");
    const auto by_w = [&]<class T>(const Vector<T>& theta) {
      return dot(cast<T>(u), matvec(cast<T>(X), theta));
    };
    check_gradient(check, by_w, w, matvec_transposed(X, u));
    const auto by_u = [&]<class T>(const Vector<T>& theta) {
      return dot(matvec_transposed(cast<T>(X), theta), cast<T>(w));
    };
    check_gradient(check, by_u, u, matvec(X, w));
  });
}

TEST(Batch, IsLinearInTheRowItIsMultipliedWith) {
  property([](Check& check) {
    const auto [n, d, X] = draw_samples();
    const double s = *gaussian().as("s");
    const Vector<double> v = *gaussian_vector(d).as("v");
    const Vector<double> w = *gaussian_vector(d).as("w");
    check.agree(matvec<double>(X, s * v + w), s * matvec(X, v) + matvec(X, w), two_sums, "X v");
    const Vector<double> t = *gaussian_vector(n).as("t");
    const Vector<double> u = *gaussian_vector(n).as("u");
    check.agree(matvec_transposed<double>(X, s * t + u),
                s * matvec_transposed(X, t) + matvec_transposed(X, u), two_sums, "u X");
  });
}

TEST(Batch, PermutedSamplesGivePermutedScores) {
  property([](Check& check) {
    const auto [n, d, X] = draw_samples();
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> u = *gaussian_vector(n).as("u");
    const std::size_t shift = *dimension(1, n - 1).as("shift");
    Matrix<double> turned(n, d);
    Vector<double> turned_u(n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < d; ++j) turned((i + shift) % n, j) = X(i, j);
      turned_u((i + shift) % n) = u(i);
    }
    const Vector<double> scores = matvec(X, w);
    const Vector<double> turned_scores = matvec(turned, w);
    for (std::size_t i = 0; i < n; ++i) check.agree(turned_scores((i + shift) % n), scores(i), 0);
    check.agree(matvec_transposed(turned, turned_u), matvec_transposed(X, u), 2 * one_sum);
  });
}

TEST(Batch, EveryScalarGivesTheSameValue) {
  property([](Check& check) {
    const auto [n, d, X] = draw_samples();
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> u = *gaussian_vector(n).as("u");
    const auto duals = matvec(cast<Dual<double>>(X), cast<Dual<double>>(w));
    const auto complex =
        matvec_transposed(cast<std::complex<double>>(X), cast<std::complex<double>>(u));
    const auto floats = matvec(cast<float>(X), cast<float>(w));
    for (std::size_t i = 0; i < n; ++i) {
      check.agree(duals(i).value, matvec(X, w)(i), one_sum, "dual");
      // Inputs rounded once each and 6 products: below γ₈ · 150 with u = 2⁻²⁴.
      check.agree(static_cast<double>(floats(i)), matvec(X, w)(i), 8e-5, "float");
    }
    for (std::size_t j = 0; j < d; ++j) {
      check.agree(complex(j).real(), matvec_transposed(X, u)(j), one_sum, "complex");
    }
  });
}

TEST(Batch, Edges) {
  const auto X = matrix<double>({{1, 2}, {-1, 3}, {0, 1}});
  EXPECT_EQ(X.size1(), 3U);
  EXPECT_EQ(X.size2(), 2U);
  examples([&](Check& check) {
    check.agree(matvec(X, vector<double>({3, 1})), vector<double>({5, 0, 1}), 0, "scores");
    check.agree(matvec_transposed(X, vector<double>({1, 2, 3})), vector<double>({-1, 11}), 0,
                "sum of rows");
    check.agree(row_of(X, 1), vector<double>({-1, 3}), 0, "row");
    check.agree(matvec(Matrix<double>(0, 2), vector<double>({3, 1})), vector<double>({}), 0,
                "no samples");
    check.agree(matvec_transposed(Matrix<double>(0, 2), vector<double>({})), vector<double>({0, 0}),
                0, "the sum of no rows");
    check.agree(matvec(Matrix<double>(2, 0), vector<double>({})), vector<double>({0, 0}), 0,
                "no features");
  });
  EXPECT_EQ(matrix<double>({}).size1(), 0U);
  EXPECT_THROW(matvec(X, vector<double>({1, 2, 3})), ShapeError);
  EXPECT_THROW(matvec_transposed(X, vector<double>({1, 2})), ShapeError);
  EXPECT_THROW(row_of(X, 3), ShapeError);
  EXPECT_THROW(matrix<double>({{1, 2}, {3}}), ShapeError);
}

TEST(Batch, ShapeErrorsNameTheOperationAndTheSizes) {
  try {
    matvec(matrix<double>({{1, 2}}), vector<double>({1, 2, 3}));
    FAIL() << "no exception";
  } catch (const ShapeError& error) {
    EXPECT_STREQ(error.what(), "matvec: sizes 2 and 3 differ");
  }
}
