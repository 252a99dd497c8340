#pragma once

/// \file
/// Softmax: from a score for each of several answers to a probability for each; and the
/// cross-entropy of those probabilities, computed from the scores.

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/products.hpp"

namespace nn {

/// The place of the largest score; of several the first.
///
/// \throws std::domain_error naming `operation` and the score, counted from 1, if one is not a
/// finite number; ShapeError if there is no score.
template <class T>
std::size_t largest_score(const char* operation, const VectorView<const T>& z) {
  if (z.size == 0) throw ShapeError(std::string(operation) + ": there is no score");
  std::size_t largest = 0;
  for (std::size_t k = 0; k < z.size; ++k) {
    if (!std::isfinite(real_part(z(k)))) {
      throw std::domain_error(std::string(operation) + ": score " + std::to_string(k + 1) +
                              " is not a finite number");
    }
    if (real_part(z(k)) > real_part(z(largest))) largest = k;
  }
  return largest;
}

/// ln Σₖ e^(zₖ), for K scores. Derivative by zₖ: the softmax pₖ.
///
/// With m the largest score it is m + ln(1 + Σ e^(zₖ − m)), the sum over all but that one: no
/// exponential is taken of a positive number. It is finite for all finite scores but those at the
/// very end of the range. The absolute error is a few roundings of a number of the size of |m| + ln
/// K, and K roundings of 1 from the sum.
///
/// \throws std::domain_error naming the score if one is not a finite number; ShapeError if there is
/// none.
// [log-sum-exp]
template <Scalar T>
T log_sum_exp(const VectorView<const T>& z) {
  using std::exp;
  const std::size_t largest = largest_score("log_sum_exp", z);
  T others = T(0);
  for (std::size_t k = 0; k < z.size; ++k) {
    if (k != largest) others += exp(z(k) - z(largest));
  }
  return z(largest) + log1p(others);
}
// [log-sum-exp]

/// pₖ = e^(zₖ)/Σⱼ e^(zⱼ), into p (length K): positive numbers whose sum is 1, but for rounding.
///
/// Computed from zₖ − m with m the largest score, which changes nothing and overflows nowhere. The
/// pₖ of a score that is more than about 745 below the largest is 0 as a `double`, and from 708 on
/// it has lost digits. Derivative: ∂pₖ/∂zⱼ = pₖ((1 if j = k, else 0) − pⱼ).
///
/// \throws std::domain_error naming the score if one is not a finite number; ShapeError if there is
/// none, or p has another length.
// [softmax]
template <Scalar T>
void softmax(const VectorView<const T>& z, const VectorView<T>& p) {
  using std::exp;
  require_same_size("softmax", z.size, p.size);
  const std::size_t largest = largest_score("softmax", z);
  const T m = z(largest);
  T sum = T(0);
  for (std::size_t k = 0; k < z.size; ++k) sum += p(k) = exp(z(k) - m);
  for (std::size_t k = 0; k < z.size; ++k) p(k) = p(k) / sum;
}
// [softmax]

/// The same as a new vector.
template <Scalar T>
Vector<T> softmax(const Vector<T>& z) {
  Vector<T> p(z.size());
  softmax<T>(blas::view(z), blas::view(p));
  return p;
}

/// L = −Σₖ yₖ ln pₖ with p = softmax(z), from the scores z and a row y of targets that are not
/// negative and whose sum is 1: for the class c, y has a single 1, in place c.
///
/// With m the largest score it is Σₖ yₖ(m − zₖ) + ln(1 + Σ e^(zₖ − m)), the second sum over all but
/// the largest: no term is negative, so nothing cancels, and a certain and right answer keeps its
/// small loss. A term whose yₖ is 0 is left out: its m − zₖ may be infinite. That the sum of y is 1
/// is not checked. Derivative: softmax_cross_entropy_derivative().
///
/// \throws std::domain_error naming the score if one is not a finite number; ShapeError if the
/// lengths differ or there is no score.
// [softmax-cross-entropy]
template <Scalar T>
T softmax_cross_entropy(const VectorView<const T>& z, const VectorView<const T>& y) {
  using std::exp;
  require_same_size("softmax_cross_entropy", z.size, y.size);
  const std::size_t largest = largest_score("softmax_cross_entropy", z);
  const T m = z(largest);
  T behind = T(0);
  T others = T(0);
  for (std::size_t k = 0; k < z.size; ++k) {
    if (y(k) != T(0)) behind += y(k) * (m - z(k));
    if (k != largest) others += exp(z(k) - m);
  }
  return behind + log1p(others);
}
// [softmax-cross-entropy]

/// ∂L/∂z = p − y, into `slopes` (length K). Its entries add up to 0, but for rounding.
///
/// The absolute error is a few roundings of 1. Where the right class is sure, p − 1 has lost its
/// digits, and from a lead of about 37 on it is 0.
///
/// \throws std::domain_error naming the score if one is not a finite number; ShapeError if the
/// lengths differ or there is no score.
// [softmax-cross-entropy-derivative]
template <Scalar T>
void softmax_cross_entropy_derivative(const VectorView<const T>& z, const VectorView<const T>& y,
                                      const VectorView<T>& slopes) {
  require_same_size("softmax_cross_entropy_derivative", z.size, y.size);
  softmax(z, slopes);
  for (std::size_t k = 0; k < y.size; ++k) slopes(k) -= y(k);
}
// [softmax-cross-entropy-derivative]

}  // namespace nn
