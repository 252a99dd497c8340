#pragma once

/// \file
/// How far from the bottom a descent by batches stays on a parabola: measured, with batches that
/// know nothing of each other, and with rows that are put into a new order each epoch.

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <numeric>
#include <span>
#include <vector>

#include "nn/scalar/random.hpp"
#include "parabolas.hpp"

namespace nn::chapter13 {

/// Where the rows of an epoch come from.
enum class Source {
  independent,  ///< each row of each batch is drawn anew, all n equally likely
  reshuffled    ///< all n rows in a new order, cut into batches
};

/// Over so many epochs the squares are averaged.
constexpr std::size_t measured_epochs = 10'000;

/// The mean of (θ − c̄)² at the ends of the epochs of a descent with batches of m. It starts at c̄,
/// and the first hundred epochs do not count.
inline double measured_mean_square(const Parabolas& samples, std::size_t m, double alpha,
                                   Source source, std::size_t epochs = measured_epochs) {
  constexpr std::size_t uncounted = 100;
  const std::size_t n = samples.count();
  const double bottom = samples.bottom();
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  Random random(13);
  double theta = bottom;
  double sum = 0;
  for (std::size_t epoch = 0; epoch < uncounted + epochs; ++epoch) {
    if (source == Source::reshuffled) {
      random.shuffle(rows);
    } else {
      for (std::size_t& row : rows) row = random.index(n);
    }
    const std::span<const std::size_t> all(rows);
    for (std::size_t first = 0; first < n; first += m) {
      theta -= alpha * samples.slope(theta, all.subspan(first, std::min(m, n - first)));
    }
    if (epoch >= uncounted) sum += (theta - bottom) * (theta - bottom);
  }
  return sum / static_cast<double>(epochs);
}

/// The floor at one rate: by the formula, and measured in two ways.
struct NoiseAtRate {
  double alpha;
  double formula;
  double independent;
  double reshuffled;
};

/// The rows of a batch in these measurements.
constexpr std::size_t noise_batch = 2;

/// The twenty targets at five rates. They are measured when somebody asks, and once.
inline const std::vector<NoiseAtRate>& noise_at_rates() {
  static const std::vector<NoiseAtRate> measured = [] {
    const Parabolas samples = twenty_targets();
    std::vector<NoiseAtRate> all;
    for (const double alpha : {0.02, 0.05, 0.1, 0.2, 0.5}) {
      all.push_back({alpha,
                     noise_floor(alpha, samples.curvature, samples.slope_variance(),
                                 static_cast<double>(noise_batch)),
                     measured_mean_square(samples, noise_batch, alpha, Source::independent),
                     measured_mean_square(samples, noise_batch, alpha, Source::reshuffled)});
    }
    return all;
  }();
  return measured;
}

/// Prints the formula beside the measurements.
inline void print_noise_floor() {
  std::printf("loss (θ - y)², ten targets -1 and ten targets 1: λ = 2, V = %g; batches of %zu\n",
              twenty_targets().slope_variance(), noise_batch);
  std::printf("the mean square of θ at the ends of %zu epochs\n", measured_epochs);
  std::printf("alpha  αV/(mλ(2-αλ))  independent  reshuffled  reshuffled/independent\n");
  for (const NoiseAtRate& one : noise_at_rates()) {
    std::printf("%5g %14.4f %12.4f %11.5f %23.3f\n", one.alpha, one.formula, one.independent,
                one.reshuffled, one.reshuffled / one.independent);
  }
}

}  // namespace nn::chapter13
