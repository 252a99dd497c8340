// The exercises of chapter 14: the wrong step is wrong, each solution right.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "chapters/14-momentum-and-adam/first_steps.hpp"
#include "chapters/14-momentum-and-adam/roots.hpp"
#include "chapters/14-momentum-and-adam/valley.hpp"
#include "nn/training/adam.hpp"
#include "nn/training/momentum.hpp"
#include "tests/chapters/14_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter14::corrected_weights;
using chapter14::good_nesterov;
using chapter14::largest_size;
using chapter14::longest_step;
using chapter14::momentum_roots;
using chapter14::nesterov_roots;

// Exercise 1. At the flat end the roots are double, and right to √ε.
TEST(SteppingExercises, NesterovsRateStepByStep) {
  derivation(
      "nesterov-rate",
      [](Derivation& d) {
        const DrawnValley valley = DrawnValley::draw();
        const auto [alpha, beta, rate] = good_nesterov(valley.least, valley.largest);
        const double s = std::sqrt(valley.least / valley.largest);
        const double x = 1 - alpha * valley.between;
        const double size = std::abs(nesterov_roots(1 - x, beta)[0]);
        d.start(size * size);
        d.step("the product of both; they are equally large", beta * x);
        d.at_most("the flattest axis has the largest x", beta * (1 - s * s));
        d.step("put in beta, take the second factor apart", (1 - s) / (1 + s) * (1 - s) * (1 + s));
        d.step("cancel", (1 - s) * (1 - s));
      },
      1e-6);
}

TEST(SteppingExercises, NesterovsRootsAreComplexOrDouble) {
  property("nesterov-rate", [](Check& check) {
    const DrawnValley valley = DrawnValley::draw();
    const auto [alpha, beta, rate] = good_nesterov(valley.least, valley.largest);
    const double x = 1 - alpha * valley.between;
    // The discriminant over x, which is not negative.
    check.at_most((1 + beta) * (1 + beta) * x, 4 * beta, 32 * epsilon);
    check.at_most(0, x, 4 * epsilon);
    check.at_most(largest_size(nesterov_roots(1 - x, beta)), rate, 1e-6);
    check.agree(largest_size(nesterov_roots(alpha * valley.least, beta)), rate, 1e-6);
  });
}

// Exercise 3: "momentum is plain descent at the rate α/(1 − β)".
TEST(SteppingExercises, TheWrongStepIsTheSecond) {
  derivation([](Derivation& d) {
    const DrawnVelocity drawn = DrawnVelocity::draw(1.9);
    const double alpha = drawn.alpha();
    const double beta = drawn.beta;
    const std::size_t t = *dimension(1, 6).as("t");
    const std::vector<double> e = velocity_way(Momentum<double>(alpha, beta), drawn, t + 1).e;
    const double last = drawn.lambda * e[t];
    double own = 0;
    double weights = 0;
    for (std::size_t s = 0; s <= t; ++s) {
      own += std::pow(beta, static_cast<double>(s)) * drawn.lambda * e[t - s];
      weights += std::pow(beta, static_cast<double>(s));
    }
    d.start(e[t + 1] - e[t]);
    d.step("by {momentum-update}, again and again", -alpha * own);
    d.wrong_step("the slope hardly changes", -alpha * weights * last);
    d.step("geometric sum",
           -alpha * (1 - std::pow(beta, static_cast<double>(t + 1))) / (1 - beta) * last);
  });
}

// What the solution says instead: errors die out exactly if αλ < 2(1 + β). At the edge one root is
// −1; a share of it away, the roots differ from size 1 by far more than rounding.
TEST(SteppingExercises, MomentumIsStableUpToTwiceOnePlusBeta) {
  property("momentum-solution", [](Check& check) {
    const double beta = *uniform(0, 0.99).as("β");
    const double share = *uniform(0.001, 0.999).as("share");
    const double edge = 2 * (1 + beta);
    check.holds(largest_size(momentum_roots(share * edge, beta)) < 1, "below");
    check.agree(largest_size(momentum_roots(edge, beta)), 1, 1e-12, "at the edge");
    check.holds(largest_size(momentum_roots(edge / share, beta)) > 1, "above");
  });
}

// Exercise 4. Near double roots sizes are right to √ε.
TEST(SteppingExercises, NoRateIsBetterForAGivenBeta) {
  property("momentum-best-rate", [](Check& check) {
    const DrawnValley valley = DrawnValley::draw();
    const double beta = *uniform(0, 0.99).as("β");
    const double best = 2 * (1 + beta) / (valley.least + valley.largest);
    const double alpha = *uniform(0.001, 2).as("share") * best;
    const auto rate_at = [&](double rate) {
      return std::max(largest_size(momentum_roots(rate * valley.least, beta)),
                      largest_size(momentum_roots(rate * valley.largest, beta)));
    };
    check.at_most(rate_at(best), rate_at(alpha), 1e-6);
    // Too much momentum costs √β, and no more.
    const double q = chapter14::best_momentum(valley.least, valley.largest).q;
    if (beta >= q * q) check.agree(rate_at(best), std::sqrt(beta), 1e-6);
  });
}

// Exercise 5 --------------------------------------------------------------------------------------

TEST(SteppingExercises, AdamsLongestStepStepByStep) {
  derivation("adam-longest-step", [](Derivation& d) {
    const double beta1 = *uniform(0.1, 0.95).as("β_1");
    const double beta2 = *uniform(0.1, 0.999).as("β_2");
    const std::size_t T = *dimension(1, 10).as("t");
    const Vector<double> w = corrected_weights(beta1, T);
    const Vector<double> u = corrected_weights(beta2, T);
    Adam<double> adam({1, beta1, beta2, 0});
    Vector<double> theta(1, 0.0);
    double mean = 0;
    double products = 0;
    double ratios = 0;
    double mean_square = 0;
    for (std::size_t s = 0; s < T; ++s) {
      const double g = draw_away_from_zero();
      adam.step(theta, Vector<double>(1, g));
      mean += w(s) * g;
      products += w(s) / std::sqrt(u(s)) * (std::sqrt(u(s)) * g);
      ratios += w(s) * w(s) / u(s);
      mean_square += u(s) * g * g;
    }
    const double m_hat = adam.first_moment()(0) / chapter14::right_correction(beta1, T);
    const double v_hat = adam.second_moment()(0) / chapter14::right_correction(beta2, T);
    // Relative to the size of the sums, which ratios of small weights can make large.
    const double unit = std::max(1.0, std::sqrt(ratios) * std::sqrt(mean_square));
    d.start(std::abs(m_hat) / unit);
    d.step("the corrected mean, with its weights", std::abs(mean) / unit);
    d.step("multiply and divide by a root", std::abs(products) / unit);
    d.at_most("by {cauchy-schwarz}", std::sqrt(ratios) * std::sqrt(mean_square) / unit);
    d.step("the second sum is the other mean", std::sqrt(ratios) * std::sqrt(v_hat) / unit);
  });
}

// Gradients that are as the ratio of the weights reach it.
TEST(SteppingExercises, AdamsLongestStepIsReached) {
  property("adam-longest-step", [](Check& check) {
    const double beta1 = *uniform(0.1, 0.95).as("β_1");
    const double beta2 = *uniform(0.1, 0.999).as("β_2");
    const std::size_t T = *dimension(1, 10).as("t");
    const double longest = longest_step(beta1, beta2, T);
    const double reached =
        chapter14::last_step(beta1, beta2, chapter14::worst_gradients(beta1, beta2, T));
    check.agree(reached / longest, 1, 1e-11);
    if (T == 1) check.agree(longest, 1, 1e-12, "the first step");
  });
}

// With the usual settings: a geometric sum, for t without end.
TEST(SteppingExercises, AdamsLongestStepHasALimit) {
  examples("adam-longest-step", [](Check& check) {
    const double limit = 0.1 / std::sqrt(0.001 * (1 - 0.81 / 0.999));
    double before = 0;
    for (const std::size_t t : {1U, 2U, 5U, 10U, 20U}) {
      const double longest = longest_step(0.9, 0.999, t);
      check.holds(longest > before, "it grows at first");
      before = longest;
    }
    // 0.9ᵗ and (0.81/0.999)ᵗ are below 1e-100 by then.
    check.agree(longest_step(0.9, 0.999, 3000), limit * std::sqrt(1 - std::pow(0.999, 3000)), 1e-9);
  });
}
