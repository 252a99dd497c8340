#pragma once

/// \file
/// Wrong derivatives of a weighted sum of scores. Chapter 1 shows them, and a test proves that the
/// check catches each one.

#include <vector>

#include "nn/linear_algebra.hpp"

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
       [](M, V w, V u) -> Vector<double> { return ublas::sum(u) * w; }},
      {"whole-term", "each product is kept whole",
       [](M X, V w, V u) -> Vector<double> {
         return ublas::element_prod(w, matvec_transposed(X, u));
       }},
      {"all-terms", "the terms without that weight are kept, too",
       [](M X, V w, V u) { return Vector<double>(w.size(), ublas::sum(matvec_transposed(X, u))); }},
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

}  // namespace nn::dot_product
