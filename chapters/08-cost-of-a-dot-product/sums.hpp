#pragma once

/// \file
/// The same sum of products in several orders.

#include <algorithm>
#include <cstddef>

#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter8 {

/// w · x from left to right, as one writes it. Each addition waits for the one before it.
///
/// \pre the lengths agree
// [plain-dot]
template <Scalar T>
T plain_dot(const Vector<T>& w, const Vector<T>& x) {
  T sum = T(0);
  for (std::size_t j = 0; j < w.size(); ++j) sum += w(j) * x(j);
  return sum;
}
// [plain-dot]

/// w · x in K partial sums, K a power of two: product j goes into sum j mod K, and at the end the
/// sums are added in pairs, and the pairs in pairs.
///
/// \pre the lengths agree
// [dot-in-lanes]
template <std::size_t K, Scalar T>
T dot_in_lanes(const Vector<T>& w, const Vector<T>& x) {
  static_assert(K > 0 && (K & (K - 1)) == 0, "pairs of pairs make a power of two");
  T partial[K] = {};
  const std::size_t d = w.size();
  const std::size_t whole = d / K * K;
  for (std::size_t j = 0; j < whole; j += K) {
    for (std::size_t k = 0; k < K; ++k) partial[k] += w(j + k) * x(j + k);
  }
  for (std::size_t j = whole; j < d; ++j) partial[j - whole] += w(j) * x(j);
  for (std::size_t width = K / 2; width > 0; width /= 2) {
    for (std::size_t k = 0; k < width; ++k) partial[k] += partial[k + width];
  }
  return partial[0];
}
// [dot-in-lanes]

/// w · x of the entries from `first` up to `last`, halved and halved again until one product is
/// left.
///
/// \pre first < last
template <Scalar T>
T dot_in_pairs(const Vector<T>& w, const Vector<T>& x, std::size_t first, std::size_t last) {
  if (last - first == 1) return w(first) * x(first);
  const std::size_t middle = first + (last - first + 1) / 2;
  return dot_in_pairs(w, x, first, middle) + dot_in_pairs(w, x, middle, last);
}

/// w · x in pairs, and pairs of pairs.
///
/// \pre the lengths agree
template <Scalar T>
T dot_in_pairs(const Vector<T>& w, const Vector<T>& x) {
  return w.size() == 0 ? T(0) : dot_in_pairs(w, x, 0, w.size());
}

/// ⌈log₂ k⌉, for k ≥ 1: how often one halves until one is left.
constexpr std::size_t halvings(std::size_t k) {
  std::size_t count = 0;
  for (; k > 1; k = (k + 1) / 2) ++count;
  return count;
}

/// The operations on the longest way through a sum of d ≥ 1 products: from left to right, in K
/// partial sums (K a power of two), in pairs.
/// @{
constexpr std::size_t chain_left_to_right(std::size_t d) { return d; }
constexpr std::size_t chain_in_lanes(std::size_t d, std::size_t K) {
  const std::size_t filled = std::min(d, K);
  return (d + K - 1) / K + halvings(filled);
}
constexpr std::size_t chain_in_pairs(std::size_t d) { return 1 + halvings(d); }
/// @}

}  // namespace nn::chapter8
