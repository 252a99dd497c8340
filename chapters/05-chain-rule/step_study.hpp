#pragma once

/// \file
/// The error of a numerical derivative, against its step.

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <vector>

#include "nn/derivative/central_difference.hpp"
#include "nn/neuron/neuron.hpp"

namespace nn::chapter5 {

/// The errors of three numerical derivatives with the same step, root mean squares over many
/// points.
struct StepError {
  double h;
  double forward;
  double central;
  double complex_step;
};

/// The loss of the chapter's neuron as a function of its first weight w₁, all else held.
struct LossOfFirstWeight {
  template <Scalar T>
  static Neuron<T> neuron(T w) {
    Neuron<T> result{vector<T>({0, -0.1}), T(0.05)};
    result.weights(0) = w;
    return result;
  }
  template <Scalar T>
  T operator()(T w) const {
    return SquaredErrorWithLogits{}.value(preactivation(neuron(w), vector<T>({1, 2})), T(1));
  }
  template <Scalar T>
  T derivative(T w) const {
    return loss_gradient(SquaredErrorWithLogits{}, neuron(w), vector<T>({1, 2}), T(1)).weights(0);
  }
};

/// The third derivative of L = (σ(z) − y)² by z: 2(3σ′σ″ + (σ − y)σ‴), with σ″ = σ′(1 − 2σ) and
/// σ‴ = σ′(1 − 6σ′).
inline double third_derivative_of_loss(double z, double y) {
  const double s = sigmoid(z);
  const double s1 = sigmoid_derivative(z);
  return 2 * (3 * s1 * s1 * (1 - 2 * s) + (s - y) * s1 * (1 - 6 * s1));
}

/// √(mean of f(w)²) over 1000 values of w, evenly from −2 to 2.
///
/// The rounding error of one difference jumps about as its point moves; its root mean square over
/// many points shows the law.
inline double root_mean_square(const std::function<double(double)>& f) {
  constexpr int count = 1000;
  double sum = 0;
  for (int k = 0; k < count; ++k) {
    const double value = f(-2 + 4 * (k + 0.5) / count);
    sum += value * value;
  }
  return std::sqrt(sum / count);
}

/// What is wrong with the three derivatives of the loss for the step h. The truth is the analytic
/// derivative in `long double`.
inline StepError error_of_step(double h) {
  const LossOfFirstWeight loss;
  const auto error = [&](double approximation, double w) {
    return static_cast<double>(approximation - loss.derivative(static_cast<long double>(w)));
  };
  const auto forward = [&](double w) {
    const double right = w + h;
    return error((loss(right) - loss(w)) / (right - w), w);
  };
  const auto central = [&](double w) { return error(central_difference(loss, w, h), w); };
  const auto complex_step = [&](double w) {
    return error(loss(std::complex<double>(w, h)).imag() / h, w);
  };
  return {h, root_mean_square(forward), root_mean_square(central), root_mean_square(complex_step)};
}

/// M: the size of the third derivative, from which the truncation error comes.
inline double typical_third_derivative() {
  return root_mean_square([](double w) { return third_derivative_of_loss(w - 0.15, 1); });
}

/// η: how far one computed value of the loss is from the true one.
inline double typical_rounding() {
  const LossOfFirstWeight loss;
  return root_mean_square(
      [&](double w) { return static_cast<double>(loss(w) - loss(static_cast<long double>(w))); });
}

/// Prints the three errors for shorter and shorter steps, beside what the truncation alone leaves,
/// and the step that is best by M and η beside the library's.
inline void print_step_errors() {
  std::printf("h       forward   central   h²M/6     complex step\n");
  const double M = typical_third_derivative();
  const double eta = typical_rounding();
  for (const double h : {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10}) {
    const StepError error = error_of_step(h);
    std::printf("%.0e   %.1e   %.1e   %.1e   %.1e\n", h, error.forward, error.central,
                h * h * M / 6, error.complex_step);
  }
  std::printf("M = %.4f, η = %.1e\n", M, eta);
  std::printf("best step, ∛(3η/M) = %.1e\n", std::cbrt(3 * eta / M));
  std::printf("the library's step, ∛ε = %.1e\n", central_difference_step(0));
}

}  // namespace nn::chapter5
