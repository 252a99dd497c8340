#pragma once

/// \file
/// What the properties of chapter 15 draw: networks with their parameters, and random numbers with
/// few values, whose means are sums over all of them. Nothing is sampled, and nothing can fail by
/// chance.

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <vector>

#include "chapters/15-initialisation/equal_units.hpp"
#include "chapters/15-initialisation/examples.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/training/network_cost.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// So many numbers from 2 to 8, no two of them equal: a transposed matrix fits nowhere by accident.
inline std::vector<std::size_t> draw_start_sizes(std::size_t count) {
  std::vector<std::size_t> left = {2, 3, 4, 5, 6, 7, 8};
  std::vector<std::size_t> sizes;
  while (sizes.size() < count) {
    const std::size_t at = *dimension(0, left.size() - 1).as("size");
    sizes.push_back(left[at]);
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return sizes;
}

/// A network of two to four layers and a batch; each hidden layer has an activation of its own. The
/// weights are of the size that keeps the pre-activations near 1.
struct DrawnStart {
  Network network;
  Vector<double> theta;
  Matrix<double> X;

  std::size_t n() const { return X.size1(); }
  std::size_t depth() const { return network.layers.size(); }
  std::size_t outputs() const { return network.layers.back().units; }

  static DrawnStart draw(const std::vector<Activation>& among) {
    const std::size_t depth = *dimension(2, 4).as("depth");
    const std::vector<std::size_t> sizes = draw_start_sizes(depth + 2);
    DrawnStart drawn;
    for (std::size_t l = 0; l < depth; ++l) {
      const Activation f = l + 1 < depth ? among[*dimension(0, among.size() - 1).as("activation")]
                                         : Activation::linear;
      drawn.network.layers.push_back({sizes[l + 1], sizes[l + 2], f});
    }
    drawn.theta = *gaussian_vector(parameter_count(drawn.network)).as("θ before its scaling");
    for (std::size_t l = 0; l < depth; ++l) {
      const LayerParameters<double> layer = layer_of(drawn.network, drawn.theta, l);
      const double root = std::sqrt(static_cast<double>(layer.weights.rows));
      for (std::size_t j = 0; j < layer.weights.rows; ++j) {
        for (std::size_t k = 0; k < layer.weights.columns; ++k) layer.weights(j, k) /= root;
      }
    }
    drawn.X = *gaussian_matrix(sizes[0], sizes[1]).as("X");
    return drawn;
  }

  /// Targets that fit an output: any numbers, numbers from 0 to 1, or classes.
  template <class Output>
  Matrix<double> draw_targets() const {
    if constexpr (std::same_as<Output, SoftmaxCrossEntropy>) {
      Matrix<double> Y(n(), outputs(), 0.0);
      for (std::size_t i = 0; i < n(); ++i) Y(i, *dimension(0, outputs() - 1).as("class")) = 1;
      return Y;
    } else {
      Matrix<double> Y = *gaussian_matrix(n(), outputs()).as("Y");
      if constexpr (!std::same_as<Output, LinearSquaredError>) {
        for (double& y : Y.data()) y = y > 0 ? 1 : 0;
      }
      return Y;
    }
  }

  /// What both ways leave behind, for an output and its targets, and the gradient.
  template <class Output>
  NetworkPass<double> passed(const Output& output, const Matrix<double>& Y,
                             Vector<double>& gradient) const {
    const NetworkCost<Output, double> cost(network, output, X, Y);
    gradient.resize(theta.size(), false);
    cost.evaluate(theta, &gradient);
    return cost.last_pass();
  }
};

/// A network two of whose hidden units, p and q of layer l, are equal; all counted from 0.
struct StartTwins {
  DrawnStart start;
  std::size_t l;
  std::size_t p;
  std::size_t q;

  static StartTwins draw() {
    StartTwins twins{DrawnStart::draw({Activation::sigmoid, Activation::tanh, Activation::relu}), 0,
                     0, 0};
    twins.l = *dimension(0, twins.start.depth() - 2).as("l");
    const std::size_t units = twins.start.network.layers[twins.l].units;
    twins.p = *dimension(0, units - 2).as("p");
    twins.q = *dimension(twins.p + 1, units - 1).as("q");
    chapter15::make_equal(twins.start.network, twins.start.theta, twins.l, twins.p, twins.q);
    return twins;
  }
};

/// Calls `body` with one of the four outputs.
template <class Body>
void with_start_output(const Body& body) {
  switch (*dimension(0, 3).as("output")) {
    case 0:
      return body(LinearSquaredError{});
    case 1:
      return body(SigmoidSquaredError{});
    case 2:
      return body(SigmoidCrossEntropy{});
    default:
      return body(SoftmaxCrossEntropy{});
  }
}

/// A mean over equally likely cases.
class StartMean {
 public:
  void add(double x) {
    sum_ += x;
    count_ += 1;
  }
  double value() const { return sum_ / count_; }

 private:
  double sum_ = 0;
  double count_ = 0;
};

/// The mean of f(x) over equally likely values x.
template <class F>
double mean_of_start_values(const std::vector<double>& values, const F& f) {
  StartMean mean;
  for (const double x : values) mean.add(f(x));
  return mean.value();
}

/// The mean square of equally likely values.
inline double mean_square_of_start_values(const std::vector<double>& values) {
  return mean_of_start_values(values, [](double x) { return x * x; });
}

/// Some values of an everyday size.
inline std::vector<double> draw_start_values(std::size_t count) {
  std::vector<double> values(count);
  for (double& value : values) value = *gaussian().as("value");
  return values;
}

/// Some values whose mean is 0, to rounding.
inline std::vector<double> draw_centred_start_values(std::size_t count) {
  std::vector<double> values = draw_start_values(count);
  const double mean = mean_of_start_values(values, [](double x) { return x; });
  for (double& value : values) value -= mean;
  return values;
}

/// Some values and their negatives.
inline std::vector<double> draw_symmetric_start_values(std::size_t count) {
  std::vector<double> values = draw_start_values(count);
  for (std::size_t k = 0; k < count; ++k) values.push_back(-values[k]);
  return values;
}

/// Calls `use` with every row of so many entries, each one of the values: independent numbers.
template <class Use>
void for_start_rows(const std::vector<double>& values, std::size_t count, const Use& use) {
  std::vector<std::size_t> places(count, 0);
  Vector<double> row(count);
  for (;;) {
    for (std::size_t j = 0; j < count; ++j) row(j) = values[places[j]];
    use(row);
    std::size_t j = 0;
    while (j < count && ++places[j] == values.size()) places[j++] = 0;
    if (j == count) return;
  }
}

/// A network of relus that is small enough to go through all signs of its weights, with a deviation
/// for each layer, and one or two samples.
struct StartRelus {
  Network network;
  std::vector<double> deviations;
  Matrix<double> X;

  /// With so many layers. There are at most 10 weights in three layers.
  static StartRelus draw(std::size_t layers) {
    StartRelus drawn;
    std::size_t inputs = *dimension(1, 2).as("inputs");
    drawn.X = *gaussian_matrix(*dimension(1, 2).as("n"), inputs).as("X");
    for (std::size_t l = 0; l < layers; ++l) {
      const bool last = l + 1 == layers;
      const std::size_t units = last ? 1 : *dimension(1, 2).as("units");
      drawn.network.layers.push_back({inputs, units, last ? Activation::linear : Activation::relu});
      drawn.deviations.push_back(std::abs(*gaussian().as("deviation")));
      inputs = units;
    }
    return drawn;
  }

  /// The mean square of the data.
  double mean_square_of_inputs() const {
    double sum = 0;
    for (const double x : X.data()) sum += x * x;
    return sum / static_cast<double>(X.data().size());
  }
};

}  // namespace nn::test
