// The batches of an epoch: every row once, in an order that the seed and the epoch alone decide.
#include "nn/training/batches.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
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

/// The rows of all batches, one after the other.
Rows rows_of_epoch(const Batches& batches) {
  Rows rows;
  for (std::size_t k = 0; k < batches.count(); ++k) {
    for (const std::size_t row : batches.batch(k)) rows.push_back(row);
  }
  return rows;
}

}  // namespace

TEST(Batches, OfAnEpochHoldEveryRowOnce) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 40).as("n");
    const std::size_t B = *dimension(1, 45).as("B");
    Batches batches(n, B);
    if (*label().as("shuffled") == 1) batches.shuffle(*any_seed(), *any_seed());
    const std::size_t count = batches.count();
    check.holds(count * B >= n && (count - 1) * B < n, "n/B of them, rounded up");
    std::size_t left = n;
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t size = batches.batch(k).size();
      check.holds(size == std::min(B, left), "B rows, and in the last batch what is left");
      left -= size;
    }
    check.holds(left == 0, "none is left over");
    Rows rows = rows_of_epoch(batches);
    std::sort(rows.begin(), rows.end());
    check.holds(rows == all_rows(n), "every row once");
  });
}

TEST(Batches, BeginInTheRowsOwnOrder) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 40).as("n");
    Batches batches(n, *dimension(1, 45).as("B"));
    check.holds(rows_of_epoch(batches) == all_rows(n), "from the first row to the last");
    batches.shuffle(*any_seed(), *any_seed());
    batches.put_in_order();
    check.holds(rows_of_epoch(batches) == all_rows(n), "and again");
  });
}

TEST(Batches, OfAnEpochAreOneShuffleWhateverWentBefore) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 40).as("n");
    const std::uint64_t seed = *any_seed().as("seed");
    const std::uint64_t epoch = *any_seed().as("epoch");
    Batches batches(n, *dimension(1, 45).as("B"));
    const std::size_t before = *dimension(0, 3).as("shuffles before");
    for (std::size_t i = 0; i < before; ++i) batches.shuffle(*any_seed(), *any_seed());
    batches.shuffle(seed, epoch);
    Rows order = all_rows(n);
    Random(seed, epoch + 1).shuffle(order);
    check.holds(rows_of_epoch(batches) == order, "the order of stream epoch + 1 of the seed");
  });
}

// Of 60! orders, two are the same by chance once in 10⁸¹ cases.
TEST(Batches, OfAnotherEpochOrSeedAreOthers) {
  property([](Check& check) {
    const std::uint64_t seed = *any_seed().as("seed");
    const std::uint64_t epoch = *dimension(0, 1000).as("epoch");
    const std::uint64_t bit = std::uint64_t{1} << *dimension(0, 63).as("bit");
    const auto order_of = [](std::uint64_t of_seed, std::uint64_t of_epoch) {
      Batches batches(60, 7);
      batches.shuffle(of_seed, of_epoch);
      return rows_of_epoch(batches);
    };
    const Rows order = order_of(seed, epoch);
    check.holds(order_of(seed, epoch) == order, "the same again");
    check.holds(order != all_rows(60), "not the rows' own");
    check.holds(order_of(seed, epoch + 1) != order, "the next epoch");
    check.holds(order_of(seed, epoch ^ bit) != order, "another epoch");
    check.holds(order_of(seed ^ bit, epoch) != order, "another seed");
    check.holds(order_of(seed + 1, epoch) != order_of(seed, epoch + 1), "not the sum of both");
  });
}

TEST(Batches, RefuseWhatIsNotThere) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 40).as("n");
    const std::size_t B = *dimension(1, 45).as("B");
    for (const auto& [rows, size] : {std::pair{std::size_t{0}, B}, std::pair{n, std::size_t{0}}}) {
      const std::string message =
          message_of<std::invalid_argument>([&, r = rows, s = size] { Batches(r, s); });
      check.holds(says(message, {"Batches: there must be a row, and one in each batch"}), message);
    }
    const Batches batches(n, B);
    const std::size_t none = batches.count() + *dimension(0, 3).as("more");
    const std::string message = message_of<std::out_of_range>([&] { batches.batch(none); });
    check.holds(says(message, {"Batches: there is no such batch"}), message);
  });
}
