#pragma once

/// \file
/// A number that counts what is done to it: the operations, and how many of them had to be waited
/// for, one after the other.

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "nn/scalar/scalar.hpp"

namespace nn::chapter8 {

/// How many operations were done, by kind.
struct Operations {
  std::size_t multiplications = 0;
  std::size_t additions = 0;  ///< and subtractions
  std::size_t others = 0;     ///< divisions, exponentials and the like

  std::size_t all() const { return multiplications + additions + others; }
};

/// A double that counts. It is a scalar of the book, so the library's own formulas count
/// themselves when they are evaluated at it.
///
/// `chain` is the number of operations on the longest way from an input to this number: none of
/// them can begin before the one before it is done. To add something to the 0 that a sum starts
/// from changes nothing, rounds nothing, and does not make the way longer; it is counted among the
/// additions.
// [counted]
struct Counted {
  double value = 0;
  std::size_t chain = 0;
  static inline Operations done;

  constexpr Counted() = default;
  constexpr Counted(double value_) : value(value_) {}

  friend Counted operator*(const Counted& a, const Counted& b) {
    ++done.multiplications;
    return after(a, b, a.value * b.value);
  }
  friend Counted operator+(const Counted& a, const Counted& b) {
    ++done.additions;
    if (a.is_start()) return b;
    if (b.is_start()) return a;
    return after(a, b, a.value + b.value);
  }
  // [counted]
  friend Counted operator-(const Counted& a, const Counted& b) {
    ++done.additions;
    return after(a, b, a.value - b.value);
  }
  friend Counted operator/(const Counted& a, const Counted& b) {
    ++done.others;
    return after(a, b, a.value / b.value);
  }
  /// A sign costs nothing, it is one bit; and a comparison is not counted.
  /// @{
  friend Counted operator-(const Counted& a) { return {-a.value, a.chain}; }
  friend bool operator==(const Counted& a, const Counted& b) { return a.value == b.value; }
  /// @}

  /// a += b and its kind: the operator above, and the assignment.
  /// @{
  Counted& operator+=(const Counted& b) { return *this = *this + b; }
  Counted& operator-=(const Counted& b) { return *this = *this - b; }
  Counted& operator*=(const Counted& b) { return *this = *this * b; }
  Counted& operator/=(const Counted& b) { return *this = *this / b; }
  /// @}

  /// What a function of one number makes of it.
  Counted with(double result) const {
    ++done.others;
    return {result, chain + 1};
  }

 private:
  constexpr Counted(double value_, std::size_t chain_) : value(value_), chain(chain_) {}

  bool is_start() const { return value == 0 && chain == 0; }
  static Counted after(const Counted& a, const Counted& b, double result) {
    return {result, std::max(a.chain, b.chain) + 1};
  }
};

constexpr double real_part(const Counted& a) { return a.value; }
inline Counted exp(const Counted& a) { return a.with(std::exp(a.value)); }
inline Counted log(const Counted& a) { return a.with(std::log(a.value)); }
inline Counted log1p(const Counted& a) { return a.with(std::log1p(a.value)); }
inline Counted sqrt(const Counted& a) { return a.with(std::sqrt(a.value)); }

static_assert(Scalar<Counted>);

/// The operations that `body` does on counted numbers.
template <class Body>
Operations operations_of(const Body& body) {
  Counted::done = {};
  body();
  return Counted::done;
}

}  // namespace nn::chapter8
