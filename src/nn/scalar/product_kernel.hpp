#pragma once

/// \file
/// The product of two matrices on the processor's vectors, with the digits of the plain loop.

#include <concepts>

#include "nn/scalar/blas.hpp"
#include "nn/scalar/instructions.hpp"

namespace nn::fast {

/// C ← A B, for A (m x k), B (k x n) and C (m x n), whose rows stand in one piece. Each entry of C
/// is a sum that starts from 0 and adds its products from the first to the last; several entries
/// are added up side by side, and none of them notices. So it has the bits of the plain loop, on
/// every processor and for every size.
///
/// A tile of C stays in the registers while a row of B and an entry of A for each row of the tile
/// are read. B's columns are taken 64 to 256 bytes at a time, and 128 of its rows; where they do
/// not stand in one piece, as in a transposed matrix, or are too few, they are copied to where they
/// do.
///
/// \tparam T `float` or `double`
/// \pre the shapes fit, and C shares no entry with A or B
/// \return false, with C untouched, if C's rows do not stand in one piece or there is nothing to
/// add
template <std::floating_point T>
bool product(const blas::MatrixView<const T>& a, const blas::MatrixView<const T>& b,
             const blas::MatrixView<T>& c, Instructions instructions = best_instructions());

}  // namespace nn::fast
