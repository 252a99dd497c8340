#pragma once

/// \file
/// Small networks with data, and trainings of all kinds, for the properties of the training
/// command.

#include <cstddef>
#include <string>
#include <vector>

#include "nn/network/one_hot.hpp"
#include "nn/program/network_options.hpp"
#include "nn/program/network_training.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// A task as read_network() gives it, and the options that it would have been read with.
struct DrawnNetworkTask {
  NetworkTask task;
  NetworkTrainingOptions options;
};

/// Draws a task of n rows, inside a property: any output, hidden layers or none, features that are
/// to be standardised or not.
inline DrawnNetworkTask draw_network_task(std::size_t n) {
  DrawnNetworkTask drawn;
  NetworkTask& task = drawn.task;
  NetworkOptions& network = drawn.options.network;
  const std::size_t d = *dimension(1, 3).as("d");
  const std::size_t kind = *dimension(0, 3).as("output");
  const std::size_t K = kind < 2 ? 1 : 3;
  const char* const outputs[] = {"linear", "sigmoid", "sigmoid", "softmax"};
  const char* const costs[] = {"mse", "cross-entropy", "mse", "cross-entropy"};
  task.output = outputs[kind];
  task.cost = costs[kind];
  task.X = *gaussian_matrix(n, d).as("X");
  std::vector<std::size_t> classes(n);
  for (std::size_t i = 0; i < n; ++i) classes[i] = i < 6 ? i % 3 : *dimension(0, 2);
  if (K == 3) {
    task.Y = one_hot<double>(classes, 3);
    task.classes = {"a", "b", "c"};
  } else {
    task.Y = *gaussian_matrix(n, 1).as("Y");
    for (std::size_t i = 0; i < n && kind == 1; ++i) task.Y(i, 0) = classes[i] == 0 ? 0 : 1;
    if (kind == 1) task.classes = {"no", "yes"};
  }
  for (std::size_t j = 0; j < d; ++j) task.features.push_back("x" + std::to_string(j));
  task.outputs = K == 3 ? task.classes : std::vector<std::string>{"y"};
  task.source = task.file = "t.csv";
  task.target = "y";
  task.standardize = *label() == 1;
  network.data.standardize = task.standardize;
  network.output = task.output;
  network.cost = task.cost;
  network.activation = *label() == 1 ? "tanh" : "sigmoid";
  const char* const layers[] = {"none", "2", "3,2"};
  network.layers = layers[*dimension(0, 2).as("hidden layers")];
  network.seed = *rc::gen::arbitrary<std::uint64_t>();
  make_network(network, task);
  return drawn;
}

/// Draws how it is trained: any optimizer, order, schedule, decay and dropout, in either precision;
/// a few updates of a size that no descent of these tasks runs away with.
inline void draw_network_training(NetworkTrainingOptions& options) {
  const char* const names[] = {"sgd", "momentum", "nesterov", "adam"};
  options.optimizer.name = names[*dimension(0, 3).as("optimizer")];
  options.optimizer.learning_rate = *uniform(0.001, 0.03).as("α");
  options.optimizer.momentum = *uniform(0, 0.9).as("β");
  options.optimizer.beta1 = *uniform(0, 0.9).as("β₁");
  options.optimizer.beta2 = *uniform(0, 0.99).as("β₂");
  options.optimizer.epsilon = *uniform(0.01, 0.1).as("ε");
  options.batch_size = *dimension(1, 9).as("B");
  options.epochs = *dimension(1, 3).as("epochs");
  options.shuffle = *label() == 1;
  options.schedule = *label() == 1 ? "cosine" : "constant";
  options.precision = *label() == 1 ? "float" : "double";
  options.weight_decay = *label() == 1 ? *uniform(0, 2).as("λ") : 0;
  options.dropout = *label() == 1 ? *uniform(0, 0.8).as("p") : 0;
}

}  // namespace nn::test
