// Chapter 14: Adam's moments, their correction, and the steps that it takes.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "chapters/14-momentum-and-adam/first_steps.hpp"
#include "chapters/14-momentum-and-adam/floating_point.hpp"
#include "chapters/14-momentum-and-adam/valley.hpp"
#include "nn/training/adam.hpp"
#include "tests/chapters/14_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter14::right_correction;
using chapter14::ScaledValley;

namespace {

double kept_power(double beta, std::size_t exponent) {
  return std::pow(beta, static_cast<double>(exponent));
}

/// α, β₁ and β₂ of all sizes, and some ε. 1 − β₂ᵗ is 0.001 or more, and off by a rounding of 1: a
/// step is right to 1e-13 of its size, which is at most 32α.
AdamOptions draw_adam(double epsilon_of_adam) {
  return {*uniform(0.001, 1).as("α"), *uniform(0, 0.95).as("β_1"), *uniform(0, 0.999).as("β_2"),
          epsilon_of_adam};
}

/// (1 − β) Σ βᵗ⁻ˢ xₛ: a moment, without a recursion.
template <class Term>
double moment_of(const std::vector<Vector<double>>& gradients, double beta, std::size_t j,
                 const Term& term) {
  double sum = 0;
  for (std::size_t s = 0; s < gradients.size(); ++s) {
    sum += kept_power(beta, gradients.size() - 1 - s) * term(gradients[s](j));
  }
  return (1 - beta) * sum;
}

double itself(double g) { return g; }
double its_square(double g) { return g * g; }

/// The last step of Adam after these gradients of one parameter, and its moments.
struct LastStep {
  double step;
  double m;
  double v;
};

LastStep last_step_of(const AdamOptions& options, const std::vector<double>& gradients) {
  Adam<double> adam(options);
  Vector<double> theta(1, 0.0);
  for (const double g : gradients) {
    theta(0) = 0;
    adam.step(theta, Vector<double>(1, g));
  }
  return {theta(0), adam.first_moment()(0), adam.second_moment()(0)};
}

/// T gradients of one parameter, none near 0.
std::vector<double> draw_far_gradients(std::size_t T) {
  std::vector<double> gradients;
  for (std::size_t t = 0; t < T; ++t) gradients.push_back(draw_away_from_zero());
  return gradients;
}

/// v after one update with β₂ = 0: the square itself.
template <class T>
T second_moment_of(T g) {
  Adam<T> adam({1, 0, 0, 1e-8});
  Vector<T> theta(1, T(0));
  adam.step(theta, Vector<T>(1, g));
  return adam.second_moment()(0);
}

}  // namespace

// Moments and step --------------------------------------------------------------------------------

// Sums of ten terms, of which none is above 5 or 25, with weights that add up to at most 1.
TEST(AdamMoments, AreSumsOverAllGradients) {
  property("adam-moments", [](Check& check) {
    const AdamOptions options = draw_adam(1e-8);
    const std::size_t count = *dimension(1, 3).as("d");
    const auto gradients = draw_gradients(*dimension(1, 10).as("T"), count);
    Adam<double> adam(options);
    Vector<double> theta(count, 0.0);
    for (const Vector<double>& g : gradients) adam.step(theta, g);
    for (std::size_t j = 0; j < count; ++j) {
      check.agree(adam.first_moment()(j), moment_of(gradients, options.beta1, j, itself), 1e-13);
      check.agree(adam.second_moment()(j), moment_of(gradients, options.beta2, j, its_square),
                  1e-13);
    }
    check.holds(adam.updates() == gradients.size(), "the count");
  });
}

// Three values are equally likely in each update. They come independently, or one draw decides all:
// then each gradient depends on those before it, and has the same mean.
TEST(AdamMoments, HaveAMeanThatIsTooSmallStepByStep) {
  derivation("adam-bias-correction", [](Derivation& d) {
    const Vector<double> values = *gaussian_vector(3).as("values");
    const double beta = *uniform(0, 0.95).as("β_1");
    const std::size_t T = *dimension(1, 4).as("t");
    const bool independent = *label().as("independent") > 0;
    std::size_t outcomes = 3;
    for (std::size_t t = 1; independent && t < T; ++t) outcomes *= 3;
    const auto share = 1 / static_cast<double>(outcomes);
    double mean_of_m = 0;
    double mean_of_sum = 0;
    Vector<double> mean_of_g(T, 0.0);
    for (std::size_t outcome = 0; outcome < outcomes; ++outcome) {
      std::vector<double> gradients;
      std::size_t digits = outcome;
      double sum = 0;
      for (std::size_t t = 0; t < T; ++t) {
        gradients.push_back(values(independent ? digits % 3 : (outcome + t) % 3));
        digits /= 3;
        sum += kept_power(beta, T - 1 - t) * gradients[t];
        mean_of_g(t) += share * gradients[t];
      }
      mean_of_m += share * last_step_of({0.1, beta, 0.9, 1e-8}, gradients).m;
      mean_of_sum += share * (1 - beta) * sum;
    }
    const double mean = total(values) / 3;
    double weighted = 0;
    double weights = 0;
    for (std::size_t t = 0; t < T; ++t) {
      weighted += kept_power(beta, T - 1 - t) * mean_of_g(t);
      weights += kept_power(beta, T - 1 - t);
    }
    d.start(mean_of_m);
    d.step("by {adam-moments}, again and again", mean_of_sum);
    d.step("the mean of a sum is the sum of the means", (1 - beta) * weighted);
    d.step("all gradients have the same mean", (1 - beta) * weights * mean);
    d.step("geometric sum", (1 - beta) * (1 - kept_power(beta, T)) / (1 - beta) * mean);
    d.step("cancel", (1 - kept_power(beta, T)) * mean);
  });
}

// Corrected, a moment is a mean with weights that add up to 1, whatever the gradients.
TEST(AdamMoments, AreWeightedMeansOnceCorrected) {
  property("adam-bias-correction", [](Check& check) {
    const double beta = *uniform(0, 0.999).as("β");
    const std::size_t T = *dimension(1, 50).as("t");
    const Vector<double> weights = chapter14::corrected_weights(beta, T);
    check.agree(total(weights), 1, 1e-12);
    for (const double weight : weights) check.holds(weight >= 0, "not negative");
    const std::vector<double> gradients = draw_far_gradients(T);
    double mean = 0;
    double mean_square = 0;
    for (std::size_t s = 0; s < T; ++s) {
      mean += weights(s) * gradients[s];
      mean_square += weights(s) * gradients[s] * gradients[s];
    }
    const LastStep last = last_step_of({0.1, beta, beta, 1e-8}, gradients);
    check.agree(last.m / right_correction(beta, T), mean, 1e-11);
    check.agree(last.v / right_correction(beta, T), mean_square, 1e-11);
  });
}

TEST(AdamUpdate, DividesOneMeanByTheRootOfTheOther) {
  property("adam-update", [](Check& check) {
    using oracle::Real;
    const AdamOptions options = draw_adam(std::pow(10, *uniform(-12, -1).as("lg ε")));
    const std::size_t T = *dimension(1, 10).as("t");
    const std::vector<double> gradients = draw_far_gradients(T);
    Real m = 0;
    Real v = 0;
    for (const Real g : gradients) {
      m = options.beta1 * m + (1 - static_cast<Real>(options.beta1)) * g;
      v = options.beta2 * v + (1 - static_cast<Real>(options.beta2)) * g * g;
    }
    const auto t = static_cast<Real>(T);
    const Real m_hat = m / (1 - std::pow(static_cast<Real>(options.beta1), t));
    const Real v_hat = v / (1 - std::pow(static_cast<Real>(options.beta2), t));
    const Real step = -options.learning_rate * m_hat / (std::sqrt(v_hat) + options.epsilon);
    check.agree(last_step_of(options, gradients).step, static_cast<double>(step), 1e-11);
  });
}

// Each parameter has a step of its own: the others' gradients do not count, and neither does where
// a block of them is cut.
TEST(AdamUpdate, LooksAtEachParameterAlone) {
  property("adam-update", [](Check& check) {
    const AdamOptions options = draw_adam(1e-8);
    const std::size_t count = *dimension(2, 4).as("d");
    const auto gradients = draw_gradients(*dimension(1, 8).as("T"), count);
    Adam<double> whole(options);
    std::vector<Adam<double>> parts(count, Adam<double>(options));
    Vector<double> theta = *gaussian_vector(count).as("theta");
    Vector<double> single = theta;
    for (const Vector<double>& g : gradients) {
      whole.step(theta, g);
      for (std::size_t j = 0; j < count; ++j) {
        Vector<double> one(1, single(j));
        parts[j].step(one, Vector<double>(1, g(j)));
        single(j) = one(0);
      }
    }
    check.agree(theta, single, 0);
  });
}

// A constant gradient -----------------------------------------------------------------------------

TEST(AdamSteps, UnderAConstantGradientStepByStep) {
  derivation(
      "adam-constant-gradient",
      [](Derivation& d) {
        const AdamOptions options = draw_adam(std::pow(10, *uniform(-10, -1).as("lg ε")));
        const double alpha = options.learning_rate;
        const double g = draw_away_from_zero() * std::exp(*uniform(-10, 5).as("ln"));
        const std::size_t T = *dimension(1, 50).as("t");
        const LastStep last = last_step_of(options, std::vector<double>(T, g));
        const double m_hat = last.m / right_correction(options.beta1, T);
        const double v_hat = last.v / right_correction(options.beta2, T);
        d.start(last.step);
        d.step("by {adam-update}", -alpha * m_hat / (std::sqrt(v_hat) + options.epsilon));
        d.step("both are means of equal numbers",
               -alpha * g / (std::sqrt(g * g) + options.epsilon));
        d.step("the root of a square is the size", -alpha * g / (std::abs(g) + options.epsilon));
      },
      1e-11);
}

// What the page says: the first step is about α, whatever the size of the gradient.
TEST(AdamSteps, AreAsLongAsTheRateHoweverSmallTheGradient) {
  property("adam-constant-gradient", [](Check& check) {
    const double g = std::pow(10, *uniform(-100, 100).as("lg g"));
    const double step = last_step_of({0.25, 0.9, 0.999, 0}, {g}).step;
    check.agree(step, -0.25, 8 * epsilon);
  });
}

// A factor on all gradients -----------------------------------------------------------------------

TEST(AdamScale, AFactorCancelsStepByStep) {
  derivation(
      "adam-scale",
      [](Derivation& d) {
        const AdamOptions options = draw_adam(0);
        const double alpha = options.learning_rate;
        const std::size_t T = *dimension(1, 10).as("t");
        const std::vector<double> gradients = draw_far_gradients(T);
        const double c = std::exp(*uniform(-10, 10).as("ln c"));
        std::vector<double> scaled;
        for (const double g : gradients) scaled.push_back(c * g);
        const LastStep last = last_step_of(options, gradients);
        const double m_hat = last.m / right_correction(options.beta1, T);
        const double v_hat = last.v / right_correction(options.beta2, T);
        d.start(last_step_of(options, scaled).step);
        d.step("by {adam-update} and {adam-moments}",
               -alpha * (c * m_hat) / std::sqrt(c * c * v_hat));
        d.step("the root of a product; the factor is positive",
               -alpha * (c * m_hat) / (c * std::sqrt(v_hat)));
        d.step("cancel", -alpha * m_hat / std::sqrt(v_hat));
      },
      1e-11);
}

// A power of two rounds nothing, so the whole path is the same in every bit.
TEST(AdamScale, APowerOfTwoChangesNoBit) {
  property("adam-scale", [](Check& check) {
    const double kappa = *uniform(1, 100).as("κ");
    const auto exponent = static_cast<int>(*dimension(0, 40).as("exponent")) - 20;
    const Vector<double> start = vector<double>({draw_away_from_zero(), draw_away_from_zero()});
    OptimizerOptions options = chapter14::adam_at(*uniform(0.01, 0.3).as("α"));
    options.epsilon = 0;
    const auto valley = chapter14::valley_of(kappa);
    const auto once = chapter14::path_of(options, valley, start, 30);
    const auto scaled =
        chapter14::path_of(options, ScaledValley{valley, std::ldexp(1.0, exponent)}, start, 30);
    for (std::size_t t = 0; t < once.size(); ++t) check.agree(scaled[t], once[t], 0);
  });
}

// Along the axes of a valley each gradient is the other times the curvature: both parameters walk
// the same way, in every bit if κ is a power of two.
TEST(AdamScale, TheAxesOfAValleyWalkAlike) {
  property("adam-scale", [](Check& check) {
    const double kappa = std::ldexp(1.0, static_cast<int>(*dimension(0, 20).as("exponent")));
    const double start = draw_away_from_zero();
    OptimizerOptions options = chapter14::adam_at(*uniform(0.01, 0.3).as("α"));
    options.epsilon = 0;
    const auto path = chapter14::path_of(options, chapter14::valley_of(kappa),
                                         vector<double>({start, start}), 50);
    for (const Vector<double>& theta : path) check.agree(theta(0), theta(1), 0);
  });
}

// In floating point -------------------------------------------------------------------------------

// The edges that adam.hpp names. A square keeps its digits down to that of 2⁻⁵¹¹, and that of 2⁻⁵³⁸
// is 0; as a float they are 2⁻⁶³ and 2⁻⁷⁵.
TEST(AdamInFloatingPoint, SquaresEndWhereTheHeaderSays) {
  examples("adam-moments", [](Check& check) {
    check.holds(second_moment_of(std::ldexp(1.0, -511)) == std::numeric_limits<double>::min(),
                "2^-511");
    check.holds(second_moment_of(std::ldexp(1.0, -537)) > 0, "2^-537");
    check.holds(second_moment_of(std::ldexp(1.0, -538)) == 0, "2^-538");
    check.holds(second_moment_of(std::ldexp(1.0F, -63)) == std::numeric_limits<float>::min(),
                "2^-63");
    check.holds(second_moment_of(std::ldexp(1.5F, -75)) > 0, "above 2^-75");
    check.holds(second_moment_of(std::ldexp(1.0F, -75)) == 0, "2^-75");
    check.holds(std::isinf(second_moment_of(std::ldexp(1.0, 512))), "2^512");
    check.holds(std::isfinite(second_moment_of(std::ldexp(1.0, 511))), "2^511");
    check.holds(std::isinf(second_moment_of(std::ldexp(1.0F, 64))), "2^64 as a float");
    check.holds(std::isfinite(second_moment_of(std::ldexp(1.0F, 63))), "2^63 as a float");
  });
}

// An infinite square stays: v is infinite for ever, and no step is taken any more.
TEST(AdamInFloatingPoint, AnInfiniteSquareEndsTheTraining) {
  property("adam-update", [](Check& check) {
    Adam<float> adam({0.1, 0.9, 0.999, 1e-8});
    Vector<float> theta(1, 1.0F);
    adam.step(theta, Vector<float>(1, 1e20F));
    for (std::size_t t = *dimension(1, 20).as("t"); t > 0; --t) {
      adam.step(theta, Vector<float>(1, static_cast<float>(draw_away_from_zero())));
    }
    check.agree(static_cast<double>(theta(0)), 1, 0);
    check.holds(std::isinf(adam.second_moment()(0)), "v is infinite");
  });
}

// In single precision 1 − 0.999f is 0.001 to 1.3e-5.
TEST(AdamInFloatingPoint, EpsilonDecidesBeforeTheSquareDoes) {
  property("adam-constant-gradient", [](Check& check) {
    const double g = std::pow(10, *uniform(-35, 15).as("lg g"));
    const double expected = g / (g + 1e-8);
    check.at_most(std::abs(chapter14::first_step_of<float>(g, 1e-8) - expected), 2e-5 * expected,
                  1e-30);
    check.agree(chapter14::first_step_of<double>(g, 1e-8), expected, 4 * epsilon);
  });
}
