#pragma once

/// \file
/// How far a descent from 0 goes toward the lowest point of a parabola, and how far a decay lets
/// it: each number of updates has its decay.

#include <cmath>
#include <cstddef>
#include <cstdio>

namespace nn::chapter16 {

/// 1 − (1 − αλ)ᵗ, the share of the way from 0 to the lowest point after t updates.
///
/// It is computed as −(exp(t ln(1 − αλ)) − 1), by functions that keep the digits of small numbers:
/// the formula as it stands subtracts nearly equal numbers where αλt is small.
///
/// \param step αλ, in [0, 1)
inline double share_after(double step, double t) { return -std::expm1(t * std::log1p(-step)); }

/// The same as it stands on the page.
inline double share_after_as_written(double step, double t) { return 1 - std::pow(1 - step, t); }

/// λ/(λ + ω), the share of the way at which the parabola with the penalty is lowest.
inline double share_with(double lambda, double omega) { return lambda / (lambda + omega); }

/// The ω whose share is that of t updates: λ(1 − αλ)ᵗ/(1 − (1 − αλ)ᵗ).
inline double decay_for(double lambda, double alpha, double t) {
  return lambda * std::exp(t * std::log1p(-alpha * lambda)) / share_after(alpha * lambda, t);
}

/// θ after t updates θ ← θ − αλ(θ − m), from 0.
inline double descended(double lambda, double m, double alpha, std::size_t t) {
  double theta = 0;
  for (std::size_t update = 0; update < t; ++update) theta -= alpha * lambda * (theta - m);
  return theta;
}

/// Prints for some numbers of updates where the descent is, and which decay ends there.
inline void print_stopping() {
  constexpr double alpha = 0.1;
  std::printf("one curvature: λ = 1, m = 1, α = %g\n", alpha);
  std::printf("  t      θ_t        ω   λ/(λ + ω) m   1/(αt)\n");
  for (const std::size_t t : {1U, 2U, 5U, 10U, 20U, 50U}) {
    const auto count = static_cast<double>(t);
    const double omega = decay_for(1, alpha, count);
    std::printf("%3zu %8.4f %8.4f %13.4f %8.4f\n", t, descended(1, 1, alpha, t), omega,
                share_with(1, omega), 1 / (alpha * count));
  }
  std::printf("\nthree curvatures: α = %g, t = 10, ω = 1/(αt) = 1\n", alpha);
  std::printf("   λ     αλt   share after t   share with ω   difference    bound\n");
  for (const double lambda : {1.0, 0.1, 0.01}) {
    const double x = alpha * lambda * 10;
    const double after = share_after(alpha * lambda, 10);
    const double with = share_with(lambda, 1);
    std::printf("%4g %7g %15.6f %14.6f %12.6f %8.6f\n", lambda, x, after, with, after - with,
                x * x / (1 + x));
  }
}

}  // namespace nn::chapter16
