#pragma once

/// \file
/// What a rate that falls makes of the distance from the bottom of a parabola: the mean square
/// after each update, by the formula, without drawing anything.

#include <cstddef>
#include <cstdio>
#include <vector>

#include "nn/training/schedule.hpp"
#include "parabolas.hpp"

namespace nn::chapter13 {

/// α of update t of T, counted from 0.
using Rate = double (*)(std::size_t t, std::size_t T);

/// A rate and its name.
struct NamedRate {
  const char* name;
  Rate rate;
};

/// Two constant rates and two that fall; the last is 1/(λ(t + 1)), for λ = 2.
inline const std::vector<NamedRate>& named_rates() {
  static const std::vector<NamedRate> all = {
      {"constant 0.2", [](std::size_t, std::size_t) { return 0.2; }},
      {"constant 0.02", [](std::size_t, std::size_t) { return 0.02; }},
      {"cosine from 0.2",
       [](std::size_t t, std::size_t T) { return scheduled_rate(Schedule::cosine, 0.2, t, T); }},
      {"1/(2(t + 1))",
       [](std::size_t t, std::size_t) { return 1 / (2 * static_cast<double>(t + 1)); }},
  };
  return all;
}

/// E[e²] before any update, and after each of T: of the twenty targets, with independent batches of
/// two, from a distance of 3.
inline std::vector<double> mean_squares(Rate rate, std::size_t T) {
  const Parabolas samples = twenty_targets();
  const double V = samples.slope_variance();
  std::vector<double> all = {9};
  for (std::size_t t = 0; t < T; ++t) {
    all.push_back(next_mean_square(all.back(), rate(t, T), samples.curvature, V, 2));
  }
  return all;
}

/// Prints them for T updates, at five of these.
inline void print_rates(std::size_t T) {
  const std::vector<std::size_t> marks = {0, T / 10, T / 4, T / 2, T};
  std::printf("mean square of the distance after so many of T = %zu updates\n", T);
  std::printf("rate            ");
  for (const std::size_t t : marks) std::printf("%10zu", t);
  std::printf("\n");
  for (const NamedRate& one : named_rates()) {
    const std::vector<double> all = mean_squares(one.rate, T);
    std::printf("%-16s", one.name);
    for (const std::size_t t : marks) std::printf("%10.5f", all[t]);
    std::printf("\n");
  }
}

/// For the 200 updates of the page.
inline void print_falling_rate() { print_rates(200); }

}  // namespace nn::chapter13
