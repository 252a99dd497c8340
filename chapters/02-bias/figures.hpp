#pragma once

/// \file
/// The figures of the chapter.

#include <algorithm>
#include <string>
#include <vector>

#include "bills.hpp"
#include "nn/data/number.hpp"
#include "nn/program/plot.hpp"

namespace nn::bias {

/// Three boundaries among the penguins, with the same weights and different biases.
inline Figure boundary_figure() {
  Figure figure("The bias slides the boundary",
                "The bills of 151 Adelies and 123 Gentoos, depth against length: two clouds, "
                "the Gentoos longer and less deep. Three parallel lines rise to the right. "
                "The line for b = 0 leaves all Gentoos and three quarters of the Adelies "
                "below it, the one for b = -9 runs "
                "between the clouds, the one for b = -20 cuts through the Gentoos.");
  figure.x_axis("bill length (mm)").y_axis("bill depth (mm)");
  figure.x_range(31, 61).y_range(12.5, 22.5);
  const Bills adelie = bills_of("Adelie");
  const Bills gentoo = bills_of("Gentoo");
  figure.points("Adelie", adelie.length, adelie.depth, Colour::blue);
  figure.points("Gentoo", gentoo.length, gentoo.depth, Colour::vermilion);
  // Where length - 2 depth + b = 0: depth = (length + b)/2.
  for (const double b : {0.0, -9.0, -20.0}) {
    const std::string name = "b = " + short_text(b);
    const double from = 26 - b;
    const double to = std::min(44.6 - b, 61.0);
    const std::vector<double> length = {from, to};
    const std::vector<double> depth = {(from + b) / 2, (to + b) / 2};
    if (b == -9) {
      figure.line("boundary for b = -9", length, depth, Colour::green);
    } else {
      figure.guide("boundary for " + name, length, depth);
    }
    figure.text(name, to - 4.2, (to + b) / 2 - 0.3);
  }
  return figure;
}

/// The sample that the chapter works out by hand, and its foot on the boundary.
inline Figure distance_figure() {
  Figure figure("The distance from the boundary",
                "The boundary of w = (3, 1), b = -2 is a falling line through (0, 2) and "
                "(1, -1). The weights stand on it as an arrow at a right angle. A dashed line "
                "of length 0.949 leads from x = (1, 2) back along w to its foot (0.1, 1.7).");
  figure.x_axis("first feature").y_axis("second feature").equal_scales();
  figure.x_range(-2.5, 5.2).y_range(-1.2, 3.4).legend(Legend::none);
  // 3 x_1 + x_2 - 2 = 0 from the top of the figure to its bottom.
  const std::vector<double> top_to_bottom = {(2 - 3.4) / 3, (2 + 1.2) / 3};
  figure.region("z > 0", {top_to_bottom[0], 5.2, 5.2, top_to_bottom[1]}, {3.4, 3.4, -1.2, -1.2},
                Colour::blue);
  figure.line("boundary", top_to_bottom, {3.4, -1.2}, Colour::green);
  figure.arrow("w", {0.6, 0.2}, {3.6, 1.2}, Colour::blue);
  figure.guide("distance", {0.1, 1}, {1.7, 2});
  figure.points("x", {1}, {2}, Colour::vermilion);
  figure.points("foot", {0.1}, {1.7}, Colour::purple);
  figure.text("x = (1, 2), z = 3", 1.12, 2.1);
  figure.text("w = (3, 1)", 3.65, 1.25);
  figure.text("foot, z = 0", -1.45, 1.6);
  figure.text("z > 0", 3.2, 2.9);
  figure.text("z < 0", -2, -0.6);
  return figure;
}

}  // namespace nn::bias
