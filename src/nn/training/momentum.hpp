#pragma once

/// \file
/// Steps that remember: momentum, and Nesterov's version of it.

#include <concepts>
#include <cstddef>
#include <stdexcept>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/entries.hpp"
#include "nn/training/gradient_descent.hpp"

namespace nn {

/// The velocity v that momentum and Nesterov's version share: v ← βv + g, from v = 0. It has the
/// shape of θ, and each of its entries sees the gradient's entry in its place and nothing else.
template <std::floating_point T>
class Velocity {
 public:
  /// v, of length 0 before the first update.
  const Vector<T>& velocity() const { return velocity_; }

  /// Goes on from a velocity that an optimizer had.
  void set_velocity(const Vector<T>& velocity) { velocity_ = velocity; }

 protected:
  /// \throws std::invalid_argument unless β is in [0, 1).
  explicit Velocity(double beta) : beta_(static_cast<T>(beta)) {
    if (!(beta >= 0 && beta < 1)) throw std::invalid_argument("Velocity: beta must be in [0, 1)");
  }

  /// \throws ShapeError if this gradient has another length than those before.
  void accept(const Vector<T>& theta, const Vector<T>& gradient) {
    require_same_size("step", theta.size(), gradient.size());
    if (velocity_.size() == 0) velocity_ = Vector<T>(gradient.size(), T(0));
    require_same_size("step", velocity_.size(), gradient.size());
  }

  T beta_;              ///< β
  Vector<T> velocity_;  ///< v
};

/// A step of Momentum, for one parameter.
template <std::floating_point T>
struct MomentumStep {
  T alpha;  ///< α
  T beta;   ///< β

  /// v ← βv + g, θ ← θ − αv.
  [[gnu::always_inline]] void operator()(T& theta, const T& g, T& v) const {
    // [momentum-step]
    v = beta * v + g;
    theta -= alpha * v;
    // [momentum-step]
  }
};

/// Momentum: v ← βv + g, θ ← θ − αv, from v = 0. With β = 0 it is GradientDescent.
///
/// Source: B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR
/// Computational Mathematics and Mathematical Physics 4 (1964).
template <std::floating_point T>
class Momentum : private Velocity<T> {
 public:
  using Velocity<T>::velocity;
  using Velocity<T>::set_velocity;

  /// \param learning_rate α
  /// \param beta β, how much of the velocity is kept
  /// \throws std::invalid_argument unless α is positive and finite and β in [0, 1).
  Momentum(double learning_rate, double beta) : Velocity<T>(beta) {
    set_learning_rate(learning_rate);
  }

  /// The α of the updates to come.
  ///
  /// \throws std::invalid_argument unless it is positive and finite.
  void set_learning_rate(double learning_rate) {
    alpha_ = static_cast<T>(valid_learning_rate(learning_rate));
  }

  /// One update.
  ///
  /// \throws ShapeError unless θ and g have one length, the same as before.
  void step(Vector<T>& theta, const Vector<T>& gradient) {
    this->accept(theta, gradient);
    fast::for_each_entry(MomentumStep<T>{alpha_, this->beta_}, theta.size(), theta.data().data(),
                         gradient.data().data(), this->velocity_.data().data());
  }

 private:
  T alpha_;
};

/// A step of Nesterov, for one parameter.
template <std::floating_point T>
struct NesterovStep {
  T alpha;  ///< α
  T beta;   ///< β

  /// v ← βv + g, θ ← θ − α(g + βv), with the new v.
  [[gnu::always_inline]] void operator()(T& theta, const T& g, T& v) const {
    // [nesterov-step]
    v = beta * v + g;
    theta -= alpha * (g + beta * v);
    // [nesterov-step]
  }
};

/// Nesterov's momentum: v ← βv + g, θ ← θ − α(g + βv) with the new v, from v = 0.
///
/// Source: Y. Nesterov, "A method of solving a convex programming problem with convergence rate
/// O(1/k²)", Soviet Mathematics Doklady 27 (1983); in this form I. Sutskever, J. Martens, G. Dahl
/// and G. Hinton, "On the importance of initialization and momentum in deep learning", ICML (2013).
template <std::floating_point T>
class Nesterov : private Velocity<T> {
 public:
  using Velocity<T>::velocity;
  using Velocity<T>::set_velocity;

  /// See Momentum.
  Nesterov(double learning_rate, double beta) : Velocity<T>(beta) {
    set_learning_rate(learning_rate);
  }

  /// See Momentum.
  void set_learning_rate(double learning_rate) {
    alpha_ = static_cast<T>(valid_learning_rate(learning_rate));
  }

  /// One update.
  ///
  /// \throws ShapeError unless θ and g have one length, the same as before.
  void step(Vector<T>& theta, const Vector<T>& gradient) {
    this->accept(theta, gradient);
    fast::for_each_entry(NesterovStep<T>{alpha_, this->beta_}, theta.size(), theta.data().data(),
                         gradient.data().data(), this->velocity_.data().data());
  }

 private:
  T alpha_;
};

}  // namespace nn
