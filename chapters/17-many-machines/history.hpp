#pragma once

/// \file
/// One training twice: by one process that has all rows, and by several that share them out.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <vector>

#include "../12-softmax/digits.hpp"
#include "crew.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/processes/shared_batch_cost.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/batches.hpp"
#include "nn/training/momentum.hpp"
#include "nn/training/network_cost.hpp"
#include "nn/training/stochastic_descent.hpp"
#include "order_bound.hpp"
#include "parts.hpp"

namespace nn::chapter17 {

/// The first 501 of the digits that chapter 12 learns from.
struct SomeDigits {
  Matrix<double> X;
  Matrix<double> Y;
};

inline const SomeDigits& some_digits() {
  static const SomeDigits some = [] {
    const chapter12::Digits& all = chapter12::digit_data().training;
    const RowRange first{0, std::min<std::size_t>(501, all.X.size1())};
    return SomeDigits{rows_between(all.X, first), rows_between(all.Y, first)};
  }();
  return some;
}

/// 64 pixels, 16 hidden units, 10 classes.
inline Network digit_reader() {
  return network_of(chapter12::pixels, {16}, Activation::tanh, chapter12::classes);
}

inline Vector<double> first_parameters(std::uint64_t seed) {
  Random random(seed);
  return initial_parameters(digit_reader(), Initialisation::xavier, random);
}

/// Batches of 32, a fifth of the hidden units dropped.
inline StochasticOptions digit_training() {
  StochasticOptions options;
  options.epochs = 5;
  options.learning_rate = 0.03;
  options.dropout = 0.2;
  return options;
}

/// θ before the first epoch, and after each.
using Path = std::vector<Vector<double>>;

template <class Descent>
Path path_of(Descent& descent) {
  Momentum<double> momentum(digit_training().learning_rate, 0.9);
  Path path{first_parameters(1)};
  for (std::size_t epoch = 0; epoch < digit_training().epochs; ++epoch) {
    Vector<double> theta = path.back();
    descent.run_epoch(theta, momentum);
    path.push_back(theta);
  }
  return path;
}

/// By one process.
inline Path path_alone() {
  const SomeDigits& all = some_digits();
  StochasticDescent<SoftmaxCrossEntropy, double> descent(digit_reader(), SoftmaxCrossEntropy{},
                                                         all.X, all.Y, digit_training());
  return path_of(descent);
}

/// By several: this one keeps its share of the rows, and nothing of the others'.
// [path-together]
inline Path path_together(Processes& processes) {
  const SomeDigits& all = some_digits();
  const std::size_t n = all.X.size1();
  const RowRange own = rows_of_share(n, processes.share());
  const Matrix<double> X = rows_between(all.X, own);
  const Matrix<double> Y = rows_between(all.Y, own);
  using Cost = SharedBatchCost<SoftmaxCrossEntropy, double>;
  StochasticDescent<SoftmaxCrossEntropy, double, Cost> descent(
      digit_reader(), SoftmaxCrossEntropy{}, X, Y, digit_training(), processes, own.first, n);
  return path_of(descent);
}
// [path-together]

/// How many rows of a batch each process holds.
inline std::vector<std::size_t> parts_of_rows(std::span<const std::size_t> rows, std::size_t n,
                                              std::size_t P) {
  std::vector<std::size_t> parts(P, 0);
  for (std::size_t p = 0; p < P; ++p) {
    const RowRange held = rows_of_share(n, {p, P});
    for (const std::size_t row : rows) {
      if (held.contains(row)) ++parts[p];
    }
  }
  return parts;
}

/// How the training went side by side, and how many processes there were.
struct Together {
  std::size_t count = 0;
  Path path;
};

inline Together train_together(Processes& real) {
  return crew_result(real, [](Processes& processes) {
    return Together{processes.count(), path_together(processes)};
  });
}

/// Prints both trainings, epoch by epoch.
inline void print_history(Processes& real) {
  const SomeDigits& all = some_digits();
  const std::size_t n = all.X.size1();
  const Path alone = path_alone();
  const Together both = train_together(real);
  Batches batches(n, digit_training().batch_size);
  batches.shuffle(digit_training().seed, 0);
  std::printf("%zu digits, 64-16-10, dropout 0.2, momentum 0.9, batches of 32\n", n);
  std::printf("rows by process:");
  for (std::size_t p = 0; p < both.count; ++p) {
    std::printf(" %zu", rows_of_share(n, {p, both.count}).count());
  }
  std::printf("; of the first batch:");
  for (const std::size_t rows : parts_of_rows(batches.batch(0), n, both.count)) {
    std::printf(" %zu", rows);
  }
  std::printf("\n              cost,         cost,        their   largest difference\n");
  std::printf("epoch  one process  side by side   difference       of a parameter\n");
  const NetworkCost<SoftmaxCrossEntropy, double> cost(digit_reader(), SoftmaxCrossEntropy{}, all.X,
                                                      all.Y);
  for (std::size_t epoch = 0; epoch < alone.size(); ++epoch) {
    const double one = cost.evaluate(alone[epoch], nullptr);
    const double many = cost.evaluate(both.path[epoch], nullptr);
    std::printf("%5zu %12.6f %13.6f %12s %20s\n", epoch, one, many,
                below(std::abs(many - one), 1e-13).c_str(),
                below(max_norm(both.path[epoch] - alone[epoch]), 1e-13).c_str());
  }
}

}  // namespace nn::chapter17
