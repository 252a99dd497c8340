#pragma once

/// \file
/// The loop of the book: evaluate, look, step, until there is a reason to end.

#include <cmath>
#include <concepts>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/scaled_norm.hpp"
#include "nn/training/objective.hpp"

namespace nn {

/// What moves θ, given ∇C(θ). What it remembers from step to step is its own.
template <class O, class T>
concept Optimizer = requires(O& optimizer, Vector<T>& theta, const Vector<T>& gradient) {
  optimizer.step(theta, gradient);
};

/// How many updates there may be, when the slope is small enough to stop, and what is remembered of
/// the way.
struct MinimizeOptions {
  std::size_t iterations = 1000;  ///< At most so many updates.
  double tolerance = 1e-6;        ///< Stop when ‖∇C‖₂ < tolerance; 0 never stops early.
  bool keep_history = true;  ///< Whether all records are kept, or the first and the last alone.
};

/// Why a descent ended.
enum class StopReason {
  converged,          ///< ‖∇C‖₂ fell below the tolerance.
  out_of_iterations,  ///< All updates were made.
  diverged,           ///< See minimize().
  stopped             ///< The callback asked for it.
};

/// One line of the history: the state after `iteration` updates. Iteration 0 is the start.
///
/// An update is not an epoch. An epoch is over when every sample has been looked at once. Where
/// each update looks at all of them, as in Part I, both numbers are the same.
struct DescentRecord {
  std::size_t iteration;  ///< How many updates went before.
  double cost;            ///< C(θ).
  double gradient_norm;   ///< ‖∇C(θ)‖₂.
};

/// Where a descent ended, why, and how it went.
template <class T>
struct DescentResult {
  Vector<T> parameters;                               ///< θ at the end.
  StopReason reason = StopReason::out_of_iterations;  ///< Why it ended.
  /// One record before any update and one after each; the first and the last of them alone (of a
  /// descent without updates these are one) where MinimizeOptions::keep_history is false.
  std::vector<DescentRecord> history;
};

/// Sees every record as it is made, with its θ, and returns whether to go on.
template <class T>
using DescentCallback =
    std::type_identity_t<std::function<bool(const DescentRecord& now, const Vector<T>& theta)>>;

/// A callback that never stops the descent.
struct KeepGoing {
  /// Goes on.
  template <class T>
  bool operator()(const DescentRecord& /*now*/, const Vector<T>& /*theta*/) const {
    return true;
  }
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

/// Lets the optimizer step, from θ on, until ‖∇C‖₂ < tolerance, the iterations are spent, or the
/// callback returns false.
///
/// The stopping rule is looked at before each update, so a start at a minimum makes no update, and
/// there is one record more than there were updates. The descent counts as diverged
/// - at once, when has_exploded() says so;
/// - at its end, when the tolerance is met or the iterations are spent and the cost has_risen()
///   since the start: a saturated neuron has no slope, so a leap into saturation looks like
///   convergence to the tolerance, and the cost tells.
///
/// Both compare costs with the first cost and with nothing else, so the verdict does not depend on
/// the unit of the cost. A descent that begins where the cost is 0 but for rounding may be called
/// diverged for a rise that is rounding, too.
///
/// The value and the gradient are evaluated once for each θ. The loop allocates nothing but the
/// room for the history.
///
/// The optimizer keeps its state: a second call goes on where the first one ended.
///
/// \throws std::invalid_argument if the tolerance is negative.
// [minimize]
template <std::floating_point T, Objective<T> F, Optimizer<T> O>
DescentResult<T> minimize(const F& objective, Vector<T> theta, O& optimizer,
                          const MinimizeOptions& options,
                          const DescentCallback<T>& callback = KeepGoing()) {
  if (!(options.tolerance >= 0)) {
    throw std::invalid_argument("minimize: the tolerance must not be negative");
  }
  DescentResult<T> result;
  std::vector<DescentRecord>& history = result.history;
  if (!options.keep_history) history.reserve(2);
  Vector<T> gradient(theta.size());
  for (std::size_t iteration = 0;; ++iteration) {
    const auto cost = static_cast<double>(objective.evaluate(theta, &gradient));
    const DescentRecord now{iteration, cost, static_cast<double>(scaled_norm(gradient))};
    if (!options.keep_history && history.size() == 2) history.pop_back();
    history.push_back(now);
    const bool goes_on = callback(now, theta);

    if (has_exploded(now, history.front())) {
      result.reason = StopReason::diverged;
      break;
    }
    const bool converged = now.gradient_norm < options.tolerance;
    if (converged || iteration == options.iterations) {
      result.reason = has_risen(now, history.front()) ? StopReason::diverged
                      : converged                     ? StopReason::converged
                                                      : StopReason::out_of_iterations;
      break;
    }
    if (!goes_on) {
      result.reason = StopReason::stopped;
      break;
    }
    optimizer.step(theta, gradient);
  }
  result.parameters = std::move(theta);
  return result;
}
// [minimize]

}  // namespace nn
