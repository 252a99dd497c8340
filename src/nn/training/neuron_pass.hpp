#pragma once

/// \file
/// One pass over some rows of the data: the sums that a neuron's cost and gradient are made of.

#include <cstddef>

#include "nn/neuron/neuron.hpp"
#include "nn/scalar/instructions.hpp"

namespace nn::fast {

/// Rows of the data with their targets, and the neuron that looks at them, as they stand in memory.
template <class T>
struct Rows {
  const T* X;           ///< rows x columns, row after row
  const T* y;           ///< a target for each row
  std::size_t rows;     ///< how many
  std::size_t columns;  ///< d
  const T* theta;       ///< w₁, ..., w_d, b
  bool are_far;         ///< the data is larger than the caches: rows are asked for a block ahead
};

/// How many rows are looked at twice in a row, for their pre-activations and for the gradient,
/// while they are in the cache next to the core: 16 kB of them, but 8 at least and 256 at most.
/// Such a cache holds 32 kB or more, so that the next rows find room beside them.
// [rows-per-block]
template <class T>
constexpr std::size_t rows_per_block(std::size_t columns) {
  constexpr std::size_t bytes = 16384;
  constexpr std::size_t fewest = 8;
  constexpr std::size_t most = 256;
  const std::size_t fitting = columns == 0 ? most : bytes / (columns * sizeof(T));
  const std::size_t whole_lanes = fitting / fewest * fewest;
  return whole_lanes < fewest ? fewest : whole_lanes > most ? most : whole_lanes;
}
// [rows-per-block]

/// How many numbers pass_over() leaves behind: d + 1 for the gradient and one for the loss.
constexpr std::size_t sums_of(std::size_t columns) { return columns + 2; }

/// Σᵢ (∂L/∂zᵢ) xᵢⱼ for every j, Σᵢ ∂L/∂zᵢ and Σᵢ L(zᵢ, yᵢ) over the rows: d + 2 numbers into
/// `sums`.
///
/// Each row's products are summed lane by lane from left to right, in two partial sums, and then
/// the lanes; the rows' contributions to a sum are added from the first row to the last. The order
/// depends on d and on nothing else.
///
/// \tparam Loss SquaredErrorWithLogits or CrossEntropyWithLogits
/// \tparam T `float` or `double`
template <class Loss, class T>
void pass_over(const Loss& loss, const Rows<T>& rows, T* sums, Instructions instructions);

}  // namespace nn::fast
