#pragma once

/// \file
/// Bias and variance of a line through 0, exactly: every set of measurements that noise can make is
/// tried.

#include <cstddef>
#include <cstdio>
#include <vector>

namespace nn::chapter16 {

/// A line y = wx that is measured at some places, each time off by 1, up or down with probability
/// ½, and what it is asked for afterwards.
struct Measuring {
  std::vector<double> places;  ///< x₁, ..., xₙ
  double slope;                ///< the true w
  double asked;                ///< the place of the new measurement
};

/// Two places, a slope of ½, and a question at 2.
inline Measuring example_measuring() { return {{1, 2}, 0.5, 2}; }

/// Σ x².
inline double sum_of_squares(const std::vector<double>& x) {
  double sum = 0;
  for (const double one : x) sum += one * one;
  return sum;
}

/// The w of the least (1/n) Σ (w xᵢ − yᵢ)² + (ω/2) w²: Σ xᵢyᵢ/(Σ xᵢ² + nω/2).
inline double fitted_slope(const std::vector<double>& x, const std::vector<double>& y,
                           double omega) {
  double products = 0;
  for (std::size_t i = 0; i < x.size(); ++i) products += x[i] * y[i];
  return products / (sum_of_squares(x) + static_cast<double>(x.size()) * omega / 2);
}

/// E[(ŷ − y)²] and its three parts.
struct Parts {
  double error;
  double bias_squared;
  double variance;
  double noise;
};

/// Calls `use` with each of the 2ⁿ training sets that the noise can make.
template <class Use>
void for_each_training_set(const Measuring& measuring, const Use& use) {
  const std::size_t n = measuring.places.size();
  std::vector<double> y(n);
  for (std::size_t bits = 0; bits < std::size_t{1} << n; ++bits) {
    for (std::size_t i = 0; i < n; ++i) {
      y[i] = measuring.slope * measuring.places[i] + ((bits >> i) % 2 == 1 ? 1 : -1);
    }
    use(y);
  }
}

/// The parts, each a mean over all training sets and both new measurements.
inline Parts parts_by_enumeration(const Measuring& measuring, double omega) {
  const auto sets = static_cast<double>(std::size_t{1} << measuring.places.size());
  const double truth_asked = measuring.slope * measuring.asked;
  const auto predicted = [&](const std::vector<double>& y) {
    return fitted_slope(measuring.places, y, omega) * measuring.asked;
  };
  double mean = 0;
  for_each_training_set(measuring,
                        [&](const std::vector<double>& y) { mean += predicted(y) / sets; });
  Parts parts{0, (mean - truth_asked) * (mean - truth_asked), 0, 1};
  for_each_training_set(measuring, [&](const std::vector<double>& y) {
    const double off = predicted(y) - mean;
    parts.variance += off * off / sets;
    for (const double new_noise : {-1.0, 1.0}) {
      const double error = predicted(y) - (truth_asked + new_noise);
      parts.error += error * error / (2 * sets);
    }
  });
  return parts;
}

/// The parts by the formulas of the page.
inline Parts parts_by_formula(const Measuring& measuring, double omega) {
  const double squares = sum_of_squares(measuring.places);
  const auto n = static_cast<double>(measuring.places.size());
  const double share = squares / (squares + n * omega / 2);
  const double bias = (share - 1) * measuring.slope * measuring.asked;
  const double variance = share * share * measuring.asked * measuring.asked / squares;
  return {bias * bias + variance + 1, bias * bias, variance, 1};
}

/// Prints the parts for several ω.
inline void print_bias_variance() {
  std::printf("    ω    bias²   variance   noise      sum   E[(ŷ - y)²], enumerated\n");
  for (const double omega : {0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 100.0}) {
    const Parts formula = parts_by_formula(example_measuring(), omega);
    const Parts counted = parts_by_enumeration(example_measuring(), omega);
    std::printf("%5g %8.4f %10.4f %7.4f %8.4f %25.4f\n", omega, formula.bias_squared,
                formula.variance, formula.noise, formula.error, counted.error);
  }
}

}  // namespace nn::chapter16
