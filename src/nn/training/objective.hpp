#pragma once

/// \file
/// What can be minimised: a function that knows its value and its gradient.

#include <concepts>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// C(θ) and ∇C(θ), for a parameter vector θ, by one call, `evaluate(theta, gradient)`. It returns
/// C(θ). Unless `gradient` is null, it leaves ∇C(θ) there, in a vector that has θ's length already.
template <class F, class T>
concept Objective = requires(const F& f, const Vector<T>& theta, Vector<T>* gradient) {
  { f.evaluate(theta, gradient) } -> std::convertible_to<T>;
};

/// C(θ) alone.
template <std::floating_point T, Objective<T> F>
T value_at(const F& objective, const Vector<T>& theta) {
  return objective.evaluate(theta, nullptr);
}

/// ∇C(θ) alone.
template <std::floating_point T, Objective<T> F>
Vector<T> gradient_at(const F& objective, const Vector<T>& theta) {
  Vector<T> gradient(theta.size());
  objective.evaluate(theta, &gradient);
  return gradient;
}

}  // namespace nn
