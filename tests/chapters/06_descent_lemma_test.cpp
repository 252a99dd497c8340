// Chapter 6, how far a step may go: smoothness, the descent lemma, and the constant of a neuron.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "chapters/06-gradient-descent/bowl.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/smoothness.hpp"
#include "nn/training/gradient_descent.hpp"
#include "tests/chapters/06_drawn_neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// g(s) = 2s²(1 − s)(2 − 3s).
template <class T>
T g(T s) {
  return T(2) * s * s * (T(1) - s) * (T(2) - T(3) * s);
}

/// L″(z) in long double, and the size of what is subtracted in it.
struct Curvature {
  oracle::Real value;
  oracle::Real size;
};

/// From q = eᶻ: for y = 0 the loss is q²/(1 + q)², with the second derivative 2q²(2 − q)/(1 + q)⁴
/// by z, and for y = 1 the same of e⁻ᶻ. The code's 2 − 3s, with s = q/(1 + q), has terms of the
/// size (2 + 5q)/(1 + q).
Curvature curvature_oracle(oracle::Real z, oracle::Real y) {
  const oracle::Real q = std::exp(z);
  const oracle::Real r = std::exp(-z);
  const auto part = [](oracle::Real p, oracle::Real bracket) {
    const oracle::Real below = (1 + p) * (1 + p);
    return 2 * p * p * bracket / (below * below);
  };
  return {(1 - y) * part(q, 2 - q) + y * part(r, 2 - r),
          (1 - y) * part(q, 2 + 5 * q) + y * part(r, 2 + 5 * r)};
}

/// (x, 1): a sample with the constant input of the bias.
Vector<double> with_one(const Vector<double>& x) {
  Vector<double> extended(x.size() + 1, 1.0);
  std::copy(x.begin(), x.end(), extended.begin());
  return extended;
}

}  // namespace

TEST(Smoothness, GradientOfANeuronTurnsNoFasterThanEll) {
  property("smoothness", [](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const Vector<double> other = *gaussian_vector(drawn.theta.size()).as("other");
    const double turned = norm<double>(drawn.gradient_at(drawn.theta) - drawn.gradient_at(other));
    check.at_most(turned, drawn.smoothness() * norm<double>(drawn.theta - other), 8 * epsilon);
  });
}

TEST(Smoothness, OfABowlIsItsLargestCurvature) {
  property("smoothness", [](Check& check) {
    const std::size_t d = *dimension(1, 4).as("d");
    chapter6::Bowl<double> bowl{Vector<double>(d), *gaussian_vector(d)};
    double ell = 0;
    for (double& curvature : bowl.curvature) {
      curvature = *uniform(0.1, 10);
      ell = std::max(ell, curvature);
    }
    const Vector<double> a = *gaussian_vector(d).as("a");
    const Vector<double> b = *gaussian_vector(d).as("b");
    const double turned = norm<double>(gradient_at(bowl, a) - gradient_at(bowl, b));
    check.at_most(turned, ell * norm<double>(a - b), 1e-13);
  });
}

TEST(DescentLemma, GapBelowTheParabolaNeverGrows) {
  derivation("descent-lemma-slope", [](Derivation& d) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const Vector<double> s = *gaussian_vector(drawn.theta.size()).as("s");
    const double ell = drawn.smoothness();
    const double t = *uniform(0, 1).as("t");
    const Vector<double> here = drawn.gradient_at(drawn.theta);
    const Vector<double> there = drawn.gradient_at(drawn.theta + t * s);
    const double bend = ell * t * squared_norm(s);

    const auto chi = [&](const Dual<double>& at) {
      Vector<Dual<double>> moved = cast<Dual<double>>(drawn.theta);
      for (std::size_t j = 0; j < s.size(); ++j) moved(j) += at * Dual<double>(s(j));
      return drawn.value_at(moved) - Dual<double>(drawn.cost_at(drawn.theta)) -
             at * Dual<double>(dot(here, s)) - Dual<double>(ell / 2 * squared_norm(s)) * at * at;
    };
    d.start(dual_derivative(chi, t));
    d.step("by {directional-derivative}", dot(there, s) - dot(here, s) - bend);
    d.step("by {dot-linear}", dot<double>(there - here, s) - bend);
    d.at_most("by {cauchy-schwarz}", norm<double>(there - here) * norm(s) - bend);
    d.at_most("by {smoothness}", ell * t * norm(s) * norm(s) - bend);
    d.step("the two terms are equal", 0);
  });
}

TEST(DescentLemma, CostStaysBelowTheParabola) {
  property("descent-lemma", [](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const Vector<double> s = *gaussian_vector(drawn.theta.size()).as("s");
    const double line = drawn.cost_at(drawn.theta) + dot(drawn.gradient_at(drawn.theta), s);
    check.at_most(drawn.cost_at(drawn.theta + s), line + drawn.smoothness() / 2 * squared_norm(s),
                  8 * epsilon);
  });
}

TEST(DescentInequality, AStepUpToOneOverEllLowersTheCost) {
  derivation("descent-inequality", [](Derivation& d) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const double ell = drawn.smoothness();
    const double alpha = *uniform(0, 1) / ell;
    const double cost = drawn.cost_at(drawn.theta);
    const Vector<double> gradient = drawn.gradient_at(drawn.theta);
    const Vector<double> step = -alpha * gradient;
    const double squared = squared_norm(gradient);
    d.start(drawn.cost_at(drawn.theta + step));
    d.at_most("by {descent-lemma}", cost + dot(gradient, step) + ell / 2 * squared_norm(step));
    d.step("by {dot-linear} and {squared-norm}",
           cost - alpha * squared + ell * alpha * alpha / 2 * squared);
    d.step("take out the common factor", cost - alpha * (1 - ell * alpha / 2) * squared);
    d.at_most("learning rate times smoothness is at most 1", cost - alpha / 2 * squared);
  });
}

// Between 1/ℓ and 2/ℓ the drop is smaller than α‖∇C‖²/2, but it is a drop.
TEST(DescentInequality, AStepBelowTwoOverEllNeverRaisesTheCost) {
  property("descent-inequality", [](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const double alpha = *uniform(0, 2) / drawn.smoothness();
    const Vector<double> moved = drawn.theta - alpha * drawn.gradient_at(drawn.theta);
    check.at_most(drawn.cost_at(moved), drawn.cost_at(drawn.theta), 8 * epsilon);
  });
}

TEST(DescentInequality, SomeGradientOfARunIsSmall) {
  derivation("gradient-norm-bound", [](Derivation& d) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const double alpha = *uniform(0.1, 1) / drawn.smoothness();
    const std::size_t updates = *dimension(1, 20).as("updates");
    const auto history =
        gradient_descent(drawn.objective(), drawn.theta, {alpha, updates, 0}).history;
    const double K = static_cast<double>(updates);
    double least = std::numeric_limits<double>::infinity();
    double squares = 0;
    double drops = 0;
    for (std::size_t k = 0; k < updates; ++k) {
      const double squared = history[k].gradient_norm * history[k].gradient_norm;
      least = std::min(least, squared);
      squares += squared;
      drops += history[k].cost - history[k + 1].cost;
    }
    d.start(least);
    d.at_most("the least is at most the mean", squares / K);
    d.at_most("by {descent-inequality}, update by update", 2 / (alpha * K) * drops);
    d.step("what lies between cancels",
           2 / (alpha * K) * (history.front().cost - history.back().cost));
    d.at_most("a mean of squares is not negative", 2 / (alpha * K) * history.front().cost);
  });
}

TEST(NeuronCurvature, SecondDerivativeOfTheSquaredError) {
  derivation("neuron-second-derivative", [](Derivation& d) {
    const double z = *gaussian() * 3;
    const double y = *uniform(0, 1).as("y");
    const double s = sigmoid(z);
    const auto slope = [&]<class T>(const T& at) {
      return SquaredErrorWithLogits{}.derivative(at, T(y));
    };
    const auto written_out = [&](const Dual<double>& at) {
      return Dual<double>(2) * (sigmoid(at) - Dual<double>(y)) * sigmoid(at) *
             (Dual<double>(1) - sigmoid(at));
    };
    const double sigmoid_second =
        dual_derivative([](const Dual<double>& at) { return sigmoid_derivative(at); }, z);
    d.start(complex_step(slope, z));
    d.step("by {squared-error-derivative-preactivation}", dual_derivative(written_out, z));
    d.step("the product rule {product-rule}, and by {sigmoid-derivative}",
           2 * sigmoid_derivative(z) * sigmoid_derivative(z) + 2 * (s - y) * sigmoid_second);
    d.step("by {sigmoid-derivative} and {sigmoid-second-derivative}",
           2 * s * s * (1 - s) * (1 - s) + 2 * (s - y) * s * (1 - s) * (1 - 2 * s));
    d.step("take out the common factor", 2 * s * (1 - s) * (s * (1 - s) + (s - y) * (1 - 2 * s)));
    d.step("multiply out the bracket", 2 * s * (1 - s) * (2 * s - 3 * s * s - y + 2 * y * s));
  });
}

TEST(NeuronCurvature, SecondDerivativePassesTheProtocol) {
  property("neuron-second-derivative", [](Check& check) {
    const double z = *gaussian() * 2;
    const double y = *uniform(0, 1).as("y");
    const auto slope = [&]<class T>(const T& at) {
      return SquaredErrorWithLogits{}.derivative(at, T(y));
    };
    check_derivative(check, slope, z, squared_error_second_derivative(z, y));
    check.agree_unrecorded(Vector<double>(1, squared_error_second_derivative(
                                                 static_cast<float>(z), static_cast<float>(y))),
                           Vector<double>(1, squared_error_second_derivative(z, y)), 1e-5, "float");
  });
}

// σ(z), σ(−z), three products and a difference, each right to half an ε or so.
TEST(NeuronCurvature, SecondDerivativeKeepsItsDigits) {
  property("neuron-curvature-split", [](Check& check) {
    const double z = *rc::gen::oneOf(uniform(-350, 350), uniform(-8, 8)).as("z");
    const double y = *rc::gen::oneOf(label(), uniform(0, 1)).as("y");
    const Curvature truth = curvature_oracle(z, y);
    const oracle::Real error = squared_error_second_derivative(z, y) - truth.value;
    check.agree(static_cast<double>(error / truth.size), 0, 8 * epsilon);
    check.holds(squared_error_second_derivative(z, 1.0) == squared_error_second_derivative(-z, 0.0),
                "turned around, with the other label, it is the same number");
  });
}

// Far out L″(z, 0) is 4e^(2z) on the left and −2e⁻ᶻ on the right, times 1 − 4.5e^(−|z|) there and
// 1 − 6e^(−|z|) here, up to terms with e^(−2|z|).
TEST(NeuronCurvature, SecondDerivativeInSaturation) {
  examples("neuron-second-derivative", [](Check& check) {
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double z : {20.0, 40.0, 350.0}) {
      const double allowed = 7 * std::exp(-z) + 8 * epsilon;
      check.agree(squared_error_second_derivative(-z, 0.0) / (4 * std::exp(-2 * z)), 1, allowed);
      check.agree(squared_error_second_derivative(z, 0.0) / (-2 * std::exp(-z)), 1, allowed);
    }
    check.holds(squared_error_second_derivative(-372.0, 0.0) > 0, "not yet 0 on the left");
    check.holds(squared_error_second_derivative(744.0, 0.0) < 0, "not yet 0 on the right");
    for (const double z : {374.0, 1000.0, infinity}) {
      check.holds(squared_error_second_derivative(-z, 0.0) == 0, "0 on the left");
      check.holds(squared_error_second_derivative(2 * z, 0.0) == 0, "0 on the right");
    }
    for (const double y : {0.0, 1.0}) {
      for (const double z : {-1e-8, 0.0, 1e-8}) {
        check.agree(squared_error_second_derivative(z, y), 0.125, 1e-8);
      }
    }
  });
}

TEST(NeuronCurvature, IsAWeightedMeanOfTwoValuesOfG) {
  property("neuron-curvature-split", [](Check& check) {
    const double z = *gaussian() * 3;
    const double y = *uniform(0, 1).as("y");
    const double s = sigmoid(z);
    check.agree(squared_error_second_derivative(z, y), (1 - y) * g(s) + y * g(1 - s), 1e-14);
  });
}

TEST(NeuronCurvature, SlopeOfG) {
  derivation("neuron-curvature-slope", [](Derivation& d) {
    const double s = *uniform(0, 1).as("s");
    const auto powers = [](const Dual<double>& at) {
      return Dual<double>(4) * at * at - Dual<double>(10) * at * at * at +
             Dual<double>(6) * at * at * at * at;
    };
    d.start(dual_derivative([](const Dual<double>& at) { return g(at); }, s));
    d.step("multiply out", dual_derivative(powers, s));
    d.step("power rule, three times", 8 * s - 30 * s * s + 24 * s * s * s);
    d.step("take out the common factor", 2 * s * (4 - 15 * s + 12 * s * s));
  });
}

TEST(NeuronCurvature, NeverExceedsB) {
  property("neuron-curvature-bound", [](Check& check) {
    const double z = *uniform(-8, 8).as("z");
    const double y = *uniform(0, 1).as("y");
    check.at_most(std::abs(squared_error_second_derivative(z, y)),
                  max_squared_error_second_derivative(), epsilon);
  });
}

TEST(NeuronCurvature, ReachesBOnAGrid) {
  examples("neuron-curvature-bound", [](Check& check) {
    const double B = max_squared_error_second_derivative();
    double largest = 0;
    for (int i = -4000; i <= 4000; ++i) {
      for (int k = 0; k <= 20; ++k) {
        const double second = squared_error_second_derivative(i / 100.0, k / 20.0);
        largest = std::max(largest, std::abs(second));
      }
    }
    check.at_most(largest, B, epsilon);
    // Near its maximum L″ is flat: a grid of width 0.01 misses the top by 0.005² |L⁗|/2 < 1e-5.
    check.at_most(B, largest, 1e-5, "the grid comes close to B");
    // At the top itself, z = ln(s/(1 − s)) with y = 0.
    const double s = (15 - std::sqrt(33.0)) / 24;
    check.agree(squared_error_second_derivative(std::log(s / (1 - s)), 0.0), B, 4 * epsilon);
    check.agree(12 * s * s - 15 * s + 4, 0, 8 * epsilon, "s is a zero of the slope of g");
    check.holds(B < 1.0 / 6, "B is below one sixth");
  });
}

TEST(NeuronSmoothness, IsTheMeanSquaredLengthTimesB) {
  property("neuron-smoothness", [](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    long double sum = 0;
    for (std::size_t i = 0; i < drawn.X.size1(); ++i) {
      sum += 1;
      for (std::size_t j = 0; j < drawn.X.size2(); ++j) {
        sum += static_cast<long double>(drawn.X(i, j)) * drawn.X(i, j);
      }
    }
    const long double mean = sum / static_cast<long double>(drawn.X.size1());
    const double expected = static_cast<double>(0.154058570121350511L * mean);
    check.agree(gradient_lipschitz_bound(drawn.X), expected, 1e-14);
    check.agree_unrecorded(Vector<double>(1, gradient_lipschitz_bound(cast<float>(drawn.X))),
                           Vector<double>(1, expected), 1e-5, "float");
  });
}

TEST(NeuronSmoothness, NeedsSamples) {
  examples([](Check& check) {
    bool refused = false;
    try {
      gradient_lipschitz_bound(Matrix<double>(0, 3));
    } catch (const ShapeError&) {
      refused = true;
    }
    check.holds(refused, "no samples are a ShapeError");
  });
}

TEST(NeuronSmoothness, BoundsTheTurnOfTheGradientStepByStep) {
  derivation("neuron-gradient-turn", [](Derivation& d) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const Vector<double> other = *gaussian_vector(drawn.theta.size()).as("other");
    const std::size_t n = drawn.y.size();
    const double share = 1 / static_cast<double>(n);
    const double B = max_squared_error_second_derivative();

    Vector<double> sum(drawn.theta.size(), 0.0);
    double sizes = 0;
    double moved = 0;
    double turned = 0;
    double squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const Vector<double> x = with_one(row_of(drawn.X, i));
      const double z = dot(drawn.theta, x);
      const double z_other = dot(other, x);
      const double change = SquaredErrorWithLogits{}.derivative(z, drawn.y(i)) -
                            SquaredErrorWithLogits{}.derivative(z_other, drawn.y(i));
      sum += share * change * x;
      sizes += share * std::abs(change) * norm(x);
      moved += B * share * std::abs(z - z_other) * norm(x);
      turned += B * share * std::abs(dot<double>(drawn.theta - other, x)) * norm(x);
      squares += B * share * squared_norm(x);
    }
    const double distance = norm<double>(drawn.theta - other);
    d.start(norm<double>(drawn.gradient_at(drawn.theta) - drawn.gradient_at(other)));
    d.step("by {cost-gradient-weight} and {cost-gradient-bias}", norm(sum));
    d.at_most("triangle inequality", sizes);
    d.at_most("mean value theorem, by {neuron-curvature-bound}", moved);
    d.step("by {dot-linear}", turned);
    d.at_most("by {cauchy-schwarz}", squares * distance);
    d.step("by {neuron-smoothness}", gradient_lipschitz_bound(drawn.X) * distance);
  });
}
