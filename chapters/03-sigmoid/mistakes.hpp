#pragma once

/// \file
/// The ways in which the derivative of the sigmoid goes wrong. The chapter's program shows each,
/// and a property test proves that each is caught.

#include <array>
#include <cmath>

#include "nn/sigmoid.hpp"

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

}  // namespace nn::chapter3
