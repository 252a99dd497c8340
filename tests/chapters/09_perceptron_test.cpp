// Chapter 9: Rosenblatt's rule, Novikoff's bound on its mistakes, and what no neuron can do.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "chapters/06-gradient-descent/examples.hpp"
#include "chapters/09-perceptron/examples.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/binary_step.hpp"
#include "nn/neuron/perceptron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;
using nn::chapter9::adelies_and;
using nn::chapter9::all_columns;
using nn::chapter9::bill_columns;
using nn::chapter9::count_wrong;
using nn::chapter9::exclusive_or;
using nn::chapter9::small_samples;
using nn::chapter9::standardized;

namespace {

/// (x, 1).
Vector<double> with_one(const Vector<double>& x) {
  Vector<double> longer(x.size() + 1);
  for (std::size_t j = 0; j < x.size(); ++j) longer(j) = x(j);
  longer(x.size()) = 1;
  return longer;
}

/// Samples, their signs, and a row q of length 1 that separates them: tᵢ q · (xᵢ, 1) ≥ τ > 1/20.
struct Separable {
  Matrix<double> X;
  Vector<double> t;
  Vector<double> q;
  double tau;
  double R;

  static Separable draw() {
    const std::size_t d = *dimension(1, 4).as("d");
    const std::size_t n = *dimension(2, 7).as("n");
    Separable drawn{*gaussian_matrix(n, d).as("X"), Vector<double>(n),
                    *gaussian_vector(d + 1).as("q"), std::numeric_limits<double>::infinity(), 0};
    RC_PRE(norm(drawn.q) > 0.1);
    drawn.q /= norm(drawn.q);
    for (std::size_t i = 0; i < n; ++i) {
      const Vector<double> x = drawn.sample(i);
      const double z = dot(drawn.q, x);
      drawn.t(i) = z < 0 ? -1 : 1;
      drawn.tau = std::min(drawn.tau, std::abs(z));
      drawn.R = std::max(drawn.R, norm(x));
    }
    RC_PRE(drawn.tau > 0.05);
    return drawn;
  }

  std::size_t n() const { return t.size(); }
  Vector<double> sample(std::size_t i) const { return with_one(row_of(X, i)); }
};

/// The last mistake on the way to a pass without one: which it was, and θ before it and after it.
struct LastMistake {
  double m;  ///< it was the m-th
  Vector<double> before;
  Vector<double> after;
  Vector<double> x;  ///< the sample, extended
  double t;
};

LastMistake last_mistake(const Separable& samples) {
  const double bound = samples.R / samples.tau * (samples.R / samples.tau);
  LastMistake last{0, {}, {}, {}, 0};
  Neuron<double> neuron = zero_neuron<double>(samples.X.size2());
  for (bool mistaken = true; mistaken;) {
    mistaken = false;
    for (std::size_t i = 0; i < samples.n(); ++i) {
      const Vector<double> before = parameters(neuron);
      if (!perceptron_update(neuron, row_of(samples.X, i), samples.t(i))) continue;
      mistaken = true;
      RC_ASSERT(last.m < bound);  // a wrong rule might go on for ever
      last = {last.m + 1, before, parameters(neuron), samples.sample(i), samples.t(i)};
    }
  }
  return last;
}

// At most (R/τ)² mistakes, some ten thousand at the worst, each a rounding of at most u ‖θ‖:
// relative to ‖θ‖ some 1e-12, to the squared length twice that.
constexpr double along_the_way = 1e-9;

}  // namespace

// The rule --------------------------------------------------------------------------------------

TEST(PerceptronLabels, AreMinusOneAndOne) {
  property("perceptron-label", [](Check& check) {
    const std::size_t n = *dimension(1, 6).as("n");
    const Vector<double> y = *labels(n).as("y");
    const Vector<double> t = signs_of(y);
    check.holds(t.size() == n, "a sign for each label");
    for (std::size_t i = 0; i < n; ++i) check.agree(t(i), y(i) == 1 ? 1 : -1, 0);
  });
  EXPECT_THROW(signs_of(vector<double>({0, 0.5})), std::domain_error);
  EXPECT_THROW(signs_of(vector<double>({-1, 1})), std::domain_error);
  EXPECT_THROW(signs_of(vector<double>({1, 2})), std::domain_error);
}

TEST(PerceptronUpdate, MovesAtAMistakeAndNowhereElse) {
  property("perceptron-update", [](Check& check) {
    const std::size_t d = *dimension(1, 4).as("d");
    const Matrix<double> X = *gaussian_matrix(1, d).as("X");
    const Vector<double> x = row_of(X, 0);
    const Neuron<double> before{*gaussian_vector(d).as("w"), *gaussian().as("b")};
    const double t = 2 * *label().as("y") - 1;
    const auto z = static_cast<double>(oracle::preactivation(before.weights, before.bias, X, 0));
    RC_PRE(std::abs(z) > 1e-9);  // there the sign of the computed z is certain
    Neuron<double> after = before;
    const bool mistake = perceptron_update(after, x, t);
    check.holds(mistake == (t * z < 0), "a mistake is where t z < 0");
    Vector<double> expected = parameters(before);
    if (t * z < 0) {
      for (std::size_t j = 0; j < d; ++j) expected(j) += t > 0 ? x(j) : -x(j);
      expected(d) += t;
    }
    check.agree(parameters(after), expected, 0);
  });
}

// On the boundary every sample is a mistake, whatever its label. That is how θ = 0 gets away.
TEST(PerceptronUpdate, OnTheBoundary) {
  property("perceptron-update", [](Check& check) {
    const double t = 2 * *label().as("y") - 1;
    const double near = t * std::pow(10.0, -static_cast<double>(*dimension(7, 300).as("digits")));
    for (const double zero : {0.0, -0.0}) check.holds(is_mistake(zero, t), "z = 0");
    check.holds(is_mistake(-near, t), "the wrong side, however near");
    check.holds(!is_mistake(near, t), "the right side, however near");
    check.holds(is_mistake(std::numeric_limits<double>::quiet_NaN(), t), "not a number");
    Neuron<double> neuron = zero_neuron<double>(2);
    check.holds(perceptron_update(neuron, vector<double>({3, -2}), t), "from 0");
    check.agree(parameters(neuron), vector<double>({3 * t, -2 * t, t}), 0);
  });
}

TEST(PerceptronUpdate, IsTheErrorTimesTheSample) {
  property("perceptron-error-form", [](Check& check) {
    const double z = *gaussian().as("z");
    const double y = *label().as("y");
    const double t = signs_of(vector<double>({y}))(0);
    RC_PRE(z != 0);
    check.agree(y - binary_step(z), is_mistake(z, t) ? t : 0, 0);
  });
}

// There a yes is right by H(0) = 1, and a mistake to the rule; a no is a mistake to both.
TEST(PerceptronUpdate, DiffersFromTheErrorOnTheBoundary) {
  examples([](Check& check) {
    check.agree(1 - binary_step(0.0), 0, 0);
    check.agree(0 - binary_step(0.0), -1, 0);
    check.holds(is_mistake(0.0, 1.0) && is_mistake(0.0, -1.0), "mistakes");
  });
}

TEST(PerceptronPass, IsTheStepsInTheirOrder) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 3).as("d");
    const std::size_t n = d + *dimension(1, 4);
    const Matrix<double> X = *gaussian_matrix(n, d).as("X");
    const Vector<double> t = signs_of(*labels(n).as("y"));
    Neuron<double> passed = zero_neuron<double>(d);
    Neuron<double> stepped = passed;
    for (int pass = 0; pass < 3; ++pass) {
      std::size_t mistakes = 0;
      for (std::size_t i = 0; i < n; ++i) {
        const Vector<double> x = row_of(X, i);
        if (t(i) * (dot(stepped.weights, x) + stepped.bias) > 0) continue;
        ++mistakes;
        stepped.weights += t(i) * x;
        stepped.bias += t(i);
      }
      check.holds(perceptron_pass(passed, X, t) == mistakes, "as many mistakes");
      check.agree(parameters(passed), parameters(stepped), 0);
    }
    check.holds(throws<ShapeError>([&] { perceptron_pass(passed, X, Vector<double>(n + 1, 1.0)); }),
                "a sign for each sample");
    check.holds(
        throws<ShapeError>([&] { perceptron_pass(passed, Matrix<double>(n, d + 1, 1.0), t); }),
        "a weight for each feature");
  });
}

// The bound -------------------------------------------------------------------------------------

TEST(PerceptronBound, WhatSeparableMeans) {
  property("separable", [](Check& check) {
    const Separable drawn = Separable::draw();
    oracle::Real longest = 0;
    oracle::Real least = std::numeric_limits<oracle::Real>::infinity();
    for (std::size_t i = 0; i < drawn.n(); ++i) {
      const Vector<double> x = drawn.sample(i);
      longest = std::max(longest, std::sqrt(oracle::dot(x, x)));
      least = std::min(least, drawn.t(i) * oracle::dot(drawn.q, x));
    }
    check.agree(radius(drawn.X), static_cast<double>(longest), 8 * epsilon);
    // A row of another length separates with the same margin.
    const double length = *uniform(0.1, 10).as("length");
    const Vector<double> longer = length * drawn.q;
    const auto expected = static_cast<double>(least / std::sqrt(oracle::dot(drawn.q, drawn.q)));
    check.agree(margin(neuron_from(longer), drawn.X, drawn.t), expected, 64 * epsilon);
    check.at_most(drawn.tau, margin(neuron_from(drawn.q), drawn.X, drawn.t), 64 * epsilon);
    const double ratio = static_cast<double>(longest) / expected;
    check.agree(mistake_bound(neuron_from(longer), drawn.X, drawn.t) / (ratio * ratio), 1, 1e-12);
    const Neuron<double> turned = neuron_from(Vector<double>(-drawn.q));
    check.holds(margin(turned, drawn.X, drawn.t) < 0, "the other way round it separates nothing");
  });
}

TEST(PerceptronBound, FromBelowStepByStep) {
  derivation(
      "perceptron-lower",
      [](Derivation& step) {
        const Separable drawn = Separable::draw();
        const LastMistake last = last_mistake(drawn);
        const Vector<double> moved = last.before + last.t * last.x;
        step.start(dot(drawn.q, last.after));
        step.step("by {perceptron-update}", dot(drawn.q, moved));
        step.step("by {dot-linear}", dot(drawn.q, last.before) + last.t * dot(drawn.q, last.x));
        step.at_least("by {separable}", dot(drawn.q, last.before) + drawn.tau);
        step.at_least("the same for the mistakes before it, back to 0", last.m * drawn.tau);
      },
      along_the_way);
}

TEST(PerceptronBound, FromAboveStepByStep) {
  derivation(
      "perceptron-upper",
      [](Derivation& step) {
        const Separable drawn = Separable::draw();
        const LastMistake last = last_mistake(drawn);
        const Vector<double> moved = last.before + last.t * last.x;
        const double before = squared_norm(last.before);
        const double cross = 2 * last.t * dot(last.before, last.x);
        step.start(squared_norm(last.after));
        step.step("by {perceptron-update}", squared_norm(moved));
        step.step("by {squared-norm} and {dot-linear}",
                  before + cross + last.t * last.t * squared_norm(last.x));
        step.step("the square of t is 1", before + cross + squared_norm(last.x));
        step.at_most("the sample was a mistake", before + squared_norm(last.x));
        step.at_most("by {separable}", before + drawn.R * drawn.R);
        step.at_most("the same for the mistakes before it, back to 0", last.m * drawn.R * drawn.R);
      },
      along_the_way);
}

TEST(PerceptronBound, BetweenTheTwoStepByStep) {
  derivation(
      "perceptron-squeeze",
      [](Derivation& step) {
        const Separable drawn = Separable::draw();
        const LastMistake last = last_mistake(drawn);
        step.start(last.m * drawn.tau);
        step.at_most("by {perceptron-lower}", dot(drawn.q, last.after));
        step.at_most("by {cauchy-schwarz}", norm(drawn.q) * norm(last.after));
        step.step("q has length 1", norm(last.after));
        step.at_most("by {perceptron-upper}, the roots of both sides", std::sqrt(last.m) * drawn.R);
      },
      along_the_way);
}

TEST(PerceptronBound, HoldsAndTheRuleStops) {
  property("perceptron-bound", [](Check& check) {
    const Separable drawn = Separable::draw();
    const double bound = drawn.R / drawn.tau * (drawn.R / drawn.tau);
    // Every pass but the last has a mistake.
    const auto most = static_cast<std::size_t>(bound) + 1;
    const PerceptronResult<double> result = train_perceptron(drawn.X, drawn.t, most);
    const auto total = static_cast<double>(result.total_mistakes());
    check.holds(result.separates(), "a pass without a mistake");
    check.at_most(total, bound);
    check.at_most(total, mistake_bound(result.neuron, drawn.X, drawn.t), along_the_way * total);
    std::size_t sum = 0;
    for (std::size_t pass = 0; pass + 1 < result.mistakes.size(); ++pass) {
      check.holds(result.mistakes[pass] > 0, "no pass after one without a mistake");
      sum += result.mistakes[pass];
    }
    check.holds(sum == result.total_mistakes(), "all mistakes, each once");
    for (std::size_t i = 0; i < drawn.n(); ++i) {
      check.holds(drawn.t(i) * dot(parameters(result.neuron), drawn.sample(i)) > 0, "all right");
    }
    // However the passes go on, there is nothing left to learn.
    Neuron<double> neuron = result.neuron;
    check.holds(perceptron_pass(neuron, drawn.X, drawn.t) == 0, "and it stays so");
  });
}

// α = 2ᵏ, with which products are exact: the same mistakes, to the last bit.
TEST(PerceptronRate, OnlyStretchesTheParametersStepByStep) {
  derivation("perceptron-rate", [](Derivation& step) {
    const Separable drawn = Separable::draw();
    const LastMistake last = last_mistake(drawn);
    const double alpha = std::ldexp(1.0, static_cast<int>(*dimension(0, 12).as("k")) - 6);
    Vector<double> theta(drawn.q.size(), 0.0);
    Vector<double> before = theta;
    double mistakes = 0;
    for (bool mistaken = true; mistaken;) {
      mistaken = false;
      for (std::size_t i = 0; i < drawn.n(); ++i) {
        const Vector<double> x = drawn.sample(i);
        const Neuron<double> neuron = neuron_from(theta);
        if (drawn.t(i) * preactivation(neuron, row_of(drawn.X, i)) > 0) continue;
        before = theta;
        theta += alpha * drawn.t(i) * x;
        ++mistakes;
        RC_ASSERT(mistakes <= last.m);
        mistaken = true;
      }
    }
    RC_ASSERT(mistakes == last.m);
    const Vector<double> moved = last.before + last.t * last.x;
    step.start(theta);
    step.step("the rule with the rate", Vector<double>(before + alpha * last.t * last.x));
    step.step("they were multiples before",
              Vector<double>(alpha * last.before + alpha * last.t * last.x));
    step.step("take out the factor", Vector<double>(alpha * moved));
    step.step("by {perceptron-update}", Vector<double>(alpha * last.after));
  });
}

// What no neuron can do -------------------------------------------------------------------------

TEST(ExclusiveOr, DiagonalsHaveTheSameSumStepByStep) {
  derivation("xor-sum", [](Derivation& step) {
    const double w_1 = *gaussian().as("w_1");
    const double w_2 = *gaussian().as("w_2");
    const double b = *gaussian().as("b");
    const Neuron<double> neuron{vector<double>({w_1, w_2}), b};
    const auto z = [&](double x_1, double x_2) {
      return preactivation(neuron, vector<double>({x_1, x_2}));
    };
    step.start(z(0, 0) + z(1, 1));
    step.step("by {preactivation}, twice", b + (w_1 + w_2 + b));
    step.step("the same four terms, in another order", (w_2 + b) + (w_1 + b));
    step.step("by {preactivation}, twice", z(0, 1) + z(1, 0));
  });
}

// By H(0) = 1, and as well where the answer on the boundary is left open. Some neurons are drawn
// near one that is right about three corners.
TEST(ExclusiveOr, HasNoNeuron) {
  property("xor-inequalities", [](Check& check) {
    const Samples samples = exclusive_or();
    Neuron<double> neuron{*gaussian_vector(2).as("w"), *gaussian().as("b")};
    if (*dimension(0, 1) == 1) {
      neuron.weights += vector<double>({4, 4});
      neuron.bias -= 2;
    }
    const Vector<double> z = preactivations(neuron, samples.X);
    // z(0,0) < 0, z(0,1) ≥ 0, z(1,0) ≥ 0, z(1,1) < 0.
    const bool all = z(0) < 0 && z(1) >= 0 && z(2) >= 0 && z(3) < 0;
    check.holds(!all, "the four inequalities at once");
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      if (binary_step(z(i)) != samples.y(i)) ++wrong;
    }
    check.holds(wrong >= 1, "a wrong answer");
    check.holds(count_wrong(neuron, samples) >= 1, "a mistake of the rule");
  });
}

TEST(ExclusiveOr, SendsTheRuleInACircle) {
  property([](Check& check) {
    const Samples samples = exclusive_or();
    const std::size_t passes = *dimension(1, 9).as("passes");
    Neuron<double> neuron = zero_neuron<double>(2);
    for (std::size_t pass = 0; pass < passes; ++pass) {
      check.holds(perceptron_pass(neuron, samples.X, signs_of(samples.y)) == 4, "four mistakes");
      check.agree(parameters(neuron), vector<double>({0, 0, 0}), 0, "back at 0");
    }
    const auto result = train_perceptron(samples.X, signs_of(samples.y), passes);
    check.holds(result.mistakes.size() == passes && !result.separates(), "so many, and no more");
    const auto none = train_perceptron(samples.X, signs_of(samples.y), 0);
    check.holds(none.mistakes.empty() && !none.separates(), "no pass at all");
    check.holds(none.total_mistakes() == 0, "and no mistake");
  });
}

// A loss with this slope ------------------------------------------------------------------------

TEST(PerceptronLoss, HasTheMoveForItsSlope) {
  property("perceptron-loss-slope", [](Check& check) {
    const std::size_t d = *dimension(1, 4).as("d");
    const Vector<double> theta = *gaussian_vector(d + 1).as("theta");
    const Vector<double> x = *gaussian_vector(d).as("x");
    const Vector<double> longer = with_one(x);
    const double z = dot(theta, longer);
    RC_PRE(std::abs(z) > 0.5);  // the oracles step less far than to the kink
    const double wrong_sign = z > 0 ? -1 : 1;
    const auto loss = [&](double t) {
      return [&longer, t]<class T>(const Vector<T>& at) {
        const T wrong_by = -T(t) * dot(at, cast<T>(longer));
        return real_part(wrong_by) > 0 ? wrong_by : T(0);
      };
    };
    const auto move = [&](double t) -> Vector<double> {
      Neuron<double> neuron = neuron_from(theta);
      perceptron_update(neuron, x, t);
      return parameters(neuron) - theta;
    };
    // ∂L/∂θ = −t x, and the move is its negative, but for the rounding of θ + t x.
    check_gradient(check, loss(wrong_sign), theta, Vector<double>(-wrong_sign * longer));
    check.agree(move(wrong_sign), Vector<double>(wrong_sign * longer), 16 * epsilon);
    // On the right side both are 0.
    check.agree(move(-wrong_sign), Vector<double>(d + 1, 0.0), 0);
    check.agree(dual_gradient(loss(-wrong_sign), theta), Vector<double>(d + 1, 0.0), 0);
    check.agree(central_difference_gradient(loss(-wrong_sign), theta), Vector<double>(d + 1, 0.0),
                0);
  });
}

TEST(PerceptronLoss, HasNoSlopeAtTheKink) {
  property("perceptron-loss-slope", [](Check& check) {
    const double h = *uniform(1e-6, 1).as("h");
    const double t = 2 * *label().as("y") - 1;
    const auto loss = [&](double z) { return std::max(0.0, -t * z); };
    check.agree(loss(t * h) / h, 0, 0, "toward the right side");
    check.agree(loss(-t * h) / h, 1, 0, "toward the wrong side");
  });
}

// The examples of the page ----------------------------------------------------------------------

TEST(PerceptronExamples, ByHand) {
  examples("perceptron-bound", [](Check& check) {
    const Samples samples = small_samples();
    const Vector<double> t = signs_of(samples.y);
    const auto result = train_perceptron(samples.X, t, 100);
    check.holds(result.mistakes == std::vector<std::size_t>({2, 2, 0}), "4 mistakes in 3 passes");
    check.agree(parameters(result.neuron), vector<double>({5, 0, 0}), 0);
    check.agree(radius(samples.X), std::sqrt(11.0), epsilon);
    check.agree(margin(result.neuron, samples.X, t), 1, 0);
    check.agree(mistake_bound(result.neuron, samples.X, t), 11, 4 * epsilon);
    const auto in_float = train_perceptron(cast<float>(samples.X), cast<float>(t), 100);
    check.agree(cast<double>(parameters(in_float.neuron)), vector<double>({5, 0, 0}), 0, "float");
  });
}

TEST(PerceptronExamples, Penguins) {
  examples([](Check& check) {
    const auto learned = [](const Samples& samples) {
      return train_perceptron(samples.X, signs_of(samples.y), 1000);
    };
    const Samples gentoos = adelies_and("Gentoo", bill_columns());
    check.holds(gentoos.y.size() == 274 && total(gentoos.y) == 123, "274 penguins");
    const auto raw = learned(gentoos);
    check.holds(raw.separates() && raw.mistakes.size() == 12 && raw.total_mistakes() == 23, "mm");
    const auto scaled = learned(standardized(gentoos));
    check.holds(scaled.mistakes == std::vector<std::size_t>({2, 0}), "standardised");

    const Samples bills = adelies_and("Chinstrap", bill_columns());
    for (const auto& result : {learned(bills), learned(standardized(bills))}) {
      check.holds(result.mistakes.size() == 1000, "no end");
      check.holds(*std::min_element(result.mistakes.begin(), result.mistakes.end()) == 2,
                  "two mistakes or more in every pass");
    }
    const auto all = learned(standardized(adelies_and("Chinstrap", all_columns())));
    check.holds(all.mistakes.size() == 53 && all.total_mistakes() == 199, "all measurements");
  });
}

// The Adelie that is the mean of three Chinstraps: whatever the neuron, one of the four is wrong.
TEST(PerceptronExamples, NoLineSeparatesAMeanFromItsThree) {
  property("mean-of-three", [](Check& check) {
    const Samples four = chapter6::adelie_among_chinstraps();
    const Neuron<double> neuron{*gaussian_vector(2).as("w"), *gaussian().as("b") * 50};
    check.holds(count_wrong(neuron, four) >= 1, "a mistake");
  });
}

// Edges -----------------------------------------------------------------------------------------

TEST(PerceptronEdges, WhatIsRefused) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 4).as("d");
    const Matrix<double> X(1, d, 1.0);
    const Vector<double> yes(1, 1.0);
    const Neuron<double> right{Vector<double>(d, 1.0), *uniform(0, 2).as("b")};
    const Neuron<double> on_it{Vector<double>(d, 1.0), -static_cast<double>(d)};
    check.holds(throws<ShapeError>([&] { radius(Matrix<double>(0, d)); }), "no samples");
    check.holds(throws<ShapeError>([&] { margin(right, Matrix<double>(0, d), Vector<double>()); }),
                "no samples to keep from");
    check.holds(throws<ShapeError>([&] { margin(right, X, Vector<double>(2, 1.0)); }),
                "a sign for each sample");
    check.holds(throws<std::domain_error>([&] { margin(zero_neuron<double>(d), X, yes); }),
                "no boundary");
    check.holds(throws<std::domain_error>([&] { mistake_bound(right, X, Vector<double>(-yes)); }),
                "the wrong side");
    check.holds(throws<std::domain_error>([&] { mistake_bound(on_it, X, yes); }),
                "on the boundary");
    Neuron<double> neuron = right;
    check.holds(
        throws<ShapeError>([&] { perceptron_update(neuron, Vector<double>(d + 1, 1.0), 1.0); }),
        "a weight for each feature");
  });
}

// Squares beyond 1e308 and below 1e-308.
TEST(PerceptronEdges, LargeAndSmallNumbersKeepTheirLengths) {
  property([](Check& check) {
    const double scale = std::pow(10.0, static_cast<double>(*dimension(160, 300).as("power")));
    const Matrix<double> X = matrix<double>({{3 * scale, 4 * scale}, {0, -1}});
    check.agree(radius(X) / (5 * scale), 1, 4 * epsilon);
    const Neuron<double> neuron{vector<double>({3 * scale, 4 * scale}), 0};
    const Matrix<double> near = matrix<double>({{1, 0}, {0, -1}});
    check.agree(margin(neuron, near, vector<double>({1, -1})), 0.6, 4 * epsilon);
  });
}
