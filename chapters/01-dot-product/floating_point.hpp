#pragma once

/// \file
/// What rounding does to a dot product and to an angle, and to long sums in single precision.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>

#include "nn/neuron/geometry.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/random.hpp"
#include "nn/scalar/rounding.hpp"

namespace nn::dot_product {

/// Prints a sum that rounding destroys, and an angle that the arc cosine loses.
inline void print_rounding() {
  const Vector<double> w = vector<double>({1e16, 1, -1e16});
  const Vector<double> other_order = vector<double>({1e16, -1e16, 1});
  const Vector<double> ones = vector<double>({1, 1, 1});
  std::printf("unit roundoff u = %.2e\n", unit_roundoff<double>);
  std::printf("(1e16, 1, -1e16) . (1, 1, 1) = %g, the bound is %.1f\n", dot(w, ones),
              dot_error_bound(w, ones));
  std::printf("(1e16, -1e16, 1) . (1, 1, 1) = %g\n", dot(other_order, ones));
  const double turn = 1e-8;
  const Vector<double> along = vector<double>({1, 0});
  const Vector<double> beside = vector<double>({std::cos(turn), std::sin(turn)});
  std::printf("an angle of 1e-08 by the arc cosine: %.0e, by two lengths: %.0e\n",
              std::acos(cosine(along, beside)), angle(along, beside));
}

/// 30 random dot products of length d in single precision: the largest error seen, relative to the
/// sum of |w_j x_j|. What terms have in common, their sign, decides how large the partial sums get.
inline double largest_error(std::size_t d, bool positive, Random& random) {
  double largest = 0;
  for (int run = 0; run < 30; ++run) {
    Vector<float> w(d);
    Vector<float> x(d);
    double exact = 0;  // in double the products are exact, and the sum almost
    double magnitude = 0;
    for (std::size_t j = 0; j < d; ++j) {
      w(j) = static_cast<float>(random.gaussian());
      x(j) = static_cast<float>(random.gaussian());
      if (positive) x(j) = std::copysign(x(j), w(j));
      const double product = static_cast<double>(w(j)) * x(j);
      exact += product;
      magnitude += std::abs(product);
    }
    // From left to right, as the derivation adds: dot() leaves long sums to BLAS, and its order.
    float in_order = 0;
    for (std::size_t j = 0; j < d; ++j) in_order += w(j) * x(j);
    largest = std::max(largest, std::abs(in_order - exact) / magnitude);
  }
  return largest;
}

/// Prints the largest errors of longer and longer sums beside their bound.
inline void print_long_sums(std::uint64_t seed) {
  Random random(seed);
  std::printf("           signs mixed  all positive      bound\n");
  for (const std::size_t d : {10U, 100U, 1000U, 10000U}) {
    const double mixed = largest_error(d, false, random);
    const double positive = largest_error(d, true, random);
    std::printf("d = %-6zu %11.1e %13.1e %10.1e\n", d, mixed, positive, gamma<float>(d));
  }
}

}  // namespace nn::dot_product
