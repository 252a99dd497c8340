#pragma once

/// \file
/// Gradient descent: the plain case of minimize().

#include <cmath>
#include <concepts>
#include <cstddef>
#include <stdexcept>
#include <utility>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/entries.hpp"
#include "nn/training/minimize.hpp"
#include "nn/training/objective.hpp"

namespace nn {

/// The learning rate α as it came.
///
/// \throws std::invalid_argument unless it is positive and finite.
inline double valid_learning_rate(double learning_rate) {
  if (!(learning_rate > 0) || !std::isfinite(learning_rate)) {
    throw std::invalid_argument("the learning rate must be positive and finite");
  }
  return learning_rate;
}

/// A step down the slope, for one parameter.
template <std::floating_point T>
struct GradientStep {
  T alpha;  ///< α

  /// θ ← θ − αg.
  [[gnu::always_inline]] void operator()(T& theta, const T& g) const {
    // [gradient-descent-step]
    theta -= alpha * g;
    // [gradient-descent-step]
  }
};

/// The optimizer that remembers nothing: θ ← θ − α ∇C(θ).
class GradientDescent {
 public:
  /// \param learning_rate α
  /// \throws std::invalid_argument unless the learning rate is positive and finite.
  explicit GradientDescent(double learning_rate)
      : learning_rate_(valid_learning_rate(learning_rate)) {}

  /// The α of the updates to come.
  ///
  /// \throws std::invalid_argument unless it is positive and finite.
  void set_learning_rate(double learning_rate) {
    learning_rate_ = valid_learning_rate(learning_rate);
  }

  /// One update.
  ///
  /// \throws ShapeError unless θ and g have one length.
  template <std::floating_point T>
  void step(Vector<T>& theta, const Vector<T>& gradient) const {
    require_same_size("step", theta.size(), gradient.size());
    fast::for_each_entry(GradientStep<T>{static_cast<T>(learning_rate_)}, theta.size(),
                         theta.data().data(), gradient.data().data());
  }

 private:
  double learning_rate_;
};

/// The learning rate and the MinimizeOptions.
struct DescentOptions {
  double learning_rate = 0.1;     ///< α > 0, the factor between the gradient and the step.
  std::size_t iterations = 1000;  ///< At most so many updates.
  double tolerance = 1e-6;        ///< Stop when ‖∇C‖₂ < tolerance; 0 never stops early.
  bool keep_history = true;  ///< Whether all records are kept, or the first and the last alone.
};

/// θ ← θ − α ∇C(θ), again and again, by minimize().
///
/// With 2ᵏC for C, α/2ᵏ for α and 2ᵏ times the tolerance, θ takes the same path, the verdict is the
/// same, and the history is 2ᵏ times the other, bit for bit, unless a number overflows or
/// underflows.
///
/// \throws std::invalid_argument unless the learning rate is positive and finite and the tolerance
///         is not negative.
template <std::floating_point T, Objective<T> F>
DescentResult<T> gradient_descent(const F& objective, Vector<T> theta,
                                  const DescentOptions& options,
                                  const DescentCallback<T>& callback = KeepGoing()) {
  GradientDescent optimizer(options.learning_rate);
  return minimize(objective, std::move(theta), optimizer,
                  {options.iterations, options.tolerance, options.keep_history}, callback);
}

}  // namespace nn
