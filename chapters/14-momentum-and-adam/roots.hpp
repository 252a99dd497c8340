#pragma once

/// \file
/// Momentum on a parabola, solved: the roots of its characteristic equation, and the error that
/// they give after any number of updates.

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdio>

#include "nn/program/errors.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "valley.hpp"

namespace nn::chapter14 {

/// Two roots; of real ones the first is the larger in size.
using Roots = std::array<std::complex<double>, 2>;

/// The roots of r² − br + c.
inline Roots roots_of(double b, double c) {
  const std::complex<double> half = std::sqrt(std::complex<double>(b * b - 4 * c)) / 2.0;
  return {{b / 2 + (b < 0 ? -half : half), b / 2 + (b < 0 ? half : -half)}};
}

/// Momentum's, r² − (1 + β − αλ)r + β, from the product αλ.
inline Roots momentum_roots(double alpha_lambda, double beta) {
  return roots_of(1 + beta - alpha_lambda, beta);
}

/// Nesterov's, r² − (1 + β)(1 − αλ)r + β(1 − αλ).
inline Roots nesterov_roots(double alpha_lambda, double beta) {
  return roots_of((1 + beta) * (1 - alpha_lambda), beta * (1 - alpha_lambda));
}

/// The size of the larger root.
inline double largest_size(const Roots& roots) {
  return std::max(std::abs(roots[0]), std::abs(roots[1]));
}

/// hₜ = Σₛ r₁ˢ r₂ᵗ⁻¹⁻ˢ over s from 0 to t − 1; 0 for t = 0.
inline double sum_of_products(const Roots& roots, std::size_t t) {
  std::complex<double> sum = 0;
  std::complex<double> power = 1;
  for (std::size_t s = 0; s < t; ++s) {
    sum = roots[1] * sum + power;
    power *= roots[0];
  }
  return sum.real();
}

/// eₜ of momentum, from e₀ = 1 and v₀ = 0: e₁hₜ − βe₀hₜ₋₁ with e₁ = 1 − αλ.
inline double momentum_error(double alpha_lambda, double beta, std::size_t t) {
  if (t == 0) return 1;
  const Roots roots = momentum_roots(alpha_lambda, beta);
  return (1 - alpha_lambda) * sum_of_products(roots, t) - beta * sum_of_products(roots, t - 1);
}

/// Prints the sizes of the roots for one β and several αλ, and what twenty updates leave of an
/// error.
inline void print_roots() {
  constexpr double beta = 0.25;
  std::printf("β = 0.25, √β = 0.5\n");
  std::printf("  αλ  roots      |r_1|   |r_2|   error after 20 updates\n");
  for (const double product : {0.1, 0.25, 0.5, 1.0, 2.25, 2.4, 2.5, 2.6}) {
    const double b = 1 + beta - product;
    const double discriminant = b * b - 4 * beta;
    const char* const kind = discriminant < 0 ? "complex" : discriminant == 0 ? "double" : "real";
    const Roots roots = momentum_roots(product, beta);
    const Path path =
        path_of(options_of("momentum", {product, beta, 0}),
                Bowl<double>{vector<double>({1}), vector<double>({0})}, vector<double>({1}), 20);
    std::printf("%4g  %-8s %7.4f %7.4f %24.2e\n", product, kind, std::abs(roots[0]),
                std::abs(roots[1]), path.back()(0));
  }
}

/// Prints the errors of momentum in a valley with κ = 100, as the library's steps leave them and as
/// the roots foretell them.
///
/// \throws CheckFailed if they differ, or if one is larger than the bound
inline void print_check() {
  constexpr double kappa = 100;
  const Setting best = best_momentum(1, kappa);
  const Path path = path_of(options_of("momentum", best), valley_of(kappa), valley_start(), 100);
  std::printf("κ = 100, the best α and β, errors that are 1 at first\n");
  std::printf("        along the flat axis      along the steep axis         bound\n");
  std::printf("  t       steps       roots        steps       roots       4 t q^t\n");
  for (const std::size_t t : {1U, 2U, 5U, 10U, 20U, 50U, 100U}) {
    const double flat = momentum_error(best.alpha, best.beta, t);
    const double steep = momentum_error(best.alpha * kappa, best.beta, t);
    const double bound = 4 * static_cast<double>(t) * std::pow(best.q, static_cast<double>(t));
    std::printf("%3zu %11.4e %11.4e  %11.4e %11.4e  %12.4e\n", t, path[t](0), flat, path[t](1),
                steep, bound);
    if (!(std::abs(path[t](0) - flat) <= 1e-10 && std::abs(path[t](1) - steep) <= 1e-10)) {
      throw CheckFailed("momentum does not go where its roots say");
    }
    if (!(std::max(std::abs(flat), std::abs(steep)) <= bound)) {
      throw CheckFailed("momentum is farther away than 4 t q^t");
    }
  }
}

/// Prints what a β of the reader's comes to in a valley, with the best α for it.
inline void print_with_beta(double kappa, double beta) {
  const double alpha = 2 * (1 + beta) / (1 + kappa);
  const double flat = largest_size(momentum_roots(alpha, beta));
  const double steep = largest_size(momentum_roots(alpha * kappa, beta));
  std::printf("κ = %g, β = %g, α = %.5f\n", kappa, beta, alpha);
  std::printf("√β = %.5f, largest root = %.5f\n", std::sqrt(beta), std::max(flat, steep));
  std::printf("the best β = %.5f, q = %.5f\n", best_momentum(1, kappa).beta,
              best_momentum(1, kappa).q);
  const std::size_t updates = updates_to_a_thousandth(options_of("momentum", {alpha, beta, 0}),
                                                      valley_of(kappa), valley_start());
  if (updates > 4000) {
    std::printf("more than 4000 updates to a thousandth\n");
  } else {
    std::printf("%zu updates to a thousandth\n", updates);
  }
}

}  // namespace nn::chapter14
