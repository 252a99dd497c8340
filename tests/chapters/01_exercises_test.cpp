// The solutions of chapter 1's exercises, line by line.
#include <gtest/gtest.h>

#include <cmath>

#include "nn/derivative/dual_derivative.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

// Squares of at most 5 entries below 5 and a multiple below 10: 250 · 100, a dozen roundings.
TEST(DotProductExercises, NoOtherMultipleIsNearer) {
  derivation(
      "foot-nearest",
      [](Derivation& step) {
        const std::size_t d = *dimension(1, 5).as("d");
        const Vector<double> w = *gaussian_vector(d).as("w");
        const Vector<double> x = *gaussian_vector(d).as("x");
        RC_PRE(norm(w) > 0.1);
        const double t = dot(w, x) / squared_norm(w);
        const double s = *uniform(-5, 5).as("s");
        const Vector<double> left_over = x - t * w;
        step.start(squared_norm(Vector<double>(x - s * w)));
        step.step("the multiple t subtracted and added",
                  squared_norm(Vector<double>(left_over - (s - t) * w)));
        step.step("by {squared-norm}, {dot-linear} and {dot-symmetric}",
                  squared_norm(left_over) - 2 * (s - t) * dot(w, left_over) +
                      (s - t) * (s - t) * squared_norm(w));
        step.step("by {foot-perpendicular}, which is 0 at this t",
                  squared_norm(left_over) + (s - t) * (s - t) * squared_norm(w));
      },
      1e-11);
}

TEST(DotProductExercises, DerivativeOfTheSquaredLength) {
  derivation("squared-norm-derivative", [](Derivation& step) {
    const std::size_t d = *dimension(1, 4).as("d");
    const std::size_t j = *dimension(0, d - 1).as("j");
    const Vector<double> x = *gaussian_vector(d).as("x");
    const auto phi = []<class T>(const Vector<T>& v) { return squared_norm(v); };
    Vector<double> e(d, 0.0);
    e(j) = 1;
    // The quotient is 2xⱼ + h exactly. What stands behind the limit is its value at h less that h.
    const double h = *uniform(0.1, 1).as("h");
    const Vector<double> moved = x + h * e;
    step.start(complex_step_gradient(phi, x)(j));
    step.step("by {derivative}", (squared_norm(moved) - squared_norm(x)) / h - h);
    step.step("by {dot-linear} and {dot-symmetric}",
              (2 * h * dot(e, x) + h * h * dot(e, e)) / h - h);
    step.step("divide by h; the only 1 is in place j", 2 * x(j) + h - h);
    step.step("let h go to 0", 2 * x(j));
  });
}

TEST(DotProductExercises, DerivativeOfTheSquaredLengthByTheFullProtocol) {
  property("squared-norm-derivative", [](Check& check) {
    const Vector<double> x = *gaussian_vector(*dimension(1, 4)) / 5;
    const auto phi = []<class T>(const Vector<T>& v) { return squared_norm(v); };
    check_gradient(check, phi, x, 2 * x);
  });
}

// "Find the wrong step": the rule for w · x holds w still, and here both factors move.
TEST(DotProductExercises, WrongDerivativeOfTheSquaredLength) {
  derivation("", [](Derivation& step) {
    const std::size_t d = *dimension(1, 4).as("d");
    const std::size_t j = *dimension(0, d - 1).as("j");
    const Vector<double> x = *gaussian_vector(d).as("x");
    const auto phi = []<class T>(const Vector<T>& v) { return squared_norm(v); };
    const auto product = []<class T>(const Vector<T>& v) { return dot(v, v); };
    step.start(complex_step_gradient(phi, x)(j));
    step.step("by {squared-norm}", dual_gradient(product, x)(j));
    step.wrong_step("by {dot-derivative-weight}, with w = x", x(j));
  });
}
