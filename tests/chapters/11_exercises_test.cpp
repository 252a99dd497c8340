// The exercises of chapter 11: each derivation line by line, and the wrong step is wrong.
#include <gtest/gtest.h>

#include <cstddef>

#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/hyperbolic_tangent.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "tests/chapters/11_drawn_network.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

// Exercise "The slope from the value".
TEST(BackpropagationExercises, SlopeOfTheHyperbolicTangentStepByStep) {
  derivation("backprop-tanh-slope", [](Derivation& d) {
    const double z = *gaussian().as("z");
    const double a = hyperbolic_tangent(z);
    const auto by_sigmoid = [](auto t) {
      using T = decltype(t);
      return T(2) * sigmoid(T(2) * t) - T(1);
    };
    const double s = sigmoid(2 * z);
    d.start(complex_step([](auto t) { return hyperbolic_tangent(t); }, z));
    d.step("the hyperbolic tangent is a sigmoid, stretched and moved",
           dual_derivative(by_sigmoid, z));
    d.step("by {chain-rule}, with the slope 2 inside", 4 * sigmoid_derivative(2 * z));
    d.step("by {sigmoid-derivative}", 2 * s * (2 - 2 * s));
    d.step("twice the sigmoid is 1 + a", (1 + a) * (1 - a));
    d.step("multiply out", 1 - a * a);
  });
}

// Exercise "Find the wrong step": the slope of f is taken where f already is.
TEST(BackpropagationExercises, TheWrongStepIsTheThird) {
  derivation("", [](Derivation& d) {
    const SigmoidCrossEntropy output{};
    const DrawnNetwork b = DrawnNetwork::draw(output, Activation::sigmoid, 2);
    const NetworkPass<double> pass = b.pass(output);
    const std::size_t i = *dimension(0, b.n() - 1).as("i");
    const std::size_t j = *dimension(0, b.network.layers[0].units - 1).as("j");
    const LayerParameters<const double> next = layer_of(b.network, b.theta, 1);
    const double z = pass.Z[0](i, j);
    const double a = pass.A[0](i, j);
    const auto cost = [&](Dual<double> t) {
      Vector<Dual<double>> moved = cast<Dual<double>>(flat(pass.Z[0]));
      moved(i * pass.Z[0].size2() + j) = t;
      return b.cost_from(output, 0, moved);
    };
    double through_weights = 0;
    for (std::size_t k = 0; k < next.biases.size; ++k) {
      through_weights += pass.delta[1](i, k) * next.weights(j, k);
    }
    const auto f = [](auto t) { return sigmoid(t); };
    d.start(dual_derivative(cost, z));
    d.step("a path for each unit, and the weight on it", through_weights * complex_step(f, z));
    d.step("the slope of the activation", through_weights * sigmoid_derivative(z));
    d.wrong_step("the slope of f, by the activations", through_weights * sigmoid_derivative(a));
    d.step("as matrices", through_weights * sigmoid_derivative(a));
  });
}
