#pragma once

/// \file
/// The ways in which an epoch of batches goes wrong. The chapter's program shows each, and a
/// property test proves that each is caught.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "nn/data/split.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/batches.hpp"
#include "nn/training/network_cost.hpp"
#include "penguins.hpp"

namespace nn::chapter13 {

/// The numbers of rows, from 0.
using RowNumbers = std::vector<std::size_t>;

/// The batch whose turn it is.
struct Turn {
  RowNumbers rows;         ///< its rows
  std::size_t first;       ///< where they begin in the order of the epoch
  std::size_t batch_size;  ///< m; the last batch may have fewer rows
};

/// The gradient, in the shape of θ, of Σ L/divisor over samples with these inputs and targets.
inline Vector<double> gradient_over(const Task& task, const Vector<double>& theta,
                                    const RowNumbers& inputs, const RowNumbers& targets,
                                    std::size_t divisor) {
  const Matrix<double> X = rows_of(task.X, inputs);
  const Matrix<double> Y = rows_of(task.Y, targets);
  NetworkPass<double> pass;
  Vector<double> gradient(theta.size());
  part_of_cost(task.network, SoftmaxCrossEntropy{}, theta, X, Y, static_cast<double>(divisor), pass,
               &gradient);
  return gradient;
}

// The three parts of an epoch, as they are right.

/// n rows in an order that is new in every epoch.
inline RowNumbers new_order(std::size_t n, std::uint64_t epoch) {
  Batches batches(n, n);
  batches.shuffle(1, epoch);
  const auto rows = batches.batch(0);
  return {rows.begin(), rows.end()};
}

/// n/m, rounded up.
inline std::size_t all_batches(std::size_t n, std::size_t m) { return Batches(n, m).count(); }

/// The mean over the batch's own rows.
inline Vector<double> mean_gradient(const Task& task, const Vector<double>& theta,
                                    const Turn& turn) {
  return gradient_over(task, theta, turn.rows, turn.rows, turn.rows.size());
}

// And wrong ones.

/// The order in which the rows lie in the file, whatever the epoch.
inline RowNumbers order_of_the_file(std::size_t n, std::uint64_t /*epoch*/) {
  RowNumbers rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

/// n/m, rounded down.
inline std::size_t full_batches(std::size_t n, std::size_t m) { return n / m; }

/// The sum over the rows, divided by m even where there are fewer.
inline Vector<double> divided_by_m(const Task& task, const Vector<double>& theta,
                                   const Turn& turn) {
  return gradient_over(task, theta, turn.rows, turn.rows, turn.batch_size);
}

/// The sum over the rows.
inline Vector<double> summed(const Task& task, const Vector<double>& theta, const Turn& turn) {
  return gradient_over(task, theta, turn.rows, turn.rows, 1);
}

/// The inputs in the order of the epoch, the targets in that of the file.
inline Vector<double> inputs_alone(const Task& task, const Vector<double>& theta,
                                   const Turn& turn) {
  RowNumbers targets(turn.rows.size());
  std::iota(targets.begin(), targets.end(), turn.first);
  return gradient_over(task, theta, turn.rows, targets, targets.size());
}

/// How an epoch is made, right where nothing else is said.
struct Recipe {
  /// The order of n rows.
  RowNumbers (*order)(std::size_t n, std::uint64_t epoch) = new_order;
  /// How many batches of m rows there are.
  std::size_t (*count)(std::size_t n, std::size_t m) = all_batches;
  /// The gradient of a batch.
  Vector<double> (*gradient)(const Task& task, const Vector<double>& theta,
                             const Turn& turn) = mean_gradient;
};

/// A wrong way to make an epoch.
struct Mistake {
  const char* name;
  const char* what;
  Recipe recipe;
};

inline const std::array<Mistake, 5> mistakes = {{
    {"no-reshuffle",
     "the order of the file in every epoch, and it is sorted by species",
     {order_of_the_file, all_batches, mean_gradient}},
    {"last-batch",
     "the last batch, which has fewer rows, is divided by m all the same",
     {new_order, all_batches, divided_by_m}},
    {"sum-for-mean",
     "the sum of the gradients of the rows: m times the mean",
     {new_order, all_batches, summed}},
    {"inputs-shuffled-alone",
     "the inputs get a new order, the targets keep theirs",
     {new_order, all_batches, inputs_alone}},
    {"last-batch-dropped",
     "the rows that fill no batch are left out",
     {new_order, full_batches, mean_gradient}},
}};

/// The batches of one epoch.
inline std::vector<Turn> turns_of(const Recipe& recipe, std::size_t n, std::size_t m,
                                  std::uint64_t epoch) {
  const RowNumbers order = recipe.order(n, epoch);
  std::vector<Turn> turns;
  for (std::size_t k = 0; k < recipe.count(n, m); ++k) {
    const auto first = static_cast<std::ptrdiff_t>(k * m);
    const auto last = static_cast<std::ptrdiff_t>(std::min((k + 1) * m, n));
    turns.push_back({RowNumbers(order.begin() + first, order.begin() + last), k * m, m});
  }
  return turns;
}

}  // namespace nn::chapter13
