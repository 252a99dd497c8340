// The linear-algebra door: BLAS and uBLAS agree, and both with the exact sums, within the rounding
// bound of a sum of products, wherever in memory the operands stand.
#include "nn/scalar/blas.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "nn/derivative/dual.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/random.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// The two sides of Σⱼ aⱼ bⱼ's error bound: the sum itself, and the sum of the sizes.
struct Sum {
  long double exact = 0;
  long double sizes = 0;

  void add(long double a, long double b) {
    exact += a * b;
    sizes += std::fabs(a * b);
  }
};

/// |computed − exact| ≤ γₙ Σ|aⱼ||bⱼ|, in units of that bound; n counts products and what is added
/// to them. The last term is the oracle's own rounding.
template <class T>
void within_bound(Check& check, T computed, const Sum& sum, std::size_t n,
                  const std::string& what) {
  const long double bound = gamma<T>(n == 0 ? 1 : n) * sum.sizes;
  const long double error = std::fabs(static_cast<long double>(computed) - sum.exact);
  check.holds(bound > 0 || error == 0, what + ": a sum of zeros");
  if (bound > 0) check.at_most(static_cast<double>(error / bound), 1, 1e-3, what);
}

template <class W, class X>
Sum exact_dot(const W& w, const X& x) {
  Sum sum;
  for (std::size_t j = 0; j < w.size(); ++j) sum.add(w(j), x(j));
  return sum;
}

/// (A v)ᵢ, exactly, for every i against what was computed.
template <class A, class V, class Y>
void check_matvec(Check& check, const A& a, const V& v, const Y& y, const std::string& what) {
  check.holds(y.size() == a.size1(), what + ": its length");
  for (std::size_t i = 0; i < a.size1(); ++i) {
    Sum sum;
    for (std::size_t j = 0; j < a.size2(); ++j) sum.add(a(i, j), v(j));
    within_bound(check, y(i), sum, a.size2(), what);
  }
}

template <class A, class B, class C>
void check_matmul(Check& check, const A& a, const B& b, const C& c, const std::string& what) {
  check.holds(c.size1() == a.size1() && c.size2() == b.size2(), what + ": its shape");
  for (std::size_t i = 0; i < a.size1(); ++i) {
    for (std::size_t j = 0; j < b.size2(); ++j) {
      Sum sum;
      for (std::size_t l = 0; l < a.size2(); ++l) sum.add(a(i, l), b(l, j));
      within_bound(check, c(i, j), sum, a.size2(), what);
    }
  }
}

/// A length: often 0, 1 or few, sometimes longer than any block of a kernel.
std::size_t draw_length() { return *label() == 1 ? *dimension(0, 5) : *dimension(0, 40); }

/// One of the vectors of length n that stand in this storage: by itself, every step-th entry, or
/// backwards.
template <class T, class Storage>
auto draw_slice(Storage& storage, std::size_t n) {
  const auto step = static_cast<std::ptrdiff_t>(*dimension(1, 3));
  const std::size_t offset = *dimension(0, 2).as("offset");
  const bool backwards = *label() == 1 && n > 0;
  const std::size_t begin = backwards ? offset + (n - 1) * static_cast<std::size_t>(step) : offset;
  return ublas::vector_slice<Storage>(storage, ublas::slice(begin, backwards ? -step : step, n));
}

template <class T>
Vector<T> draw_vector(std::size_t n) {
  return cast<T>(Vector<double>(*gaussian_vector(n)));
}

template <class T>
Matrix<T> draw_matrix(std::size_t n, std::size_t d) {
  return cast<T>(Matrix<double>(*gaussian_matrix(n, d)));
}

/// A view's steps lead to every entry, and BLAS can walk through it, if it takes such a step.
template <class V>
void view_leads_to_every_entry(Check& check, V& v, bool is_walkable, const char* what) {
  const auto found = blas::view(v);
  check.holds(found.size == v.size(), what);
  check.holds((found.first == nullptr) == (v.size() == 0), what);
  for (std::size_t i = 0; i < v.size(); ++i) {
    check.holds(found.first + static_cast<std::ptrdiff_t>(i) * found.step == &v(i), what);
  }
#ifdef NN_WITH_BLAS
  check.holds(blas::walkable(found) == is_walkable, what);
#else
  (void)is_walkable;
#endif
}

/// The same for a matrix, of which BLAS wants the rows or the columns in one piece.
template <class M>
void matrix_view_leads_to_every_entry(Check& check, M& m, bool in_one_piece, const char* what) {
  const auto found = blas::view(m);
  check.holds(found.rows == m.size1() && found.columns == m.size2(), what);
  check.holds((found.first == nullptr) == (m.size1() * m.size2() == 0), what);
  check.holds(found.row_step > 0 && found.column_step > 0, "steps lead forward");
  for (std::size_t i = 0; i < m.size1(); ++i) {
    for (std::size_t j = 0; j < m.size2(); ++j) {
      check.holds(found.first + static_cast<std::ptrdiff_t>(i) * found.row_step +
                          static_cast<std::ptrdiff_t>(j) * found.column_step ==
                      &m(i, j),
                  what);
    }
  }
#ifdef NN_WITH_BLAS
  const auto turned = blas::view(ublas::trans(m));
  check.holds(turned.rows == m.size2() && turned.columns == m.size1(), what);
  if (m.size1() * m.size2() == 0) return;
  check.holds(blas::layout_of(found).known == in_one_piece, what);
  check.holds(blas::layout_of(turned).known == in_one_piece, what);
#else
  (void)in_one_piece;
#endif
}

template <class T>
void views_lead_to_every_entry(Check& check) {
  const std::size_t n = *dimension(0, 4).as("n");
  const std::size_t d = *dimension(0, 4).as("d");
  Vector<T> whole = draw_vector<T>(n);
  Vector<T> storage = draw_vector<T>(3 * n + 3);
  auto sliced = draw_slice<T>(storage, n);
  ublas::vector_slice<Vector<T>> repeated(storage, ublas::slice(1, 0, n));
  view_leads_to_every_entry(check, whole, true, "a vector");
  view_leads_to_every_entry(check, sliced, true, "a slice");
  view_leads_to_every_entry(check, repeated, n < 2, "one entry, again and again");
  Matrix<T> X = draw_matrix<T>(n, d);
  Matrix<T> around = draw_matrix<T>(2 * n + 2, 2 * d + 2);
  auto part = ublas::subrange(around, 1, n + 1, 2, d + 2);
  auto skipped_rows = ublas::subslice(around, 1, 2, n, 0, 1, d);
  auto skipped_columns = ublas::subslice(around, 1, 1, n, 0, 2, d);
  matrix_view_leads_to_every_entry(check, X, true, "a matrix");
  matrix_view_leads_to_every_entry(check, part, true, "a part of a matrix");
  matrix_view_leads_to_every_entry(check, skipped_rows, true, "every other row");
  matrix_view_leads_to_every_entry(check, skipped_columns, n < 2 || d < 2, "every other column");
}

template <class T>
void dots_of_any_two_vectors_agree(Check& check) {
  const std::size_t n = draw_length();
  Vector<T> whole = draw_vector<T>(n);
  Vector<T> storage = draw_vector<T>(3 * n + 3);
  Matrix<T> X = draw_matrix<T>(n + 1, n + 2);
  const auto sliced = draw_slice<T>(storage, n);
  const auto column = ublas::subrange(ublas::column(X, *dimension(0, n + 1)), 0, n);
  const auto row = ublas::subrange(ublas::row(X, *dimension(0, n)), 2, n + 2);
  const auto agree = [&](const auto& w, const auto& x, const char* what) {
    const T computed = blas::dot(w, x);
    within_bound(check, computed, exact_dot(w, x), n, what);
    // Both are within the bound of the exact sum, so they are within twice of one another.
    Sum difference = exact_dot(w, x);
    difference.exact = static_cast<long double>(T(ublas::inner_prod(w, x)));
    within_bound(check, computed, difference, 2 * n, "uBLAS's own");
  };
  agree(whole, whole, "a vector with itself");
  agree(whole, sliced, "a slice");
  agree(sliced, column, "a slice and a column");
  agree(row, column, "a row and a column");
  const Matrix<T> single = draw_matrix<T>(1, n);
  agree(whole, ublas::row(single, 0), "the only row");
  const ublas::vector_slice<Vector<T>> repeated(storage, ublas::slice(1, 0, n));
  agree(whole, repeated, "one entry, again and again");
  agree(repeated, whole, "one entry, again and again");
}

template <class T>
void matvecs_of_any_shape_agree(Check& check) {
  const std::size_t n = draw_length();
  const std::size_t d = draw_length();
  Matrix<T> storage = draw_matrix<T>(2 * n + 2, 2 * d + 2);
  const Matrix<T> whole = draw_matrix<T>(n, d);
  const Vector<T> v = draw_vector<T>(d);
  const Vector<T> u = draw_vector<T>(n);
  Vector<T> v_storage = draw_vector<T>(3 * d + 3);
  Vector<T> u_storage = draw_vector<T>(3 * n + 3);
  const auto v_sliced = draw_slice<T>(v_storage, d);
  const auto u_sliced = draw_slice<T>(u_storage, n);
  const auto part = ublas::subrange(storage, 1, n + 1, 2, d + 2);
  const auto apart = ublas::subslice(storage, 0, 2, n, 1, 2, d);
  const auto skipped_rows = ublas::subslice(storage, 1, 2, n, 0, 1, d);
  const auto both = [&](const auto& a, const char* what) {
    check_matvec(check, a, v, blas::matvec(a, v), std::string("A v of ") + what);
    check_matvec(check, a, v_sliced, blas::matvec(a, v_sliced), std::string("A slice of ") + what);
    const auto turned = ublas::trans(a);
    check_matvec(check, turned, u, blas::matvec_transposed(a, u), std::string("u A of ") + what);
    check_matvec(check, turned, u_sliced, blas::matvec(turned, u_sliced),
                 std::string("A^T slice of ") + what);
  };
  both(whole, "a whole matrix");
  both(part, "a part of a matrix");
  both(apart, "every other row and column");
  both(skipped_rows, "every other row");
}

template <class T>
void matvec_in_place_agrees(Check& check) {
  const std::size_t n = draw_length();
  const std::size_t d = draw_length();
  const Matrix<T> a = draw_matrix<T>(n, d);
  const Vector<T> v = draw_vector<T>(d);
  const T beta = *rc::gen::element(T(0), T(1), T(-0.5)).as("beta");
  Vector<T> storage = draw_vector<T>(3 * n + 3);
  auto y = draw_slice<T>(storage, n);
  if (beta == T(0)) {
    for (std::size_t i = 0; i < n; ++i) y(i) = std::numeric_limits<T>::quiet_NaN();
  }
  const Vector<T> before = y;
  const Matrix<T> twice = draw_matrix<T>(2 * n, 2 * d);
  const auto agree = [&](const auto& matrix, const char* what) {
    for (std::size_t i = 0; i < n; ++i) y(i) = before(i);
    blas::matvec(matrix, v, beta, y);
    for (std::size_t i = 0; i < n; ++i) {
      Sum sum;
      if (beta != T(0)) sum.add(beta, before(i));
      for (std::size_t j = 0; j < d; ++j) sum.add(matrix(i, j), v(j));
      within_bound(check, T(y(i)), sum, d + 2, what);
    }
  };
  agree(a, "b y + A v");
  agree(ublas::subslice(twice, 0, 2, n, 0, 2, d), "b y + A v, which BLAS cannot take");
}

template <class T>
void matmuls_of_any_shape_agree(Check& check) {
  const std::size_t m = draw_length() / 2;
  const std::size_t k = draw_length() / 2;
  const std::size_t n = draw_length() / 2;
  const Matrix<T> a = draw_matrix<T>(m, k);
  const Matrix<T> b = draw_matrix<T>(k, n);
  const Matrix<T> a_turned = draw_matrix<T>(k, m);
  const Matrix<T> b_turned = draw_matrix<T>(n, k);
  Matrix<T> storage = draw_matrix<T>(2 * m + 2, 2 * k + 2);
  const auto part = ublas::subrange(storage, 1, m + 1, 2, k + 2);
  const auto apart = ublas::subslice(storage, 0, 2, m, 1, 2, k);
  const auto agree = [&](const auto& left, const auto& right, const char* what) {
    check_matmul(check, left, right, blas::matmul(left, right), what);
  };
  agree(a, b, "A B");
  agree(ublas::trans(a_turned), b, "A^T B");
  agree(a, ublas::trans(b_turned), "A B^T");
  agree(ublas::trans(a_turned), ublas::trans(b_turned), "A^T B^T");
  agree(part, b, "a part of A with B");
  agree(apart, b, "every other row and column of A with B");
  agree(part, ublas::trans(b_turned), "a part of A with B^T");
}

/// Lengths on both sides of the limit from which the formulas call BLAS.
std::size_t draw_long(std::size_t limit) { return *dimension(limit - 3, limit + 3); }

template <class T>
void formulas_agree_on_both_sides_of_the_limit(Check& check) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto fill = [&](auto& entries) {
    for (T& x : entries) x = static_cast<T>(random.gaussian());
  };
  const std::size_t length = draw_long(blas::fewest_products);
  Vector<T> w(length);
  Vector<T> x(length);
  fill(w.data());
  fill(x.data());
  within_bound(check, dot(w, x), exact_dot(w, x), length, "dot");
  const std::size_t d = *dimension(1, 300).as("d");
  const std::size_t n = draw_long(blas::fewest_products / d + 4);
  Matrix<T> X(n, d);
  Vector<T> v(d);
  Vector<T> u(n);
  fill(X.data());
  fill(v.data());
  fill(u.data());
  check_matvec(check, X, v, matvec(X, v), "matvec");
  check_matvec(check, ublas::trans(X), u, matvec_transposed(X, u), "matvec_transposed");
  const std::size_t k = *dimension(20, 40).as("k");
  Matrix<T> A(draw_long(blas::fewest_products / k / 25), k);
  Matrix<T> B(k, 25);
  fill(A.data());
  fill(B.data());
  check_matmul(check, A, B, matmul(A, B), "matmul");
}

}  // namespace

TEST(Blas, AViewLeadsToEveryEntry) {
  property([](Check& check) {
    views_lead_to_every_entry<double>(check);
    views_lead_to_every_entry<float>(check);
  });
}

TEST(Blas, ADotProductIsWithinTheBoundWhereverItsVectorsStand) {
  property([](Check& check) {
    dots_of_any_two_vectors_agree<double>(check);
    dots_of_any_two_vectors_agree<float>(check);
  });
}

TEST(Blas, AMatrixTimesAVectorIsWithinTheBoundWhereverTheyStand) {
  property([](Check& check) {
    matvecs_of_any_shape_agree<double>(check);
    matvecs_of_any_shape_agree<float>(check);
  });
}

TEST(Blas, AProductIsAddedToWhatIsThere) {
  property([](Check& check) {
    matvec_in_place_agrees<double>(check);
    matvec_in_place_agrees<float>(check);
  });
}

TEST(Blas, AMatrixTimesAMatrixIsWithinTheBoundWhereverTheyStand) {
  property([](Check& check) {
    matmuls_of_any_shape_agree<double>(check);
    matmuls_of_any_shape_agree<float>(check);
  });
}

TEST(Blas, TheFormulasAreWithinTheBoundOnBothSidesOfTheLimit) {
  property([](Check& check) {
    if (*label() == 1) {
      formulas_agree_on_both_sides_of_the_limit<double>(check);
    } else {
      formulas_agree_on_both_sides_of_the_limit<float>(check);
    }
  });
}

// Below the limit the formulas sum from left to right, the same on every processor.
TEST(Blas, SmallProductsAreSummedFromLeftToRight) {
  property([](Check& check) {
    const std::size_t d = *dimension(0, 60).as("d");
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Matrix<double> X = *gaussian_matrix(2, d).as("X");
    double sum = 0;
    for (std::size_t j = 0; j < d; ++j) sum += w(j) * X(1, j);
    check.agree(dot(w, row_of(X, 1)), sum, 0, "dot");
    check.agree(matvec(X, w)(1), sum, 0, "matvec");
    check.holds(!blas::worth_calling<double>(blas::fewest_products - 1), "below the limit");
    check.holds(blas::worth_calling<double>(blas::fewest_products) == blas::available<double>,
                "from the limit on, where there is a BLAS");
    check.holds(!blas::worth_calling<Dual<double>>(std::size_t{1} << 40),
                "never for other scalars");
  });
}

TEST(Blas, OtherScalarsGoToUblas) {
  property([](Check& check) {
    using Complex = std::complex<double>;
    const std::size_t n = *dimension(0, 6).as("n");
    const std::size_t d = *dimension(0, 6).as("d");
    const Matrix<double> re = *gaussian_matrix(n, d).as("re");
    const Matrix<double> im = *gaussian_matrix(n, d).as("im");
    const Matrix<Complex> X = cast<Complex>(re) + Complex(0, 1) * cast<Complex>(im);
    const Vector<double> v = *gaussian_vector(d).as("v");
    const Vector<Complex> y = blas::matvec(X, cast<Complex>(v));
    const Matrix<Complex> product = blas::matmul(X, ublas::trans(X));
    for (std::size_t i = 0; i < n; ++i) {
      check.agree(y(i).real(), blas::dot(ublas::row(re, i), v), 1e-14, "real part");
      check.agree(y(i).imag(), blas::dot(ublas::row(im, i), v), 1e-14, "imaginary part");
      const Complex square = blas::dot(ublas::row(X, i), ublas::row(X, i));
      check.agree(product(i, i).imag(), square.imag(), 1e-13, "nothing is conjugated");
      check.agree(product(i, i).real(), square.real(), 1e-13, "nothing is conjugated");
    }
    const Vector<Dual<double>> dual =
        blas::matvec_transposed(cast<Dual<double>>(re), Vector<Dual<double>>(n, Dual<double>(1)));
    const Vector<double> sums = blas::matvec_transposed(re, Vector<double>(n, 1.0));
    for (std::size_t j = 0; j < d; ++j) check.agree(real_part(dual(j)), sums(j), 1e-14, "duals");
  });
}

TEST(Blas, RefusesShapesThatDoNotFit) {
  property([](Check& check) {
    const std::size_t n = *dimension(0, 5).as("n");
    const std::size_t d = n + *dimension(1, 4);
    const Matrix<double> X = *gaussian_matrix(n, d).as("X");
    const Vector<double> u = *gaussian_vector(n).as("u");
    const Vector<double> v = *gaussian_vector(d).as("v");
    Vector<double> y(d);
    check.holds(throws<ShapeError>([&] { blas::dot(u, v); }), "dot");
    check.holds(throws<ShapeError>([&] { blas::matvec(X, u); }), "matvec");
    check.holds(throws<ShapeError>([&] { blas::matvec(X, v, 0, y); }), "matvec in place");
    check.holds(throws<ShapeError>([&] { blas::matvec_transposed(X, v); }), "matvec_transposed");
    check.holds(throws<ShapeError>([&] { blas::matmul(X, X); }), "matmul");
    check.holds(throws<ShapeError>([&] { matmul(X, X); }), "the formula");
  });
}
