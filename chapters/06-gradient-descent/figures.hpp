#pragma once

/// \file
/// The figures of the chapter.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "examples.hpp"
#include "nn/data/number.hpp"
#include "nn/program/plot.hpp"
#include "nn/training/gradient_descent.hpp"
#include "penguins.hpp"

namespace nn::chapter6 {

/// The points θ₀, …, θ_epochs of a descent, coordinate by coordinate.
template <class F>
std::vector<Vector<double>> points_of(const F& objective, const Vector<double>& start, double alpha,
                                      std::size_t epochs) {
  std::vector<Vector<double>> points;
  gradient_descent(objective, start, {alpha, epochs, 0},
                   [&](const DescentRecord&, const Vector<double>& theta) {
                     points.push_back(theta);
                     return true;
                   });
  return points;
}

inline Figure learning_rates_figure() {
  Figure figure("Too small, right, too large",
                "The parabola (θ - 3)² with three descents from θ = 0, six updates each. With "
                "learning rate 0.05 the points creep down the left side and stay far from the "
                "bottom. With 0.4 they are close to the bottom after three updates. With 1.05 they "
                "jump from side to side, each time higher than before.");
  figure.x_axis("θ").y_axis("cost (θ - 3)²").x_range(-3, 9).y_range(0, 30);
  figure.legend(Legend::none);
  const Bowl<double> parabola = example_parabola();
  figure.curve(
      "the cost", -2.4, 8.4, [&](double t) { return value_at(parabola, vector<double>({t})); },
      Colour::grey);
  const auto descent = [&](const std::string& name, double alpha, Colour colour) {
    std::vector<double> x;
    std::vector<double> y;
    for (const Vector<double>& theta : points_of(parabola, vector<double>({0}), alpha, 6)) {
      x.push_back(theta(0));
      y.push_back(value_at(parabola, theta));
    }
    figure.marked_line(name, x, y, colour);
  };
  descent("α = 1.05", 1.05, Colour::vermilion);
  descent("α = 0.05", 0.05, Colour::blue);
  descent("α = 0.4", 0.4, Colour::green);
  figure.text("α = 1.05", 2.4, 27.4).text("α = 0.05", -1.2, 5.5).text("α = 0.4", 1.6, 5.5);
  return figure;
}

inline Figure costs_figure(const Training& training) {
  Figure figure("The cost of the penguins, epoch by epoch",
                "Cost on a logarithmic scale against 200 epochs, for four learning rates, all from "
                "0.25. With 0.02 it falls slowly, to about 0.14; with 0.2 to about 0.04; with 2 "
                "to about 0.02. With 2000 it drops below 0.1 at once and then stays where it is.");
  figure.x_axis("epoch").y_axis("cost", Scale::logarithmic).x_range(0, 200).y_range(0.01, 0.3);
  const Samples samples = training_samples(training);
  for (const double alpha : {0.02, 0.2, 2.0, 2000.0}) {
    const auto result = gradient_descent(cost_of(samples), Vector<double>(3, 0.0), {alpha, 200, 0});
    std::vector<double> epoch;
    std::vector<double> cost;
    for (const DescentRecord& record : result.history) {
      epoch.push_back(static_cast<double>(record.iteration));
      cost.push_back(record.cost);
    }
    figure.line("α = " + short_text(alpha), epoch, cost);
  }
  return figure;
}

inline Figure landscape_figure() {
  Figure figure(
      "Three descents on the cost of a neuron",
      "Level curves of a neuron's cost above its two weights: a basin with its bottom near "
      "(0.8, 1.2). Three descents start at (-1, 2.5). With the learning rate 1/ℓ the "
      "points make small steps. With 6/ℓ they leap at first and then walk toward the "
      "bottom. With 16/ℓ they jump to and fro across the basin.");
  figure.x_axis("first weight").y_axis("second weight").x_range(-1.6, 2.8).y_range(0.2, 3.2);
  figure.equal_scales();
  const CostOfWeights objective;
  figure.contours("level curves", {-1.6, 2.8}, {0.2, 3.2},
                  [&](double w1, double w2) {
                    return value_at(objective, vector<double>({w1, w2}));
                  },
                  {0.139, 0.142, 0.147, 0.155, 0.165, 0.18, 0.2, 0.22, 0.25, 0.3});
  const double ell = gradient_lipschitz_bound(objective.samples.X);
  const auto descent = [&](const std::string& name, double share, Colour colour) {
    std::vector<double> w1;
    std::vector<double> w2;
    for (const auto& w : points_of(objective, vector<double>({-1, 2.5}), share / ell, 14)) {
      w1.push_back(w(0));
      w2.push_back(w(1));
    }
    figure.marked_line(name, w1, w2, colour);
  };
  descent("α = 16/ℓ", 16, Colour::vermilion);
  descent("α = 6/ℓ", 6, Colour::blue);
  descent("α = 1/ℓ", 1, Colour::green);
  return figure;
}

inline Figure valley_figure() {
  Figure figure("A zig-zag in a long valley",
                "Level curves of a bowl ten times as steep in one direction as in the other: long "
                "flat ellipses. From the same point, a descent with learning rate 0.19 jumps from "
                "one wall of the valley to the other while it creeps along it. A descent with "
                "learning rate 0.1 drops to the floor of the valley at once and then walks along "
                "it in ever shorter steps.");
  figure.x_axis("θ₁").y_axis("θ₂").x_range(-2, 11).y_range(-3.6, 3.6).equal_scales();
  const Bowl<double> valley = example_valley(10);
  figure.contours(
      "level curves", {-2, 11}, {-3.6, 3.6},
      [&](double x, double y) {
        return value_at(valley, vector<double>({x, y}));
      },
      {0.5, 2, 5, 10, 20, 35, 55}, Colour::grey, 120);
  const auto descent = [&](const std::string& name, double alpha, Colour colour) {
    std::vector<double> x;
    std::vector<double> y;
    for (const Vector<double>& theta : points_of(valley, vector<double>({10, 2.5}), alpha, 20)) {
      x.push_back(theta(0));
      y.push_back(theta(1));
    }
    figure.marked_line(name, x, y, colour);
  };
  descent("α = 0.19", 0.19, Colour::vermilion);
  descent("α = 0.1", 0.1, Colour::blue);
  return figure;
}

inline Figure penguins_figure(const Training& training) {
  Figure figure("Two species and one neuron",
                "Penguins as points, bill length against bill depth in millimetres. Adelies have "
                "short, deep bills and Chinstraps long ones; the line where the neuron's answer "
                "turns rises between the two groups, with a few points close to it or on its wrong "
                "side. Training rows and held-out rows have markers of their own.");
  figure.x_axis("bill length (mm)").y_axis("bill depth (mm)").x_range(31, 60).y_range(15, 22);
  const auto species = [&](const std::string& name, const std::vector<std::size_t>& rows,
                           double label, Colour colour) {
    std::vector<double> length;
    std::vector<double> depth;
    for (const std::size_t i : rows) {
      if (training.data.y(i) != label) continue;
      length.push_back(training.data.X(i, 0));
      depth.push_back(training.data.X(i, 1));
    }
    figure.points(name, length, depth, colour);
  };
  species("Adelie, training", training.split.training, 1, Colour::blue);
  species("Adelie, held out", training.split.test, 1, Colour::purple);
  species("Chinstrap, training", training.split.training, 0, Colour::vermilion);
  species("Chinstrap, held out", training.split.test, 0, Colour::gold);
  // On the boundary z = 0, so length = −(w₂ depth + b)/w₁.
  const Neuron<double> neuron = in_millimetres(training);
  const auto length_at = [&](double depth) {
    return -(neuron.weights(1) * depth + neuron.bias) / neuron.weights(0);
  };
  figure.line("the boundary z = 0", {length_at(15), length_at(22)}, {15, 22}, Colour::green);
  return figure;
}

}  // namespace nn::chapter6
