// Cross-validation: every row is held out once, and the folds are as large as each other.
#include "nn/data/folds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/scalar/random.hpp"
#include "tests/support/any_seed.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Rows = std::vector<std::size_t>;

Rows all_rows(std::size_t n) {
  Rows rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

bool is_ascending(const Rows& rows) { return std::is_sorted(rows.begin(), rows.end()); }

}  // namespace

TEST(Folds, HoldOutEveryRowOnce) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 40).as("n");
    const std::size_t k = *dimension(2, n).as("k");
    const std::vector<Split> splits = folds_of(n, k, *any_seed().as("seed"));
    check.holds(splits.size() == k, "a split for each fold");
    Rows held_out;
    std::size_t smallest = n;
    std::size_t largest = 0;
    for (const Split& split : splits) {
      check.holds(is_ascending(split.training) && is_ascending(split.test), "ascending order");
      Rows both = split.training;
      both.insert(both.end(), split.test.begin(), split.test.end());
      std::sort(both.begin(), both.end());
      check.holds(both == all_rows(n), "every row in one of the parts");
      held_out.insert(held_out.end(), split.test.begin(), split.test.end());
      smallest = std::min(smallest, split.test.size());
      largest = std::max(largest, split.test.size());
    }
    std::sort(held_out.begin(), held_out.end());
    check.holds(held_out == all_rows(n), "every row is held out once");
    check.holds(largest <= smallest + 1, "sizes that differ by one at most");
  });
}

// Dealt out like cards, after one shuffle.
TEST(Folds, AreEveryKthRowOfARandomOrder) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 40).as("n");
    const std::size_t k = *dimension(2, n).as("k");
    const std::uint64_t seed = *any_seed().as("seed");
    Rows order = all_rows(n);
    Random(seed).shuffle(order);
    const std::vector<Split> splits = folds_of(n, k, seed);
    check.holds(splits.size() == k, "a split for each fold");
    for (std::size_t f = 0; f < k; ++f) {
      Rows fold;
      for (std::size_t place = f; place < n; place += k) fold.push_back(order[place]);
      std::sort(fold.begin(), fold.end());
      check.holds(splits[f].test == fold, "fold " + std::to_string(f));
    }
  });
}

TEST(Folds, DependOnTheSeed) {
  property([](Check& check) {
    const std::uint64_t seed = *any_seed().as("seed");
    const std::uint64_t bit = std::uint64_t{1} << *dimension(0, 63).as("bit");
    const std::size_t k = *dimension(2, 5).as("k");
    const std::vector<Split> splits = folds_of(100, k, seed);
    check.holds(folds_of(100, k, seed)[0].test == splits[0].test, "the same again");
    check.holds(folds_of(100, k, seed ^ bit)[0].test != splits[0].test, "others for another seed");
  });
}

TEST(Folds, OfLessThanTwoOrMoreThanThereAreRowsAreRefused) {
  property([](Check& check) {
    const std::size_t n = *dimension(0, 9).as("n");
    const std::size_t k = *rc::gen::element(std::size_t{0}, std::size_t{1}, n + 1, n + 5).as("k");
    const std::string message = message_of<std::invalid_argument>([&] { folds_of(n, k, 1); });
    check.holds(says(message, {"folds_of: there must be 2 folds, and n at most"}), message);
  });
}
