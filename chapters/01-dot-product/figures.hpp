#pragma once

/// \file
/// The figures of the chapter.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "floating_point.hpp"
#include "nn/program/plot.hpp"
#include "nn/scalar/random.hpp"
#include "nn/scalar/rounding.hpp"

namespace nn::dot_product {

/// The two rows that the chapter works out by hand, and a third at a right angle to the weights.
inline Figure projection_figure() {
  Figure figure("How far x reaches along w",
                "Two arrows start at the origin: w to (3, 1) and x to (1, 2). A dashed line "
                "falls from the head of x at a right angle onto w and meets it at its middle, "
                "(1.5, 0.5). A third arrow, x', to (-1, 3) is perpendicular to w.");
  figure.x_axis("first entry").y_axis("second entry").equal_scales();
  figure.x_range(-2.2, 4.2).y_range(-0.4, 3.4).legend(Legend::none);
  figure.guide("perpendicular", {1, 1.5}, {2, 0.5});
  figure.arrow("w", {0, 0}, {3, 1}, Colour::blue);
  figure.arrow("x", {0, 0}, {1, 2}, Colour::vermilion);
  figure.arrow("x'", {0, 0}, {-1, 3}, Colour::green);
  figure.points("foot", {1.5}, {0.5}, Colour::purple);
  figure.text("w = (3, 1)", 3.08, 1.02);
  figure.text("x = (1, 2): w · x = 5", 1.08, 2.08);
  figure.text("w · x' = 0", -0.85, 3.0);
  figure.text("foot (1.5, 0.5)", 1.5, 0.25);
  return figure;
}

/// The errors of print_long_sums(), for more lengths.
inline Figure rounding_figure(std::uint64_t seed) {
  Figure figure("What rounding does to long sums",
                "Three curves on logarithmic axes against the number of terms d, from 2 to "
                "32768. The bound rises in a straight line from about 1e-7 to 2e-3. The largest "
                "error seen with all terms positive rises about half as steeply. With mixed "
                "signs it stays near 1e-7.");
  figure.x_axis("number of terms d", Scale::logarithmic);
  figure.y_axis("error relative to the sum of |wⱼ xⱼ|", Scale::logarithmic);
  figure.legend(Legend::top_left);
  Random random(seed);
  std::vector<double> d;
  std::vector<double> mixed;
  std::vector<double> positive;
  std::vector<double> bound;
  for (std::size_t n = 2; n <= 32768; n *= 2) {
    d.push_back(static_cast<double>(n));
    mixed.push_back(largest_error(n, false, random));
    positive.push_back(largest_error(n, true, random));
    bound.push_back(gamma<float>(n));
  }
  figure.line("bound", d, bound);
  figure.marked_line("largest of 30, all terms positive", d, positive);
  figure.marked_line("largest of 30, signs mixed", d, mixed);
  return figure;
}

}  // namespace nn::dot_product
