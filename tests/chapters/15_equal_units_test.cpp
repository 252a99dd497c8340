// Chapter 15: what is equal stays equal, and what is 0 stays 0.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>

#include "chapters/15-initialisation/equal_units.hpp"
#include "nn/network/activation.hpp"
#include "nn/training/any_optimizer.hpp"
#include "nn/training/stochastic_descent.hpp"
#include "tests/chapters/15_drawn_start.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter15::unit_of;

namespace {

/// What a training may be told, the products in order. A weight decays by a hundredth at most.
StochasticOptions draw_training(std::size_t n) {
  StochasticOptions options;
  options.batch_size = *dimension(1, n + 1).as("batch");
  options.seed = *dimension(0, 1000).as("seed");
  options.learning_rate = 0.01;
  options.weight_decay = *uniform(0, 0.5).as("weight decay");
  return options;
}

/// Equal in every entry, or no number on either side: a descent of a drawn network may fly away.
bool are_the_same(const Vector<double>& a, const Vector<double>& b) {
  for (std::size_t j = 0; j < a.size(); ++j) {
    if (a(j) != b(j) && !(std::isnan(a(j)) && std::isnan(b(j)))) return false;
  }
  return a.size() == b.size();
}

/// Six updates of θ with each optimizer; `see` is shown θ after every one.
template <class Output, class See>
void train_with_each(const DrawnStart& start, const Output& output, const Matrix<double>& Y,
                     const See& see) {
  const StochasticOptions options = draw_training(start.n());
  for (const char* name : {"sgd", "momentum", "nesterov", "adam"}) {
    OptimizerOptions optimizer_options;
    optimizer_options.name = name;
    optimizer_options.learning_rate = options.learning_rate;
    AnyOptimizer<double> optimizer(optimizer_options);
    StochasticDescent<Output, double> descent(start.network, output, start.X, Y, options);
    Vector<double> theta = start.theta;
    for (int t = 1; t <= 6; ++t) {
      descent.update(theta, optimizer);
      see(std::string(name) + ", update " + std::to_string(t), theta);
    }
  }
}

}  // namespace

TEST(EqualUnits, ForthStepByStep) {
  derivation("equal-units-forward", [](Derivation& d) {
    const StartTwins twins = StartTwins::draw();
    const DrawnStart& start = twins.start;
    NetworkPass<double> pass;
    forward(start.network, start.theta, start.X, pass);
    const Matrix<double>& A = twins.l == 0 ? start.X : pass.A[twins.l - 1];
    const LayerParameters<const double> layer = layer_of(start.network, start.theta, twins.l);
    const std::size_t i = *dimension(0, start.n() - 1).as("i");
    const auto weighted_sum = [&](std::size_t k) {
      double sum = 0;
      for (std::size_t j = 0; j < A.size2(); ++j) sum += A(i, j) * layer.weights(j, k);
      return sum + layer.biases(k);
    };
    d.start(pass.Z[twins.l](i, twins.p));
    d.step("by {backprop-layer}", weighted_sum(twins.p));
    d.step("equal weights and equal biases", weighted_sum(twins.q));
    d.step("by {backprop-layer}", pass.Z[twins.l](i, twins.q));
  });
}

TEST(EqualUnits, BackStepByStep) {
  derivation("equal-units-back", [](Derivation& d) {
    const StartTwins twins = StartTwins::draw();
    const DrawnStart& start = twins.start;
    const std::size_t i = *dimension(0, start.n() - 1).as("i");
    with_start_output([&]<class Output>(const Output& output) {
      const Matrix<double> Y = start.draw_targets<Output>();
      Vector<double> gradient;
      const NetworkPass<double> pass = start.passed(output, Y, gradient);
      const LayerParameters<const double> next = layer_of(start.network, start.theta, twins.l + 1);
      const Activation f = start.network.layers[twins.l].activation;
      const auto sum_over_paths = [&](std::size_t unit) {
        double sum = 0;
        for (std::size_t k = 0; k < next.weights.columns; ++k) {
          sum += pass.delta[twins.l + 1](i, k) * next.weights(unit, k);
        }
        return sum * activation_derivative(f, pass.Z[twins.l](i, unit));
      };
      d.start(pass.delta[twins.l](i, twins.p));
      d.step("by {backprop-delta-index}", sum_over_paths(twins.p));
      d.step("equal weights to the next layer; by {equal-units-forward}", sum_over_paths(twins.q));
      d.step("by {backprop-delta-index}", pass.delta[twins.l](i, twins.q));
    });
  });
}

// With products in order both units go through the same operations on the same numbers: they are
// equal in every bit.
TEST(EqualUnits, StayEqualWhateverTheOptimizer) {
  property("equal-units", [](Check& check) {
    const StartTwins twins = StartTwins::draw();
    const DrawnStart& start = twins.start;
    with_start_output([&]<class Output>(const Output& output) {
      const Matrix<double> Y = start.draw_targets<Output>();
      Vector<double> gradient;
      const NetworkPass<double> pass = start.passed(output, Y, gradient);
      for (std::size_t i = 0; i < start.n(); ++i) {
        check.agree(pass.A[twins.l](i, twins.q), pass.A[twins.l](i, twins.p), 0, "activation");
        check.agree(pass.delta[twins.l](i, twins.q), pass.delta[twins.l](i, twins.p), 0, "delta");
      }
      check.agree(unit_of(start.network, gradient, twins.l, twins.q),
                  unit_of(start.network, gradient, twins.l, twins.p), 0, "slopes");
      train_with_each(start, output, Y, [&](const std::string& when, const Vector<double>& theta) {
        check.holds(are_the_same(unit_of(start.network, theta, twins.l, twins.q),
                                 unit_of(start.network, theta, twins.l, twins.p)),
                    when);
      });
    });
  });
}

// The converse: a unit that differs in one incoming weight gets slopes of its own. (Not always: two
// dead relus are equal whatever their weights. So the units here are tangents, whose inputs, scores
// and slopes are not 0.)
TEST(EqualUnits, ThatDifferAtTheStartPart) {
  examples("equal-units", [](Check& check) {
    const Network network = chapter15::twin_network();
    Vector<double> theta = chapter15::twin_parameters();
    theta(1) += 0x1p-10;
    const NetworkCost<LinearSquaredError, double> cost(
        network, LinearSquaredError{}, chapter15::twin_inputs(), chapter15::twin_targets());
    Vector<double> gradient(theta.size());
    cost.evaluate(theta, &gradient);
    const Vector<double> first = unit_of(network, gradient, 0, 0);
    const Vector<double> second = unit_of(network, gradient, 0, 1);
    for (std::size_t j = 0; j < first.size(); ++j) check.holds(first(j) != second(j), "a slope");
  });
}

// f(0) is 0 exactly, and so is every product with it.
TEST(ZeroStart, LeavesNoSlopeButThatOfTheLastBiases) {
  property("zero-start", [](Check& check) {
    DrawnStart start = DrawnStart::draw({Activation::linear, Activation::tanh, Activation::relu});
    const std::size_t last = start.theta.size() - start.outputs();
    for (std::size_t j = 0; j < last; ++j) start.theta(j) = 0;
    with_start_output([&]<class Output>(const Output& output) {
      const Matrix<double> Y = start.draw_targets<Output>();
      Vector<double> gradient;
      const NetworkPass<double> pass = start.passed(output, Y, gradient);
      for (std::size_t j = 0; j < last; ++j) check.agree(gradient(j), 0, 0, "a slope");
      for (std::size_t k = 0; k < start.outputs(); ++k) {
        double sum = 0;
        for (std::size_t i = 0; i < start.n(); ++i) sum += pass.delta.back()(i, k);
        check.agree(gradient(last + k), sum, 8 * epsilon, "the slope of a last bias");
      }
      train_with_each(start, output, Y, [&](const std::string& when, const Vector<double>& theta) {
        for (std::size_t j = 0; j < last; ++j) check.agree(theta(j), 0, 0, when);
      });
    });
  });
}

// A sigmoid says one half at 0, so its weights to the scores do move, all alike.
TEST(ZeroStart, OfSigmoidsMovesTheLastLayerAlone) {
  property("zero-start", [](Check& check) {
    DrawnStart start = DrawnStart::draw({Activation::sigmoid});
    for (double& t : start.theta) t = 0;
    with_start_output([&]<class Output>(const Output& output) {
      const Matrix<double> Y = start.draw_targets<Output>();
      Vector<double> gradient;
      start.passed(output, Y, gradient);
      const std::size_t first = offset_of_layer(start.network, start.depth() - 1);
      for (std::size_t j = 0; j < first; ++j) check.agree(gradient(j), 0, 0, "a hidden slope");
      const LayerParameters<double> scores_slopes =
          layer_of(start.network, gradient, start.depth() - 1);
      for (std::size_t j = 0; j < scores_slopes.weights.rows; ++j) {
        for (std::size_t k = 0; k < scores_slopes.weights.columns; ++k) {
          check.agree(scores_slopes.weights(j, k), scores_slopes.biases(k) / 2, 8 * epsilon);
        }
      }
    });
  });
}

// What the section "All zeros" prints.
TEST(ZeroStart, OnTheDigits) {
  examples("zero-start", [](Check& check) {
    for (const Activation f : {Activation::tanh, Activation::relu}) {
      const Vector<double> largest = chapter15::slopes_at_zero(f);
      for (std::size_t part = 0; part < 5; ++part) check.agree(largest(part), 0, 0);
      check.holds(largest(5) > 0, "the biases of the scores have slopes");
    }
    const Vector<double> of_sigmoids = chapter15::slopes_at_zero(Activation::sigmoid);
    for (std::size_t part = 0; part < 4; ++part) check.agree(of_sigmoids(part), 0, 0);
    check.holds(of_sigmoids(4) > 0, "and for sigmoids their weights, too");
  });
}
