#pragma once

/// \file
/// Samples whose losses are parabolas: a descent by batches on them can be computed to its end.

#include <cstddef>
#include <cstdio>
#include <span>
#include <vector>

namespace nn::chapter13 {

/// Lᵢ(θ) = (λ/2)(θ − cᵢ)²: all parabolas of one curvature, each with a lowest point of its own. The
/// cost, their mean, is (λ/2)(θ − c̄)² and a constant.
struct Parabolas {
  double curvature;       ///< λ
  std::vector<double> c;  ///< c₁, …, cₙ

  /// n.
  std::size_t count() const { return c.size(); }

  /// c̄, where the cost is least.
  double bottom() const {
    double sum = 0;
    for (const double one : c) sum += one;
    return sum / static_cast<double>(c.size());
  }

  /// The slope of a batch at θ, the mean over its rows of λ(θ − cᵢ). Rows are counted from 0.
  double slope(double theta, std::span<const std::size_t> rows) const {
    double sum = 0;
    for (const std::size_t row : rows) sum += curvature * (theta - c[row]);
    return sum / static_cast<double>(rows.size());
  }

  /// The slopes of the single rows.
  std::vector<double> slopes(double theta) const {
    std::vector<double> all;
    for (const double one : c) all.push_back(curvature * (theta - one));
    return all;
  }

  /// V, the variance of the slopes of the rows: λ² times that of the cᵢ, whatever θ is.
  double slope_variance() const {
    const double middle = bottom();
    double sum = 0;
    for (const double one : c) sum += (one - middle) * (one - middle);
    return curvature * curvature * sum / static_cast<double>(c.size());
  }
};

/// E[e²] after an update, from E[e²] before it: (1 − αλ)² E[e²] + α²V/m.
// [next-mean-square]
inline double next_mean_square(double mean_square, double alpha, double lambda, double V,
                               double m) {
  const double kept = 1 - alpha * lambda;
  return kept * kept * mean_square + alpha * alpha * V / m;
}
// [next-mean-square]

/// The mean square that an update leaves as it is: αV/(mλ(2 − αλ)).
// [noise-floor]
inline double noise_floor(double alpha, double lambda, double V, double m) {
  return alpha * V / (m * lambda * (2 - alpha * lambda));
}
// [noise-floor]

/// One number is predicted for four targets, 0 to 3, with the loss (θ − y)²: λ is 2.
inline Parabolas four_targets() { return {2, {0, 1, 2, 3}}; }

/// The same for twenty targets, ten of them -1 and ten 1: V is 4.
inline Parabolas twenty_targets() {
  Parabolas samples{2, std::vector<double>(20, -1.0)};
  for (std::size_t i = 10; i < 20; ++i) samples.c[i] = 1;
  return samples;
}

/// Prints the slopes of four rows, and where one look at all of them leads with one batch and with
/// two.
inline void print_by_hand() {
  const Parabolas samples = four_targets();
  constexpr double alpha = 0.1;
  double theta = 3;
  std::printf("loss (θ - y)², targets 0, 1, 2, 3, θ = %g, α = %g\nslopes of the rows:", theta,
              alpha);
  for (const double slope : samples.slopes(theta)) std::printf(" %g", slope);
  std::printf("\n\n");
  const auto print = [&](const char* name, const std::vector<std::size_t>& rows) {
    const double slope = samples.slope(theta, rows);
    std::printf("%s slope = %g, next θ = %g\n", name, slope, theta - alpha * slope);
    return theta - alpha * slope;
  };
  print("all four rows:", {0, 1, 2, 3});
  theta = print("rows 1 and 4: ", {0, 3});
  print("rows 2 and 3: ", {1, 2});
}

}  // namespace nn::chapter13
