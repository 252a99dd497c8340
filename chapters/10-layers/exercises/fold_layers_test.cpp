// Exercise 2 of chapter 10: two linear layers are one.
#include EXERCISE_HEADER

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using exercise::fold_layers;
using exercise::LinearLayer;

namespace {

LinearLayer draw_layer(std::size_t inputs, std::size_t units) {
  return {*gaussian_matrix(inputs, units).as("W"), *gaussian_vector(units).as("b")};
}

/// What a layer makes of one sample.
Vector<double> said_of(const LinearLayer& layer, const Vector<double>& x) {
  return matvec_transposed(layer.weights, x) + layer.biases;
}

}  // namespace

// No two of the three sizes are the same. With entries below 5, a number of the layer between is a
// sum of at most 4 products and a bias, below 4 · 25 + 5 = 105, and a score is below
// 4 · 5 · 105 + 5 = 2105. Each way takes about 10 roundings of numbers below that.
TEST(FoldLayers, SaysWhatTheTwoSay) {
  property([](Check& check) {
    const std::size_t inputs = *dimension(1, 4).as("inputs");
    const std::size_t between = inputs % 4 + 1;
    const std::size_t units = between % 4 + 1;
    const LinearLayer first = draw_layer(inputs, between);
    const LinearLayer second = draw_layer(between, units);
    const LinearLayer both = fold_layers(first, second);
    check.holds(both.weights.size1() == inputs && both.weights.size2() == units, "the shape");
    const Vector<double> x = *gaussian_vector(inputs).as("x");
    check.agree(said_of(both, x), said_of(second, said_of(first, x)), 20 * 2105 * epsilon);
  });
}

TEST(FoldLayers, SmallIntegers) {
  const LinearLayer first{matrix<double>({{1, 2, 0}, {0, 1, -1}}), vector<double>({1, 0, 2})};
  const LinearLayer second{matrix<double>({{1}, {3}, {-2}}), vector<double>({5})};
  const LinearLayer both = fold_layers(first, second);
  EXPECT_EQ(both.weights(0, 0), 7);
  EXPECT_EQ(both.weights(1, 0), 5);
  EXPECT_EQ(both.biases(0), 2);
}

TEST(FoldLayers, RefusesLayersThatDoNotFit) {
  const LinearLayer first{Matrix<double>(2, 3, 1.0), Vector<double>(3, 1.0)};
  const LinearLayer second{Matrix<double>(4, 1, 1.0), Vector<double>(1, 1.0)};
  EXPECT_THROW(fold_layers(first, second), ShapeError);
}
