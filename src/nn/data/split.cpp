#include "nn/data/split.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>

#include "nn/data/input_error.hpp"
#include "nn/data/number.hpp"
#include "nn/scalar/random.hpp"

namespace nn {

namespace {

using RowNumbers = std::vector<std::size_t>;

/// The rows of zeros and those of ones; all rows together unless there are both, and nothing else.
std::vector<RowNumbers> groups_of(const Vector<double>& y) {
  RowNumbers zeros;
  RowNumbers ones;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (y(i) == 0) zeros.push_back(i);
    if (y(i) == 1) ones.push_back(i);
  }
  if (!zeros.empty() && !ones.empty() && zeros.size() + ones.size() == y.size()) {
    return {zeros, ones};
  }
  RowNumbers all(y.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return {all};
}

std::size_t share(double fraction, std::size_t rows) {
  return static_cast<std::size_t>(std::llround(fraction * static_cast<double>(rows)));
}

/// Holds out rows of each group, one after the other. Of several groups none is held out whole.
Split split_groups(std::vector<RowNumbers> groups, double fraction, std::uint64_t seed) {
  if (!(fraction >= 0 && fraction < 1)) {
    throw std::invalid_argument("split: the fraction is not in [0, 1)");
  }
  Random random(seed);
  Split split;
  for (RowNumbers& group : groups) {
    std::size_t held_out = share(fraction, group.size());
    if (groups.size() > 1) held_out = std::min(held_out, group.size() - 1);
    if (held_out >= group.size()) {
      throw InputError({},
                       "to hold out " + short_text(fraction) + " of " +
                           std::to_string(group.size()) + " rows leaves none to train on",
                       "hold out less, or give more rows");
    }
    random.shuffle(group);
    const auto middle = group.begin() + static_cast<std::ptrdiff_t>(held_out);
    split.test.insert(split.test.end(), group.begin(), middle);
    split.training.insert(split.training.end(), middle, group.end());
  }
  std::sort(split.training.begin(), split.training.end());
  std::sort(split.test.begin(), split.test.end());
  return split;
}

/// Refuses rows of one class where there are others to train on.
void require_both_classes(const Vector<double>& y, const RowNumbers& training) {
  for (const double only : {0.0, 1.0}) {
    const auto is_it = [&](double target) { return target == only; };
    const bool alone = std::all_of(training.begin(), training.end(),
                                   [&](std::size_t row) { return is_it(y(row)); });
    if (!alone || std::all_of(y.begin(), y.end(), is_it)) continue;
    throw InputError({},
                     "the " + std::to_string(training.size()) + " of " + std::to_string(y.size()) +
                         " rows that are not held out all have the target " + short_text(only),
                     "hold out fewer rows, or others by another seed");
  }
}

}  // namespace

Split split_rows(const Vector<double>& y, double fraction, std::uint64_t seed) {
  Split split = split_groups(groups_of(y), fraction, seed);
  require_both_classes(y, split.training);
  return split;
}

Split split_classes(const std::vector<std::size_t>& classes, double fraction, std::uint64_t seed) {
  std::map<std::size_t, RowNumbers> rows_by_class;
  for (std::size_t i = 0; i < classes.size(); ++i) rows_by_class[classes[i]].push_back(i);
  std::vector<RowNumbers> groups;
  for (const auto& [number, rows] : rows_by_class) groups.push_back(rows);
  if (groups.empty()) groups.emplace_back();  // no rows: refused as such
  return split_groups(groups, fraction, seed);
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
