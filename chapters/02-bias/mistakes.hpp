#pragma once

/// \file
/// Wrong derivatives of a weighted sum of pre-activations. Chapter 2 shows them, and a test proves
/// that the check catches each one.

#include <cstdio>
#include <string>
#include <vector>

#include "nn/derivative/complex_step.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/program/text.hpp"
#include "sum_of_scores.hpp"

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
         return Gradient{matvec_transposed(X, u), neuron.bias * total(u)};
       }},
      {"once", "the bias counts once for the batch, and not once for each sample",
       [](M X, N, V u) {
         return Gradient{matvec_transposed(X, u), 1.0};
       }},
      {"mean", "a mean over the samples in place of their sum",
       [](M X, N, V u) {
         return Gradient{matvec_transposed(X, u), total(u) / static_cast<double>(u.size())};
       }},
      {"threshold", "the sign of a threshold, which is taken away, and not of a bias",
       [](M X, N, V u) {
         return Gradient{matvec_transposed(X, u), -total(u)};
       }},
      {"leak", "the bias is not held still when a weight moves",
       [](M X, N neuron, V u) {
         const Vector<double> leaked(X.size2(), neuron.bias * total(u));
         return Gradient{matvec_transposed(X, u) + leaked, total(u)};
       }},
  };
}

/// Prints a wrong derivative beside the right one and the judge, a complex step. Returns how the
/// mistake was caught: an empty text if the judge finds the same.
inline std::string show_mistake(const Mistake& mistake) {
  const auto X = matrix<double>({{1, 2}, {-1, 3}});
  const Vector<double> u = vector<double>({2, 1});
  const Neuron<double> neuron{vector<double>({3, 1}), -2};
  const SumOfScores phi{X, u};
  const Vector<double> judge = complex_step_gradient(phi, parameters(neuron));
  const Vector<double> wrong = slopes(mistake.gradient(X, neuron, u));
  std::printf("%s\n", mistake.what);
  std::printf("X = (1, 2; -1, 3), w = %s, b = %g, u = %s\n", text_of(neuron.weights).c_str(),
              neuron.bias, text_of(u).c_str());
  std::printf("                two weights, then the bias\n");
  std::printf("right         = %s\n", text_of(phi.gradient()).c_str());
  std::printf("complex step  = %s\n", text_of(judge).c_str());
  std::printf("mistake       = %s\n", text_of(wrong).c_str());
  const double error = max_norm(Vector<double>(wrong - judge));
  std::printf("largest error = %.6g\n", error);
  if (!(error > 1e-8)) return "";
  return std::string(mistake.name) + ": the gradient is not what the complex step finds";
}

}  // namespace nn::bias
