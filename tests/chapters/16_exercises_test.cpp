// The exercises of chapter 16: the derivations, and the wrong step is wrong.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "chapters/16-regularisation/bias_variance.hpp"
#include "chapters/16-regularisation/masks.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/hyperbolic_tangent.hpp"
#include "tests/chapters/16_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter16::kept_entry;
using chapter16::Measuring;
using chapter16::moments_over_masks;

// The exercise "A prior with a corner": the cost is a parabola on each side of 0, and its lowest
// point one of the two, or the corner.
TEST(RegularisationExercises, ACornerSetsSmallWeightsToZero) {
  property("soft-threshold", [](Check& check) {
    const double lambda = *uniform(0.2, 5).as("lambda");
    const double m = *gaussian().as("m");
    const double omega = *uniform(0, 3).as("omega");
    const double lowest = (m < 0 ? -1 : 1) * std::max(std::abs(m) - omega / lambda, 0.0);
    const auto cost = [&](double w) {
      return lambda / 2 * (w - m) * (w - m) + omega * std::abs(w);
    };
    const double other = *gaussian().as("other");
    check.at_most(cost(lowest), cost(other), 1e-13 * (1 + cost(other)));
    // Near it as well, on both sides.
    for (const double step : {-1e-3, 1e-3}) {
      check.at_most(cost(lowest), cost(lowest + step), 1e-13 * (1 + cost(lowest)));
    }
    check.holds((lowest == 0) == (std::abs(m) <= omega / lambda) || m == 0, "exactly 0, or not");
  });
}

// The exercise "The best decay".
TEST(RegularisationExercises, TheBestDecayStepByStep) {
  derivation("best-decay", [](Derivation& d) {
    const double slope = draw_size_near_one();
    const double x = draw_size_near_one();
    const double squares = *uniform(0.2, 5).as("sum of squares");
    const double q = *uniform(0, 1).as("q");
    const auto error = [&](const Dual<double>& at) {
      const Dual<double> bias = (1 - at) * slope * x;
      return bias * bias + at * at * x * x / squares;
    };
    d.start(dual_derivative(error, q));
    d.step("by {ridge-bias-variance} and the chain rule",
           -2 * (1 - q) * slope * slope * x * x + 2 * q * x * x / squares);
    d.step("collect what has q", 2 * x * x * (q * (slope * slope + 1 / squares) - slope * slope));
  });
}

// At that decay the error of a line is the least, whatever is asked.
TEST(RegularisationExercises, NoOtherDecayIsBetter) {
  property("best-decay", [](Check& check) {
    const Measuring measuring = draw_measuring();
    const auto n = static_cast<double>(measuring.places.size());
    const double best = 2 / (n * measuring.slope * measuring.slope);
    const double other = *uniform(0, 20).as("omega");
    const double least = chapter16::parts_by_enumeration(measuring, best).error;
    check.at_most(least, chapter16::parts_by_enumeration(measuring, other).error, 1e-12);
    check.at_most(least, chapter16::parts_by_formula(measuring, best).error, 1e-12);
  });
}

// The exercise "Nothing to do?": a mean does not go through a bend.
TEST(RegularisationExercises, TheWrongStepIsTheSecond) {
  derivation("", [](Derivation& d) {
    const std::size_t units = *dimension(1, 4).as("units");
    const Vector<double> a = *gaussian_vector(units).as("a");
    const double p = *uniform(0.1, 0.6).as("p");
    double mean_of_sum = 0;
    double sum_of_means = 0;
    const auto score = [&](const Vector<double>& r) { return dot(r, a); };
    const auto bent = [&](const Vector<double>& r) { return hyperbolic_tangent(score(r)); };
    double mean = 0;
    chapter16::for_each_mask(units, p, kept_entry(p), [&](const Vector<double>& r, double chance) {
      mean += chance * hyperbolic_tangent(score(r));
    });
    mean_of_sum = moments_over_masks(units, p, kept_entry(p), score).mean;
    for (std::size_t k = 0; k < units; ++k) {
      const auto entry = [&](const Vector<double>& r) { return r(k); };
      sum_of_means += moments_over_masks(units, p, kept_entry(p), entry).mean * a(k);
    }
    d.start(moments_over_masks(units, p, kept_entry(p), bent).mean);
    d.step("all masks with their probabilities", mean);
    d.wrong_step("the mean of a function is the function of the mean",
                 hyperbolic_tangent(mean_of_sum));
    d.step("the mean of a sum is the sum of the means", hyperbolic_tangent(sum_of_means));
    d.step("the mean of an entry is 1", hyperbolic_tangent(total(a)));
  });
}
