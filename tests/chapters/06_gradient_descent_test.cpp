// Chapter 6, the direction and the step: steepest descent, the update, parabolas and valleys.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "chapters/06-gradient-descent/bowl.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/training/gradient_descent.hpp"
#include "tests/chapters/06_drawn_neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;
using chapter6::Bowl;

namespace {

/// The slope of t ↦ C(θ + tv) at 0, by dual numbers.
double slope_along(const DrawnNeuron& drawn, const Vector<double>& v) {
  const auto along = [&](const Dual<double>& t) {
    Vector<Dual<double>> moved = cast<Dual<double>>(drawn.theta);
    for (std::size_t j = 0; j < v.size(); ++j) moved(j) += t * Dual<double>(v(j));
    return drawn.value_at(moved);
  };
  return dual_derivative(along, 0);
}

/// Gradient descent for exactly so many epochs.
template <class F>
Vector<double> after(std::size_t epochs, const F& objective, const Vector<double>& theta,
                     double learning_rate) {
  return gradient_descent(objective, theta, {learning_rate, epochs, 0}).parameters;
}

/// A one-dimensional bowl with λ in [0.1, 10] and m in [−3, 3].
Bowl<double> draw_parabola() {
  return {Vector<double>(1, *uniform(0.1, 10)), Vector<double>(1, *uniform(-3, 3))};
}

}  // namespace

TEST(SteepestDescent, SlopeInADirectionIsADotProduct) {
  derivation("directional-derivative", [](Derivation& d) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const Vector<double> v = *gaussian_vector(drawn.theta.size()).as("v");
    const auto cost_at = [&](const Vector<Dual<double>>& theta) { return drawn.value_at(theta); };
    const Vector<double> partial = dual_gradient(cost_at, drawn.theta);

    double sum = 0;
    for (std::size_t j = 0; j < v.size(); ++j) sum += partial(j) * v(j);
    d.start(slope_along(drawn, v));
    d.step("chain rule, a term for each parameter", sum);
    d.step("by {dot-product}", dot(drawn.gradient_at(drawn.theta), v));
  });
}

TEST(SteepestDescent, NoDirectionFallsFasterThanTheGradientIsLong) {
  derivation("steepest-descent", [](Derivation& d) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const Vector<double> gradient = drawn.gradient_at(drawn.theta);
    const Vector<double> u = draw_unit(gradient.size());
    d.start(slope_along(drawn, u));
    d.at_least("no number is below minus its size", -std::abs(dot(gradient, u)));
    d.at_least("by {cauchy-schwarz}", -norm(gradient) * norm(u));
    d.step("the direction has length 1", -norm(gradient));
  });
}

TEST(SteepestDescent, MinusTheGradientFallsAsFast) {
  derivation("steepest-descent-attained", [](Derivation& d) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const Vector<double> gradient = drawn.gradient_at(drawn.theta);
    const double length = norm(gradient);
    RC_PRE(length > 1e-3);
    const Vector<double> downhill = -gradient / length;
    d.start(slope_along(drawn, downhill));
    d.step("by {dot-linear}", -dot(gradient, gradient) / length);
    d.step("by {squared-norm}", -squared_norm(gradient) / length);
    d.step("cancel", -length);
  });
}

// The last line divides by ‖∇C‖ ≥ 1e-3, so the error of the slope, a few ε, grows to 1e-12 at most.
TEST(SteepestDescent, NoOtherDirectionFallsAsFast) {
  derivation(
      "steepest-descent-unique",
      [](Derivation& d) {
        const DrawnNeuron drawn = DrawnNeuron::draw();
        const Vector<double> gradient = drawn.gradient_at(drawn.theta);
        RC_PRE(norm(gradient) > 1e-3);
        const Vector<double> downhill = -gradient / norm(gradient);
        const Vector<double> u = draw_unit(gradient.size());
        d.start(squared_norm<double>(u - downhill));
        d.step("by {dot-linear}", squared_norm(u) - 2 * dot(u, downhill) + squared_norm(downhill));
        d.step("both have length 1", 2 - 2 * dot(u, downhill));
        d.step("put in the steepest direction", 2 + 2 * slope_along(drawn, u) / norm(gradient));
      },
      1e-11);
}

TEST(Update, MovesEveryParameterByMinusAlphaTimesItsDerivative) {
  property("update", [](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const double alpha = *uniform(0.01, 5).as("α");
    const auto cost_at = [&](const Vector<Dual<double>>& theta) { return drawn.value_at(theta); };
    const Vector<double> partial = dual_gradient(cost_at, drawn.theta);
    const Vector<double> moved = after(1, drawn.objective(), drawn.theta, alpha);
    for (std::size_t j = 0; j < moved.size(); ++j) {
      check.agree(moved(j), drawn.theta(j) - alpha * partial(j), 1e-13);
    }
  });
}

TEST(Bowl, GradientIsTheCurvatureTimesTheOffset) {
  property({"parabola", "bowl"}, [](Check& check) {
    const std::size_t d = *dimension(1, 4).as("d");
    Bowl<double> bowl{Vector<double>(d), *gaussian_vector(d)};
    for (double& curvature : bowl.curvature) curvature = *uniform(0.1, 10).as("curvature");
    const Vector<double> theta = *gaussian_vector(d).as("θ");
    const auto value = [&]<class T>(const Vector<T>& at) {
      T sum = T(0);
      for (std::size_t j = 0; j < d; ++j) {
        const T offset = at(j) - T(bowl.bottom(j));
        sum += T(bowl.curvature(j) / 2) * offset * offset;
      }
      return sum;
    };
    check.agree(value_at(bowl, theta), value(theta), 1e-13);
    check_gradient(check, value, theta, gradient_at(bowl, theta));
    // The gradient is linear, so its difference over a step of 1 is the second derivative.
    Vector<double> beside = theta;
    beside(0) += 1;
    check.agree(gradient_at(bowl, beside)(0) - gradient_at(bowl, theta)(0), bowl.curvature(0),
                1e-12);
  });
}

TEST(Parabola, EveryUpdateMultipliesTheErrorByTheSameFactor) {
  derivation("quadratic-error-factor", [](Derivation& d) {
    const Bowl<double> parabola = draw_parabola();
    const double lambda = parabola.curvature(0);
    const double m = parabola.bottom(0);
    const double theta = *uniform(-5, 5).as("θ");
    const double alpha = *uniform(0.001, 3) / lambda;
    d.start(after(1, parabola, Vector<double>(1, theta), alpha)(0) - m);
    d.step("by {update} and {parabola}", theta - alpha * lambda * (theta - m) - m);
    d.step("take out the common factor", (1 - alpha * lambda) * (theta - m));
  });
}

// Each update rounds θ, of size |m| + |e₀| ≤ 8, a few times; for |1 − αλ| ≤ 1 such errors do not
// grow, so after 40 updates they are below 40 · 4u · 8 < 2e-13.
TEST(Parabola, ErrorAfterKEpochsIsAPowerOfTheFactor) {
  property("quadratic-error", [](Check& check) {
    const Bowl<double> parabola = draw_parabola();
    const double lambda = parabola.curvature(0);
    const double m = parabola.bottom(0);
    const double theta = *uniform(-5, 5).as("θ");
    const double alpha = *uniform(0.001, 2) / lambda;
    const std::size_t k = *dimension(0, 40).as("k");
    const double error = after(k, parabola, Vector<double>(1, theta), alpha)(0) - m;
    check.agree(error, std::pow(1 - alpha * lambda, static_cast<double>(k)) * (theta - m), 2e-13);
  });
}

TEST(Parabola, DescendsExactlyWhenAlphaIsBelowTwoOverLambda) {
  property("learning-rate-bound", [](Check& check) {
    const Bowl<double> parabola = draw_parabola();
    const double lambda = parabola.curvature(0);
    const double share = *uniform(0.01, 1.98).as("share");
    // α = share/λ, on one side of 2/λ or mirrored to the other.
    const bool above = *dimension(0, 1) == 1;
    const double alpha = (above ? 4 - share : share) / lambda;
    check.holds((std::abs(1 - alpha * lambda) < 1) == (alpha < 2 / lambda), "|1 − αλ| < 1");
    const Vector<double> theta(1, parabola.bottom(0) + 1);
    const double error = std::abs(after(20, parabola, theta, alpha)(0) - parabola.bottom(0));
    check.holds(above ? error > 1 : error < 1, "20 epochs bring θ nearer exactly if α < 2/λ");
  });
}

TEST(Parabola, LearningRateOneOverLambdaArrivesInOneEpoch) {
  property([](Check& check) {
    const Bowl<double> parabola = draw_parabola();
    const double lambda = parabola.curvature(0);
    const Vector<double> theta(1, *uniform(-5, 5));
    check.agree(after(1, parabola, theta, 1 / lambda)(0), parabola.bottom(0), 4 * epsilon);
  });
}

TEST(Valley, ConditionNumberIsTheRatioOfTheCurvatures) {
  // κ = 1 is a round bowl, and the best rate then arrives at once.
  examples("condition-number", [](Check& check) {
    for (const double kappa : {1.0, 2.0, 10.0, 100.0, 1000.0}) {
      const Bowl<double> valley{vector<double>({3, 3 * kappa}), Vector<double>(2, 0.0)};
      const Vector<double> flat = gradient_at(valley, vector<double>({1, 0}));
      const Vector<double> steep = gradient_at(valley, vector<double>({0, 1}));
      check.agree(norm(steep) / norm(flat), kappa, 4 * epsilon);
    }
  });
}

TEST(Valley, BestFactorIsKappaMinusOneOverKappaPlusOne) {
  derivation("convergence-rate", [](Derivation& d) {
    const double least = *uniform(0.1, 10).as("least");
    const double kappa = *uniform(1, 100).as("κ");
    const double largest = kappa * least;
    const Bowl<double> valley{vector<double>({least, largest}), Vector<double>(2, 0.0)};
    const double alpha = 2 / (least + largest);
    // What share one update leaves of an offset along the flat axis.
    const double offset = *uniform(0.5, 2).as("offset");
    d.start(after(1, valley, vector<double>({offset, 0}), alpha)(0) / offset);
    d.step("by {quadratic-error-factor}", 1 - alpha * least);
    d.step("put in the learning rate", 1 - 2 * least / (least + largest));
    d.step("one denominator", (largest - least) / (largest + least));
    d.step("divide both by the smaller", (kappa - 1) / (kappa + 1));
  });
}

// The best factor is never beaten: the larger of the two factors at any other α is larger.
TEST(Valley, NoLearningRateBeatsTheBest) {
  property("convergence-rate-best", [](Check& check) {
    const double least = *uniform(0.1, 10).as("least");
    const double kappa = *uniform(1, 100).as("κ");
    const double largest = kappa * least;
    const double alpha = *uniform(0, 3) / largest;
    const double worst = std::max(std::abs(1 - alpha * least), std::abs(1 - alpha * largest));
    check.at_most((kappa - 1) / (kappa + 1), worst, 4 * epsilon);
  });
}

// Turning the axes changes nothing: descent on θ ↦ C(θQ) walks the same path, turned. Q is a
// rotation in the plane of two coordinates. The errors of the two paths grow with α times the
// largest curvature, here at most 1, by a factor of 2 an epoch at most: 2¹⁰ · 10ε < 1e-11.
TEST(GradientDescent, TurnsWithTheAxes) {
  property([](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const double angle = *uniform(0, 2 * std::numbers::pi).as("angle");
    const double c = std::cos(angle);
    const double s = std::sin(angle);
    const auto turned = [](Vector<double> v, double cosine, double sine) {
      const double first = v(0);
      v(0) = cosine * first - sine * v(1);
      v(1) = sine * first + cosine * v(1);
      return v;
    };
    struct Turned {
      std::function<double(const Vector<double>&, Vector<double>*)> evaluate;
    };
    const auto objective = drawn.objective();
    const Turned other{[&](const Vector<double>& t, Vector<double>* gradient) {
      const double value = objective.evaluate(turned(t, c, s), gradient);
      if (gradient != nullptr) *gradient = turned(*gradient, c, -s);
      return value;
    }};
    const double alpha = 1 / drawn.smoothness();
    const Vector<double> there = after(10, other, turned(drawn.theta, c, -s), alpha);
    check.agree(turned(there, c, s), after(10, objective, drawn.theta, alpha), 1e-11);
  });
}
