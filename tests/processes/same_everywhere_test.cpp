// Whether all processes hold the same numbers: a hash that every bit changes, and how they compare
// it.
#include "nn/processes/same_everywhere.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "nn/processes/thread_processes.hpp"
#include "nn/scalar/split_mix.hpp"
#include "tests/support/any_seed.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

template <class T>
std::uint64_t hash_of_vector(const std::vector<T>& numbers) {
  return hash_of(std::span<const T>(numbers));
}

/// From `least` to 50 numbers, on both sides of what eight chains take at a time.
template <class T>
std::vector<T> draw_to_hash(std::size_t least) {
  SplitMix64 random(*any_seed().as("numbers"));
  std::vector<T> numbers(*dimension(least, 50).as("N"));
  for (T& number : numbers) {
    if constexpr (std::same_as<T, std::uint64_t>) {
      number = random.bits();
    } else {
      number = static_cast<T>(random.uniform() - 0.5);
    }
  }
  return numbers;
}

/// Another place than i, at times so many places further that the same chain takes it: eight words
/// of 64 bits.
template <class T>
std::size_t draw_other_place(std::size_t i, std::size_t N) {
  constexpr std::size_t apart = 64 / sizeof(T);
  if (i + apart < N && *label().as("in one chain") == 1) {
    return i + apart * *dimension(1, (N - 1 - i) / apart).as("rounds");
  }
  return (i + *dimension(1, N - 1).as("apart")) % N;
}

template <class T>
void depends_on_every_bit(Check& check) {
  std::vector<T> numbers = draw_to_hash<T>(1);
  const std::uint64_t hash = hash_of_vector(numbers);
  check.holds(hash_of_vector(std::vector<T>(numbers)) == hash, "the same numbers, the same hash");
  const std::size_t last = numbers.size() - 1;
  const std::size_t i = *label().as("the last") == 1 ? last : *dimension(0, last).as("entry");
  flip_bit(numbers[i], *dimension(0, 8 * sizeof(T) - 1).as("bit"));
  check.holds(hash_of_vector(numbers) != hash, "one bit");
}

template <class T>
void depends_on_the_order(Check& check) {
  std::vector<T> numbers = draw_to_hash<T>(2);
  const std::size_t N = numbers.size();
  const std::uint64_t hash = hash_of_vector(numbers);
  const std::size_t i = *dimension(0, N - 1).as("entry");
  const std::size_t j = draw_other_place<T>(i, N);
  const bool differ = bits_of(numbers[i]) != bits_of(numbers[j]);
  std::swap(numbers[i], numbers[j]);
  check.holds((hash_of_vector(numbers) != hash) == differ, "two entries exchanged");
}

template <class T>
void depends_on_two_signs(Check& check) {
  std::vector<T> numbers = draw_to_hash<T>(2);
  const std::size_t N = numbers.size();
  const std::uint64_t hash = hash_of_vector(numbers);
  const std::size_t i = *dimension(0, N - 1).as("entry");
  const std::size_t j = draw_other_place<T>(i, N);
  numbers[i] = -numbers[i];
  numbers[j] = -numbers[j];
  check.holds(hash_of_vector(numbers) != hash, "two signs turned round");
}

template <class T>
void depends_on_the_length(Check& check) {
  std::vector<T> numbers = draw_to_hash<T>(0);
  const std::uint64_t hash = hash_of_vector(numbers);
  for (std::size_t more = *dimension(1, 9).as("zeros"); more > 0; --more) numbers.push_back(T(0));
  check.holds(hash_of_vector(numbers) != hash, "zeros behind them");
}

/// Where the numbers lie is nothing to it: not even whether there is a whole word.
template <class T>
void depends_on_nothing_else(Check& check) {
  const std::vector<T> numbers = draw_to_hash<T>(0);
  const std::size_t before = *dimension(0, 5).as("before");
  std::vector<T> elsewhere(before, T(1));
  elsewhere.insert(elsewhere.end(), numbers.begin(), numbers.end());
  elsewhere.push_back(T(2));
  const std::span<const T> same = std::span<const T>(elsewhere).subspan(before, numbers.size());
  check.holds(hash_of(same) == hash_of_vector(numbers), "in another place");
}

/// One that differs in a single bit, in one half, or in everything.
std::uint64_t draw_other_hash(std::uint64_t hash) {
  switch (*dimension(0, 3).as("how it differs")) {
    case 0:
      return hash ^ (std::uint64_t{1} << *dimension(0, 63).as("bit"));
    case 1:
      return hash ^ (std::uint64_t{1} << 32U);
    case 2:
      return hash ^ 1U;
    default:
      return *any_seed().as("other");
  }
}

/// Any, or one whose halves are as large, or as small, as they can be.
std::uint64_t draw_hash() {
  const std::uint64_t any = *any_seed().as("hash");
  return *rc::gen::element(any, any, std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0} << 32U)
              .as("of these");
}

}  // namespace

// The hash ---------------------------------------------------------------------------------------

TEST(HashOf, DependsOnEveryBit) {
  property([](Check& check) {
    depends_on_every_bit<double>(check);
    depends_on_every_bit<float>(check);
    depends_on_every_bit<std::uint64_t>(check);
  });
}

TEST(HashOf, DependsOnTheOrder) {
  property([](Check& check) {
    depends_on_the_order<double>(check);
    depends_on_the_order<float>(check);
    depends_on_the_order<std::uint64_t>(check);
  });
}

// The sign is the highest bit, which an odd factor moves nowhere: of two of them the second must
// not undo the first.
TEST(HashOf, DependsOnTwoSigns) {
  property([](Check& check) {
    depends_on_two_signs<double>(check);
    depends_on_two_signs<float>(check);
  });
}

// An odd number of floats ends in half a word, and so do they with a zero behind them.
TEST(HashOf, DependsOnTheLength) {
  property([](Check& check) {
    depends_on_the_length<double>(check);
    depends_on_the_length<float>(check);
    depends_on_the_length<std::uint64_t>(check);
    std::vector<float> odd = draw_to_hash<float>(1);
    if (odd.size() % 2 == 0) odd.pop_back();
    const std::uint64_t hash = hash_of_vector(odd);
    odd.push_back(0.0F);
    check.holds(hash_of_vector(odd) != hash, "one zero behind an odd number of floats");
    flip_bit(odd.back(), *dimension(0, 31).as("bit"));
    check.holds(hash_of_vector(odd) != hash, "and any other number");
  });
}

TEST(HashOf, DependsOnNothingElse) {
  property([](Check& check) {
    depends_on_nothing_else<double>(check);
    depends_on_nothing_else<float>(check);
    depends_on_nothing_else<std::uint64_t>(check);
  });
}

// Who notices ------------------------------------------------------------------------------------

TEST(SameEverywhere, EachHalfIsAWholeNumberBelowTwoToThe32) {
  property([](Check& check) {
    const std::uint64_t hash = draw_hash();
    const std::array<double, 2> halves = halves_of(hash);
    for (const double half : halves) {
      check.holds(half >= 0 && half < 0x1p32 && half == std::floor(half), "a whole number");
    }
    const std::uint64_t high = static_cast<std::uint64_t>(halves[0]);
    const std::uint64_t low = static_cast<std::uint64_t>(halves[1]);
    check.holds(high * 0x100000000U + low == hash, "both together are the hash");
  });
}

TEST(SameEverywhere, AllGetTheSameAnswer) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 6).as("P");
    std::vector<std::uint64_t> hashes(P, draw_hash());
    const std::size_t others = *dimension(0, 2).as("others");
    for (std::size_t k = 0; k < others; ++k) {
      hashes[*dimension(0, P - 1).as("which")] = draw_other_hash(hashes[0]);
    }
    const bool same =
        std::count(hashes.begin(), hashes.end(), hashes[0]) == static_cast<std::ptrdiff_t>(P);
    std::vector<int> answers(P, -1);
    run_as_processes(P, [&](Processes& process) {
      const std::uint64_t own = hashes[process.rank()];
      answers[process.rank()] = is_same_everywhere(process, own) ? 1 : 0;
    });
    for (const int answer : answers) check.holds(answer == (same ? 1 : 0), "the right one");
  });
}

// The sum of thousands of halves is exact, in whatever order. The mean of them all is the half of
// each if they are the same; if they are not, the largest is above it. Two that balance each other
// leave the mean where it was, and see it themselves.
TEST(SameEverywhere, WhoIsNotTheMeanNotices) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 3000).as("P");
    const std::uint64_t half = draw_hash() & 0xffffffffU;
    std::vector<std::uint64_t> halves(P, half);
    const bool balanced = P > 1 && half > 0 && half < 0xffffffffU && *label().as("balanced") == 1;
    if (balanced) {
      ++halves.front();
      --halves.back();
    } else {
      const std::size_t others = *dimension(0, 3).as("others");
      for (std::size_t k = 0; k < others; ++k) {
        const std::uint64_t other = draw_other_hash(half) & 0xffffffffU;
        halves[*dimension(0, P - 1).as("which")] = other;
      }
    }
    std::uint64_t exact = 0;
    double sum = 0;
    double backward = 0;
    for (std::size_t p = 0; p < P; ++p) {
      exact += halves[p];
      sum += static_cast<double>(halves[p]);
      backward += static_cast<double>(halves[P - 1 - p]);
    }
    check.holds(sum == static_cast<double>(exact) && sum == backward, "the sum is exact");
    bool is_noticed = false;
    for (const std::uint64_t own : halves) {
      const bool is_mean_of_all = own * P == exact;
      check.holds(is_mean(static_cast<double>(own), sum, P) == is_mean_of_all, "the mean or not");
      is_noticed = is_noticed || !is_mean_of_all;
    }
    const bool same =
        std::count(halves.begin(), halves.end(), halves[0]) == static_cast<std::ptrdiff_t>(P);
    check.holds(is_noticed == !same, "somebody notices, unless all are the same");
  });
}
