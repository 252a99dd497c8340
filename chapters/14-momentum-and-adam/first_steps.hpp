#pragma once

/// \file
/// Adam's first steps under a constant gradient, what a factor on all gradients does, and the
/// longest step there can be.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

#include "mistakes.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/adam.hpp"
#include "valley.hpp"

namespace nn::chapter14 {

/// Prints moments and steps for the gradient 0.5 in every update, at α = 0.1.
inline void print_first_steps() {
  constexpr double alpha = 0.1;
  constexpr std::array<std::size_t, 6> shown = {1, 2, 3, 10, 100, 1000};
  std::printf("g = 0.5 in every update, α = 0.1\n");
  std::printf("   t         m         v     m_hat     v_hat       step   without correction\n");
  AdamOptions options;
  options.learning_rate = alpha;
  Adam<double> adam(options);
  const Step uncorrected = AdamByParts(AdamParts{.correction = no_correction}, {1});
  const Vector<double> gradient(1, 0.5);
  for (std::size_t t = 1; t <= shown.back(); ++t) {
    Vector<double> theta(1, 0.0);
    Vector<double> other(1, 0.0);
    adam.step(theta, gradient);
    uncorrected(other, gradient, alpha);
    if (std::find(shown.begin(), shown.end(), t) == shown.end()) continue;
    const double m = adam.first_moment()(0);
    const double v = adam.second_moment()(0);
    std::printf("%4zu %9.6f %9.6f %9.6f %9.6f %10.6f %20.6f\n", t, m, v,
                m / right_correction(options.beta1, t), v / right_correction(options.beta2, t),
                theta(0), other(0));
  }
}

/// c times the cost of a valley.
struct ScaledValley {
  Bowl<double> valley;
  double factor;

  double evaluate(const Vector<double>& theta, Vector<double>* gradient) const {
    const double cost = valley.evaluate(theta, gradient);
    if (gradient != nullptr) *gradient *= factor;
    return factor * cost;
  }
};

/// How far a factor on the cost moves the point where 50 updates of Adam end.
inline double moved_by_factor(double factor, double epsilon) {
  OptimizerOptions options = adam_at(0.1);
  options.epsilon = epsilon;
  const Vector<double> with =
      path_of(options, ScaledValley{valley_of(100), factor}, valley_start(), 50).back();
  const Vector<double> without = path_of(options, valley_of(100), valley_start(), 50).back();
  return max_norm(with - without);
}

/// Prints that for some factors, without ε and with it.
inline void print_scale() {
  std::printf("κ = 100, α = 0.1: how far the end of 50 updates moves if the cost is c times\n");
  std::printf("as large\n");
  std::printf("       c      ε = 0     ε = 1e-8\n");
  for (const double factor : {1.0, 1024.0, 1000.0, 1e-3, 1e-6, 1e-9}) {
    std::printf("%8g", factor);
    for (const double epsilon : {0.0, 1e-8}) {
      const double moved = moved_by_factor(factor, epsilon);
      const int width = epsilon == 0 ? 10 : 12;
      if (moved == 0) {
        std::printf(" %*s", width, "0");
      } else if (moved < 1e-12) {
        std::printf(" %*s", width, "rounding");
      } else {
        std::printf(" %*.1e", width, moved);
      }
    }
    std::printf("\n");
  }
}

/// The weights of g₁, …, gₜ in the corrected mean that keeps β: they add up to 1.
inline Vector<double> corrected_weights(double beta, std::size_t t) {
  Vector<double> weights(t);
  for (std::size_t s = 1; s <= t; ++s) {
    weights(s - 1) =
        (1 - beta) * std::pow(beta, static_cast<double>(t - s)) / right_correction(beta, t);
  }
  return weights;
}

/// The largest |m̂|/√v̂ that any t gradients can give: the root of Σₛ wₛ²/uₛ.
inline double longest_step(double beta1, double beta2, std::size_t t) {
  const Vector<double> w = corrected_weights(beta1, t);
  const Vector<double> u = corrected_weights(beta2, t);
  double sum = 0;
  for (std::size_t s = 0; s < t; ++s) sum += w(s) * w(s) / u(s);
  return std::sqrt(sum);
}

/// How far Adam's last step goes, at α = 1 and ε = 0, after these gradients of one parameter.
inline double last_step(double beta1, double beta2, const std::vector<double>& gradients) {
  Adam<double> adam({1, beta1, beta2, 0});
  Vector<double> theta(1, 0.0);
  for (const double g : gradients) {
    theta(0) = 0;
    adam.step(theta, Vector<double>(1, g));
  }
  return std::abs(theta(0));
}

/// The gradients wₛ/uₛ, after which the step is the longest.
inline std::vector<double> worst_gradients(double beta1, double beta2, std::size_t t) {
  const Vector<double> w = corrected_weights(beta1, t);
  const Vector<double> u = corrected_weights(beta2, t);
  std::vector<double> gradients(t);
  for (std::size_t s = 0; s < t; ++s) gradients[s] = w(s) / u(s);
  return gradients;
}

/// Prints the longest step after t updates, and one after a long silence: t − 1 tiny gradients, and
/// then one of size 1.
inline void print_longest_steps() {
  const auto& [rate, beta1, beta2, epsilon] = adam_defaults;
  std::printf("steps over α, with ε = 0\n");
  std::printf("   t   longest   reached   a lone gradient\n");
  for (const std::size_t t : {1U, 2U, 10U, 100U, 1000U}) {
    std::vector<double> lone(t, 1e-9);
    lone.back() = 1;
    std::printf("%4zu %9.4f %9.4f %17.4f\n", t, longest_step(beta1, beta2, t),
                last_step(beta1, beta2, worst_gradients(beta1, beta2, t)),
                last_step(beta1, beta2, lone));
  }
}

}  // namespace nn::chapter14
