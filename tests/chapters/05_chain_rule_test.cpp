// The claims of chapter 5 about gradients: the chain rule and what follows from it, line by line.
#include <gtest/gtest.h>

#include <cmath>

#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/neuron.hpp"
#include "tests/chapters/05_drawn_batch.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// A number of size at least 0.01 and at most 1, of either sign.
double draw_step() { return (*label() > 0 ? 1 : -1) * *uniform(0.01, 1); }

/// What the difference quotient of the sigmoid has too much, without cancellation:
/// σ(x + h) − σ(x) = σ(x + h) σ(−x) (1 − e⁻ʰ).
double excess_of_sigmoid(double x, double h) {
  return sigmoid(x + h) * sigmoid(-x) * (-std::expm1(-h)) / h - sigmoid_derivative(x);
}

/// The loss of sample i as a function of the parameter with number j; j = d is the bias.
double loss_derivative(const DrawnBatch& b, std::size_t i, std::size_t j) {
  const auto loss = [&](Dual<double> parameter) {
    Vector<Dual<double>> theta = cast<Dual<double>>(parameters(b.neuron));
    theta(j) = parameter;
    const Dual<double> y_hat = predict(neuron_from(theta), cast<Dual<double>>(row_of(b.X, i)));
    return squared_error(y_hat, Dual<double>(b.y(i)));
  };
  return dual_derivative(loss, parameters(b.neuron)(j));
}

/// The cost as a function of the parameter with number j, by the complex step.
double cost_derivative(const DrawnBatch& b, std::size_t j) {
  const auto phi = [&]<class T>(const Vector<T>& theta) { return b.cost_at(theta); };
  return complex_step_gradient(phi, parameters(b.neuron))(j);
}

}  // namespace

// The quotient less the derivative is r(h). For the squared error it is h; for the sigmoid at most
// h max|σ″|/2, with max|σ″| = 1/(6√3). Two values of size 1 are subtracted and divided by h.
TEST(LinearApproximation, ErrorOverStepGoesToZeroWithTheStep) {
  property("linear-approximation", [](Check& check) {
    const double x = *gaussian().as("x");
    const double y = *uniform(0, 1).as("y");
    const double steepest = 1 / (6 * std::sqrt(3));
    for (double h = 0.5; h > 1e-4; h /= 4) {
      for (const double step : {h, -h}) {
        const double sigmoid_r = (sigmoid(x + step) - sigmoid(x)) / step - sigmoid_derivative(x);
        check.at_most(std::abs(sigmoid_r), steepest / 2 * h, 4 * epsilon / h, "sigmoid");
        const double square_r = (squared_error(x + step, y) - squared_error(x, y)) / step -
                                squared_error_derivative(x, y);
        check.agree(square_r, step, 200 * epsilon / h, "squared error");
      }
    }
  });
}

TEST(ChainRule, DifferenceQuotientStepByStep) {
  derivation("chain-rule-quotient", [](Derivation& d) {
    const double x = *gaussian().as("x");
    const double y = *uniform(0, 1).as("y");
    const double h = draw_step();
    const double q = sigmoid(x);
    const double s = sigmoid(x + h) - q;
    const double slope_of_f = squared_error_derivative(q, y);
    // (q + s − y)² = (q − y)² + 2(q − y)s + s·s: for the square, r(s) = s.
    const double excess_of_f = s;
    d.start((SquaredErrorWithLogits{}.value(x + h, y) - SquaredErrorWithLogits{}.value(x, y)) / h);
    d.step("the names q and s", (squared_error(q + s, y) - squared_error(q, y)) / h);
    d.step("by {linear-approximation}, for f at q", (slope_of_f + excess_of_f) * s / h);
    d.step("by {linear-approximation}, for g at x, and h cancels",
           (slope_of_f + excess_of_f) * (sigmoid_derivative(x) + excess_of_sigmoid(x, h)));
  });
}

// Pairs of functions whose derivatives the book has derived, and the derivative of the composition
// by dual numbers and by the complex step.
TEST(ChainRule, IsTheProductOfTheTwoDerivatives) {
  property("chain-rule", [](Check& check) {
    const double x = *gaussian().as("x");
    const double y = *uniform(0, 1).as("y");
    const double w = *gaussian().as("w");
    const double b = *gaussian().as("b");
    const auto loss = [&](auto t) { return squared_error(sigmoid(t), decltype(t)(y)); };
    const double product = squared_error_derivative(sigmoid(x), y) * sigmoid_derivative(x);
    check.agree(product, dual_derivative(loss, x), 1e-14, "square of sigmoid, dual");
    check.agree(product, complex_step(loss, x), 1e-14, "square of sigmoid, complex");
    const auto neuron = [&](auto t) {
      using T = decltype(t);
      return sigmoid(T(w) * t + T(b));
    };
    check.agree(sigmoid_derivative(w * x + b) * w, dual_derivative(neuron, x), 1e-14,
                "sigmoid of line, dual");
    check.agree(sigmoid_derivative(w * x + b) * w, complex_step(neuron, x), 1e-14,
                "sigmoid of line, complex");
    const auto grown = [](auto t) {
      using std::exp;
      return exp(sigmoid(t));
    };
    check.agree(std::exp(sigmoid(x)) * sigmoid_derivative(x), dual_derivative(grown, x), 1e-14,
                "exponential of sigmoid");
  });
}

TEST(LossGradient, WithRespectToAWeightStepByStep) {
  derivation("loss-gradient-weight", [](Derivation& d) {
    const DrawnBatch b = DrawnBatch::draw();
    const std::size_t j = *dimension(0, b.d() - 1).as("j");
    const double y = b.y(0);
    const double z = b.z(0);
    const double y_hat = sigmoid(z);
    const auto loss_link = [&](auto t) { return squared_error(t, decltype(t)(y)); };
    const auto sigmoid_link = [](auto t) { return sigmoid(t); };
    const auto weight_link = [&](auto t) {
      using T = decltype(t);
      Neuron<T> neuron{cast<T>(b.neuron.weights), T(b.neuron.bias)};
      neuron.weights(j) = t;
      return preactivation(neuron, cast<T>(row_of(b.X, 0)));
    };
    const double dz_dw = complex_step(weight_link, b.neuron.weights(j));
    const double dy_dz = complex_step(sigmoid_link, z);
    d.start(loss_derivative(b, 0, j));
    d.step("by {chain-rule}, twice", complex_step(loss_link, y_hat) * dy_dz * dz_dw);
    d.step("by {squared-error-derivative}", 2 * (y_hat - y) * dy_dz * dz_dw);
    d.step("by {sigmoid-derivative}", 2 * (y_hat - y) * y_hat * (1 - y_hat) * dz_dw);
    d.step("by {preactivation-derivative-weight}",
           2 * (y_hat - y) * y_hat * (1 - y_hat) * b.X(0, j));
  });
}

TEST(LossGradient, WithRespectToTheBiasStepByStep) {
  derivation("loss-gradient-bias", [](Derivation& d) {
    const DrawnBatch b = DrawnBatch::draw();
    const double y_hat = b.y_hat(0);
    const auto loss_link = [&](auto t) { return squared_error(t, decltype(t)(b.y(0))); };
    const auto sigmoid_link = [](auto t) { return sigmoid(t); };
    const auto bias_link = [&](auto t) {
      using T = decltype(t);
      const Neuron<T> neuron{cast<T>(b.neuron.weights), t};
      return preactivation(neuron, cast<T>(row_of(b.X, 0)));
    };
    const double dz_db = complex_step(bias_link, b.neuron.bias);
    d.start(loss_derivative(b, 0, b.d()));
    d.step("by {chain-rule}, twice",
           complex_step(loss_link, y_hat) * complex_step(sigmoid_link, b.z(0)) * dz_db);
    d.step("by {squared-error-derivative} and {sigmoid-derivative}",
           2 * (y_hat - b.y(0)) * y_hat * (1 - y_hat) * dz_db);
    d.step("by {preactivation-derivative-bias}", 2 * (y_hat - b.y(0)) * y_hat * (1 - y_hat));
  });
}

TEST(LossGradient, IsASlopeTimesTheInput) {
  property({"squared-error-derivative-preactivation", "loss-gradient"}, [](Check& check) {
    const DrawnBatch b = DrawnBatch::draw();
    const auto loss = [&](auto z) {
      return SquaredErrorWithLogits{}.value(z, decltype(z)(b.y(0)));
    };
    const double slope = complex_step(loss, b.z(0));
    check.agree(b.slope(0), slope, 1e-14, "slope by z");
    check.agree(SquaredErrorWithLogits{}.derivative(b.z(0), b.y(0)), slope, 1e-14, "the library's");
    for (std::size_t j = 0; j < b.d(); ++j) {
      check.agree(slope * b.X(0, j), loss_derivative(b, 0, j), 1e-14, "weight");
    }
    check.agree(slope, loss_derivative(b, 0, b.d()), 1e-14, "bias");
  });
}

TEST(CostGradient, WithRespectToAWeightStepByStep) {
  derivation("cost-gradient-weight", [](Derivation& d) {
    const DrawnBatch b = DrawnBatch::draw();
    const std::size_t j = *dimension(0, b.d() - 1).as("j");
    const auto mean_loss = [&](Dual<double> w) {
      Neuron<Dual<double>> neuron{cast<Dual<double>>(b.neuron.weights), b.neuron.bias};
      neuron.weights(j) = w;
      Dual<double> sum;
      for (std::size_t i = 0; i < b.n(); ++i) {
        sum += squared_error(predict(neuron, cast<Dual<double>>(row_of(b.X, i))),
                             Dual<double>(b.y(i)));
      }
      return sum / Dual<double>(b.count());
    };
    d.start(cost_derivative(b, j));
    d.step("by {mean-squared-error}", dual_derivative(mean_loss, b.neuron.weights(j)));
    d.step("a derivative passes through a sum and a factor",
           b.mean([&](std::size_t i) { return loss_derivative(b, i, j); }));
    d.step("by {loss-gradient-weight}, for each sample",
           b.mean([&](std::size_t i) { return b.slope(i) * b.X(i, j); }));
  });
}

TEST(CostGradient, WithRespectToTheBiasStepByStep) {
  derivation("cost-gradient-bias", [](Derivation& d) {
    const DrawnBatch b = DrawnBatch::draw();
    d.start(cost_derivative(b, b.d()));
    d.step("by {mean-squared-error}, and through sum and factor",
           b.mean([&](std::size_t i) { return loss_derivative(b, i, b.d()); }));
    d.step("by {loss-gradient-bias}, for each sample",
           b.mean([&](std::size_t i) { return b.slope(i); }));
  });
}

TEST(SumTakenApart, DeviationsStepByStep) {
  derivation("mean-of-product", [](Derivation& d) {
    const std::size_t size = *dimension(1, 7).as("size");
    const double n = static_cast<double>(size);
    const Vector<double> a = *gaussian_vector(size).as("a");
    const Vector<double> c = *gaussian_vector(size).as("c");
    const double mean_a = total(a) / n;
    const double mean_c = total(c) / n;
    double deviations = 0;
    for (std::size_t i = 0; i < size; ++i) deviations += (a(i) - mean_a) * (c(i) - mean_c);
    d.start(deviations / n);
    d.step("multiply out, and sum each term",
           dot(a, c) / n - mean_a * total(c) / n - mean_c * total(a) / n + mean_a * mean_c);
    d.step("definition of the two means",
           dot(a, c) / n - mean_a * mean_c - mean_c * mean_a + mean_a * mean_c);
    d.step("collect the equal terms", dot(a, c) / n - mean_a * mean_c);
  });
}

TEST(SumTakenApart, LosesWhatErrorAndInputHaveInCommon) {
  property("weight-gradient-covariance", [](Check& check) {
    const DrawnBatch b = DrawnBatch::draw();
    const double mean_slope = b.mean([&](std::size_t i) { return b.slope(i); });
    check.agree(mean_slope, cost_derivative(b, b.d()), 1e-14, "the mean slope is dC/db");
    for (std::size_t j = 0; j < b.d(); ++j) {
      const double mean_x = b.mean([&](std::size_t i) { return b.X(i, j); });
      const double together =
          b.mean([&](std::size_t i) { return (b.slope(i) - mean_slope) * (b.X(i, j) - mean_x); });
      check.agree(mean_x * mean_slope + together, cost_derivative(b, j), 1e-13);
    }
  });
}

TEST(Delta, StepByStep) {
  derivation("delta", [](Derivation& d) {
    const DrawnBatch b = DrawnBatch::draw();
    const std::size_t i = *dimension(0, b.n() - 1).as("i");
    const Vector<double> z = preactivations(b.neuron, b.X);
    const auto cost_of_z = [&](auto z_i) {
      using T = decltype(z_i);
      Vector<T> y_hat(b.n());
      for (std::size_t k = 0; k < b.n(); ++k) y_hat(k) = sigmoid(k == i ? z_i : T(z(k)));
      return mean_squared_error(y_hat, cast<T>(b.y));
    };
    const auto loss = [&](Dual<double> z_i) {
      return squared_error(sigmoid(z_i), Dual<double>(b.y(i)));
    };
    d.start(complex_step(cost_of_z, z(i)));
    d.step("only the loss of sample i contains its z", dual_derivative(loss, z(i)) / b.count());
    d.step("by {squared-error-derivative-preactivation}",
           2 / b.count() * (b.y_hat(i) - b.y(i)) * b.y_hat(i) * (1 - b.y_hat(i)));
  });
}

TEST(CostGradient, InVectorFormStepByStep) {
  derivation("cost-gradient-vector", [](Derivation& d) {
    const DrawnBatch b = DrawnBatch::draw();
    Vector<double> delta(b.n());
    for (std::size_t i = 0; i < b.n(); ++i) delta(i) = b.slope(i) / b.count();
    Vector<double> start(b.d());
    Vector<double> by_entry(b.d());
    Vector<double> by_delta(b.d(), 0.0);
    for (std::size_t j = 0; j < b.d(); ++j) {
      start(j) = cost_derivative(b, j);
      by_entry(j) = b.mean([&](std::size_t i) { return b.slope(i) * b.X(i, j); });
      for (std::size_t i = 0; i < b.n(); ++i) by_delta(j) += delta(i) * b.X(i, j);
    }
    d.start(start);
    d.step("by {cost-gradient-weight}", by_entry);
    d.step("by {delta}", by_delta);
    d.step("by {weighted-row-sum}", matvec_transposed(b.X, delta));
  });
}

TEST(CostGradient, OfTheBiasIsTheSumOfDelta) {
  property("cost-gradient-vector-bias", [](Check& check) {
    const DrawnBatch b = DrawnBatch::draw();
    Vector<double> delta(b.n());
    for (std::size_t i = 0; i < b.n(); ++i) delta(i) = b.slope(i) / b.count();
    check.agree(total(delta), cost_derivative(b, b.d()), 1e-14, "sum");
    check.agree(dot(delta, Vector<double>(b.n(), 1)), cost_derivative(b, b.d()), 1e-14,
                "times a column of ones");
  });
}
