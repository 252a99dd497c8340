// The product of two matrices wherever they lie, in both orders of summation.
#include "nn/scalar/products.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "nn/derivative/dual.hpp"
#include "nn/scalar/random.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

template <class T>
T draw_number(Random& random) {
  if constexpr (std::floating_point<T>) {
    return static_cast<T>(random.gaussian());
  } else {
    const double first = random.gaussian();
    return T(first, random.gaussian());
  }
}

/// A matrix inside a larger block whose rows it shares with other numbers; on its side, if asked
/// for. It is read and written here by the block's own rows and columns.
template <class T>
class Placed {
 public:
  Placed(std::size_t rows, std::size_t columns, bool on_its_side)
      : rows_(on_its_side ? columns : rows),
        columns_(on_its_side ? rows : columns),
        on_its_side_(on_its_side),
        block_(rows_ + 3, columns_ + 5, T(around)) {}

  T& at(std::size_t i, std::size_t j) {
    return on_its_side_ ? block_(1 + j, 2 + i) : block_(1 + i, 2 + j);
  }

  MatrixView<T> view() {
    const std::size_t width = block_.size2();
    const MatrixView<T> upright{block_.data().data() + width + 2, rows_, columns_,
                                static_cast<std::ptrdiff_t>(width), 1};
    return on_its_side_ ? transposed(upright) : upright;
  }

  template <class Number>
  void fill(const Number& number) {
    for (std::size_t r = 0; r < rows_; ++r) {
      for (std::size_t c = 0; c < columns_; ++c) block_(1 + r, 2 + c) = number();
    }
  }

  bool is_untouched_around() const {
    for (std::size_t r = 0; r < block_.size1(); ++r) {
      for (std::size_t c = 0; c < block_.size2(); ++c) {
        const bool inside = r >= 1 && r < 1 + rows_ && c >= 2 && c < 2 + columns_;
        if (!inside && !(block_(r, c) == T(around))) return false;
      }
    }
    return true;
  }

 private:
  static constexpr double around = -77;
  std::size_t rows_;
  std::size_t columns_;
  bool on_its_side_;
  Matrix<T> block_;
};

/// A (m x k), B (k x n) and C (m x n), each by itself upright or on its side; where C goes there
/// are numbers that are none.
template <class T>
struct Operands {
  std::size_t m;
  std::size_t k;
  std::size_t n;
  Placed<T> a{m, k, *label() == 1};
  Placed<T> b{k, n, *label() == 1};
  Placed<T> c{m, n, *label() == 1};

  void fill() {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    a.fill([&] { return draw_number<T>(random); });
    b.fill([&] { return draw_number<T>(random); });
    c.fill([] { return T(std::numeric_limits<double>::quiet_NaN()); });
  }
  void multiply() { nn::multiply<T>(a.view(), b.view(), c.view()); }
};

/// Small ones, with sizes of 0, and some that are larger than a lane.
template <class T>
Operands<T> draw_operands() {
  const bool is_small = *label().as("is small") == 1;
  const auto size = [&](const char* name) {
    return is_small ? *dimension(0, 6).as(name) : *dimension(20, 40).as(name);
  };
  const std::size_t m = size("m");
  const std::size_t k = size("k");
  const std::size_t n = size("n");
  Operands<T> operands{m, k, n};
  operands.fill();
  return operands;
}

/// γₖ Σ|a||b| for each entry. The slack is the oracle's own rounding.
template <class T>
void is_within_the_bound(Check& check) {
  Operands<T> operands = draw_operands<T>();
  auto& [m, k, n, a, b, c] = operands;
  operands.multiply();
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      long double exact = 0;
      long double sizes = 0;
      for (std::size_t l = 0; l < k; ++l) {
        const long double product = static_cast<long double>(a.at(i, l)) * b.at(l, j);
        exact += product;
        sizes += std::fabs(product);
      }
      const long double error = std::fabs(c.at(i, j) - exact);
      const long double bound = gamma<T>(k == 0 ? 1 : k) * sizes;
      check.holds(bound > 0 || error == 0, "a sum of nothing, or of zeros, is 0");
      if (bound > 0) check.at_most(static_cast<double>(error / bound), 1, 1e-3);
    }
  }
  check.holds(a.is_untouched_around() && b.is_untouched_around(), "the operands stay");
  check.holds(c.is_untouched_around(), "what is around the product stays");
}

/// From 0, and from the first product to the last, bit for bit.
template <class T>
void is_summed_from_left_to_right(Check& check) {
  Operands<T> operands = draw_operands<T>();
  auto& [m, k, n, a, b, c] = operands;
  operands.multiply();
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      T sum = T(0);
      for (std::size_t l = 0; l < k; ++l) sum += a.at(i, l) * b.at(l, j);
      check.holds(c.at(i, j) == sum, "bit for bit");
    }
  }
}

}  // namespace

TEST(Products, AreWithinTheBoundWhereverTheMatricesLie) {
  property([](Check& check) {
    is_within_the_bound<double>(check);
    is_within_the_bound<float>(check);
  });
}

TEST(Products, AreSummedFromLeftToRightHoweverLarge) {
  property([](Check& check) {
    is_summed_from_left_to_right<double>(check);
    is_summed_from_left_to_right<float>(check);
  });
}

TEST(Products, OfOtherScalarsAreSummedFromLeftToRight) {
  property([](Check& check) {
    is_summed_from_left_to_right<std::complex<double>>(check);
    is_summed_from_left_to_right<Dual<double>>(check);
  });
}

TEST(Products, OfShapesThatDoNotFitAreRefused) {
  property([](Check& check) {
    const std::size_t m = *dimension(0, 4).as("m");
    const std::size_t k = *dimension(0, 4).as("k");
    const std::size_t n = *dimension(0, 4).as("n");
    const std::size_t more = *dimension(1, 3).as("more");
    const auto refuses = [&](std::size_t b_rows, std::size_t c_rows, std::size_t c_columns) {
      Placed<double> a(m, k, false);
      Placed<double> b(b_rows, n, false);
      Placed<double> c(c_rows, c_columns, false);
      const std::string message =
          message_of<ShapeError>([&] { multiply<double>(a.view(), b.view(), c.view()); });
      check.holds(says(message, {"multiply: sizes "}), message);
    };
    refuses(k + more, m, n);
    refuses(k, m + more, n);
    refuses(k, m, n + more);
  });
}

TEST(Products, OfATransposedMatrixAreThoseOfTheSameEntries) {
  property([](Check& check) {
    const std::size_t rows = *dimension(1, 5).as("rows");
    const std::size_t columns = *dimension(1, 5).as("columns");
    Placed<double> placed(rows, columns, *label() == 1);
    const MatrixView<double> view = placed.view();
    const MatrixView<double> turned = transposed(view);
    check.holds(turned.rows == columns && turned.columns == rows, "its shape");
    const auto address = [](const MatrixView<double>& of, std::size_t i, std::size_t j) {
      return of.first + static_cast<std::ptrdiff_t>(i) * of.row_step +
             static_cast<std::ptrdiff_t>(j) * of.column_step;
    };
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < columns; ++j) {
        check.holds(address(view, i, j) == &placed.at(i, j), "an entry");
        check.holds(address(turned, j, i) == &placed.at(i, j), "the same, transposed");
      }
    }
  });
}

TEST(Products, ARowIsSeenWhereItLies) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 5).as("n");
    const std::size_t d = *dimension(0, 5).as("d");
    Matrix<double> X = *gaussian_matrix(n, d).as("X");
    const Matrix<double>& fixed = X;
    const std::size_t i = *dimension(0, n - 1).as("i");
    check.holds(row_view(X, i).size == d && row_view(fixed, i).size == d, "its length");
    for (std::size_t j = 0; j < d; ++j) {
      check.holds(&row_view(fixed, i)(j) == &X(i, j), "to be read");
      check.holds(&row_view(X, i)(j) == &X(i, j), "to be written");
    }
    const std::size_t none = n + *dimension(0, 3);
    const auto message = message_of<ShapeError>([&] { row_view(X, none); });
    check.holds(says(message, {"row_view"}), message);
    check.holds(throws<ShapeError>([&] { row_view(fixed, none); }), "no such row");
  });
}

// Into a matrix that had another shape.
TEST(Products, RowsAreTakenInTheirOrder) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 5).as("n");
    const std::size_t d = *dimension(0, 5).as("d");
    const Matrix<double> X = *gaussian_matrix(n, d).as("X");
    std::vector<std::size_t> rows(*dimension(0, 7).as("m"));
    for (std::size_t& row : rows) row = *dimension(0, n - 1).as("row");
    const std::size_t before = *dimension(0, 9).as("rows before");
    Matrix<double> taken(before, *dimension(0, 9).as("columns before"), -77.0);
    take_rows(X, rows, taken);
    check.holds(taken.size1() == rows.size() && taken.size2() == d, "its shape");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t j = 0; j < d; ++j) check.holds(taken(i, j) == X(rows[i], j), "an entry");
    }
    rows.push_back(n + *dimension(0, 3));
    const auto message = message_of<ShapeError>([&] { take_rows(X, rows, taken); });
    check.holds(says(message, {"row_view: there is no row"}), message);
  });
}
