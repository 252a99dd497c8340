// Chapter 3: the mistakes of its catalogue, and what its exercises derive.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "chapters/03-sigmoid/mistakes.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

namespace {

const auto sigma = []<class T>(const T& z) { return sigmoid(z); };

}  // namespace

// Each goes through the very check that the right formula passes, at three points: one may lie
// where the wrong curve happens to cross the right one.
TEST(Sigmoid, MistakesAreCaught) {
  property([](Check& check) {
    const Vector<double> points = *gaussian_vector(3).as("points");
    for (const chapter3::Mistake& mistake : chapter3::mistakes) {
      bool caught = false;
      for (const double z : points) {
        Check trial(Check::Mode::property);
        try {
          check_derivative(trial, sigma, z, mistake.derivative(z));
        } catch (const rc::detail::CaseResult&) {  // what a failed assertion throws
          caught = true;
        }
      }
      check.holds(caught, std::string("the mistake is caught: ") + mistake.name);
    }
  });
}

TEST(Sigmoid, SecondDerivativeStepByStep) {
  derivation("sigmoid-second-derivative", [](Derivation& d) {
    const double z = *gaussian().as("z");
    const double p = sigmoid(z);
    const double slope = complex_step(sigma, z);
    const auto square = [](const auto& t) { return sigmoid(t) * sigmoid(t); };
    d.start(complex_step([](const auto& t) { return sigmoid_derivative(t); }, z));
    d.step("by {sigmoid-derivative}, multiplied out", slope - complex_step(square, z));
    d.step("by {square-derivative}", slope - 2 * p * slope);
    d.step("take out the common factor", slope * (1 - 2 * p));
    d.step("by {sigmoid-derivative}", p * (1 - p) * (1 - 2 * p));
  });
}

TEST(Square, SlopeIsTwiceTheValueTimesTheSlope) {
  property("square-derivative", [](Check& check) {
    const double z = *gaussian().as("z");
    const double a = *uniform(0.5, 1).as("a");
    const auto f = [=]<class T>(const T& t) {
      using std::exp;
      return T(exp(T(-a) * t) + t);
    };
    const double slope = 1 - a * std::exp(-a * z);
    check_derivative(
        check, [&]<class T>(const T& t) { return T(f(t) * f(t)); }, z, 2 * f(z) * slope);
  });
}

TEST(Tanh, IsASigmoidStretchedAndMoved) {
  derivation("tanh-sigmoid", [](Derivation& d) {
    const double z = *gaussian().as("z");
    const double e = std::exp(-2 * z);
    d.start(2 * sigmoid(2 * z) - 1);
    d.step("by {sigmoid}", 2 / (1 + e) - 1);
    d.step("common denominator", (1 - e) / (1 + e));
    d.step("multiply above and below by the same factor",
           (std::exp(z) - std::exp(-z)) / (std::exp(z) + std::exp(-z)));
    d.step("the definition of tanh", std::tanh(z));
  });
}

TEST(Tanh, SlopeStepByStep) {
  derivation("tanh-derivative", [](Derivation& d) {
    const double z = *gaussian().as("z");
    const double t = std::tanh(z);
    const auto stretched = [](const auto& u) { return sigmoid(2.0 * u); };
    d.start(complex_step([](const std::complex<double>& u) { return std::tanh(u); }, z));
    d.step("by {tanh-sigmoid}, and constants stay outside", 2 * complex_step(stretched, z));
    d.step("a step h in z is a step 2h in its double", 4 * complex_step(sigma, 2 * z));
    d.step("by {sigmoid-derivative}", 2 * sigmoid(2 * z) * (2 * (1 - sigmoid(2 * z))));
    d.step("by {tanh-sigmoid}, twice", (1 + t) * (1 - t));
    d.step("multiply out", 1 - t * t);
  });
}

// The wrong step forgets that z goes to the right where -z goes to the left.
TEST(Sigmoid, ProofThatItIsConstant) {
  derivation([](Derivation& d) {
    const double z = *gaussian().as("z");
    const double p = sigmoid(z);
    const auto mirrored = [](const auto& t) { return sigmoid(-t); };
    const auto complement = [&](const auto& t) { return 1.0 - mirrored(t); };
    d.start(complex_step(sigma, z));
    d.step("by {sigmoid-symmetry}", complex_step(complement, z));
    d.step("the constant 1 does not matter", -complex_step(mirrored, z));
    d.wrong_step("the slope of the sigmoid, taken at -z", -complex_step(sigma, -z));
    d.step("by {sigmoid-derivative}", -(sigmoid(-z) * (1 - sigmoid(-z))));
    d.step("by {sigmoid-symmetry}, twice", -((1 - p) * p));
    d.step("by {sigmoid-derivative}", -complex_step(sigma, z));
  });
}
