// The exercises of chapter 13: the wrong step is wrong, each solution right.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "chapters/13-stochastic-gradient-descent/all_batches.hpp"
#include "chapters/13-stochastic-gradient-descent/falling_rate.hpp"
#include "chapters/13-stochastic-gradient-descent/measured_noise.hpp"
#include "chapters/13-stochastic-gradient-descent/parabolas.hpp"
#include "tests/chapters/13_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter13::Draw;
using chapter13::for_each_batch;
using chapter13::Parabolas;

namespace {

double squared(double x) { return x * x; }

/// c̄ of a batch, where its slope is 0.
double answer_of(const Parabolas& samples, std::span<const std::size_t> batch) {
  double sum = 0;
  for (const std::size_t row : batch) sum += samples.c[row];
  return sum / static_cast<double>(batch.size());
}

/// One epoch: the noise of each of its batches, and where it leads from the bottom.
struct Epoch {
  std::vector<double> noise;
  double end;
};

/// n rows in batches of m, which divides n, at a rate.
struct DrawnEpochs {
  Parabolas samples;
  std::size_t m;
  double alpha;

  static DrawnEpochs draw() {
    const std::vector<std::pair<std::size_t, std::size_t>> sizes = {{2, 1}, {3, 1}, {4, 1}, {4, 2},
                                                                    {5, 1}, {6, 2}, {6, 3}};
    const auto [n, m] = sizes[*dimension(0, sizes.size() - 1).as("sizes")];
    const double lambda = *uniform(0.5, 2).as("λ");
    return {{lambda, draw_cases(n)}, m, *uniform(0.2, 1.8).as("αλ") / lambda};
  }

  std::size_t batches() const { return samples.count() / m; }
  double kept() const { return 1 - alpha * samples.curvature; }

  /// Of every order of the rows.
  std::vector<Epoch> all() const {
    const double bottom = samples.bottom();
    std::vector<std::size_t> order(samples.count());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<Epoch> epochs;
    do {
      Epoch epoch{{}, bottom};
      for (std::size_t t = 0; t < batches(); ++t) {
        const auto batch = std::span<const std::size_t>(order).subspan(t * m, m);
        epoch.noise.push_back(samples.curvature * (bottom - answer_of(samples, batch)));
        epoch.end -= alpha * samples.slope(epoch.end, batch);
      }
      epochs.push_back(epoch);
    } while (std::next_permutation(order.begin(), order.end()));
    return epochs;
  }
};

/// The bracket of the exercise over n − 1: of N powers of q, the variance of one epoch's noise for
/// V = 1.
double reshuffled_noise(double q, std::size_t N, double n) {
  double sum = 0;
  double squares = 0;
  for (std::size_t t = 0; t < N; ++t) {
    sum += std::pow(q, static_cast<double>(t));
    squares += std::pow(q, 2 * static_cast<double>(t));
  }
  return (static_cast<double>(N) * squares - sum * sum) / (n - 1);
}

}  // namespace

// One over t ------------------------------------------------------------------------------------

TEST(StochasticExercises, OneOverTIsAMeanStepByStep) {
  derivation("one-over-t", [](Derivation& d) {
    const DrawnParabolas drawn = DrawnParabolas::draw();
    const std::size_t t = *dimension(0, 5).as("t");
    const double lambda = drawn.lambda();
    double theta = drawn.theta;
    double before = theta;
    double answer = 0;
    double sum = 0;
    for (std::size_t update = 0; update <= t; ++update) {
      std::vector<std::size_t> batch(drawn.m);
      for (std::size_t& row : batch) row = *dimension(0, drawn.samples.count() - 1).as("row");
      before = theta;
      answer = answer_of(drawn.samples, batch);
      sum += answer;
      theta -= drawn.samples.slope(theta, batch) / (lambda * static_cast<double>(update + 1));
    }
    const auto count = static_cast<double>(t + 1);
    d.start(theta);
    d.step("by {sgd-update} and {noise-parabola}",
           before - 1 / (lambda * count) * (lambda * (before - answer)));
    d.step("collect what belongs together", (count - 1) / count * before + answer / count);
    d.step("the same for every update before", sum / count);
  });
}

// Over all batches: the mean square of three updates. And one epoch of any order ends at the
// bottom.
TEST(StochasticExercises, OneOverTHasNoFloor) {
  property({"one-over-t", "batch-variance-independent"}, [](Check& check) {
    const DrawnParabolas drawn = DrawnParabolas::draw();
    const Parabolas& samples = drawn.samples;
    const double bottom = samples.bottom();
    std::vector<double> now = {drawn.theta};
    for (std::size_t t = 1; t <= 3; ++t) {
      std::vector<double> next;
      for (const double theta : now) {
        for_each_batch(samples.count(), drawn.m, Draw::with_replacement,
                       [&](const std::vector<std::size_t>& batch) {
                         const double rate = 1 / (drawn.lambda() * static_cast<double>(t));
                         next.push_back(theta - rate * samples.slope(theta, batch));
                       });
      }
      now = next;
      const double expected =
          drawn.V() / (squared(drawn.lambda()) * drawn.rows() * static_cast<double>(t));
      check.agree(mean_of_cases(now, [&](double theta) { return squared(theta - bottom); }),
                  expected, 1e-12);
    }
    const DrawnEpochs epochs = DrawnEpochs::draw();
    double theta = drawn.theta;
    std::vector<std::size_t> order(epochs.samples.count());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t t = 0; t < epochs.batches(); ++t) {
      const auto batch = std::span<const std::size_t>(order).subspan(t * epochs.m, epochs.m);
      const double rate = 1 / (epochs.samples.curvature * static_cast<double>(t + 1));
      theta -= rate * epochs.samples.slope(theta, batch);
    }
    check.agree(theta, epochs.samples.bottom(), 1e-13, "after one epoch");
  });
}

// No floor at all -------------------------------------------------------------------------------

TEST(StochasticExercises, TheWrongStepTakesTheSquareOfTheMean) {
  derivation([](Derivation& d) {
    const DrawnParabolas drawn = DrawnParabolas::draw();
    const Parabolas& samples = drawn.samples;
    const double alpha = drawn.alpha;
    const double lambda = drawn.lambda();
    const double bottom = samples.bottom();
    const auto cost = [&](double theta) { return lambda / 2 * squared(theta - bottom); };
    const double C = cost(drawn.theta);
    const double slope = lambda * (drawn.theta - bottom);
    std::vector<double> g;
    for_each_batch(samples.count(), drawn.m, Draw::with_replacement,
                   [&](const std::vector<std::size_t>& batch) {
                     g.push_back(samples.slope(drawn.theta, batch));
                   });
    const double mean = mean_of_cases(g, [](double one) { return one; });
    d.start(mean_of_cases(g, [&](double one) { return cost(drawn.theta - alpha * one); }));
    d.step("the cost is a parabola", mean_of_cases(g, [&](double one) {
             return C - alpha * slope * one + lambda / 2 * squared(alpha * one);
           }));
    d.step("means are linear",
           C - alpha * slope * mean + lambda / 2 * squared(alpha) * mean_of_cases(g, squared));
    d.wrong_step("the slope of a batch has the mean of that of the cost",
                 C - alpha * squared(slope) + lambda / 2 * squared(alpha) * squared(slope));
    d.step("take out the common factor", C - alpha * (1 - alpha * lambda / 2) * squared(slope));
  });
}

TEST(StochasticExercises, TheMeanCostFallsDownToTheFloor) {
  property({"noise-floor", "batch-variance-independent"}, [](Check& check) {
    const DrawnParabolas drawn = DrawnParabolas::draw();
    const double V = drawn.V();
    const double m = drawn.rows();
    const double s = chapter13::noise_floor(drawn.alpha, drawn.lambda(), V, m);
    const double e = drawn.theta - drawn.samples.bottom();
    const double after = mean_of_cases(drawn.distances_after(1, Draw::with_replacement), squared);
    // The change of the mean square is that of the cost, times 2/λ.
    const double slope_square = squared(drawn.lambda() * e);
    const double alpha = drawn.alpha;
    const double lambda = drawn.lambda();
    check.agree(
        lambda / 2 * (after - squared(e)),
        -alpha * (1 - alpha * lambda / 2) * slope_square + lambda / 2 * squared(alpha) * V / m,
        1e-12);
    if (std::abs(squared(e) - s) < 1e-9) return;
    check.holds((after < squared(e)) == (squared(e) > s), "it falls above the floor alone");
  });
}

// Short and long --------------------------------------------------------------------------------

TEST(StochasticExercises, CosineIsTheBestThatKnowsNoCurvature) {
  examples("noise-recurrence", [](Check& check) {
    std::vector<double> last_cosine;
    for (const std::size_t T : {20U, 200U, 2000U}) {
      std::vector<double> last;
      for (const auto& one : chapter13::named_rates()) {
        last.push_back(chapter13::mean_squares(one.rate, T).back());
      }
      check.holds(last[2] < last[0] && last[2] < last[1], "below both constant rates");
      check.holds(last[3] < last[2], "1/t is the best");
      if (!last_cosine.empty()) {
        check.at_most(last[2], last_cosine.back() / 4, 0, "tenfold T, less than a quarter");
      }
      last_cosine.push_back(last[2]);
    }
    const auto small = chapter13::mean_squares(chapter13::named_rates()[1].rate, 2000);
    check.at_most(1, small[20], 0, "still far away");
    check.agree(small[2000] / small[200], 1, 1e-3, "arrived");
  });
}

// Why a new order is better ---------------------------------------------------------------------

TEST(StochasticExercises, ReshuffledNoiseStepByStep) {
  derivation("reshuffled-noise", [](Derivation& d) {
    const DrawnEpochs drawn = DrawnEpochs::draw();
    const std::vector<Epoch> epochs = drawn.all();
    const double bottom = drawn.samples.bottom();
    const double V = variance_by_pairs(drawn.samples.slopes(0));
    const auto n = static_cast<double>(drawn.samples.count());
    const std::size_t N = drawn.batches();
    const double q = drawn.kept();
    double ends = 0;
    for (const Epoch& epoch : epochs) ends += squared((epoch.end - bottom) / drawn.alpha);
    const auto power = [q](std::size_t t) { return std::pow(q, static_cast<double>(t)); };
    double covariances = 0;
    double own = 0;
    double others = 0;
    for (std::size_t t = 0; t < N; ++t) {
      for (std::size_t other = 0; other < N; ++other) {
        double mean_product = 0;
        for (const Epoch& epoch : epochs) {
          mean_product += epoch.noise[N - 1 - t] * epoch.noise[N - 1 - other];
        }
        mean_product /= static_cast<double>(epochs.size());
        covariances += power(t) * power(other) * mean_product;
        (other == t ? own : others) += power(t) * power(other);
      }
    }
    d.start(ends / static_cast<double>(epochs.size()));
    d.step("multiply out the square; count from the last batch", covariances);
    d.step("by {batch-variance} and {batch-covariance}",
           V / (n - 1) * ((static_cast<double>(N) - 1) * own - others));
    d.step("add and subtract the terms with equal exponents", V * reshuffled_noise(q, N, n));
  });
}

// Measured within six standard errors, as in 13_noise_test.cpp; and the ratios that the page names.
TEST(StochasticExercises, ReshuffledNoiseIsWhatIsMeasured) {
  examples("reshuffled-noise", [](Check& check) {
    const auto ratio = [](double q) {
      double squares = 0;
      for (std::size_t t = 0; t < 10; ++t) squares += std::pow(q, 2 * static_cast<double>(t));
      return reshuffled_noise(q, 10, 20) / (squares / 2);
    };
    for (const auto& one : chapter13::noise_at_rates()) {
      const double q = 1 - 2 * one.alpha;
      const double rho = std::pow(q, 20);
      const double floor = squared(one.alpha) * 4 * reshuffled_noise(q, 10, 20) / (1 - rho);
      const double error =
          std::sqrt(2.0 / static_cast<double>(chapter13::measured_epochs) * (1 + rho) / (1 - rho));
      check.at_most(std::abs(one.reshuffled / floor - 1), 6 * error);
    }
    check.at_most(std::abs(ratio(0.9) - 0.0868), 1e-4, 0, "about a tenth where α is 0.05");
    check.at_most(std::abs(ratio(-0.6) - 1.027), 1e-3, 0, "3 percent more where αλ is 8/5");
  });
}
