#pragma once

/// \file
/// Features on one scale: mean 0 and standard deviation 1.

#include <cstddef>
#include <stdexcept>

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

/// Why a feature cannot be standardised.
enum class StandardizationFault {
  constant,       ///< its deviation is 0, to within the rounding of its values
  too_far_apart,  ///< the difference of two values overflows
  not_finite,     ///< a value is infinite or not a number
};

/// A feature that cannot be standardised.
class StandardizationError : public std::runtime_error {
 public:
  /// \param reason why not
  /// \param column the number of the feature, from 0
  /// \param value the value in every row, or the one that is not finite, or else the first
  StandardizationError(StandardizationFault reason, std::size_t column, double value);

  /// Why it cannot be standardised.
  StandardizationFault reason() const { return reason_; }

  /// The number of the feature, from 0.
  std::size_t column() const { return column_; }

  /// The value in every row, or the one that is not finite, or else the first.
  double value() const { return value_; }

 private:
  StandardizationFault reason_;
  std::size_t column_;
  double value_;
};

/// The standardization of the rows of X: of the training rows, if some are held out, so that
/// nothing about the others leaks into the training.
///
/// Computed in two passes from differences to the first row, scaled by the largest of them: neither
/// a large mean nor very large or small values cost digits, unless the differences themselves
/// overflow.
///
/// A feature is constant, to within the rounding of its values, if s ≤ 8ε M with M = max |x|, but
/// no less than the smallest normal number, about 2.2e-308. For:
///
/// - *Equal but for rounding* is refused. Let all values lie within 8ε M of one number c; doubles
///   of size M are at most ε M apart, so each may be eight steps off. No number has a smaller mean
///   square distance to the values than their mean, so s² ≤ (1/n) Σᵢ (xᵢ − c)² ≤ (8ε M)². Below the
///   smallest normal number doubles are not ε|x| apart but 4.9e-324, which is ε times that number.
/// - *What is accepted* has digits. The stored x and the computed mean are each rounded by ε M/2 at
///   most, together by ε M < s/8: no x′ is off by more than an eighth of a deviation for that.
///
/// That s is computed does not matter here. It comes from differences, so where nothing underflows
/// its own error is a few nε times s, whatever M is.
///
/// \param X the samples, n x d with n ≥ 1
/// \throws ShapeError if there are no rows
/// \throws StandardizationError naming the first feature that is constant, whose spread overflows,
/// or that has a value which is not finite
Standardization fit_standardization(const Matrix<double>& X);

}  // namespace nn
