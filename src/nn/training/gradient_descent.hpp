#pragma once

/// \file
/// Gradient descent on any function that knows its value and its gradient.

#include <cmath>
#include <concepts>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "nn/neuron/neuron.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/scaled_norm.hpp"

namespace nn {

/// What gradient descent descends: C(θ) and ∇C(θ), for a parameter vector θ.
template <class F, class T>
concept Objective = requires(const F& f, const Vector<T>& theta) {
  { f.value(theta) } -> std::convertible_to<T>;
  { f.gradient(theta) } -> std::convertible_to<Vector<T>>;
};

/// The cost of a neuron on fixed data, as a function of its parameters θ = (w, b).
/// \tparam Loss SquaredErrorLoss or CrossEntropyLoss.
// [neuron-cost]
template <class Loss, Scalar T>
struct NeuronCost {
  const Matrix<T>& X;  ///< The data, n x d. Referred to, not copied: it must outlive this object.
  const Vector<T>& y;  ///< The targets, length n.

  /// C(θ).
  T value(const Vector<T>& theta) const { return cost<Loss>(neuron_from(theta), X, y); }
  /// ∇C(θ), length d + 1.
  Vector<T> gradient(const Vector<T>& theta) const {
    return parameters(cost_gradient<Loss>(neuron_from(theta), X, y));
  }
};
// [neuron-cost]

/// How large the steps are, how many there may be, when the slope is small enough to stop, and what
/// is remembered of the way.
struct DescentOptions {
  double learning_rate = 0.1;  ///< α > 0, the factor between the gradient and the step.
  std::size_t epochs = 1000;   ///< At most so many updates.
  double tolerance = 1e-6;     ///< Stop when ‖∇C‖₂ < tolerance; 0 never stops early.
  bool keep_history = true;    ///< Whether all records are kept, or the first and the last alone.
};

/// Why a descent ended.
enum class StopReason {
  converged,      ///< ‖∇C‖₂ fell below the tolerance.
  out_of_epochs,  ///< All epochs were spent.
  diverged,       ///< See gradient_descent().
  stopped         ///< `on_epoch` asked for it.
};

/// One line of the history: the state after `epoch` updates. Epoch 0 is the start.
struct DescentRecord {
  std::size_t epoch;     ///< How many updates went before.
  double cost;           ///< C(θ).
  double gradient_norm;  ///< ‖∇C(θ)‖₂.
};

/// Where a descent ended, why, and how it went.
template <class T>
struct DescentResult {
  Vector<T> parameters;                           ///< θ at the end.
  StopReason reason = StopReason::out_of_epochs;  ///< Why it ended.
  /// One record before any update and one after each; the first and the last of them alone (of a
  /// descent without updates these are one) where DescentOptions::keep_history is false.
  std::vector<DescentRecord> history;
};

/// Is the descent beyond recovery? True when the cost or the gradient's norm is not finite, or when
/// the cost is above a million times the size of the first cost.
inline bool has_exploded(const DescentRecord& now, const DescentRecord& first) {
  return !std::isfinite(now.cost) || !std::isfinite(now.gradient_norm) ||
         now.cost > 1e6 * std::abs(first.cost);
}

/// Is the cost higher than it was, by more than rounding explains: by over a billionth of its size?
inline bool has_risen(const DescentRecord& now, const DescentRecord& before) {
  return now.cost > before.cost + 1e-9 * std::abs(before.cost);
}

/// An `on_epoch` of gradient_descent() that never stops it.
inline bool keep_going(const DescentRecord& /*now*/) { return true; }

/// θ ← θ − α ∇C(θ), until ‖∇C‖₂ < tolerance, the epochs are spent, or `on_epoch` returns false.
///
/// The stopping rule is looked at before each update, so a start at a minimum makes no update, and
/// there is one record more than there were updates. The descent counts as diverged
/// - at once, when has_exploded() says so;
/// - at its end, when the tolerance is met or the epochs are spent and the cost has_risen() since
///   the start: a saturated neuron has no slope, so a leap into saturation looks like convergence
///   to the tolerance, and the cost tells.
///
/// Both compare costs with the first cost and with nothing else, so the verdict does not depend on
/// the unit of the cost. With 2ᵏC for C, α/2ᵏ for α and 2ᵏ times the tolerance, θ takes the same
/// path, the verdict is the same, and the history is 2ᵏ times the other, bit for bit, unless a
/// number overflows or underflows. A descent that begins where the cost is 0 but for rounding may
/// be called diverged for a rise that is rounding, too.
///
/// `on_epoch` sees every record as it is made and returns whether to go on. The loop allocates
/// nothing but the room for the history; an objective that returns a reference to its gradient is
/// not copied.
///
/// \throws std::invalid_argument unless the learning rate is positive and finite and the tolerance
///         is not negative.
// [gradient-descent]
template <std::floating_point T, Objective<T> F>
DescentResult<T> gradient_descent(
    const F& objective, Vector<T> theta, const DescentOptions& options,
    const std::function<bool(const DescentRecord&)>& on_epoch = keep_going) {
  if (!(options.learning_rate > 0) || !std::isfinite(options.learning_rate)) {
    throw std::invalid_argument("gradient_descent: the learning rate must be positive and finite");
  }
  if (!(options.tolerance >= 0)) {
    throw std::invalid_argument("gradient_descent: the tolerance must not be negative");
  }
  DescentResult<T> result;
  std::vector<DescentRecord>& history = result.history;
  if (!options.keep_history) history.reserve(2);
  for (std::size_t epoch = 0;; ++epoch) {
    const Vector<T>& gradient = objective.gradient(theta);
    const DescentRecord now{epoch, static_cast<double>(objective.value(theta)),
                            static_cast<double>(scaled_norm(gradient))};
    if (!options.keep_history && history.size() == 2) history.pop_back();
    history.push_back(now);
    const bool goes_on = on_epoch(now);

    if (has_exploded(now, history.front())) {
      result.reason = StopReason::diverged;
      break;
    }
    const bool converged = now.gradient_norm < options.tolerance;
    if (converged || epoch == options.epochs) {
      result.reason = has_risen(now, history.front()) ? StopReason::diverged
                      : converged                     ? StopReason::converged
                                                      : StopReason::out_of_epochs;
      break;
    }
    if (!goes_on) {
      result.reason = StopReason::stopped;
      break;
    }
    const auto learning_rate = static_cast<T>(options.learning_rate);
    for (std::size_t j = 0; j < theta.size(); ++j) theta(j) -= learning_rate * gradient(j);
  }
  result.parameters = std::move(theta);
  return result;
}
// [gradient-descent]

}  // namespace nn
