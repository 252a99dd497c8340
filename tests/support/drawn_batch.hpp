#pragma once

/// \file
/// A network with data to train it on, and rows of that data, for the properties of batches.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "tests/support/any_seed.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// A network, its parameters, and data with a row of targets for each sample.
template <class T>
struct Task {
  Network network;
  Vector<T> theta;
  Matrix<T> X;
  Matrix<T> Y;

  std::size_t n() const { return X.size1(); }
};

/// The drawn network with drawn targets that fit the output.
template <class T, class Output>
Task<T> task_of(const DrawnNetwork& drawn, const Output& /*output*/) {
  return {drawn.network, cast<T>(drawn.theta), cast<T>(drawn.X),
          cast<T>(draw_targets<Output>(drawn.n(), drawn.outputs()))};
}

/// The same with a network of one to four layers.
template <class T, class Output>
Task<T> draw_task(const Output& output) {
  return task_of<T>(draw_network(), output);
}

/// The rows of a batch: from one to `most` of n, in any order, and some of them more than once.
inline std::vector<std::size_t> draw_rows(std::size_t n, std::size_t most = 9) {
  std::vector<std::size_t> rows(*dimension(1, most).as("m"));
  for (std::size_t& row : rows) row = *dimension(0, n - 1).as("row");
  return rows;
}

/// These rows of X, one after the other, entry by entry.
template <class T>
Matrix<T> rows_at(const Matrix<T>& X, const std::vector<std::size_t>& rows) {
  Matrix<T> taken(rows.size(), X.size2());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < X.size2(); ++j) taken(i, j) = X(rows[i], j);
  }
  return taken;
}

/// Whether two numbers are equal or both none: a training that flies away does so in the same way.
template <class T>
bool same_number(T a, T b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

/// The same for each of their entries.
/// @{
template <class T>
bool same_entries(const Vector<T>& a, const Vector<T>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same_number<T>);
}
template <class T>
bool same_entries(const Matrix<T>& A, const Matrix<T>& B) {
  return A.size1() == B.size1() && A.size2() == B.size2() &&
         std::equal(A.data().begin(), A.data().end(), B.data().begin(), same_number<T>);
}
/// @}

/// v's entries from `first` to `last` − 1 as a vector of their own.
template <class T>
Vector<T> block_of(const Vector<T>& v, std::size_t first, std::size_t last) {
  Vector<T> block(last - first);
  for (std::size_t j = first; j < last; ++j) block(j - first) = v(j);
  return block;
}

}  // namespace nn::test
