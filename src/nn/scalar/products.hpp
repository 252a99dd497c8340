#pragma once

/// \file
/// The product of two matrices that lie in memory somewhere: in a matrix of their own, or in the
/// one block that holds all parameters of a network.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <span>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/product_kernel.hpp"

namespace nn {

using blas::MatrixView;
using blas::VectorView;

/// Aᵀ: the same entries, with the two steps exchanged.
// [transposed]
template <class T>
MatrixView<T> transposed(const MatrixView<T>& a) {
  return {a.first, a.columns, a.rows, a.column_step, a.row_step};
}
// [transposed]

/// Row i of X where it lies: one sample. Nothing is copied.
///
/// \throws ShapeError if there is no such row.
/// @{
template <Scalar T>
VectorView<const T> row_view(const Matrix<T>& X, std::size_t i) {
  require_row("row_view", X, i);
  return {X.data().data() + i * X.size2(), X.size2(), 1};
}
template <Scalar T>
VectorView<T> row_view(Matrix<T>& X, std::size_t i) {
  require_row("row_view", X, i);
  return {X.data().data() + i * X.size2(), X.size2(), 1};
}
/// @}

/// The chosen rows of X, in the order of `rows`, into `taken`, which is made as large as it must
/// be.
///
/// \throws ShapeError if there is no such row.
template <Scalar T>
void take_rows(const Matrix<T>& X, std::span<const std::size_t> rows, Matrix<T>& taken) {
  taken.resize(rows.size(), X.size2(), false);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const VectorView<const T> row = row_view(X, rows[i]);
    std::copy(row.first, row.first + row.size, taken.data().data() + i * X.size2());
  }
}

/// C ← A B, for A (m x k), B (k x n) and C (m x n): Cᵢⱼ = Σₗ Aᵢₗ Bₗⱼ.
///
/// Each sum starts from 0 and adds its products from the first to the last, for every scalar, every
/// size and on every processor: fast::product() has the same bits as the loop below. The error is
/// bounded by γₖ Σₗ |Aᵢₗ||Bₗⱼ|, where nothing over- or underflows; see gamma().
///
/// \pre C shares no entry with A or B.
/// \throws ShapeError if the shapes do not fit.
// [multiply]
template <Scalar T>
void multiply(const MatrixView<const T>& a, const MatrixView<const T>& b, const MatrixView<T>& c) {
  require_same_size("multiply", a.columns, b.rows);
  require_same_size("multiply", a.rows, c.rows);
  require_same_size("multiply", b.columns, c.columns);
  if constexpr (std::same_as<T, float> || std::same_as<T, double>) {
    if (fast::product(a, b, c)) return;
  }
  for (std::size_t i = 0; i < c.rows; ++i) {
    for (std::size_t j = 0; j < c.columns; ++j) c(i, j) = T(0);
    for (std::size_t l = 0; l < a.columns; ++l) {
      for (std::size_t j = 0; j < c.columns; ++j) c(i, j) += a(i, l) * b(l, j);
    }
  }
}
// [multiply]

}  // namespace nn
