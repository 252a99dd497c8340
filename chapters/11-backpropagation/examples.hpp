#pragma once

/// \file
/// What the chapter computes with: a network small enough to follow by hand, and the penguins.

#include <cstddef>
#include <string>
#include <vector>

#include "nn/data/book_file.hpp"
#include "nn/data/dataset.hpp"
#include "nn/data/standardize.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/network_cost.hpp"

namespace nn::chapter11 {

/// Samples with a row of targets each.
struct Batch {
  Matrix<double> X;  ///< n x d
  Matrix<double> Y;  ///< n x K
};

/// Two inputs, three sigmoid units, and two scores that are the predictions.
inline Network example_network() { return network_of(2, {3}, Activation::sigmoid, 2); }

/// Its parameters: of each layer the weights, input by input, and then the biases. The first unit
/// is the neuron of chapter 5.
inline Vector<double> example_parameters() {
  return vector<double>(
      {0.3, -0.2, 0.5, -0.1, 0.4, 0.2, 0.05, -0.3, 0.1, 0.6, -0.4, -0.5, 0.3, 0.2, 0.8, 0.1, -0.2});
}

/// The samples of chapter 5 and one more, with two targets each.
inline Batch example_batch() {
  return {matrix<double>({{1, 2}, {-1, 1}, {2, -1}, {0.5, 0}}),
          matrix<double>({{1, 1}, {0, 1}, {1, 0}, {0, 0}})};
}

/// Its first sample alone.
inline Batch example_sample() { return {matrix<double>({{1, 2}}), matrix<double>({{1, 1}})}; }

/// C(θ), for every scalar.
template <class Output, Scalar T>
T cost_at(const Network& network, const Output& output, const Batch& batch,
          const Vector<T>& theta) {
  const Matrix<T> X = cast<T>(batch.X);
  const Matrix<T> Y = cast<T>(batch.Y);
  return NetworkCost<Output, T>(network, output, X, Y).evaluate(theta, nullptr);
}

/// ∇C(θ) by backpropagation.
template <class Output>
Vector<double> gradient_of(const Network& network, const Output& output, const Batch& batch,
                           const Vector<double>& theta) {
  Vector<double> gradient(theta.size());
  NetworkCost<Output, double>(network, output, batch.X, batch.Y).evaluate(theta, &gradient);
  return gradient;
}

/// Two indices, counted from 1: `21`, or `2,11` where their digits would run together.
inline std::string index_pair(std::size_t j, std::size_t k) {
  return std::to_string(j + 1) + (j > 8 || k > 8 ? "," : "") + std::to_string(k + 1);
}

/// A name for each entry of θ: `1 w_21`, `1 b_3`, with the layer in front.
inline std::vector<std::string> parameter_names(const Network& network) {
  std::vector<std::string> names;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const Layer& layer = network.layers[l];
    const std::string front = std::to_string(l + 1) + " ";
    for (std::size_t j = 0; j < layer.inputs; ++j) {
      for (std::size_t k = 0; k < layer.units; ++k) {
        names.push_back(front + "w_" + index_pair(j, k));
      }
    }
    for (std::size_t k = 0; k < layer.units; ++k) {
      names.push_back(front + "b_" + std::to_string(k + 1));
    }
  }
  return names;
}

/// All penguins whose bill and flippers were measured: three standardised features, and two
/// questions, whether one is an Adelie and whether it is a Gentoo. A Chinstrap is neither. They are
/// read when somebody asks for them, and once.
inline const Batch& penguins() {
  static const Batch all = [] {
    DatasetOptions options;
    options.target = "species";
    options.features = {"bill_length_mm", "bill_depth_mm", "flipper_length_mm"};
    options.positive = "Adelie";
    const Dataset adelies = load_dataset(book_file("chapters/data/penguins.csv"), options);
    options.positive = "Gentoo";
    const Dataset gentoos = load_dataset(book_file("chapters/data/penguins.csv"), options);
    Batch batch{fit_standardization(adelies.X).apply(adelies.X),
                Matrix<double>(adelies.y.size(), 2)};
    for (std::size_t i = 0; i < adelies.y.size(); ++i) {
      batch.Y(i, 0) = adelies.y(i);
      batch.Y(i, 1) = gentoos.y(i);
    }
    return batch;
  }();
  return all;
}

/// A network for them, whose hidden layers are as wide as the data: wrong products fit there.
inline Network penguin_network() { return network_of(3, {3, 3}, Activation::tanh, 2); }

/// Parameters that look like chance and are the same on every machine: from −size to size.
inline Vector<double> scattered_parameters(const Network& network, double size) {
  Vector<double> theta(parameter_count(network));
  for (std::size_t j = 0; j < theta.size(); ++j) {
    theta(j) = size * (static_cast<double>(37 * j % 101) - 50) / 50;
  }
  return theta;
}

}  // namespace nn::chapter11
