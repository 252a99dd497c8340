// Exercise 2 of chapter 5: the backward pass from the predictions alone.
#include <gtest/gtest.h>

#include EXERCISE_HEADER
#include "tests/chapters/05_drawn_batch.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;
using exercise::backward;

TEST(Backward, AgreesWithThreeOracles) {
  property([](Check& check) {
    const DrawnBatch b = DrawnBatch::draw();
    const auto phi = [&]<class T>(const Vector<T>& theta) { return b.cost_at(theta); };
    const Vector<double> y_hat = predict(b.neuron, b.X);
    check_gradient(check, phi, parameters(b.neuron), slopes(backward(b.X, y_hat, b.y)));
  });
}

TEST(Backward, AgreesWithTheLibrary) {
  property([](Check& check) {
    const DrawnBatch b = DrawnBatch::draw(1);
    check.agree(slopes(backward(b.X, predict(b.neuron, b.X), b.y)),
                slopes(cost_gradient(SquaredErrorWithLogits{}, b.neuron, b.X, b.y)), 1e-14);
  });
}

TEST(Backward, TwoSamplesThatPullTheSameWay) {
  const auto gradient =
      backward(matrix<double>({{1}, {-1}}), vector<double>({0.5, 0.5}), vector<double>({1, 0}));
  EXPECT_EQ(gradient.weights(0), -0.25);
  EXPECT_EQ(gradient.bias, 0);
}

TEST(Backward, RefusesShapesThatDoNotFit) {
  const auto X = matrix<double>({{1, 2}, {3, 4}});
  const auto two = vector<double>({0, 1});
  const auto three = vector<double>({0, 1, 0});
  EXPECT_THROW(backward(X, three, two), ShapeError);
  EXPECT_THROW(backward(X, two, three), ShapeError);
  EXPECT_THROW(backward(X, three, three), ShapeError);
  EXPECT_THROW(backward(Matrix<double>(0, 2), Vector<double>(0), Vector<double>(0)), ShapeError);
}
