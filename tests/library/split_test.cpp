// Held-out rows: every row in exactly one part, and the same parts for the same seed.
#include "nn/data/split.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "nn/data/input_error.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

using Rows = std::vector<std::size_t>;

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
