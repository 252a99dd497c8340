#pragma once

/// \file
/// A few numbers side by side, on which one instruction does the same to all.
///
/// They fill as many of the processor's vector registers as it takes: four of SSE2 or NEON, two of
/// AVX2, one of AVX-512. How wide those are depends on the options that a file is compiled with,
/// and what is computed does not: every lane is rounded as a number by itself would be, no two
/// operations are fused, and the lanes are summed in one order. The result is the same on every
/// processor, bit for bit.
///
/// Everything here is always inlined: it takes on the instruction set of the function that it ends
/// in, and no vector is ever passed in a register that another function does not expect.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

namespace nn::fast {

/// The width of a vector register, in the file that is being compiled.
#if defined(__AVX512DQ__)
constexpr std::size_t register_bytes = 64;
#elif defined(__AVX2__)
constexpr std::size_t register_bytes = 32;
#else
constexpr std::size_t register_bytes = 16;
#endif

/// 64 bytes of numbers, as much as a cache line: 8 lanes of `double` or 16 of `float`.
// [lanes]
template <std::floating_point T, std::size_t RegisterBytes = register_bytes>
struct Lanes {
  static constexpr std::size_t count = 64 / sizeof(T);          ///< how many lanes
  static constexpr std::size_t registers = 64 / RegisterBytes;  ///< that they fill
  using Register [[gnu::vector_size(RegisterBytes)]] = T;       ///< the compiler's own vectors

  Register part[registers];  ///< lane 0, lane 1, ...
};
// [lanes]

/// The lanes' bits, as unsigned integers of the same width: arithmetic on them wraps around.
template <std::floating_point T, std::size_t RegisterBytes = register_bytes>
struct LaneBits {
  /// As wide as T.
  using Word = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
  static constexpr std::size_t registers = 64 / RegisterBytes;  ///< that they fill
  using Register [[gnu::vector_size(RegisterBytes)]] = Word;    ///< the compiler's own vectors

  Register part[registers];  ///< lane 0, lane 1, ...
};

/// The same number in every lane.
template <class T>
[[gnu::always_inline]] inline Lanes<T> all(T x) {
  Lanes<T> result;
  for (auto& part : result.part) part = x - typename Lanes<T>::Register{};
  return result;
}

/// The numbers from `from` on, which need not be aligned.
template <class T>
[[gnu::always_inline]] inline Lanes<T> load(const T* from) {
  Lanes<T> a;
  for (auto& part : a.part) {
    std::memcpy(&part, from, sizeof part);
    from += sizeof part / sizeof(T);
  }
  return a;
}

/// Writes the lanes from `to` on, which need not be aligned.
template <class T>
[[gnu::always_inline]] inline void store(T* to, const Lanes<T>& a) {
  for (const auto& part : a.part) {
    std::memcpy(to, &part, sizeof part);
    to += sizeof part / sizeof(T);
  }
}

/// a + b in each lane.
template <class T>
[[gnu::always_inline]] inline Lanes<T> operator+(Lanes<T> a, const Lanes<T>& b) {
  for (std::size_t k = 0; k < a.registers; ++k) a.part[k] += b.part[k];
  return a;
}

/// a − b in each lane.
template <class T>
[[gnu::always_inline]] inline Lanes<T> operator-(Lanes<T> a, const Lanes<T>& b) {
  for (std::size_t k = 0; k < a.registers; ++k) a.part[k] -= b.part[k];
  return a;
}

/// −a in each lane; the sign of a zero and of a NaN is turned as well.
template <class T>
[[gnu::always_inline]] inline Lanes<T> operator-(Lanes<T> a) {
  for (auto& part : a.part) part = -part;
  return a;
}

/// a b in each lane.
template <class T>
[[gnu::always_inline]] inline Lanes<T> operator*(Lanes<T> a, const Lanes<T>& b) {
  for (std::size_t k = 0; k < a.registers; ++k) a.part[k] *= b.part[k];
  return a;
}

/// a/b in each lane.
template <class T>
[[gnu::always_inline]] inline Lanes<T> operator/(Lanes<T> a, const Lanes<T>& b) {
  for (std::size_t k = 0; k < a.registers; ++k) a.part[k] /= b.part[k];
  return a;
}

/// The larger of the two in each lane; of a NaN in `b` the NaN.
template <class T>
[[gnu::always_inline]] inline Lanes<T> larger(const Lanes<T>& a, Lanes<T> b) {
  for (std::size_t k = 0; k < a.registers; ++k) {
    b.part[k] = a.part[k] > b.part[k] ? a.part[k] : b.part[k];
  }
  return b;
}

/// The smaller of the two in each lane; of a NaN in `b` the NaN.
template <class T>
[[gnu::always_inline]] inline Lanes<T> smaller(const Lanes<T>& a, Lanes<T> b) {
  for (std::size_t k = 0; k < a.registers; ++k) {
    b.part[k] = a.part[k] < b.part[k] ? a.part[k] : b.part[k];
  }
  return b;
}

/// In each lane `a` where z ≥ 0, and `b` elsewhere.
template <class T>
[[gnu::always_inline]] inline Lanes<T> where_positive(const Lanes<T>& z, const Lanes<T>& a,
                                                      Lanes<T> b) {
  for (std::size_t k = 0; k < a.registers; ++k) {
    b.part[k] = z.part[k] >= typename Lanes<T>::Register{} ? a.part[k] : b.part[k];
  }
  return b;
}

/// How the numbers are written, bit by bit.
template <class T>
[[gnu::always_inline]] inline LaneBits<T> bits(const Lanes<T>& a) {
  LaneBits<T> result;
  for (std::size_t k = 0; k < a.registers; ++k) {
    result.part[k] = reinterpret_cast<typename LaneBits<T>::Register>(a.part[k]);
  }
  return result;
}

/// The numbers that are written so: the inverse of bits().
template <class T>
[[gnu::always_inline]] inline Lanes<T> from_bits(const LaneBits<T>& a) {
  Lanes<T> result;
  for (std::size_t k = 0; k < a.registers; ++k) {
    result.part[k] = reinterpret_cast<typename Lanes<T>::Register>(a.part[k]);
  }
  return result;
}

/// a + b in each lane.
template <class T>
[[gnu::always_inline]] inline LaneBits<T> operator+(LaneBits<T> a, const LaneBits<T>& b) {
  for (std::size_t k = 0; k < a.registers; ++k) a.part[k] += b.part[k];
  return a;
}

/// a − b in each lane.
template <class T>
[[gnu::always_inline]] inline LaneBits<T> operator-(LaneBits<T> a, const LaneBits<T>& b) {
  for (std::size_t k = 0; k < a.registers; ++k) a.part[k] -= b.part[k];
  return a;
}

/// a + b in each lane.
template <class T>
[[gnu::always_inline]] inline LaneBits<T> operator+(LaneBits<T> a, typename LaneBits<T>::Word b) {
  for (auto& part : a.part) part += b;
  return a;
}

/// The bits `by` places further up in each lane; zeros come in at the bottom.
template <class T>
[[gnu::always_inline]] inline LaneBits<T> operator<<(LaneBits<T> a, int by) {
  for (auto& part : a.part) part <<= by;
  return a;
}

/// The bits `by` places further down in each lane; zeros come in at the top.
template <class T>
[[gnu::always_inline]] inline LaneBits<T> operator>>(LaneBits<T> a, int by) {
  for (auto& part : a.part) part >>= by;
  return a;
}

/// Ones in the bits of the last `count` lanes, and zeros in the others.
template <class T>
[[gnu::always_inline]] inline LaneBits<T> last_lanes(std::size_t count) {
  typename LaneBits<T>::Word words[Lanes<T>::count] = {};
  for (std::size_t k = Lanes<T>::count - count; k < Lanes<T>::count; ++k) --words[k];
  LaneBits<T> result;
  std::memcpy(&result.part, words, sizeof words);
  return result;
}

/// a in those lanes whose bits are ones, and 0 in those whose bits are zeros.
template <class T>
[[gnu::always_inline]] inline Lanes<T> only(LaneBits<T> ones, const Lanes<T>& a) {
  const LaneBits<T> b = bits(a);
  for (std::size_t k = 0; k < ones.registers; ++k) ones.part[k] &= b.part[k];
  return from_bits(ones);
}

/// The sum of the numbers in a register: of its halves, in each lane, and so on.
template <class Register, std::size_t... K>
[[gnu::always_inline]] inline auto sum_of_register(const Register& a, std::index_sequence<K...>) {
  constexpr std::size_t half = sizeof...(K);
  if constexpr (half == 1) {
    return a[0] + a[1];
  } else {
    return sum_of_register(
        __builtin_shufflevector(a, a, K...) + __builtin_shufflevector(a, a, (half + K)...),
        std::make_index_sequence<half / 2>());
  }
}

/// The sum of all lanes, in a fixed order: halves added to one another until one number is left.
// [sum-of-lanes]
template <class T>
[[gnu::always_inline]] inline T sum(Lanes<T> a) {
  for (std::size_t half = a.registers / 2; half > 0; half /= 2) {
    for (std::size_t k = 0; k < half; ++k) a.part[k] += a.part[k + half];
  }
  constexpr std::size_t half = sizeof a.part[0] / sizeof(T) / 2;
  return sum_of_register(a.part[0], std::make_index_sequence<half>());
}
// [sum-of-lanes]

}  // namespace nn::fast
