// Chapter 1: the dot product is linear in each factor, and so its derivatives are the other factor.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include "chapters/01-dot-product/mistakes.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// Entries in (−1, 1). With at most 4 of them a sum of products errs by less than
/// γ₄ · 4 = 1.8e-15, so that even the floor of the Taylor test, 2.2e-14, is never in doubt.
Vector<double> unit_box_vector(std::size_t n) { return *gaussian_vector(n) / 5; }

/// 0 but for a 1 in entry j.
Vector<double> unit_vector(std::size_t d, std::size_t j) {
  Vector<double> e(d, 0.0);
  e(j) = 1;
  return e;
}

Vector<double> to_double(const Vector<float>& v) { return cast<double>(v); }

}  // namespace

TEST(DotProduct, IsTheSumOfTheProducts) {
  property("dot-product", [](Check& check) {
    const std::size_t d = *dimension(0, 9).as("d");
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> x = *gaussian_vector(d).as("x");
    // The bound of the chapter, and one rounding of the oracle to double.
    check.agree(dot(w, x), static_cast<double>(oracle::dot(w, x)), dot_error_bound(w, x) + epsilon);
  });
}

TEST(DotProduct, IsTheSameFormulaForEveryScalar) {
  property("dot-product", [](Check& check) {
    const std::size_t d = *dimension(1, 9).as("d");
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> x = *gaussian_vector(d).as("x");
    check.agree(dot(cast<Dual<double>>(w), cast<Dual<double>>(x)).value, dot(w, x), 0, "dual");
    const auto complex = dot(cast<std::complex<double>>(w), cast<std::complex<double>>(x));
    check.agree(complex.real(), dot(w, x), dot_error_bound(w, x), "complex");

    const auto wf = cast<float>(w);
    const auto xf = cast<float>(x);
    const double exact = static_cast<double>(oracle::dot(to_double(wf), to_double(xf)));
    check.at_most(std::abs(dot(wf, xf) - exact), dot_error_bound(wf, xf), 1e-12, "float");
  });
}

TEST(DotProduct, ConjugatesNothing) {
  const std::complex<double> i(0, 1);
  const Vector<std::complex<double>> v(1, i);
  EXPECT_EQ(dot(v, v), std::complex<double>(-1, 0));
  EXPECT_EQ(squared_norm(v), std::complex<double>(-1, 0));
}

TEST(DotProduct, IsSymmetric) {
  property("dot-symmetric", [](Check& check) {
    const std::size_t d = *dimension(0, 9).as("d");
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> x = *gaussian_vector(d).as("x");
    check.agree(dot(w, x), dot(x, w), 0);
  });
}

// |s|, |t|, and the entries are below 5, so that every line is a sum of at most 10 terms below 125
// with at most 12 roundings each: an error below γ₁₂ · 1250 = 1.7e-12.
TEST(DotProduct, IsLinearInItsFirstFactor) {
  derivation(
      "dot-linear",
      [](Derivation& step) {
        const std::size_t d = *dimension(1, 5).as("d");
        const double s = *gaussian().as("s");
        const double t = *gaussian().as("t");
        const Vector<double> v = *gaussian_vector(d).as("v");
        const Vector<double> w = *gaussian_vector(d).as("w");
        const Vector<double> x = *gaussian_vector(d).as("x");
        double whole = 0;
        double split = 0;
        double sv_x = 0;
        double tw_x = 0;
        double v_x = 0;
        double w_x = 0;
        for (std::size_t j = 0; j < d; ++j) {
          whole += (s * v(j) + t * w(j)) * x(j);
          split += s * v(j) * x(j) + t * w(j) * x(j);
          sv_x += s * v(j) * x(j);
          tw_x += t * w(j) * x(j);
          v_x += v(j) * x(j);
          w_x += w(j) * x(j);
        }
        step.start(dot<double>(s * v + t * w, x));
        step.step("by {dot-product}", whole);
        step.step("multiply out each product", split);
        step.step("two sums, in another order", sv_x + tw_x);
        step.step("take the common factor out of each sum", s * v_x + t * w_x);
        step.step("by {dot-product}, twice", s * dot(v, x) + t * dot(w, x));
      },
      2e-12);
}

TEST(DotProduct, IsLinearInItsSecondFactor) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 5).as("d");
    const double s = *gaussian().as("s");
    const double t = *gaussian().as("t");
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> x = *gaussian_vector(d).as("x");
    const Vector<double> y = *gaussian_vector(d).as("y");
    check.agree(dot<double>(w, s * x + t * y), s * dot(w, x) + t * dot(w, y), 2e-12);
  });
}

TEST(DotProduct, DoesNotDependOnTheOrderOfTheFeatures) {
  property([](Check& check) {
    const std::size_t d = *dimension(2, 9).as("d");
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> x = *gaussian_vector(d).as("x");
    const std::size_t shift = *dimension(1, d - 1).as("shift");
    Vector<double> turned_w(d);
    Vector<double> turned_x(d);
    for (std::size_t j = 0; j < d; ++j) {
      turned_w((j + shift) % d) = w(j);
      turned_x((j + shift) % d) = x(j);
    }
    check.agree(dot(turned_w, turned_x), dot(w, x), 2 * dot_error_bound(w, x));
  });
}

TEST(DotProduct, IgnoresAFeatureOfWeightZero) {
  property([](Check& check) {
    const std::size_t d = *dimension(0, 9).as("d");
    Vector<double> w = *gaussian_vector(d).as("w");
    Vector<double> x = *gaussian_vector(d).as("x");
    const double before = dot(w, x);
    w.resize(d + 1, true);
    x.resize(d + 1, true);
    w(d) = 0;
    x(d) = *gaussian();
    check.agree(dot(w, x), before, 0);
  });
}

TEST(DotProduct, Edges) {
  examples([](Check& check) {
    check.agree(dot(vector<double>({}), vector<double>({})), 0, 0, "no features");
    check.agree(dot(vector<double>({3}), vector<double>({-2})), -6, 0, "one feature");
    check.agree(dot(vector<double>({3, 1}), vector<double>({1, 2})), 5, 0, "the book's example");
    check.agree(dot(vector<double>({1e200}), vector<double>({1e200})),
                std::numeric_limits<double>::infinity(), 0, "overflow is an infinity");
    check.holds(std::isnan(dot(vector<double>({std::nan(""), 1}), vector<double>({0, 1}))),
                "NaN is passed on, even at weight 0");
  });
  EXPECT_THROW(dot(vector<double>({1, 2}), vector<double>({1})), ShapeError);
  EXPECT_THROW(dot(vector<double>({}), vector<double>({1})), ShapeError);
}

TEST(Derivative, IsTheLimitOfTheDifferenceQuotient) {
  property("derivative", [](Check& check) {
    const double a = *gaussian().as("a");
    const double b = *gaussian().as("b");
    const double t = *gaussian().as("t");
    const auto cubic = [&]<class T>(T x) { return T(a) * x * x * x + T(b) * x * x; };
    const double slope = dual_derivative(cubic, t);
    // For a cubic the quotient is f′(t) + (3at + b)h + ah² without a further term. Numbers up to
    // 5 · 5³ with a few roundings, divided by h = 2⁻¹⁰: an error below 10u · 750 · 2¹⁰ = 1e-9.
    for (const double h : {0x1p-1, 0x1p-4, 0x1p-10}) {
      const double quotient = (cubic(t + h) - cubic(t)) / h;
      check.agree(quotient - slope, (3 * a * t + b) * h + a * h * h, 1e-9, "a cubic");
    }
  });
}

// h ≥ 0.1 and |t| < 5, so that the quotient errs by a few roundings of 25, divided by 0.1.
TEST(Derivative, QuotientOfTheSquare) {
  derivation("square-quotient", [](Derivation& step) {
    const double t = *gaussian().as("t");
    const double h = *uniform(0.1, 1).as("h");
    step.start(((t + h) * (t + h) - t * t) / h);
    step.step("multiply out the square", (t * t + 2 * t * h + h * h - t * t) / h);
    step.step("the two squares of t cancel", (2 * t * h + h * h) / h);
    step.step("divide by h, which is not 0", 2 * t + h);
  });
}

// The quotient of a linear function does not depend on h, so any h stands for the limit.
TEST(DotProduct, DerivativeWithRespectToAWeightStepByStep) {
  derivation("dot-derivative-weight", [](Derivation& step) {
    const std::size_t d = *dimension(1, 4).as("d");
    const std::size_t j = *dimension(0, d - 1).as("j");
    const double h = *uniform(0.1, 1).as("h");
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> x = *gaussian_vector(d).as("x");
    const Vector<double> e = unit_vector(d, j);
    const auto along_j = [&]<class T>(T value) {
      Vector<T> moved = cast<T>(w);
      moved(j) = value;
      return dot(moved, cast<T>(x));
    };
    step.start(complex_step(along_j, w(j)));
    step.step("by {derivative}", (dot<double>(w + h * e, x) - dot(w, x)) / h);
    step.step("by {dot-linear}", (dot(w, x) + h * dot(e, x) - dot(w, x)) / h);
    step.step("what cancels, then divide by h", dot(e, x));
    step.step("the only 1 is in place j", x(j));
  });
}

TEST(DotProduct, DerivativesByTheFullProtocol) {
  property({"dot-derivative-weight", "dot-derivative-input"}, [](Check& check) {
    const std::size_t d = *dimension(1, 4).as("d");
    const Vector<double> w = unit_box_vector(d);
    const Vector<double> x = unit_box_vector(d);
    const auto by_w = [&]<class T>(const Vector<T>& theta) { return dot(theta, cast<T>(x)); };
    const auto by_x = [&]<class T>(const Vector<T>& theta) { return dot(cast<T>(w), theta); };
    check_gradient(check, by_w, w, x);
    check_gradient(check, by_x, x, w);
  });
}

TEST(DotProduct, MovesByTheStepTimesTheOtherFactor) {
  property("dot-change", [](Check& check) {
    const std::size_t d = *dimension(1, 5).as("d");
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> x = *gaussian_vector(d).as("x");
    const Vector<double> v = *gaussian_vector(d).as("v");
    // Terms below 25, as many as 15, at most 7 roundings each: γ₇ · 375 = 2.9e-13 on either side.
    check.agree(dot<double>(w + v, x) - dot(w, x), dot(v, x), 6e-13);
  });
}

TEST(SquaredNorm, IsTheDotProductWithItself) {
  property("squared-norm", [](Check& check) {
    const Vector<double> v = *gaussian_vector(*dimension(0, 9)).as("v");
    long double sum = 0;
    for (const double entry : v) sum += static_cast<long double>(entry) * entry;
    check.agree(squared_norm(v), static_cast<double>(sum), 10 * epsilon);
    check.agree(norm(v), static_cast<double>(std::sqrt(sum)), 10 * epsilon);
    check.agree(norm(v) * norm(v), dot(v, v), 2 * epsilon);
    check.holds(squared_norm(v) >= 0, "a squared length is not negative");
    const auto vf = cast<float>(v);
    check.agree_unrecorded(Vector<double>(1, norm(vf)), Vector<double>(1, norm(to_double(vf))),
                           1e-6, "float");
  });
}

TEST(Norm, DerivativeByTheFullProtocol) {
  property([](Check& check) {
    const Vector<double> v = unit_box_vector(*dimension(1, 4));
    RC_PRE(norm(v) > 0.1);  // the derivative has a kink at 0
    const auto phi = []<class T>(const Vector<T>& theta) { return norm(theta); };
    check_gradient(check, phi, v, v / norm(v));
  });
}

TEST(Norm, Edges) {
  EXPECT_EQ(norm(vector<double>({})), 0);
  EXPECT_EQ(norm(vector<double>({-3, 4})), 5);
  EXPECT_EQ(norm(vector<double>({1e-200})), 0) << "the square underflows, as documented";
  EXPECT_TRUE(std::isinf(norm(vector<double>({1e200})))) << "the square overflows, as documented";
}

// A wrong formula can be right by luck at one point, so each has to be caught in nine cases of ten,
// and by the widest tolerance of the protocol.
TEST(DotProductMistakes, EachIsCaught) {
  const std::vector<dot_product::Mistake> mistakes = dot_product::mistakes();
  std::vector<std::size_t> caught(mistakes.size(), 0);
  std::size_t cases = 0;
  property([&](Check& check) {
    const std::size_t d = *dimension(2, 4).as("d");
    const Matrix<double> X = *gaussian_matrix(d, d).as("X");  // square, so that the transpose fits
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> u = *gaussian_vector(d).as("u");
    const auto phi = [&]<class T>(const Vector<T>& theta) {
      return dot(cast<T>(u), matvec(cast<T>(X), theta));
    };
    const Vector<double> truth = complex_step_gradient(phi, w);
    check.agree(matvec_transposed(X, u), truth, 1e-12, "the right formula");
    ++cases;
    const auto largest = [](const Vector<double>& v) { return max_norm(v); };
    for (std::size_t m = 0; m < mistakes.size(); ++m) {
      const Vector<double> error = mistakes[m].gradient(X, w, u) - truth;
      caught[m] += largest(error) > 1e-6 * std::max(1.0, largest(truth));
    }
  });
  for (std::size_t m = 0; m < mistakes.size(); ++m) {
    EXPECT_GE(10 * caught[m], 9 * cases) << mistakes[m].name;
  }
}

TEST(DotProductMistakes, AreWhatTheTableSays) {
  const auto X = matrix<double>({{1, 2}, {-1, 3}});
  const auto w = vector<double>({3, 1});
  const auto u = vector<double>({2, 1});
  const std::vector<Vector<double>> table = {vector<double>({9, 3}),   vector<double>({3, 7}),
                                             vector<double>({8, 8}),   vector<double>({0.5, 3.5}),
                                             vector<double>({-1, -7}), vector<double>({4, 1})};
  examples([&](Check& check) {
    check.agree(matvec_transposed(X, u), vector<double>({1, 7}), 0, "the right formula");
    const auto mistakes = dot_product::mistakes();
    check.holds(mistakes.size() == table.size(), "a row for each");
    for (std::size_t m = 0; m < table.size(); ++m) {
      check.agree(mistakes[m].gradient(X, w, u), table[m], 0, mistakes[m].name);
    }
  });
}
