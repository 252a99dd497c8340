#pragma once

/// \file
/// The figures of the chapter.

#include <cmath>
#include <limits>

#include "nn/neuron/sigmoid.hpp"
#include "nn/program/plot.hpp"

namespace nn::chapter3 {

/// σ′(z) as the algebra says it, σ(z)(1 − σ(z)): the subtraction loses digits where σ(z) is near 1.
inline double product_form(double z) { return sigmoid(z) * (1 - sigmoid(z)); }

inline Figure sigmoid_figure() {
  Figure figure("The switch and the dimmer",
                "Two curves against z from -6 to 6. The binary step lies flat at 0, jumps to 1 at "
                "z = 0 and lies flat again. The sigmoid rises smoothly from near 0 to near 1, "
                "through one half at z = 0, where its tangent has slope one quarter.");
  figure.x_axis("z").y_axis("output").x_range(-6, 6).y_range(-0.1, 1.1);
  figure.steps("binary step H(z)", {-6, 0, 6}, {0, 1, 1}, Colour::grey);
  figure.curve("sigmoid σ(z)", -6, 6, sigmoid<double>, Colour::blue);
  figure.line("tangent at 0, slope ¼", {-2, 2}, {0, 1}, Colour::vermilion);
  return figure;
}

inline Figure slope_figure() {
  Figure figure("The slope of the sigmoid",
                "A bell-shaped curve against z from -8 to 8, highest at z = 0 with the value one "
                "quarter, equal on both sides, and close to zero beyond 5. Above it, and nearly "
                "touching it at both ends, runs the bound e to the minus absolute value of z.");
  figure.x_axis("z").y_axis("slope").x_range(-8, 8).y_range(0, 0.3);
  figure.curve("σ′(z)", -8, 8, sigmoid_derivative<double>, Colour::blue);
  figure.curve(
      "the bound e^-|z|", -8, 8, [](double z) { return std::exp(-std::abs(z)); },
      Colour::vermilion);
  figure.guide("the maximum ¼", {-8, 8}, {0.25, 0.25});
  return figure;
}

inline Figure rounding_figure() {
  Figure figure("What the subtraction leaves",
                "Two curves against z from 34 to 39. The slope computed by the stable formula "
                "falls smoothly. The slope computed as a product with 1 minus sigmoid is a "
                "staircase around it, with ever longer steps, and zero from 36.74 on.");
  figure.x_axis("z").y_axis("slope, in units of 2⁻⁵²").x_range(34, 39).y_range(0, 8);
  const double unit = std::numeric_limits<double>::epsilon();
  figure.curve(
      "σ(z)(1 - σ(z))", 34, 39, [=](double z) { return product_form(z) / unit; }, Colour::vermilion,
      501);
  figure.curve(
      "e^-z/(1 + e^-z)²", 34, 39, [=](double z) { return sigmoid_derivative(z) / unit; },
      Colour::blue);
  return figure;
}

}  // namespace nn::chapter3
