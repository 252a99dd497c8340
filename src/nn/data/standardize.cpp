#include "nn/data/standardize.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "nn/data/number.hpp"

namespace nn {

void Standardization::apply_to(Matrix<double>& X) const {
  require_same_size("standardization", X.size2(), mean.size());
  for (std::size_t i = 0; i < X.size1(); ++i) {
    for (std::size_t j = 0; j < X.size2(); ++j) X(i, j) = (X(i, j) - mean(j)) / deviation(j);
  }
}

Matrix<double> Standardization::apply(const Matrix<double>& X) const {
  Matrix<double> result = X;
  apply_to(result);
  return result;
}

Matrix<double> Standardization::invert(const Matrix<double>& standardized) const {
  require_same_size("standardization", standardized.size2(), mean.size());
  Matrix<double> X = standardized;
  for (std::size_t i = 0; i < X.size1(); ++i) {
    for (std::size_t j = 0; j < X.size2(); ++j) X(i, j) = mean(j) + deviation(j) * X(i, j);
  }
  return X;
}

namespace {

std::string description(StandardizationFault reason, std::size_t column, double value) {
  const std::string feature = "fit_standardization: feature " + std::to_string(column);
  switch (reason) {
    case StandardizationFault::constant:
      return feature + " is constant, " + short_text(value);
    case StandardizationFault::too_far_apart:
      return feature + " has values too far apart for a double";
    case StandardizationFault::not_finite:
      break;
  }
  return feature + " has a value that is not finite, " + short_text(value);
}

}  // namespace

StandardizationError::StandardizationError(StandardizationFault reason, std::size_t column,
                                           double value)
    : std::runtime_error(description(reason, column, value)),
      reason_(reason),
      column_(column),
      value_(value) {}

namespace {

struct Moments {
  double mean;
  double deviation;
  double largest;  ///< max |x|
};

void require_finite(const Matrix<double>& X, std::size_t j) {
  for (std::size_t i = 0; i < X.size1(); ++i) {
    if (std::isfinite(X(i, j))) continue;
    throw StandardizationError(StandardizationFault::not_finite, j, X(i, j));
  }
}

Moments moments_of_column(const Matrix<double>& X, std::size_t j) {
  const auto n = static_cast<double>(X.size1());
  const double first = X(0, j);
  double sum = 0.0;
  double largest = 0.0;
  double spread = 0.0;
  for (std::size_t i = 0; i < X.size1(); ++i) {
    const double difference = X(i, j) - first;
    sum += difference / n;  // divided one by one: the sum stays below the largest difference
    spread = std::max(spread, std::fabs(difference));
    largest = std::max(largest, std::fabs(X(i, j)));
  }
  if (spread == 0.0) return {first, 0.0, largest};
  double squares = 0.0;
  for (std::size_t i = 0; i < X.size1(); ++i) {
    const double scaled = (X(i, j) - first - sum) / spread;
    squares += scaled * scaled;
  }
  return {first + sum, spread * std::sqrt(squares / n), largest};
}

}  // namespace

Standardization fit_standardization(const Matrix<double>& X) {
  if (X.size1() == 0) throw ShapeError("fit_standardization: there are no rows");
  Standardization result{Vector<double>(X.size2()), Vector<double>(X.size2())};
  for (std::size_t j = 0; j < X.size2(); ++j) {
    require_finite(X, j);
    const Moments moments = moments_of_column(X, j);
    const double size = std::max(moments.largest, std::numeric_limits<double>::min());
    const double rounding = 8 * std::numeric_limits<double>::epsilon() * size;
    if (moments.deviation <= rounding) {
      throw StandardizationError(StandardizationFault::constant, j, moments.mean);
    }
    if (!std::isfinite(moments.deviation)) {
      throw StandardizationError(StandardizationFault::too_far_apart, j, X(0, j));
    }
    result.mean(j) = moments.mean;
    result.deviation(j) = moments.deviation;
  }
  return result;
}

}  // namespace nn
