#pragma once

/// \file
/// What floating point makes of the gradient of a deep network, and of the order of a sum.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

#include "examples.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/scalar/rounding.hpp"
#include "wrong_gradients.hpp"

namespace nn::chapter11 {

/// Twelve layers of two or three sigmoids, and one score.
inline Network deep_network() {
  return network_of(2, {3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3}, Activation::sigmoid, 1);
}

/// Prints layer by layer how small the δs get, and how well a chord sees the slope of w₁₁.
inline void print_deep() {
  const Network network = deep_network();
  const Vector<double> theta = scattered_parameters(network, 1);
  const Batch sample = {matrix<double>({{1, 2}}), Matrix<double>(1, 1, 1.0)};
  const NetworkCost<LinearSquaredError, double> cost(network, LinearSquaredError{}, sample.X,
                                                     sample.Y);
  Vector<double> gradient(theta.size());
  cost.evaluate(theta, &gradient);
  const NetworkPass<double> pass = cost.last_pass();
  std::printf("twelve layers of sigmoids, one sample\n");
  std::printf("layer   largest |δ|   slope by w_11   central difference off by\n");
  for (std::size_t l = network.layers.size(); l >= 2; l -= 2) {
    double largest = 0;
    for (const double delta : pass.delta[l - 1].data()) {
      largest = std::max(largest, std::abs(delta));
    }
    const std::size_t place = offset_of_layer(network, l - 1);
    const auto along = [&](double w) {
      Vector<double> moved = theta;
      moved(place) = w;
      return cost.evaluate(moved, nullptr);
    };
    const double chord = central_difference(along, theta(place));
    std::printf("%5zu %13.1e %15.2e %17.0e of it\n", l, largest, gradient(place),
                std::abs(chord / gradient(place) - 1));
  }
}

/// The same samples from the last to the first.
inline Batch backwards(const Batch& batch) {
  Batch turned = batch;
  for (std::size_t i = 0; i < batch.X.size1(); ++i) {
    set_row(turned.X, i, row_of(batch.X, batch.X.size1() - 1 - i));
    set_row(turned.Y, i, row_of(batch.Y, batch.Y.size1() - 1 - i));
  }
  return turned;
}

/// Prints how far the gradient moves when the samples are added up in the opposite order.
inline void print_order() {
  const Vector<double> start = penguin_start();
  const Vector<double> there =
      gradient_of(penguin_network(), SigmoidCrossEntropy{}, penguins(), start);
  const Vector<double> back =
      gradient_of(penguin_network(), SigmoidCrossEntropy{}, backwards(penguins()), start);
  std::printf("\n%zu penguins, added up from the last to the first:\n", penguins().X.size1());
  std::printf("a slope moves by at most %.0e; the largest slope is %.4f\n", max_norm(there - back),
              max_norm(there));
}

inline void print_floating_point() {
  print_deep();
  print_order();
}

}  // namespace nn::chapter11
