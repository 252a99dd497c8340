// Does the measured start of the exercise do what it should?
#include EXERCISE_HEADER

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "nn/network/network.hpp"
#include "tests/chapters/15_drawn_start.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using exercise::measured_start;

namespace {

/// θ with all biases 0.
Vector<double> without_biases(const Network& network, Vector<double> theta) {
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const LayerParameters<double> layer = layer_of(network, theta, l);
    for (std::size_t k = 0; k < layer.biases.size; ++k) layer.biases(k) = 0;
  }
  return theta;
}

/// The root mean square of Z of layer l.
double size_of_layer(const Network& network, const Vector<double>& theta, const Matrix<double>& X,
                     std::size_t l) {
  NetworkPass<double> pass;
  forward(network, theta, X, pass);
  double squares = 0;
  for (const double z : pass.Z[l].data()) squares += z * z;
  return std::sqrt(squares / static_cast<double>(pass.Z[l].data().size()));
}

/// Weights a thousandth or a thousand times as large as they should be, and no biases.
Vector<double> draw_weights(const DrawnStart& drawn) {
  const double factor = std::exp(*uniform(-7, 7).as("logarithm of the factor"));
  return factor * without_biases(drawn.network, drawn.theta);
}

const std::vector<Activation> bends = {Activation::sigmoid, Activation::tanh, Activation::relu};

}  // namespace

// Scaling rounds each weight once, and Z by as much of the sum of sizes that it is made of; that
// sum may be many times as large as Z. A relu may cut a whole layer to 0: then there is nothing
// behind it to measure.
TEST(MeasuredStart, GivesEveryLayerTheSizeOne) {
  property([](Check& check) {
    const DrawnStart drawn = DrawnStart::draw(bends);
    const Vector<double> theta = draw_weights(drawn);
    const Vector<double> measured = measured_start(drawn.network, theta, drawn.X);
    for (std::size_t l = 0; l < drawn.depth(); ++l) {
      const double size = size_of_layer(drawn.network, measured, drawn.X, l);
      if (size == 0) return;
      check.agree(size, 1, 1e-10, "layer " + std::to_string(l + 1));
    }
  });
}

TEST(MeasuredStart, ChangesNothingButTheSizes) {
  property([](Check& check) {
    const DrawnStart drawn = DrawnStart::draw(bends);
    const Vector<double> theta = draw_weights(drawn);
    const Vector<double> measured = measured_start(drawn.network, theta, drawn.X);
    check.holds(measured.size() == theta.size(), "a number for each parameter");
    for (std::size_t l = 0; l < drawn.depth(); ++l) {
      const LayerParameters<const double> before = layer_of(drawn.network, theta, l);
      const LayerParameters<const double> after = layer_of(drawn.network, measured, l);
      double products = 0;
      double squares = 0;
      for (std::size_t j = 0; j < before.weights.rows; ++j) {
        for (std::size_t k = 0; k < before.weights.columns; ++k) {
          products += before.weights(j, k) * after.weights(j, k);
          squares += before.weights(j, k) * before.weights(j, k);
        }
      }
      if (squares == 0) continue;
      const double factor = products / squares;
      check.holds(factor > 0, "a positive factor");
      for (std::size_t j = 0; j < before.weights.rows; ++j) {
        for (std::size_t k = 0; k < before.weights.columns; ++k) {
          check.agree(after.weights(j, k) / factor, before.weights(j, k), 1e-12);
        }
      }
      for (std::size_t k = 0; k < after.biases.size; ++k) check.agree(after.biases(k), 0, 0);
    }
  });
}

TEST(MeasuredStart, LeavesAloneWhatSaysNothing) {
  property([](Check& check) {
    const DrawnStart drawn = DrawnStart::draw({Activation::tanh, Activation::relu});
    const Vector<double> zeros(drawn.theta.size(), 0.0);
    check.agree(measured_start(drawn.network, zeros, drawn.X), zeros, 0);
  });
}
