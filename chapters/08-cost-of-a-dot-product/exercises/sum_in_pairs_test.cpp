// Does the sum in pairs of the exercise do what it should?
#include EXERCISE_HEADER

#include <gtest/gtest.h>

#include <cmath>

#include "chapters/08-cost-of-a-dot-product/counted.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter8::Counted;
using exercise::SumInPairs;

namespace {

double halvings_of(std::size_t n) { return std::ceil(std::log2(static_cast<double>(n))); }

}  // namespace

TEST(SumInPairs, IsTheSum) {
  property([](Check& check) {
    SumInPairs<double> sum;
    check.agree(sum.total(), 0, 0, "of nothing");
    const std::size_t n = *dimension(0, 100).as("n");
    double expected = 0;
    for (std::size_t k = 0; k < n; ++k) {
      const double number = static_cast<double>(*dimension(0, 1000)) - 500;
      sum.add(number);
      expected += number;
      check.agree(sum.total(), expected, 0, "small integers have no rounding");
    }
  });
}

TEST(SumInPairs, NobodyWaitsForMoreThanALogarithm) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 300).as("n");
    SumInPairs<Counted> sum;
    for (std::size_t k = 0; k < n; ++k) sum.add(Counted(1));
    check.at_most(static_cast<double>(sum.total().chain), halvings_of(n), 0, "additions");
    check.at_most(static_cast<double>(sum.kept()), halvings_of(n) + 1, 0, "numbers kept");
  });
}

TEST(SumInPairs, GoesOnGrowing) {
  examples([](Check& check) {
    constexpr std::size_t n = (1U << 24U) + (1U << 20U);
    SumInPairs<float> sum;
    for (std::size_t k = 0; k < n; ++k) sum.add(1.0F);
    check.agree(static_cast<double>(sum.total()), static_cast<double>(n), 0,
                "more than 2^24 ones, in floats");
  });
}
