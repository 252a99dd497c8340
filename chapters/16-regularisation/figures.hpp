#pragma once

/// \file
/// The figures of the chapter.

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "bias_variance.hpp"
#include "examples.hpp"
#include "guesses.hpp"
#include "memorising.hpp"
#include "nn/program/plot.hpp"

namespace nn::chapter16 {

/// The curve of some parameters.
inline double curve_at(const Vector<double>& theta, double x) {
  return scores(curve_network(40), theta, Matrix<double>(1, 1, x))(0, 0);
}

inline Figure curves_figure() {
  const Learned& learned = memorised();
  Figure figure("What eight noisy points teach, after " + std::to_string(learned.best) +
                    " updates and after 300",
                "Eight points, above and below a smooth curve in turn. The curve of the network "
                "that stopped early stays close to the smooth one. The one after 300 updates goes "
                "through all eight points, up and down.");
  figure.x_axis("x").y_axis("y");
  const Points points = measured(8);
  std::vector<double> x;
  std::vector<double> y;
  for (std::size_t i = 0; i < points.X.size1(); ++i) {
    x.push_back(points.X(i, 0));
    y.push_back(points.Y(i, 0));
  }
  figure.curve("after 300 updates", -1, 1,
               [&learned](double at) { return curve_at(learned.theta, at); });
  figure.curve("after " + std::to_string(learned.best) + " updates", -1, 1,
               [&learned](double at) { return curve_at(learned.best_theta, at); });
  figure.curve("truth", -1, 1, truth, Colour::grey);
  figure.points("measured", x, y);
  return figure;
}

inline Figure costs_figure() {
  Figure figure("The training cost falls, the held-out cost turns",
                "The mean squared error over the updates from 1 to 300, on a logarithmic axis. "
                "Both curves fall together at first. The training cost falls on toward 0. The "
                "held-out cost has its lowest point early, near the line at one quarter, and then "
                "rises toward one half.");
  figure.x_axis("update", Scale::logarithmic).y_axis("mean squared error").y_range(0, 0.7);
  std::vector<double> update;
  std::vector<double> training;
  std::vector<double> unseen;
  for (std::size_t t = 1; t <= curve_updates; ++t) {
    update.push_back(static_cast<double>(t));
    training.push_back(memorised().costs[t].training);
    unseen.push_back(memorised().costs[t].held_out);
  }
  figure.line("training", update, training);
  figure.line("held out", update, unseen);
  figure.guide("the square of the noise", {1, static_cast<double>(curve_updates)},
               {noise_size * noise_size, noise_size * noise_size});
  return figure;
}

inline Figure bias_variance_figure() {
  Figure figure("A decay trades variance for bias",
                "Squared bias, variance and their sum over the decay from 0.1 to 100, on a "
                "logarithmic axis. The squared bias rises from 0 to 1, the variance falls from 0.8 "
                "to 0. Their sum is lowest between the two ends, at 4.");
  figure.x_axis("decay ω", Scale::logarithmic).y_axis("mean squared error");
  const auto part = [](double Parts::*which) {
    return [which](double omega) { return parts_by_formula(example_measuring(), omega).*which; };
  };
  figure.curve("squared bias", 0.1, 100, part(&Parts::bias_squared));
  figure.curve("variance", 0.1, 100, part(&Parts::variance));
  figure.curve("both", 0.1, 100, [](double omega) {
    const Parts parts = parts_by_formula(example_measuring(), omega);
    return parts.bias_squared + parts.variance;
  });
  return figure;
}

inline Figure guesses_figure() {
  Figure figure("The best of many guesses looks like knowledge",
                "The expected share of right answers of the best of 1 to 1000 candidates who all "
                "throw coins, on a logarithmic axis, for 20, 100 and 1000 questions. All three "
                "curves start at one half and rise. The fewer the questions, the higher: for 20 "
                "the best of 1000 has 0.85.");
  figure.x_axis("candidates", Scale::logarithmic).y_axis("share right of the best");
  std::vector<double> candidates;
  for (std::size_t c = 1; c < 1000; c = c < 10 ? c + 1 : c * 5 / 4) {
    candidates.push_back(static_cast<double>(c));
  }
  candidates.push_back(1000);
  for (const std::size_t questions : {20U, 100U, 1000U}) {
    std::vector<double> share;
    for (const double c : candidates) {
      share.push_back(expected_best(static_cast<std::size_t>(c), questions) /
                      static_cast<double>(questions));
    }
    figure.line(std::to_string(questions) + " rows", candidates, share);
  }
  figure.guide("one half", {1, 1000}, {0.5, 0.5});
  return figure;
}

}  // namespace nn::chapter16
