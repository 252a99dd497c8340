#pragma once

/// \file
/// The chapter's figures.

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "examples.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/program/plot.hpp"
#include "step_study.hpp"
#include "sum_taken_apart.hpp"

namespace nn::chapter5 {

/// The number with two significant digits: rounding errors differ between machines in the third.
inline double with_two_digits(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1e", x);
  return std::strtod(text, nullptr);
}

inline Figure error_against_step_figure() {
  std::vector<double> steps;
  std::vector<double> forward;
  std::vector<double> central;
  std::vector<double> complex_step;
  for (int k = 0; k <= 48; ++k) {
    const StepError error = error_of_step(with_two_digits(std::pow(10.0, -12 + k / 4.0)));
    steps.push_back(error.h);
    forward.push_back(with_two_digits(error.forward));
    central.push_back(with_two_digits(error.central));
    complex_step.push_back(with_two_digits(error.complex_step));
  }
  Figure figure("The error of a numerical derivative against its step",
                "Both axes are logarithmic. The error of the forward difference falls as the step "
                "shrinks, reaches its least near a step of 1e-8, and rises again. That of the "
                "central difference falls twice as steeply, reaches a lower point near 1e-5, and "
                "rises beside it, half as high. The complex step falls like the central "
                "difference and then stays level at the rounding error of the slope.");
  figure.x_axis("step h", Scale::logarithmic).y_axis("error of ∂L/∂w", Scale::logarithmic);
  figure.x_range(1e-12, 1).y_range(1e-18, 1);
  figure.marked_line("forward difference", steps, forward);
  figure.marked_line("central difference", steps, central);
  figure.marked_line("complex step", steps, complex_step);
  const double M = typical_third_derivative();
  figure.guide("truncation", {1e-6, 1}, {1e-12 * M / 6, M / 6});
  figure.text("h²M/6", 2e-6, 1e-15);
  return figure;
}

inline Figure tangent_figure() {
  const Vector<double> x = vector<double>({1, 2});
  const auto loss = [&](double w2) {
    const Neuron<double> neuron{vector<double>({0.3, w2}), 0.05};
    return SquaredErrorWithLogits{}.value(preactivation(neuron, x), 1.0);
  };
  const double slope = loss_gradient(SquaredErrorWithLogits{}, example, x, 1.0).weights(1);
  Figure figure("The loss along one weight, and its slope",
                "The loss of one sample as the second weight moves from -3 to 3: an S-shaped curve "
                "that falls from 1 to 0. A straight line touches it at the weight -0.1, where the "
                "loss is 0.21, and leaves it further away on both sides.");
  figure.x_axis("second weight").y_axis("loss L").y_range(0, 1.05).legend(Legend::top_right);
  figure.curve("L", -3, 3, loss);
  figure.line("the line that touches it", {-1.8, 0.36},
              {loss(-0.1) - 1.7 * slope, loss(-0.1) + 0.46 * slope});
  figure.points("the example, w = -0.1", {-0.1}, {loss(-0.1)});
  return figure;
}

inline Figure surface_figure() {
  const Vector<double> x = vector<double>({1, 2});
  Figure figure("The loss seen from above, and its gradient",
                "Level curves of one sample's loss over the two weights: parallel straight lines, "
                "from low at the upper right to high at the lower left. From the point (0.3, -0.1) "
                "an arrow shows the gradient. It points to the lower left, at right angles to the "
                "level curves, against the direction of the input (1, 2).");
  figure.x_axis("first weight").y_axis("second weight").x_range(-2.4, 2.4).y_range(-1.6, 1.6);
  figure.equal_scales().legend(Legend::none);
  const auto loss = [&](double w1, double w2) {
    const Neuron<double> neuron{vector<double>({w1, w2}), example.bias};
    return SquaredErrorWithLogits{}.value(preactivation(neuron, x), 1.0);
  };
  figure.contours("level curves", {-2.4, 2.4}, {-1.6, 1.6}, loss,
                  {0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95});
  const Vector<double> gradient = loss_gradient(SquaredErrorWithLogits{}, example, x, 1.0).weights;
  const double w1 = example.weights(0);
  const double w2 = example.weights(1);
  const double length = 2;  // twice the gradient, so that it can be seen
  figure.arrow("the gradient, twice as long", {w1, w2},
               {w1 + length * gradient(0), w2 + length * gradient(1)}, Colour::vermilion);
  figure.points("w = (0.3, -0.1)", {w1}, {w2}, Colour::blue);
  figure.text("w = (0.3, -0.1)", w1 + 0.1, w2 - 0.06).text("∂L/∂w", -0.02, -1.01);
  figure.text("loss near 0", 1.45, 1.38).text("loss near 1", -2.3, -1.45);
  return figure;
}

inline Figure sum_taken_apart_figure() {
  Figure figure(
      "Two claims about one slope",
      "The cost of two samples as the weight moves from -3 to 3: a curve that falls from "
      "0.9 to 0 and passes through 0.25 at the weight 0. The line with slope -0.25 touches "
      "it there. The horizontal line, which is what the sum taken apart claims, cuts "
      "through it.");
  figure.x_axis("weight w").y_axis("cost C").y_range(0, 1).legend(Legend::top_right);
  figure.curve("C(w)", -3, 3, cost_of_two);
  figure.line("kept whole: slope -0.25", {-1.4, 0.9}, {0.25 + 0.35, 0.25 - 0.225});
  figure.line("taken apart: slope 0", {-1.4, 1.4}, {0.25, 0.25});
  figure.points("w = 0", {0}, {0.25});
  return figure;
}

}  // namespace nn::chapter5
