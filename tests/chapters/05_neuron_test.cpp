// The squared error of a neuron and its gradient, nn/neuron/neuron.hpp, by the whole protocol.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "nn/neuron/neuron.hpp"
#include "tests/chapters/05_drawn_batch.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

namespace {

Vector<double> gradient_of(const DrawnBatch& b) {
  return slopes(cost_gradient(SquaredErrorWithLogits{}, b.neuron, b.X, b.y));
}

/// The rows in another order: the k-th of the result is row order[k].
DrawnBatch reordered(const DrawnBatch& b, const std::vector<std::size_t>& order) {
  DrawnBatch result{b.neuron, Matrix<double>(order.size(), b.d()), Vector<double>(order.size())};
  for (std::size_t k = 0; k < order.size(); ++k) {
    set_row(result.X, k, row_of(b.X, order[k]));
    result.y(k) = b.y(order[k]);
  }
  return result;
}

std::vector<std::size_t> rotated_indices(std::size_t n) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::rotate(order.begin(), order.begin() + 1, order.end());
  return order;
}

}  // namespace

TEST(NeuronCost, AgreesWithPlainLoopsInALongerType) {
  property([](Check& check) {
    const DrawnBatch b = DrawnBatch::draw(1);
    const long double expected =
        oracle::mean_squared_error(b.neuron.weights, b.neuron.bias, b.X, b.y);
    check.agree(cost(SquaredErrorWithLogits{}, b.neuron, b.X, b.y), static_cast<double>(expected),
                b.rounding());
  });
}

TEST(NeuronCost, IsTheMeanSquaredErrorOfThePredictions) {
  property([](Check& check) {
    const DrawnBatch b = DrawnBatch::draw(1);
    check.agree(cost(SquaredErrorWithLogits{}, b.neuron, b.X, b.y),
                mean_squared_error(predict(b.neuron, b.X), b.y), 4 * epsilon);
  });
}

template <class N>
concept Predicts = requires(const N& n, const Vector<double>& x) {
  predict(n, x);
};

// A gradient has a neuron's shape, and is none.
static_assert(Predicts<Neuron<double>> && !Predicts<NeuronGradient<double>>);

TEST(NeuronCostGradient, AgreesWithThreeOracles) {
  property({"cost-gradient-vector", "cost-gradient-vector-bias"}, [](Check& check) {
    const DrawnBatch b = DrawnBatch::draw();
    const auto phi = [&]<class T>(const Vector<T>& theta) { return b.cost_at(theta); };
    check_gradient(check, phi, parameters(b.neuron), gradient_of(b));
  });
}

// Inputs of size 10 saturate most samples: the protocol's bound for stress inputs.
TEST(NeuronCostGradient, AgreesWithThreeOraclesForLargeInputs) {
  property([](Check& check) {
    DrawnBatch b = DrawnBatch::draw();
    b.X *= 10;
    b.neuron.weights *= 0.3;
    const auto phi = [&]<class T>(const Vector<T>& theta) { return b.cost_at(theta); };
    check_gradient(check, phi, parameters(b.neuron), gradient_of(b), stress_inputs);
  });
}

TEST(NeuronLossGradient, AgreesWithThreeOracles) {
  property({"loss-gradient-weight", "loss-gradient-bias", "loss-gradient"}, [](Check& check) {
    const DrawnBatch b = DrawnBatch::draw();
    const Vector<double> x = row_of(b.X, 0);
    const auto phi = [&]<class T>(const Vector<T>& theta) {
      const T z = preactivation(neuron_from(theta), cast<T>(x));
      return SquaredErrorWithLogits{}.value(z, T(b.y(0)));
    };
    check_gradient(check, phi, parameters(b.neuron),
                   slopes(loss_gradient(SquaredErrorWithLogits{}, b.neuron, x, b.y(0))));
  });
}

TEST(NeuronCostGradient, IsTheMeanOfTheSamplesGradients) {
  property([](Check& check) {
    const DrawnBatch b = DrawnBatch::draw();
    Vector<double> mean(b.d() + 1, 0.0);
    for (std::size_t i = 0; i < b.n(); ++i) {
      const Vector<double> x = row_of(b.X, i);
      mean += slopes(loss_gradient(SquaredErrorWithLogits{}, b.neuron, x, b.y(i))) / b.count();
    }
    check.agree(gradient_of(b), mean, b.rounding());
  });
}

TEST(NeuronCostGradient, DoesNotChangeWhenTheBatchIsDoubledOrReordered) {
  property([](Check& check) {
    const DrawnBatch b = DrawnBatch::draw();
    std::vector<std::size_t> order = rotated_indices(b.n());
    check.agree(gradient_of(reordered(b, order)), gradient_of(b), b.rounding(), "reordered");
    const std::vector<std::size_t> once = order;
    order.insert(order.end(), once.begin(), once.end());
    check.agree(gradient_of(reordered(b, order)), gradient_of(b), b.rounding(), "doubled");
  });
}

TEST(NeuronCostGradient, MovesWithTheFeatures) {
  property([](Check& check) {
    const DrawnBatch b = DrawnBatch::draw();
    const std::vector<std::size_t> order = rotated_indices(b.d());
    DrawnBatch moved = b;
    Vector<double> expected = gradient_of(b);
    const Vector<double> gradient = gradient_of(b);
    for (std::size_t k = 0; k < b.d(); ++k) {
      for (std::size_t i = 0; i < b.n(); ++i) moved.X(i, k) = b.X(i, order[k]);
      moved.neuron.weights(k) = b.neuron.weights(order[k]);
      expected(k) = gradient(order[k]);
    }
    check.agree(gradient_of(moved), expected, b.rounding());
  });
}

TEST(NeuronCostGradient, OfTheBiasIsThatOfTheWeightOfAConstantOne) {
  property([](Check& check) {
    const DrawnBatch b = DrawnBatch::draw();
    DrawnBatch wider{{Vector<double>(b.d() + 1), 0}, Matrix<double>(b.n(), b.d() + 1), b.y};
    for (std::size_t i = 0; i < b.n(); ++i) {
      for (std::size_t j = 0; j < b.d(); ++j) wider.X(i, j) = b.X(i, j);
      wider.X(i, b.d()) = 1;
    }
    wider.neuron.weights = parameters(b.neuron);
    const Vector<double> gradient =
        cost_gradient(SquaredErrorWithLogits{}, wider.neuron, wider.X, wider.y).weights;
    check.agree(gradient, gradient_of(b), b.rounding());
  });
}

// σ(−z) = 1 − σ(z): a neuron with all signs turned, asked the opposite question, errs as much.
TEST(NeuronCostGradient, FlipsWhenTheClassesAreSwapped) {
  property([](Check& check) {
    const DrawnBatch b = DrawnBatch::draw();
    DrawnBatch turned{{-b.neuron.weights, -b.neuron.bias}, b.X, b.y};
    for (double& target : turned.y) target = 1 - target;
    check.agree(gradient_of(turned), -gradient_of(b), b.rounding());
    check.agree(cost(SquaredErrorWithLogits{}, turned.neuron, b.X, turned.y),
                cost(SquaredErrorWithLogits{}, b.neuron, b.X, b.y), b.rounding());
  });
}

TEST(NeuronCostGradient, IsZeroWhereEveryPredictionIsRight) {
  property([](Check& check) {
    DrawnBatch b = DrawnBatch::draw();
    b.y = predict(b.neuron, b.X);
    check.agree(gradient_of(b), Vector<double>(b.d() + 1, 0), 0);
    check.agree(cost(SquaredErrorWithLogits{}, b.neuron, b.X, b.y), 0, 0);
  });
}

TEST(NeuronCostGradient, InSinglePrecision) {
  property([](Check& check) {
    const DrawnBatch b = DrawnBatch::draw();
    const Neuron<float> neuron{cast<float>(b.neuron.weights), static_cast<float>(b.neuron.bias)};
    const Matrix<float> X = cast<float>(b.X);
    const Vector<float> y = cast<float>(b.y);
    // Inputs rounded to float move z by up to 10⁻⁶ or so, and with it everything else.
    check.agree(cast<double>(slopes(cost_gradient(SquaredErrorWithLogits{}, neuron, X, y))),
                gradient_of(b), 2e-5);
    check.agree(cost(SquaredErrorWithLogits{}, neuron, X, y),
                cost(SquaredErrorWithLogits{}, b.neuron, b.X, b.y), 2e-5);
  });
}

// σ is right to within ε, and so is σ − y; σ′ is right in all digits down to the subnormal numbers.
TEST(SquaredErrorOfANeuron, Saturates) {
  examples("squared-error-derivative-preactivation", [](Check& check) {
    const double smallest = std::numeric_limits<double>::denorm_min();
    for (const double y : {0.0, 1.0}) {
      for (const double size : {0.0, 1e-8, 20.0, 40.0, 710.0, 1000.0}) {
        for (const double z : {size, -size}) {
          const long double s = oracle::sigmoid(z);
          const long double rest = oracle::sigmoid(-static_cast<long double>(z));
          const long double error = y == 0 ? s : -rest;
          const auto expected = static_cast<double>(2 * error * s * rest);
          const double value = SquaredErrorWithLogits{}.value(z, y);
          const double slope = SquaredErrorWithLogits{}.derivative(z, y);
          check.agree(value, static_cast<double>(error * error), 4 * epsilon);
          check.holds(value >= 0 && value <= 1, "a loss between 0 and 1");
          check.holds(y == 0 ? slope >= 0 : slope <= 0, "the slope points to the target");
          const double rounding = 8 * epsilon * (sigmoid_derivative(z) + std::abs(expected));
          check.holds(std::abs(slope - expected) <= rounding + 10 * smallest,
                      "a slope as right as its parts");
        }
      }
    }
  });
}

TEST(SquaredErrorOfANeuron, AWrongAndCertainNeuronHasNoSlope) {
  EXPECT_EQ(SquaredErrorWithLogits{}.value(1000.0, 0.0), 1);
  EXPECT_EQ(SquaredErrorWithLogits{}.derivative(1000.0, 0.0), 0);
  EXPECT_EQ(SquaredErrorWithLogits{}.value(-1000.0, 1.0), 1);
  EXPECT_EQ(SquaredErrorWithLogits{}.derivative(-1000.0, 1.0), 0);
  EXPECT_GT(SquaredErrorWithLogits{}.derivative(700.0, 0.0), 0);
}

TEST(NeuronParameters, ComeBackFromTheirVector) {
  property([](Check& check) {
    const Neuron<double> neuron{*gaussian_vector(*dimension(0, 5)).as("w"), *gaussian().as("b")};
    const Vector<double> theta = parameters(neuron);
    check.holds(theta.size() == neuron.weights.size() + 1, "one entry more than weights");
    check.agree(theta(theta.size() - 1), neuron.bias, 0, "the bias is the last");
    check.agree(neuron_from(theta).weights, neuron.weights, 0);
    check.agree(neuron_from(theta).bias, neuron.bias, 0);
  });
  EXPECT_THROW(neuron_from(Vector<double>(0)), ShapeError);
}

TEST(Neuron, RefusesShapesThatDoNotFit) {
  const Neuron<double> neuron{vector<double>({1, 2}), 3};
  const auto X = matrix<double>({{1, 2}, {3, 4}, {5, 6}});
  const auto narrow = matrix<double>({{1}, {2}, {3}});
  const auto y = vector<double>({0, 1, 0});
  const auto x = vector<double>({1, 2, 3});
  EXPECT_THROW(cost(SquaredErrorWithLogits{}, neuron, narrow, y), ShapeError);
  EXPECT_THROW(cost_gradient(SquaredErrorWithLogits{}, neuron, narrow, y), ShapeError);
  EXPECT_THROW(cost(SquaredErrorWithLogits{}, neuron, X, vector<double>({0, 1})), ShapeError);
  EXPECT_THROW(cost_gradient(SquaredErrorWithLogits{}, neuron, X, vector<double>({0, 1})),
               ShapeError);
  EXPECT_THROW(loss_gradient(SquaredErrorWithLogits{}, neuron, x, 1.0), ShapeError);
  const Matrix<double> nothing(0, 2);
  EXPECT_THROW(cost(SquaredErrorWithLogits{}, neuron, nothing, Vector<double>(0)), ShapeError);
  EXPECT_THROW(cost_gradient(SquaredErrorWithLogits{}, neuron, nothing, Vector<double>(0)),
               ShapeError);
}
