// Random numbers: the same on every machine, and spread as they should be.
#include "nn/scalar/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <random>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

// All 64 bits count, and RapidCheck's own integers are small.
rc::Gen<std::uint64_t> any_bits() {
  return rc::gen::map(rc::gen::arbitrary<std::uint64_t>(),
                      [](std::uint64_t bits) { return bits * 0x9E3779B97F4A7C15U; });
}

}  // namespace

TEST(Random, DependsOnTheSeedAlone) {
  property([](Check& check) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>().as("seed");
    Random a(seed);
    Random b(seed);
    check.holds(a.gaussian() == b.gaussian() && a.uniform(-1, 2) == b.uniform(-1, 2) &&
                    a.index(1000) == b.index(1000),
                "one seed, one stream");
    check.holds(Random(seed).uniform(0, 1) != Random(seed + 1).uniform(0, 1) &&
                    Random(seed).gaussian() != Random(seed + 1).gaussian(),
                "another seed, another stream");
    check.holds(a.uniform(0, 1) != a.uniform(0, 1), "another number every time");
  });
}

// Bit for bit the standard's engine, seeded by the standard's sequence of these four words.
TEST(Random, StreamsAreThoseOfTheSeedSequence) {
  property([](Check& check) {
    const std::uint64_t seed = *any_bits().as("seed");
    const std::uint64_t stream = *any_bits().as("stream");
    RC_PRE(stream != 0);
    const auto word = [](std::uint64_t bits) { return static_cast<std::uint32_t>(bits); };
    std::seed_seq words{word(seed), word(seed >> 32U), word(stream), word(stream >> 32U)};
    std::mt19937_64 engine(words);
    Random random(seed, stream);
    // Of all but the largest index the engine's own numbers are the indices.
    constexpr std::size_t all = std::numeric_limits<std::size_t>::max();
    for (int i = 0; i < 3; ++i) check.holds(random.index(all) == engine(), "the engine's number");
  });
}

TEST(Random, EveryStreamIsItsOwn) {
  property([](Check& check) {
    const std::uint64_t seed = *any_bits().as("seed");
    const std::uint64_t stream = *any_bits().as("stream");
    const auto first_of = [](Random random) { return random.uniform(0, 1); };
    const double first = first_of(Random(seed, stream));
    check.holds(first_of(Random(seed, stream)) == first, "the same again");
    check.holds(first_of(Random(seed, 0)) == first_of(Random(seed)), "stream 0 is the seed's");
    const std::uint64_t bit = std::uint64_t{1} << *dimension(0, 63);
    check.holds(first_of(Random(seed, stream ^ bit)) != first, "another stream");
    check.holds(first_of(Random(seed ^ bit, stream)) != first, "another seed");
    if (seed != stream) check.holds(first_of(Random(stream, seed)) != first, "exchanged");
  });
  // What one process draws says nothing of what another does: n products of Gaussians, five and a
  // half deviations on each side.
  constexpr int n = 20'000;
  Random zero(7);
  Random one(7, 1);
  Random two(7, 2);
  double products[3] = {0, 0, 0};
  for (int i = 0; i < n; ++i) {
    const double x = zero.gaussian();
    const double y = one.gaussian();
    const double z = two.gaussian();
    products[0] += x * y;
    products[1] += x * z;
    products[2] += y * z;
  }
  for (const double product : products) EXPECT_NEAR(product / std::sqrt(n), 0, 5.5);
}

// Sums of n independent draws, with six and a half deviations on each side.
TEST(Random, DrawsAreSpreadAsTheyShould) {
  property([](Check& check) {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    constexpr int many = 20'000;
    double gaussians = 0;
    double squares = 0;
    double fourths = 0;
    for (int i = 0; i < many; ++i) {
      const double x = random.gaussian();
      gaussians += x;
      squares += x * x;
      fourths += x * x * x * x;
    }
    // E x² = 1, E x⁴ = 3 with the variances 2 and 96.
    const double share = 1 / std::sqrt(many);
    check.at_most(std::fabs(gaussians / many), 6.5 * share, 0, "mean");
    check.at_most(std::fabs(squares / many - 1), 6.5 * std::sqrt(2) * share, 0, "mean square");
    check.at_most(std::fabs(fourths / many - 3), 8 * std::sqrt(96) * share, 0, "fourth powers");

    constexpr int n = 4000;
    const double root = std::sqrt(n);
    const double lowest = *gaussian().as("lowest");
    const double width = *uniform(0.01, 5).as("width");
    const std::size_t count = *dimension(1, 6).as("count");
    double uniforms = 0;
    double smallest = 1;
    double largest = 0;
    std::vector<int> times(count, 0);
    for (int i = 0; i < n; ++i) {
      const double t = (random.uniform(lowest, lowest + width) - lowest) / width;
      uniforms += t;
      smallest = std::min(smallest, t);
      largest = std::max(largest, t);
      const std::size_t k = random.index(count);
      check.holds(k < count, "an index below the count");
      ++times[k];
    }
    // A uniform number in [0, 1) has the variance 1/12.
    check.at_most(std::fabs(uniforms / n - 0.5), 6.5 * std::sqrt(1.0 / 12) / root, 0, "uniform");
    check.holds(smallest < 0.01 && largest > 0.99, "the whole interval");
    const double p = 1 / static_cast<double>(count);
    for (const int found : times) {
      check.at_most(std::fabs(found - n * p), 6.5 * root * std::sqrt(p * (1 - p)), 1e-9, "index");
    }
  });
}

TEST(Random, ShuffleSwapsEachPlaceWithARandomOneUpToItsOwn) {
  property([](Check& check) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>().as("seed");
    std::vector<int> items(*dimension(0, 20));
    std::iota(items.begin(), items.end(), 0);
    std::vector<int> expected = items;
    Random random(seed);
    for (std::size_t place = items.size(); place-- > 1;) {
      const std::size_t other = random.index(place + 1);
      const int kept = expected[place];
      expected[place] = expected[other];
      expected[other] = kept;
    }
    Random(seed).shuffle(items);
    check.holds(items == expected, "the items' order");
  });
}

TEST(Random, RefusesWhatHoldsNothing) {
  property([](Check& check) {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const double x = *gaussian().as("x");
    const double end = *rc::gen::element(x, x - *uniform(0, 5), std::nan("")).as("end");
    const auto empty = message_of<std::invalid_argument>([&] { random.uniform(x, end); });
    check.holds(empty == "uniform: an empty interval", empty);
    const auto none = message_of<std::invalid_argument>([&] { random.index(0); });
    check.holds(none == "index: there is nothing to choose from", none);
  });
}

// The book's numbers rest on these; another library or version of Boost must give the same.
TEST(Random, GivesTheNumbersThatTheBookWasWrittenWith) {
  Random random(1);
  EXPECT_DOUBLE_EQ(random.uniform(0, 1), 0.13387664401253274);
  EXPECT_DOUBLE_EQ(random.gaussian(), -0.25937725029558445);
  EXPECT_EQ(random.index(1000), 451);
  std::vector<int> items = {0, 1, 2, 3, 4, 5};
  random.shuffle(items);
  EXPECT_EQ(items, (std::vector<int>{2, 5, 4, 3, 1, 0}));
}

TEST(Random, UniformStaysInItsInterval) {
  property([](Check& check) {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const double lowest = *gaussian().as("lowest");
    const double highest = lowest + *uniform(0.001, 5);
    const double x = random.uniform(lowest, highest);
    check.holds(x >= lowest && x < highest, "lowest <= x < highest");
  });
  EXPECT_THROW(Random(1).uniform(1, 1), std::invalid_argument);
  EXPECT_THROW(Random(1).uniform(0, std::nan("")), std::invalid_argument);
}

TEST(Random, GaussiansHaveMeanZeroAndDeviationOne) {
  Random random(7);
  constexpr int n = 100'000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < n; ++i) {
    const double x = random.gaussian();
    sum += x;
    squares += x * x;
  }
  // The mean of n has the deviation 1/sqrt(n) = 0.0032, the mean square sqrt(2/n) = 0.0045.
  EXPECT_NEAR(sum / n, 0, 0.016);
  EXPECT_NEAR(squares / n, 1, 0.023);
}

TEST(Random, ShufflesIntoEveryOrderAboutAsOften) {
  Random random(3);
  std::map<std::vector<int>, int> times;
  for (int i = 0; i < 6000; ++i) {
    std::vector<int> items = {0, 1, 2};
    random.shuffle(items);
    ++times[items];
  }
  ASSERT_EQ(times.size(), 6);
  // 1000 each, with a deviation of 29.
  for (const auto& [order, count] : times) EXPECT_NEAR(count, 1000, 145);
}

TEST(Random, ShufflingKeepsTheItems) {
  property([](Check& check) {
    std::vector<int> items(*dimension(0, 20));
    std::iota(items.begin(), items.end(), 0);
    const std::vector<int> before = items;
    Random(*rc::gen::arbitrary<std::uint64_t>()).shuffle(items);
    std::sort(items.begin(), items.end());
    check.holds(items == before, "the same items");
  });
  EXPECT_THROW(Random(1).index(0), std::invalid_argument);
}
