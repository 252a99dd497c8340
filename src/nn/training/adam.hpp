#pragma once

/// \file
/// Adam: a step of its own size for each parameter.

#include <cmath>
#include <concepts>
#include <cstddef>
#include <stdexcept>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/entries.hpp"
#include "nn/training/gradient_descent.hpp"

namespace nn {

/// What Adam is told.
struct AdamOptions {
  double learning_rate = 0.001;  ///< α, about the size of a step
  double beta1 = 0.9;            ///< how much of the mean gradient is kept
  double beta2 = 0.999;          ///< how much of the mean square is kept
  double epsilon = 1e-8;         ///< ε, outside the root; it must not be 0 where a slope may be
};

/// A step of Adam, for one parameter.
template <std::floating_point T>
struct AdamStep {
  T alpha;        ///< α
  T beta1;        ///< β₁
  T beta2;        ///< β₂
  T rest1;        ///< 1 − β₁, which a `float` could not take from β₁ without losing digits
  T rest2;        ///< 1 − β₂
  T epsilon;      ///< ε
  T correction1;  ///< 1 − β₁ᵗ
  T correction2;  ///< 1 − β₂ᵗ

  /// The moments, and the step.
  [[gnu::always_inline]] void operator()(T& theta, const T& g, T& m, T& v) const {
    // [adam-step]
    m = beta1 * m + rest1 * g;
    v = beta2 * v + rest2 * (g * g);
    const T m_hat = m / correction1;
    const T v_hat = v / correction2;
    theta -= alpha * (m_hat / (std::sqrt(v_hat) + epsilon));
    // [adam-step]
  }
};

/// Adam. For update t = 1, 2, ..., from m = 0 and v = 0, each parameter for itself:
///
/// - m ← β₁m + (1 − β₁)g and v ← β₂v + (1 − β₂)g²;
/// - m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ);
/// - θ ← θ − α m̂/(√v̂ + ε).
///
/// A constant gradient g moves each parameter by −αg/(|g| + ε) in every update. The count t belongs
/// to the whole block θ: cutting it into tensors changes nothing.
///
/// In floating point (1 − β₂)g² loses digits where |g|√(1 − β₂) is below 1.5e-154 (1.1e-19 as a
/// `float`), and is 0 below about 1.6e-162 (2.6e-23); with an ε of the usual size that changes no
/// step. Where |g| is above 1.3e154 (1.8e19) the square is infinite; so is v from then on, and
/// every step is 0.
///
/// Source: D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR (2015).
template <std::floating_point T>
class Adam {
 public:
  /// \throws std::invalid_argument unless α is positive and finite, both β in [0, 1), and ε not
  ///         negative and finite.
  explicit Adam(const AdamOptions& options) : options_(options) {
    const auto is_share = [](double beta) { return beta >= 0 && beta < 1; };
    valid_learning_rate(options.learning_rate);
    if (!is_share(options.beta1) || !is_share(options.beta2)) {
      throw std::invalid_argument("Adam: beta1 and beta2 must be in [0, 1)");
    }
    if (!(options.epsilon >= 0) || !std::isfinite(options.epsilon)) {
      throw std::invalid_argument("Adam: epsilon must be finite and not negative");
    }
  }

  /// The α of the updates to come.
  ///
  /// \throws std::invalid_argument unless it is positive and finite.
  void set_learning_rate(double learning_rate) {
    options_.learning_rate = valid_learning_rate(learning_rate);
  }

  /// One update.
  ///
  /// \throws ShapeError unless θ and g have one length, the same as before.
  // [adam-update]
  void step(Vector<T>& theta, const Vector<T>& gradient) {
    accept(theta, gradient);
    ++updates_;
    fast::for_each_entry(next_step(), theta.size(), theta.data().data(), gradient.data().data(),
                         first_moment_.data().data(), second_moment_.data().data());
  }
  // [adam-update]

  /// t, how many updates were made.
  std::size_t updates() const { return updates_; }
  /// m, of length 0 before the first update.
  const Vector<T>& first_moment() const { return first_moment_; }
  /// v, of length 0 before the first update.
  const Vector<T>& second_moment() const { return second_moment_; }

  /// Goes on from where an optimizer was after so many updates.
  ///
  /// \throws ShapeError if m and v differ in length.
  void restore(std::size_t updates, const Vector<T>& first_moment, const Vector<T>& second_moment) {
    require_same_size("restore", first_moment.size(), second_moment.size());
    updates_ = updates;
    first_moment_ = first_moment;
    second_moment_ = second_moment;
  }

 private:
  void accept(const Vector<T>& theta, const Vector<T>& gradient) {
    require_same_size("step", theta.size(), gradient.size());
    if (first_moment_.size() == 0) {
      first_moment_ = Vector<T>(gradient.size(), T(0));
      second_moment_ = Vector<T>(gradient.size(), T(0));
    }
    require_same_size("step", first_moment_.size(), gradient.size());
  }

  // [adam-corrections]
  AdamStep<T> next_step() const {
    const auto t = static_cast<double>(updates_);
    return {static_cast<T>(options_.learning_rate),
            static_cast<T>(options_.beta1),
            static_cast<T>(options_.beta2),
            static_cast<T>(1 - options_.beta1),
            static_cast<T>(1 - options_.beta2),
            static_cast<T>(options_.epsilon),
            static_cast<T>(1 - std::pow(options_.beta1, t)),
            static_cast<T>(1 - std::pow(options_.beta2, t))};
  }
  // [adam-corrections]

  AdamOptions options_;
  std::size_t updates_ = 0;
  Vector<T> first_moment_;
  Vector<T> second_moment_;
};

}  // namespace nn
