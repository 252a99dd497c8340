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

/// n targets of which none is 0 or 1.
Vector<double> probabilities(std::size_t n) {
  Vector<double> y(n);
  for (double& target : y) target = *uniform(0.1, 0.9);
  return y;
}

}  // namespace

TEST(Split, PutsEveryRowIntoExactlyOnePart) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 60).as("n");
    const Vector<double> y = *label() == 1 ? *labels(n) : probabilities(n);
    const double fraction = *uniform(0, 0.7).as("fraction");
    const auto seed = *rc::gen::arbitrary<std::uint64_t>().as("seed");
    const Split split = split_rows(y, fraction, seed);
    check.holds(std::is_sorted(split.training.begin(), split.training.end()) &&
                    std::is_sorted(split.test.begin(), split.test.end()),
                "ascending order");
    Rows all = split.training;
    all.insert(all.end(), split.test.begin(), split.test.end());
    std::sort(all.begin(), all.end());
    Rows every(n);
    std::iota(every.begin(), every.end(), std::size_t{0});
    check.holds(all == every, "every row once");
    const Split again = split_rows(y, fraction, seed);
    check.holds(again.training == split.training && again.test == split.test, "the same again");
  });
}

TEST(Split, HoldsOutTheFirstRowsOfARandomOrder) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 40).as("n");
    const auto rows = static_cast<double>(n);
    const auto whole = static_cast<double>(*dimension(0, n - 1));
    const double fraction = *label() == 1 ? whole / rows : (whole + *uniform(0, 0.99)) / rows;
    const std::uint64_t seed = *any_seed().as("seed");
    const auto held_out = static_cast<std::ptrdiff_t>(std::floor(fraction * rows + 0.5));
    // One class alone is split like no class at all, and so is one number between two classes.
    Vector<double> y = *label() == 1 ? probabilities(n) : Vector<double>(n, *label());
    if (n >= 3 && *label() == 1) {
      y = *labels(n);
      y(0) = 0.5;
    }
    if (held_out == static_cast<std::ptrdiff_t>(n)) {
      const std::string message = message_of<InputError>([&] { split_rows(y, fraction, seed); });
      check.holds(says(message, {"none to train on", "hold out less"}), message);
      return;
    }
    Rows order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    Random(seed).shuffle(order);
    std::sort(order.begin(), order.begin() + held_out);
    std::sort(order.begin() + held_out, order.end());
    const double last = y(order.back());
    const auto equals_last = [&](double target) { return target == last; };
    const bool one_class_left = (last == 0 || last == 1) &&
                                std::all_of(order.begin() + held_out, order.end(),
                                            [&](std::size_t row) { return equals_last(y(row)); });
    if (one_class_left && !std::all_of(y.begin(), y.end(), equals_last)) {
      const std::string message = message_of<InputError>([&] { split_rows(y, fraction, seed); });
      check.holds(says(message, {"all have the target", "another seed"}), message);
      return;
    }
    const Split split = split_rows(y, fraction, seed);
    check.holds(split.test == Rows(order.begin(), order.begin() + held_out), "the held-out rows");
    check.holds(split.training == Rows(order.begin() + held_out, order.end()), "the training rows");
  });
}

// The same rows from two shuffles, one after the other.
TEST(Split, HoldsOutTheFirstRowsOfARandomOrderOfEachClass) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 40).as("n");
    Vector<double> y = *labels(n).as("y");
    const std::size_t zero = *dimension(0, n - 1).as("zero");
    y(zero) = 0;
    y((zero + 1) % n) = 1;  // there are both
    const double fraction = *uniform(0, 0.999).as("fraction");
    const std::uint64_t seed = *any_seed().as("seed");
    Random random(seed);
    Rows test;
    Rows training;
    for (const double target : {0.0, 1.0}) {
      Rows rows;
      for (std::size_t i = 0; i < n; ++i) {
        if (y(i) == target) rows.push_back(i);
      }
      const double exact = fraction * static_cast<double>(rows.size());
      std::size_t held_out = 0;  // the nearest count that leaves a row
      while (held_out + 1 < rows.size() && static_cast<double>(held_out) + 0.5 <= exact) ++held_out;
      random.shuffle(rows);
      for (std::size_t k = 0; k < rows.size(); ++k) {
        (k < held_out ? test : training).push_back(rows[k]);
      }
    }
    std::sort(test.begin(), test.end());
    std::sort(training.begin(), training.end());
    const Split split = split_rows(y, fraction, seed);
    check.holds(split.test == test, "the held-out rows");
    check.holds(split.training == training, "the training rows");
  });
}

TEST(Split, HoldsOutTheFirstRowsOfARandomOrderOfEachOfManyClasses) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 40).as("n");
    const std::size_t labels_drawn = *dimension(1, 5).as("K");
    std::vector<std::size_t> classes(n);
    for (std::size_t& c : classes) c = 3 * *dimension(0, labels_drawn - 1);  // some have no row
    const std::size_t count = [&] {
      std::vector<std::size_t> all = classes;
      std::sort(all.begin(), all.end());
      return static_cast<std::size_t>(std::unique(all.begin(), all.end()) - all.begin());
    }();
    const double fraction = *uniform(0, 0.999).as("fraction");
    const std::uint64_t seed = *any_seed().as("seed");
    Random random(seed);
    Rows test;
    Rows training;
    for (std::size_t c = 0; c < 3 * labels_drawn; ++c) {
      Rows rows;
      for (std::size_t i = 0; i < n; ++i) {
        if (classes[i] == c) rows.push_back(i);
      }
      if (rows.empty()) continue;
      const double exact = fraction * static_cast<double>(rows.size());
      std::size_t held_out = static_cast<std::size_t>(std::floor(exact + 0.5));
      if (count > 1) held_out = std::min(held_out, rows.size() - 1);
      random.shuffle(rows);
      for (std::size_t k = 0; k < rows.size(); ++k) {
        (k < held_out ? test : training).push_back(rows[k]);
      }
    }
    if (training.empty()) {
      const std::string message =
          message_of<InputError>([&] { split_classes(classes, fraction, seed); });
      check.holds(says(message, {"none to train on", "hold out less"}), message);
      return;
    }
    std::sort(test.begin(), test.end());
    std::sort(training.begin(), training.end());
    const Split split = split_classes(classes, fraction, seed);
    check.holds(split.test == test, "the held-out rows");
    check.holds(split.training == training, "the training rows");
  });
}

TEST(Split, OfTwoClassesIsThatOfZerosAndOnes) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 40).as("n");
    Vector<double> y = *labels(n).as("y");
    y(0) = 0;
    y(1) = 1;
    std::vector<std::size_t> classes(n);
    for (std::size_t i = 0; i < n; ++i) classes[i] = y(i) == 1 ? 7 : 2;
    const double fraction = *uniform(0, 0.999).as("fraction");
    const std::uint64_t seed = *any_seed().as("seed");
    const Split one = split_rows(y, fraction, seed);
    const Split other = split_classes(classes, fraction, seed);
    check.holds(one.test == other.test && one.training == other.training, "the same rows");
  });
}

TEST(Split, OfNoRowsOrByNoShareIsRefused) {
  property([](Check& check) {
    const double fraction = *rc::gen::element(-0.5, 1.0, std::nan(""));
    const std::vector<std::size_t> classes(*dimension(0, 5), 1);
    check.holds(throws<std::invalid_argument>([&] { split_classes(classes, fraction, 1); }),
                "a share that is none");
    check.holds(throws<InputError>([&] { split_classes({}, *uniform(0, 0.9), 1); }), "no rows");
  });
}

TEST(Split, KeepsTheSharesOfTheClasses) {
  const Vector<double> few = vector<double>({0, 0, 0, 1});
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Split split = split_rows(few, 0.25, seed);
    EXPECT_EQ(split.test.size(), 1);
    EXPECT_LT(split.test[0], 3U) << "of a class with one row, that row trains";
    EXPECT_EQ(split_rows(few, 0.9, seed).training.size(), 2) << "one of each class at least";
  }
  Vector<double> penguins(219, 0.0);
  for (std::size_t i = 0; i < 151; ++i) penguins(i) = 1;
  const Vector<double> held_out = entries_of(penguins, split_rows(penguins, 0.25, 3).test);
  EXPECT_EQ(held_out.size(), 55);
  EXPECT_EQ(total(held_out), 38) << "151/4 = 37.75";
}

TEST(Split, RefusesToTrainOnOneClassAlone) {
  examples([](Check& check) {
    // Not all of these are 0 or 1, so any rows may be held out.
    const Vector<double> y = vector<double>({0.5, 1, 1, 1});
    std::size_t refused = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      try {
        check.holds(split_rows(y, 0.25, seed).test != Rows{0}, "the 0.5 is trained on");
      } catch (const InputError& error) {
        ++refused;
        check.holds(says(error.what(), {"3 of 4 rows that are not held out all have the target 1",
                                        "another seed"}),
                    error.what());
      }
    }
    check.holds(0 < refused && refused < 40, "some seeds hold out the 0.5, and some do not");
    const Split split = split_rows(Vector<double>(4, 1.0), 0.25, 1);
    check.holds(split.training.size() == 3, "where y has one class, it trains");
  });
}

TEST(Split, AnotherSeedHoldsOutOtherRows) {
  property([](Check& check) {
    const std::uint64_t seed = *any_seed().as("seed");
    const std::uint64_t bit = std::uint64_t{1} << *dimension(0, 63);
    const Vector<double> y = *label() == 1 ? *labels(200) : Vector<double>(200, 0.5);
    check.holds(split_rows(y, 0.5, seed).test != split_rows(y, 0.5, seed ^ bit).test,
                "a seed that differs by one bit");
  });
}

TEST(Split, RefusesAFractionOutOfRange) {
  property([](Check& check) {
    const double outside = *uniform(1e-9, 3).as("outside");
    const double fraction =
        *rc::gen::element(-outside, 1.0, 1 + outside, std::nan("")).as("fraction");
    const Vector<double> y = *labels(*dimension(1, 20)).as("y");
    const std::string message =
        message_of<std::invalid_argument>([&] { split_rows(y, fraction, 1); });
    check.holds(says(message, {"the fraction is not in [0, 1)"}), message);
  });
}

TEST(Split, TakesAnyRowsInTheirOrder) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 9).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    const Matrix<double> X = *gaussian_matrix(n, d).as("X");
    const Vector<double> y = *gaussian_vector(n).as("y");
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
  constexpr std::uint64_t seeds = 2000;
  for (const double first : {0.0, 0.5}) {
    Vector<double> y(10, first);
    for (std::size_t i = 5; i < 10; ++i) y(i) = 1;
    // Of five rows of a class two are held out of 0.4; of ten of no class, four.
    std::vector<int> times(y.size(), 0);
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      for (const std::size_t row : split_rows(y, 0.4, seed).test) ++times[row];
    }
    // 2000 draws with p = 0.4: mean 800, standard deviation 21.9; five of them on each side.
    for (const int count : times) EXPECT_NEAR(count, 800, 110);
  }
}

TEST(Split, WithoutAFractionEveryRowTrains) {
  for (const Vector<double>& y : {vector<double>({0, 1, 1}), vector<double>({0.5, 1, 1})}) {
    EXPECT_EQ(split_rows(y, 0, 1).training, (Rows{0, 1, 2}));
    EXPECT_TRUE(split_rows(y, 0, 1).test.empty());
  }
}

TEST(Split, RefusesToLeaveNothingToTrainOn) {
  const Vector<double> y(3, 0.5);
  const std::string message = message_of<InputError>([&] { split_rows(y, 0.9, 1); });
  EXPECT_TRUE(says(message, {"0.9", "3 rows", "none to train on", "hold out less"})) << message;
  for (const double fraction : {-0.1, 1.0, std::nan("")}) {
    EXPECT_THROW(split_rows(y, fraction, 1), std::invalid_argument);
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
