#pragma once

/// \file
/// The four predictions that the chapter works out by hand, their cost, and where ten steps against
/// a gradient take it.

#include "nn/neuron/mean_squared_error.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter4 {

/// ŷ and y of the section By hand.
inline const Vector<double> predictions = vector<double>({0.9, 0.2, 0.6, 0.5});
inline const Vector<double> targets = vector<double>({1, 0, 0, 1});

/// C as a function of the predictions, for every scalar.
inline const auto cost_of_predictions = []<class T>(const Vector<T>& y_hat) {
  return mean_squared_error(y_hat, cast<T>(targets));
};

/// Gradient descent on the predictions themselves: ŷ moves against the gradient, ten times.
template <class Gradient>
double cost_after_ten_steps(const Gradient& gradient, double rate) {
  Vector<double> y_hat = predictions;
  for (int step = 0; step < 10; ++step) y_hat -= rate * gradient(y_hat, targets);
  return mean_squared_error(y_hat, targets);
}

}  // namespace nn::chapter4
