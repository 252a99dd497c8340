// network_peer FILE N SIZES ACTIVATION PRECISION ALPHA THREADS
//
// Trains a network by plain stochastic gradient descent on the cross-entropy of a softmax: reads
// lines "ORDER BATCH EPOCHS" and answers each with "SECONDS COST", as every peer does.
//
// SIZES are the inputs, the hidden units and the classes, such as 784,30,10; ACTIVATION is sigmoid
// or relu, PRECISION double or float. FILE holds N rows of pixels, a byte each and divided by 255,
// then N labels, a byte each, then the first parameters as doubles in the order of θ. ORDER is
// in-order or shuffled. COST is the mean of what the batches of the last epoch cost, each before
// its update. The first line, before any question, is "ready BYTES".
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "chapters/08-cost-of-a-dot-product/machine.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/stochastic_descent.hpp"
#include "tests/bench/peers/batch_file.hpp"

namespace {

using namespace nn;

Network network_from(const std::string& sizes, Activation f) {
  std::vector<std::size_t> units;
  std::istringstream text(sizes);
  for (std::string part; std::getline(text, part, ',');) units.push_back(std::stoul(part));
  if (units.size() < 2) throw std::runtime_error("SIZES: inputs and classes, at least");
  return network_of(units.front(), {units.begin() + 1, units.end() - 1}, f, units.back());
}

template <class T>
std::vector<T> next_of(std::FILE* file, std::size_t count) {
  std::vector<T> items(count);
  if (std::fread(items.data(), sizeof(T), count, file) != count) {
    throw std::runtime_error("FILE is too short");
  }
  return items;
}

/// Pixels and one-hot labels, a sample a row, and the first parameters.
template <class T>
struct Task {
  Matrix<T> X;
  Matrix<T> Y;
  Vector<T> theta;
};

template <class T>
Task<T> read_task(const std::string& path, const Network& network, std::size_t n) {
  const bench::File file(std::fopen(path.c_str(), "rb"));
  if (!file) throw std::runtime_error("cannot read " + path);
  const std::size_t inputs = network.layers.front().inputs;
  Task<T> task{Matrix<T>(n, inputs), Matrix<T>(n, network.layers.back().units, T(0)),
               Vector<T>(parameter_count(network))};
  const auto pixels = next_of<std::uint8_t>(file.get(), n * inputs);
  for (std::size_t p = 0; p < pixels.size(); ++p) {
    task.X.data()[p] = static_cast<T>(pixels[p]) / T(255);
  }
  const auto labels = next_of<std::uint8_t>(file.get(), n);
  for (std::size_t i = 0; i < n; ++i) task.Y(i, labels[i]) = T(1);
  const auto theta = next_of<double>(file.get(), task.theta.size());
  for (std::size_t j = 0; j < theta.size(); ++j) task.theta(j) = static_cast<T>(theta[j]);
  return task;
}

template <class T>
void train(const Network& network, const Task<T>& task, const StochasticOptions& options) {
  Vector<T> theta = task.theta;
  StochasticDescent<SoftmaxCrossEntropy, T> descent(network, SoftmaxCrossEntropy{}, task.X, task.Y,
                                                    options);
  GradientDescent optimizer(options.learning_rate);
  const std::size_t count = descent.updates_per_epoch();
  double sum = 0;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t t = 0; t < descent.last(); ++t) {
    if (t % count == 0) sum = 0;
    sum += static_cast<double>(descent.update(theta, optimizer));
  }
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  std::printf("%.9g %.17g\n", time.count(), sum / static_cast<double>(count));
  std::fflush(stdout);
}

template <class T>
void answer_questions(const std::string& path, const Network& network, std::size_t n,
                      StochasticOptions options) {
  const Task<T> task = read_task<T>(path, network, n);
  std::string order;
  while (std::cin >> order >> options.batch_size >> options.epochs) {
    options.shuffle = order == "shuffled";
    train(network, task, options);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 8) return 2;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::size_t n = std::stoul(arguments[1]);
  const Activation f = arguments[3] == "relu" ? Activation::relu : Activation::sigmoid;
  const Network network = network_from(arguments[2], f);
  StochasticOptions options;
  options.learning_rate = std::stod(arguments[5]);
  options.threads = std::stoul(arguments[6]);
  chapter8::use_one_blas_thread();  // the threads are the library's own
  std::printf("ready %.0f\n", bench::memory_of_process("VmRSS"));
  std::fflush(stdout);
  if (arguments[4] == "float") {
    answer_questions<float>(arguments[0], network, n, options);
  } else {
    answer_questions<double>(arguments[0], network, n, options);
  }
}
