// The check that chapter 11's program makes on a reader's own data: it passes every right gradient,
// whatever the units of the data, catches a wrong one, and says where it cannot tell.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>

#include "chapters/11-backpropagation/network_check.hpp"
#include "tests/chapters/11_drawn_network.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

constexpr Activation activations_of_own_data[] = {Activation::sigmoid, Activation::tanh,
                                                  Activation::relu};

/// A drawn network whose features are in some unit, and its gradient.
template <class Output>
struct DrawnTask {
  DrawnNetwork drawn;
  Vector<double> gradient;

  static DrawnTask draw() {
    const Activation f = activations_of_own_data[*dimension(0, 2).as("activation")];
    DrawnTask task{DrawnNetwork::draw(Output{}, f, *dimension(1, 3).as("depth")), {}};
    const double unit = std::pow(10.0, static_cast<double>(*dimension(0, 8).as("unit")) - 4);
    for (double& x : task.drawn.X.data()) x *= unit;
    task.gradient.resize(task.drawn.theta.size(), false);
    NetworkCost<Output, double>(task.drawn.network, Output{}, task.drawn.X, task.drawn.Y)
        .evaluate(task.drawn.theta, &task.gradient);
    return task;
  }

  GradientCheck checked(const Vector<double>& analytic) const {
    return chapter11::check_gradient(drawn.network, Output{}, drawn.theta, drawn.X, drawn.Y,
                                     analytic);
  }
};

template <class Output>
void passes_right_and_catches_wrong(Check& check) {
  const auto task = DrawnTask<Output>::draw();
  const GradientCheck right = task.checked(task.gradient);
  check.holds(how_caught(right, "it").empty(), "the right gradient passes");
  const std::size_t p = *dimension(0, task.gradient.size() - 1).as("parameter");
  Vector<double> wrong = task.gradient;
  wrong(p) += 1.01 * right.off(p) + 2 * right.allowed(p);
  check.holds(says(how_caught(task.checked(wrong), "it"), {"it: caught", "W", "allowed"}) ||
                  says(how_caught(task.checked(wrong), "it"), {"it: caught", "b", "allowed"}),
              "one slope that is off by twice what rounding may do is caught");
}

}  // namespace

TEST(NetworkCheck, PassesTheRightGradientAndCatchesOneWrongSlope) {
  property([](Check& check) {
    passes_right_and_catches_wrong<LinearSquaredError>(check);
    passes_right_and_catches_wrong<SigmoidSquaredError>(check);
    passes_right_and_catches_wrong<SigmoidCrossEntropy>(check);
    passes_right_and_catches_wrong<SoftmaxCrossEntropy>(check);
  });
}

// What rounding may do is little beside the slopes: with inputs of size 1 a slope of a thousandth
// of the largest is seen to nine digits.
TEST(NetworkCheck, AllowsLittle) {
  property([](Check& check) {
    const DrawnNetwork drawn =
        DrawnNetwork::draw(SoftmaxCrossEntropy{}, Activation::tanh, *dimension(1, 3).as("depth"));
    Vector<double> gradient(drawn.theta.size());
    NetworkCost<SoftmaxCrossEntropy, double>(drawn.network, {}, drawn.X, drawn.Y)
        .evaluate(drawn.theta, &gradient);
    const GradientCheck seen = chapter11::check_gradient(drawn.network, SoftmaxCrossEntropy{},
                                                         drawn.theta, drawn.X, drawn.Y, gradient);
    check.at_most(max_norm(seen.allowed), 1e-9, 0, "allowed");
  });
}

// Saturated units let nothing through: the slopes in front of them are too small to be seen, and
// those behind them are not. With all slopes below what rounding allows to see, the check says so.
TEST(NetworkCheck, SaysWhereItCannotTell) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 4).as("d");
    const Network network = network_of(d, {}, Activation::linear, 1);
    Matrix<double> X(2, d, 1.0);
    Matrix<double> Y(2, 1, 1.0);
    Vector<double> theta(d + 1, 0.0);
    theta(d) = *uniform(40, 700).as("b");
    Vector<double> gradient(d + 1);
    NetworkCost<SigmoidCrossEntropy, double>(network, {}, X, Y).evaluate(theta, &gradient);
    const GradientCheck seen =
        chapter11::check_gradient(network, SigmoidCrossEntropy{}, theta, X, Y, gradient);
    check.holds(how_caught(seen, "it").empty(), "nothing is caught");
    check.holds(says(why_blind(seen), {"cannot tell"}), "it says so");
  });
}
