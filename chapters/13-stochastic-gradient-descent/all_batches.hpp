#pragma once

/// \file
/// Drawn numbers with all their cases listed, and all batches that can be drawn from a few rows.

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <vector>

#include "parabolas.hpp"

namespace nn::chapter13 {

/// The mean of a drawn number, and its variance.
struct Moments {
  double mean;
  double variance;
};

/// E[a] = Σ pₛ aₛ and Var[a] = E[(a − E[a])²], of a number that is aₛ with the probability pₛ.
// [moments]
inline Moments moments_of(const std::vector<double>& a, const std::vector<double>& p) {
  Moments found{0, 0};
  for (std::size_t s = 0; s < a.size(); ++s) found.mean += p[s] * a[s];
  for (std::size_t s = 0; s < a.size(); ++s) {
    found.variance += p[s] * (a[s] - found.mean) * (a[s] - found.mean);
  }
  return found;
}
// [moments]

/// The same where all cases are equally likely.
inline Moments moments_of(const std::vector<double>& a) {
  return moments_of(a, std::vector<double>(a.size(), 1 / static_cast<double>(a.size())));
}

/// Which batches there are.
enum class Draw {
  with_replacement,     ///< any row in any place
  without_replacement,  ///< no row twice
  as_sets               ///< no row twice, and the places do not count
};

/// Whether the rows of a batch are what the draw allows.
inline bool is_drawn(const std::vector<std::size_t>& batch, Draw draw) {
  if (draw == Draw::with_replacement) return true;
  if (draw == Draw::as_sets) {
    return std::adjacent_find(batch.begin(), batch.end(), std::greater_equal<>()) == batch.end();
  }
  std::vector<std::size_t> sorted = batch;
  std::sort(sorted.begin(), sorted.end());
  return std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
}

/// Calls `use` with every batch of m rows of n, counted from 0: all of them equally likely.
template <class Use>
void for_each_batch(std::size_t n, std::size_t m, Draw draw, const Use& use) {
  std::vector<std::size_t> batch(m, 0);
  for (;;) {
    if (is_drawn(batch, draw)) use(batch);
    std::size_t place = m;
    while (place > 0 && ++batch[place - 1] == n) batch[--place] = 0;
    if (place == 0) return;
  }
}

/// The mean of a row's number over a batch, for every batch.
inline std::vector<double> batch_means(const std::vector<double>& g, std::size_t m, Draw draw) {
  std::vector<double> means;
  for_each_batch(g.size(), m, draw, [&](const std::vector<std::size_t>& batch) {
    double sum = 0;
    for (const std::size_t row : batch) sum += g[row];
    means.push_back(sum / static_cast<double>(m));
  });
  return means;
}

/// Var of a batch's mean where no row comes twice: (V/m)(n − m)/(n − 1).
inline double variance_without_replacement(double V, double m, double n) {
  return V / m * (n - m) / (n - 1);
}

/// Prints, of the slopes of the four targets, what the batches of every size make of them.
inline void print_all_batches() {
  const std::vector<double> g = four_targets().slopes(3);
  std::printf("slopes 6, 4, 2, 0\nbatches of two different rows:");
  const std::vector<double> pairs = batch_means(g, 2, Draw::as_sets);
  for (const double mean : pairs) std::printf(" %g", mean);
  std::printf("; their mean = %g, variance = %.4f\n\n", moments_of(pairs).mean,
              moments_of(pairs).variance);
  std::printf("        with replacement                 without\n");
  std::printf("m  batches   mean  variance     V/m  batches   mean  variance  V(n-m)/(m(n-1))\n");
  const auto n = static_cast<double>(g.size());
  const double V = moments_of(g).variance;
  for (std::size_t m = 1; m <= g.size(); ++m) {
    const auto size = static_cast<double>(m);
    const std::vector<double> with = batch_means(g, m, Draw::with_replacement);
    const std::vector<double> without = batch_means(g, m, Draw::as_sets);
    std::printf("%zu %8zu %6.4f %9.4f %7.4f %8zu %6.4f %9.4f %16.4f\n", m, with.size(),
                moments_of(with).mean, moments_of(with).variance, V / size, without.size(),
                moments_of(without).mean, moments_of(without).variance,
                variance_without_replacement(V, size, n));
  }
}

}  // namespace nn::chapter13
