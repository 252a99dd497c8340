// What the exercises of chapter 10 derive, and the wrong step of the third.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "chapters/10-layers/body_mass.hpp"
#include "chapters/10-layers/interpolant.hpp"
#include "nn/network/network.hpp"
#include "tests/chapters/10_drawn_network.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

// Exercise 1: two units for |x|, three for the larger of two numbers.
TEST(Kinks, AbsoluteValueTakesTwoUnits) {
  property("absolute-value-relu", [](Check& check) {
    const double x = *gaussian() * 10;
    check.agree(relu(x) + relu(-x), std::abs(x), 0);
    const Network network = network_of(1, {2}, Activation::relu, 1);
    const Vector<double> theta = vector<double>({1, -1, 0, 0, 1, 1, 0});
    check.agree(scores(network, theta, Matrix<double>(1, 1, x))(0, 0), std::abs(x), 0);
  });
}

TEST(Kinks, TheLargerOfTwoStepByStep) {
  derivation("maximum-relu", [](Derivation& d) {
    const double x = *gaussian().as("x");
    const double y = *gaussian().as("y");
    d.start(std::max(x, y));
    d.step("the first, and by how much the second is larger, if it is", x + relu(y - x));
    d.step("a number is its positive part less that of its opposite",
           relu(x) - relu(-x) + relu(y - x));
  });
}

TEST(Kinks, TheLargerOfTwoTakesThreeUnits) {
  property("maximum-relu", [](Check& check) {
    const Network network = network_of(2, {3}, Activation::relu, 1);
    const Vector<double> theta = vector<double>({1, -1, -1, 0, 0, 1, 0, 0, 0, 1, -1, 1, 0});
    const Matrix<double> X = *gaussian_matrix(4, 2).as("X");
    const Matrix<double> Z = scores(network, theta, X);
    for (std::size_t i = 0; i < 4; ++i) {
      // y − x is rounded once, and so is the sum; both are below 10.
      check.agree(Z(i, 0), std::max(X(i, 0), X(i, 1)), 10 * epsilon);
    }
  });
}

// Exercise 3: "ReLUs collapse, too". Of two numbers with different signs, the parts do not add up.
TEST(ReluCollapse, TheWrongStepIsTheSecond) {
  derivation([](Derivation& d) {
    const Vector<double> x = *gaussian_vector(2).as("x");
    const Vector<double> w1 = *gaussian_vector(2).as("w1");
    const Vector<double> w2 = *gaussian_vector(2).as("w2");
    const double b1 = *gaussian().as("b1");
    const double b2 = *gaussian().as("b2");
    const double v1 = *uniform(0.1, 2).as("v1");
    const double v2 = *uniform(0.1, 2).as("v2");
    const double z1 = dot(w1, x) + b1;
    const double z2 = dot(w2, x) + b2;
    d.start(v1 * relu(z1) + v2 * relu(z2));
    d.step("a positive factor may go inside", relu(v1 * z1) + relu(v2 * z2));
    d.wrong_step("the larger of a sum and 0", relu(v1 * z1 + v2 * z2));
    d.step("one weighted sum", relu(dot(Vector<double>(v1 * w1 + v2 * w2), x) + v1 * b1 + v2 * b2));
  });
}

// It claims too little: relu(a + b) ≤ relu(a) + relu(b), and equal only where the signs agree.
TEST(ReluCollapse, AddsUpWhereTheSignsAgree) {
  property([](Check& check) {
    const double a = *gaussian().as("a");
    const double b = *gaussian().as("b");
    check.at_most(relu(a + b), relu(a) + relu(b), 4 * epsilon);
    if (a * b >= 0) check.agree(relu(a) + relu(b), relu(a + b), 0);
    if (a * b < 0) check.holds(relu(a + b) < relu(a) + relu(b), "and less where they do not");
  });
}

// Exercise 4: other numbers, the same network.
TEST(Twins, ARescaledReluStepByStep) {
  derivation("relu-rescaled", [](Derivation& d) {
    const std::size_t units = *dimension(1, 5).as("units");
    const Vector<double> z = *gaussian_vector(units).as("z");
    const Vector<double> v = *gaussian_vector(units).as("v");
    double rescaled = 0;
    double outside = 0;
    double plain = 0;
    for (std::size_t k = 0; k < units; ++k) {
      const double c = *uniform(0.2, 5).as("c");
      rescaled += v(k) / c * relu(c * z(k));
      outside += v(k) / c * (c * std::max(z(k), 0.0));
      plain += v(k) * relu(z(k));
    }
    d.start(rescaled);
    d.step("a positive factor changes no sign, so it comes out", outside);
    d.step("the factor cancels", plain);
  });
}

TEST(Twins, SameScoresFromOtherWeights) {
  property("relu-rescaled", [](Check& check) {
    const DrawnLayers drawn = DrawnLayers::draw(Activation::relu, 1);
    CopiedLayer first = copied_layer(drawn.network, drawn.theta, 0);
    CopiedLayer second = copied_layer(drawn.network, drawn.theta, 1);
    for (std::size_t k = 0; k < first.b.size(); ++k) {
      const double c = std::pow(2, static_cast<double>(*dimension(0, 8)) - 4);  // no rounding
      first.b(k) *= c;
      for (std::size_t j = 0; j < first.W.size1(); ++j) first.W(j, k) *= c;
      for (std::size_t o = 0; o < second.W.size2(); ++o) second.W(k, o) /= c;
    }
    agree_within(check, scores(drawn.network, theta_of({first, second}), drawn.X),
                 drawn.scores_now(), 0);
  });
}

TEST(Twins, ATanhMayTurnItsSigns) {
  property([](Check& check) {
    const DrawnLayers drawn = DrawnLayers::draw(Activation::tanh, 1);
    CopiedLayer first = copied_layer(drawn.network, drawn.theta, 0);
    CopiedLayer second = copied_layer(drawn.network, drawn.theta, 1);
    for (std::size_t k = 0; k < first.b.size(); ++k) {
      const double sign = *label() > 0 ? 1 : -1;
      first.b(k) *= sign;
      for (std::size_t j = 0; j < first.W.size1(); ++j) first.W(j, k) *= sign;
      for (std::size_t o = 0; o < second.W.size2(); ++o) second.W(k, o) *= sign;
    }
    agree_within(check, scores(drawn.network, theta_of({first, second}), drawn.X),
                 drawn.scores_now(), 0);
  });
}

// Exercise 5: the root's second derivative has no bound on [0, 1].
TEST(Root, ErrorStepByStep) {
  derivation("root-interpolation-error", [](Derivation& d) {
    const double h = *uniform(0.01, 1).as("h");
    const double x = *uniform(0, 1) * h;
    const double root = std::sqrt(h);
    const double p = std::sqrt(x) - root / 2;
    d.start(std::sqrt(x) - x / root);
    d.step("from half the root of h, the root of x is off by p",
           root / 2 + p - (root / 2 + p) * (root / 2 + p) / root);
    d.step("multiply out; two terms cancel", root / 4 - p * p / root);
    d.at_most("a square is not negative", root / 4);
  });
}

TEST(Root, FourTimesTheUnitsHalveTheError) {
  examples("root-interpolation-error", [](Check& check) {
    const chapter10::Curve& root = *std::find_if(
        chapter10::curves.begin(), chapter10::curves.end(),
        [](const chapter10::Curve& curve) { return curve.name == std::string("root"); });
    for (const std::size_t m : {4U, 8U, 16U}) {
      const double h = 1 / static_cast<double>(m);
      check.agree(chapter10::largest_error(root, m), std::sqrt(h) / 4, 1e-14);
      check.agree(chapter10::largest_error(root, m) / chapter10::largest_error(root, 4 * m), 2,
                  1e-12);
    }
  });
}
