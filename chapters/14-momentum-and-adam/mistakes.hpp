#pragma once

/// \file
/// The ways in which a step with a memory goes wrong. The chapter's program shows each, and a
/// property test proves that each is caught.
///
/// The steps are written here a second time, so that one part can be replaced by a wrong one.

#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/adam.hpp"
#include "nn/training/schedule.hpp"

namespace nn::chapter14 {

/// One update of θ with the gradient g and the rate αₜ. It remembers what it needs.
using Step =
    std::function<void(Vector<double>& theta, const Vector<double>& gradient, double alpha)>;

/// How many parameters each tensor of θ has: the weights of a layer are one, its biases another.
using Tensors = std::vector<std::size_t>;

/// What Adam is told here, but for the rate.
inline constexpr AdamOptions adam_defaults{};

/// What momentum keeps of the velocity here.
inline constexpr double kept_velocity = 0.9;

inline std::size_t right_exponent(std::size_t t, std::size_t /*k*/, std::size_t /*tensors*/) {
  return t;
}
inline double right_correction(double beta, std::size_t exponent) {
  return 1 - std::pow(beta, static_cast<double>(exponent));
}
inline double right_divisor(double v_hat, double epsilon) { return std::sqrt(v_hat) + epsilon; }

/// The parts of Adam's step, right where nothing else is said.
struct AdamParts {
  /// The exponent of both β in update t, from 1, for tensor k, from 0.
  std::size_t (*exponent)(std::size_t t, std::size_t k, std::size_t tensors) = right_exponent;
  /// What a moment is divided by.
  double (*correction)(double beta, std::size_t exponent) = right_correction;
  /// What m̂ is divided by.
  double (*divisor)(double v_hat, double epsilon) = right_divisor;
};

/// Adam, made of these.
class AdamByParts {
 public:
  AdamByParts(const AdamParts& parts, const Tensors& tensors) : parts_(parts), tensors_(tensors) {}

  /// One update.
  void operator()(Vector<double>& theta, const Vector<double>& gradient, double alpha) {
    if (m_.empty()) {
      m_ = Vector<double>(theta.size(), 0.0);
      v_ = m_;
    }
    ++updates_;
    const auto& [rate, beta1, beta2, epsilon] = adam_defaults;
    std::size_t j = 0;
    for (std::size_t k = 0; k < tensors_.size(); ++k) {
      const std::size_t exponent = parts_.exponent(updates_, k, tensors_.size());
      const double correction1 = parts_.correction(beta1, exponent);
      const double correction2 = parts_.correction(beta2, exponent);
      for (const std::size_t end = j + tensors_[k]; j < end; ++j) {
        const double g = gradient(j);
        m_(j) = beta1 * m_(j) + (1 - beta1) * g;
        v_(j) = beta2 * v_(j) + (1 - beta2) * (g * g);
        theta(j) -= alpha * (m_(j) / correction1 / parts_.divisor(v_(j) / correction2, epsilon));
      }
    }
  }

 private:
  AdamParts parts_;
  Tensors tensors_;
  std::size_t updates_ = 0;
  Vector<double> m_;
  Vector<double> v_;
};

/// Momentum, with the rate where it belongs, or inside the velocity.
class MomentumByParts {
 public:
  explicit MomentumByParts(bool rate_inside) : rate_inside_(rate_inside) {}

  /// One update.
  void operator()(Vector<double>& theta, const Vector<double>& gradient, double alpha) {
    if (v_.empty()) v_ = Vector<double>(theta.size(), 0.0);
    for (std::size_t j = 0; j < theta.size(); ++j) {
      v_(j) = kept_velocity * v_(j) + (rate_inside_ ? alpha * gradient(j) : gradient(j));
      theta(j) -= rate_inside_ ? v_(j) : alpha * v_(j);
    }
  }

 private:
  bool rate_inside_;
  Vector<double> v_;
};

/// Whose step it should be.
enum class Rule { momentum, adam };

/// The step as it is right.
inline Step right_step(Rule rule, const Tensors& tensors) {
  if (rule == Rule::adam) return AdamByParts(AdamParts{}, tensors);
  return MomentumByParts(false);
}

/// A wrong step.
struct Mistake {
  const char* name;
  const char* what;
  Rule rule;
  Step (*make)(const Tensors& tensors);
};

inline std::size_t from_zero(std::size_t t, std::size_t /*k*/, std::size_t /*tensors*/) {
  return t - 1;
}
inline std::size_t once_a_tensor(std::size_t t, std::size_t k, std::size_t tensors) {
  return (t - 1) * tensors + k + 1;
}
inline double no_correction(double /*beta*/, std::size_t /*exponent*/) { return 1; }
inline double epsilon_inside(double v_hat, double epsilon) { return std::sqrt(v_hat + epsilon); }

inline const std::array<Mistake, 5> mistakes = {{
    {"t-from-0", "1 - β^t with t counted from 0: the first correction divides by 0", Rule::adam,
     [](const Tensors& tensors) -> Step {
       return AdamByParts(AdamParts{.exponent = from_zero}, tensors);
     }},
    {"epsilon-inside", "√(v_hat + ε): ε under the root, where its own root counts", Rule::adam,
     [](const Tensors& tensors) -> Step {
       return AdamByParts(AdamParts{.divisor = epsilon_inside}, tensors);
     }},
    {"power-once-a-tensor", "β^t grows by a factor for each tensor, not for each update",
     Rule::adam,
     [](const Tensors& tensors) -> Step {
       return AdamByParts(AdamParts{.exponent = once_a_tensor}, tensors);
     }},
    {"no-correction", "m and v as they are, not divided by 1 - β^t", Rule::adam,
     [](const Tensors& tensors) -> Step {
       return AdamByParts(AdamParts{.correction = no_correction}, tensors);
     }},
    {"rate-inside", "v ← βv + αg, θ ← θ - v: old slopes keep the rate of their day", Rule::momentum,
     [](const Tensors&) -> Step { return MomentumByParts(true); }},
}};

/// How far update t, from 1, moves a parameter whose gradient has been g in each: it is
/// −αₜg/(|g| + ε) for Adam, and −αₜg(1 − βᵗ)/(1 − β) for momentum.
inline double expected_move(Rule rule, double g, double alpha, std::size_t t) {
  if (rule == Rule::adam) return -alpha * g / (std::abs(g) + adam_defaults.epsilon);
  const double left_over = 1 - std::pow(kept_velocity, static_cast<double>(t));
  return -alpha * g * left_over / (1 - kept_velocity);
}

/// A rate that falls as a cosine, for each of T updates.
inline std::vector<double> falling_rates(double alpha, std::size_t T) {
  std::vector<double> rates;
  for (std::size_t t = 0; t < T; ++t) {
    rates.push_back(scheduled_rate(Schedule::cosine, alpha, t, T));
  }
  return rates;
}

/// Where a step does not move as it should.
struct WrongMove {
  bool found = false;
  std::size_t update = 0;     ///< counted from 1
  std::size_t parameter = 0;  ///< counted from 0
  double made = 0;            ///< how far it moved
  double expected = 0;        ///< how far it should have
};

/// Gives a step the same gradient in each update, none of its entries 0, and returns the first move
/// that is off by more than 1e-12 of itself. 1 − β₂ᵗ is 0.001 or more and off by a rounding of 1,
/// which makes 1e-13 of it.
inline WrongMove first_wrong_move(const Step& step, Rule rule, const Vector<double>& gradient,
                                  const std::vector<double>& rates) {
  for (std::size_t t = 1; t <= rates.size(); ++t) {
    Vector<double> theta(gradient.size(), 0.0);  // a step does not ask where it begins
    step(theta, gradient, rates[t - 1]);
    for (std::size_t j = 0; j < gradient.size(); ++j) {
      const double expected = expected_move(rule, gradient(j), rates[t - 1], t);
      if (!(std::abs(theta(j) - expected) <= 1e-12 * std::abs(expected))) {
        return {true, t, j, theta(j), expected};
      }
    }
  }
  return {};
}

}  // namespace nn::chapter14
