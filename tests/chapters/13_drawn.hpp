#pragma once

/// \file
/// What the properties of chapter 13 draw: numbers with probabilities, slopes of rows, and samples
/// whose losses are parabolas.

#include <cmath>
#include <cstddef>
#include <vector>

#include "chapters/13-stochastic-gradient-descent/all_batches.hpp"
#include "chapters/13-stochastic-gradient-descent/parabolas.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// So many probabilities, all above 0, with the sum 1 but for rounding.
inline std::vector<double> draw_probabilities(std::size_t count) {
  std::vector<double> p(count);
  double sum = 0;
  for (double& one : p) sum += one = std::exp(*gaussian().as("ln p"));
  for (double& one : p) one /= sum;
  return p;
}

/// What a number is in each of so many cases: standard normal.
inline std::vector<double> draw_cases(std::size_t count) {
  std::vector<double> a(count);
  for (double& one : a) one = *gaussian().as("a");
  return a;
}

/// The variance of equally likely numbers, in one pass over their pairs: Σ Σ (gᵢ − gₖ)²/(2n²).
inline double variance_by_pairs(const std::vector<double>& g) {
  double sum = 0;
  for (const double one : g) {
    for (const double other : g) sum += (one - other) * (one - other);
  }
  const auto n = static_cast<double>(g.size());
  return sum / (2 * n * n);
}

/// The covariance of what stands in two places of a batch of m rows, over all batches.
inline double covariance_of_places(const std::vector<double>& g, std::size_t m,
                                   chapter13::Draw draw, std::size_t k, std::size_t l) {
  double count = 0;
  double mean_k = 0;
  double mean_l = 0;
  double mean_product = 0;
  // Less a number near all of them, so that little is lost in the difference at the end.
  const double near = chapter13::moments_of(g).mean;
  chapter13::for_each_batch(g.size(), m, draw, [&](const std::vector<std::size_t>& batch) {
    count += 1;
    mean_k += g[batch[k]] - near;
    mean_l += g[batch[l]] - near;
    mean_product += (g[batch[k]] - near) * (g[batch[l]] - near);
  });
  return mean_product / count - mean_k / count * mean_l / count;
}

/// Samples whose losses are parabolas, the rows of a batch, a rate, and where the descent begins.
/// n and m are so small that all batches can be listed.
struct DrawnParabolas {
  chapter13::Parabolas samples;
  std::size_t m;
  double alpha;  ///< between 0.1 and 1.9 of 1/λ
  double theta;

  static DrawnParabolas draw() {
    const double lambda = *uniform(0.5, 2).as("λ");
    const std::size_t n = *dimension(2, 3).as("n");
    const std::size_t m = *dimension(1, 2).as("m");
    return {{lambda, draw_cases(n)}, m, *uniform(0.1, 1.9).as("αλ") / lambda, *gaussian().as("θ")};
  }

  double lambda() const { return samples.curvature; }
  double rows() const { return static_cast<double>(m); }
  double V() const { return variance_by_pairs(samples.slopes(0)); }
  double kept() const { return 1 - alpha * lambda(); }

  /// The distances from the bottom after so many updates, each with a batch drawn anew: all of them
  /// equally likely.
  std::vector<double> distances_after(std::size_t updates, chapter13::Draw how) const {
    const double bottom = samples.bottom();
    std::vector<double> now = {theta - bottom};
    for (std::size_t t = 0; t < updates; ++t) {
      std::vector<double> next;
      for (const double e : now) {
        chapter13::for_each_batch(samples.count(), m, how,
                                  [&](const std::vector<std::size_t>& batch) {
                                    const double at = bottom + e;
                                    next.push_back(at - alpha * samples.slope(at, batch) - bottom);
                                  });
      }
      now = next;
    }
    return now;
  }
};

/// The mean of f over some equally likely cases.
template <class F>
double mean_of_cases(const std::vector<double>& cases, const F& f) {
  double sum = 0;
  for (const double one : cases) sum += f(one);
  return sum / static_cast<double>(cases.size());
}

}  // namespace nn::test
