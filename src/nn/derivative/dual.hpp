#pragma once

/// \file
/// Dual numbers: a value that carries its derivative through every operation.

#include <cmath>

#include "nn/scalar/scalar.hpp"

namespace nn {

/// A number a + a′ε with ε² = 0.
///
/// Give x the derivative 1 and evaluate a formula: the result's `value` is f(x) and its
/// `derivative` is f′(x), exact but for rounding, because each operation below applies the rule of
/// calculus that belongs to it. This is forward-mode automatic differentiation.
///
/// A branch is taken by the value alone (see real_part()), so the derivative is the one of the
/// branch that ran. Where a complex step cannot follow a formula, a dual number can.
///
/// T is any Field: `double`, or a dual number again. In a Dual<Dual<double>> that is the variable
/// in both ways, {{x, 1}, {1, 0}}, the derivative's derivative is f″(x).
///
/// Source: W. K. Clifford (1873) for the algebra; R. E. Wengert (1964) for the method.
template <Field T>
struct Dual {
  T value = T(0);       ///< a, the number itself.
  T derivative = T(0);  ///< a′, its derivative by the variable.

  /// The constant 0.
  constexpr Dual() = default;

  /// A constant: its derivative is 0. Implicit, so that numbers mix with duals in formulas.
  constexpr Dual(double constant) : value(static_cast<T>(constant)) {}

  /// A number with a derivative that is known already.
  constexpr Dual(const T& value_, const T& derivative_) : value(value_), derivative(derivative_) {}

  /// The variable that one differentiates by: its derivative is 1.
  static constexpr Dual variable(const T& x) { return {x, T(1)}; }

  /// a += b and its kind: the operator below, and the assignment.
  /// @{
  constexpr Dual& operator+=(const Dual& b) { return *this = *this + b; }
  constexpr Dual& operator-=(const Dual& b) { return *this = *this - b; }
  constexpr Dual& operator*=(const Dual& b) { return *this = *this * b; }
  constexpr Dual& operator/=(const Dual& b) { return *this = *this / b; }
  /// @}

  // [dual]
  /// Sum rule.
  friend constexpr Dual operator+(const Dual& a, const Dual& b) {
    return {a.value + b.value, a.derivative + b.derivative};
  }
  friend constexpr Dual operator-(const Dual& a, const Dual& b) {
    return {a.value - b.value, a.derivative - b.derivative};
  }
  /// Product rule.
  friend constexpr Dual operator*(const Dual& a, const Dual& b) {
    return {a.value * b.value, a.derivative * b.value + a.value * b.derivative};
  }
  /// Quotient rule, with the quotient itself put back in: (a/b)′ = (a′ − (a/b) b′)/b.
  friend constexpr Dual operator/(const Dual& a, const Dual& b) {
    const T quotient = a.value / b.value;
    return {quotient, (a.derivative - quotient * b.derivative) / b.value};
  }
  // [dual]
  friend constexpr Dual operator-(const Dual& a) { return {-a.value, -a.derivative}; }

  friend constexpr bool operator==(const Dual&, const Dual&) = default;
};

/// A formula branches on the value; the derivative follows the branch.
template <class T>
constexpr auto real_part(const Dual<T>& x) {
  return real_part(x.value);
}

/// (eᵃ)′ = eᵃ a′.
// [dual-functions]
template <class T>
Dual<T> exp(const Dual<T>& a) {
  using std::exp;
  const T e = exp(a.value);
  return {e, e * a.derivative};
}

/// (ln a)′ = a′/a, for a > 0.
template <class T>
Dual<T> log(const Dual<T>& a) {
  using std::log;
  return {log(a.value), a.derivative / a.value};
}
// [dual-functions]

/// (ln(1 + a))′ = a′/(1 + a), for a > -1.
template <class T>
Dual<T> log1p(const Dual<T>& a) {
  return {log1p(a.value), a.derivative / (T(1) + a.value)};
}

/// (√a)′ = a′/(2√a), for a > 0; at 0 the derivative is infinite or NaN, as it should be.
template <class T>
Dual<T> sqrt(const Dual<T>& a) {
  using std::sqrt;
  const T root = sqrt(a.value);
  return {root, a.derivative / (T(2) * root)};
}

static_assert(Scalar<float> && Scalar<double> && Scalar<std::complex<double>> &&
              Scalar<Dual<float>> && Scalar<Dual<double>> && Scalar<Dual<Dual<double>>>);

}  // namespace nn
