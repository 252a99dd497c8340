// Rows that are shared out: each in one share, the shares one behind the other and as equal as they
// can be.
#include "nn/scalar/row_range.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// Few rows or many, for fewer shares or more.
std::size_t draw_rows_to_share() {
  return *label().as("many") == 1 ? *dimension(0, 1'000'000).as("n") : *dimension(0, 40).as("n");
}

}  // namespace

TEST(RowsOfShare, AreEachInOneShareAndTheSharesInOrder) {
  property([](Check& check) {
    const std::size_t n = draw_rows_to_share();
    const std::size_t P = *dimension(1, 60).as("P");
    std::size_t next = 0;
    for (std::size_t p = 0; p < P; ++p) {
      const RowRange rows = rows_of_share(n, {p, P});
      check.holds(rows.first == next, "begins where the one before it ends");
      check.holds(rows.first <= rows.last, "no share ends before it begins");
      check.holds(rows.count() == rows.last - rows.first, "their number");
      check.holds(rows.count() >= n / P && rows.count() <= (n + P - 1) / P,
                  "no two differ by more than a row: " + std::to_string(rows.count()));
      next = rows.last;
    }
    check.holds(next == n, "the last share ends with the last row");
  });
}

// ⌊np/P⌋ is the whole number f with fP ≤ np < (f + 1)P. Whoever shares out the same rows elsewhere
// must come to the same shares.
TEST(RowsOfShare, BeginAtTheShareOfAllRows) {
  property([](Check& check) {
    const std::size_t n = draw_rows_to_share();
    const std::size_t P = *dimension(1, 60).as("P");
    const std::size_t p = *dimension(0, P - 1).as("p");
    const RowRange rows = rows_of_share(n, {p, P});
    check.holds(rows.first * P <= n * p && n * p < (rows.first + 1) * P, "its first row");
    check.holds(rows.last * P <= n * (p + 1) && n * (p + 1) < (rows.last + 1) * P,
                "the one behind its last");
  });
}

TEST(RowsOfShare, OfOneShareAreAll) {
  property([](Check& check) {
    const std::size_t n = draw_rows_to_share();
    const RowRange rows = rows_of_share(n, {});
    check.holds(rows.first == 0 && rows.last == n && rows.count() == n, "all rows");
  });
}

TEST(RowsOfShare, AreThereForMoreRowsThanAMachineHolds) {
  property([](Check& check) {
    const std::size_t each = 1'000'000'000 + *dimension(0, 1000).as("each");
    const std::size_t P = *dimension(1, 1000).as("P");
    const std::size_t p = *dimension(0, P - 1).as("p");
    const RowRange rows = rows_of_share(each * P, {p, P});
    check.holds(rows.first == each * p && rows.last == each * (p + 1), "no product overflows");
  });
}

TEST(RowRange, HoldsTheRowsFromItsFirstToItsLast) {
  property([](Check& check) {
    const std::size_t first = *dimension(0, 20).as("first");
    const std::size_t last = first + *dimension(0, 20).as("count");
    const RowRange rows{first, last};
    std::size_t held = 0;
    for (std::size_t i = 0; i < 45; ++i) {
      bool is_there = false;
      for (std::size_t row = first; row < last; ++row) is_there = is_there || row == i;
      check.holds(rows.contains(i) == is_there, "row " + std::to_string(i));
      if (is_there) ++held;
    }
    check.holds(rows.count() == held, "their number");
    check.holds(RowRange().count() == 0 && !RowRange().contains(first), "of none");
  });
}
