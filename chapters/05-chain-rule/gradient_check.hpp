#pragma once

/// \file
/// The gradient of a neuron's cost beside two others that know nothing of how it was derived.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/program/gradient_check.hpp"
#include "nn/scalar/rounding.hpp"

namespace nn::chapter5 {

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

}  // namespace nn::chapter5
