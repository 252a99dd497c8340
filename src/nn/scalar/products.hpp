#pragma once

/// \file
/// The product of two matrices that lie in memory somewhere: in a matrix of their own, or in the
/// one block that holds all parameters of a network.

#include <cstddef>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

using blas::MatrixView;
using blas::VectorView;

/// In which order a product adds up.
enum class Products {
  fastest,  ///< a large product of `float` or `double` in the order of BLAS, which depends on the
            ///< processor; all others from left to right
  in_order  ///< every product from left to right: the same digits on every machine
};

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

/// C ← A B, for A (m x k), B (k x n) and C (m x n): Cᵢⱼ = Σₗ Aᵢₗ Bₗⱼ.
///
/// A product of fewer than blas::fewest_products products of entries, and every one with
/// Products::in_order, starts each sum from 0 and adds from the first product to the last. The
/// error is bounded by γₖ Σₗ |Aᵢₗ||Bₗⱼ| in any order, where nothing over- or underflows; see
/// gamma().
///
/// \pre C shares no entry with A or B.
/// \throws ShapeError if the shapes do not fit.
// [multiply]
template <Scalar T>
void multiply(const MatrixView<const T>& a, const MatrixView<const T>& b, const MatrixView<T>& c,
              [[maybe_unused]] Products products) {
  require_same_size("multiply", a.columns, b.rows);
  require_same_size("multiply", a.rows, c.rows);
  require_same_size("multiply", b.columns, c.columns);
#ifdef NN_WITH_BLAS
  if constexpr (blas::available<T>) {
    const bool is_large = blas::worth_calling<T>(a.rows * a.columns * b.columns);
    if (products == Products::fastest && is_large && blas::try_gemm<T>(a, b, c)) return;
  }
#endif
  for (std::size_t i = 0; i < c.rows; ++i) {
    for (std::size_t j = 0; j < c.columns; ++j) c(i, j) = T(0);
    for (std::size_t l = 0; l < a.columns; ++l) {
      for (std::size_t j = 0; j < c.columns; ++j) c(i, j) += a(i, l) * b(l, j);
    }
  }
}
// [multiply]

}  // namespace nn
