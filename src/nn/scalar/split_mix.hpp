#pragma once

/// \file
/// Random bits that cost two multiplications: for masks, of which a training draws thousands of
/// millions.

#include <cstdint>

namespace nn {

/// The mixer of SplitMix64: every bit of the result depends on every bit of the argument, and two
/// arguments never give one result.
///
/// Source: G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA (2014).
constexpr std::uint64_t mix(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
  return bits ^ (bits >> 31U);
}

/// A stream of random numbers that begins anywhere at once. Random has the better numbers; it needs
/// 2.5 kB and a microsecond to begin, and this one 8 bytes and nothing.
class SplitMix64 {
 public:
  /// A stream from its beginning: equal seeds give equal streams.
  explicit constexpr SplitMix64(std::uint64_t seed) : state_(seed) {}

  /// The next 64 bits.
  constexpr std::uint64_t bits() { return mix(state_ += 0x9e3779b97f4a7c15U); }

  /// A number from [0, 1): a multiple of 2⁻⁵³, all equally likely.
  constexpr double uniform() { return static_cast<double>(bits() >> 11U) * 0x1p-53; }

 private:
  std::uint64_t state_;
};

}  // namespace nn
