#pragma once

/// \file
/// Features on one scale for a network, where a feature may be constant.

#include <cstddef>
#include <string>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// What becomes of each feature: x′ = (x − μ)/s, with the mean μ and the standard deviation s that
/// it has in the rows that are trained on, as fit_standardization() finds them. A feature that is
/// constant there becomes 0, whatever it is in other rows: nothing can be learned from it.
///
/// Without means, features stay as they are.
struct FeatureScale {
  Vector<double> mean;       ///< μ, one entry a feature, or none
  Vector<double> deviation;  ///< s, as many, each above 0, or 0 for a constant feature

  /// Whether features stay as they are.
  bool is_empty() const { return mean.empty(); }

  /// What becomes of the value x of feature j, counted from 0.
  ///
  /// \pre there is such a feature, or is_empty()
  double apply(std::size_t j, double x) const {
    if (is_empty()) return x;
    return deviation(j) > 0 ? (x - mean(j)) / deviation(j) : 0.0;
  }

  /// The same for every entry of X, in place.
  ///
  /// \throws ShapeError unless X has a column for each mean, or is_empty()
  void apply_to(Matrix<double>& X) const;

  /// The numbers of the constant features, from 0.
  std::vector<std::size_t> constant() const;
};

/// The scale of some rows of X.
///
/// \param file where the rows come from, for messages
/// \param features a name for each column of X
/// \param X samples, one a row
/// \param rows the rows that are trained on, one at least
/// \throws InputError naming the first column with values that are too far apart for a double, or
///         not finite
/// \throws ShapeError if there are no rows, or not as many names as columns
FeatureScale fit_feature_scale(const std::string& file, const std::vector<std::string>& features,
                               const Matrix<double>& X, const std::vector<std::size_t>& rows);

}  // namespace nn
