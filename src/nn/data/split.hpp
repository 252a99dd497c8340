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

/// Splits the rows of y at random; which rows are held out depends on y, the fraction and the seed
/// alone.
///
/// - Where y holds 0 and 1, both and nothing else, the classes keep their shares in both parts: of
///   each class with m rows, the first round(fraction · m) in a random order are held out, but at
///   most m − 1. The zeros are put in order first, then the ones.
/// - Otherwise the first round(fraction · n) of all n rows in a random order are held out.
///
/// \throws InputError if no row is left to train on, or if all rows left have the target 0, or all
/// have 1, and others do not
/// \throws std::invalid_argument unless fraction is in [0, 1)
Split split_rows(const Vector<double>& y, double fraction, std::uint64_t seed);

/// Splits rows of any number of classes at random, so that each class keeps its share in both
/// parts; which rows are held out depends on the classes, the fraction and the seed alone.
///
/// Of each class with m rows, in the order of the classes' numbers, the first round(fraction · m)
/// in a random order are held out, but at most m − 1 where there are two classes or more. Of rows
/// of two classes that is what split_rows() makes of 0 and 1.
///
/// \param classes the number of the class of each row; a number may have no row
/// \param fraction the share to hold out
/// \param seed what the orders start from
/// \throws InputError if no row is left to train on
/// \throws std::invalid_argument unless fraction is in [0, 1)
Split split_classes(const std::vector<std::size_t>& classes, double fraction, std::uint64_t seed);

/// The chosen rows of X, in the order of `rows`.
Matrix<double> rows_of(const Matrix<double>& X, const std::vector<std::size_t>& rows);

/// The chosen entries of y, in the order of `rows`.
Vector<double> entries_of(const Vector<double>& y, const std::vector<std::size_t>& rows);

}  // namespace nn
