#pragma once

/// \file
/// Rows to train on, and rows held out to see what the training is worth.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// The numbers of the rows, from 0, in two parts. Every row is in exactly one of them, and each
/// part is in ascending order.
struct Split {
  std::vector<std::size_t> training;  ///< the rows to train on
  std::vector<std::size_t> test;      ///< the rows held out
};

/// Splits the rows 0 ... rows - 1: the first round(fraction · rows) of them in a random order,
/// which depends on the seed alone, are held out for the test.
///
/// \throws InputError if no row is left to train on
/// \throws std::invalid_argument unless fraction is in [0, 1)
Split split_rows(std::size_t rows, double fraction, std::uint64_t seed);

/// The chosen rows of X, in the order of `rows`.
Matrix<double> rows_of(const Matrix<double>& X, const std::vector<std::size_t>& rows);

/// The chosen entries of y, in the order of `rows`.
Vector<double> entries_of(const Vector<double>& y, const std::vector<std::size_t>& rows);

}  // namespace nn
