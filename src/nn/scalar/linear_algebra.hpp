#pragma once

/// \file
/// Vectors and matrices, and the few products a neuron needs, over Boost uBLAS.
///
/// Whatever a neuron computes from its weights and its data passes through `dot`, `matvec`,
/// `matvec_transposed` or `matmul`: their order of summation is the book's, and their speed is its
/// speed. Small products are summed from left to right, the same on every processor; large ones of
/// `float` or `double` go through the door of nn/scalar/blas.hpp.

#include <boost/numeric/ublas/matrix.hpp>
#include <boost/numeric/ublas/matrix_proxy.hpp>
#include <boost/numeric/ublas/vector.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "nn/scalar/blas.hpp"
#include "nn/scalar/scalar.hpp"

namespace nn {

/// A vector of `n` scalars. In the book it is written as a row, shape 1 x n.
///
/// The storage is a std::vector because uBLAS's own default does not compile in C++20 for a class
/// type such as Dual (Boost 1.74).
template <Scalar T>
using Vector = ublas::vector<T, std::vector<T>>;

/// A matrix, stored row after row. The data X has one sample in each row: shape n x d.
template <Scalar T>
using Matrix = ublas::matrix<T, ublas::row_major, std::vector<T>>;

/// Refuses to take the mean of nothing, which is not a number.
///
/// \throws ShapeError naming `operation` if n = 0.
inline void require_samples(const char* operation, std::size_t n) {
  if (n == 0) throw ShapeError(std::string(operation) + ": the mean over no samples is undefined");
}

/// The dot product w · x = Σⱼ wⱼ xⱼ of two vectors of the same length d.
///
/// Derivatives: ∂(w · x)/∂wⱼ = xⱼ and ∂(w · x)/∂xⱼ = wⱼ. Of two empty vectors it is 0.
/// The sum runs from left to right, or in BLAS's order where blas::worth_calling(); its rounding
/// error is bounded by dot_error_bound() in any order.
/// For complex scalars nothing is conjugated: the complex step needs a plain sum of products.
///
/// \throws ShapeError if the lengths differ.
// [dot]
template <Scalar T>
T dot(const Vector<T>& w, const Vector<T>& x) {
  require_same_size("dot", w.size(), x.size());
  if (blas::worth_calling<T>(w.size())) return blas::dot(w, x);
  return ublas::inner_prod(w, x);
}
// [dot]

/// X vᵀ: the dot product of every row of X (n x d) with v (length d); the result has length n.
///
/// (X vᵀ)ᵢ = Σⱼ Xᵢⱼ vⱼ. Derivatives: ∂(X vᵀ)ᵢ/∂vⱼ = Xᵢⱼ.
///
/// \throws ShapeError unless X has as many columns as v has entries.
// [matvec]
template <Scalar T>
Vector<T> matvec(const Matrix<T>& X, const Vector<T>& v) {
  require_same_size("matvec", X.size2(), v.size());
  if (blas::worth_calling<T>(X.size1() * X.size2())) return blas::matvec(X, v);
  return ublas::prod(X, v);
}
// [matvec]

/// u X: the sum of the rows of X (n x d), row i weighted by uᵢ (length n); the result has length d.
///
/// (u X)ⱼ = Σᵢ uᵢ Xᵢⱼ. It is what the chain rule asks for: if C depends on z = X wᵀ, then
/// ∂C/∂w = (∂C/∂z) X.
///
/// \throws ShapeError unless X has as many rows as u has entries.
// [matvec-transposed]
template <Scalar T>
Vector<T> matvec_transposed(const Matrix<T>& X, const Vector<T>& u) {
  require_same_size("matvec_transposed", X.size1(), u.size());
  if (blas::worth_calling<T>(X.size1() * X.size2())) return blas::matvec_transposed(X, u);
  return ublas::prod(u, X);
}
// [matvec-transposed]

/// A B: the dot product of every row of A (m x k) with every column of B (k x n), shape m x n.
///
/// (A B)ᵢⱼ = Σₗ Aᵢₗ Bₗⱼ. Derivatives: ∂(A B)ᵢⱼ/∂Aᵢₗ = Bₗⱼ and ∂(A B)ᵢⱼ/∂Bₗⱼ = Aᵢₗ.
///
/// \throws ShapeError unless A has as many columns as B has rows.
// [matmul]
template <Scalar T>
Matrix<T> matmul(const Matrix<T>& A, const Matrix<T>& B) {
  require_same_size("matmul", A.size2(), B.size1());
  if (blas::worth_calling<T>(A.size1() * A.size2() * B.size2())) return blas::matmul(A, B);
  return ublas::prod(A, B);
}
// [matmul]

/// The squared length Σⱼ vⱼ². Nothing is conjugated, see dot().
template <Scalar T>
T squared_norm(const Vector<T>& v) {
  return dot(v, v);
}

/// The Euclidean length ‖v‖₂ = √(Σⱼ vⱼ²).
///
/// The squares overflow for entries above about 1e154 and underflow below about 1e-154; no formula
/// of this book comes near either. Derivative: v/‖v‖₂, for v ≠ 0.
template <Scalar T>
T norm(const Vector<T>& v) {
  using std::sqrt;
  return sqrt(squared_norm(v));
}

/// Refuses a row that is not there. Rows are counted from 0.
///
/// \throws ShapeError naming `operation` if there is no row i.
template <Scalar T>
void require_row(const char* operation, const Matrix<T>& X, std::size_t i) {
  if (i >= X.size1()) {
    throw ShapeError(std::string(operation) + ": there is no row " + std::to_string(i) + " among " +
                     std::to_string(X.size1()));
  }
}

/// Row i of X as a vector of its own: one sample. Rows are counted from 0.
///
/// (Not `row`: uBLAS has a function of that name, which the compiler would find as well.)
///
/// \throws ShapeError if there is no such row.
template <Scalar T>
Vector<T> row_of(const Matrix<T>& X, std::size_t i) {
  require_row("row_of", X, i);
  return ublas::row(X, i);
}

/// Puts x (length d) in place of row i of X (n x d).
///
/// \throws ShapeError if there is no such row, or it has another length.
template <Scalar T>
void set_row(Matrix<T>& X, std::size_t i, const Vector<T>& x) {
  require_same_size("set_row", X.size2(), x.size());
  require_row("set_row", X, i);
  for (std::size_t j = 0; j < x.size(); ++j) X(i, j) = x(j);
}

/// The entries first, ..., last - 1 of v as a vector of their own, counted from 0.
///
/// \throws ShapeError unless first <= last <= the length of v.
template <Scalar T>
Vector<T> entries(const Vector<T>& v, std::size_t first, std::size_t last) {
  if (first > last || last > v.size()) {
    throw ShapeError("entries: " + std::to_string(first) + " to " + std::to_string(last) +
                     " is no part of a vector of length " + std::to_string(v.size()));
  }
  return ublas::subrange(v, first, last);
}

/// A vector of n entries that are all the same.
template <Scalar T>
Vector<T> constant_vector(std::size_t n, const T& entry) {
  return Vector<T>(n, entry);
}

/// The sum of all entries of a vector or of an expression of vectors, from left to right.
template <class E>
typename E::value_type total(const ublas::vector_expression<E>& v) {
  return ublas::sum(v);
}

/// The largest size of an entry, max |vⱼ|; 0 if there is none.
template <class E>
auto max_norm(const ublas::vector_expression<E>& v) {
  return ublas::norm_inf(v);
}

/// Two vectors or expressions of vectors, multiplied entry by entry.
///
/// \throws ShapeError if the lengths differ.
template <class E, class F>
Vector<typename E::value_type> entrywise_product(const ublas::vector_expression<E>& v,
                                                 const ublas::vector_expression<F>& w) {
  require_same_size("entrywise_product", v().size(), w().size());
  return ublas::element_prod(v, w);
}

/// A vector from a list of numbers, as one writes it on paper: `vector<double>({0.3, -0.1})`.
template <Scalar T>
Vector<T> vector(const std::vector<double>& entries) {
  Vector<T> v(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) v(i) = T(entries[i]);
  return v;
}

/// A matrix from a list of rows: `matrix<double>({{1, 2}, {3, 4}})`.
///
/// \throws ShapeError if the rows differ in length.
template <Scalar T>
Matrix<T> matrix(const std::vector<std::vector<double>>& rows) {
  const std::size_t columns = rows.empty() ? 0 : rows.front().size();
  Matrix<T> X(rows.size(), columns);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    require_same_size("matrix", columns, rows[i].size());
    for (std::size_t j = 0; j < columns; ++j) X(i, j) = T(rows[i][j]);
  }
  return X;
}

/// The same numbers as scalars of another type: doubles become complex numbers or duals.
template <Scalar T, Scalar S>
Vector<T> cast(const Vector<S>& v) {
  Vector<T> result(v.size());
  for (std::size_t i = 0; i < v.size(); ++i) result(i) = T(v(i));
  return result;
}

/// The same for a matrix.
template <Scalar T, Scalar S>
Matrix<T> cast(const Matrix<S>& X) {
  Matrix<T> result(X.size1(), X.size2());
  for (std::size_t i = 0; i < X.size1(); ++i) {
    for (std::size_t j = 0; j < X.size2(); ++j) result(i, j) = T(X(i, j));
  }
  return result;
}

}  // namespace nn
