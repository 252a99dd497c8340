#pragma once

/// \file
/// Reading memory as fast as one core can.

#include <cstddef>
#include <numeric>

#include "nn/training/thread_pool.hpp"

namespace nn::chapter8 {

/// The sum of one number of every 64 bytes: memory comes in pieces of that size, so the other seven
/// come along, and nothing is left to wait for but the memory. `Stretches` parts of it are read in
/// turn: while one is on its way, the others are asked for. Less than 8 · Stretches numbers at the
/// end are left out.
// [stretches]
template <std::size_t Stretches>
double sum_of_stretches(const double* from, std::size_t count) {
  constexpr std::size_t piece = 64 / sizeof(double);
  const std::size_t length = count / Stretches / piece * piece;
  double partial[Stretches] = {};
  for (std::size_t k = 0; k < length; k += piece) {
    for (std::size_t stretch = 0; stretch < Stretches; ++stretch) {
      partial[stretch] += from[stretch * length + k];
    }
  }
  return std::accumulate(partial, partial + Stretches, 0.0);
}
// [stretches]

/// The same by a team of threads, each its share in one piece.
template <std::size_t Stretches>
double sum_of_stretches(const double* from, std::size_t count, fast::ThreadPool& pool) {
  double totals[64][8] = {};  // a cache line each
  const std::size_t shares = pool.size() < 64 ? pool.size() : 64;
  pool.for_each(shares, [&](std::size_t k) noexcept {
    const std::size_t first = count * k / shares;
    totals[k][0] = sum_of_stretches<Stretches>(from + first, count * (k + 1) / shares - first);
  });
  double total = 0;
  for (const auto& share : totals) total += share[0];
  return total;
}

}  // namespace nn::chapter8
