#pragma once

/// \file
/// The figures of the chapter.

#include <algorithm>
#include <cmath>
#include <vector>

#include "best_constant.hpp"
#include "nn/neuron/mean_squared_error.hpp"
#include "nn/program/plot.hpp"

namespace nn::chapter4 {

inline Figure best_constant_figure(const Vector<double>& y) {
  const double best = mean(y);
  const double least = cost_of_constant(best, y);
  const Vector<double> deviations = y - constant_vector<double>(y.size(), best);
  const double reach = 1.2 * std::max(1.0, max_norm(deviations));
  Figure figure("The cost of predicting one number for all targets",
                "A parabola: the cost C(c) of the constant prediction c. Its lowest point lies "
                "above the mean of the targets. The targets are marked on the axis, on both "
                "sides of the mean.");
  figure.x_axis("constant prediction c").y_axis("cost C(c)");
  figure.y_range(0, least + 1.1 * reach * reach);
  figure.curve("C(c)", best - reach, best + reach,
               [&](double c) { return cost_of_constant(c, y); });
  figure.points("targets", std::vector<double>(y.begin(), y.end()),
                std::vector<double>(y.size(), 0.0));
  figure.points("minimum", {best}, {least});
  figure.guide("mean", {best, best}, {0, least});
  return figure;
}

inline Figure losses_figure() {
  Figure figure("Two ways to charge for an error",
                "The squared error is a parabola, flat at 0 and steeper the larger the error. "
                "The absolute error is a V, with a corner at 0 and the same slope everywhere "
                "else. They meet at errors of 0 and of size 1.");
  figure.x_axis("error").y_axis("loss");
  figure.curve("squared error", -2, 2, [](double e) { return squared_error(e, 0.0); });
  figure.curve("absolute error", -2, 2, [](double e) { return std::abs(e); });
  return figure;
}

}  // namespace nn::chapter4
