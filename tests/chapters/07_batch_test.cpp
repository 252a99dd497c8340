// What must hold for the cross-entropy of any neuron on any batch.
#include <gtest/gtest.h>

#include <boost/numeric/ublas/vector_proxy.hpp>
#include <cmath>

#include "nn/neuron/neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

namespace {

struct Drawn {
  Neuron<double> neuron;
  Matrix<double> X;
  Vector<double> y;

  static Drawn draw() {
    const std::size_t d = *dimension(1, 3).as("d");
    const std::size_t n = d + *dimension(1, 4);
    return {{*gaussian_vector(d).as("w"), *gaussian().as("b")},
            *gaussian_matrix(n, d).as("X"),
            *labels(n).as("y")};
  }

  std::size_t n() const { return y.size(); }
  std::size_t d() const { return X.size2(); }
};

double cost_of(const Neuron<double>& neuron, const Matrix<double>& X, const Vector<double>& y) {
  return cost(CrossEntropyWithLogits{}, neuron, X, y);
}

Vector<double> gradient_of(const Neuron<double>& neuron, const Matrix<double>& X,
                           const Vector<double>& y) {
  return slopes(cost_gradient(CrossEntropyWithLogits{}, neuron, X, y));
}

/// The rows in another order: row i of the result is row order(i).
template <class Order>
Matrix<double> rows_in(const Matrix<double>& X, std::size_t count, const Order& order) {
  Matrix<double> result(count, X.size2());
  for (std::size_t i = 0; i < count; ++i) set_row(result, i, row_of(X, order(i)));
  return result;
}

template <class Order>
Vector<double> entries_in(const Vector<double>& v, std::size_t count, const Order& order) {
  Vector<double> result(count);
  for (std::size_t i = 0; i < count; ++i) result(i) = v(order(i));
  return result;
}

// Sums of at most 7 losses or products of standard normal numbers, a few roundings each.
constexpr double rounding = 64 * epsilon;

}  // namespace

TEST(CrossEntropyBatch, AgreesWithTheLongDoubleOracle) {
  property("cross-entropy-cost", [](Check& check) {
    const Drawn drawn = Drawn::draw();
    check.agree(cost_of(drawn.neuron, drawn.X, drawn.y),
                static_cast<double>(oracle::mean_cross_entropy(
                    drawn.neuron.weights, drawn.neuron.bias, drawn.X, drawn.y)),
                rounding);
    // From the predictions, 1 − ŷ has lost what e^|z| makes of a rounding.
    const double reach = max_norm(preactivations(drawn.neuron, drawn.X));
    if (reach > 10) return;
    check.agree(cross_entropy(predict(drawn.neuron, drawn.X), drawn.y),
                cost_of(drawn.neuron, drawn.X, drawn.y), rounding + 2 * epsilon * std::exp(reach));
  });
}

TEST(CrossEntropyBatch, OneSampleAgreesWithThreeOracles) {
  property("cross-entropy-gradient-vector", [](Check& check) {
    const Drawn drawn = Drawn::draw();
    const Vector<double> x = row_of(drawn.X, 0);
    const double y = drawn.y(0);
    const auto phi = [&]<class T>(const Vector<T>& theta) {
      return CrossEntropyWithLogits{}.value(preactivation(neuron_from(theta), cast<T>(x)), T(y));
    };
    check_gradient(check, phi, parameters(drawn.neuron),
                   slopes(loss_gradient(CrossEntropyWithLogits{}, drawn.neuron, x, y)));
  });
}

TEST(CrossEntropyBatch, DoesNotDependOnTheOrderOfTheSamples) {
  property([](Check& check) {
    const Drawn drawn = Drawn::draw();
    const auto next = [&](std::size_t i) { return (i + 1) % drawn.n(); };
    const Matrix<double> X = rows_in(drawn.X, drawn.n(), next);
    const Vector<double> y = entries_in(drawn.y, drawn.n(), next);
    check.agree(cost_of(drawn.neuron, X, y), cost_of(drawn.neuron, drawn.X, drawn.y), rounding);
    check.agree(gradient_of(drawn.neuron, X, y), gradient_of(drawn.neuron, drawn.X, drawn.y),
                rounding);
  });
}

TEST(CrossEntropyBatch, TwiceIsTheSame) {
  property([](Check& check) {
    const Drawn drawn = Drawn::draw();
    const auto again = [&](std::size_t i) { return i % drawn.n(); };
    const Matrix<double> X = rows_in(drawn.X, 2 * drawn.n(), again);
    const Vector<double> y = entries_in(drawn.y, 2 * drawn.n(), again);
    check.agree(cost_of(drawn.neuron, X, y), cost_of(drawn.neuron, drawn.X, drawn.y), rounding);
    check.agree(gradient_of(drawn.neuron, X, y), gradient_of(drawn.neuron, drawn.X, drawn.y),
                rounding);
  });
}

TEST(CrossEntropyBatch, IsTheMeanOfItsSamples) {
  property([](Check& check) {
    const Drawn drawn = Drawn::draw();
    Vector<double> sum(drawn.d() + 1, 0.0);
    for (std::size_t i = 0; i < drawn.n(); ++i) {
      sum += slopes(
          loss_gradient(CrossEntropyWithLogits{}, drawn.neuron, row_of(drawn.X, i), drawn.y(i)));
    }
    check.agree(gradient_of(drawn.neuron, drawn.X, drawn.y),
                Vector<double>(sum / static_cast<double>(drawn.n())), rounding);
  });
}

TEST(CrossEntropyBatch, BiasIsTheWeightOfAConstantInput) {
  property([](Check& check) {
    const Drawn drawn = Drawn::draw();
    Matrix<double> with_one(drawn.n(), drawn.d() + 1);
    for (std::size_t i = 0; i < drawn.n(); ++i) {
      for (std::size_t j = 0; j < drawn.d(); ++j) with_one(i, j) = drawn.X(i, j);
      with_one(i, drawn.d()) = 1;
    }
    const Neuron<double> neuron{parameters(drawn.neuron), 0.0};
    const Vector<double> gradient = gradient_of(neuron, with_one, drawn.y);
    check.agree(cost_of(neuron, with_one, drawn.y), cost_of(drawn.neuron, drawn.X, drawn.y),
                rounding);
    check.agree(entries(gradient, 0, drawn.d() + 1), gradient_of(drawn.neuron, drawn.X, drawn.y),
                rounding);
  });
}

TEST(CrossEntropyBatch, OtherLabelsAreTheOtherSide) {
  property([](Check& check) {
    const Drawn drawn = Drawn::draw();
    const Vector<double> others = constant_vector<double>(drawn.n(), 1) - drawn.y;
    const Neuron<double> mirrored{-drawn.neuron.weights, -drawn.neuron.bias};
    check.agree(cost_of(mirrored, drawn.X, others), cost_of(drawn.neuron, drawn.X, drawn.y),
                rounding);
    check.agree(gradient_of(mirrored, drawn.X, others),
                Vector<double>(-gradient_of(drawn.neuron, drawn.X, drawn.y)), rounding);
  });
}

// The gradient is 0 where every prediction equals its target; with z = 0 and y = ½ it does.
TEST(CrossEntropyBatch, IsFlatWherePredictionsEqualTargets) {
  property([](Check& check) {
    const Drawn drawn = Drawn::draw();
    const Vector<double> y_hat = predict(drawn.neuron, drawn.X);
    check.agree(gradient_of(drawn.neuron, drawn.X, y_hat), Vector<double>(drawn.d() + 1, 0.0),
                rounding);
  });
}

TEST(CrossEntropyBatch, RefusesShapesThatDoNotFit) {
  property([](Check& check) {
    const Drawn drawn = Drawn::draw();
    const auto refuses = [&](const Neuron<double>& neuron, const Matrix<double>& X,
                             const Vector<double>& y) {
      for (const bool slope : {false, true}) {
        bool refused = false;
        try {
          slope ? void(gradient_of(neuron, X, y)) : void(cost_of(neuron, X, y));
        } catch (const ShapeError&) {
          refused = true;
        }
        check.holds(refused, "refused");
      }
    };
    refuses(drawn.neuron, drawn.X, Vector<double>(drawn.n() + 1, 1.0));
    refuses(drawn.neuron, drawn.X, Vector<double>(drawn.n() - 1, 1.0));
    refuses(zero_neuron<double>(drawn.d() + 1), drawn.X, drawn.y);
    refuses(drawn.neuron, Matrix<double>(0, drawn.d()), Vector<double>());
  });
}
