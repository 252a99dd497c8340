// Exercise 2 of chapter 11: the way back through two layers, from what the way forth left.
#include <gtest/gtest.h>

#include <cstddef>

#include EXERCISE_HEADER
#include "tests/chapters/11_drawn_network.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;
using exercise::two_layer_slopes;

namespace {

/// The slopes by the exercise's code, in the shape of θ.
Vector<double> slopes_in_order(const DrawnNetwork& b) {
  const NetworkPass<double> pass = b.pass(LinearSquaredError{});
  const LayerParameters<const double> second = layer_of(b.network, b.theta, 1);
  Matrix<double> W2(second.weights.rows, second.weights.columns);
  for (std::size_t j = 0; j < W2.size1(); ++j) {
    for (std::size_t k = 0; k < W2.size2(); ++k) W2(j, k) = second.weights(j, k);
  }
  const auto found = two_layer_slopes(b.X, pass.A[0], pass.Z[1], b.Y, W2);
  Vector<double> gradient(b.theta.size());
  std::size_t place = 0;
  for (const double slope : flat(found.W1)) gradient(place++) = slope;
  for (const double slope : found.b1) gradient(place++) = slope;
  for (const double slope : flat(found.W2)) gradient(place++) = slope;
  for (const double slope : found.b2) gradient(place++) = slope;
  return gradient;
}

}  // namespace

TEST(TwoLayers, AgreeWithThreeOracles) {
  property([](Check& check) {
    const DrawnNetwork b = DrawnNetwork::draw(LinearSquaredError{}, Activation::tanh, 2);
    const auto phi = [&]<class T>(const Vector<T>& theta) {
      return b.cost_at(LinearSquaredError{}, theta);
    };
    check_gradient(check, phi, b.theta, slopes_in_order(b));
  });
}

// The same sums in another order, and 1 - a² for the library's slope, off by up to 4ε. It is
// multiplied by at most 7 · 2.5 slopes 2(z - y)/n, of which none is above 60, and by an input up
// to 5.
TEST(TwoLayers, AgreeWithTheLibrary) {
  property([](Check& check) {
    const DrawnNetwork b = DrawnNetwork::draw(LinearSquaredError{}, Activation::tanh, 2);
    check.agree(slopes_in_order(b), b.gradient(LinearSquaredError{}), 20000 * epsilon);
  });
}
