#pragma once

/// \file
/// The gradient of a network's cost beside two others that know nothing of how it was derived.

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/program/gradient_check.hpp"
#include "nn/program/parameter_table.hpp"
#include "nn/program/progress.hpp"
#include "nn/training/network_cost.hpp"

namespace nn::chapter11 {

/// How large the terms are that the gradient is summed up from.
struct SizesOfTerms {
  Vector<double> slopes;        ///< for each parameter, Σ |a| |δ| with δ before it could cancel
  Vector<double> inputs;        ///< for each parameter, the largest number that it is multiplied by
  std::vector<double> of_sums;  ///< for each layer, the largest Σⱼ |aⱼ wⱼₖ| + |bₖ|
};

/// Goes the way of backpropagate() once more with the sizes of all numbers. Rounding may move a
/// slope by a small share of what comes out, whatever cancels.
///
/// \param network the shape
/// \param theta the parameters
/// \param X the samples
/// \param pass what evaluate() left behind, with the gradient
/// \param size_of_delta how large |∂L/∂zₖ| would be if nothing in it cancelled
template <class SizeOfDelta>
SizesOfTerms sizes_of_terms(const Network& network, const Vector<double>& theta,
                            const Matrix<double>& X, const NetworkPass<double>& pass,
                            const SizeOfDelta& size_of_delta) {
  const std::size_t depth = network.layers.size();
  const std::size_t n = X.size1();
  SizesOfTerms sizes{Vector<double>(theta.size(), 0.0), Vector<double>(theta.size(), 1.0), {}};
  sizes.of_sums.assign(depth, 1.0);
  Matrix<double> delta(n, network.layers.back().units);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < delta.size2(); ++k) {
      delta(i, k) = size_of_delta(pass.Z.back()(i, k), i, k) / static_cast<double>(n);
    }
  }
  for (std::size_t l = depth; l-- > 0;) {
    const Matrix<double>& A = l == 0 ? X : pass.A[l - 1];
    const LayerParameters<const double> layer = layer_of(network, theta, l);
    const LayerParameters<double> slopes = layer_of(network, sizes.slopes, l);
    const LayerParameters<double> inputs = layer_of(network, sizes.inputs, l);
    Matrix<double> before(n, A.size2(), 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < delta.size2(); ++k) {
        double sum = std::abs(layer.biases(k));
        for (std::size_t j = 0; j < A.size2(); ++j) {
          const double a = std::abs(A(i, j));
          const double w = std::abs(layer.weights(j, k));
          sum += a * w;
          slopes.weights(j, k) += a * delta(i, k);
          inputs.weights(j, k) = i == 0 ? a : std::max(inputs.weights(j, k), a);
          before(i, j) += delta(i, k) * w;
        }
        slopes.biases(k) += delta(i, k);
        sizes.of_sums[l] = std::max(sizes.of_sums[l], sum);
      }
    }
    if (l == 0) break;
    const Activation f = network.layers[l - 1].activation;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < before.size2(); ++j) {
        before(i, j) *= std::abs(activation_derivative(f, pass.Z[l - 1](i, j)));
      }
    }
    delta = before;
  }
  return sizes;
}

/// How far rounding may take two ways to the gradient from each other, for each parameter.
///
/// A term of a slope is off by a few units of 2⁻⁵³ of its size, 1e-12 allows thousands, and by as
/// large a share as the pre-activations are off: at most a few units of 2⁻⁵³ times the sums that
/// they are. Below the smallest normal number over h the complex step has lost its digits.
inline Vector<double> allowed_errors(const SizesOfTerms& sizes) {
  double largest = 1;
  for (const double size : sizes.of_sums) largest = std::max(largest, size);
  Vector<double> allowed(sizes.slopes.size());
  for (std::size_t p = 0; p < allowed.size(); ++p) {
    allowed(p) =
        std::numeric_limits<double>::min() / complex_step_size + 1e-12 * largest * sizes.slopes(p);
  }
  return allowed;
}

/// A step for each parameter, such that no pre-activation of its layer moves by more than ∛(εA),
/// where A is the largest sum of its kind; or a longer one, where that would not move θₚ at all.
inline Vector<double> fitting_steps(const Network& network, const Vector<double>& theta,
                                    const SizesOfTerms& sizes) {
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  Vector<double> steps(theta.size());
  std::size_t p = 0;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const double step = std::cbrt(epsilon * sizes.of_sums[l]);
    for (std::size_t m = 0; m < parameter_count(network.layers[l]); ++m, ++p) {
      steps(p) = std::max(step / std::max(sizes.inputs(p), 1e-100), epsilon * std::abs(theta(p)));
    }
  }
  return steps;
}

/// The largest size of ∂L/∂z if nothing in it cancelled: of the squared error of a score
/// 2(|z| + |y|), of all others at most 2, since predictions and targets are at most 1.
inline double size_of_slope(const LinearSquaredError& /*of*/, double z, double y) {
  return 2 * (std::abs(z) + std::abs(y));
}
template <class Output>
double size_of_slope(const Output& /*of*/, double /*z*/, double /*y*/) {
  return 2;
}

/// Checks a gradient of the cost of a network. The central difference takes two passes for each
/// parameter, and the complex step one; on a terminal a line says how many are done.
///
/// \param network the shape
/// \param output what becomes of the scores
/// \param theta the parameters
/// \param X the samples, and \param Y their targets
/// \param analytic the gradient that is checked
template <class Output>
GradientCheck check_gradient(const Network& network, const Output& output,
                             const Vector<double>& theta, const Matrix<double>& X,
                             const Matrix<double>& Y, const Vector<double>& analytic) {
  const NetworkCost<Output, double> cost(network, output, X, Y);
  Vector<double> gradient(theta.size());
  cost.evaluate(theta, &gradient);
  const SizesOfTerms sizes = sizes_of_terms(
      network, theta, X, cost.last_pass(),
      [&](double z, std::size_t i, std::size_t k) { return size_of_slope(output, z, Y(i, k)); });
  using Complex = std::complex<double>;
  const Matrix<Complex> complex_X = cast<Complex>(X);
  const Matrix<Complex> complex_Y = cast<Complex>(Y);
  const NetworkCost<Output, Complex> complex_cost(network, output, complex_X, complex_Y);
  Progress progress;
  std::size_t passes = 0;
  const auto count_pass = [&] {
    ++passes;
    progress.show([&] {
      return "slopes: pass " + std::to_string(passes) + " of " + std::to_string(3 * theta.size());
    });
  };
  std::vector<std::string> names;
  for (const ParameterPlace& place : parameter_places(network)) names.push_back(place.name());
  return {names, analytic,
          central_difference_gradient(
              [&](const Vector<double>& at) {
                count_pass();
                return cost.evaluate(at, nullptr);
              },
              theta, fitting_steps(network, theta, sizes)),
          complex_step_gradient(
              [&](const Vector<Complex>& at) {
                count_pass();
                return complex_cost.evaluate(at, nullptr);
              },
              theta),
          allowed_errors(sizes)};
}

}  // namespace nn::chapter11
