#pragma once

/// \file
/// Features on one scale: mean 0 and standard deviation 1.

#include <string>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

// [standardization]
/// What to subtract from each feature, and what to divide it by.
///
/// For feature j with the values x₁ⱼ ... xₙⱼ: the mean μⱼ = (1/n) Σᵢ xᵢⱼ, and the population
/// standard deviation sⱼ = √((1/n) Σᵢ (xᵢⱼ − μⱼ)²). The standardised feature is
/// x′ᵢⱼ = (xᵢⱼ − μⱼ)/sⱼ.
///
/// Its mean is 0, because Σᵢ (xᵢⱼ − μⱼ) = nμⱼ − nμⱼ; its mean square is sⱼ²/sⱼ² = 1. Derivative:
/// ∂x′ᵢⱼ/∂xᵢⱼ = 1/sⱼ with μⱼ and sⱼ held fixed, as they are for rows that they were not taken from.
struct Standardization {
  Vector<double> mean;       ///< μ, one entry a feature
  Vector<double> deviation;  ///< s, one entry a feature, each above 0

  /// x′ᵢⱼ = (xᵢⱼ − μⱼ)/sⱼ, for the rows that it was fitted to or for others.
  ///
  /// \throws ShapeError unless X has a column for each mean.
  Matrix<double> apply(const Matrix<double>& X) const;

  /// The same in place, for data that should not be in memory once more.
  ///
  /// \throws ShapeError unless X has a column for each mean.
  void apply_to(Matrix<double>& X) const;

  /// xᵢⱼ = μⱼ + sⱼ x′ᵢⱼ, the inverse of apply().
  ///
  /// \throws ShapeError unless the matrix has a column for each mean.
  Matrix<double> invert(const Matrix<double>& standardized) const;
};
// [standardization]

/// The standardization of the rows of X: of the training rows, if some are held out, so that
/// nothing about the others leaks into the training.
///
/// Computed in two passes from differences to the first row, scaled by the largest of them: neither
/// a large mean nor very large or small values cost digits, unless the differences themselves
/// overflow.
///
/// \param X the samples, n x d with n ≥ 1
/// \param names the names of the d features, for messages
/// \param file the file that they come from, for messages
/// \throws InputError naming a feature that is constant, to within the rounding of its values
/// (s ≤ 8ε max|x|), or whose spread overflows.
Standardization fit_standardization(const Matrix<double>& X, const std::vector<std::string>& names,
                                    const std::string& file);

}  // namespace nn
