// fann_peer FILE N D ALPHA: trains one sigmoid neuron on the squared error with FANN's batch
// training, and answers as neuron_peer does.
//
// FANN leaves out the factor 2 of the squared error's derivative: its learning rate is 2 ALPHA. It
// takes a prediction outside [0.01, 0.99] for the nearer end when it computes σ′.
#include <doublefann.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <string>

#include "tests/bench/peers/batch_file.hpp"

namespace {

using namespace nn;

struct Network {
  fann* net;
  fann_train_data* data;
};

Network network(const Samples& samples, double alpha) {
  const auto n = static_cast<unsigned>(samples.X.size1());
  const auto d = static_cast<unsigned>(samples.X.size2());
  Network network{fann_create_standard(2, d, 1), fann_create_train(n, d, 1)};
  for (unsigned i = 0; i < n; ++i) {
    for (unsigned j = 0; j < d; ++j) network.data->input[i][j] = samples.X(i, j);
    network.data->output[i][0] = samples.y(i);
  }
  fann_set_activation_function_output(network.net, FANN_SIGMOID);
  fann_set_activation_steepness_output(network.net, 0.5);  // σ(2 · 0.5 · z)
  fann_set_training_algorithm(network.net, FANN_TRAIN_BATCH);
  fann_set_train_error_function(network.net, FANN_ERRORFUNC_LINEAR);
  fann_set_learning_rate(network.net, static_cast<float>(2 * alpha));
  return network;
}

double mean_squared_error(const Network& network) {
  double sum = 0;
  for (unsigned i = 0; i < network.data->num_data; ++i) {
    const double error =
        fann_run(network.net, network.data->input[i])[0] - network.data->output[i][0];
    sum += error * error;
  }
  return sum / network.data->num_data;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  std::printf("ready %.0f\n", nn::bench::memory_of_process("VmRSS"));
  std::fflush(stdout);
  const Network net = network(
      nn::bench::read_batch(argv[1], std::stoul(argv[2]), std::stoul(argv[3])), std::stod(argv[4]));
  std::string what;
  std::size_t epochs = 0;
  while (std::cin >> what >> epochs) {
    if (what == "memory") {
      std::printf("%.0f 0\n", nn::bench::memory_of_process("VmHWM"));
      std::fflush(stdout);
      continue;
    }
    fann_randomize_weights(net.net, 0, 0);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t epoch = 0; epoch < epochs; ++epoch) fann_train_epoch(net.net, net.data);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    std::printf("%.9g %.17g\n", time.count(), mean_squared_error(net));
    std::fflush(stdout);
  }
}
