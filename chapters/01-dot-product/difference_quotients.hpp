#pragma once

/// \file
/// Quotients of differences: what they are for shorter and shorter steps, and what rounding adds.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>

#include "nn/derivative/central_difference.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::dot_product {

/// w with one entry moved, and the others held still.
inline Vector<double> moved(Vector<double> w, std::size_t j, double w_j) {
  w(j) = w_j;
  return w;
}

/// Prints the quotient of a curved function, which tends to its slope, and that of the dot product,
/// which is there from the longest step on.
///
/// \pre w and x have two entries or more, equally many
inline void print_difference_quotients(const Vector<double>& w, const Vector<double>& x) {
  const auto square = [](double t) { return t * t; };
  const auto score = [&](double w_2) { return dot(moved(w, 1, w_2), x); };
  std::printf("h           t^2 at t = 3      w . x, weight 2 moved\n");
  for (const double h : {1.0, 0.1, 0.01, 0.001}) {
    std::printf("%-5g %18.5g %26.5g\n", h, (square(3 + h) - square(3)) / h,
                (score(w(1) + h) - score(w(1))) / h);
  }
}

/// Prints how far the central differences of a score at w are from its derivative. A straight line
/// has no truncation error: what grows as the steps get shorter is rounding.
///
/// \param score a function of a Vector<double> that returns a double
template <class Score>
void print_shorter_steps(const Score& score, const Vector<double>& w,
                         const Vector<double>& derivative) {
  std::printf("h        largest error of the central differences\n");
  for (const double h : {1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11}) {
    double largest = 0;
    for (std::size_t j = 0; j < w.size(); ++j) {
      const auto along_j = [&](double w_j) { return score(moved(w, j, w_j)); };
      const double slope = central_difference(along_j, w(j), h);
      largest = std::max(largest, std::abs(slope - derivative(j)));
    }
    std::printf("%-8.0e %.0e\n", h, largest);
  }
}

}  // namespace nn::dot_product
