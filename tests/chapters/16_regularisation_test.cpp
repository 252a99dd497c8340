// Chapter 16, what holds a network back: the penalty and the decay, early stopping, bias and
// variance.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <string>
#include <vector>

#include "chapters/16-regularisation/bias_variance.hpp"
#include "chapters/16-regularisation/examples.hpp"
#include "chapters/16-regularisation/memorising.hpp"
#include "chapters/16-regularisation/stopping.hpp"
#include "chapters/16-regularisation/two_updates.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/network/outputs.hpp"
#include "nn/training/adam.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/momentum.hpp"
#include "nn/training/weight_decay.hpp"
#include "tests/chapters/11_drawn_network.hpp"
#include "tests/chapters/12_drawn.hpp"
#include "tests/chapters/16_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;
using chapter16::Measuring;
using chapter16::Parts;
using chapter16::Pull;

namespace {

double square_of(double x) { return x * x; }

/// The weights of a network among its parameters: true, and false for its biases.
std::vector<bool> are_weights(const Network& network) {
  std::vector<bool> result;
  for (const Layer& layer : network.layers) {
    result.insert(result.end(), layer.inputs * layer.units, true);
    result.insert(result.end(), layer.units, false);
  }
  return result;
}

/// A network of one to three layers with smooth units.
DrawnNetwork draw_smooth() {
  return DrawnNetwork::draw(LinearSquaredError{}, Activation::tanh, *dimension(1, 3).as("depth"));
}

/// (ω/2) Σ w² by a loop of its own.
double penalty_by_loop(const Network& network, double omega, const Vector<double>& theta) {
  const std::vector<bool> weights = are_weights(network);
  double sum = 0;
  for (std::size_t j = 0; j < theta.size(); ++j) {
    if (weights[j]) sum += square_of(theta(j));
  }
  return omega / 2 * sum;
}

}  // namespace

// Memorising ------------------------------------------------------------------------------------

// The eight points are learned by heart, and forty others have turned long before.
TEST(Memorising, TheTrainingCostFallsAndTheHeldOutCostTurns) {
  examples([](Check& check) {
    const chapter16::Learned& learned = chapter16::memorised();
    check.holds(learned.costs.size() == 301, "a record before each update, and one behind");
    const chapter16::Costs& best = learned.costs[learned.best];
    const chapter16::Costs& last = learned.costs.back();
    check.holds(10 < learned.best && learned.best < 100, "it turns early");
    check.holds(last.training < 0.02 && best.training > 0.2, "the points are learned by heart");
    check.holds(last.held_out > 1.5 * best.held_out, "and what was not seen costs more again");
    const double floor = square_of(chapter16::noise_size);
    for (const chapter16::Costs& costs : learned.costs) {
      check.at_most(floor, costs.held_out, 1e-12, "nobody is below the noise");
    }
  });
}

// Each place is measured half too high and half too low, so the mean square is that of the
// distance to the truth plus the square of the noise.
TEST(Memorising, TheTruthCostsTheSquareOfTheNoise) {
  examples([](Check& check) {
    const chapter16::Points points = chapter16::held_out_points();
    double cost = 0;
    for (std::size_t i = 0; i < points.X.size1(); ++i) {
      cost += square_of(chapter16::truth(points.X(i, 0)) - points.Y(i, 0));
    }
    check.agree(cost / static_cast<double>(points.X.size1()), 0.25, 16 * epsilon);
    check.holds(points.X.size1() == 40 && chapter16::measured(8).X.size1() == 8, "40 and 8");
  });
}

TEST(Memorising, EachRecipeHoldsItBack) {
  examples([](Check& check) {
    const double nothing = chapter16::memorised().costs.back().held_out;
    for (const chapter16::Recipe& recipe : chapter16::recipes()) {
      if (std::string(recipe.name) == "nothing") continue;
      const chapter16::Learned learned = chapter16::learn(recipe);
      const std::size_t end = recipe.stops_early ? learned.best : chapter16::curve_updates;
      const double cost = learned.costs[end].held_out;
      check.holds(cost < 0.8 * nothing, recipe.name);
    }
  });
}

// The penalty -----------------------------------------------------------------------------------

TEST(WeightPrior, PosteriorStepByStep) {
  derivation("weight-posterior", [](Derivation& d) {
    const DrawnClasses drawn = DrawnClasses::draw();
    const Vector<double> theta = drawn.theta / 4;  // no product underflows
    const double s = *uniform(0.5, 3).as("s");
    const auto n = static_cast<double>(drawn.n());
    const double omega = 1 / (n * square_of(s));
    const double root = s * std::sqrt(2 * std::numbers::pi);
    const Matrix<double> P = predictions(SoftmaxCrossEntropy{}, drawn.scores_of(theta));
    double likelihood = 1;
    for (std::size_t i = 0; i < drawn.n(); ++i) likelihood *= P(i, drawn.classes[i]);
    double density = 1;
    double logarithms = 0;
    double of_squares = 0;
    const std::size_t weights = drawn.d() * drawn.K();
    for (std::size_t j = 0; j < weights; ++j) {
      const double bell = std::exp(-square_of(theta(j)) / (2 * square_of(s))) / root;
      density *= bell;
      logarithms += std::log(bell);
      of_squares += square_of(theta(j)) / (2 * square_of(s)) + std::log(root);
    }
    const double cost = drawn.cost(theta);
    d.start(-std::log(likelihood * density) / n);
    d.step("the logarithm of a product is the sum of the logarithms",
           -std::log(likelihood) / n - logarithms / n);
    d.step("by {class-log-likelihood}", cost - logarithms / n);
    d.step("the logarithm of the bell curve", cost + of_squares / n);
    d.step("name the factor of the squares",
           cost + l2_penalty<double>(drawn.network, omega, theta, nullptr) +
               static_cast<double>(weights) / n * std::log(root));
  });
}

// What the prior prefers most is what the penalised cost prefers most: of two points the one with
// the larger product has the lower cost.
TEST(WeightPrior, TheMostPlausibleHasTheLeastCost) {
  property("weight-posterior", [](Check& check) {
    const DrawnClasses drawn = DrawnClasses::draw();
    const double s = *uniform(0.5, 3).as("s");
    const auto n = static_cast<double>(drawn.n());
    const double omega = 1 / (n * square_of(s));
    const auto log_plausible = [&](const Vector<double>& theta) {
      double sum = -n * drawn.cost(theta);
      for (std::size_t j = 0; j < drawn.d() * drawn.K(); ++j) {
        sum -= square_of(theta(j) / s) / 2;
      }
      return sum;
    };
    const auto penalised = [&](const Vector<double>& theta) {
      return drawn.cost(theta) + l2_penalty<double>(drawn.network, omega, theta, nullptr);
    };
    const Vector<double> other = drawn.theta + drawn.direction;
    // Both are sums of a few dozen terms below 100.
    check.agree(log_plausible(other) - log_plausible(drawn.theta),
                -n * (penalised(other) - penalised(drawn.theta)), 1e-11);
  });
}

TEST(PenaltyOfWeights, IsTheSumOfTheSquaresOfTheWeights) {
  property("l2-penalty", [](Check& check) {
    const DrawnNetwork drawn = draw_smooth();
    const double omega = *uniform(0, 3).as("omega");
    const double expected = penalty_by_loop(drawn.network, omega, drawn.theta);
    check.agree(l2_penalty<double>(drawn.network, omega, drawn.theta, nullptr), expected,
                128 * epsilon);
    // Biases are free.
    const std::vector<bool> weights = are_weights(drawn.network);
    Vector<double> moved = drawn.theta;
    for (std::size_t j = 0; j < moved.size(); ++j) {
      if (!weights[j]) moved(j) += 1;
    }
    check.agree(l2_penalty<double>(drawn.network, omega, moved, nullptr), expected, 128 * epsilon);
  });
}

TEST(PenaltyOfWeights, SlopesAgreeWithThreeOracles) {
  property("l2-penalty", [](Check& check) {
    const DrawnNetwork drawn = draw_smooth();
    const double omega = *uniform(0, 3).as("omega");
    const LinearSquaredError output{};
    const auto phi = [&]<class T>(const Vector<T>& theta) {
      return drawn.cost_at(output, theta) + l2_penalty<T>(drawn.network, T(omega), theta, nullptr);
    };
    Vector<double> gradient = drawn.gradient(output);
    l2_penalty(drawn.network, omega, drawn.theta, &gradient);
    check_gradient(check, phi, drawn.theta, gradient);
  });
}

TEST(PenaltyOfWeights, RefusesAnotherLength) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_smooth();
    Vector<double> short_gradient(drawn.theta.size() - 1, 0.0);
    Vector<double> theta(drawn.theta.size() + 1, 0.0);
    check.holds(
        throws<ShapeError>([&] { l2_penalty(drawn.network, 1.0, drawn.theta, &short_gradient); }),
        "a gradient that is too short");
    check.holds(throws<ShapeError>([&] { l2_penalty<double>(drawn.network, 1.0, theta, nullptr); }),
                "parameters that are too many");
    check.holds(throws<ShapeError>([&] { decay_weights(drawn.network, 0.1, theta); }),
                "of the decay as well");
  });
}

// The decay -------------------------------------------------------------------------------------

TEST(DecayOfWeights, ShrinksWeightsAndNoBiases) {
  property("weight-decay", [](Check& check) {
    const DrawnNetwork drawn = draw_smooth();
    const double share = *uniform(0, 1).as("share");
    const std::vector<bool> weights = are_weights(drawn.network);
    Vector<double> theta = drawn.theta;
    decay_weights(drawn.network, share, theta);
    for (std::size_t j = 0; j < theta.size(); ++j) {
      check.agree(theta(j), weights[j] ? (1 - share) * drawn.theta(j) : drawn.theta(j), 0);
    }
  });
}

TEST(DecayOfWeights, OfPlainDescentIsThePenaltyStepByStep) {
  derivation("decay-is-l2", [](Derivation& d) {
    const DrawnNetwork drawn = draw_smooth();
    const double alpha = *uniform(0.01, 0.5).as("alpha");
    const double omega = *uniform(0, 1).as("omega");
    const LinearSquaredError output{};
    const Vector<double> g = drawn.gradient(output);
    const auto penalised = [&](const Vector<std::complex<double>>& at) {
      return drawn.cost_at(output, at) +
             l2_penalty<std::complex<double>>(drawn.network, omega, at, nullptr);
    };
    // The lines are about weights: of a bias they say w − α g, with an ω of 0.
    const std::vector<bool> weights = are_weights(drawn.network);
    Vector<double> pulls(g.size(), 0.0);
    for (std::size_t j = 0; j < g.size(); ++j) {
      if (weights[j]) pulls(j) = omega;
    }
    const Vector<double> w = drawn.theta;
    const Vector<double> pulled_w = entrywise_product(pulls, w);
    Vector<double> shrunk(w.size());
    for (std::size_t j = 0; j < w.size(); ++j) shrunk(j) = (1 - alpha * pulls(j)) * w(j);
    d.start(Vector<double>(w - alpha * complex_step_gradient(penalised, w)));
    d.step("by {l2-penalty}", Vector<double>(w - alpha * (g + pulled_w)));
    d.step("multiply out", Vector<double>(w - alpha * pulled_w - alpha * g));
    d.step("take out the common factor", Vector<double>(shrunk - alpha * g));
  });
}

// Two optimizers, two ways to pull, ten updates on the cost of a network.
TEST(DecayOfWeights, OfPlainDescentTakesThePathOfThePenalty) {
  property("decay-is-l2", [](Check& check) {
    const DrawnNetwork drawn = draw_smooth();
    const double alpha = *uniform(0.001, 0.01).as("alpha");
    const double omega = *uniform(0, 1).as("omega");
    const NetworkCost<LinearSquaredError, double> cost(drawn.network, LinearSquaredError{}, drawn.X,
                                                       drawn.Y);
    const GradientDescent descent(alpha);
    Vector<double> decayed = drawn.theta;
    Vector<double> penalised = drawn.theta;
    Vector<double> gradient(drawn.theta.size());
    for (int update = 0; update < 10; ++update) {
      cost.evaluate(decayed, &gradient);
      decay_weights(drawn.network, alpha * omega, decayed);
      descent.step(decayed, gradient);
      cost.evaluate(penalised, &gradient);
      l2_penalty(drawn.network, omega, penalised, &gradient);
      descent.step(penalised, gradient);
    }
    // Each update adds a few roundings, and a rate this small does not let them grow tenfold.
    check.agree(decayed, penalised, 1e-11);
  });
}

TEST(DecayOfWeights, IsNotThePenaltyUnderMomentumAndAdam) {
  property("decay-is-not-l2", [](Check& check) {
    const double alpha = *uniform(0.01, 0.5).as("alpha");
    const double omega = *uniform(0.01, 1).as("omega");
    const double beta = *uniform(0, 0.99).as("beta");
    const double w = draw_size_near_one();
    const double tiny = *uniform(0, 1e-3).as("eps");
    const Vector<double> theta = vector<double>({w, 1});
    const Momentum<double> momentum(alpha, beta);
    AdamOptions options;
    options.learning_rate = alpha;
    options.epsilon = tiny;
    const Adam<double> optimizer(options);
    const double both = square_of(1 - alpha * omega) * w;
    check.agree(pulled(momentum, Pull::decay, alpha, omega, 2, theta)(0), both, 8 * epsilon);
    check.agree(pulled(momentum, Pull::penalty, alpha, omega, 2, theta)(0),
                both - alpha * beta * omega * w, 8 * epsilon);
    check.agree(pulled(GradientDescent(alpha), Pull::penalty, alpha, omega, 2, theta)(0), both,
                8 * epsilon);
    // m̂ and v̂ are rounded once or twice each on their way to g and g².
    check.agree(pulled(optimizer, Pull::penalty, alpha, omega, 1, theta)(0),
                w - alpha * omega * w / (omega * std::abs(w) + tiny), 32 * epsilon);
    // Nothing of this reaches the bias.
    check.agree(pulled(momentum, Pull::penalty, alpha, omega, 2, theta)(1), 1, 0);
  });
}

// Adam divides the pull by its own size: without ε the step is α, whatever ω is.
TEST(DecayOfWeights, UnderAdamThePenaltyForgetsItsFactor) {
  property("decay-is-not-l2", [](Check& check) {
    AdamOptions options;
    options.learning_rate = *uniform(0.01, 0.2).as("alpha");
    options.epsilon = 0;
    const Adam<double> optimizer(options);
    const double w = draw_size_near_one();
    const double omega = *uniform(0.01, 1).as("omega");
    const Vector<double> theta = vector<double>({w, 0});
    // A bias of exactly 0 has a slope of 0, and 0/0 without ε: only the weight is looked at.
    const double one = pulled(optimizer, Pull::penalty, 0.1, omega, 2, theta)(0);
    const double other = pulled(optimizer, Pull::penalty, 0.1, omega / 1000, 2, theta)(0);
    check.agree(one, other, 64 * epsilon);
    const double first = pulled(optimizer, Pull::penalty, 0.1, omega, 1, theta)(0);
    check.agree(first, w - (w > 0 ? 1 : -1) * options.learning_rate, 64 * epsilon);
  });
}

// The numbers of "By hand".
TEST(DecayOfWeights, ByHand) {
  examples("decay-is-not-l2", [](Check& check) {
    const Vector<double> theta = vector<double>({1, 0});
    AdamOptions options;
    options.learning_rate = 0.1;
    const Adam<double> optimizer(options);
    for (const Pull pull : {Pull::decay, Pull::penalty}) {
      check.agree(pulled(GradientDescent(0.1), pull, 0.1, 0.1, 2, theta)(0), 0.9801, 1e-15);
    }
    const Momentum<double> momentum(0.1, 0.9);
    check.agree(pulled(momentum, Pull::decay, 0.1, 0.1, 2, theta)(0), 0.9801, 1e-15);
    check.agree(pulled(momentum, Pull::penalty, 0.1, 0.1, 2, theta)(0), 0.9711, 1e-15);
    check.agree(pulled(optimizer, Pull::decay, 0.1, 0.1, 2, theta)(0), 0.9801, 1e-15);
    check.agree(pulled(optimizer, Pull::penalty, 0.1, 0.1, 1, theta)(0), 0.9, 1e-7);
    check.agree(pulled(optimizer, Pull::penalty, 0.1, 0.1, 2, theta)(0), 0.800412, 1e-6);
  });
}

// Early stopping --------------------------------------------------------------------------------

// Each update multiplies the rest of the way by 1 − αλ and rounds a few times.
TEST(StoppedDescent, PathStepByStep) {
  derivation("early-stopping-path", [](Derivation& d) {
    const double lambda = *uniform(0.2, 5).as("lambda");
    const double step = *uniform(0.01, 0.95).as("alpha lambda");
    const double m = *gaussian().as("m");
    const std::size_t t = *dimension(1, 40).as("t");
    const double left = std::pow(1 - step, static_cast<double>(t));
    d.start(chapter16::descended(lambda, m, step / lambda, t));
    d.step("by {quadratic-error}", m + left * (0 - m));
    d.step("the descent begins at 0", m - left * m);
    d.step("take out the common factor", (1 - left) * m);
  });
}

TEST(StoppedDescent, EachTimeHasItsDecay) {
  property("early-stopping-decay", [](Check& check) {
    const double lambda = *uniform(0.2, 5).as("lambda");
    const double step = *uniform(0.01, 0.9).as("alpha lambda");
    const double m = draw_size_near_one();
    const std::size_t t = *dimension(1, 40).as("t");
    const double alpha = step / lambda;
    const double omega = chapter16::decay_for(lambda, alpha, static_cast<double>(t));
    const double stopped = chapter16::share_after(step, static_cast<double>(t));
    // A power of 40 factors has 40 times their error; where it counts it is far from 0.
    check.agree(chapter16::share_with(lambda, omega) / stopped, 1, 128 * epsilon);
    check.agree(chapter16::descended(lambda, m, alpha, t), chapter16::share_with(lambda, omega) * m,
                256 * epsilon);
    // It is the lowest point of both together.
    const double lowest = chapter16::share_with(lambda, omega) * m;
    const auto sum = [&](auto at) {
      return 0.5 * lambda * (at - m) * (at - m) + 0.5 * omega * at * at;
    };
    const auto slope = [&](double at) {
      return complex_step([&](std::complex<double> z) { return sum(z); }, at);
    };
    check.agree(slope(lowest), 0, 64 * epsilon * (lambda + omega));
    const double other = *gaussian().as("other");
    check.at_most(sum(lowest), sum(other), 1e-12 * (1 + sum(other)));
    // And no other decay ends there.
    const double factor = *uniform(0.2, 0.9).as("factor");
    check.holds(chapter16::share_with(lambda, factor * omega) > stopped || omega < 1e-12 * lambda,
                "a smaller decay lets it go farther");
    check.holds(chapter16::share_with(lambda, omega / factor) < stopped || omega < 1e-12 * lambda,
                "a larger one less far");
  });
}

// With Bernoulli's inequality, twice: for any rate and time, at several curvatures at once.
TEST(StoppedDescent, IsNearlyADecayWhereLittleIsDone) {
  property("early-stopping-small", [](Check& check) {
    const std::size_t t = *dimension(1, 60).as("t");
    const auto count = static_cast<double>(t);
    const double alpha = *uniform(0.01, 1).as("alpha");
    const double omega = 1 / (alpha * count);
    for (int k = 0; k < 3; ++k) {
      const double lambda = *uniform(1e-6, 1).as("alpha lambda") / alpha;
      const double x = alpha * lambda * count;
      const double stopped = chapter16::share_after(std::min(alpha * lambda, 1.0), count);
      const double decayed = chapter16::share_with(lambda, omega);
      check.agree(decayed, x / (1 + x), 8 * epsilon);
      check.at_most(decayed, stopped, 16 * epsilon);
      check.at_most(stopped - decayed, x * x / (1 + x), 16 * epsilon);
      // To first order in x both are x.
      check.at_most(std::abs(stopped - x), x * x, 16 * epsilon);
      check.at_most(std::abs(decayed - x), x * x, 16 * epsilon);
    }
  });
}

TEST(StoppedDescent, TheSharesKeepTheirDigits) {
  property("early-stopping-path", [](Check& check) {
    const double exponent = *uniform(-18, -0.1).as("exponent");
    const double step = std::pow(10.0, exponent);
    const std::size_t t = *dimension(1, 50).as("t");
    const auto real = static_cast<long double>(step);
    const long double share = -std::expm1(static_cast<long double>(t) * std::log1p(-real));
    // Both functions are right to a unit or two, and t ln(1 − αλ) is rounded once.
    check.agree(chapter16::share_after(step, static_cast<double>(t)) / static_cast<double>(share),
                1, 16 * epsilon);
  });
}

// Bias and variance -----------------------------------------------------------------------------

// Any predictor, of any training sets with any probabilities; a new measurement that is too high or
// too low by the same.
TEST(BiasAndVariance, DecompositionStepByStep) {
  derivation("bias-variance", [](Derivation& d) {
    const std::size_t sets = *dimension(1, 6).as("training sets");
    const Vector<double> predicted = *gaussian_vector(sets).as("predicted");
    Vector<double> chance(sets);
    double sum = 0;
    for (double& one : chance) sum += one = std::exp(*gaussian().as("chance"));
    for (double& one : chance) one /= sum;
    const double truth_there = *gaussian().as("truth");
    const double noise_there = *gaussian().as("noise");
    double mean = 0;
    for (std::size_t s = 0; s < sets; ++s) mean += chance(s) * predicted(s);
    double error = 0;
    double written_out = 0;
    double spread = 0;
    double noise = 0;
    for (std::size_t s = 0; s < sets; ++s) {
      spread += chance(s) * square_of(predicted(s) - mean);
      for (const double sign : {-1.0, 1.0}) {
        const double y = truth_there + sign * noise_there;
        error += chance(s) / 2 * square_of(predicted(s) - y);
        written_out += chance(s) / 2 *
                       square_of((predicted(s) - mean) + (mean - truth_there) + (truth_there - y));
        noise += chance(s) / 2 * square_of(truth_there - y);
      }
    }
    d.start(error);
    d.step("add and subtract the same two numbers", written_out);
    d.step("three squares; the mixed terms have the mean 0",
           spread + square_of(mean - truth_there) + noise);
    d.step("the definition of the variance",
           spread + square_of(mean - truth_there) + square_of(noise_there));
  });
}

TEST(BiasAndVariance, OfALineByFormulaAndByEnumeration) {
  property("ridge-bias-variance", [](Check& check) {
    const Measuring measuring = draw_measuring();
    const double omega = *uniform(0, 5).as("omega");
    const Parts formula = chapter16::parts_by_formula(measuring, omega);
    const Parts counted = chapter16::parts_by_enumeration(measuring, omega);
    // Σ x² may be as small as 0.09: predictions up to 20, their squares rounded to 1e-13.
    check.agree(formula.bias_squared, counted.bias_squared, 1e-12);
    check.agree(formula.variance, counted.variance, 1e-12);
    check.agree(formula.error, counted.error, 1e-12);
    check.agree(counted.bias_squared + counted.variance + counted.noise, counted.error, 1e-12);
  });
}

// The fit is where the penalised cost has no slope, and the cost is a parabola in w.
TEST(BiasAndVariance, TheSlopeIsTheLowestPointOfThePenalisedCost) {
  property("ridge-bias-variance", [](Check& check) {
    const Measuring measuring = draw_measuring();
    const double omega = *uniform(0, 5).as("omega");
    std::vector<double> y(measuring.places.size());
    for (double& one : y) one = *gaussian().as("y");
    const auto n = static_cast<double>(y.size());
    const auto cost = [&](auto w) {
      auto sum = 0.5 * omega * w * w;
      for (std::size_t i = 0; i < y.size(); ++i) {
        const auto off = w * measuring.places[i] - y[i];
        sum += off * off / n;
      }
      return sum;
    };
    const double w = chapter16::fitted_slope(measuring.places, y, omega);
    check.agree(complex_step([&](std::complex<double> at) { return cost(at); }, w), 0, 1e-12);
    const double other = *gaussian().as("other");
    check.at_most(cost(w), cost(other), 1e-12 * (1 + cost(other)));
  });
}

TEST(BiasAndVariance, ADecayRaisesTheOneAndLowersTheOther) {
  property("ridge-bias-variance", [](Check& check) {
    const Measuring measuring = draw_measuring();
    const double omega = *uniform(0, 5).as("omega");
    const double more = omega + *uniform(0.1, 5).as("more");
    const Parts some = chapter16::parts_by_formula(measuring, omega);
    const Parts larger = chapter16::parts_by_formula(measuring, more);
    check.at_most(some.bias_squared, larger.bias_squared, 8 * epsilon);
    check.at_most(larger.variance, some.variance, 8 * epsilon);
    check.agree(chapter16::parts_by_formula(measuring, 0).bias_squared, 0, 0);
  });
}
