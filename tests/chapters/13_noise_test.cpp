// Chapter 13: what is left of chance on a parabola, over all batches that can be drawn, and
// measured.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "chapters/13-stochastic-gradient-descent/falling_rate.hpp"
#include "chapters/13-stochastic-gradient-descent/measured_noise.hpp"
#include "chapters/13-stochastic-gradient-descent/parabolas.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "tests/chapters/13_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter13::Draw;
using chapter13::for_each_batch;
using chapter13::next_mean_square;
using chapter13::noise_floor;
using chapter13::NoiseAtRate;

namespace {

double squared(double x) { return x * x; }

/// r of every batch: how far its slope is from that of the cost.
std::vector<double> noises(const DrawnParabolas& drawn) {
  const double slope = drawn.lambda() * (drawn.theta - drawn.samples.bottom());
  std::vector<double> all;
  for_each_batch(drawn.samples.count(), drawn.m, Draw::with_replacement,
                 [&](const std::vector<std::size_t>& batch) {
                   all.push_back(drawn.samples.slope(drawn.theta, batch) - slope);
                 });
  return all;
}

}  // namespace

TEST(NoiseFloor, SlopeOfABatchStepByStep) {
  derivation("noise-parabola", [](Derivation& d) {
    const DrawnParabolas drawn = DrawnParabolas::draw();
    const auto& [lambda, c] = drawn.samples;
    std::vector<std::size_t> batch(*dimension(1, 5).as("rows"));
    for (std::size_t& row : batch) row = *dimension(0, c.size() - 1).as("row");
    const auto m = static_cast<double>(batch.size());
    const auto mean_loss = [&](const Dual<double>& theta) {
      Dual<double> sum = 0;
      for (const std::size_t row : batch) {
        const Dual<double> off = theta - Dual<double>(drawn.samples.c[row]);
        sum += Dual<double>(drawn.samples.curvature / 2) * off * off;
      }
      return sum / Dual<double>(m);
    };
    const double bottom = drawn.samples.bottom();
    double slopes = 0;
    double noise = 0;
    for (const std::size_t row : batch) {
      slopes += lambda * (drawn.theta - c[row]) / m;
      noise += lambda * (bottom - c[row]) / m;
    }
    d.start(dual_derivative(mean_loss, drawn.theta));
    d.step("by {batch-gradient} and {parabola}", slopes);
    d.step("subtract the mean of the c and add it again", lambda * (drawn.theta - bottom) + noise);
  });
}

// Its noise has the mean 0 and the variance V/m, wherever θ is.
TEST(NoiseFloor, NoiseOfABatchDoesNotDependOnTheta) {
  property({"noise-parabola", "batch-variance-independent"}, [](Check& check) {
    const DrawnParabolas drawn = DrawnParabolas::draw();
    const std::vector<double> r = noises(drawn);
    check.agree(mean_of_cases(r, [](double one) { return one; }), 0, 1e-13);
    check.agree(mean_of_cases(r, squared), drawn.V() / drawn.rows(), 1e-12);
    check.agree(drawn.samples.slope_variance(), drawn.V(), 1e-12);
  });
}

TEST(NoiseFloor, RecurrenceStepByStep) {
  derivation("noise-recurrence", [](Derivation& d) {
    const DrawnParabolas drawn = DrawnParabolas::draw();
    const std::size_t t = *dimension(0, 2).as("t");
    const std::vector<double> e = drawn.distances_after(t, Draw::with_replacement);
    const std::vector<double> r = noises(drawn);
    const double alpha = drawn.alpha;
    const double lambda = drawn.lambda();
    const double kept = drawn.kept();
    // Every distance with every noise: they are independent.
    const auto over_pairs = [&](const auto& f) {
      return mean_of_cases(e, [&](double distance) {
        return mean_of_cases(r, [&](double noise) { return f(distance, noise); });
      });
    };
    const double mean_square = mean_of_cases(e, squared);
    d.start(mean_of_cases(drawn.distances_after(t + 1, Draw::with_replacement), squared));
    d.step("by {sgd-update} and {noise-parabola}", over_pairs([&](double distance, double noise) {
             return squared(distance - alpha * (lambda * distance + noise));
           }));
    d.step("take out the distance", over_pairs([&](double distance, double noise) {
             return squared(kept * distance - alpha * noise);
           }));
    d.step("the square of a difference, and by {drawn-linear}",
           squared(kept) * mean_square -
               2 * alpha * kept *
                   over_pairs([](double distance, double noise) { return distance * noise; }) +
               squared(alpha) * mean_of_cases(r, squared));
    d.step("by {independent-product} and {batch-variance-independent}",
           squared(kept) * mean_square + squared(alpha) * drawn.V() / drawn.rows());
  });
}

// Where no batch has a row twice, and each batch is drawn anew, the variance is a smaller one.
TEST(NoiseFloor, RecurrenceOfBatchesWithoutARowTwice) {
  property({"noise-recurrence", "batch-variance"}, [](Check& check) {
    const DrawnParabolas drawn = DrawnParabolas::draw();
    const auto n = static_cast<double>(drawn.samples.count());
    const double m = drawn.rows();
    double mean_square = squared(drawn.theta - drawn.samples.bottom());
    for (std::size_t t = 1; t <= 3; ++t) {
      mean_square = next_mean_square(mean_square, drawn.alpha, drawn.lambda(),
                                     drawn.V() * (n - m) / (n - 1), m);
      const std::vector<double> e = drawn.distances_after(t, Draw::as_sets);
      check.agree(mean_of_cases(e, squared), mean_square, 1e-12);
    }
  });
}

// The start is what many updates lead to: 0.81 to the power 400 is nothing.
TEST(NoiseFloor, IsTheFixedPointStepByStep) {
  derivation("noise-floor", [](Derivation& d) {
    const DrawnParabolas drawn = DrawnParabolas::draw();
    const double alpha = drawn.alpha;
    const double lambda = drawn.lambda();
    const double V = drawn.V();
    const double m = drawn.rows();
    double s = 1;
    for (int t = 0; t < 400; ++t) s = next_mean_square(s, alpha, lambda, V, m);
    d.start(s);
    d.step("solve for s", alpha * alpha * V / m / (1 - squared(1 - alpha * lambda)));
    d.step("multiply out the square",
           alpha * alpha * V / m / (alpha * lambda * (2 - alpha * lambda)));
    d.step("cancel", alpha * V / (m * lambda * (2 - alpha * lambda)));
  });
}

TEST(NoiseFloor, IsApproachedByTheSameFactorInEveryUpdate) {
  property({"noise-decay", "noise-floor"}, [](Check& check) {
    const DrawnParabolas drawn = DrawnParabolas::draw();
    const double s = noise_floor(drawn.alpha, drawn.lambda(), drawn.V(), drawn.rows());
    const double first = squared(drawn.theta - drawn.samples.bottom());
    for (std::size_t t = 0; t <= 3; ++t) {
      const std::vector<double> e = drawn.distances_after(t, Draw::with_replacement);
      const double factor = std::pow(drawn.kept(), 2 * static_cast<double>(t));
      check.agree(mean_of_cases(e, squared) - s, factor * (first - s), 1e-12 * (1 + s + first));
    }
  });
}

// Beyond 2/λ the same factor is above 1, and no noise brings the distance back.
TEST(NoiseFloor, IsReachedExactlyWhereTheDescentConverges) {
  property({"noise-decay", "learning-rate-bound"}, [](Check& check) {
    const double lambda = *uniform(0.5, 2).as("λ");
    const double V = squared(*gaussian().as("√V"));
    const double m = static_cast<double>(*dimension(1, 9).as("m"));
    const double first = squared(1 + squared(*gaussian().as("e")));
    const double below = *uniform(0.2, 1.8).as("αλ below 2") / lambda;
    const double above = *uniform(2.1, 4).as("αλ above 2") / lambda;
    double near = first;
    double far = first;
    for (int t = 0; t < 200; ++t) {
      near = next_mean_square(near, below, lambda, V, m);
      far = next_mean_square(far, above, lambda, V, m);
    }
    check.agree(near, noise_floor(below, lambda, V, m), 1e-12);
    check.at_most(1e6 * first, far, 0, "it grows by 1.21 or more in each of 200 updates");
  });
}

// e² has a variance of at most 2s², and that of one epoch's end and of the next are correlated by
// (1 − αλ)²⁰: the standard error follows, and six of them are allowed.
TEST(NoiseFloor, IsWhatIsMeasured) {
  examples("noise-floor", [](Check& check) {
    for (const NoiseAtRate& one : chapter13::noise_at_rates()) {
      const double rho = std::pow(1 - 2 * one.alpha, 20);
      const double count = static_cast<double>(chapter13::measured_epochs);
      const double error = std::sqrt(2 / count * (1 + rho) / (1 - rho));
      check.at_most(std::abs(one.independent / one.formula - 1), 6 * error);
      check.at_most(one.reshuffled, one.independent, 0, "reshuffling does better at these rates");
    }
    // "About a tenth".
    const NoiseAtRate& second = chapter13::noise_at_rates()[1];
    check.at_most(second.reshuffled, 0.11 * second.independent);
    check.at_most(0.07 * second.independent, second.reshuffled);
  });
}

// What the page reads off the table of rates.
TEST(FallingRate, OfThePage) {
  examples("noise-recurrence", [](Check& check) {
    std::vector<std::vector<double>> all;
    for (const auto& one : chapter13::named_rates()) {
      all.push_back(chapter13::mean_squares(one.rate, 200));
    }
    check.agree(all[0][50], noise_floor(0.2, 2, 4, 2), 1e-12, "the large rate has arrived");
    check.at_most(1.5, all[1][20], 0, "the small one is on its way");
    check.at_most(all[2][200], all[1][200], 0, "the cosine ends below the small one");
    check.at_most(all[2][20], all[0][20], 0, "and is as fast as the large one");
    for (std::size_t t = 1; t <= 200; ++t) {
      check.agree(all[3][t], 0.5 / static_cast<double>(t), 1e-14, "1/t");
    }
  });
}
