#pragma once

/// \file
/// The ways in which the gradient of the cost goes wrong. The chapter's program shows each, and a
/// property test proves that each is caught.

#include <array>
#include <cstddef>
#include <functional>

#include "nn/neuron/neuron.hpp"

namespace nn::chapter5 {

using Gradient = NeuronGradient<double>;

/// A wrong formula for the gradient of the mean squared error of a neuron.
struct Mistake {
  const char* name;
  const char* what;
  Gradient (*gradient)(const Neuron<double>& neuron, const Matrix<double>& X,
                       const Vector<double>& y);
};

/// δX and Σδ, with a slope ∂L/∂z of one's own.
inline Gradient with_slope(
    const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y,
    const std::function<double(double z, double y_hat, double target)>& slope) {
  Vector<double> delta = preactivations(neuron, X);
  const auto n = static_cast<double>(delta.size());
  for (std::size_t i = 0; i < delta.size(); ++i) {
    delta(i) = slope(delta(i), sigmoid(delta(i)), y(i)) / n;
  }
  return {matvec_transposed(X, delta), total(delta)};
}

inline Gradient right(const Neuron<double>& neuron, const Matrix<double>& X,
                      const Vector<double>& y) {
  return cost_gradient<SquaredErrorLoss>(neuron, X, y);
}

inline Gradient scaled(double factor, const Gradient& gradient) {
  return {factor * gradient.weights, factor * gradient.bias};
}

/// Each factor is averaged by itself, and the averages are multiplied.
inline Gradient sum_taken_apart(const Neuron<double>& neuron, const Matrix<double>& X,
                                const Vector<double>& y) {
  const auto n = static_cast<double>(y.size());
  double errors = 0;
  double slopes = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double z = preactivation(neuron, row_of(X, i));
    errors += 2 * (sigmoid(z) - y(i)) / n;
    slopes += sigmoid_derivative(z) / n;
  }
  const Vector<double> mean_of_x = matvec_transposed(X, Vector<double>(y.size(), 1 / n));
  return {errors * slopes * mean_of_x, errors * slopes};
}

/// X lies in memory row after row, and is read as if it lay column after column.
inline Gradient transposed(const Neuron<double>& neuron, const Matrix<double>& X,
                           const Vector<double>& y) {
  Matrix<double> misread(X.size1(), X.size2());
  for (std::size_t k = 0; k < X.data().size(); ++k) {
    misread(k % X.size1(), k / X.size1()) = X.data()[k];
  }
  Vector<double> delta(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double z = preactivation(neuron, row_of(X, i));
    delta(i) = SquaredErrorLoss::derivative(z, y(i)) / static_cast<double>(y.size());
  }
  return {matvec_transposed(misread, delta), total(delta)};
}

inline const std::array<Mistake, 12> mistakes = {{
    {"sign", "y - ŷ where ŷ - y belongs: the gradient points downhill",
     [](const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y) {
       return scaled(-1, right(neuron, X, y));
     }},
    {"factor-half", "the 2 of the square is left out, as if the cost had a 1/2",
     [](const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y) {
       return scaled(0.5, right(neuron, X, y));
     }},
    {"forgotten-n", "the 1/n of the mean is left out: the sum of the losses' gradients",
     [](const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y) {
       return scaled(static_cast<double>(y.size()), right(neuron, X, y));
     }},
    {"lost-sigmoid-derivative", "2(ŷ - y) x: the link through the sigmoid is left out",
     [](const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y) {
       return with_slope(neuron, X, y,
                         [](double, double y_hat, double target) { return 2 * (y_hat - target); });
     }},
    {"sum-taken-apart", "mean error times mean slope times mean input, not the mean of the product",
     sum_taken_apart},
    {"z-for-y-hat", "z(1 - z) where ŷ(1 - ŷ) belongs",
     [](const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y) {
       return with_slope(neuron, X, y, [](double z, double y_hat, double target) {
         return 2 * (y_hat - target) * z * (1 - z);
       });
     }},
    {"sigma-of-y-hat", "σ'(ŷ) where σ'(z) belongs: ŷ is a sigmoid already",
     [](const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y) {
       return with_slope(neuron, X, y, [](double, double y_hat, double target) {
         return 2 * (y_hat - target) * sigmoid_derivative(y_hat);
       });
     }},
    {"bias-times-x", "∂C/∂b carries the factor x_1, as if the bias were a weight",
     [](const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y) {
       Gradient gradient = right(neuron, X, y);
       gradient.bias = gradient.weights(0);
       return gradient;
     }},
    {"bias-forgotten", "∂C/∂b = 0: the bias is never updated",
     [](const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y) {
       return Gradient{right(neuron, X, y).weights, 0};
     }},
    {"last-sample-skipped", "the loop over the samples ends one too early",
     [](const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y) {
       const std::size_t last = y.size() - 1;
       const Vector<double> x = row_of(X, last);
       const Gradient whole = right(neuron, X, y);
       const Gradient skipped = loss_gradient<SquaredErrorLoss>(neuron, x, y(last));
       const auto n = static_cast<double>(y.size());
       return Gradient{whole.weights - skipped.weights / n, whole.bias - skipped.bias / n};
     }},
    {"transposed", "X is read column after column where it lies row after row", transposed},
    {"off-by-1e-6", "everything is right but for one part in a million",
     [](const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y) {
       return scaled(1 + 1e-6, right(neuron, X, y));
     }},
}};

}  // namespace nn::chapter5
