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

/// A formula for the gradient of a cost, right or wrong.
using Formula = Gradient (*)(const Neuron<double>& neuron, const Matrix<double>& X,
                             const Vector<double>& y);

/// A wrong formula for the gradient of a neuron's cost.
struct Mistake {
  const char* name;
  const char* what;
  Formula gradient;                    ///< of the mean squared error
  Formula of_cross_entropy = nullptr;  ///< of chapter 7's cost; null where it is no mistake there
};

template <class Loss>
Gradient right(const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y) {
  return cost_gradient(Loss{}, neuron, X, y);
}

inline Gradient scaled(double factor, const Gradient& gradient) {
  return {factor * gradient.weights, factor * gradient.bias};
}

template <class Loss>
Gradient wrong_sign(const Neuron<double>& neuron, const Matrix<double>& X,
                    const Vector<double>& y) {
  return scaled(-1, right<Loss>(neuron, X, y));
}

inline Gradient half(const Neuron<double>& neuron, const Matrix<double>& X,
                     const Vector<double>& y) {
  return scaled(0.5, right<SquaredErrorWithLogits>(neuron, X, y));
}

template <class Loss>
Gradient forgotten_n(const Neuron<double>& neuron, const Matrix<double>& X,
                     const Vector<double>& y) {
  return scaled(static_cast<double>(y.size()), right<Loss>(neuron, X, y));
}

/// δX and Σδ for the squared error, with 2(ŷ − y) times a factor of one's own for σ′.
inline Gradient with_factor(const Neuron<double>& neuron, const Matrix<double>& X,
                            const Vector<double>& y,
                            const std::function<double(double z, double y_hat)>& factor) {
  Vector<double> delta = preactivations(neuron, X);
  for (std::size_t i = 0; i < delta.size(); ++i) {
    const double y_hat = sigmoid(delta(i));
    delta(i) = squared_error_derivative(y_hat, y(i)) * factor(delta(i), y_hat) /
               static_cast<double>(y.size());
  }
  return {matvec_transposed(X, delta), total(delta)};
}

inline Gradient lost_sigmoid_derivative(const Neuron<double>& neuron, const Matrix<double>& X,
                                        const Vector<double>& y) {
  return with_factor(neuron, X, y, [](double, double) { return 1.0; });
}

inline Gradient z_for_y_hat(const Neuron<double>& neuron, const Matrix<double>& X,
                            const Vector<double>& y) {
  return with_factor(neuron, X, y, [](double z, double) { return z * (1 - z); });
}

inline Gradient sigma_of_y_hat(const Neuron<double>& neuron, const Matrix<double>& X,
                               const Vector<double>& y) {
  return with_factor(neuron, X, y, [](double, double y_hat) { return sigmoid_derivative(y_hat); });
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

/// The same for the cross-entropy, whose slope ŷ − y has no second factor.
inline Gradient input_taken_out(const Neuron<double>& neuron, const Matrix<double>& X,
                                const Vector<double>& y) {
  const double mean_of_slope = right<CrossEntropyWithLogits>(neuron, X, y).bias;
  const auto n = static_cast<double>(y.size());
  const Vector<double> mean_of_x = matvec_transposed(X, Vector<double>(y.size(), 1 / n));
  return {mean_of_slope * mean_of_x, mean_of_slope};
}

template <class Loss>
Gradient bias_times_x(const Neuron<double>& neuron, const Matrix<double>& X,
                      const Vector<double>& y) {
  Gradient gradient = right<Loss>(neuron, X, y);
  gradient.bias = gradient.weights(0);
  return gradient;
}

template <class Loss>
Gradient bias_forgotten(const Neuron<double>& neuron, const Matrix<double>& X,
                        const Vector<double>& y) {
  return {right<Loss>(neuron, X, y).weights, 0};
}

template <class Loss>
Gradient last_sample_skipped(const Neuron<double>& neuron, const Matrix<double>& X,
                             const Vector<double>& y) {
  const std::size_t last = y.size() - 1;
  const Vector<double> x = row_of(X, last);
  const Gradient whole = right<Loss>(neuron, X, y);
  const Gradient skipped = loss_gradient(Loss{}, neuron, x, y(last));
  const auto n = static_cast<double>(y.size());
  return {whole.weights - skipped.weights / n, whole.bias - skipped.bias / n};
}

/// X lies in memory row after row, and is read as if it lay column after column.
template <class Loss>
Gradient transposed(const Neuron<double>& neuron, const Matrix<double>& X,
                    const Vector<double>& y) {
  Matrix<double> misread(X.size1(), X.size2());
  for (std::size_t k = 0; k < X.data().size(); ++k) {
    misread(k % X.size1(), k / X.size1()) = X.data()[k];
  }
  Vector<double> delta = preactivations(neuron, X);
  for (std::size_t i = 0; i < delta.size(); ++i) {
    delta(i) = Loss{}.derivative(delta(i), y(i)) / static_cast<double>(y.size());
  }
  return {matvec_transposed(misread, delta), total(delta)};
}

template <class Loss>
Gradient off_by_a_millionth(const Neuron<double>& neuron, const Matrix<double>& X,
                            const Vector<double>& y) {
  return scaled(1 + 1e-6, right<Loss>(neuron, X, y));
}

inline const std::array<Mistake, 12> mistakes = {{
    {"sign", "y - ŷ where ŷ - y belongs: the gradient points downhill",
     wrong_sign<SquaredErrorWithLogits>, wrong_sign<CrossEntropyWithLogits>},
    {"factor-half", "the 2 of the square is left out, as if the cost had a 1/2", half},
    {"forgotten-n", "the 1/n of the mean is left out: the sum of the losses' gradients",
     forgotten_n<SquaredErrorWithLogits>, forgotten_n<CrossEntropyWithLogits>},
    {"lost-sigmoid-derivative", "2(ŷ - y) x: the link through the sigmoid is left out",
     lost_sigmoid_derivative},
    {"sum-taken-apart", "mean error times mean slope times mean input, not the mean of the product",
     sum_taken_apart, input_taken_out},
    {"z-for-y-hat", "z(1 - z) where ŷ(1 - ŷ) belongs", z_for_y_hat},
    {"sigma-of-y-hat", "σ'(ŷ) where σ'(z) belongs: ŷ is a sigmoid already", sigma_of_y_hat},
    {"bias-times-x", "∂C/∂b carries the factor x_1, as if the bias were a weight",
     bias_times_x<SquaredErrorWithLogits>, bias_times_x<CrossEntropyWithLogits>},
    {"bias-forgotten", "∂C/∂b = 0: the bias is never updated",
     bias_forgotten<SquaredErrorWithLogits>, bias_forgotten<CrossEntropyWithLogits>},
    {"last-sample-skipped", "the loop over the samples ends one too early",
     last_sample_skipped<SquaredErrorWithLogits>, last_sample_skipped<CrossEntropyWithLogits>},
    {"transposed", "X is read column after column where it lies row after row",
     transposed<SquaredErrorWithLogits>, transposed<CrossEntropyWithLogits>},
    {"off-by-1e-6", "everything is right but for one part in a million",
     off_by_a_millionth<SquaredErrorWithLogits>, off_by_a_millionth<CrossEntropyWithLogits>},
}};

}  // namespace nn::chapter5
