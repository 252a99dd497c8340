#pragma once

/// \file
/// The linear-algebra door: products of `float` and `double` go to BLAS, all others to uBLAS.
///
/// BLAS (Basic Linear Algebra Subprograms) is an interface with many implementations; OpenBLAS is
/// one that is tuned for each processor. Nothing is copied on the way: BLAS reads and writes the
/// storage of the uBLAS containers, and of what uBLAS makes of them. Rows, columns, ranges, slices
/// and transposed matrices are the same storage, walked through with other steps.
///
/// The order of a sum is BLAS's own, and differs between processors. Whatever it is, a dot product
/// of length d is within dot_error_bound() of the exact one, γ_d Σ|wⱼ||xⱼ|, and so is each entry of
/// a product of matrices. Built without BLAS (`-DNN_WITH_BLAS=OFF`) everything goes to uBLAS: the
/// same results but for that bound, more slowly.
///
/// Sources: C. Lawson et al., "Basic Linear Algebra Subprograms for Fortran usage", ACM TOMS 5
/// (1979); N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002),
/// section 3.1.

#include <boost/numeric/ublas/matrix.hpp>
#include <boost/numeric/ublas/matrix_proxy.hpp>
#include <boost/numeric/ublas/vector.hpp>
#include <boost/numeric/ublas/vector_proxy.hpp>
#include <concepts>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#ifdef NN_WITH_BLAS
#include <cblas.h>
#endif

namespace nn {

namespace ublas = boost::numeric::ublas;

/// Two operands whose shapes do not fit each other.
class ShapeError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// Refuses two sizes that differ.
///
/// \throws ShapeError naming `operation` and both sizes unless they are equal.
inline void require_same_size(const char* operation, std::size_t left, std::size_t right) {
  if (left != right) {
    throw ShapeError(std::string(operation) + ": sizes " + std::to_string(left) + " and " +
                     std::to_string(right) + " differ");
  }
}

}  // namespace nn

namespace nn::blas {

/// Whether products of this scalar go to BLAS.
// [blas-scalar]
#ifdef NN_WITH_BLAS
template <class T>
constexpr bool available = std::same_as<T, float> || std::same_as<T, double>;
#else
template <class T>
constexpr bool available = false;
#endif
// [blas-scalar]

/// From how many products of entries on the book's formulas call BLAS. Below, a plain loop is done
/// before BLAS has looked at its arguments, and sums from left to right on every processor.
// [blas-worth-calling]
constexpr std::size_t fewest_products = 16384;

/// Whether so many products are worth a call.
template <class T>
constexpr bool worth_calling(std::size_t products) {
  return available<T> && products >= fewest_products;
}
// [blas-worth-calling]

/// A vector that stands in memory with a constant step: v₀ at `first`, vᵢ at `first + i·step`.
template <class T>
struct VectorView {
  T* first;             ///< null if the vector is empty
  std::size_t size;     ///< how many entries
  std::ptrdiff_t step;  ///< negative if it runs backwards

  /// vᵢ, counted from 0; nothing is checked.
  T& operator()(std::size_t i) const { return first[static_cast<std::ptrdiff_t>(i) * step]; }
  /// The same entries, to be read only.
  operator VectorView<const T>() const requires(!std::is_const_v<T>) { return {first, size, step}; }
};

/// A matrix of which each row, and each column, stands in memory with a constant step.
template <class T>
struct MatrixView {
  T* first;                    ///< entry (0, 0); null if there is none
  std::size_t rows;            ///< how many rows
  std::size_t columns;         ///< how many columns
  std::ptrdiff_t row_step;     ///< from (i, j) to (i + 1, j)
  std::ptrdiff_t column_step;  ///< from (i, j) to (i, j + 1)

  /// Entry (i, j), counted from 0; nothing is checked.
  T& operator()(std::size_t i, std::size_t j) const {
    return first[static_cast<std::ptrdiff_t>(i) * row_step +
                 static_cast<std::ptrdiff_t>(j) * column_step];
  }
  /// The same entries, to be read only.
  operator MatrixView<const T>() const requires(!std::is_const_v<T>) {
    return {first, rows, columns, row_step, column_step};
  }
};

/// A vector whose entries can be pointed at: a uBLAS vector, or a part of a vector or a matrix, but
/// not an expression such as `v + w`.
template <class V>
concept VectorInMemory = requires(V& v) {
  requires std::is_lvalue_reference_v<decltype(v(0))>;
  { v.size() } -> std::convertible_to<std::size_t>;
};

/// The same for matrices.
template <class M>
concept MatrixInMemory = requires(M& m) {
  requires std::is_lvalue_reference_v<decltype(m(0, 0))>;
  { m.size1() } -> std::convertible_to<std::size_t>;
};

/// Where a vector's entries are. Two of them tell the step, since uBLAS knows no other layout.
// [vector-view]
template <VectorInMemory V>
auto view(V& v) {
  using T = std::remove_reference_t<decltype(v(0))>;
  const std::size_t n = v.size();
  return VectorView<T>{n > 0 ? &v(0) : nullptr, n, n > 1 ? &v(1) - &v(0) : 1};
}
// [vector-view]

/// Where a matrix's entries are. A single row has no next one, and may be given any step to it: the
/// one that makes either the rows or the columns stand in one piece.
template <MatrixInMemory M>
auto view(M& m) {
  using T = std::remove_reference_t<decltype(m(0, 0))>;
  const std::size_t rows = m.size1();
  const std::size_t columns = m.size2();
  if (rows == 0 || columns == 0) return MatrixView<T>{nullptr, rows, columns, 1, 1};
  const std::ptrdiff_t along = columns > 1 ? &m(0, 1) - &m(0, 0) : 1;
  const std::ptrdiff_t across = rows > 1     ? &m(1, 0) - &m(0, 0)
                                : along == 1 ? static_cast<std::ptrdiff_t>(columns)
                                             : 1;
  return MatrixView<T>{&m(0, 0), rows, columns, across, along};
}

/// A transposed matrix is the matrix with its two steps exchanged.
// [transposed-view]
template <class E>
auto view(const ublas::matrix_unary2<E, ublas::scalar_identity<typename E::value_type>>& m) {
  const auto plain = view(m.expression());
  return MatrixView<const typename E::value_type>{plain.first, plain.columns, plain.rows,
                                                  plain.column_step, plain.row_step};
}
// [transposed-view]

/// What view() accepts.
template <class E>
concept InMemory = requires(const E& e) {
  view(e);
};

#ifdef NN_WITH_BLAS
/// The calls themselves, one spelling for `float` and `double`.
namespace call {

inline float dot(int n, const float* x, int x_step, const float* y, int y_step) {
  return cblas_sdot(n, x, x_step, y, y_step);
}
inline double dot(int n, const double* x, int x_step, const double* y, int y_step) {
  return cblas_ddot(n, x, x_step, y, y_step);
}
inline void gemv(CBLAS_TRANSPOSE turn, int m, int n, const float* a, int lda, const float* x,
                 int x_step, float beta, float* y, int y_step) {
  cblas_sgemv(CblasRowMajor, turn, m, n, 1.0F, a, lda, x, x_step, beta, y, y_step);
}
inline void gemv(CBLAS_TRANSPOSE turn, int m, int n, const double* a, int lda, const double* x,
                 int x_step, double beta, double* y, int y_step) {
  cblas_dgemv(CblasRowMajor, turn, m, n, 1.0, a, lda, x, x_step, beta, y, y_step);
}
inline void gemm(CBLAS_TRANSPOSE turn_a, CBLAS_TRANSPOSE turn_b, int m, int n, int k,
                 const float* a, int lda, const float* b, int ldb, float* c, int ldc) {
  cblas_sgemm(CblasRowMajor, turn_a, turn_b, m, n, k, 1.0F, a, lda, b, ldb, 0.0F, c, ldc);
}
inline void gemm(CBLAS_TRANSPOSE turn_a, CBLAS_TRANSPOSE turn_b, int m, int n, int k,
                 const double* a, int lda, const double* b, int ldb, double* c, int ldc) {
  cblas_dgemm(CblasRowMajor, turn_a, turn_b, m, n, k, 1.0, a, lda, b, ldb, 0.0, c, ldc);
}

}  // namespace call

/// BLAS counts with an `int`.
inline bool countable(std::size_t n) {
  return n <= static_cast<std::size_t>(std::numeric_limits<int>::max());
}

/// Whether BLAS can walk through the vector: it takes any step but 0.
template <class T>
bool walkable(const VectorView<T>& v) {
  return v.step != 0 && countable(v.size) && countable(static_cast<std::size_t>(std::abs(v.step)));
}

/// Where BLAS wants a vector to begin: at its lowest address, even if it runs backwards.
template <class T>
T* lowest(const VectorView<T>& v) {
  return v.step < 0 ? v.first + v.step * (static_cast<std::ptrdiff_t>(v.size) - 1) : v.first;
}

template <class T>
int step_of(const VectorView<T>& v) {
  return static_cast<int>(v.step);
}

/// How BLAS sees a matrix: its rows, or else its columns, stand in one piece, `leading` apart.
struct Layout {
  bool known = false;  ///< neither does: BLAS cannot take it
  CBLAS_TRANSPOSE turn = CblasNoTrans;
  int leading = 1;
};

template <class T>
Layout layout_of(const MatrixView<T>& m) {
  const auto fits = [](std::ptrdiff_t step, std::size_t length) {
    return step >= static_cast<std::ptrdiff_t>(length) && countable(static_cast<std::size_t>(step));
  };
  if (!countable(m.rows) || !countable(m.columns)) return {};
  if (m.column_step == 1 && fits(m.row_step, m.columns)) {
    return {true, CblasNoTrans, static_cast<int>(m.row_step)};
  }
  if (m.row_step == 1 && fits(m.column_step, m.rows)) {
    return {true, CblasTrans, static_cast<int>(m.column_step)};
  }
  return {};
}

/// y ← β y + A x. False, with y untouched, if BLAS cannot walk through one of the three.
template <class T>
bool try_gemv(const MatrixView<const T>& A, const VectorView<const T>& x, T beta,
              const VectorView<T>& y) {
  const Layout layout = layout_of(A);
  if (!layout.known || !walkable(x) || !walkable(y)) return false;
  const bool as_it_is = layout.turn == CblasNoTrans;
  call::gemv(layout.turn, static_cast<int>(as_it_is ? A.rows : A.columns),
             static_cast<int>(as_it_is ? A.columns : A.rows), A.first, layout.leading, lowest(x),
             step_of(x), beta, lowest(y), step_of(y));
  return true;
}

/// C ← A B, for a C whose rows stand in one piece. False if BLAS cannot take one of the three.
template <class T>
bool try_gemm(const MatrixView<const T>& A, const MatrixView<const T>& B, const MatrixView<T>& C) {
  const Layout a = layout_of(A);
  const Layout b = layout_of(B);
  const Layout c = layout_of(C);
  if (!a.known || !b.known || !c.known || c.turn != CblasNoTrans) return false;
  call::gemm(a.turn, b.turn, static_cast<int>(C.rows), static_cast<int>(C.columns),
             static_cast<int>(A.columns), A.first, a.leading, B.first, b.leading, C.first,
             c.leading);
  return true;
}
#endif

/// w · x = Σⱼ wⱼ xⱼ. Of two empty vectors it is 0; nothing is conjugated.
///
/// \throws ShapeError if the lengths differ.
// [blas-dot]
template <class W, class X, class T = typename W::value_type>
T dot(const W& w, const X& x) {
  require_same_size("dot", w.size(), x.size());
#ifdef NN_WITH_BLAS
  if constexpr (available<T> && InMemory<W> && InMemory<X>) {
    const VectorView<const T> a = view(w);
    const VectorView<const T> b = view(x);
    if (walkable(a) && walkable(b)) {
      return call::dot(static_cast<int>(a.size), lowest(a), step_of(a), lowest(b), step_of(b));
    }
  }
#endif
  return ublas::inner_prod(w, x);
}
// [blas-dot]

/// y ← β y + A v, in place: (A v)ᵢ = Σⱼ Aᵢⱼ vⱼ. With β = 0 nothing is read from y, not even a NaN.
///
/// \pre y shares no entry with A or v.
/// \throws ShapeError unless A (m x d) has as many columns as v entries, and as many rows as y.
// [blas-matvec]
template <class A, class V, class Y, class T = typename A::value_type>
void matvec(const A& a, const V& v, std::type_identity_t<T> beta, Y& y) {
  require_same_size("matvec", a.size2(), v.size());
  require_same_size("matvec", a.size1(), y.size());
#ifdef NN_WITH_BLAS
  if constexpr (available<T> && InMemory<A> && InMemory<V>) {
    if (a.size1() > 0 && a.size2() > 0 && try_gemv<T>(view(a), view(v), beta, view(y))) return;
  }
#endif
  if (beta == T(0)) {
    ublas::noalias(y) = ublas::prod(a, v);
  } else {
    y *= beta;
    ublas::noalias(y) += ublas::prod(a, v);
  }
}
// [blas-matvec]

/// A v, for A of shape m x d and v of length d: a new vector of length m.
///
/// \throws ShapeError unless A has as many columns as v has entries.
template <class A, class V>
auto matvec(const A& a, const V& v) {
  using T = typename A::value_type;
  ublas::vector<T, std::vector<T>> y(a.size1());
  matvec(a, v, T(0), y);
  return y;
}

/// u A, for u of length n and A of shape n x d: a new vector of length d, the rows of A added up,
/// row i weighted by uᵢ.
///
/// \throws ShapeError unless A has as many rows as u has entries.
template <class A, class U>
auto matvec_transposed(const A& a, const U& u) {
  return matvec(ublas::trans(a), u);
}

/// A B, for A of shape m x k and B of shape k x n: a new matrix, (A B)ᵢⱼ = Σₗ Aᵢₗ Bₗⱼ.
///
/// \throws ShapeError unless A has as many columns as B has rows.
// [blas-matmul]
template <class A, class B>
auto matmul(const A& a, const B& b) {
  using T = typename A::value_type;
  using Result = ublas::matrix<T, ublas::row_major, std::vector<T>>;
  require_same_size("matmul", a.size2(), b.size1());
  Result c(a.size1(), b.size2(), T(0));
  if (a.size2() == 0) return c;
#ifdef NN_WITH_BLAS
  if constexpr (available<T> && InMemory<A> && InMemory<B>) {
    if (c.size1() > 0 && c.size2() > 0 && try_gemm<T>(view(a), view(b), view(c))) return c;
  }
#endif
  ublas::noalias(c) = ublas::prod(a, b);
  return c;
}
// [blas-matmul]

}  // namespace nn::blas
