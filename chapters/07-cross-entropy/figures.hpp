#pragma once

/// \file
/// The figures of the chapter.

#include <cmath>
#include <vector>

#include "examples.hpp"
#include "nn/program/plot.hpp"

namespace nn::chapter7 {

inline Figure losses_figure() {
  Figure figure("What a prediction costs when the answer is yes",
                "Two curves against z from -8 to 8. Toward the right, where the prediction is "
                "right, both fall to 0. Toward the left, where it is wrong, the squared error "
                "levels off at 1, while the cross-entropy goes on rising in a nearly straight "
                "line with slope -1.");
  figure.x_axis("z").y_axis("loss for y = 1");
  figure.curve("cross-entropy", -8, 8,
               [](double z) { return CrossEntropyWithLogits{}.value(z, 1.0); });
  figure.curve("squared error", -8, 8,
               [](double z) { return SquaredErrorWithLogits{}.value(z, 1.0); });
  return figure;
}

inline Figure slopes_figure() {
  Figure figure("How hard a sample pulls when the answer is yes",
                "The size of the slope of both losses against z from -8 to 8. The squared error's "
                "is a hill, highest near z = -0.7, low on both sides. The cross-entropy's falls "
                "from near 1 at the left, where the prediction is wrong, to 0 at the right, where "
                "it is right.");
  figure.x_axis("z").y_axis("size of the slope for y = 1");
  figure.curve("cross-entropy", -8, 8,
               [](double z) { return std::abs(CrossEntropyWithLogits{}.derivative(z, 1.0)); });
  figure.curve("squared error", -8, 8,
               [](double z) { return std::abs(SquaredErrorWithLogits{}.derivative(z, 1.0)); });
  return figure;
}

inline Figure valleys_figure() {
  Figure figure("Two valleys and one",
                "Both costs of five samples against the one weight, from -2 to 1, as multiples of "
                "what they are at 0. The squared error has two valleys, a shallow one near -0.8 "
                "and a deeper one near 0.1, with a hill between them. The cross-entropy falls from "
                "far above to one lowest point near 0.1 and rises again.");
  figure.x_axis("weight w").y_axis("cost, relative to w = 0").y_range(0, 3);
  figure.curve("cross-entropy", -2, 1, [](double w) {
    return cost_of_weight<CrossEntropyWithLogits>(w) / cost_of_weight<CrossEntropyWithLogits>(0);
  });
  figure.curve("squared error", -2, 1, [](double w) {
    return cost_of_weight<SquaredErrorWithLogits>(w) / cost_of_weight<SquaredErrorWithLogits>(0);
  });
  return figure;
}

inline Figure descents_figure() {
  Figure figure("The same neuron, the same penguins, two costs",
                "The mean squared error of the neuron against the epoch, from 0 to 200, from a "
                "start where it is sure and wrong. Descending the cross-entropy it falls to almost "
                "0 within 30 epochs. Descending the squared error it falls slowly for 80 epochs "
                "and then stays above 0.3.");
  figure.x_axis("epoch").y_axis("mean squared error").y_range(0, 1);
  std::vector<std::size_t> epochs;
  for (std::size_t epoch = 0; epoch <= 200; epoch += 2) epochs.push_back(epoch);
  const Samples& samples = penguins();
  const auto add = [&](const char* name, const std::vector<State>& states) {
    std::vector<double> x;
    std::vector<double> y;
    for (const State& state : states) {
      x.push_back(static_cast<double>(state.epoch));
      y.push_back(state.squared_error);
    }
    figure.line(name, x, y);
  };
  add("cross-entropy", descend<CrossEntropyWithLogits>(samples, wrong_start(), epochs));
  add("squared error", descend<SquaredErrorWithLogits>(samples, wrong_start(), epochs));
  return figure;
}

}  // namespace nn::chapter7
