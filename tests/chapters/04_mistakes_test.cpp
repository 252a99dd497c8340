// The mistakes of chapter 4 and its exercises: each wrong gradient is refused, each wrong step is
// wrong, each solution right.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "chapters/04-mean-squared-error/best_constant.hpp"
#include "chapters/04-mean-squared-error/mistakes.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/neuron/mean_squared_error.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;
using nn::chapter4::cost_of_constant;
using nn::chapter4::mean;
using nn::chapter4::Mistake;
using nn::chapter4::mistakes;

namespace {

double square(double x) { return x * x; }

/// Does the protocol refuse this gradient of the mean squared error?
bool is_refused(const Vector<double>& y_hat, const Vector<double>& y,
                const Vector<double>& gradient) {
  const auto phi = [&]<class T>(const Vector<T>& p) { return mean_squared_error(p, cast<T>(y)); };
  Check inner(Check::Mode::examples);
  testing::TestPartResultArray failures;
  const testing::ScopedFakeTestPartResultReporter reporter(
      testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
  check_gradient(inner, phi, y_hat, gradient);
  return failures.size() > 0;
}

}  // namespace

// Errors of 0.1 or more with alternating signs, and a target away from 0: no mistake is right by
// accident.
TEST(MeanSquaredErrorMistakes, AreAllCaught) {
  property([](Check& check) {
    const std::size_t n = *dimension(3, 7).as("n");
    Vector<double> y = *gaussian_vector(n).as("y");
    y(0) = *uniform(0.5, 2);
    Vector<double> y_hat = y;
    for (std::size_t i = 0; i < n; ++i) y_hat(i) += *uniform(0.1, 0.9) * (i % 2 == 0 ? 1 : -1);
    check.holds(!is_refused(y_hat, y, mean_squared_error_gradient(y_hat, y)),
                "the right gradient passes");
    for (const Mistake& mistake : mistakes) {
      check.holds(is_refused(y_hat, y, mistake.gradient(y_hat, y)), mistake.name);
    }
  });
}

// The exercise "Nothing left": the mean of the squares is not the square of the mean.
TEST(MeanSquaredErrorExercises, TheWrongStepIsTheThird) {
  derivation("", [](Derivation& d) {
    const Vector<double> y = *gaussian_vector(*dimension(2, 7)).as("y");
    const double n = static_cast<double>(y.size());
    const double c = *gaussian().as("c");
    double squares = 0;
    double expanded = 0;
    for (const double target : y) {
      squares += square(c - target);
      expanded += c * c - 2 * c * target + target * target;
    }
    d.start(cost_of_constant(c, y));
    d.step("definition", squares / n);
    d.step("square of a difference", expanded / n);
    d.wrong_step("the mean of each term", c * c - 2 * c * mean(y) + square(mean(y)));
    d.step("square of a difference", square(c - mean(y)));
  });
}

// What the third line should say, and that the constant found is right all the same.
TEST(MeanSquaredErrorExercises, TheLostConstantIsTheCostOfTheMean) {
  property([](Check& check) {
    const Vector<double> y = *gaussian_vector(*dimension(2, 7)).as("y");
    const double c = *gaussian().as("c");
    check.agree(cost_of_constant(c, y) - square(c - mean(y)), cost_of_constant(mean(y), y), 1e-12);
  });
}

TEST(MeanSquaredErrorExercises, CostOfTheMeanOfLabelsStepByStep) {
  derivation("label-variance", [](Derivation& d) {
    const Vector<double> y = *labels(*dimension(2, 12)).as("y");
    const double n = static_cast<double>(y.size());
    d.start(cost_of_constant(mean(y), y));
    d.step("by {one-pass}", squared_norm(y) / n - square(mean(y)));
    d.step("the square of 0 is 0, and that of 1 is 1", total(y) / n - square(mean(y)));
    d.step("definition of the mean", mean(y) - square(mean(y)));
    d.step("take out the common factor", mean(y) * (1 - mean(y)));
  });
}

TEST(MeanSquaredErrorExercises, GaussianNoiseStepByStep) {
  derivation("gaussian-likelihood", [](Derivation& d) {
    const std::size_t size = *dimension(2, 7).as("size");
    const double n = static_cast<double>(size);
    const Vector<double> y_hat = *gaussian_vector(size).as("ŷ");
    const Vector<double> y = y_hat + *gaussian_vector(size);
    const double s = *uniform(0.5, 2).as("s");
    const double peak = s * std::sqrt(2 * std::numbers::pi);
    double product = 1;
    double logarithms = 0;
    double exponents = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const double density = std::exp(-square(y_hat(i) - y(i)) / (2 * s * s)) / peak;
      product *= density;
      logarithms -= std::log(density);
      exponents += square(y_hat(i) - y(i)) / (2 * s * s) + std::log(peak);
    }
    d.start(-std::log(product));
    d.step("the logarithm of a product is the sum of the logarithms", logarithms);
    d.step("logarithm of the density", exponents);
    d.step("by {mean-squared-error}; the last term is the same for all n samples",
           n / (2 * s * s) * mean_squared_error(y_hat, y) + n * std::log(peak));
  });
}
