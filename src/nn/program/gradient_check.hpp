#pragma once

/// \file
/// An analytic gradient beside two others that know nothing of how it was derived.

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// ∂C/∂θ in three ways, one entry for each parameter.
struct GradientCheck {
  std::vector<std::string> parameters;  ///< their names
  Vector<double> analytic;              ///< by the formula that is checked
  Vector<double> central_difference;    ///< by two evaluations of the cost for each entry
  Vector<double> complex_step;          ///< by one evaluation at a complex number for each
  Vector<double> allowed;  ///< how far rounding may take the first from the last; above 0

  /// How far the formula is from the complex step.
  double off(std::size_t j) const { return std::abs(analytic(j) - complex_step(j)); }

  /// How many times what is allowed the derivative is off; infinite for a NaN.
  double excess(std::size_t j) const {
    const double ratio = off(j) / allowed(j);
    return std::isnan(ratio) ? std::numeric_limits<double>::infinity() : ratio;
  }

  /// How many times what is allowed the slope itself is: up to ½, a wrong sign would not
  /// show.
  double clarity(std::size_t j) const { return std::abs(complex_step(j)) / allowed(j); }

  /// The parameter for which `measure` is largest.
  std::size_t largest(double (GradientCheck::*measure)(std::size_t) const) const {
    std::size_t result = 0;
    for (std::size_t j = 1; j < parameters.size(); ++j) {
      if ((this->*measure)(j) > (this->*measure)(result)) result = j;
    }
    return result;
  }
  /// The parameter whose derivative is off the most, in the measure of excess().
  std::size_t worst() const { return largest(&GradientCheck::excess); }
  /// The parameter whose slope is the clearest.
  std::size_t clearest() const { return largest(&GradientCheck::clarity); }

  /// Whether the formula is as close to the complex step as rounding lets it be.
  bool agrees() const { return excess(worst()) <= 1; }
  /// Whether a slope is large enough for a wrong sign to show.
  bool can_tell() const { return clarity(clearest()) > 1; }
  /// Both.
  bool passed() const { return agrees() && can_tell(); }
};

/// How the check caught a formula. An empty text: it did not, the analytic gradient is as close to
/// the complex step as rounding lets it be.
std::string how_caught(const GradientCheck& check, const std::string& formula);

/// Why a gradient that agrees proves nothing. An empty text: it proves something.
std::string why_blind(const GradientCheck& check);

/// Prints a line for each parameter. "off" is the difference from the analytic derivative before
/// it.
void print_table(const GradientCheck& check);

/// The parameters whose slope is clear to the complex step, while the central difference is off by
/// more than a hundredth of it.
std::vector<std::string> doubtful(const GradientCheck& check);

}  // namespace nn
