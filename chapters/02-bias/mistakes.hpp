#pragma once

/// \file
/// Wrong derivatives of a weighted sum of pre-activations. Chapter 2 shows them, and a test proves
/// that the check catches each one.

#include <vector>

#include "nn/neuron.hpp"

namespace nn::bias {

/// A wrong formula for the derivatives of φ(w, b) = Σᵢ uᵢ (w · xᵢ + b), where xᵢ is row i of X. The
/// right one is ∂φ/∂w = uX and ∂φ/∂b = Σᵢ uᵢ.
struct Mistake {
  const char* name;
  const char* what;  ///< the wrong step, in a few words
  NeuronGradient<double> (*gradient)(const Matrix<double>& X, const Neuron<double>& neuron,
                                     const Vector<double>& u);
};

/// Each is the right formula with one thing wrong.
inline std::vector<Mistake> mistakes() {
  using Gradient = NeuronGradient<double>;
  using M = const Matrix<double>&;
  using N = const Neuron<double>&;
  using V = const Vector<double>&;
  return {
      {"constant", "the bias is a constant, so its derivative is 0",
       [](M X, N, V u) {
         return Gradient{matvec_transposed(X, u), 0.0};
       }},
      {"itself", "the bias stands where its slope belongs",
       [](M X, N neuron, V u) {
         return Gradient{matvec_transposed(X, u), neuron.bias * ublas::sum(u)};
       }},
      {"once", "the bias counts once for the batch, and not once for each sample",
       [](M X, N, V u) {
         return Gradient{matvec_transposed(X, u), 1.0};
       }},
      {"mean", "a mean over the samples in place of their sum",
       [](M X, N, V u) {
         return Gradient{matvec_transposed(X, u), ublas::sum(u) / static_cast<double>(u.size())};
       }},
      {"threshold", "the sign of a threshold, which is taken away, and not of a bias",
       [](M X, N, V u) {
         return Gradient{matvec_transposed(X, u), -ublas::sum(u)};
       }},
      {"leak", "the bias is not held still when a weight moves",
       [](M X, N neuron, V u) {
         const Vector<double> leaked(X.size2(), neuron.bias * ublas::sum(u));
         return Gradient{matvec_transposed(X, u) + leaked, ublas::sum(u)};
       }},
  };
}

}  // namespace nn::bias
