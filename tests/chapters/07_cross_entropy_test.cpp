// The derivations of chapter 7, line by line, and what they imply.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

#include "chapters/06-gradient-descent/examples.hpp"
#include "chapters/07-cross-entropy/examples.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/cross_entropy.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/training/gradient_descent.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// A neuron with labelled samples, n and d different from each other, and a direction to go in.
struct Drawn {
  Matrix<double> X;
  Vector<double> y;
  Vector<double> theta;
  Vector<double> direction;
  double n;

  static Drawn draw() {
    const std::size_t d = *dimension(1, 3).as("d");
    const std::size_t n = d + *dimension(1, 4);
    return {*gaussian_matrix(n, d).as("X"), *labels(n).as("y"), *gaussian_vector(d + 1),
            *gaussian_vector(d + 1), static_cast<double>(n)};
  }

  double cost_at(const Vector<double>& at) const {
    return cost(CrossEntropyWithLogits{}, neuron_from(at), X, y);
  }
  Vector<double> gradient_at(const Vector<double>& at) const {
    return slopes(cost_gradient(CrossEntropyWithLogits{}, neuron_from(at), X, y));
  }

  /// sᵢ = v · xᵢ + v_b: how fast zᵢ moves along the direction (v, v_b).
  Vector<double> speeds() const { return preactivations(neuron_from(direction), X); }
  Vector<double> z() const { return preactivations(neuron_from(theta), X); }
};

double square(double x) { return x * x; }

/// A probability that is neither too near 0 nor to 1 for a quotient.
double draw_probability() { return *uniform(0.01, 0.99); }

}  // namespace

// From likelihood to the cost -------------------------------------------------------------------

TEST(Likelihood, IsTheProductOfTheChancesOfWhatHappened) {
  property("likelihood", [](Check& check) {
    const Drawn drawn = Drawn::draw();
    const Vector<double> y_hat = predict(neuron_from(drawn.theta), drawn.X);
    double formula = 1;
    double chances = 1;
    for (std::size_t i = 0; i < y_hat.size(); ++i) {
      formula *= std::pow(y_hat(i), drawn.y(i)) * std::pow(1 - y_hat(i), 1 - drawn.y(i));
      chances *= drawn.y(i) == 1 ? y_hat(i) : 1 - y_hat(i);
    }
    check.agree(formula, chances, 16 * epsilon);
  });
}

TEST(Likelihood, LogarithmStepByStep) {
  derivation("log-likelihood", [](Derivation& d) {
    const Drawn drawn = Drawn::draw();
    const Vector<double> y_hat = predict(neuron_from(drawn.theta), drawn.X);
    double chances = 1;
    double product = 1;
    double logarithms = 0;
    double terms = 0;
    for (std::size_t i = 0; i < y_hat.size(); ++i) {
      const double y = drawn.y(i);
      const double factor = std::pow(y_hat(i), y) * std::pow(1 - y_hat(i), 1 - y);
      chances *= y == 1 ? y_hat(i) : 1 - y_hat(i);
      product *= factor;
      logarithms += std::log(factor);
      terms += y * std::log(y_hat(i)) + (1 - y) * std::log(1 - y_hat(i));
    }
    d.start(-std::log(chances) / drawn.n);
    d.step("by {likelihood}", -std::log(product) / drawn.n);
    d.step("the logarithm of a product is the sum of the logarithms", -logarithms / drawn.n);
    d.step("the same again, and an exponent comes down as a factor", -terms / drawn.n);
  });
}

TEST(CrossEntropy, LossIsMinusTheLogarithmOfTheChance) {
  property("cross-entropy-loss", [](Check& check) {
    const double y_hat = draw_probability();
    check.agree(cross_entropy_loss(y_hat, 1.0), -std::log(y_hat), 0);
    check.agree(cross_entropy_loss(y_hat, 0.0), -std::log1p(-y_hat), 0);
    const double y = *uniform(0, 1).as("y");
    const oracle::Real p = y_hat;
    const oracle::Real t = y;
    const oracle::Real truth = -t * std::log(p) - (1 - t) * std::log(1 - p);
    check.agree(cross_entropy_loss(y_hat, y), static_cast<double>(truth), 4 * epsilon);
    check.at_most(0, cross_entropy_loss(y_hat, y));
  });
}

TEST(CrossEntropy, CostIsTheMeanLoss) {
  property("cross-entropy-cost", [](Check& check) {
    const std::size_t n = *dimension(2, 7).as("n");
    const Vector<double> y = *labels(n).as("y");
    Vector<double> y_hat(n);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      y_hat(i) = draw_probability();
      sum += cross_entropy_loss(y_hat(i), y(i));
    }
    check.agree(cross_entropy(y_hat, y), sum / static_cast<double>(n), 16 * epsilon);
  });
}

// The gradient ----------------------------------------------------------------------------------

TEST(Logarithm, SlopeStepByStep) {
  derivation("logarithm-derivative", [](Derivation& d) {
    const double x = *uniform(0.1, 10).as("x");
    const auto logarithm = [](const auto& at) {
      using std::log;
      return log(at);
    };
    const double slope = dual_derivative(logarithm, x);
    const auto undone = [](const auto& at) {
      using std::exp;
      using std::log;
      return exp(log(at));
    };
    d.start(complex_step(logarithm, x));
    d.step("multiply and divide by the same number",
           std::exp(std::log(x)) * slope / std::exp(std::log(x)));
    d.step("by {exp-derivative} and {chain-rule}, read from right to left",
           complex_step(undone, x) / std::exp(std::log(x)));
    d.step("the exponential undoes the logarithm", 1.0 / x);
  });
}

TEST(CrossEntropy, SlopeByThePredictionStepByStep) {
  derivation("cross-entropy-derivative-prediction", [](Derivation& d) {
    const double p = draw_probability();
    const double y = *uniform(0, 1).as("y");
    const auto loss = [&]<class T>(const T& at) { return cross_entropy_loss(at, T(y)); };
    const auto written_out = [&](const Dual<double>& at) {
      return Dual<double>(-y) * log(at) - Dual<double>(1 - y) * log(Dual<double>(1) - at);
    };
    d.start(complex_step(loss, p));
    d.step("by {cross-entropy-loss}", dual_derivative(written_out, p));
    d.step("by {logarithm-derivative} and {chain-rule}; the derivative inside is -1",
           -y / p + (1 - y) / (1 - p));
    d.step("a common denominator", (-y * (1 - p) + (1 - y) * p) / (p * (1 - p)));
    d.step("multiply out; the product of y and the prediction cancels", (p - y) / (p * (1 - p)));
  });
}

TEST(CrossEntropy, SlopeByThePreactivationStepByStep) {
  derivation("cross-entropy-derivative-preactivation", [](Derivation& d) {
    const double z = *uniform(-6, 6).as("z");  // 1 - σ(z) keeps 12 digits
    const double y = *uniform(0, 1).as("y");
    const double p = sigmoid(z);
    const auto loss = [&]<class T>(const T& at) { return cross_entropy_loss(sigmoid(at), T(y)); };
    const auto by_prediction = [&](const Dual<double>& at) {
      return cross_entropy_loss(at, Dual<double>(y));
    };
    const double link = dual_derivative([](const Dual<double>& at) { return sigmoid(at); }, z);
    d.start(complex_step(loss, z));
    d.step("by {chain-rule}", dual_derivative(by_prediction, p) * link);
    d.step("by {cross-entropy-derivative-prediction}", (p - y) / (p * (1 - p)) * link);
    d.step("by {sigmoid-derivative}", (p - y) / (p * (1 - p)) * p * (1 - p));
    d.step("the two products are the same number, and not 0", p - y);
  });
}

TEST(CrossEntropy, GradientInVectorForm) {
  property("cross-entropy-gradient-vector", [](Check& check) {
    const Drawn drawn = Drawn::draw();
    const Vector<double> gradient = drawn.gradient_at(drawn.theta);
    const Vector<double> delta = (predict(neuron_from(drawn.theta), drawn.X) - drawn.y) / drawn.n;
    Vector<double> expected(gradient.size(), 0.0);
    for (std::size_t i = 0; i < delta.size(); ++i) {
      for (std::size_t j = 0; j < drawn.X.size2(); ++j) expected(j) += delta(i) * drawn.X(i, j);
      expected(drawn.X.size2()) += delta(i);
    }
    check.agree(gradient, expected, 32 * epsilon);
    const auto phi = [&]<class T>(const Vector<T>& theta) {
      return cost(CrossEntropyWithLogits{}, neuron_from(theta), cast<T>(drawn.X), cast<T>(drawn.y));
    };
    check_gradient(check, phi, drawn.theta, gradient);
  });
}

// When the squared error goes silent ------------------------------------------------------------

TEST(SquaredErrorOfANeuron, SlopeDiesInSaturationStepByStep) {
  derivation("mse-vanishing", [](Derivation& d) {
    const double z = *gaussian() * 4;
    const double y = *uniform(0, 1).as("y");
    const auto loss = [&]<class T>(const T& at) {
      return SquaredErrorWithLogits{}.value(at, T(y));
    };
    d.start(std::abs(complex_step(loss, z)));
    d.step("by {chain-rule} and {squared-error-derivative}",
           2 * std::abs(sigmoid(z) - y) * sigmoid_derivative(z));
    d.at_most("prediction and target lie between 0 and 1", 2 * sigmoid_derivative(z));
    d.at_most("by {sigmoid-saturation}", 2 * std::exp(-std::abs(z)));
  });
}

TEST(CrossEntropy, PullsAtLeastHalfOnTheWrongSide) {
  property("cross-entropy-pull", [](Check& check) {
    const double z = *uniform(0, 800).as("z");
    check.at_most(0.5, std::abs(CrossEntropyWithLogits{}.derivative(-z, 1.0)));
    check.at_most(0.5, std::abs(CrossEntropyWithLogits{}.derivative(z, 0.0)));
    check.at_most(std::abs(CrossEntropyWithLogits{}.derivative(z, 0.0)), 1);
  });
}

// One valley ------------------------------------------------------------------------------------

TEST(CrossEntropy, SecondDerivativeAlongALineStepByStep) {
  derivation("cross-entropy-convex", [](Derivation& d) {
    const Drawn drawn = Drawn::draw();
    const Vector<double> s = drawn.speeds();
    const Vector<double> z = drawn.z();
    const double now = *uniform(-1, 1).as("now");
    const auto slope = [&]<class T>(const T& t) {
      const Vector<T> at = cast<T>(drawn.theta) + t * cast<T>(drawn.direction);
      const auto gradient = cost_gradient(CrossEntropyWithLogits{}, neuron_from(at),
                                          cast<T>(drawn.X), cast<T>(drawn.y));
      return dot(slopes(gradient), cast<T>(drawn.direction));
    };
    const auto written_out = [&](const Dual<double>& t) {
      Dual<double> sum = 0;
      for (std::size_t i = 0; i < z.size(); ++i) {
        sum += (sigmoid(Dual<double>(z(i)) + t * Dual<double>(s(i))) - Dual<double>(drawn.y(i))) *
               Dual<double>(s(i));
      }
      return sum / Dual<double>(drawn.n);
    };
    double curvature = 0;
    for (std::size_t i = 0; i < z.size(); ++i)
      curvature += sigmoid_derivative(z(i) + now * s(i)) * square(s(i));
    d.start(complex_step(slope, now));
    d.step("by {chain-rule} and {cross-entropy-derivative-preactivation}",
           dual_derivative(written_out, now));
    d.step("by {chain-rule} again", curvature / drawn.n);
    d.at_least("neither the slope of the sigmoid nor a square is negative", 0);
  });
}

TEST(CrossEntropy, StaysBelowItsChords) {
  property("convex-chord", [](Check& check) {
    const Drawn drawn = Drawn::draw();
    const Vector<double> a = drawn.theta;
    const Vector<double> b = drawn.theta + 4 * drawn.direction;
    const double ends = drawn.cost_at(a) / 2 + drawn.cost_at(b) / 2;
    check.at_most(drawn.cost_at((a + b) / 2), ends, 16 * epsilon * (1 + ends));
  });
}

TEST(CrossEntropy, StaysAboveItsTangents) {
  property("cross-entropy-above-tangent", [](Check& check) {
    const Drawn drawn = Drawn::draw();
    const double here = drawn.cost_at(drawn.theta);
    const double slope = dot(drawn.gradient_at(drawn.theta), drawn.direction);
    const double there = drawn.cost_at(drawn.theta + drawn.direction);
    check.at_most(here + slope, there, 64 * epsilon * (1 + here + std::abs(slope)));
  });
}

// Of the six samples of chapter 6 one is wrong by ‖θ‖/√61 or more, as 06_minimum_test.cpp shows. Of
// the Adelie and its three Chinstraps the one that is most wrong has a share of that kind as well.
TEST(CrossEntropy, GrowsWithoutBoundWhereNoLineSeparates) {
  property("cross-entropy-far-out", [](Check& check) {
    const Vector<double> theta = *uniform(0, 1000) * *gaussian_vector(3);
    const Neuron<double> neuron = neuron_from(theta);
    const Samples six = chapter6::example_samples();
    const double bound = norm(theta) / std::sqrt(61.0) / 6;
    check.at_most(bound, cost(CrossEntropyWithLogits{}, neuron, six.X, six.y),
                  16 * epsilon * bound);

    const Samples four = chapter6::adelie_among_chinstraps();
    const Vector<double> z = preactivations(neuron, four.X);
    double most_wrong = 0;
    for (std::size_t i = 0; i < z.size(); ++i) {
      most_wrong = std::max(most_wrong, four.y(i) == 1 ? -z(i) : z(i));
    }
    if (norm(theta) > 0) check.holds(most_wrong > 0, "one of the four is on the wrong side");
    check.at_most(most_wrong / 4, cost(CrossEntropyWithLogits{}, neuron, four.X, four.y),
                  16 * epsilon * (1 + most_wrong));
  });
}

TEST(SquaredErrorOfANeuron, RisesAboveAChord) {
  examples("mse-not-convex", [](Check& check) {
    const auto loss = [](double z) { return SquaredErrorWithLogits{}.value(z, 1.0); };
    check.agree(loss(-6) / 2 + loss(0) / 2, 0.6225, 5e-5);
    check.agree(loss(-3), 0.9074, 5e-5);
    check.holds(loss(-3) > loss(-6) / 2 + loss(0) / 2, "the middle lies above the chord");
  });
}

// The descent of the cross-entropy ends at one weight, that of the squared error at two.
TEST(SquaredErrorOfANeuron, HasTwoValleysWhereTheCrossEntropyHasOne) {
  examples([](Check& check) {
    using chapter7::bottom_from;
    using chapter7::cost_of_weight;
    const double left = bottom_from<SquaredErrorWithLogits>(-1);
    const double right = bottom_from<SquaredErrorWithLogits>(1);
    check.holds(right - left > 0.5, "two valleys");
    for (const double bottom : {left, right}) {
      const double least = cost_of_weight<SquaredErrorWithLogits>(bottom);
      check.at_most(least, cost_of_weight<SquaredErrorWithLogits>(bottom - 0.01));
      check.at_most(least, cost_of_weight<SquaredErrorWithLogits>(bottom + 0.01));
    }
    check.agree(bottom_from<CrossEntropyWithLogits>(-1), bottom_from<CrossEntropyWithLogits>(1),
                1e-9);
  });
}

// ‖∇C(θ) − ∇C(θ′)‖ ≤ ℓ ‖θ − θ′‖ with ℓ = (1/4n) Σ(1 + ‖xᵢ‖²).
TEST(CrossEntropy, GradientTurnsAtMostSoFast) {
  property("cross-entropy-smoothness", [](Check& check) {
    const Drawn drawn = Drawn::draw();
    double ell = 0;
    for (std::size_t i = 0; i < drawn.X.size1(); ++i) {
      ell += (1 + squared_norm(row_of(drawn.X, i))) / (4 * drawn.n);
    }
    const Vector<double> other = drawn.theta + drawn.direction;
    const double turned = norm<double>(drawn.gradient_at(other) - drawn.gradient_at(drawn.theta));
    check.at_most(turned, ell * norm(drawn.direction), 64 * epsilon);
    check.agree(chapter7::safe_rate<CrossEntropyWithLogits>(drawn.X) * ell, 1, 16 * epsilon);
    // The descent inequality of chapter 6 at the largest rate that is proved safe.
    const Vector<double> gradient = drawn.gradient_at(drawn.theta);
    const double before = drawn.cost_at(drawn.theta);
    check.at_most(drawn.cost_at(drawn.theta - gradient / ell),
                  before - squared_norm(gradient) / (2 * ell), 64 * epsilon * (1 + before));
  });
}
