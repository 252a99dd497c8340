#pragma once

/// \file
/// Wrong derivatives of a weighted sum of scores. Chapter 1 shows them, and a test proves that the
/// check catches each one.

#include <complex>
#include <cstdio>
#include <string>
#include <vector>

#include "nn/derivative/complex_step.hpp"
#include "nn/program/text.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::dot_product {

/// A wrong formula for ∂φ/∂w, where φ(w) = Σᵢ uᵢ (w · xᵢ) and xᵢ is row i of X. The right one is
/// uX.
struct Mistake {
  const char* name;
  const char* what;  ///< the wrong step, in a few words
  Vector<double> (*gradient)(const Matrix<double>& X, const Vector<double>& w,
                             const Vector<double>& u);
};

/// Each is the right formula with one thing wrong.
inline std::vector<Mistake> mistakes() {
  using M = const Matrix<double>&;
  using V = const Vector<double>&;
  return {
      {"other-factor", "each product keeps its weight and drops its input",
       [](M, V w, V u) -> Vector<double> { return total(u) * w; }},
      {"whole-term", "each product is kept whole",
       [](M X, V w, V u) -> Vector<double> {
         return entrywise_product(w, matvec_transposed(X, u));
       }},
      {"all-terms", "the terms without that weight are kept, too",
       [](M X, V w, V u) { return Vector<double>(w.size(), total(matvec_transposed(X, u))); }},
      {"mean", "a mean over the features in place of their sum",
       [](M X, V w, V u) -> Vector<double> {
         return matvec_transposed(X, u) / static_cast<double>(w.size());
       }},
      {"sign", "the sign is turned",
       [](M X, V, V u) -> Vector<double> { return -matvec_transposed(X, u); }},
      {"transposed", "X stands where its transpose belongs; it fits when n = d",
       [](M X, V, V u) { return matvec(X, u); }},
  };
}

/// Prints the derivative of u . (X w^T) by a wrong formula, beside the right one and the judge, a
/// complex step. Returns how the mistake was caught: an empty text if the judge finds the same.
inline std::string show_mistake(const Mistake& mistake) {
  const auto X = matrix<double>({{1, 2}, {-1, 3}});
  const Vector<double> w = vector<double>({3, 1});
  const Vector<double> u = vector<double>({2, 1});
  const auto sum_of_scores = [&](const Vector<std::complex<double>>& theta) {
    using Complex = std::complex<double>;
    return dot(cast<Complex>(u), matvec(cast<Complex>(X), theta));
  };
  const Vector<double> judge = complex_step_gradient(sum_of_scores, w);
  const Vector<double> wrong = mistake.gradient(X, w, u);
  std::printf("%s\n", mistake.what);
  std::printf("X = (1, 2; -1, 3), w = %s, u = %s\n", text_of(w).c_str(), text_of(u).c_str());
  std::printf("right, u X    = %s\n", text_of(matvec_transposed(X, u)).c_str());
  std::printf("complex step  = %s\n", text_of(judge).c_str());
  std::printf("mistake       = %s\n", text_of(wrong).c_str());
  const double error = max_norm(Vector<double>(wrong - judge));
  std::printf("largest error = %.6g\n", error);
  if (!(error > 1e-8)) return "";
  return std::string(mistake.name) + ": the gradient is not what the complex step finds";
}

}  // namespace nn::dot_product
