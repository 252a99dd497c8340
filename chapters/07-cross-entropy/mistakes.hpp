#pragma once

/// \file
/// The ways in which the cross-entropy's δ goes wrong. The chapter's program shows each, and a
/// property test proves that each is caught.

#include <array>
#include <cmath>
#include <cstddef>

#include "nn/neuron/sigmoid.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter7 {

/// A wrong formula for δᵢ = ∂C/∂zᵢ, from all pre-activations and all targets.
struct Mistake {
  const char* name;
  const char* what;
  Vector<double> (*delta)(const Vector<double>& z, const Vector<double>& y);
};

/// δᵢ = (1/n) slope(zᵢ, yᵢ), as every correct formula and most wrong ones have it.
template <class Slope>
Vector<double> mean_of(const Slope& slope, const Vector<double>& z, const Vector<double>& y) {
  Vector<double> delta(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    delta(i) = slope(z(i), y(i)) / static_cast<double>(z.size());
  }
  return delta;
}

inline Vector<double> right_delta(const Vector<double>& z, const Vector<double>& y) {
  return mean_of([](double zi, double yi) { return sigmoid(zi) - yi; }, z, y);
}

inline const std::array<Mistake, 10> mistakes = {{
    {"sign", "y - ŷ: minus the derivative",
     [](const Vector<double>& z, const Vector<double>& y) -> Vector<double> {
       return -right_delta(z, y);
     }},
    {"sigma-kept", "(ŷ - y) σ′(z): the σ′ of the squared error, which cancels here",
     [](const Vector<double>& z, const Vector<double>& y) {
       return mean_of(
           [](double zi, double yi) { return (sigmoid(zi) - yi) * sigmoid_derivative(zi); }, z, y);
     }},
    {"sigma-lost", "(ŷ - y)/(ŷ(1 - ŷ)): the slope by ŷ, passed on as the slope by z",
     [](const Vector<double>& z, const Vector<double>& y) {
       return mean_of(
           [](double zi, double yi) { return (sigmoid(zi) - yi) / sigmoid_derivative(zi); }, z, y);
     }},
    {"ones-only", "-y(1 - ŷ): the loss -y ln ŷ, without its other half",
     [](const Vector<double>& z, const Vector<double>& y) {
       return mean_of([](double zi, double yi) { return -yi * (1 - sigmoid(zi)); }, z, y);
     }},
    {"inner-sign", "-y(1 - ŷ) - (1 - y)ŷ: the -1 inside ln(1 - ŷ) is forgotten",
     [](const Vector<double>& z, const Vector<double>& y) {
       return mean_of(
           [](double zi, double yi) { return -yi * (1 - sigmoid(zi)) - (1 - yi) * sigmoid(zi); }, z,
           y);
     }},
    {"lost-mean", "ŷ - y, without the 1/n",
     [](const Vector<double>& z, const Vector<double>& y) -> Vector<double> {
       return static_cast<double>(z.size()) * right_delta(z, y);
     }},
    {"factor-two", "2(ŷ - y): the 2 of the squared error",
     [](const Vector<double>& z, const Vector<double>& y) -> Vector<double> {
       return 2 * right_delta(z, y);
     }},
    {"plus-minus-one", "ŷ - (2y - 1): labels -1 and 1 in a formula for 0 and 1",
     [](const Vector<double>& z, const Vector<double>& y) {
       return mean_of([](double zi, double yi) { return sigmoid(zi) - (2 * yi - 1); }, z, y);
     }},
    {"no-sigmoid", "z - y: the pre-activation in the place of the prediction",
     [](const Vector<double>& z, const Vector<double>& y) {
       return mean_of([](double zi, double yi) { return zi - yi; }, z, y);
     }},
    {"last-skipped", "ŷ - y, but the loop ends one sample early",
     [](const Vector<double>& z, const Vector<double>& y) {
       Vector<double> delta = right_delta(z, y);
       delta(delta.size() - 1) = 0;
       return delta;
     }},
}};

}  // namespace nn::chapter7
