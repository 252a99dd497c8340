#pragma once

/// \file
/// An analytic gradient beside two others that know nothing of how it was derived.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "mistakes.hpp"
#include "nn/data/csv.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/program/errors.hpp"

namespace nn::chapter5 {

/// ∂C/∂θ in three ways, one entry for each parameter: the features in order, then the bias.
struct GradientCheck {
  std::vector<std::string> parameters;
  Vector<double> analytic;
  Vector<double> central_difference;
  Vector<double> complex_step;
  double allowed;  ///< how far the analytic gradient may be from the complex step

  double off(std::size_t j) const { return std::abs(analytic(j) - complex_step(j)); }

  /// The parameter whose analytic derivative is the furthest off. A NaN is further off than any.
  std::size_t worst() const {
    std::size_t result = 0;
    for (std::size_t j = 0; j < parameters.size(); ++j) {
      if (!(off(j) <= off(result))) result = j;
    }
    return result;
  }

  bool passed() const { return off(worst()) <= allowed; }
};

/// The largest mean size of an input, 1 for the bias among them, each weighted by max(1, |y|).
///
/// The derivative by wⱼ is a mean of terms δ xᵢⱼ. Where they cancel, rounding leaves an error of
/// the size of the terms and not of their sum, so a check must not ask for more digits than that.
// [scale-of-terms]
inline double scale_of_terms(const Matrix<double>& X, const Vector<double>& y) {
  const auto n = static_cast<double>(y.size());
  Vector<double> size(X.size2() + 1, 0.0);
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double weight = std::max(1.0, std::abs(y(i))) / n;
    for (std::size_t j = 0; j < X.size2(); ++j) size(j) += weight * std::abs(X(i, j));
    size(X.size2()) += weight;
  }
  return max_norm(size);
}
// [scale-of-terms]

/// Checks `analytic` as the gradient of the mean squared error of a neuron on a batch.
inline GradientCheck check_gradient(std::vector<std::string> parameters,
                                    const Neuron<double>& neuron, const Matrix<double>& X,
                                    const Vector<double>& y, const Gradient& analytic) {
  // [cost-of-parameters]
  const auto cost_of = [&]<class T>(const Vector<T>& theta) {
    return cost<SquaredErrorLoss>(neuron_from(theta), cast<T>(X), cast<T>(y));
  };
  // [cost-of-parameters]
  const Vector<double> theta = nn::parameters(neuron);
  const Vector<double> complex_step = complex_step_gradient(cost_of, theta);
  const double scale = std::max(max_norm(complex_step), scale_of_terms(X, y));
  return {std::move(parameters), nn::parameters(analytic),
          central_difference_gradient(cost_of, theta), complex_step, 1e-12 * std::max(1.0, scale)};
}

/// A line for each parameter. "off" is the difference from the analytic derivative before it.
inline void print_table(const GradientCheck& check) {
  constexpr std::size_t longest_name = 17;
  std::vector<std::string> names;
  std::size_t width = 0;
  for (const std::string& parameter : check.parameters) {
    names.push_back(printable(parameter, longest_name));
    width = std::max(width, utf8_width(names.back()));
  }
  const auto cell = [&](const std::string& name) {
    return name + std::string(width - utf8_width(name), ' ');
  };
  std::printf("%s     analytic  central diff.    off  complex step    off\n", cell("").c_str());
  for (std::size_t j = 0; j < names.size(); ++j) {
    const double analytic = check.analytic(j);
    std::printf("%s  %11.4e  %13.4e  %5.0e  %12.4e  %5.0e\n", cell(names[j]).c_str(), analytic,
                check.central_difference(j), std::abs(check.central_difference(j) - analytic),
                check.complex_step(j), check.off(j));
  }
}

/// `parameter,analytic,central_difference,complex_step`, 17 significant digits.
inline std::string as_csv(const GradientCheck& check) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t j = 0; j < check.parameters.size(); ++j) {
    rows.push_back({check.parameters[j], exact_text(check.analytic(j)),
                    exact_text(check.central_difference(j)), exact_text(check.complex_step(j))});
  }
  return csv_text({"parameter", "analytic", "central_difference", "complex_step"}, rows);
}

/// How the check caught a formula. An empty text: it did not, the analytic gradient is as close to
/// the complex step as rounding lets it be.
inline std::string how_caught(const GradientCheck& check, const std::string& formula) {
  if (check.passed()) return "";
  const std::size_t j = check.worst();
  return formula + ": caught, the derivative by " + in_quotes(check.parameters[j]) +
         " differs from the complex step by " + short_text(check.off(j), 2) + " (allowed " +
         short_text(check.allowed, 2) + ")";
}

/// Ends the program if the check caught the formula.
inline void require_passed(const GradientCheck& check, const std::string& formula) {
  const std::string caught = how_caught(check, formula);
  if (!caught.empty()) throw CheckFailed(caught);
}

}  // namespace nn::chapter5
