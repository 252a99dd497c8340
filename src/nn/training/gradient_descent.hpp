#pragma once

/// \file
/// Gradient descent on any function that knows its value and its gradient.

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "nn/neuron/neuron.hpp"
#include "nn/scalar/linear_algebra.hpp"

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

/// How large the steps are, how many there may be, and when the slope is small enough to stop.
struct DescentOptions {
  double learning_rate = 0.1;  ///< α > 0, the factor between the gradient and the step.
  std::size_t epochs = 1000;   ///< At most so many updates.
  double tolerance = 1e-6;     ///< Stop when ‖∇C‖₂ < tolerance; 0 never stops early.
};

/// Why a descent ended.
enum class StopReason {
  converged,    ///< ‖∇C‖₂ fell below the tolerance.
  out_of_time,  ///< All epochs were spent.
  diverged      ///< See gradient_descent().
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
  Vector<T> parameters;                         ///< θ at the end.
  StopReason reason = StopReason::out_of_time;  ///< Why it ended.
  std::vector<DescentRecord> history;           ///< One record before any update, one after each.
};

/// Has the descent gone up instead of down? True when cost or gradient is no longer finite, or when
/// the cost is more than a million times max(1, the first cost).
inline bool has_exploded(const DescentRecord& now, const DescentRecord& first) {
  return !std::isfinite(now.cost) || !std::isfinite(now.gradient_norm) ||
         now.cost > 1e6 * std::max(1.0, first.cost);
}

/// Did it end higher than it began, by more than rounding explains? A saturated neuron has no
/// slope, so a leap into saturation looks like convergence to the tolerance; the cost tells.
inline bool has_climbed(const DescentRecord& last, const DescentRecord& first) {
  return last.cost > first.cost + 1e-9 * std::max(1.0, std::abs(first.cost));
}

/// For so many epochs the history has room from the start. Room that is never written to costs
/// nothing; beyond, it doubles when it is full.
constexpr std::size_t most_reserved = 1'000'000;

/// θ ← θ − α ∇C(θ), until ‖∇C‖₂ < tolerance or the epochs are spent.
///
/// The stopping rule is looked at before each update, so a start at a minimum makes no update, and
/// `history` has one record more than there were updates. The descent counts as diverged when the
/// cost or the gradient is not finite or the cost explodes (then it stops at once), and when it
/// ends at a higher cost than it began. `on_epoch` sees every record as it is made. The loop itself
/// allocates nothing: an objective that returns a reference to its gradient is not copied.
///
/// \throws std::invalid_argument unless the learning rate is positive and finite and the tolerance
///         is not negative.
// [gradient-descent]
template <std::floating_point T, Objective<T> F>
DescentResult<T> gradient_descent(
    const F& objective, Vector<T> theta, const DescentOptions& options,
    const std::function<void(const DescentRecord&)>& on_epoch = [](const DescentRecord&) {}) {
  if (!(options.learning_rate > 0) || !std::isfinite(options.learning_rate)) {
    throw std::invalid_argument("gradient_descent: the learning rate must be positive and finite");
  }
  if (!(options.tolerance >= 0)) {
    throw std::invalid_argument("gradient_descent: the tolerance must not be negative");
  }
  DescentResult<T> result;
  result.history.reserve(std::min(options.epochs, most_reserved) + 1);
  for (std::size_t epoch = 0;; ++epoch) {
    const Vector<T>& gradient = objective.gradient(theta);
    result.history.push_back(
        {epoch, static_cast<double>(objective.value(theta)), static_cast<double>(norm(gradient))});
    const DescentRecord& now = result.history.back();
    on_epoch(now);

    if (has_exploded(now, result.history.front())) {
      result.reason = StopReason::diverged;
      break;
    }
    if (now.gradient_norm < options.tolerance || epoch == options.epochs) {
      const bool converged = now.gradient_norm < options.tolerance;
      result.reason = has_climbed(now, result.history.front()) ? StopReason::diverged
                      : converged                              ? StopReason::converged
                                                               : StopReason::out_of_time;
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
