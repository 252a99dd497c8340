// neuron_peer write FILE N D SEED     writes the data
// neuron_peer csv FILE                 reads a table, and prints the seconds and a sum of the bits
// of
//                                     all numbers, which only these very doubles give
// neuron_peer FILE N D ALPHA          trains on it: reads lines "WHAT EPOCHS" and answers each with
//                                     "SECONDS COST", as every peer does
//
// WHAT is cross-entropy or mse (train_neuron), formulas (the book's own formulas), float (as
// cross-entropy, in single precision) or read (EPOCHS readings of X, and nothing else). The first
// line, before any question, is "ready BYTES": what the process needs beside the data. The answer
// to "memory 0" is how many bytes it needed at most since it was started.
#include <bit>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include "chapters/08-cost-of-a-dot-product/stretches.hpp"
#include "nn/data/dataset.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/train_neuron.hpp"
#include "tests/bench/peers/batch_file.hpp"

namespace {

using namespace nn;

struct Answer {
  double seconds;
  double cost;
};

template <class Descent>
Answer timed(const Descent& descent) {
  const auto start = std::chrono::steady_clock::now();
  const double cost = descent();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), cost};
}

template <class Loss, class T>
Answer train(const Matrix<T>& X, const Vector<T>& y, double alpha, std::size_t epochs) {
  return timed([&] {
    const auto result = fast::train_neuron(Loss{}, X, y, Vector<T>(X.size2() + 1, T(0)),
                                           DescentOptions{alpha, epochs, 0});
    return result.history.back().cost;
  });
}

Answer train_by_formulas(const Samples& samples, double alpha, std::size_t epochs) {
  return timed([&] {
    const NeuronCost cost(CrossEntropyWithLogits{}, samples.X, samples.y);
    const auto result = gradient_descent<double>(cost, Vector<double>(samples.X.size2() + 1, 0.0),
                                                 DescentOptions{alpha, epochs, 0});
    return result.history.back().cost;
  });
}

Answer read_only(const Matrix<double>& X, std::size_t times) {
  static fast::ThreadPool pool(fast::threads_for(X.size1() * X.size2()));
  return timed([&] {
    double total = 0;
    for (std::size_t k = 0; k < times; ++k) {
      total += chapter8::sum_of_stretches<8>(X.data().data(), X.data().size(), pool);
    }
    return total;
  });
}

void answer_questions(const Samples& samples, double alpha) {
  std::string what;
  std::size_t epochs = 0;
  Matrix<float> X;
  Vector<float> y;
  while (std::cin >> what >> epochs) {
    if (what == "memory") {
      std::printf("%.0f 0\n", bench::memory_of_process("VmHWM"));
      std::fflush(stdout);
      continue;
    }
    if (what == "float" && X.size1() == 0) {
      X = cast<float>(samples.X);
      y = cast<float>(samples.y);
    }
    const Answer answer =
        what == "formulas" ? train_by_formulas(samples, alpha, epochs)
        : what == "mse"    ? train<SquaredErrorWithLogits>(samples.X, samples.y, alpha, epochs)
        : what == "float"  ? train<CrossEntropyWithLogits>(X, y, alpha, epochs)
        : what == "read"   ? read_only(samples.X, epochs)
                           : train<CrossEntropyWithLogits>(samples.X, samples.y, alpha, epochs);
    std::printf("%.9g %.17g\n", answer.seconds, answer.cost);
    std::fflush(stdout);
  }
}

void read_table(const std::string& path) {
  Dataset data;
  const Answer answer = timed([&] {
    data = load_dataset(path);
    return 0.0;
  });
  std::uint64_t bits = 0;
  for (const double x : data.X.data()) bits += std::bit_cast<std::uint64_t>(x);
  for (const double y : data.y) bits += std::bit_cast<std::uint64_t>(y);
  std::printf("%.9g %llu\n", answer.seconds, static_cast<unsigned long long>(bits));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 6 && std::string(argv[1]) == "write") {
    nn::bench::write_batch(argv[2], std::stoul(argv[3]), std::stoul(argv[4]), std::stoul(argv[5]));
    return 0;
  }
  if (argc == 3 && std::string(argv[1]) == "csv") {
    read_table(argv[2]);
    return 0;
  }
  if (argc != 5) return 2;
  std::printf("ready %.0f\n", nn::bench::memory_of_process("VmRSS"));
  std::fflush(stdout);
  answer_questions(nn::bench::read_batch(argv[1], std::stoul(argv[2]), std::stoul(argv[3])),
                   std::stod(argv[4]));
}
