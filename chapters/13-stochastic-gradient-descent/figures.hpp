#pragma once

/// \file
/// The figures of the chapter.

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "digits_by_batch.hpp"
#include "measured_noise.hpp"
#include "nn/program/plot.hpp"
#include "nn/scalar/random.hpp"
#include "parabolas.hpp"

namespace nn::chapter13 {

/// The way of a descent in a plane.
struct PlanePath {
  std::vector<double> x;
  std::vector<double> y;
};

/// A valley, four times as steep across as along: twelve samples whose losses are parabolas along
/// both axes, their lowest points on a circle around the valley's.
inline std::array<Parabolas, 2> valley() {
  std::array<Parabolas, 2> axes = {{{1, {}}, {4, {}}}};
  for (std::size_t i = 0; i < 12; ++i) {
    const double angle = std::numbers::pi * static_cast<double>(i) / 6;
    axes[0].c.push_back(1.3 * std::cos(angle));
    axes[1].c.push_back(1.3 * std::sin(angle));
  }
  return axes;
}

/// 36 updates in the valley at the rate 0.1, with batches of m rows in a new order each epoch.
inline PlanePath valley_path(std::size_t m) {
  const std::array<Parabolas, 2> axes = valley();
  const std::size_t n = axes[0].count();
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  Random random(5);
  PlanePath path{{-4}, {2}};
  for (std::size_t t = 0; t < 36; ++t) {
    if (t * m % n == 0) random.shuffle(rows);
    const auto batch = std::span<const std::size_t>(rows).subspan(t * m % n, m);
    const double x = path.x.back();
    const double y = path.y.back();
    path.x.push_back(x - 0.1 * axes[0].slope(x, batch));
    path.y.push_back(y - 0.1 * axes[1].slope(y, batch));
  }
  return path;
}

inline Figure paths_figure() {
  Figure figure("All rows before each step, and one",
                "Level curves of a valley: ellipses, twice as long as wide, around (0, 0). Twelve "
                "points on a circle are the lowest points of the single samples. Two descents "
                "start at (-4, 2) and make 36 steps each. With all rows the points run down into "
                "the valley on a smooth curve, and along it to the bottom. With one row a step "
                "they follow the same way with jumps to both sides, and keep jumping about near "
                "the bottom.");
  figure.x_axis("θ₁").y_axis("θ₂").x_range(-4.6, 2.4).y_range(-2.2, 2.8).equal_scales();
  const std::array<Parabolas, 2> axes = valley();
  figure.contours("level curves", {-4.6, 2.4}, {-2.2, 2.8},
                  [](double x, double y) { return x * x / 2 + 2 * y * y; },
                  {0.25, 1, 2.5, 5, 8, 12});
  figure.points("samples", axes[0].c, axes[1].c, Colour::grey);
  const PlanePath one = valley_path(1);
  const PlanePath all = valley_path(12);
  figure.marked_line("one row a step", one.x, one.y, Colour::vermilion);
  figure.marked_line("all rows a step", all.x, all.y, Colour::blue);
  return figure;
}

inline Figure samples_figure() {
  Figure figure("The cost against the images looked at",
                "The cost of the digits, on a logarithmic axis, against the number of images "
                "looked at, from 0 to 4044, which is three epochs, for four sizes of a batch. All "
                "begin at 2.3. With all 1348 images a step the cost has fallen a little after "
                "three steps. With 100 it falls to about a half. With 10 and with 1 it falls "
                "fastest, to below 0.3, and jumps up and down on its way.");
  figure.x_axis("images looked at").y_axis("cost", Scale::logarithmic).x_range(0, 4044);
  for (const BatchPlan& plan : batch_plans()) {
    const CostPath path = cost_path(plan);
    figure.line("batch " + std::to_string(plan.batch), path.looked_at, path.costs);
  }
  return figure;
}

inline Figure floor_figure() {
  Figure figure("The noise floor against the rate",
                "The mean square of the distance from the bottom of a parabola against the rate, "
                "both logarithmic, from 0.01 to 0.95. A curve, the formula, rises in proportion to "
                "the rate at first and steeply toward 1. Five points measured with independent "
                "batches lie on it. Five measured with reshuffled rows lie below: by far at the "
                "small rates, and hardly at 0.5.");
  figure.x_axis("rate α", Scale::logarithmic).y_axis("mean square", Scale::logarithmic);
  figure.x_range(0.01, 1).y_range(1e-4, 10).legend(Legend::top_left);
  const Parabolas samples = twenty_targets();
  figure.curve("αV/(mλ(2 - αλ))", 0.01, 0.95, [&](double alpha) {
    return noise_floor(alpha, samples.curvature, samples.slope_variance(),
                       static_cast<double>(noise_batch));
  });
  std::vector<double> rates;
  std::vector<double> independent;
  std::vector<double> reshuffled;
  for (const NoiseAtRate& one : noise_at_rates()) {
    rates.push_back(one.alpha);
    independent.push_back(one.independent);
    reshuffled.push_back(one.reshuffled);
  }
  figure.points("independent batches", rates, independent);
  figure.points("reshuffled", rates, reshuffled);
  return figure;
}

}  // namespace nn::chapter13
