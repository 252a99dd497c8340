#pragma once

/// \file
/// The bits of numbers.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace nn::test {

/// The bits of a number as a number of their own.
template <class T>
std::uint64_t bits_of(T number) {
  static_assert(sizeof(T) <= sizeof(std::uint64_t));
  std::uint64_t bits = 0;
  std::memcpy(&bits, &number, sizeof number);
  return bits;
}

/// Turns one bit of a number over.
template <class T>
void flip_bit(T& number, std::size_t bit) {
  std::array<unsigned char, sizeof(T)> bytes{};
  std::memcpy(bytes.data(), &number, sizeof number);
  bytes[bit / 8] = static_cast<unsigned char>(bytes[bit / 8] ^ (1U << (bit % 8)));
  std::memcpy(&number, bytes.data(), sizeof number);
}

}  // namespace nn::test
