#pragma once

/// \file
/// What the order of the additions changes, and what it does not.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <span>
#include <vector>

#include "history.hpp"
#include "nn/processes/ring.hpp"
#include "nn/processes/same_everywhere.hpp"
#include "nn/processes/thread_processes.hpp"
#include "order_bound.hpp"

namespace nn::chapter17 {

/// The gradient of the first batch of the digits, by P processes.
inline Vector<double> shared_gradient(std::size_t P, std::span<const std::size_t> rows,
                                      const Vector<double>& theta) {
  Vector<double> result(theta.size());
  run_as_processes(P, [&](Processes& process) {
    const std::size_t n = some_digits().X.size1();
    const RowRange own = rows_of_share(n, process.share());
    const Matrix<double> X = rows_between(some_digits().X, own);
    const Matrix<double> Y = rows_between(some_digits().Y, own);
    SharedBatchCost<SoftmaxCrossEntropy, double> cost(digit_reader(), SoftmaxCrossEntropy{}, X, Y,
                                                      1, process, own.first, n);
    Vector<double> gradient(theta.size());
    cost.evaluate(rows, theta, &gradient, Dropout(0), 0);
    if (process.is_first()) result = gradient;
  });
  return result;
}

inline void print_orders() {
  const SomeDigits& all = some_digits();
  Batches batches(all.X.size1(), digit_training().batch_size);
  batches.shuffle(digit_training().seed, 0);
  const std::span<const std::size_t> rows = batches.batch(0);
  const Vector<double> theta = first_parameters(1);
  BatchCost<SoftmaxCrossEntropy, double> cost(digit_reader(), SoftmaxCrossEntropy{}, all.X, all.Y);
  Vector<double> one(theta.size());
  cost.evaluate(rows, theta, &one);
  const Vector<double> bound = order_bound(cost, rows, theta);
  std::printf("the first batch of the digits, %zu slopes, one process and P\n", theta.size());
  std::printf(" P   largest difference   largest share of its bound\n");
  for (const std::size_t P : {2U, 3U, 8U, 32U}) {
    const Vector<double> many = shared_gradient(P, rows, theta);
    double share = 0;
    for (std::size_t j = 0; j < one.size(); ++j) {
      if (bound(j) > 0) share = std::max(share, std::abs(many(j) - one(j)) / bound(j));
    }
    std::printf("%2zu %20s %28s\n", P, below(max_norm(many - one), 1e-15).c_str(),
                below(share, 0.2).c_str());
  }
}

/// 0.1, 0.2 and 0.3 in three pieces: each piece is added up from another process on.
inline std::vector<double> three_orders() {
  std::vector<double> result;
  constexpr std::array<double, 3> tenths = {0.1, 0.2, 0.3};
  run_as_processes(3, [&](Processes& process) {
    std::vector<double> numbers(3, tenths[process.rank()]);
    ring_sum(process, numbers);
    if (process.is_first()) result = numbers;
  });
  return result;
}

inline void print_floating_point() {
  print_orders();
  std::printf("\n0.1, 0.2 and 0.3 of three processes, around the ring, each piece from another\n");
  std::printf("one on:");
  for (const double sum : three_orders()) std::printf(" %.17g", sum);
  std::array<double, 8> numbers{};
  for (std::size_t k = 0; k < numbers.size(); ++k) numbers[k] = 1 / static_cast<double>(k + 1);
  const auto print_hash = [&numbers](const char* what) {
    std::printf("%s %016llx\n", what,
                static_cast<unsigned long long>(hash_of(std::span<const double>(numbers))));
  };
  print_hash("\n\nhash of 1, 1/2, ..., 1/8        ");
  numbers.back() = std::nextafter(numbers.back(), 1.0);
  print_hash("with the last bit of 1/8 flipped");
}

}  // namespace nn::chapter17
