// Standardised features: mean 0, deviation 1, and back again.
#include "nn/data/standardize.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

Standardization fit(const Matrix<double>& X) { return fit_standardization(X); }

/// The error with which a matrix is refused.
StandardizationError error_of(const Matrix<double>& X) {
  try {
    fit(X);
  } catch (const StandardizationError& error) {
    return error;
  }
  throw std::logic_error("it was accepted");
}

/// n x d Gaussian numbers, each column with a mean and a scale of its own, and no column constant.
Matrix<double> drawn_data(std::size_t n, std::size_t d) {
  Matrix<double> X = *gaussian_matrix(n, d).as("X");
  for (std::size_t j = 0; j < d; ++j) {
    X(0, j) += 7;  // no other Gaussian comes near
    const double scale = std::exp(*uniform(-7, 7));
    const double shift = *uniform(-100, 100) * scale;
    for (std::size_t i = 0; i < n; ++i) X(i, j) = shift + scale * X(i, j);
  }
  return X;
}

}  // namespace

TEST(Standardization, ColumnsHaveMeanZeroAndDeviationOne) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 20).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    const Matrix<double> X = drawn_data(n, d);
    const Matrix<double> Z = fit(X).apply(X);
    for (std::size_t j = 0; j < d; ++j) {
      long double sum = 0;
      long double squares = 0;
      for (std::size_t i = 0; i < n; ++i) {
        sum += Z(i, j);
        squares += static_cast<long double>(Z(i, j)) * Z(i, j);
      }
      // The values are up to some 100 deviations from 0, and carry that many roundings.
      check.agree(static_cast<double>(sum / n), 0, 500 * epsilon, "mean");
      check.agree(static_cast<double>(squares / n), 1, 1000 * epsilon, "mean square");
    }
  });
}

TEST(Standardization, InvertGivesTheDataBack) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 8).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    const Matrix<double> X = drawn_data(n, d);
    const Standardization standardization = fit(X);
    const Matrix<double> back = standardization.invert(standardization.apply(X));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < d; ++j) {
        const double scale = std::fabs(X(i, j)) + std::fabs(standardization.mean(j));
        check.agree(back(i, j) / scale, X(i, j) / scale, 8 * epsilon);
      }
    }
  });
}

TEST(Standardization, DoesNotDependOnUnitAndOrigin) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 10).as("n");
    const Matrix<double> X = drawn_data(n, 1);
    const double unit = std::ldexp(1.0, static_cast<int>(*dimension(0, 1200)) - 600);
    const Matrix<double> scaled = unit * X;
    const Matrix<double> expected = fit(X).apply(X);
    const Matrix<double> actual = fit(scaled).apply(scaled);
    // A power of two changes no digit, however large: nothing overflows, nothing underflows.
    for (std::size_t i = 0; i < n; ++i) check.agree(actual(i, 0), expected(i, 0), 0);
  });
}

// In one pass, from mean squares, nothing would be left of such a deviation.
TEST(Standardization, KeepsItsDigitsHoweverFarFromZero) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 10).as("n");
    const double origin =
        std::ldexp(*uniform(-1, 1) < 0 ? -1.0 : 1.0, static_cast<int>(*dimension(20, 40)));
    Matrix<double> X(n, 1);
    Matrix<double> near(n, 1);
    for (std::size_t i = 0; i < n; ++i) {
      near(i, 0) = i == 0 ? -1 : static_cast<double>(*dimension(0, 1000));
      X(i, 0) = origin + near(i, 0);  // without rounding
    }
    const Standardization at_zero = fit(near);
    const Standardization far_away = fit(X);
    check.agree(far_away.deviation(0), at_zero.deviation(0), 8 * epsilon, "deviation");
    check.agree(far_away.mean(0) - origin, at_zero.mean(0), 4 * epsilon * std::fabs(origin),
                "mean");
  });
}

TEST(Standardization, RefusesAFeatureThatIsConstantButForRounding) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 8).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    const std::size_t flat = *dimension(0, d - 1).as("flat");
    Matrix<double> X = drawn_data(n, d);
    const double value = *gaussian() * std::exp(*uniform(-300, 300));
    const bool rounded = *label() == 1;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; n == 1 && j < flat; ++j) X(i, j) = 1;
      X(i, flat) = rounded && i % 2 == 1 ? std::nextafter(value, HUGE_VAL) : value;
    }
    const StandardizationError error = error_of(X);
    check.holds(error.reason() == StandardizationFault::constant, error.what());
    check.holds(error.column() == (n == 1 ? 0 : flat), "the column");
    if (!(n == 1 && flat > 0)) {
      const double size = std::max(std::fabs(value), std::numeric_limits<double>::min());
      check.at_most(std::fabs(error.value() - value) / size, epsilon, 0, "its value");
    }
  });
}

// Down there doubles are not epsilon times their size apart, but always 4.9e-324.
TEST(Standardization, RefusesNeighboursOfZeroAsConstant) {
  property([](Check& check) {
    constexpr double smallest = std::numeric_limits<double>::denorm_min();
    const std::size_t n = *dimension(2, 8).as("n");
    const double value = static_cast<double>(*dimension(0, 1000)) * smallest;
    const double gap = static_cast<double>(*dimension(1, 16).as("gap")) * smallest;
    Matrix<double> X(n, 1, value);
    for (std::size_t i = 1; i < n; i += 2) X(i, 0) = value + gap;
    const StandardizationError error = error_of(X);
    check.holds(error.reason() == StandardizationFault::constant, error.what());
    const double deviation = fit(matrix<double>({{value}, {value + 40 * gap}})).deviation(0);
    check.holds(deviation == 20 * gap, "what is far enough apart has its deviation");
  });
}

// The bound that decides, from both sides.
TEST(Standardization, IsConstantUpToEightEpsilonsOfItsSize) {
  property([](Check& check) {
    const double unit = std::ldexp(1.0, static_cast<int>(*dimension(0, 1200)) - 600);
    const double sign = *label() == 1 ? 1 : -1;
    const auto steps = static_cast<double>(*dimension(1, 40));
    // Two doubles so many steps apart, next to a power of two: their deviation is half of that.
    const double far = sign * unit * (1 + steps * epsilon);
    const Matrix<double> X = matrix<double>({{sign * unit}, {far}});
    const bool accepted = !throws<StandardizationError>([&] { fit(X); });
    check.holds(accepted == (steps / 2 > 8 * (1 + steps * epsilon)),
                std::to_string(steps) + " steps");
  });
}

TEST(Standardization, RefusesASpreadThatOverflows) {
  property([](Check& check) {
    Matrix<double> X = drawn_data(*dimension(2, 6), *dimension(1, 3));
    const std::size_t j = *dimension(0, X.size2() - 1).as("j");
    const double sign = *label() == 1 ? 1 : -1;
    X(0, j) = sign * *uniform(1e308, 1.7e308);
    X(1, j) = -sign * *uniform(1e308, 1.7e308);
    const StandardizationError error = error_of(X);
    check.holds(error.reason() == StandardizationFault::too_far_apart, error.what());
    check.holds(error.column() == j && error.value() == X(0, j), "column and value");
  });
}

TEST(Standardization, RefusesWhatIsNotFinite) {
  property([](Check& check) {
    Matrix<double> X = drawn_data(*dimension(2, 6), *dimension(1, 3));
    const std::size_t i = *dimension(0, X.size1() - 1).as("i");
    const std::size_t j = *dimension(0, X.size2() - 1).as("j");
    X(i, j) = *rc::gen::element(std::nan(""), HUGE_VAL, -HUGE_VAL);
    const StandardizationError error = error_of(X);
    check.holds(error.reason() == StandardizationFault::not_finite, error.what());
    check.holds(error.column() == j, "the column");
    check.holds(std::isnan(X(i, j)) ? std::isnan(error.value()) : error.value() == X(i, j),
                "the value");
  });
}

TEST(Standardization, SaysWhatIsWrong) {
  EXPECT_STREQ(error_of(matrix<double>({{1, 1e-300}, {2, 1e-300}})).what(),
               "fit_standardization: feature 1 is constant, 1e-300");
  EXPECT_STREQ(error_of(matrix<double>({{1.5e308}, {-1.5e308}})).what(),
               "fit_standardization: feature 0 has values too far apart for a double");
  EXPECT_STREQ(error_of(matrix<double>({{1}, {HUGE_VAL}})).what(),
               "fit_standardization: feature 0 has a value that is not finite, inf");
}

TEST(Standardization, RefusesAnyOtherShape) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 5).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    const Matrix<double> X = drawn_data(n, d);
    const Standardization s = fit(X);
    const std::size_t other = (d + *dimension(1, 4)) % 6;
    const Matrix<double> wrong(n, other, 1.0);
    const auto refused = [](const auto& act) {
      try {
        act();
      } catch (const ShapeError&) {
        return true;
      }
      return false;
    };
    check.holds(refused([&] { s.apply(wrong); }), "apply");
    check.holds(refused([&] { s.invert(wrong); }), "invert");
    check.holds(refused([&] { fit(Matrix<double>(0, d)); }), "no rows");
  });
}

TEST(Standardization, ByHand) {
  const Matrix<double> X = matrix<double>({{2, 10}, {4, 10}, {6, 40}});
  const Standardization s = fit(X);
  EXPECT_DOUBLE_EQ(s.mean(0), 4);
  EXPECT_DOUBLE_EQ(s.mean(1), 20);
  EXPECT_DOUBLE_EQ(s.deviation(0), std::sqrt(8.0 / 3));
  EXPECT_DOUBLE_EQ(s.deviation(1), std::sqrt(200.0));
}

TEST(Standardization, KeepsItsDigitsFarFromZero) {
  // In one pass, from mean squares, nothing would be left of this deviation.
  const Standardization s = fit(matrix<double>({{1e9}, {1e9 + 1}, {1e9 + 2}}));
  EXPECT_DOUBLE_EQ(s.deviation(0), std::sqrt(2.0 / 3));
}

TEST(Standardization, HeldOutRowsUseTheTrainingRowsMeanAndDeviation) {
  const Standardization s = fit(matrix<double>({{0}, {2}}));
  EXPECT_DOUBLE_EQ(s.apply(matrix<double>({{5}}))(0, 0), 4);
}

TEST(Standardization, RefusesAConstantFeatureByItsNumber) {
  for (const double value : {0.0, 0.1, -3.5, 1e300}) {
    Matrix<double> X(7, 2, value);
    for (std::size_t i = 0; i < 7; ++i) X(i, 0) = static_cast<double>(i);
    const StandardizationError error = error_of(X);
    EXPECT_EQ(error.reason(), StandardizationFault::constant);
    EXPECT_EQ(error.column(), 1);
    EXPECT_EQ(error.value(), value);
  }
  EXPECT_THROW(fit(matrix<double>({{0.3}, {0.1 + 0.2}})), StandardizationError)
      << "equal but for rounding";
  EXPECT_THROW(fit(matrix<double>({{3}})), StandardizationError) << "one row";
}

TEST(Standardization, RefusesOtherShapes) {
  const Standardization s = fit(matrix<double>({{0}, {2}}));
  EXPECT_THROW(s.apply(matrix<double>({{1, 2}})), ShapeError);
  EXPECT_THROW(s.invert(matrix<double>({{1, 2}})), ShapeError);
  EXPECT_THROW(fit(Matrix<double>(0, 0)), ShapeError);
}
