// Does the Huber loss of the exercise do what it should?
#include EXERCISE_HEADER

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;
using exercise::huber;
using exercise::huber_derivative;

TEST(Huber, IsTheSquaredErrorUpToTheThreshold) {
  property([](Check& check) {
    const double k = *uniform(0.5, 2).as("k");
    const double y = *gaussian().as("y");
    const double y_hat = y + *uniform(-0.99, 0.99) * k;
    check.agree(huber(y_hat, y, k), squared_error(y_hat, y), 1e-14);
    check.agree(huber_derivative(y_hat, y, k), squared_error_derivative(y_hat, y), 1e-14);
  });
}

TEST(Huber, IsStraightBeyondTheThreshold) {
  property([](Check& check) {
    const double k = *uniform(0.5, 2).as("k");
    const double beyond = k + *uniform(0.01, 10);
    check.agree(huber(beyond, 0.0, k), 2 * k * beyond - k * k, 1e-13);
    check.agree(huber(-beyond, 0.0, k), 2 * k * beyond - k * k, 1e-13);
    check.agree(huber_derivative(beyond, 0.0, k), 2 * k, 1e-14);
    check.agree(huber_derivative(-beyond, 0.0, k), -2 * k, 1e-14);
  });
}

TEST(Huber, HasNoJumpAndNoCornerAtTheThreshold) {
  property([](Check& check) {
    const double k = *uniform(0.5, 2).as("k");
    const double h = 1e-9;
    for (const double side : {1.0, -1.0}) {
      const double inside = side * (k - h);
      const double outside = side * (k + h);
      check.agree(huber(outside, 0.0, k), huber(inside, 0.0, k), 1e-8);
      check.agree(huber_derivative(outside, 0.0, k), huber_derivative(inside, 0.0, k), 1e-8);
    }
    check.agree(huber_derivative(10 * k, 0.0, k), 2 * k, 1e-14);
  });
}

// The third derivative does not exist at the threshold: draw errors that keep away from it.
TEST(Huber, DerivativeAgreesWithThreeOracles) {
  property([](Check& check) {
    const double k = *uniform(0.5, 2).as("k");
    const double y = *gaussian().as("y");
    const double share = *rc::gen::element(*uniform(0.05, 0.8), *uniform(1.2, 4)).as("share");
    const double error = share * k * (*label() == 0 ? 1 : -1);
    check_derivative(
        check, [&]<class T>(T y_hat) { return huber(y_hat, T(y), k); }, y + error,
        huber_derivative(y + error, y, k));
  });
}
