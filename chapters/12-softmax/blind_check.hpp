#pragma once

/// \file
/// A gradient check whose objective is the plain sum of the outputs: it cannot see softmax.

#include <cstddef>
#include <cstdio>
#include <vector>

#include "examples.hpp"
#include "nn/derivative/dual_derivative.hpp"

namespace nn::chapter12 {

/// A formula for vJ, the slopes of ⟨v, softmax(z)⟩ by the scores.
struct Backward {
  const char* name;
  Vector<double> (*slopes)(const Vector<double>& v, const Vector<double>& p);
};

/// vJ = p ⊙ v − (v · p) p.
inline Vector<double> right_backward(const Vector<double>& v, const Vector<double>& p) {
  return entrywise_product(p, v) - dot(v, p) * p;
}

/// The right formula, three wrong ones that a plain sum lets pass, and one that it does not.
inline const std::vector<Backward>& backwards() {
  static const std::vector<Backward> all = {
      {"vJ, right", right_backward},
      {"-vJ",
       [](const Vector<double>& v, const Vector<double>& p) -> Vector<double> {
         return -right_backward(v, p);
       }},
      {"2 vJ",
       [](const Vector<double>& v, const Vector<double>& p) -> Vector<double> {
         return 2 * right_backward(v, p);
       }},
      {"0", [](const Vector<double>& v,
               const Vector<double>&) { return constant_vector<double>(v.size(), 0); }},
      {"diagonal alone",
       [](const Vector<double>& v, const Vector<double>& p) -> Vector<double> {
         return entrywise_product(v, p - entrywise_product(p, p));
       }},
  };
  return all;
}

/// ∇⟨v, softmax(z)⟩ by dual numbers.
inline Vector<double> slopes_along(const Vector<double>& v, const Vector<double>& z) {
  const auto objective = [&v](const Vector<Dual<double>>& at) {
    const Vector<Dual<double>> p = softmax(at);
    Dual<double> sum = 0;
    for (std::size_t k = 0; k < p.size(); ++k) sum += v(k) * p(k);
    return sum;
  };
  return dual_gradient(objective, z);
}

/// Prints how far each formula is off, with both objectives.
inline void print_blind_check() {
  const Vector<double> z = example_scores();
  const Vector<double> p = softmax(z);
  const Vector<double> ones = constant_vector<double>(z.size(), 1);
  const Vector<double> v = vector<double>({0.6, -1.1, 0.4});
  std::printf("largest error of the slopes of\n");
  std::printf("formula          p_1 + p_2 + p_3   0.6 p_1 - 1.1 p_2 + 0.4 p_3\n");
  for (const Backward& backward : backwards()) {
    std::printf("%-14s %17.4f %29.4f\n", backward.name,
                max_norm(backward.slopes(ones, p) - slopes_along(ones, z)),
                max_norm(backward.slopes(v, p) - slopes_along(v, z)));
  }
}

}  // namespace nn::chapter12
