// The mistakes of chapter 7 and its exercises: each wrong δ is refused, each wrong step is wrong,
// each solution right.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "chapters/07-cross-entropy/mistakes.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;
using nn::chapter7::Mistake;
using nn::chapter7::mistakes;
using nn::chapter7::right_delta;

namespace {

double square(double x) { return x * x; }

/// The one line of exercise 2.
double cross_entropy_in_one_line(double z, double y) {
  return std::max(z, 0.0) - y * z + std::log1p(std::exp(-std::abs(z)));
}

/// Does the protocol refuse this δ?
bool is_refused(const Vector<double>& z, const Vector<double>& y, const Vector<double>& delta) {
  const auto phi = [&]<class T>(const Vector<T>& at) {
    T sum = T(0);
    for (std::size_t i = 0; i < y.size(); ++i)
      sum += CrossEntropyWithLogits{}.value(at(i), T(y(i)));
    return sum / T(static_cast<double>(y.size()));
  };
  Check inner(Check::Mode::examples);
  testing::TestPartResultArray failures;
  const testing::ScopedFakeTestPartResultReporter reporter(
      testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
  check_gradient(inner, phi, z, delta);
  return failures.size() > 0;
}

}  // namespace

// Both labels, and pre-activations at which σ(z), σ′(z) and z are no two the same: no mistake is
// right by accident.
TEST(CrossEntropyMistakes, AreAllCaught) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 6).as("n");
    Vector<double> z(n);
    Vector<double> y = *labels(n).as("y");
    y(0) = 0;
    y(n - 1) = 1;
    for (double& zi : z) zi = *uniform(-3, 2).as("zi");
    check.holds(!is_refused(z, y, right_delta(z, y)), "the right δ passes");
    for (const Mistake& mistake : mistakes) {
      check.holds(is_refused(z, y, mistake.delta(z, y)), mistake.name);
    }
  });
}

// The exercise "Always yes": the derivative of ln(1 − ŷ) has a −1 inside.
TEST(CrossEntropyExercises, TheWrongStepIsTheSecond) {
  derivation("", [](Derivation& d) {
    const double z = *gaussian().as("z");
    const double y = *label().as("y");
    const double p = sigmoid(z);
    const auto by_z = [&](const Dual<double>& at) {
      return cross_entropy_loss(sigmoid(at), Dual<double>(y));
    };
    const auto by_prediction = [&](const Dual<double>& at) {
      return cross_entropy_loss(at, Dual<double>(y));
    };
    d.start(dual_derivative(by_z, z));
    d.step("chain rule", dual_derivative(by_prediction, p) * sigmoid_derivative(z));
    d.wrong_step("derivative of the logarithms", (-y / p - (1 - y) / (1 - p)) * p * (1 - p));
    d.step("multiply out", -y * (1 - p) - (1 - y) * p);
  });
}

TEST(CrossEntropyExercises, SteepestPointOfTheSquaredErrorStepByStep) {
  derivation("mse-steepest", [](Derivation& d) {
    const double p = *uniform(0, 1).as("p");
    d.start(complex_step([]<class T>(const T& at) { return T(2) * at * (T(1) - at) * (T(1) - at); },
                         p));
    d.step("product rule and chain rule", 2 * square(1 - p) - 4 * p * (1 - p));
    d.step("take out the common factor", 2 * (1 - p) * (1 - p - 2 * p));
    d.step("collect", 2 * (1 - p) * (1 - 3 * p));
  });
}

TEST(CrossEntropyExercises, SquaredErrorPullsAtMostEightTwentySevenths) {
  property("mse-steepest", [](Check& check) {
    const double z = *gaussian() * 3;
    check.at_most(std::abs(SquaredErrorWithLogits{}.derivative(z, 1.0)), 8.0 / 27, epsilon);
    // σ(z) = 1/3 at z = −ln 2.
    check.agree(std::abs(SquaredErrorWithLogits{}.derivative(-std::log(2.0), 1.0)), 8.0 / 27,
                epsilon);
  });
}

TEST(CrossEntropyExercises, BestConstantStepByStep) {
  derivation("cross-entropy-best-constant", [](Derivation& d) {
    const std::size_t size = *dimension(2, 7).as("size");
    const double n = static_cast<double>(size);
    const Vector<double> y = *labels(size).as("y");
    const double c = *uniform(0.05, 0.95).as("c");
    const auto cost_of_constant = [&]<class T>(const T& constant) {
      return cross_entropy(Vector<T>(size, constant), cast<T>(y));
    };
    double by_sample = 0;
    double quotients = 0;
    for (const double target : y) {
      by_sample += dual_derivative(
          [&](const Dual<double>& at) { return cross_entropy_loss(at, Dual<double>(target)); }, c);
      quotients += (c - target) / (c * (1 - c));
    }
    d.start(complex_step(cost_of_constant, c));
    d.step("a derivative passes through a sum and a factor", by_sample / n);
    d.step("by {cross-entropy-derivative-prediction}", quotients / n);
    d.step("the denominator is the same in all terms; definition of the mean",
           (c - total(y) / n) / (c * (1 - c)));
  });
}

TEST(CrossEntropyExercises, OneLineStepByStep) {
  derivation("cross-entropy-one-line", [](Derivation& d) {
    const double z = *gaussian() * 3;
    const double y = *uniform(0, 1).as("y");
    d.start(CrossEntropyWithLogits{}.value(z, y));
    d.step("by {cross-entropy-from-preactivation}", (1 - y) * softplus(z) + y * softplus(-z));
    d.step("by {softplus-symmetry}", (1 - y) * softplus(z) + y * (softplus(z) - z));
    d.step("multiply out; one term cancels", softplus(z) - y * z);
    d.step("by {softplus-stable}", cross_entropy_in_one_line(z, y));
  });
}

// yz is rounded in units of z ε. For a label 0 or 1 it is not rounded at all; for one in between
// the loss may be so small that those units show, where the chapter's formula keeps its digits.
TEST(CrossEntropyExercises, OneLineLosesDigitsAtALabelNearOne) {
  examples([](Check& check) {
    const double z = 1000;
    const double y = 1 - 1e-12;
    const double loss = static_cast<double>((1 - oracle::Real(y)) * oracle::Real(z));
    const double one_line = cross_entropy_in_one_line(z, y);
    check.at_most(1e-6, std::abs(one_line / loss - 1));
    check.at_most(std::abs(one_line / loss - 1), epsilon * z / loss);
    check.agree(CrossEntropyWithLogits{}.value(z, y) / loss, 1, 4 * epsilon);
    for (const double label : {0.0, 1.0}) {
      for (const double at : {-1000.0, -0.1, 0.1, 1000.0}) {
        check.agree(cross_entropy_in_one_line(at, label), CrossEntropyWithLogits{}.value(at, label),
                    0);
      }
    }
  });
}
