// The mistakes of chapter 5 and its exercises: each wrong gradient is refused, the wrong step is
// wrong, each solution right.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "chapters/05-chain-rule/gradient_check.hpp"
#include "chapters/05-chain-rule/mistakes.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/neuron.hpp"
#include "tests/chapters/05_drawn_batch.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;
using nn::chapter5::mistakes;
using nn::chapter5::right;

namespace {

/// Samples and a neuron at which every mistake shows: features away from 0 and 1, errors of the
/// same size on both sides, no weight that is 0.
DrawnBatch draw_telling_batch() {
  const std::size_t n = *dimension(3, 7).as("n");
  const std::size_t d = *dimension(2, 5).as("d");
  DrawnBatch b{
      {Vector<double>(d), *uniform(0.1, 0.5).as("b")}, Matrix<double>(n, d), Vector<double>(n)};
  for (std::size_t j = 0; j < d; ++j) b.neuron.weights(j) = *uniform(0.1, 0.5).as("w");
  for (std::size_t i = 0; i < n; ++i) {
    const double side = i % 2 == 0 ? 1 : -1;
    b.y(i) = i % 2 == 0 ? 1 : 0;
    for (std::size_t j = 0; j < d; ++j) {
      const double place = static_cast<double>(i + j + 1);
      b.X(i, j) = side * (*uniform(0.2, 0.4).as("x, without its place") + 0.3 * place);
    }
  }
  return b;
}

/// Does the protocol refuse this gradient?
bool is_refused(const DrawnBatch& b, const chapter5::Gradient& gradient) {
  const auto phi = [&]<class T>(const Vector<T>& theta) { return b.cost_at(theta); };
  Check inner(Check::Mode::examples);
  testing::TestPartResultArray failures;
  const testing::ScopedFakeTestPartResultReporter reporter(
      testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
  nn::test::check_gradient(inner, phi, parameters(b.neuron), slopes(gradient));
  return failures.size() > 0;
}

/// The program's check of a gradient on a reader's data.
template <class Loss = SquaredErrorWithLogits>
GradientCheck checked(const DrawnBatch& b, const chapter5::Gradient& gradient) {
  return chapter5::check_gradient<Loss>(std::vector<std::string>(b.d() + 1, "parameter"), b.neuron,
                                        b.X, b.y, gradient);
}

/// The program's check of the right gradient.
template <class Loss = SquaredErrorWithLogits>
GradientCheck checked(const DrawnBatch& b) {
  return checked<Loss>(b, right<Loss>(b.neuron, b.X, b.y));
}

}  // namespace

TEST(ChainRuleMistakes, AreAllCaught) {
  property([](Check& check) {
    const DrawnBatch b = draw_telling_batch();
    check.holds(!is_refused(b, right<SquaredErrorWithLogits>(b.neuron, b.X, b.y)),
                "the right gradient passes");
    for (const chapter5::Mistake& mistake : mistakes) {
      check.holds(is_refused(b, mistake.gradient(b.neuron, b.X, b.y)), mistake.name);
    }
  });
}

// The program compares with the complex step alone, and its tolerance follows the features' scale.
TEST(ChainRuleMistakes, AreCaughtByTheProgramWhateverTheUnits) {
  property([](Check& check) {
    DrawnBatch b = draw_telling_batch();
    const double unit = std::pow(10, *uniform(-2, 5));
    b.X *= unit;
    b.neuron.weights /= unit;
    check.holds(checked(b).passed(), "the right gradient");
    check.holds(checked<CrossEntropyWithLogits>(b).passed(), "that of the cross-entropy");
    for (const chapter5::Mistake& mistake : mistakes) {
      check.holds(!checked(b, mistake.gradient(b.neuron, b.X, b.y)).agrees(), mistake.name);
      if (mistake.of_cross_entropy == nullptr) continue;
      const auto wrong = mistake.of_cross_entropy(b.neuron, b.X, b.y);
      check.holds(!checked<CrossEntropyWithLogits>(b, wrong).agrees(), mistake.name);
    }
  });
}

// All samples are far on the wrong side: slopes from 1e-10 down to 1e-90, and still some are right
// and some are wrong.
TEST(ChainRuleMistakes, AreCaughtHoweverFlatTheCost) {
  property([](Check& check) {
    DrawnBatch b = draw_telling_batch();
    b.neuron.bias = *uniform(-200, -30).as("b");
    for (double& target : b.y) target = 1;
    check.holds(checked(b).passed(), "the right gradient");
    for (const chapter5::Mistake& mistake : mistakes) {
      check.holds(!checked(b, mistake.gradient(b.neuron, b.X, b.y)).agrees(), mistake.name);
    }
  });
}

// Where ŷ has rounded to the target or σ′ to 0, nothing shows: neither gradient may pass.
TEST(ChainRuleMistakes, WhereNoneCanBeSeenNothingPasses) {
  property([](Check& check) {
    DrawnBatch b = draw_telling_batch();
    b.neuron.bias = *rc::gen::element(-1000.0, 60.0, 200.0, 1000.0).as("b");
    for (double& target : b.y) target = 1;
    const chapter5::Gradient gradient = right<SquaredErrorWithLogits>(b.neuron, b.X, b.y);
    for (const double factor : {1.0, -1.0, 2.0}) {
      const GradientCheck seen = checked(b, chapter5::scaled(factor, gradient));
      check.holds(seen.agrees() && !seen.can_tell() && !seen.passed(), "it cannot tell");
      check.holds(how_caught(seen, "it").empty(), "nothing is caught");
      check.holds(says(why_blind(seen), {"cannot tell", "'parameter'"}), "it says so");
    }
  });
}

// At the least cost all slopes are sums that cancel: 0 = 0 is no evidence either.
TEST(ChainRuleMistakes, CannotBeToldWhereAllSlopesCancel) {
  const DrawnBatch b{{vector<double>({0}), 0}, matrix<double>({{1}, {1}}), vector<double>({0, 1})};
  EXPECT_TRUE(checked(b).agrees());
  EXPECT_FALSE(checked(b).passed());
}

// Many samples, large features, targets of any size: rounding alone must not look like a mistake.
TEST(ChainRuleMistakes, RoundingIsNoneOfThem) {
  property([](Check& check) {
    const std::size_t n = *dimension(100, 300).as("n");
    const std::size_t d = *dimension(1, 3).as("d");
    DrawnBatch b{{*gaussian_vector(d).as("w"), *gaussian().as("b")},
                 *gaussian_matrix(n, d).as("X"),
                 *gaussian_vector(n)};
    const double unit = std::pow(10, *uniform(-3, 9));
    b.X *= unit;
    b.neuron.weights /= unit;
    b.y *= std::pow(10, *uniform(-1, 9));
    check.holds(checked(b).passed(), "the right gradient");
  });
}

// From the middle of the sigmoid to where it has rounded to 0 and 1.
TEST(ChainRuleMistakes, RoundingIsNoneOfThemWhereTheNeuronSaturates) {
  property([](Check& check) {
    DrawnBatch b = DrawnBatch::draw();
    const double size = std::pow(10, *uniform(-1, 3));
    b.neuron.weights *= size;
    b.neuron.bias *= size;
    if (*label() > 0) b.y = *labels(b.n());
    check.holds(checked(b).agrees(), "squared error");
    check.holds(checked<CrossEntropyWithLogits>(b).agrees(), "cross-entropy");
  });
}

// z is rounded by at most the size of εA. A step of ∛(εA) in z leaves the truncation (εA)^⅔ |L‴|/6
// and a rounding error of the same size, in units of the feature.
TEST(FittingSteps, LeaveTheCentralDifferenceItsDigitsWhateverTheUnits) {
  property([](Check& check) {
    DrawnBatch b = DrawnBatch::draw();
    for (std::size_t j = 0; j < b.d(); ++j) {
      const double unit = std::pow(10, *uniform(-6, 9));
      b.neuron.weights(j) /= unit;
      for (std::size_t i = 0; i < b.n(); ++i) b.X(i, j) *= unit;
    }
    double A = 1;
    Vector<double> largest(b.d() + 1, 1e-100);
    largest(b.d()) = 1;
    for (std::size_t i = 0; i < b.n(); ++i) {
      double size = std::abs(b.neuron.bias);
      for (std::size_t j = 0; j < b.d(); ++j) {
        size += std::abs(b.neuron.weights(j) * b.X(i, j));
        largest(j) = std::max(largest(j), std::abs(b.X(i, j)));
      }
      A = std::max(A, size);
    }
    const GradientCheck seen = checked(b);
    for (std::size_t j = 0; j <= b.d(); ++j) {
      const double off = std::abs(seen.central_difference(j) - seen.analytic(j));
      check.at_most(off / largest(j), 2 * std::pow(epsilon * A, 2.0 / 3), 0, "central difference");
    }
  });
}

// A feature that is 0 in every row has the slope 0, and a step that is finite.
TEST(FittingSteps, AreFiniteForAFeatureOfZeros) {
  const DrawnBatch b{
      {vector<double>({1, 1}), 0}, matrix<double>({{0, 1}, {0, 2}}), vector<double>({0, 1})};
  EXPECT_EQ(checked(b).central_difference(0), 0);
  EXPECT_TRUE(checked(b).passed());
}

TEST(ChainRuleMistakes, ANotANumberIsCaught) {
  const DrawnBatch b{{vector<double>({1}), 0}, matrix<double>({{1}, {2}}), vector<double>({0, 1})};
  const chapter5::Gradient gradient = right<SquaredErrorWithLogits>(b.neuron, b.X, b.y);
  const double nan = std::nan("");
  EXPECT_FALSE(checked(b, {vector<double>({nan}), gradient.bias}).agrees());
  EXPECT_FALSE(checked(b, {gradient.weights, nan}).agrees());
}

// With one sample there is no sum to take apart, and 1/n is 1: these two are right there.
TEST(ChainRuleMistakes, TwoAreRightForOneSample) {
  property([](Check& check) {
    const DrawnBatch b{{*gaussian_vector(3).as("w"), *gaussian().as("b")},
                       *gaussian_matrix(1, 3).as("X"),
                       *labels(1).as("y")};
    const Vector<double> expected = slopes(right<SquaredErrorWithLogits>(b.neuron, b.X, b.y));
    for (const chapter5::Mistake& mistake : mistakes) {
      const std::string name = mistake.name;
      if (name != "sum-taken-apart" && name != "forgotten-n") continue;
      check.agree(slopes(mistake.gradient(b.neuron, b.X, b.y)), expected, 1e-15, name);
    }
  });
}

// By (weight-gradient-covariance): where a feature's mean is 0, all that the product of the means
// leaves of its weight's derivative is 0.
TEST(ChainRuleMistakes, TakenApartTheSumTeachesNothingOnCentredFeatures) {
  property([](Check& check) {
    DrawnBatch b = DrawnBatch::draw();
    for (std::size_t j = 0; j < b.d(); ++j) {
      const double mean = b.mean([&](std::size_t i) { return b.X(i, j); });
      for (std::size_t i = 0; i < b.n(); ++i) b.X(i, j) -= mean;
    }
    check.agree(chapter5::sum_taken_apart(b.neuron, b.X, b.y).weights, Vector<double>(b.d(), 0),
                1e-15);
  });
}

// Exercise "The other end of the product".
TEST(ChainRuleExercises, GradientWithRespectToAnInputStepByStep) {
  derivation("loss-gradient-input", [](Derivation& d) {
    const DrawnBatch b = DrawnBatch::draw();
    const std::size_t j = *dimension(0, b.d() - 1).as("j");
    const auto z_of_input = [&](auto t) {
      using T = decltype(t);
      Vector<T> x = cast<T>(row_of(b.X, 0));
      x(j) = t;
      return preactivation(Neuron<T>{cast<T>(b.neuron.weights), T(b.neuron.bias)}, x);
    };
    const auto loss = [&](Dual<double> z) {
      return SquaredErrorWithLogits{}.value(z, Dual<double>(b.y(0)));
    };
    const auto loss_of_input = [&](std::complex<double> t) {
      return SquaredErrorWithLogits{}.value(z_of_input(t), std::complex<double>(b.y(0)));
    };
    const double dz_dx = complex_step(z_of_input, b.X(0, j));
    d.start(complex_step(loss_of_input, b.X(0, j)));
    d.step("by {chain-rule}", dual_derivative(loss, b.z(0)) * dz_dx);
    d.step("by {squared-error-derivative-preactivation}", b.slope(0) * dz_dx);
    d.step("by {dot-derivative-input}; b does not depend on the input",
           b.slope(0) * b.neuron.weights(j));
  });
}

// Exercise "Half a difference".
TEST(ChainRuleExercises, ForwardDifferenceErrorStepByStep) {
  derivation("forward-difference-error", [](Derivation& d) {
    const double x = *uniform(-2, 2).as("x");
    const double h = *uniform(0.1, 1).as("h");
    const double e = std::exp(x);
    const double remainder = e * (std::expm1(h) - h);
    d.start(std::abs((std::exp(x + h) - e) / h - e));
    d.step("definition of R", std::abs(remainder) / h);
    d.at_most("the bound above", std::exp(x + h) * h * h / 2 / h);
    d.step("cancel h", std::exp(x + h) * h / 2);
  });
}

TEST(ChainRuleExercises, BestStepOfTheForwardDifference) {
  property("forward-best-step", [](Check& check) {
    const double M = *uniform(0.5, 2).as("M");
    const double eta = *uniform(0.5, 2).as("eta");
    const auto bound = [&](double h) { return M * h / 2 + 2 * eta / h; };
    const double best = 2 * std::sqrt(eta / M);
    check.at_most(bound(best), bound(best * *uniform(0.1, 10)), 1e-14);
    check.agree(bound(best), 2 * std::sqrt(M * eta), 1e-14);
  });
}

// Exercise "Find the wrong step".
TEST(ChainRuleExercises, TheWrongStepIsTheSecond) {
  derivation("", [](Derivation& d) {
    const double z = *gaussian().as("z");
    const double y = *uniform(0, 1).as("y");
    const double s = sigmoid(z);
    const auto slope = [&](auto t) {
      return SquaredErrorWithLogits{}.derivative(t, decltype(t)(y));
    };
    const auto written_out = [&](Dual<double> t) {
      return 2 * (sigmoid(t) - y) * (sigmoid(t) * (1 - sigmoid(t)));
    };
    const auto bell = [](Dual<double> t) { return sigmoid(t) * (1 - sigmoid(t)); };
    d.start(complex_step(slope, z));
    d.step("the first derivative", dual_derivative(written_out, z));
    d.wrong_step("the factor in front stays", 2 * (s - y) * dual_derivative(bell, z));
    d.step("the slope of the slope", 2 * (s - y) * sigmoid_derivative(z) * (1 - 2 * s));
  });
}

// What step 2 loses is 2σ′², which is never negative: the true curvature is larger.
TEST(ChainRuleExercises, TheWrongStepLosesTheSquareOfTheSlope) {
  property([](Check& check) {
    const double z = *gaussian().as("z");
    const double y = *label().as("y");
    const double s = sigmoid(z);
    const auto slope = [&](auto t) {
      return SquaredErrorWithLogits{}.derivative(t, decltype(t)(y));
    };
    const double claimed = 2 * (s - y) * sigmoid_derivative(z) * (1 - 2 * s);
    check.agree(complex_step(slope, z) - claimed, 2 * sigmoid_derivative(z) * sigmoid_derivative(z),
                1e-14);
  });
}
