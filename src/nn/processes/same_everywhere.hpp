#pragma once

/// \file
/// Whether all processes hold the same parameters, bit for bit.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "nn/processes/processes.hpp"
#include "nn/scalar/split_mix.hpp"

namespace nn {

/// 64 bits that depend on every bit of the numbers and on their order; numbers that differ in one
/// entry alone never have the same. The entries are taken as they lie in memory, 64 bits at a time,
/// by eight chains side by side, so that the processor multiplies in each of its cycles: the
/// 235,146 doubles of a network 784-256-128-10 take 0.1 ms, about a hundredth of an update on a
/// batch of 1,024 rows. It is a check against mistakes, not against forgery.
// [hash-of]
template <class T>
std::uint64_t hash_of(std::span<const T> numbers) {
  constexpr std::size_t chains = 8;
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15U;
  std::array<std::uint64_t, chains> hash{1, 2, 3, 4, 5, 6, 7, 8};
  const auto take = [&](std::size_t k, const char* from, std::size_t bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, from, bytes);
    hash[k] = (std::rotl(hash[k], 23) ^ word) * odd;
  };
  const char* bytes = reinterpret_cast<const char*>(numbers.data());
  std::size_t left = numbers.size_bytes();
  for (; left >= 8 * chains; left -= 8 * chains, bytes += 8 * chains) {
    for (std::size_t k = 0; k < chains; ++k) take(k, bytes + 8 * k, 8);
  }
  for (std::size_t k = 0; left > 0; ++k) {
    const std::size_t count = left < 8 ? left : 8;
    take(k, bytes, count);
    bytes += count;
    left -= count;
  }
  std::uint64_t all = numbers.size();
  for (const std::uint64_t one : hash) all = mix(all ^ one);
  return all;
}
// [hash-of]

/// A hash as two numbers that a sum over processes keeps whole: each is a whole number below 2³²,
/// and of up to 2²¹ processes the sum is one below 2⁵³.
inline std::array<double, 2> halves_of(std::uint64_t hash) {
  return {static_cast<double>(hash >> 32U), static_cast<double>(hash & 0xffffffffU)};
}

/// Whether all processes call it with the same hash. All of them get the same answer.
inline bool is_same_everywhere(Processes& processes, std::uint64_t hash) {
  const auto [high, low] = halves_of(hash);
  std::array<double, 4> largest{high, low, -high, -low};
  processes.maximum(largest);  // of −h: the least h
  return largest[0] == -largest[2] && largest[1] == -largest[3];
}

/// Whether a half is the same in all P processes as far as this one can tell: their sum is P times
/// its own. If they are not all the same, one of the processes at least sees that they are not: not
/// every one of them is the mean.
inline bool is_mean(double own, double sum, std::size_t P) {
  return sum == own * static_cast<double>(P);
}

}  // namespace nn
