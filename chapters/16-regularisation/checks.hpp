#pragma once

/// \file
/// The gradient of the small network's cost with a unit dropped and with the penalty, against three
/// that know nothing of either.

#include <string>
#include <vector>

#include "examples.hpp"
#include "masks.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/errors.hpp"
#include "nn/training/weight_decay.hpp"

namespace nn::chapter16 {

/// The mask of the check: the second of three units is dropped, at p = ¼.
inline std::vector<Matrix<double>> small_mask() {
  return {matrix<double>({{kept_entry(0.25), 0, kept_entry(0.25)}})};
}

/// C + (ω/2) Σ w² with that mask and ω = ½, as a function of all parameters, for every scalar.
inline const auto small_cost = []<class T>(const Vector<T>& theta) {
  return masked_cost<T>(small_network(), small_mask(), small_sample(), theta, nullptr) +
         l2_penalty<T>(small_network(), T(0.5), theta, nullptr);
};

/// Its gradient: one way back, and ωw for each weight.
inline Vector<double> small_gradient() {
  const Vector<double> theta = small_parameters();
  Vector<double> gradient(theta.size());
  masked_cost(small_network(), small_mask(), small_sample(), theta, &gradient);
  l2_penalty(small_network(), 0.5, theta, &gradient);
  return gradient;
}

/// Prints every slope in four ways.
inline void print_check() {
  const Vector<double> theta = small_parameters();
  const Vector<double> gradient = small_gradient();
  const Vector<double> complex = complex_step_gradient(small_cost, theta);
  std::vector<std::string> names;
  for (const char* weights : {"W1(1,", "W1(2,"}) {
    for (const char* unit : {"1)", "2)", "3)"}) names.push_back(std::string(weights) + unit);
  }
  for (const char* name : {"b1(1)", "b1(2)", "b1(3)", "W2(1,1)", "W2(2,1)", "W2(3,1)", "b2(1)"}) {
    names.emplace_back(name);
  }
  print_columns("", 7, names,
                {{"backpropagation", 17, 6, gradient},
                 {"central difference", 20, 6, central_difference_gradient(small_cost, theta)},
                 {"complex step", 14, 6, complex},
                 {"dual numbers", 14, 6, dual_gradient(small_cost, theta)}});
  if (max_norm(gradient - complex) > 1e-12) {
    throw CheckFailed("backpropagation does not agree with the complex step");
  }
}

}  // namespace nn::chapter16
