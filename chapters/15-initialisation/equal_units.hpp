#pragma once

/// \file
/// Two hidden units that begin equal, and networks that begin at 0.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "lesson.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/program/columns.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/any_optimizer.hpp"
#include "nn/training/network_cost.hpp"
#include "nn/training/stochastic_descent.hpp"

namespace nn::chapter15 {

/// What belongs to unit k of hidden layer l, both counted from 0: its incoming weights, its bias,
/// and its weights to the units of the next layer. Of a gradient, the slopes by these.
inline Vector<double> unit_of(const Network& network, const Vector<double>& theta, std::size_t l,
                              std::size_t k) {
  const LayerParameters<const double> own = layer_of(network, theta, l);
  const LayerParameters<const double> next = layer_of(network, theta, l + 1);
  Vector<double> unit(own.weights.rows + 1 + next.weights.columns);
  std::size_t at = 0;
  for (std::size_t j = 0; j < own.weights.rows; ++j) unit(at++) = own.weights(j, k);
  unit(at++) = own.biases(k);
  for (std::size_t m = 0; m < next.weights.columns; ++m) unit(at++) = next.weights(k, m);
  return unit;
}

/// Gives unit q of hidden layer l all that unit p has.
inline void make_equal(const Network& network, Vector<double>& theta, std::size_t l, std::size_t p,
                       std::size_t q) {
  const LayerParameters<double> own = layer_of(network, theta, l);
  const LayerParameters<double> next = layer_of(network, theta, l + 1);
  for (std::size_t j = 0; j < own.weights.rows; ++j) own.weights(j, q) = own.weights(j, p);
  own.biases(q) = own.biases(p);
  for (std::size_t m = 0; m < next.weights.columns; ++m) next.weights(q, m) = next.weights(p, m);
}

/// The network of the example: two inputs, three hyperbolic tangents, one number. The first two of
/// its units are equal.
/// @{
inline Network twin_network() { return network_of(2, {3}, Activation::tanh, 1); }
inline Vector<double> twin_parameters() {
  return vector<double>({0.4, 0.4, -0.3, -0.2, -0.2, 0.5, 0.1, 0.1, -0.1, 0.6, 0.6, -0.4, 0.2});
}
/// @}

/// Its samples and their targets.
/// @{
inline const Matrix<double>& twin_inputs() {
  static const Matrix<double> X = matrix<double>({{1, 2}, {-1, 1}, {2, -1}, {0.5, 0}});
  return X;
}
inline const Matrix<double>& twin_targets() {
  static const Matrix<double> Y = matrix<double>({{1}, {0}, {1}, {0}});
  return Y;
}
/// @}

/// θ of the example after so many updates with an optimizer, two samples at a time.
inline Vector<double> twins_after(const std::string& optimizer_name, std::size_t updates) {
  StochasticOptions options;
  options.batch_size = 2;
  options.learning_rate = 0.05;
  StochasticDescent<LinearSquaredError, double> descent(twin_network(), LinearSquaredError{},
                                                        twin_inputs(), twin_targets(), options);
  OptimizerOptions optimizer_options;
  optimizer_options.name = optimizer_name;
  optimizer_options.learning_rate = options.learning_rate;
  AnyOptimizer<double> optimizer(optimizer_options);
  Vector<double> theta = twin_parameters();
  for (std::size_t t = 0; t < updates; ++t) descent.update(theta, optimizer);
  return theta;
}

/// Prints a column of numbers for each of the three units.
inline void print_units(const std::string& title, const std::vector<std::string>& names,
                        const Vector<double>& first, const Vector<double>& second,
                        const Vector<double>& third) {
  print_columns(title, 26, names,
                {{"unit 1", 12, 6, first}, {"unit 2", 12, 6, second}, {"unit 3", 12, 6, third}});
}

/// Prints what the three units are, what they say, and what they are told.
inline void print_equal_units() {
  const Network network = twin_network();
  const Vector<double> theta = twin_parameters();
  const std::vector<std::string> parts = {"w_1", "w_2", "b", "weight to the score"};
  const auto of_units = [&](const std::string& title, const Vector<double>& v) {
    print_units(title, parts, unit_of(network, v, 0, 0), unit_of(network, v, 0, 1),
                unit_of(network, v, 0, 2));
  };
  of_units("at the start", theta);
  const NetworkCost<LinearSquaredError, double> cost(network, LinearSquaredError{}, twin_inputs(),
                                                     twin_targets());
  Vector<double> gradient(theta.size());
  cost.evaluate(theta, &gradient);
  const NetworkPass<double>& pass = cost.last_pass();
  const auto of_first_sample = [&](std::size_t k) {
    return vector<double>({pass.A[0](0, k), pass.delta[0](0, k)});
  };
  std::printf("\n");
  print_units("of the first sample", {"activation", "δ"}, of_first_sample(0), of_first_sample(1),
              of_first_sample(2));
  std::printf("\n");
  of_units("slope by", gradient);
  for (const char* optimizer : {"sgd", "momentum", "adam"}) {
    const Vector<double> after = twins_after(optimizer, 200);
    std::printf("\n");
    of_units(std::string("200 updates with ") + optimizer, after);
    const Vector<double> first = unit_of(network, after, 0, 0);
    const Vector<double> second = unit_of(network, after, 0, 1);
    std::size_t different = 0;
    for (std::size_t j = 0; j < first.size(); ++j) {
      if (first(j) != second(j)) ++different;
    }
    std::printf("units 1 and 2 differ in %zu of %zu numbers\n", different, first.size());
  }
}

/// Of each layer the largest size among the weights, and among the biases, of a vector in θ's
/// shape.
inline Vector<double> largest_of_parts(const Network& network, const Vector<double>& v) {
  Vector<double> largest(2 * network.layers.size(), 0.0);
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const LayerParameters<const double> part = layer_of(network, v, l);
    for (std::size_t k = 0; k < part.biases.size; ++k) {
      for (std::size_t j = 0; j < part.weights.rows; ++j) {
        largest(2 * l) = std::max(largest(2 * l), std::abs(part.weights(j, k)));
      }
      largest(2 * l + 1) = std::max(largest(2 * l + 1), std::abs(part.biases(k)));
    }
  }
  return largest;
}

/// The largest slope of each part of a network 64-20-20-10 that begins at 0, over all 300 digits.
inline Vector<double> slopes_at_zero(Activation f) {
  const Network network = reading_network({20, 20}, f);
  const Vector<double> theta(parameter_count(network), 0.0);
  Vector<double> gradient(theta.size());
  const NetworkCost<SoftmaxCrossEntropy, double> cost(network, SoftmaxCrossEntropy{},
                                                      lesson().training.X, lesson().training.Y);
  cost.evaluate(theta, &gradient);
  return largest_of_parts(network, gradient);
}

/// The cost of the best constant answer: the digits' shares, and their entropy.
inline double best_constant_cost() {
  const Matrix<double>& Y = lesson().training.Y;
  double entropy = 0;
  for (std::size_t k = 0; k < Y.size2(); ++k) {
    double share = 0;
    for (std::size_t i = 0; i < Y.size1(); ++i) share += Y(i, k) / static_cast<double>(Y.size1());
    if (share > 0) entropy -= share * std::log(share);
  }
  return entropy;
}

/// Prints which slopes a start at 0 leaves, and how far such a network gets.
inline void print_zeros() {
  std::printf("a network 64-20-20-10, all parameters 0, 300 digits\n");
  const std::vector<std::string> parts = {"W, layer 1", "b, layer 1", "W, layer 2",
                                          "b, layer 2", "W, layer 3", "b, layer 3"};
  print_columns("largest slope", 14, parts,
                {{"tanh", 12, 6, slopes_at_zero(Activation::tanh)},
                 {"relu", 12, 6, slopes_at_zero(Activation::relu)},
                 {"sigmoid", 12, 6, slopes_at_zero(Activation::sigmoid)}});
  std::printf("\ncost              tanh        relu     sigmoid\n");
  constexpr std::size_t epochs = 5;
  std::vector<std::vector<double>> costs;
  for (const Activation f : {Activation::tanh, Activation::relu, Activation::sigmoid}) {
    const Network network = reading_network({20, 20}, f);
    costs.emplace_back();
    learn(network, Vector<double>(parameter_count(network), 0.0), epochs,
          [&](std::size_t, const Vector<double>& theta) {
            costs.back().push_back(lesson_cost(network, theta));
          });
  }
  for (const std::size_t epoch : {std::size_t{0}, epochs}) {
    std::printf("after %zu epochs %9.3f %11.3f %11.3f\n", epoch, costs[0][epoch], costs[1][epoch],
                costs[2][epoch]);
  }
  std::printf("the best constant answer costs %.3f\n", best_constant_cost());
}

}  // namespace nn::chapter15
