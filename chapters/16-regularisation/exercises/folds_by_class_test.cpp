// Do the folds of the exercise keep the classes' shares?
#include EXERCISE_HEADER

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "nn/data/split.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;
using exercise::folds_by_class;

namespace {

/// Rows of two to four classes.
std::vector<std::size_t> draw_classes() {
  const std::size_t K = *dimension(2, 4).as("K");
  std::vector<std::size_t> classes(*dimension(6, 40).as("n"));
  for (std::size_t& one : classes) one = *dimension(0, K - 1).as("class");
  return classes;
}

/// How many of these rows are of a class.
std::size_t count_of(const std::vector<std::size_t>& classes, const std::vector<std::size_t>& rows,
                     std::size_t wanted) {
  std::size_t count = 0;
  for (const std::size_t row : rows) {
    if (classes.at(row) == wanted) ++count;
  }
  return count;
}

}  // namespace

TEST(FoldsByClass, HoldEachRowOutOnce) {
  property([](Check& check) {
    const std::vector<std::size_t> classes = draw_classes();
    const std::size_t n = classes.size();
    const std::size_t k = *dimension(2, 6).as("k");
    const auto splits = folds_by_class(classes, k, *dimension(1, 100).as("seed"));
    check.holds(splits.size() == k, "k folds");
    std::vector<std::size_t> held_out;
    for (const Split& split : splits) {
      check.holds(split.test.size() == n / k || split.test.size() == n / k + 1, "of equal sizes");
      check.holds(split.test.size() + split.training.size() == n, "every row on one side");
      held_out.insert(held_out.end(), split.test.begin(), split.test.end());
      for (const std::size_t row : split.test) {
        check.holds(!std::binary_search(split.training.begin(), split.training.end(), row),
                    "and no row on both");
      }
    }
    std::sort(held_out.begin(), held_out.end());
    std::vector<std::size_t> all(n);
    std::iota(all.begin(), all.end(), std::size_t{0});
    check.holds(held_out == all, "each row once");
  });
}

TEST(FoldsByClass, KeepTheClassesShares) {
  property([](Check& check) {
    const std::vector<std::size_t> classes = draw_classes();
    const std::size_t k = *dimension(2, 6).as("k");
    for (const Split& split : folds_by_class(classes, k, *dimension(1, 100).as("seed"))) {
      for (std::size_t one = 0; one < 4; ++one) {
        const auto all = static_cast<std::size_t>(std::count(classes.begin(), classes.end(), one));
        const std::size_t here = count_of(classes, split.test, one);
        check.holds(here == all / k || here == all / k + 1, "its share, to one row");
      }
    }
  });
}

// With 40 rows of each of two classes, two seeds that give the same first fold of 16 are as likely
// as two hands of cards that are alike.
TEST(FoldsByClass, DependOnTheSeed) {
  property([](Check& check) {
    std::vector<std::size_t> classes(80, 0);
    for (std::size_t i = 0; i < 80; i += 2) classes[i] = 1;
    const std::uint64_t seed = *dimension(1, 1000).as("seed");
    const auto first_of = [&](std::uint64_t at) {
      return folds_by_class(classes, 5, at).front().test;
    };
    check.holds(first_of(seed) == first_of(seed), "the same again");
    check.holds(first_of(seed) != first_of(seed + 1), "others");
  });
}

TEST(FoldsByClass, RefuseWhatIsNoNumberOfFolds) {
  property([](Check& check) {
    const std::vector<std::size_t> classes = draw_classes();
    const std::size_t more = classes.size() + *dimension(1, 5).as("more");
    for (const std::size_t k : {std::size_t{0}, std::size_t{1}, more}) {
      check.holds(throws<std::invalid_argument>([&] { folds_by_class(classes, k, 1); }),
                  "fewer than two, or more than rows");
    }
  });
}
