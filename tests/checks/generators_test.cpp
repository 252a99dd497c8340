// A property is only as good as its draws: these are the draws, tested.
#include "tests/support/generators.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <vector>

#include "tests/support/book.hpp"

using namespace nn;
using namespace nn::test;

namespace {

// The draws are fixed by their seeds: a statistical test that is right once is right for ever.
constexpr std::uint64_t seeds = 10;

/// n values of a generator, as RapidCheck would draw them from this seed.
template <class T>
std::vector<T> sample(const rc::Gen<T>& gen, std::uint64_t seed, std::size_t n) {
  return rc::gen::container<std::vector<T>>(n, gen)(rc::Random(seed), rc::kNominalSize).value();
}

double moment(const std::vector<double>& xs, int power) {
  double sum = 0;
  for (const double x : xs) sum += std::pow(x, power);
  return sum / static_cast<double>(xs.size());
}

/// Draws until `fails` accepts, then shrinks as RapidCheck does: always to the first smaller value
/// that still fails.
template <class T, class Fails>
T shrink_fully(const rc::Gen<T>& gen, const Fails& fails) {
  std::uint64_t seed = 1958;
  rc::Shrinkable<T> current = gen(rc::Random(seed), rc::kNominalSize);
  while (!fails(current.value())) current = gen(rc::Random(++seed), rc::kNominalSize);
  for (;;) {
    auto smaller = current.shrinks();
    auto next = smaller.next();
    while (next && !fails(next->value())) next = smaller.next();
    if (!next) return current.value();
    current = *next;
  }
}

const auto always = [](double) { return true; };

}  // namespace

// With 40,000 draws, four standard errors of the first, second and fourth moment are 0.02, 0.029
// and 0.2; the grid's bounded tail costs the fourth less than 0.01.
TEST(Generators, GaussianHasTheMomentsOfAStandardNormal) {
  examples([](Check& check) {
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      const std::vector<double> xs = sample(gaussian(), seed, 40000);
      check.agree(moment(xs, 1), 0, 0.02, "mean");
      check.agree(moment(xs, 2), 1, 0.029, "second moment");
      check.agree(moment(xs, 4) / 3, 1, 0.2 / 3 + 0.01, "fourth moment");
    }
  });
}

// The mean of 40,000 even draws has a standard error of width/√(12 · 40,000); four of them.
TEST(Generators, UniformStaysInsideAndFillsItsInterval) {
  examples([](Check& check) {
    for (const auto& [lo, hi] :
         {std::pair(1.0, 3.0), std::pair(-7.0, -2.0), std::pair(-3.0, 2.0)}) {
      for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        const std::vector<double> xs = sample(uniform(lo, hi), seed, 40000);
        for (const double x : xs) check.holds(x >= lo && x <= hi, "inside");
        check.agree((moment(xs, 1) - lo) / (hi - lo), 0.5, 4 / std::sqrt(480000.0), "mean");
      }
    }
  });
}

TEST(Generators, WidthDoesNotDependOnTheSize) {
  const auto draw = [](int size) { return gaussian()(rc::Random(1958), size).value(); };
  EXPECT_EQ(draw(0), draw(100));
}

TEST(Generators, GaussianShrinksToZero) { EXPECT_EQ(shrink_fully(gaussian(), always), 0.0); }

TEST(Generators, GaussianShrinksToTheEdgeOfAFailure) {
  const double x = shrink_fully(gaussian(), [](double v) { return std::abs(v) > 0.5; });
  EXPECT_GT(std::abs(x), 0.5);
  EXPECT_LT(std::abs(x), 0.501);
}

TEST(Generators, UniformShrinksToTheEndNearZero) {
  EXPECT_EQ(shrink_fully(uniform(2, 3), always), 2.0);
  EXPECT_EQ(shrink_fully(uniform(-3, -2), always), -2.0);
  EXPECT_EQ(shrink_fully(uniform(-3, 2), always), 0.0);
}

TEST(Generators, DimensionReachesBothEnds) {
  examples([](Check& check) {
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      std::vector<bool> seen(7, false);
      for (const std::size_t n : sample(dimension(2, 5), seed, 200)) seen.at(n) = true;
      check.holds(seen == std::vector<bool>({false, false, true, true, true, true, false}),
                  "200 draws see 2, 3, 4 and 5 and nothing else");
    }
  });
}

TEST(Generators, LabelsAreZerosAndOnesInEvenShare) {
  examples([](Check& check) {
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
      const std::vector<double> ys = sample(label(), seed, 40000);
      for (const double y : ys) check.holds(y == 0 || y == 1, "a label");
      check.agree(moment(ys, 1), 0.5, 4 * 0.5 / 200, "share of ones");
    }
  });
}

TEST(Generators, MatrixHasItsShapeAndIndependentEntries) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 5).as("n");
    const std::size_t d = *dimension(2, 5).as("d");
    const Matrix<double> X = *gaussian_matrix(n, d).as("X");
    check.holds(X.size1() == n && X.size2() == d, "shape");
    check.holds(X(0, 0) != X(n - 1, d - 1) || X(0, 1) != X(1, 0), "entries differ");
  });
}
