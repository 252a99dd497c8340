#pragma once

/// \file
/// The gradients of mistakes.hpp beside the right one: where and how far they are off, and what a
/// training with them makes of the penguins.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "examples.hpp"
#include "mistakes.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/program/columns.hpp"

namespace nn::chapter11 {

/// The slopes of the penguins' cost, right or wrong.
inline Vector<double> penguin_gradient(const Equations& equations, const Vector<double>& theta) {
  return gradient_by(equations, penguin_network(), SigmoidCrossEntropy{}, theta, penguins().X,
                     penguins().Y);
}

inline double penguin_cost(const Vector<double>& theta) {
  return cost_at(penguin_network(), SigmoidCrossEntropy{}, penguins(), theta);
}

/// Where the trainings begin, and where the gradients are compared.
inline Vector<double> penguin_start() { return scattered_parameters(penguin_network(), 0.5); }

/// The share of the penguins for which both answers are right.
inline double share_right(const Vector<double>& theta) {
  const Batch& batch = penguins();
  const Matrix<double> Z = scores(penguin_network(), theta, batch.X);
  std::size_t right = 0;
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    const bool first = (Z(i, 0) > 0) == (batch.Y(i, 0) == 1);
    const bool second = (Z(i, 1) > 0) == (batch.Y(i, 1) == 1);
    if (first && second) ++right;
  }
  return static_cast<double>(right) / static_cast<double>(Z.size1());
}

/// Shows θ before any update, and after each of so many.
using Watch = std::function<void(std::size_t epoch, const Vector<double>& theta)>;

/// θ after 200 epochs by these four equations.
inline Vector<double> trained_by(
    const Equations& equations, const Watch& watch = [](std::size_t, const Vector<double>&) {}) {
  Vector<double> theta = penguin_start();
  watch(0, theta);
  for (std::size_t epoch = 1; epoch <= 200; ++epoch) {
    theta -= learning_rate * penguin_gradient(equations, theta);
    watch(epoch, theta);
  }
  return theta;
}

/// Prints of the right gradient and of each mistake the error and the outcome of a training.
inline void print_mistakes() {
  const Vector<double> right = penguin_gradient(Equations{}, penguin_start());
  std::printf("gradient               largest error   200 epochs: cost     right\n");
  const auto print = [&](const char* name, const Equations& equations) {
    const Vector<double> theta = trained_by(equations);
    std::printf("%-20s %15.4f %18.4g %9.4f\n", name,
                max_norm(penguin_gradient(equations, penguin_start()) - right), penguin_cost(theta),
                share_right(theta));
  };
  print("right", Equations{});
  for (const Mistake& mistake : mistakes) print(mistake.name, mistake.equations);
}

/// Of the weights and of the biases of each layer the largest size among the entries of v, which
/// has the shape of θ.
inline Vector<double> largest_by_part(const Network& network, const Vector<double>& v) {
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

/// Prints where a wrong gradient is off, and what a training with it comes to. Returns how it was
/// caught.
inline std::string show_mistake(const Mistake& mistake) {
  std::printf("wrong: %s\n\n", mistake.what);
  const Network network = penguin_network();
  const Vector<double> start = penguin_start();
  const Vector<double> dual = dual_gradient(
      [&]<class T>(const Vector<T>& theta) {
        return cost_at(network, SigmoidCrossEntropy{}, penguins(), theta);
      },
      start);
  const Vector<double> wrong = penguin_gradient(mistake.equations, start) - dual;
  const Vector<double> right = penguin_gradient(Equations{}, start) - dual;
  std::printf("largest slope of each part, and the largest difference from dual numbers\n");
  std::vector<std::string> names;
  for (std::size_t l = 1; l <= network.layers.size(); ++l) {
    names.push_back("W, layer " + std::to_string(l));
    names.push_back("b, layer " + std::to_string(l));
  }
  print_columns("", 10, names,
                {{"slope", 13, 6, largest_by_part(network, dual)},
                 {"wrong", 13, 6, largest_by_part(network, wrong)},
                 {"right", 13, 6, largest_by_part(network, right)}});
  const Vector<double> with_right = trained_by(Equations{});
  const Vector<double> with_wrong = trained_by(mistake.equations);
  std::printf("\n200 epochs on the penguins      cost     right\n");
  std::printf("with the right gradient %12.4g %9.4f\n", penguin_cost(with_right),
              share_right(with_right));
  std::printf("with the wrong gradient %12.4g %9.4f\n", penguin_cost(with_wrong),
              share_right(with_wrong));
  const double error = max_norm(wrong);
  if (error <= 1e-12) return "";
  char verdict[160];
  std::snprintf(verdict, sizeof verdict,
                "%s: caught, a slope differs from the dual numbers' by %.2g (allowed 1e-12)",
                mistake.name, error);
  return verdict;
}

}  // namespace nn::chapter11
