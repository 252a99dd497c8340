#pragma once

/// \file
/// Seeds for the properties.

#include <rapidcheck.h>

#include <cstdint>

namespace nn::test {

/// A seed, or the number of an epoch, of which all 64 bits count: RapidCheck's own are small.
inline rc::Gen<std::uint64_t> any_seed() {
  return rc::gen::map(rc::gen::arbitrary<std::uint64_t>(),
                      [](std::uint64_t bits) { return bits * 0x9E3779B97F4A7C15U; });
}

}  // namespace nn::test
