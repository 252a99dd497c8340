#pragma once

/// \file
/// What a number must be able to do for the formulas of this book to accept it.
///
/// Every formula is a template over its scalar. The code that is evaluated at `double` to train a
/// neuron is evaluated, unchanged, at `std::complex<double>` for the complex step and at
/// nn::Dual for automatic differentiation. A formula can therefore be checked against derivatives
/// that nobody derived by hand.

#include <cmath>
#include <complex>
#include <concepts>
#include <type_traits>

namespace nn {

/// The four operations, a negative, and a way in from an ordinary number.
template <class T>
concept Field = std::copyable<T> && std::constructible_from<T, double> && requires(T a, T b) {
  { a + b } -> std::convertible_to<T>;
  { a - b } -> std::convertible_to<T>;
  { (a * b) } -> std::convertible_to<T>;
  { a / b } -> std::convertible_to<T>;
  { -a } -> std::convertible_to<T>;
};

/// The real part: the number itself, where there is nothing else to it.
///
/// Formulas branch on it. A comparison of complex numbers has no meaning, and a branch must be the
/// same for a number and for the perturbed number that differentiates it.
template <std::floating_point T>
constexpr T real_part(T x) {
  return x;
}

/// The real part of a complex number.
template <std::floating_point T>
constexpr T real_part(const std::complex<T>& x) {
  return x.real();
}

/// log(1 + x), accurate where x is small: the sum 1 + x would round x away.
///
/// The real case is the standard library's. Derivative: 1/(1 + x).
/// \pre x > -1; otherwise a NaN or minus infinity, as std::log1p.
template <std::floating_point T>
T log1p(T x) {
  return std::log1p(x);
}

/// log(1 + x) for a complex x, which the standard library does not offer.
///
/// With x = a + bi, |1 + x|² = 1 + (a(2 + a) + b²), so the real part is half the real log1p of what
/// is in parentheses, and the imaginary part is the angle of 1 + x. That is for x near 0, where
/// 1 + x would round x away. Below a = -1/2 nothing is rounded away, and far from 0 nothing that
/// counts: there the plain logarithm of 1 + x is the more accurate, and no square overflows.
template <std::floating_point T>
std::complex<T> log1p(const std::complex<T>& x) {
  const T a = x.real();
  const T b = x.imag();
  if (a < T(-0.5) || a > 2 || std::abs(b) > 2) return std::log(T(1) + x);
  return {std::log1p(a * (2 + a) + b * b) / 2, std::atan2(b, 1 + a)};
}

/// A scalar of this book: `float`, `double`, `std::complex<double>`, nn::Dual of these.
///
/// A Field with the exponential, the logarithms and the square root, and with a real part that can
/// be compared. The functions are found by argument-dependent lookup or in namespace std, so a
/// formula begins with `using std::exp;`.
template <class T>
concept Scalar = Field<T> && requires(T a) {
  { real_part(a) < real_part(a) } -> std::convertible_to<bool>;
  { log1p(a) } -> std::convertible_to<T>;
  requires requires {
    { std::exp(a) } -> std::convertible_to<T>;
    { std::log(a) } -> std::convertible_to<T>;
    { std::sqrt(a) } -> std::convertible_to<T>;
  } || requires {
    { exp(a) } -> std::convertible_to<T>;
    { log(a) } -> std::convertible_to<T>;
    { sqrt(a) } -> std::convertible_to<T>;
  };
};

/// The floating-point type beneath a scalar: `double` for `std::complex<double>` and for a dual.
template <class T>
using RealOf = std::remove_cvref_t<decltype(real_part(std::declval<T>()))>;

}  // namespace nn
