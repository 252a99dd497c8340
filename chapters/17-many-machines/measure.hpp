#pragma once

/// \file
/// `--measure FILE`: an update by one process and by two, and the sums between them, on this
/// machine.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "../08-cost-of-a-dot-product/machine.hpp"
#include "measured.hpp"
#include "nn/data/file.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/processes/processes.hpp"
#include "nn/processes/same_everywhere.hpp"
#include "nn/processes/shared_batch_cost.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/text.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/gradient_descent.hpp"
#include "parts.hpp"

namespace nn::chapter17 {

/// The seconds of `times` calls, for one of them.
template <class Body>
double seconds_of(std::size_t times, const Body& body) {
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t k = 0; k < times; ++k) body();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  return taken.count() / static_cast<double>(times);
}

inline double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Nobody goes on before all have come; returns the largest of their numbers.
inline double largest_of(Processes& processes, double own) {
  processes.maximum({&own, 1});
  return own;
}

/// Random rows for the network 784-256-128-10.
struct DrawnImages {
  Network network;
  Vector<double> theta;
  Matrix<double> X;
  Matrix<double> Y;
};

inline DrawnImages draw_images(std::size_t n) {
  Random random(17);
  DrawnImages drawn{network_of(784, {256, 128}, Activation::relu, 10), Vector<double>(),
                    Matrix<double>(n, 784), Matrix<double>(n, 10, 0.0)};
  drawn.theta = initial_parameters(drawn.network, Initialisation::he, random);
  for (double& x : drawn.X.data()) x = random.uniform(0, 1);
  for (std::size_t i = 0; i < n; ++i) drawn.Y(i, random.index(10)) = 1;
  return drawn;
}

/// Two processes measure, a thread each. All call it, and all get the same.
inline Measured measure(Processes& processes) {
  using Cost = SharedBatchCost<SoftmaxCrossEntropy, double>;
  constexpr std::size_t n = 1024;
  constexpr std::size_t rounds = 21;
  const DrawnImages drawn = draw_images(n);
  const RowRange own = rows_of_share(n, processes.share());
  const Matrix<double> X = rows_between(drawn.X, own);
  const Matrix<double> Y = rows_between(drawn.Y, own);
  OneProcess nobody_else;
  Cost alone(drawn.network, SoftmaxCrossEntropy{}, drawn.X, drawn.Y, 1, nobody_else, 0, n);
  Cost shared(drawn.network, SoftmaxCrossEntropy{}, X, Y, 1, processes, own.first, n);
  const std::vector<std::size_t> rows = rows_in({0, n});
  const Dropout dropout(0);
  const GradientDescent descent(1e-3);
  Vector<double> theta = drawn.theta;
  Vector<double> own_theta = drawn.theta;
  Vector<double> gradient(theta.size(), 0.0);
  const auto update = [&](Cost& cost, Vector<double>& at) {
    cost.evaluate(rows, at, &gradient, dropout, 0);
    descent.step(at, gradient);
  };
  std::vector<double> zeros(theta.size(), 0.0);
  double zero = 0;
  std::uint64_t hashes = 0;
  std::vector<double> one;
  std::vector<double> two;
  std::vector<double> number;
  std::vector<double> numbers;
  std::vector<double> hash;
  for (std::size_t round = 0; round < rounds; ++round) {
    const double by_one =
        processes.is_first() ? seconds_of(1, [&] { update(alone, own_theta); }) : 0;
    one.push_back(largest_of(processes, by_one));  // the other one waits here
    two.push_back(largest_of(processes, seconds_of(1, [&] { update(shared, theta); })));
    number.push_back(
        largest_of(processes, seconds_of(1000, [&] { processes.sum(std::span(&zero, 1)); })));
    numbers.push_back(
        largest_of(processes, seconds_of(10, [&] { processes.sum(std::span(zeros)); })));
    hash.push_back(largest_of(processes, seconds_of(10, [&] {
                                hashes += hash_of(std::span<const double>(theta.data()));
                              })));
  }
  volatile std::uint64_t kept = hashes;  // so that the compiler must compute them
  static_cast<void>(kept);
  Measured measured;
  measured.machine = chapter8::this_machine().at("processor");
  measured.update_one = median_of(one);
  measured.update_two = median_of(two);
  measured.sum_of_one = median_of(number);
  measured.sum_of_gradient = median_of(numbers);
  measured.hash = median_of(hash);
  measured.parameters = static_cast<double>(theta.size());
  measured.batch = static_cast<double>(n);
  return measured;
}

/// Measures, and the first process writes and prints.
inline void measure_into(const std::string& file, Processes& processes) {
  const Measured measured = measure(processes);
  together(processes, [&] {
    if (!processes.is_first()) return;
    // What it cannot read again is not written.
    parse_measured(text_of(measured), file);
    write_file_atomically(file, text_of(measured));
    heading("Measured");
    std::printf("an update by one process = %.2f ms, by two = %.2f ms\n", 1e3 * measured.update_one,
                1e3 * measured.update_two);
    std::printf("efficiency = %.3f\n", measured.update_one / (2 * measured.update_two));
    std::printf("τ = %.2f µs, β = %.2f GB/s\n", 1e6 * measured.wire().latency,
                measured.wire().bandwidth / 1e9);
  });
}

/// Gives the chapter the option, and the measuring where it is given. `file` must be there as long
/// as the chapter.
inline void measures_two(Chapter& chapter, std::string& file) {
  chapter.line().text("measure", "FILE", file,
                      "measures an update by one process and by two, and writes that");
  chapter.check([&chapter, &file] {
    if (file.empty()) return;
    if (chapter.draws() || chapter.shows_mistake()) {
      throw UsageError("--measure goes with neither --mistake nor --plot; leave one out");
    }
    if (chapter.processes().count() != 2) {
      throw UsageError("--measure takes two processes: ./scripts/study 17 -- --measure FILE");
    }
  });
  chapter.command([&file] { return !file.empty(); },
                  [&chapter, &file] { measure_into(file, chapter.processes()); });
}

}  // namespace nn::chapter17
