#pragma once

/// \file
/// eˣ and ln(1 + t) in every lane at once: the same few operations whatever the numbers are, so
/// that they need no branches.
///
/// How far they are from the truth, u being the unit roundoff of the type:
///
/// - exp: at most 4u relative to eˣ, where eˣ is no subnormal number; there, half the distance of
///   two subnormals more. It overflows to ∞ and underflows to 0 where the standard library's does.
/// - log1p_of_fraction: at most 6u relative to ln(1 + t), for 0 ≤ t ≤ 1; where t/2 is a subnormal
///   number, a whole distance of two of them more.
///
/// The derivations stand beside the code. NaN gives NaN.
///
/// Sources: P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE
/// floating-point arithmetic", ACM TOMS 15 (1989), for the reduction; W. J. Cody and W. Waite,
/// Software Manual for the Elementary Functions (1980), for ln 2 in two parts.

#include <cstddef>
#include <limits>

#include "nn/scalar/lanes.hpp"

namespace nn::fast {

/// What the two functions need to know about `float` and `double`.
///
/// ln 2 = ln2_high + ln2_low to more digits than one number of the type has. The last bits of
/// ln2_high are 0, so that k · ln2_high is exact for every exponent k that can occur.
template <class T>
struct ExponentialConstants;

/// \copydoc ExponentialConstants
template <>
struct ExponentialConstants<double> {
  static constexpr double ln2_high = 0x1.62e42feep-1;       ///< 32 bits
  static constexpr double ln2_low = 0x1.a39ef35793c76p-33;  ///< the rest
  static constexpr double log2_of_e = 0x1.71547652b82fep0;  ///< 1/ln 2
  static constexpr double smallest = -746;                  ///< e⁻⁷⁴⁶ rounds to 0
  static constexpr double largest = 710;                    ///< e⁷¹⁰ overflows
  static constexpr std::size_t terms = 16;                  ///< of either series
  static constexpr int fraction_bits = 52;                  ///< of the format
  static constexpr std::uint64_t bias = 1023;               ///< of its exponents
};

/// \copydoc ExponentialConstants
template <>
struct ExponentialConstants<float> {
  static constexpr float ln2_high = 0x1.63p-1F;       ///< 9 bits
  static constexpr float ln2_low = -0x1.bd0106p-13F;  ///< the rest
  static constexpr float log2_of_e = 0x1.715476p0F;   ///< 1/ln 2
  static constexpr float smallest = -104;             ///< e⁻¹⁰⁴ rounds to 0
  static constexpr float largest = 89;                ///< e⁸⁹ overflows
  static constexpr std::size_t terms = 8;             ///< of either series
  static constexpr int fraction_bits = 23;            ///< of the format
  static constexpr std::uint32_t bias = 127;          ///< of its exponents
};

/// A polynomial of lanes, c₀ + c₁ x + ... + c₂ₙ₋₁ x²ⁿ⁻¹.
template <class T, std::size_t Count>
struct Coefficients {
  T c[Count];  ///< c₀, c₁, ...
};

/// 1/1!, 1/2!, ...: the coefficients of (eʳ − 1)/r.
template <class T, std::size_t Count>
consteval Coefficients<T, Count> inverse_factorials() {
  Coefficients<T, Count> result{};
  long double factorial = 1;
  for (std::size_t k = 0; k < Count; ++k) {
    factorial *= static_cast<long double>(k + 1);
    result.c[k] = static_cast<T>(1 / factorial);
  }
  return result;
}

/// 1/3, 1/5, ...: the coefficients of (artanh(s)/s − 1)/s², in powers of s².
template <class T, std::size_t Count>
consteval Coefficients<T, Count> inverse_odd_numbers() {
  Coefficients<T, Count> result{};
  for (std::size_t k = 0; k < Count; ++k) {
    result.c[k] = static_cast<T>(1 / static_cast<long double>(2 * k + 3));
  }
  return result;
}

/// c₀ + c₁ x + c₂ x² + ..., by Estrin's scheme: neighbours are joined in pairs, (c₀ + c₁ x) +
/// (c₂ + c₃ x) x² + ..., and the pairs again, in powers of x². A sum of 16 terms is ready after 4
/// steps; by Horner's rule each of 15 steps would wait for the one before it.
///
/// Source: G. Estrin, "Organization of computer systems", Western Joint Computer Conference (1960).
// [estrin]
template <class T, std::size_t Count>
[[gnu::always_inline]] inline Lanes<T> polynomial(const Coefficients<T, Count>& p,
                                                  const Lanes<T>& x) {
  static_assert(Count == 4 || Count == 8 || Count == 16, "pairs of pairs");
  Lanes<T> part[Count / 2];
  Lanes<T> power = x;
  for (std::size_t k = 0; k < Count / 2; ++k) part[k] = all(p.c[2 * k]) + all(p.c[2 * k + 1]) * x;
  for (std::size_t parts = Count / 2; parts > 1; parts /= 2) {
    power = power * power;
    for (std::size_t k = 0; k < parts / 2; ++k) part[k] = part[2 * k] + part[2 * k + 1] * power;
  }
  return part[0];
}
// [estrin]

/// 2ᵏ for each k of `exponents`, by writing k + bias where a number has its exponent.
template <class T>
[[gnu::always_inline]] inline Lanes<T> power_of_two(const LaneBits<T>& exponents) {
  using C = ExponentialConstants<T>;
  return from_bits((exponents + C::bias) << C::fraction_bits);
}

/// eˣ.
///
/// With k the integer nearest to x/ln 2, x = k ln 2 + r and eˣ = 2ᵏ eʳ, |r| ≤ ½ ln 2 < 0.3466.
///
/// - r: k · ln2_high is exact, and so is its difference from x (by Sterbenz's lemma, the two being
///   within a factor 2). Rounding in k · ln2_low and in the last difference leaves at most 0.39u,
///   which is as much relative to eʳ.
/// - eʳ = 1 + r q, with N terms of q = 1 + r/2! + r²/3! + ... . What is left out of eʳ is below
///   1.5 |r|ᴺ⁺¹/(N + 1)! of it: nothing for N = 16 in `double`, 0.01u for N = 8 in `float`.
/// - The sum q gathers u in each of log₂ N steps, at most 4.1u; its product with r another u. As
///   |r q| ≤ 0.42 eʳ, that is 2.2u of eʳ.
/// - The last addition costs u.
///
/// Together 3.6u, below 4u. 2ᵏ is applied in two halves, so that neither overflows; a subnormal
/// result is rounded once more.
// [fast-exp]
template <class T>
[[gnu::always_inline]] inline Lanes<T> exp(const Lanes<T>& x) {
  using C = ExponentialConstants<T>;
  constexpr auto coefficients = inverse_factorials<T, C::terms>();
  // Added to a number this large, a fraction is rounded away: the integer is left in the last bits.
  constexpr T rounder = T(3) * (typename LaneBits<T>::Word{1} << (C::fraction_bits - 1));

  const Lanes<T> bounded = smaller(all(C::largest), larger(all(C::smallest), x));
  const Lanes<T> shifted = bounded * all(C::log2_of_e) + all(rounder);
  const Lanes<T> k = shifted - all(rounder);
  const Lanes<T> r = (bounded - k * all(C::ln2_high)) - k * all(C::ln2_low);

  const LaneBits<T> exponent = bits(shifted) - bits(all(rounder));
  constexpr typename LaneBits<T>::Word even = 4096;  // keeps what is halved positive
  const LaneBits<T> half = ((exponent + even) >> 1) + (0 - even / 2);
  const LaneBits<T> other_half = exponent - half;
  const Lanes<T> power = all(T(1)) + r * polynomial(coefficients, r);
  return power * power_of_two<T>(half) * power_of_two<T>(other_half);
}
// [fast-exp]

/// ln(1 + t) for 0 ≤ t ≤ 1.
///
/// With s = t/(2 + t), 1 + t = (1 + s)/(1 − s), and ln(1 + t) = 2 artanh s = 2s(1 + s²/3 + s⁴/5 +
/// ...). As s ≤ 1/3, each term is below a ninth of the one before it.
///
/// - Two roundings in s, and the factor s itself: 2u; through s² they count another 5u · 0.14.
/// - The series in s² is 1 + s² q with s² q ≤ 0.04: q is wrong by at most 5u of it and the product
///   by another u, which is 0.3u of the whole; the last addition costs u.
/// - After N terms of q the rest is below (9/8) 9⁻ᴺ⁻¹/(2N + 3): 0.02u for N = 16 in `double`,
///   0.01u for N = 8 in `float`.
/// - The last product costs u; the factor 2 nothing.
///
/// Together 5.1u, below 6u.
// [fast-log1p]
template <class T>
[[gnu::always_inline]] inline Lanes<T> log1p_of_fraction(const Lanes<T>& t) {
  using C = ExponentialConstants<T>;
  constexpr auto coefficients = inverse_odd_numbers<T, C::terms>();
  const Lanes<T> s = t / (all(T(2)) + t);
  const Lanes<T> square = s * s;
  return all(T(2)) * s * (all(T(1)) + square * polynomial(coefficients, square));
}
// [fast-log1p]

}  // namespace nn::fast
