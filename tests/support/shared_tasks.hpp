#pragma once

/// \file
/// Tasks whose rows are shared out among processes, for the properties of training by many.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "nn/data/split.hpp"
#include "nn/network/one_hot.hpp"
#include "nn/program/network_options.hpp"
#include "nn/scalar/row_range.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// Draws which of n rows each of P processes holds, inside a property: equal shares, or parts that
/// are cut anywhere, one behind the other. Some may be empty.
inline std::vector<RowRange> draw_held_rows(std::size_t n, std::size_t P) {
  std::vector<RowRange> held;
  if (*label().as("equal shares") == 1) {
    for (std::size_t p = 0; p < P; ++p) held.push_back(rows_of_share(n, {p, P}));
    return held;
  }
  std::vector<std::size_t> cuts = {0};
  for (std::size_t p = 1; p < P; ++p) cuts.push_back(*dimension(0, n).as("cut"));
  cuts.push_back(n);
  std::sort(cuts.begin(), cuts.end());
  for (std::size_t p = 0; p < P; ++p) held.push_back({cuts[p], cuts[p + 1]});
  return held;
}

/// These rows of a matrix.
inline Matrix<double> held_rows_of(const Matrix<double>& all, const RowRange& rows) {
  Matrix<double> some(rows.count(), all.size2());
  for (std::size_t i = 0; i < rows.count(); ++i) {
    for (std::size_t j = 0; j < all.size2(); ++j) some(i, j) = all(rows.first + i, j);
  }
  return some;
}

/// What a process has of a task: these rows of it, and the target of every row.
inline NetworkTask held_part_of(const NetworkTask& task, const RowRange& rows) {
  NetworkTask part = task;
  part.X = held_rows_of(task.X, rows);
  part.Y = held_rows_of(task.Y, rows);
  part.first_row = rows.first;
  part.targets.resize(task.X.size1(), false);
  const std::vector<std::size_t> classes = classes_of(task.Y);
  for (std::size_t i = 0; i < classes.size(); ++i) {
    part.targets(i) = task.Y.size2() > 1 ? static_cast<double>(classes[i]) : task.Y(i, 0);
  }
  return part;
}

/// What each of P processes has of a task, drawn inside a property.
inline std::vector<NetworkTask> draw_held_parts(const NetworkTask& task, std::size_t P) {
  std::vector<NetworkTask> parts;
  for (const RowRange& rows : draw_held_rows(task.X.size1(), P)) {
    parts.push_back(held_part_of(task, rows));
  }
  return parts;
}

/// Draws which of n rows are held out, inside a property: none, or row 4 and some behind it.
inline Split draw_row_split(std::size_t n, bool holds_out) {
  Split split;
  for (std::size_t i = 0; i < n; ++i) {
    const bool is_test = holds_out && i > 3 && (i == 4 || *label().as("held out") == 1);
    (is_test ? split.test : split.training).push_back(i);
  }
  return split;
}

/// Whether two numbers are the same, bit for bit.
inline bool are_bitwise_equal(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// The same of two vectors.
inline bool are_bitwise_equal(const Vector<double>& a, const Vector<double>& b) {
  bool equal = a.size() == b.size();
  for (std::size_t i = 0; equal && i < a.size(); ++i) equal = are_bitwise_equal(a(i), b(i));
  return equal;
}

/// The same of two matrices.
inline bool are_bitwise_equal(const Matrix<double>& a, const Matrix<double>& b) {
  bool equal = a.size1() == b.size1() && a.size2() == b.size2();
  for (std::size_t k = 0; equal && k < a.data().size(); ++k) {
    equal = are_bitwise_equal(a.data()[k], b.data()[k]);
  }
  return equal;
}

}  // namespace nn::test
