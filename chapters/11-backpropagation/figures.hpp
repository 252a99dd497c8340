#pragma once

/// \file
/// The figures of the chapter.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "counts.hpp"
#include "nn/program/contour.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/plot.hpp"
#include "regions.hpp"
#include "wrong_gradients.hpp"

namespace nn::chapter11 {

inline Figure passes_figure() {
  Figure figure("What a gradient costs, in ways forth",
                "The cost of a gradient in ways forth against the number of parameters, both "
                "logarithmic. For central differences it is a straight line, twice the number of "
                "parameters. For backpropagation it is a level line at 3, which no network "
                "reaches; four networks lie just below it.");
  figure.x_axis("parameters", Scale::logarithmic);
  figure.y_axis("ways forth", Scale::logarithmic);
  figure.x_range(10, 1e5).y_range(1, 1e6).legend(Legend::top_left);
  figure.curve("central differences", 10, 1e5, [](double count) { return 2 * count; });
  figure.curve("backpropagation, less than", 10, 1e5, [](double) { return 3.0; });
  std::vector<double> parameters;
  std::vector<double> ways;
  for (const Network& network : counted_networks()) {
    const auto forth = static_cast<double>(products_forth(network));
    parameters.push_back(static_cast<double>(parameter_count(network)));
    ways.push_back((forth + static_cast<double>(products_back(network))) / forth);
  }
  figure.points("four networks", parameters, ways);
  return figure;
}

inline Figure trainings_figure() {
  Figure figure("Wrong gradients that learn, and some that do not",
                "The cost of the penguins against the epoch, from 0 to 200, the vertical axis "
                "logarithmic. With the right gradient it falls from above 1 to about 0.04. Taking "
                "the slope at A, and the bias from the first sample, end almost as low. Keeping "
                "the sigmoid's slope at the end is slow, following the first path alone stays "
                "near 0.3, and taking the mean twice hardly moves.");
  figure.x_axis("epoch").y_axis("cost", Scale::logarithmic);
  const auto add = [&figure](const std::string& name, const Equations& equations) {
    std::vector<double> epochs;
    std::vector<double> costs;
    trained_by(equations, [&](std::size_t epoch, const Vector<double>& theta) {
      if (epoch % 4 != 0) return;
      epochs.push_back(static_cast<double>(epoch));
      costs.push_back(penguin_cost(theta));
    });
    figure.line(name, epochs, costs);
  };
  add("right", Equations{});
  for (const char* name :
       {"derivative-of-a", "bias-first", "sigma-kept", "first-path", "mean-twice"}) {
    add(name, find_mistake(mistakes, name)->equations);
  }
  return figure;
}

inline Figure regions_figure() {
  Figure figure("Four hidden units fence in a disc",
                "A hundred points of a plane with two inputs from -3 to 3. Fifty lie in a disc "
                "around the middle, and fifty in a ring around the disc. A closed curve, where "
                "the score of the network is 0, runs between them. Four dashed lines, where the "
                "four hidden units have the pre-activation 0, follow it, one on each side.");
  const std::pair<double, double> range{-3, 3};
  figure.x_axis("first input").y_axis("second input").equal_scales();
  figure.x_range(range.first, range.second).y_range(range.first, range.second);
  const PlanePlan plan{};
  const Network network = plane_network(plan);
  PlaneReader reader(network, descend_on_plane(plan, plane_start(plan), plane_epochs));
  // The pre-activation of a first hidden layer is linear: one cell draws it without an error.
  for (std::size_t k = 0; k < plan.units; ++k) {
    const auto z = [&reader, k](double x1, double x2) {
      return reader.preactivation(x1, x2, 0, k);
    };
    for (const auto& segment : level_curve(z, 0, range, range, 1)) {
      const auto& [from, to] = std::pair(segment.front(), segment.back());
      figure.guide("hidden unit " + std::to_string(k + 1), {from.first, to.first},
                   {from.second, to.second});
    }
  }
  const Batch batch = plane_points(plan.points);
  const auto add = [&](const std::string& name, double target) {
    std::vector<double> x1;
    std::vector<double> x2;
    for (std::size_t i = 0; i < batch.X.size1(); ++i) {
      if (batch.Y(i, 0) != target) continue;
      x1.push_back(batch.X(i, 0));
      x2.push_back(batch.X(i, 1));
    }
    figure.points(name, x1, x2);
  };
  add("y = 0", 0);
  add("y = 1", 1);
  figure.contours(
      "score 0", range, range, [&reader](double x1, double x2) { return reader.score(x1, x2); },
      {0}, Colour::green);
  return figure;
}

}  // namespace nn::chapter11
