#pragma once

/// \file
/// Rows that stand one behind the other, and how they are shared out.

#include <cstddef>

namespace nn {

/// The rows first, ..., last − 1, counted from 0.
struct RowRange {
  std::size_t first = 0;  ///< the first of them
  std::size_t last = 0;   ///< the one behind the last of them

  /// How many there are.
  std::size_t count() const { return last - first; }
  /// Whether row i is among them.
  bool contains(std::size_t i) const { return first <= i && i < last; }
};

/// One of several shares, counted from 0; by default everything.
struct Share {
  std::size_t number = 0;  ///< which of them
  std::size_t count = 1;   ///< how many there are
};

/// The rows of a share: of n rows, share p of P has those from ⌊np/P⌋ to below ⌊n(p + 1)/P⌋. Each
/// row is in one share, no two shares differ by more than one row, and with P > n some are empty.
///
/// \pre share.number < share.count, and n · share.count < 2⁶⁴
// [rows-of-share]
inline RowRange rows_of_share(std::size_t n, const Share& share) {
  return {n * share.number / share.count, n * (share.number + 1) / share.count};
}
// [rows-of-share]

}  // namespace nn
