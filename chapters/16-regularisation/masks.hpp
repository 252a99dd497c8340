#pragma once

/// \file
/// All masks of a few units, with their probabilities: means and variances without a single draw.

#include <cmath>
#include <cstddef>
#include <cstdio>

#include "examples.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter16 {

/// Calls `use(mask, probability)` for each of the 2ᵏ masks of k units: an entry is 0 with
/// probability p, and `kept` otherwise.
template <class Use>
void for_each_mask(std::size_t units, double p, double kept, const Use& use) {
  for (std::size_t bits = 0; bits < std::size_t{1} << units; ++bits) {
    Vector<double> mask(units);
    double probability = 1;
    for (std::size_t k = 0; k < units; ++k) {
      const bool dropped = (bits >> k) % 2 == 1;
      mask(k) = dropped ? 0 : kept;
      probability *= dropped ? p : 1 - p;
    }
    use(mask, probability);
  }
}

/// A mean and a variance.
struct Moments {
  double mean;
  double variance;
};

/// E and Var of what `f` makes of a mask. They are summed over all masks.
template <class F>
Moments moments_over_masks(std::size_t units, double p, double kept, const F& f) {
  Moments moments{0, 0};
  for_each_mask(units, p, kept, [&](const Vector<double>& mask, double probability) {
    moments.mean += probability * f(mask);
  });
  for_each_mask(units, p, kept, [&](const Vector<double>& mask, double probability) {
    const double off = f(mask) - moments.mean;
    moments.variance += probability * off * off;
  });
  return moments;
}

/// The entry of a mask where a unit is kept.
inline double kept_entry(double p) { return 1 / (1 - p); }

/// The activations of the small network's hidden layer for its sample.
inline Vector<double> small_activations() {
  NetworkPass<double> pass;
  forward(small_network(), small_parameters(), small_sample().X, pass);
  return row_of(pass.A.front(), 0);
}

/// The weights of its score.
inline Vector<double> small_weights() { return entries(small_parameters(), 9, 12); }

/// Its score with a mask.
inline double small_score(const Vector<double>& mask) {
  return dot(entrywise_product(mask, small_activations()), small_weights()) +
         small_parameters()(12);
}

/// Prints the score of the small network over its eight masks.
inline void print_masks() {
  std::printf("mask of three units, p = 0.25   probability    score\n");
  for_each_mask(3, 0.25, kept_entry(0.25), [](const Vector<double>& mask, double probability) {
    std::printf("(%.4f, %.4f, %.4f) %18.6f %8.4f\n", mask(0), mask(1), mask(2), probability,
                small_score(mask));
  });
  const Vector<double> all = vector<double>({1, 1, 1});
  std::printf("\n   p   mean of the score   without a mask   variance   by the formula\n");
  for (const double p : {0.1, 0.25, 0.5, 0.8}) {
    const Moments moments = moments_over_masks(3, p, kept_entry(p), small_score);
    const Vector<double> terms = entrywise_product(small_activations(), small_weights());
    std::printf("%4g %19.6f %16.6f %10.6f %16.6f\n", p, moments.mean, small_score(all),
                moments.variance, p / (1 - p) * squared_norm(terms));
  }
  const auto bent = [](const Vector<double>& mask) { return std::tanh(small_score(mask)); };
  std::printf("one more bend, p = 0.5: mean of tanh = %.6f, without a mask = %.6f\n",
              moments_over_masks(3, 0.5, kept_entry(0.5), bent).mean, bent(all));
}

}  // namespace nn::chapter16
