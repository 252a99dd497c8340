#pragma once

/// \file
/// The ways in which the derivative of the sigmoid goes wrong. The chapter's program shows each,
/// and a property test proves that each is caught.

#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include "nn/derivative/central_difference.hpp"
#include "nn/neuron/sigmoid.hpp"

namespace nn::chapter3 {

/// A wrong formula for σ′(z).
struct Mistake {
  const char* name;
  const char* what;
  double (*derivative)(double z);
};

inline const std::array<Mistake, 6> mistakes = {{
    {"sign", "-σ(z)(1 - σ(z)): the derivative of e^-z is taken to be +e^-z",
     [](double z) { return -sigmoid(z) * (1 - sigmoid(z)); }},
    {"lost-square", "e^-z/(1 + e^-z): the reciprocal rule without its square",
     [](double z) { return std::exp(-z) / (1 + std::exp(-z)); }},
    {"lost-minus", "σ(z)(1 + σ(z)): a plus where the minus belongs",
     [](double z) { return sigmoid(z) * (1 + sigmoid(z)); }},
    {"hyperbolic", "1 - σ(z)²: the derivative of another S-shaped curve, tanh",
     [](double z) { return 1 - sigmoid(z) * sigmoid(z); }},
    {"input-as-output", "z(1 - z): the right formula, given z where σ(z) belongs",
     [](double z) { return z * (1 - z); }},
    {"output-as-input", "σ′(σ(z)): the right function, given σ(z) where z belongs",
     [](double z) { return sigmoid_derivative(sigmoid(z)); }},
}};

/// Prints a wrong slope beside the right one and beside chords, which know of neither. Returns how
/// it was caught.
inline std::string show_mistake(const Mistake& mistake) {
  std::printf("%s\n\n", mistake.what);
  std::printf("  z      mistake    formula    central difference\n");
  double worst = 0;
  double worst_z = 0;
  for (const double z : {-4.0, -1.0, 0.0, 0.5, 1.0, 4.0}) {
    const double wrong = mistake.derivative(z);
    const double central = central_difference([](double at) { return sigmoid(at); }, z);
    std::printf("%4g %11.6f %10.6f %15.6f\n", z, wrong, sigmoid_derivative(z), central);
    if (std::abs(wrong - central) > worst) {
      worst = std::abs(wrong - central);
      worst_z = z;
    }
  }
  std::printf("\nfarthest from the central difference: by %.6f, at z = %g\n", worst, worst_z);
  return std::string("the slope of mistake ") + mistake.name + " is not the slope of the sigmoid";
}

}  // namespace nn::chapter3
