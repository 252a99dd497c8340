#pragma once

/// \file
/// The figures of the chapter.

#include <cstddef>
#include <string>
#include <vector>

#include "interpolant.hpp"
#include "nn/network/activation.hpp"
#include "nn/program/plot.hpp"

namespace nn::chapter10 {

inline Figure before_figure() {
  Figure figure("Before the hidden layer",
                "The four corners of a square. The points (0, 1) and (1, 0) with the answer 1 and "
                "the points (0, 0) and (1, 1) with the answer 0 lie crosswise: no straight line "
                "has the one pair on one side and the other pair on the other.");
  figure.x_axis("first input").y_axis("second input").equal_scales();
  figure.x_range(-0.5, 1.8).y_range(-0.5, 1.5);
  figure.points("answer 0", {0, 1}, {0, 1}, Colour::blue);
  figure.points("answer 1", {0, 1}, {1, 0}, Colour::vermilion);
  figure.text("(0, 0)", 0.07, -0.12).text("(1, 1)", 1.07, 1.1);
  figure.text("(0, 1)", 0.07, 1.1).text("(1, 0)", 1.07, -0.12);
  return figure;
}

inline Figure after_figure() {
  Figure figure("After the hidden layer",
                "What the two hidden units make of the four points. The points (0, 1) and (1, 0) "
                "have met at (1, 0); (0, 0) has stayed, and (1, 1) has moved to (2, 1). A straight "
                "line rises between them: the two points whose answer is 0 lie above it and the "
                "point whose answer is 1 below.");
  figure.x_axis("first hidden unit").y_axis("second hidden unit").equal_scales();
  figure.x_range(-0.5, 2.8).y_range(-0.6, 1.5);
  figure.points("answer 0", {0, 2}, {0, 1}, Colour::blue);
  figure.points("answer 1", {1}, {0}, Colour::vermilion);
  // a₁ − 2a₂ = ½.
  figure.line("score ½", {-0.5, 2.8}, {-0.5, 1.15}, Colour::green);
  figure.text("(0, 0)", 0.07, 0.12).text("(1, 1)", 1.55, 1.12);
  figure.text("(0, 1) and (1, 0)", 1.07, -0.12);
  return figure;
}

inline Figure activations_figure() {
  Figure figure("Three bends",
                "Three curves against z from -4 to 4. The sigmoid rises in an S from 0 to 1 and is "
                "one half at 0. The hyperbolic tangent rises in a steeper S from -1 to 1 through "
                "the origin. The ReLU is 0 up to z = 0, and from there on the straight line with "
                "slope 1.");
  figure.x_axis("z").y_axis("f(z)").y_range(-1.5, 2.5);
  figure.curve("sigmoid", -4, 4, [](double z) { return activate(Activation::sigmoid, z); });
  figure.curve("tanh", -4, 4, [](double z) { return activate(Activation::tanh, z); });
  figure.line("relu", {-4, 0, 2.5}, {0, 0, 2.5});
  return figure;
}

inline Figure interpolants_figure() {
  Figure figure("A curve drawn by three units, and by eight",
                "One wave of the sine from 0 to 2π and two broken lines through points of it. The "
                "line of three units has three pieces and cuts off the hill and the dale. The line "
                "of eight units has eight pieces and stays so close to the sine that it can hardly "
                "be told from it.");
  const Curve& sine = curves[0];
  figure.x_axis("x").y_axis("G(x) and g(x)").y_range(-1.2, 1.2);
  figure.curve("sin x", sine.a, sine.b, sine.f, Colour::grey);
  for (const std::size_t m : {3U, 8U}) {
    Vector<double> x(m + 1);
    for (std::size_t q = 0; q <= m; ++q) x(q) = knot(sine.a, sine.b, m, q);
    const Vector<double> g = interpolant(sine.f, sine.a, sine.b, m)(x);
    figure.marked_line(std::to_string(m) + " units", x.data(), g.data());
  }
  return figure;
}

}  // namespace nn::chapter10
