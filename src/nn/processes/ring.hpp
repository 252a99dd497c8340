#pragma once

/// \file
/// The sum over all processes along a ring, in which each talks to its neighbours alone.

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "nn/processes/processes.hpp"
#include "nn/scalar/row_range.hpp"

namespace nn {

/// What one process does in one step on the ring: it gives a piece to the next process, and takes
/// one from the process before it.
struct RingStep {
  std::size_t give;  ///< the number of the piece that it gives
  std::size_t take;  ///< of the one that it takes
  bool adds;         ///< whether it adds what it takes to its own; or else puts it there
};

/// How many steps it takes: P − 1 that add, and P − 1 that hand the sums round.
// [ring-steps]
inline std::size_t ring_steps(std::size_t P) { return 2 * (P - 1); }
// [ring-steps]

/// Step s, from 0, of process p, from 0, of P. The numbers are cut into P pieces. In every step the
/// process gives piece p − s and takes piece p − s − 1, modulo P. In the first P − 1 steps it adds
/// what it takes to its own; after them piece p + 1 is whole in process p. In the other P − 1 steps
/// the whole pieces go round.
// [ring-step]
inline RingStep ring_step(std::size_t P, std::size_t p, std::size_t s) {
  const std::size_t give = (2 * P + p - s) % P;  // s < 2P
  return {give, (give + P - 1) % P, s < P - 1};
}
// [ring-step]

/// Adds up over all processes: as processes.sum(numbers), but by messages between neighbours alone,
/// 2(P − 1) of them from each process, with at most ⌈N/P⌉ of the N numbers in each.
///
/// Piece k is added up from process k on around the ring, so that the order of the additions
/// depends on the piece. Every piece is added up once and copied, so that all processes get the
/// same bits.
// [ring-sum]
inline void ring_sum(Processes& processes, std::span<double> numbers) {
  const std::size_t P = processes.count();
  const std::size_t p = processes.rank();
  const std::size_t longest = (numbers.size() + P - 1) / P;
  // Messages of one length: the shorter pieces are filled up with zeros.
  std::vector<double> give(longest);
  std::vector<double> take(longest);
  const auto piece = [&](std::size_t k) {
    const RowRange range = rows_of_share(numbers.size(), {k, P});
    return numbers.subspan(range.first, range.count());
  };
  for (std::size_t s = 0; s < ring_steps(P); ++s) {
    const RingStep step = ring_step(P, p, s);
    const std::span<const double> given = piece(step.give);
    std::copy(given.begin(), given.end(), give.begin());
    processes.pass_on(give, take);
    const std::span<double> own = piece(step.take);
    for (std::size_t k = 0; k < own.size(); ++k) {
      own[k] = step.adds ? own[k] + take[k] : take[k];
    }
  }
}
// [ring-sum]

}  // namespace nn
