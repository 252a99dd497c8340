// Random bits for masks: those that are published with the algorithm, and spread as they should be.
#include "nn/scalar/split_mix.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/support/any_seed.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// By what a stream's state grows: 2⁶⁴ divided by the golden ratio, made odd.
constexpr std::uint64_t gap = 0x9e3779b97f4a7c15U;

/// The first numbers of the stream that begins at 1234567, as others give them.
constexpr std::array<std::uint64_t, 5> published{6457827717110365317U, 3203168211198807973U,
                                                 9817491932198370423U, 4593380528125082431U,
                                                 16408922859458223821U};

/// mix() backward: a shift is undone by shifts, an odd factor by its inverse modulo 2⁶⁴.
std::uint64_t unmixed(std::uint64_t bits) {
  bits = bits ^ (bits >> 31U) ^ (bits >> 62U);
  bits *= 0x319642b2d24d8ec3U;
  bits = bits ^ (bits >> 27U) ^ (bits >> 54U);
  bits *= 0x96de1b173f119089U;
  return bits ^ (bits >> 30U) ^ (bits >> 60U);
}

}  // namespace

// A stream may begin anywhere: k steps behind its beginning is the stream of another seed.
TEST(SplitMix64, GivesTheNumbersThatArePublishedWithIt) {
  property([](Check& check) {
    const std::size_t begin = *dimension(0, published.size() - 1).as("begin");
    SplitMix64 random(1234567 + begin * gap);
    for (std::size_t k = begin; k < published.size(); ++k) {
      check.holds(random.bits() == published[k], "number " + std::to_string(k));
    }
  });
}

TEST(SplitMix64, NoTwoArgumentsOfItsMixerGiveOneResult) {
  property([](Check& check) {
    const std::uint64_t bits = *any_seed().as("bits");
    check.holds(unmixed(mix(bits)) == bits, "the way back");
  });
}

// 64 bits that change with a probability of 1/2 each: 32 of them, with a deviation of 4; six and a
// half of these on each side.
TEST(SplitMix64, EveryBitMovesAboutHalfOfTheResult) {
  property([](Check& check) {
    const std::uint64_t bits = *any_seed().as("bits");
    const std::uint64_t one = std::uint64_t{1} << *dimension(0, 63).as("place");
    const int moved = std::popcount(mix(bits) ^ mix(bits ^ one));
    check.holds(moved >= 6 && moved <= 58, std::to_string(moved) + " bits");
  });
}

TEST(SplitMix64, UniformNumbersAreTheUpper53Bits) {
  property([](Check& check) {
    const std::uint64_t seed = *any_seed().as("seed");
    SplitMix64 numbers(seed);
    SplitMix64 bits(seed);
    for (int k = 0; k < 5; ++k) {
      const double x = numbers.uniform();
      check.holds(x >= 0 && x < 1, "0 <= x < 1");
      const auto upper = static_cast<double>(bits.bits() / 2048);
      check.holds(x == upper / 9007199254740992.0, "the number, bit for bit");
    }
    check.holds(SplitMix64(0 - gap).uniform() == 0, "the least is 0");
    const double largest = SplitMix64(unmixed(~std::uint64_t{0}) - gap).uniform();
    check.holds(largest == 1 - epsilon / 2, "the largest is the last number before 1");
  });
}

// Means of n independent draws, with six and a half deviations on each side. A number from [0, 1)
// has the variance 1/12; the product of two that are less than 1/2 or not, as +1 or −1, has 1.
TEST(SplitMix64, UniformNumbersAreSpreadEvenly) {
  property([](Check& check) {
    SplitMix64 random(*any_seed().as("seed"));
    constexpr int n = 2000;
    const double root = std::sqrt(n);
    double sum = 0;
    double products = 0;
    double smallest = 1;
    double largest = 0;
    double before = 1;
    for (int i = 0; i < n; ++i) {
      const double x = random.uniform();
      const double side = x < 0.5 ? -1 : 1;
      sum += x;
      products += i == 0 ? 0 : side * before;
      before = side;
      smallest = std::min(smallest, x);
      largest = std::max(largest, x);
    }
    check.at_most(std::fabs(sum / n - 0.5), 6.5 * std::sqrt(1.0 / 12) / root, 0, "the mean");
    check.at_most(std::fabs(products), 6.5 * root, 0, "neighbours say nothing of each other");
    check.holds(smallest < 0.02 && largest > 0.98, "the whole interval");
  });
}
