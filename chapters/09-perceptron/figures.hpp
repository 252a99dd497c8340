#pragma once

/// \file
/// The figures of the chapter.

#include <cstddef>
#include <string>
#include <vector>

#include "examples.hpp"
#include "nn/data/original_units.hpp"
#include "nn/neuron/perceptron.hpp"
#include "nn/program/plot.hpp"

namespace nn::chapter9 {

/// Puts the samples with one label into a figure.
inline void add_points(Figure& figure, const std::string& name, const Samples& samples, double y,
                       Colour colour) {
  std::vector<double> first;
  std::vector<double> second;
  for (std::size_t i = 0; i < samples.y.size(); ++i) {
    if (samples.y(i) != y) continue;
    first.push_back(samples.X(i, 0));
    second.push_back(samples.X(i, 1));
  }
  figure.points(name, first, second, colour);
}

/// Draws the boundary of a neuron with two weights, of which the second is not 0.
inline void add_boundary(Figure& figure, const std::string& name, const Neuron<double>& neuron,
                         double from, double to, Colour colour) {
  const auto on_boundary = [&](double x) {
    return -(neuron.weights(0) * x + neuron.bias) / neuron.weights(1);
  };
  figure.line(name, {from, to}, {on_boundary(from), on_boundary(to)}, colour);
}

/// Where the rule stops among the Adelies and the Gentoos.
inline Figure boundary_figure() {
  Figure figure("Where the perceptron stops",
                "The bills of 151 Adelies and 123 Gentoos, depth against length: two clouds, the "
                "Gentoos longer and less deep. Two lines run between them and nearly coincide, "
                "both found by the perceptron's rule: one from millimetres after 23 mistakes, one "
                "from standardised measurements after 2.");
  figure.x_axis("bill length (mm)").y_axis("bill depth (mm)");
  figure.x_range(31, 61).y_range(12.5, 22.5);
  const Samples penguins = adelies_and("Gentoo", bill_columns());
  const Vector<double> t = signs_of(penguins.y);
  add_points(figure, "Adelie", penguins, 0, Colour::blue);
  add_points(figure, "Gentoo", penguins, 1, Colour::vermilion);
  const Neuron<double> raw = train_perceptron(penguins.X, t, 1000).neuron;
  const Neuron<double> other = train_perceptron(standardized(penguins).X, t, 1000).neuron;
  add_boundary(figure, "learned from mm", raw, 33, 57, Colour::green);
  add_boundary(figure, "learned standardised",
               in_original_units(other, fit_standardization(penguins.X)), 33, 57, Colour::purple);
  return figure;
}

/// The corners of XOR, and a line that is right about three of them.
inline Figure exclusive_or_figure() {
  Figure figure("No line for exclusive or",
                "The four corners of a square. The answers at (0, 1) and (1, 0) are yes, those at "
                "(0, 0) and (1, 1) no: each answer stands on a diagonal. A falling line leaves "
                "(0, 0) alone on its lower side, and is wrong about (1, 1).");
  figure.x_axis("first bit").y_axis("second bit").equal_scales();
  figure.x_range(-0.5, 1.7).y_range(-0.4, 1.4);
  add_points(figure, "yes", exclusive_or(), 1, Colour::vermilion);
  add_points(figure, "no", exclusive_or(), 0, Colour::blue);
  add_boundary(figure, "right about three", {vector<double>({2, 2}), -1}, -0.4, 0.9, Colour::green);
  return figure;
}

}  // namespace nn::chapter9
