// Standardised features: mean 0, deviation 1, and back again.
#include "nn/data/standardize.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "nn/data/input_error.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

std::vector<std::string> names(std::size_t d) {
  std::vector<std::string> result;
  for (std::size_t j = 0; j < d; ++j) result.push_back("x" + std::to_string(j));
  return result;
}

Standardization fit(const Matrix<double>& X) {
  return fit_standardization(X, names(X.size2()), "t.csv");
}

/// n x d Gaussian numbers, each column with a mean and a scale of its own, and no column constant.
Matrix<double> drawn_data(std::size_t n, std::size_t d) {
  Matrix<double> X = *gaussian_matrix(n, d);
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
    const std::size_t n = *dimension(2, 20);
    const std::size_t d = *dimension(1, 4);
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
    const std::size_t n = *dimension(2, 8);
    const std::size_t d = *dimension(1, 4);
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
    const std::size_t n = *dimension(2, 10);
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
    const std::size_t n = *dimension(2, 10);
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
    const std::size_t n = *dimension(1, 8);
    const std::size_t d = *dimension(1, 4);
    const std::size_t flat = *dimension(0, d - 1);
    Matrix<double> X = drawn_data(n, d);
    const double value = *gaussian() * std::exp(*uniform(-300, 300));
    const bool rounded = *label() == 1;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; n == 1 && j < flat; ++j) X(i, j) = 1;
      X(i, flat) = rounded && i % 2 == 1 ? std::nextafter(value, HUGE_VAL) : value;
    }
    const std::string column = "column 'x" + std::to_string(n == 1 ? 0 : flat) + "'";
    const std::string message = message_of<InputError>([&] { fit(X); });
    check.holds(says(message, {"t.csv", column.c_str(), "is constant (", "cannot be standardised",
                               "--features"}),
                message);
  });
}

TEST(Standardization, RefusesASpreadThatOverflows) {
  property([](Check& check) {
    Matrix<double> X = drawn_data(*dimension(2, 6), *dimension(1, 3));
    const std::size_t j = *dimension(0, X.size2() - 1);
    const double sign = *label() == 1 ? 1 : -1;
    X(0, j) = sign * *uniform(1e308, 1.7e308);
    X(1, j) = -sign * *uniform(1e308, 1.7e308);
    const std::string message = message_of<InputError>([&] { fit(X); });
    const std::string column = "column 'x" + std::to_string(j) + "'";
    check.holds(says(message, {"t.csv", column.c_str(), "too far apart", "larger unit"}), message);
  });
}

TEST(Standardization, RefusesAnyOtherShape) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 5);
    const std::size_t d = *dimension(1, 4);
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
    check.holds(refused([&] { fit_standardization(X, names(other), "t.csv"); }), "names");
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

TEST(Standardization, RefusesAConstantFeatureByName) {
  for (const double value : {0.0, 0.1, -3.5, 1e300}) {
    Matrix<double> X(7, 2, value);
    for (std::size_t i = 0; i < 7; ++i) X(i, 0) = static_cast<double>(i);
    const std::string message = message_of<InputError>([&] { fit(X); });
    EXPECT_TRUE(says(message, {"t.csv", "column 'x1'", "constant", "--features"})) << message;
  }
  EXPECT_THROW(fit(matrix<double>({{0.3}, {0.1 + 0.2}})), InputError) << "equal but for rounding";
  EXPECT_THROW(fit(matrix<double>({{3}})), InputError) << "one row";
}

TEST(Standardization, RefusesAnOverflowingSpread) {
  const std::string message = message_of<InputError>([] {
    fit(matrix<double>({{1.5e308}, {-1.5e308}}));
  });
  EXPECT_TRUE(says(message, {"column 'x0'", "too far apart", "larger unit"})) << message;
}

TEST(Standardization, RefusesOtherShapes) {
  const Standardization s = fit(matrix<double>({{0}, {2}}));
  EXPECT_THROW(s.apply(matrix<double>({{1, 2}})), ShapeError);
  EXPECT_THROW(s.invert(matrix<double>({{1, 2}})), ShapeError);
  EXPECT_THROW(fit(Matrix<double>(0, 0)), ShapeError);
  EXPECT_THROW(fit_standardization(Matrix<double>(2, 2, 0.0), {"a"}, ""), ShapeError);
}
