#pragma once

/// \file
/// The figures of the chapter.

#include <string>
#include <vector>

#include "examples.hpp"
#include "laws.hpp"
#include "nn/program/plot.hpp"
#include "nn/scalar/rounding.hpp"

namespace nn::chapter8 {

inline Figure roofline_figure(const Measured& measured) {
  Figure figure("Under the roof",
                "Operations a second against operations for each byte, both logarithmic. The roof "
                "rises in a straight line, the memory's share, to the ridge, and is flat from "
                "there on, the processor's. Below it five points: a dot product, a product of the "
                "matrix with the weights, an epoch in two products and an epoch in blocks under "
                "the slope, and far to the right a product of matrices at the flat part.");
  figure.x_axis("operations for each byte", Scale::logarithmic);
  figure.y_axis("10⁹ operations a second", Scale::logarithmic);
  figure.x_range(0.05, 200).legend(Legend::bottom_right);
  const Machine machine = machine_of(measured);
  const double ridge = machine.ridge();
  const auto roof = [&](double intensity) { return machine.roof(intensity) / 1e9; };
  figure.line("the roof", {1.0 / 16, ridge, 128}, {roof(1.0 / 16), roof(ridge), roof(128)},
              Colour::grey);
  for (const Kernel& kernel : kernels_of(measured)) {
    figure.points(kernel.name, {kernel.intensity()}, {kernel.rate() / 1e9});
  }
  return figure;
}

inline Figure partial_sums_figure(const Measured& measured) {
  Figure figure("How much faster a sum is in several parts",
                "Times as fast as one sum from left to right, against the number of partial sums, "
                "1 to 16, both logarithmic. A dashed line shows as many times as there are partial "
                "sums. What was measured keeps below it, and levels off.");
  figure.x_axis("partial sums", Scale::logarithmic);
  figure.y_axis("times as fast", Scale::logarithmic);
  figure.x_range(1, 20).y_range(0.9, 20);
  std::vector<double> numbers;
  std::vector<double> gains;
  for (const char* K : {"1", "2", "4", "8", "16"}) {
    numbers.push_back(std::stod(K));
    gains.push_back(gain_of_partial_sums(measured, K));
  }
  figure.guide("as many times as partial sums", {1, 16}, {1, 16});
  figure.marked_line("measured", numbers, gains);
  return figure.legend(Legend::top_left);
}

inline Figure orders_figure() {
  Figure figure("What rounding does to one sum in three orders",
                "The largest error of ten sums against their number of terms, from 2 to 131072, "
                "both logarithmic. From left to right it grows with the number of terms, in eight "
                "partial sums more slowly and from further below, and in pairs it hardly grows. "
                "The three bounds are dashed lines above their curves.");
  figure.x_axis("number of terms d", Scale::logarithmic);
  figure.y_axis("error relative to the sum of |wⱼ xⱼ|", Scale::logarithmic);
  figure.legend(Legend::top_left);
  std::vector<double> d;
  std::vector<double> errors[3];
  std::vector<double> bounds[3];
  Random random(1958);
  for (std::size_t n = 2; n <= 131072; n *= 2) {
    d.push_back(static_cast<double>(n));
    // A sum that happens to be exact has no place on a logarithmic axis.
    const OrderErrors largest = largest_order_errors(n, 10, random);
    errors[0].push_back(std::max(largest.left_to_right, 1e-9));
    errors[1].push_back(std::max(largest.in_lanes, 1e-9));
    errors[2].push_back(std::max(largest.in_pairs, 1e-9));
    bounds[0].push_back(gamma<float>(chain_left_to_right(n)));
    bounds[1].push_back(gamma<float>(chain_in_lanes(n, 8)));
    bounds[2].push_back(gamma<float>(chain_in_pairs(n)));
  }
  const char* const names[] = {"left to right", "in 8 partial sums", "in pairs"};
  for (int k = 0; k < 3; ++k) {
    figure.marked_line(names[k], d, errors[k]);
    figure.guide(std::string("bound, ") + names[k], d, bounds[k]);
  }
  return figure;
}

}  // namespace nn::chapter8
