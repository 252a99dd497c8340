#include "nn/data/split.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "nn/data/input_error.hpp"
#include "nn/data/number.hpp"
#include "nn/scalar/random.hpp"

namespace nn {

Split split_rows(std::size_t rows, double fraction, std::uint64_t seed) {
  if (!(fraction >= 0 && fraction < 1)) {
    throw std::invalid_argument("split_rows: the fraction is not in [0, 1)");
  }
  const auto held_out =
      static_cast<std::size_t>(std::llround(fraction * static_cast<double>(rows)));
  if (held_out >= rows) {
    throw InputError({},
                     "to hold out " + short_text(fraction) + " of " + std::to_string(rows) +
                         " rows leaves none to train on",
                     "hold out less, or give more rows");
  }
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(seed);
  random.shuffle(order);
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(held_out);
  Split split{{middle, order.end()}, {order.begin(), middle}};
  std::sort(split.training.begin(), split.training.end());
  std::sort(split.test.begin(), split.test.end());
  return split;
}

Matrix<double> rows_of(const Matrix<double>& X, const std::vector<std::size_t>& rows) {
  Matrix<double> result(rows.size(), X.size2());
  for (std::size_t i = 0; i < rows.size(); ++i) set_row(result, i, row_of(X, rows[i]));
  return result;
}

Vector<double> entries_of(const Vector<double>& y, const std::vector<std::size_t>& rows) {
  Vector<double> result(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) result(i) = y(rows[i]);
  return result;
}

}  // namespace nn
