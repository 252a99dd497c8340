#pragma once

/// \file
/// An analytic gradient beside two others that know nothing of how it was derived.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "mistakes.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/scalar/rounding.hpp"

namespace nn::chapter5 {

/// ∂C/∂θ in three ways, one entry for each parameter: the features in order, then the bias.
struct GradientCheck {
  std::vector<std::string> parameters;
  Vector<double> analytic;
  Vector<double> central_difference;
  Vector<double> complex_step;
  Vector<double> allowed;  ///< how far rounding may take the first from the last; above 0

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
  std::size_t worst() const { return largest(&GradientCheck::excess); }
  std::size_t clearest() const { return largest(&GradientCheck::clarity); }

  bool agrees() const { return excess(worst()) <= 1; }
  bool can_tell() const { return clarity(clearest()) > 1; }
  bool passed() const { return agrees() && can_tell(); }
};

/// Σⱼ |wⱼ xⱼ| + |b|: what z would be if nothing cancelled. Its rounding error is up to γ_{d+1} of
/// that.
inline double size_of_sum(const Neuron<double>& neuron, const Vector<double>& x) {
  double size = std::abs(neuron.bias);
  for (std::size_t j = 0; j < x.size(); ++j) size += std::abs(neuron.weights(j) * x(j));
  return size;
}

/// ∂L/∂z with ŷ + |y| in the place of ŷ − y, which may cancel.
template <class Loss>
double uncancelled_slope(double z, double y) {
  const double size = sigmoid(z) + std::abs(y);
  return std::is_same_v<Loss, SquaredErrorWithLogits> ? 2 * size * sigmoid_derivative(z) : size;
}

/// How far rounding may take two ways to the gradient of a cost from each other, for each
/// parameter.
///
/// The derivative by wⱼ is the sum of δᵢ xᵢⱼ. With sᵢ = uncancelled_slope()/n, a term is off by a
/// few u sᵢ |xᵢⱼ| (1e-12 allows hundreds of times that), by up to 2 sᵢ |xᵢⱼ| times the error of zᵢ,
/// as long as that is small, and by γₙ sᵢ |xᵢⱼ| in the sum; two ways may be off by twice as much.
/// Below the smallest normal number over h the complex step has lost its digits.
template <class Loss>
Vector<double> allowed_errors(const Neuron<double>& neuron, const Matrix<double>& X,
                              const Vector<double>& y) {
  const std::size_t n = X.size1();
  const std::size_t d = X.size2();
  Vector<double> allowed(d + 1, std::numeric_limits<double>::min() / complex_step_size);
  for (std::size_t i = 0; i < n; ++i) {
    const Vector<double> x = row_of(X, i);
    const double term = uncancelled_slope<Loss>(preactivation(neuron, x), y(i));
    const double error_of_z = gamma<double>(d + 1) * size_of_sum(neuron, x);
    const double share = (1e-12 + 2 * gamma<double>(n) + 4 * error_of_z) * term;
    for (std::size_t j = 0; j < d; ++j) {
      allowed(j) += share * std::abs(x(j)) / static_cast<double>(n);
    }
    allowed(d) += share / static_cast<double>(n);
  }
  return allowed;
}

/// A step for each parameter, such that no zᵢ moves by more than ∛(εA), where A is the largest
/// size_of_sum() but at least 1; or a longer one, where that would be too short to move θⱼ at all.
///
/// As a step of z it is the best one but for a factor of the size of 1: the rounding error of z,
/// and with it that of the loss, is at most of the size of εA.
inline Vector<double> fitting_steps(const Neuron<double>& neuron, const Matrix<double>& X) {
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  const std::size_t d = X.size2();
  Vector<double> largest_input(d + 1, 1e-100);
  largest_input(d) = 1;
  double A = 1;
  for (std::size_t i = 0; i < X.size1(); ++i) {
    A = std::max(A, size_of_sum(neuron, row_of(X, i)));
    for (std::size_t j = 0; j < d; ++j) {
      largest_input(j) = std::max(largest_input(j), std::abs(X(i, j)));
    }
  }
  Vector<double> steps = parameters(neuron);
  for (std::size_t j = 0; j <= d; ++j) {
    steps(j) = std::max(std::cbrt(epsilon * A) / largest_input(j), epsilon * std::abs(steps(j)));
  }
  return steps;
}

/// Checks `analytic` as the gradient of the cost of a neuron on a batch.
///
/// \tparam Loss SquaredErrorWithLogits or CrossEntropyWithLogits.
template <class Loss>
GradientCheck check_gradient(std::vector<std::string> names, const Neuron<double>& neuron,
                             const Matrix<double>& X, const Vector<double>& y,
                             const Gradient& analytic) {
  const auto cost_of = [&]<class T>(const Vector<T>& theta) {
    return cost(Loss{}, neuron_from(theta), cast<T>(X), cast<T>(y));
  };
  const Vector<double> theta = parameters(neuron);
  return {std::move(names), slopes(analytic),
          central_difference_gradient(cost_of, theta, fitting_steps(neuron, X)),
          complex_step_gradient(cost_of, theta), allowed_errors<Loss>(neuron, X, y)};
}

/// How the check caught a formula. An empty text: it did not, the analytic gradient is as close to
/// the complex step as rounding lets it be.
inline std::string how_caught(const GradientCheck& check, const std::string& formula) {
  if (check.agrees()) return "";
  const std::size_t j = check.worst();
  return formula + ": caught, the derivative by " + in_quotes(check.parameters[j]) +
         " differs from the complex step by " + short_text(check.off(j), 2) + " (allowed " +
         short_text(check.allowed(j), 2) + ")";
}

/// Why a gradient that agrees proves nothing. An empty text: it proves something.
inline std::string why_blind(const GradientCheck& check) {
  if (check.can_tell()) return "";
  const std::size_t j = check.clearest();
  return "cannot tell: the clearest slope, by " + in_quotes(check.parameters[j]) + ", is " +
         short_text(check.complex_step(j), 2) + ", below what rounding allows to see, " +
         short_text(check.allowed(j), 2);
}

}  // namespace nn::chapter5
