#pragma once

/// \file
/// The figures of the chapter.

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "mistakes.hpp"
#include "nn/program/plot.hpp"
#include "nn/training/objective.hpp"
#include "valley.hpp"

namespace nn::chapter14 {

inline Figure paths_figure() {
  Figure figure("Two ways down one valley",
                "Level curves of a bowl ten times as steep in one direction as in the other: long "
                "flat ellipses around their lowest point. Two ways begin at the same point on the "
                "right, twelve updates each, both with their best settings. Plain descent goes "
                "from wall to wall in ever smaller strokes and is still on its way. Momentum "
                "leaps farther at first, across the valley and beyond, then closes in on the "
                "lowest point.");
  figure.x_axis("θ₁").y_axis("θ₂").x_range(-2, 11).y_range(-3.7, 3.7).equal_scales();
  const Bowl<double> valley = valley_of(10);
  figure.contours(
      "level curves", {-2, 11}, {-3.7, 3.7},
      [&](double x, double y) {
        return value_at(valley, vector<double>({x, y}));
      },
      {0.5, 2, 5, 10, 20, 35, 55}, Colour::grey, 120);
  const auto way = [&](const std::string& name, const OptimizerOptions& options, Colour colour) {
    std::vector<double> x;
    std::vector<double> y;
    for (const Vector<double>& theta : path_of(options, valley, vector<double>({10, 2.5}), 12)) {
      x.push_back(theta(0));
      y.push_back(theta(1));
    }
    figure.marked_line(name, x, y, colour);
  };
  way("plain descent", options_of("sgd", best_plain(1, 10)), Colour::vermilion);
  way("momentum", options_of("momentum", best_momentum(1, 10)), Colour::blue);
  return figure;
}

inline Figure errors_figure() {
  Figure figure("Distance from the lowest point, update by update",
                "Distance on a logarithmic scale against 100 updates in a valley with the "
                "condition number 100. Plain descent falls in a straight line, slowly, to about a "
                "fifth. Momentum rises at first, then falls fast, nearly parallel to a dashed "
                "line, the power of q. Nesterov's momentum falls from the start, along a line "
                "between the two.");
  figure.x_axis("updates t").y_axis("distance", Scale::logarithmic);
  figure.x_range(0, 100).y_range(1e-9, 10);
  const Setting best = best_momentum(1, 100);
  const auto line = [&](const std::string& name, const OptimizerOptions& options) {
    std::vector<double> t;
    std::vector<double> distance;
    for (const Vector<double>& theta : path_of(options, valley_of(100), valley_start(), 100)) {
      t.push_back(static_cast<double>(t.size()));
      distance.push_back(norm(theta));
    }
    figure.line(name, t, distance);
  };
  line("plain descent", options_of("sgd", best_plain(1, 100)));
  line("momentum", options_of("momentum", best));
  line("Nesterov", options_of("nesterov", good_nesterov(1, 100)));
  figure.guide("q^t", {0, 100}, {1, std::pow(best.q, 100)});
  figure.text("q to the power t", 46, 1e-6);
  return figure;
}

inline Figure first_steps_figure() {
  Figure figure("What the correction corrects",
                "The length of Adam's step over the learning rate against the update from 1 to "
                "3000, on a logarithmic axis, for a constant gradient. With the correction it is 1 "
                "throughout. Without it the first step is three times as long, the tenth more than "
                "six times; from there it falls, and comes near 1 in the thousands.");
  figure.x_axis("update t", Scale::logarithmic).y_axis("step over α").y_range(0, 7);
  const Vector<double> gradient(1, 1.0);
  const auto line = [&](const std::string& name, const Step& step) {
    std::vector<double> updates;
    std::vector<double> lengths;
    for (std::size_t t = 1; t <= 3000; ++t) {
      Vector<double> theta(1, 0.0);
      step(theta, gradient, 1);
      // All of the first hundred, then fewer and fewer.
      if (t > 100 && t % (t / 100 * 10) != 0) continue;
      updates.push_back(static_cast<double>(t));
      lengths.push_back(std::abs(theta(0)));
    }
    figure.line(name, updates, lengths);
  };
  line("without correction", AdamByParts(AdamParts{.correction = no_correction}, {1}));
  line("with correction", right_step(Rule::adam, {1}));
  return figure;
}

}  // namespace nn::chapter14
