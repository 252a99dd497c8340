// The learning rate of each update: constant, or half a wave of the cosine.
#include "nn/training/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <numbers>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// An update of a training, and its rate.
struct DrawnUpdate {
  double alpha;
  std::size_t T;
  std::size_t t;
};

DrawnUpdate draw_update(std::size_t shortest) {
  const double alpha = *uniform(1e-3, 5).as("α");
  const std::size_t T = *dimension(shortest, 1000).as("T");
  return {alpha, T, *dimension(0, T - 1).as("t")};
}

}  // namespace

TEST(Schedule, ConstantIsOneRateForAllUpdates) {
  property([](Check& check) {
    const auto [alpha, T, t] = draw_update(1);
    check.holds(scheduled_rate(Schedule::constant, alpha, t, T) == alpha, "the rate, bit for bit");
  });
}

// (1 + cos x)/2 = cos²(x/2). In units of u = ε/2: x is right to 3u of itself, at most 10u, and so
// is its cosine, with a rounding of its own; the sum, the product and the division add 4u at most.
TEST(Schedule, CosineIsTheSquareOfAQuarterWave) {
  property([](Check& check) {
    const auto [alpha, T, t] = draw_update(1);
    const long double share = static_cast<long double>(t) / static_cast<long double>(T);
    const long double quarter = std::cos(std::numbers::pi_v<long double> / 2 * share);
    check.agree(scheduled_rate(Schedule::cosine, alpha, t, T) / alpha,
                static_cast<double>(quarter * quarter), 8 * epsilon);
  });
}

TEST(Schedule, CosineBeginsAtTheRateAndFallsAlmostToZero) {
  property([](Check& check) {
    const auto [alpha, T, t] = draw_update(2);
    const auto rate = [a = alpha, end = T](std::size_t update) {
      return scheduled_rate(Schedule::cosine, a, update, end);
    };
    check.holds(rate(0) == alpha, "it begins at α, bit for bit");
    check.holds(rate(T - 1) > 0, "the last update still moves");
    const double last = std::numbers::pi / (2 * static_cast<double>(T));
    check.at_most(rate(T - 1), alpha * last * last, 8 * epsilon * alpha, "at its end, next to 0");
    if (t > 0) {
      check.holds(rate(t) < rate(t - 1), "each rate is below the one before");
      check.agree((rate(t) + rate(T - t)) / alpha, 1, 16 * epsilon, "as far from α as from 0");
    }
  });
}
