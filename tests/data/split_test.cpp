// Held-out rows: every row in exactly one part, and the same parts for the same seed.
#include "nn/data/split.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "nn/data/input_error.hpp"
#include "nn/scalar/random.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

using Rows = std::vector<std::size_t>;

namespace {

// All 64 bits of a seed count, and RapidCheck's own integers are small.
rc::Gen<std::uint64_t> any_seed() {
  return rc::gen::map(rc::gen::arbitrary<std::uint64_t>(),
                      [](std::uint64_t bits) { return bits * 0x9E3779B97F4A7C15U; });
}

}  // namespace

TEST(Split, PutsEveryRowIntoExactlyOnePart) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 60);
    const double fraction = *uniform(0, 0.7);
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const Split split = split_rows(n, fraction, seed);
    const auto expected =
        static_cast<std::size_t>(std::floor(fraction * static_cast<double>(n) + 0.5));
    check.holds(split.test.size() == expected, "round(fraction n) rows are held out");
    check.holds(std::is_sorted(split.training.begin(), split.training.end()) &&
                    std::is_sorted(split.test.begin(), split.test.end()),
                "ascending order");
    Rows all = split.training;
    all.insert(all.end(), split.test.begin(), split.test.end());
    std::sort(all.begin(), all.end());
    Rows every(n);
    std::iota(every.begin(), every.end(), std::size_t{0});
    check.holds(all == every, "every row once");
    const Split again = split_rows(n, fraction, seed);
    check.holds(again.training == split.training && again.test == split.test, "the same again");
  });
}

TEST(Split, HoldsOutTheFirstRowsOfARandomOrder) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 40);
    const auto rows = static_cast<double>(n);
    const auto whole = static_cast<double>(*dimension(0, n - 1));
    const double fraction = *label() == 1 ? whole / rows : (whole + *uniform(0, 0.99)) / rows;
    const std::uint64_t seed = *any_seed();
    const auto held_out = static_cast<std::ptrdiff_t>(std::floor(fraction * rows + 0.5));
    if (held_out == static_cast<std::ptrdiff_t>(n)) {
      const std::string message = message_of<InputError>([&] { split_rows(n, fraction, seed); });
      check.holds(says(message, {"none to train on", "hold out less"}), message);
      return;
    }
    Rows order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random(seed).shuffle(order);
    std::sort(order.begin(), order.begin() + held_out);
    std::sort(order.begin() + held_out, order.end());
    const Split split = split_rows(n, fraction, seed);
    check.holds(split.test == Rows(order.begin(), order.begin() + held_out), "the held-out rows");
    check.holds(split.training == Rows(order.begin() + held_out, order.end()), "the training rows");
  });
}

TEST(Split, AnotherSeedHoldsOutOtherRows) {
  property([](Check& check) {
    const std::uint64_t seed = *any_seed();
    const std::uint64_t bit = std::uint64_t{1} << *dimension(0, 63);
    check.holds(split_rows(200, 0.5, seed).test != split_rows(200, 0.5, seed ^ bit).test,
                "a seed that differs by one bit");
  });
}

TEST(Split, RefusesAFractionOutOfRange) {
  property([](Check& check) {
    const double outside = *uniform(1e-9, 3);
    const double fraction = *rc::gen::element(-outside, 1.0, 1 + outside, std::nan(""));
    const std::string message =
        message_of<std::invalid_argument>([&] { split_rows(*dimension(1, 20), fraction, 1); });
    check.holds(says(message, {"the fraction is not in [0, 1)"}), message);
  });
}

TEST(Split, TakesAnyRowsInTheirOrder) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 9);
    const std::size_t d = *dimension(1, 4);
    const Matrix<double> X = *gaussian_matrix(n, d);
    const Vector<double> y = *gaussian_vector(n);
    Rows rows(*dimension(1, 9));
    for (std::size_t& row : rows) row = *dimension(0, n - 1);
    const Matrix<double> chosen = rows_of(X, rows);
    const Vector<double> entries = entries_of(y, rows);
    check.holds(chosen.size1() == rows.size() && chosen.size2() == d, "the shape");
    check.holds(entries.size() == rows.size(), "the size");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      check.agree(entries(i), y(rows[i]), 0);
      for (std::size_t j = 0; j < d; ++j) check.agree(chosen(i, j), X(rows[i], j), 0);
    }
  });
}

TEST(Split, EveryRowIsHeldOutAboutAsOften) {
  constexpr std::size_t rows = 10;
  constexpr std::uint64_t seeds = 2000;
  std::vector<int> times(rows, 0);
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    for (const std::size_t row : split_rows(rows, 0.3, seed).test) ++times[row];
  }
  // 2000 draws with p = 0.3: mean 600, standard deviation 20.5; five of them on each side.
  for (const int count : times) EXPECT_NEAR(count, 600, 103);
}

TEST(Split, WithoutAFractionEveryRowTrains) {
  EXPECT_EQ(split_rows(3, 0, 1).training, (Rows{0, 1, 2}));
  EXPECT_TRUE(split_rows(3, 0, 1).test.empty());
}

TEST(Split, RefusesToLeaveNothingToTrainOn) {
  const std::string message = message_of<InputError>([] { split_rows(3, 0.9, 1); });
  EXPECT_TRUE(says(message, {"0.9", "3 rows", "none to train on", "hold out less"})) << message;
  for (const double fraction : {-0.1, 1.0, std::nan("")}) {
    EXPECT_THROW(split_rows(3, fraction, 1), std::invalid_argument);
  }
}

TEST(Split, TakesTheChosenRows) {
  const Matrix<double> X = matrix<double>({{1, 2}, {3, 4}, {5, 6}});
  const Matrix<double> chosen = rows_of(X, {2, 0});
  EXPECT_EQ(chosen.size1(), 2);
  EXPECT_EQ(chosen(0, 1), 6);
  EXPECT_EQ(chosen(1, 0), 1);
  const Vector<double> entries = entries_of(vector<double>({7, 8, 9}), {2, 0});
  EXPECT_EQ(entries(0), 9);
  EXPECT_EQ(entries(1), 7);
}
