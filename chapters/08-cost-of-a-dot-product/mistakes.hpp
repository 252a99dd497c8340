#pragma once

/// \file
/// The ways in which a fast epoch goes wrong. The chapter's program shows each, and a property test
/// proves that each is caught.

#include <algorithm>
#include <array>
#include <cstddef>

#include "epochs.hpp"
#include "nn/neuron/neuron.hpp"

namespace nn::chapter8 {

/// What is wrong with an epoch in lanes and blocks.
enum class Fault {
  none,
  remainder_lost,
  lane_lost,
  lane_twice,
  bias_in_every_lane,
  block_skipped,
  block_overlap,
  lost_update,
  mean_of_means,
  single_precision
};

/// A fault with its name.
struct Mistake {
  const char* name;
  const char* what;
  Fault fault;
};

inline const std::array<Mistake, 9> mistakes = {{
    {"remainder-lost", "the d mod 4 last products are left out of every sum",
     Fault::remainder_lost},
    {"lane-lost", "of four partial sums three are added up", Fault::lane_lost},
    {"lane-twice", "one of the four partial sums is added twice", Fault::lane_twice},
    {"bias-in-every-lane", "every partial sum starts from the bias", Fault::bias_in_every_lane},
    {"block-skipped", "the last block is not full, and is skipped", Fault::block_skipped},
    {"block-overlap", "each block begins with the last row of the block before",
     Fault::block_overlap},
    {"lost-update", "two threads read a sum, both add to it, and both write: one block is lost",
     Fault::lost_update},
    {"mean-of-means", "the blocks' means are averaged, though the last block is smaller",
     Fault::mean_of_means},
    {"single-precision", "the partial sums are floats", Fault::single_precision},
}};

constexpr std::size_t lanes_of_mistakes = 4;
constexpr std::size_t rows_of_a_block = 8;

/// w · x + b of row i in four partial sums.
template <class Partial>
double preactivation_in_lanes(const Matrix<double>& X, std::size_t i, const Vector<double>& theta,
                              Fault fault) {
  const std::size_t d = X.size2();
  const double bias = theta(d);
  const bool bias_first = fault == Fault::bias_in_every_lane;
  const std::size_t end =
      fault == Fault::remainder_lost ? d / lanes_of_mistakes * lanes_of_mistakes : d;
  Partial partial[lanes_of_mistakes];
  std::fill_n(partial, lanes_of_mistakes, static_cast<Partial>(bias_first ? bias : 0));
  for (std::size_t j = 0; j < end; ++j) {
    partial[j % lanes_of_mistakes] += static_cast<Partial>(X(i, j) * theta(j));
  }
  if (fault == Fault::lane_lost) partial[3] = 0;
  if (fault == Fault::lane_twice) partial[3] += partial[3];
  const double sum = (partial[0] + partial[1]) + (partial[2] + partial[3]);
  return bias_first ? sum : sum + bias;
}

/// The sums of the losses and of δᵢ(xᵢ, 1) over a block's rows.
inline CostAndGradient sums_of_block(const Matrix<double>& X, const Vector<double>& y,
                                     const Vector<double>& theta, std::size_t first,
                                     std::size_t last, Fault fault) {
  const std::size_t d = X.size2();
  CostAndGradient sums{0, Vector<double>(d + 1, 0.0)};
  for (std::size_t i = first; i < last; ++i) {
    const double z = fault == Fault::single_precision
                         ? preactivation_in_lanes<float>(X, i, theta, fault)
                         : preactivation_in_lanes<double>(X, i, theta, fault);
    sums.cost += CrossEntropyWithLogits{}.value(z, y(i));
    const double slope = CrossEntropyWithLogits{}.derivative(z, y(i));
    for (std::size_t j = 0; j < d; ++j) sums.gradient(j) += slope * X(i, j);
    sums.gradient(d) += slope;
  }
  return sums;
}

/// An epoch in blocks of eight rows, with a fault or without.
inline CostAndGradient epoch_in_blocks(const Matrix<double>& X, const Vector<double>& y,
                                       const Vector<double>& theta, Fault fault) {
  const std::size_t n = X.size1();
  const bool by_block = fault == Fault::mean_of_means;
  const std::size_t step = fault == Fault::block_overlap ? rows_of_a_block - 1 : rows_of_a_block;
  CostAndGradient total{0, Vector<double>(X.size2() + 1, 0.0)};
  double divisor = 0;
  for (std::size_t first = 0; first < n; first += step) {
    const std::size_t last = std::min(first + rows_of_a_block, n);
    const double rows = static_cast<double>(last - first);
    divisor += by_block ? 1 : 0;
    if (fault == Fault::block_skipped && last - first < rows_of_a_block) continue;
    if (fault == Fault::lost_update && first == rows_of_a_block) continue;
    const CostAndGradient sums = sums_of_block(X, y, theta, first, last, fault);
    total.cost += by_block ? sums.cost / rows : sums.cost;
    total.gradient += by_block ? Vector<double>(sums.gradient / rows) : sums.gradient;
  }
  if (!by_block) divisor = static_cast<double>(n);
  total.cost /= divisor;
  total.gradient /= divisor;
  return total;
}

}  // namespace nn::chapter8
