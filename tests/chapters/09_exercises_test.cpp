// Chapter 9, exercises: what their solutions say.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "chapters/09-perceptron/examples.hpp"
#include "chapters/09-perceptron/exercises/mistake_counts_solution.hpp"
#include "nn/data/book_file.hpp"
#include "nn/data/dataset.hpp"
#include "nn/neuron/perceptron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// (x, 1).
Vector<double> with_one(const Vector<double>& x) { return parameters(Neuron<double>{x, 1.0}); }

}  // namespace

// Exercise 1: extended samples at right angles to each other. Whole numbers, so all of it is exact.
TEST(PerceptronExercises, TheBoundIsReached) {
  property("perceptron-bound", [](Check& check) {
    const Matrix<double> two = matrix<double>({{1}, {-1}});
    const Matrix<double> four = matrix<double>({{1, 1, 1}, {-1, 1, -1}, {1, -1, -1}, {-1, -1, 1}});
    for (const Matrix<double>& X : {two, four}) {
      const std::size_t n = X.size1();
      const Vector<double> t = signs_of(*labels(n).as("y"));
      const auto result = train_perceptron(X, t, 100);
      check.holds(result.mistakes == std::vector<std::size_t>({n, 0}), "each sample once");
      check.agree(mistake_bound(result.neuron, X, t), static_cast<double>(n), 8 * epsilon);
    }
  });
}

// Exercise 2.
TEST(PerceptronExercises, ParametersAreASumOfMistakesStepByStep) {
  derivation("perceptron-counts", [](Derivation& step) {
    const std::size_t d = *dimension(1, 3).as("d");
    const std::size_t n = d + *dimension(1, 4);
    const Matrix<double> X = *gaussian_matrix(n, d).as("X");
    const Vector<double> t = signs_of(*labels(n).as("y"));
    constexpr std::size_t passes = 5;
    Neuron<double> neuron = zero_neuron<double>(d);
    Vector<double> moves(d + 1, 0.0);
    Vector<double> counts(n, 0.0);
    for (std::size_t pass = 0; pass < passes; ++pass) {
      for (std::size_t i = 0; i < n; ++i) {
        if (!perceptron_update(neuron, row_of(X, i), t(i))) continue;
        moves += t(i) * with_one(row_of(X, i));
        counts(i) += 1;
      }
    }
    Vector<double> collected(d + 1, 0.0);
    for (std::size_t i = 0; i < n; ++i) collected += counts(i) * t(i) * with_one(row_of(X, i));
    step.start(parameters(neuron));
    step.step("by {perceptron-update}, once for each mistake", moves);
    step.step("collect the mistakes of each sample", collected);
  });
}

// Exercise 3: one step need not mend the mistake that it was made for.
TEST(PerceptronExercises, TheWrongStepIsTheThird) {
  derivation("", [](Derivation& step) {
    const std::size_t d = *dimension(1, 4).as("d");
    const Vector<double> theta = *gaussian_vector(d + 1).as("theta");
    const Vector<double> x = *gaussian_vector(d).as("x");
    const Vector<double> longer = with_one(x);
    const double t = dot(theta, longer) > 0 ? -1 : 1;  // the label that makes it a mistake
    Neuron<double> neuron = neuron_from(theta);
    perceptron_update(neuron, x, t);
    step.start(t * preactivation(neuron, x));
    step.step("the step", t * dot<double>(theta + t * longer, longer));
    step.step("linearity, and t times t is 1", t * dot(theta, longer) + squared_norm(longer));
    step.wrong_step("a mistake contributes nothing", squared_norm(longer));
  });
}

// Exercise 4: of the sixteen functions of two bits all but two, XOR and its opposite.
TEST(PerceptronExercises, FourteenOfSixteen) {
  examples("xor-sum", [](Check& check) {
    std::size_t learned = 0;
    for (std::size_t code = 0; code < 16; ++code) {
      std::vector<double> answers;
      for (std::size_t i = 0; i < 4; ++i) {
        answers.push_back(static_cast<double>((code >> (3 - i)) & 1U));
      }
      const Samples samples = chapter9::corners(answers);
      const Vector<double> t = signs_of(samples.y);
      const auto result = train_perceptron(samples.X, t, 100);
      const bool sums_differ = t(0) == t(3) && t(1) == t(2) && t(0) != t(1);
      check.holds(result.separates() != sums_differ, "all but those with equal diagonals");
      if (!result.separates()) continue;
      ++learned;
      check.holds(chapter9::count_wrong(result.neuron, samples) == 0, "all four right");
      check.holds(result.total_mistakes() <= 18, "18 mistakes at most");
    }
    check.holds(learned == 14, "fourteen");
  });
}

// Exercise 5: which measurements suffice, within a thousand passes.
TEST(PerceptronExercises, MeasurementsThatSuffice) {
  examples([](Check& check) {
    const auto passes = [](const std::vector<std::string>& features) {
      DatasetOptions options;
      options.features = features;
      const Dataset data = load_dataset(book_file("chapters/data/adelie-chinstrap.csv"), options);
      const Matrix<double> X = fit_standardization(data.X).apply(data.X);
      const auto result = train_perceptron(X, signs_of(data.y), 1000);
      return result.separates() ? result.mistakes.size() : 0;
    };
    const std::string length = "bill_length_mm";
    const std::string depth = "bill_depth_mm";
    const std::string flipper = "flipper_length_mm";
    const std::string mass = "body_mass_g";
    check.holds(passes({length, depth, flipper, mass}) == 53, "all four");
    check.holds(passes({length, depth, mass}) == 43, "without the flippers");
    check.holds(passes({length, depth, flipper}) == 0, "without the mass");
    check.holds(passes({length, flipper, mass}) == 0, "without the depth");
    check.holds(passes({depth, flipper, mass}) == 0, "without the length");
  });
}

// The solution's code is part of the page, and right.
TEST(PerceptronExercises, TheCountsGiveTheParameters) {
  examples([](Check& check) {
    const Samples samples = chapter9::small_samples();
    const Vector<double> t = signs_of(samples.y);
    const auto counts = exercise::mistake_counts(samples.X, t, 3);
    check.holds(counts == std::vector<std::size_t>({1, 1, 2, 0}), "1, 1, 2 and 0 mistakes");
  });
}
