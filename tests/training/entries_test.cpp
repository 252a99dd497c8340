// One rule for every entry: the bits of the plain loop, whatever the instructions and the length.
#include "nn/training/entries.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>
#include <vector>

#include "nn/scalar/random.hpp"
#include "nn/training/adam.hpp"
#include "nn/training/momentum.hpp"
#include "nn/training/weight_decay.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using fast::Instructions;

/// Four vectors of numbers that are not negative, as the second moment of Adam must be.
template <class T>
struct EntryBlocks {
  std::array<std::vector<T>, 4> block;

  explicit EntryBlocks(std::size_t count, std::uint64_t seed) {
    Random random(seed);
    for (std::vector<T>& numbers : block) {
      for (std::size_t p = 0; p < count; ++p) {
        numbers.push_back(static_cast<T>(random.uniform(0, 10)));
      }
    }
  }
  T* operator[](std::size_t k) { return block[k].data(); }
};

template <class T>
bool have_same_bits(const EntryBlocks<T>& a, const EntryBlocks<T>& b) {
  for (std::size_t k = 0; k < a.block.size(); ++k) {
    const std::size_t bytes = a.block[k].size() * sizeof(T);
    if (bytes > 0 && std::memcmp(a.block[k].data(), b.block[k].data(), bytes) != 0) return false;
  }
  return true;
}

/// The second vector of a rule is one that it reads.
template <std::size_t K, class T>
auto const_or_not(EntryBlocks<T>& blocks) {
  using Entry = std::conditional_t<K == 1, const T, T>;
  return static_cast<Entry*>(blocks[K]);
}

/// Under all the instructions that this processor has; `Width` is how many vectors the rule sees.
template <std::size_t Width, class T, class Rule>
void has_the_bits_of_the_plain_loop(Check& check, const Rule& rule) {
  const std::size_t count = *dimension(0, 70).as("count");
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const auto each = [&]<std::size_t... K>(std::index_sequence<K...>) {
    EntryBlocks<T> expected(count, seed);
    for (std::size_t p = 0; p < count; ++p) rule(expected[K][p]...);
    for (const Instructions instructions :
         {Instructions::portable, Instructions::avx2, Instructions::avx512}) {
      if (instructions > fast::best_instructions()) continue;
      EntryBlocks<T> computed(count, seed);
      fast::for_each_entry(instructions, rule, count, const_or_not<K, T>(computed)...);
      check.holds(have_same_bits(computed, expected), "bit for bit");
    }
  };
  each(std::make_index_sequence<Width>());
}

template <class T>
void all_rules_do(Check& check) {
  const auto share = [](const char* name) { return static_cast<T>(*uniform(0.01, 0.99).as(name)); };
  const T alpha = share("alpha");
  const T beta = share("beta");
  has_the_bits_of_the_plain_loop<2, T>(check, fast::Sum<T>{});
  has_the_bits_of_the_plain_loop<1, T>(check, Decay<T>{alpha});
  has_the_bits_of_the_plain_loop<2, T>(check, GradientStep<T>{alpha});
  has_the_bits_of_the_plain_loop<3, T>(check, MomentumStep<T>{alpha, beta});
  has_the_bits_of_the_plain_loop<3, T>(check, NesterovStep<T>{alpha, beta});
  has_the_bits_of_the_plain_loop<4, T>(
      check, AdamStep<T>{alpha, beta, share("beta2"), share("rest1"), share("rest2"),
                         share("epsilon"), share("c1"), share("c2")});
}

}  // namespace

TEST(Entries, HaveTheBitsOfThePlainLoop) {
  property([](Check& check) {
    all_rules_do<double>(check);
    all_rules_do<float>(check);
  });
}
