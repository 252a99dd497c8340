#pragma once

/// \file
/// The first updates of each optimizer on a parabola, small enough to follow by hand.

#include <cmath>
#include <cstddef>
#include <cstdio>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/adam.hpp"
#include "nn/training/momentum.hpp"
#include "nn/training/objective.hpp"
#include "valley.hpp"

namespace nn::chapter14 {

/// C(θ) = (θ − 3)², with λ = 2.
inline Bowl<double> hand_parabola() { return {vector<double>({2}), vector<double>({3})}; }

/// Prints four updates of an optimizer with a velocity, from θ = 0.
template <class O>
void print_with_velocity(O optimizer) {
  std::printf("t          g          v          θ\n");
  Vector<double> theta(1, 0.0);
  for (std::size_t t = 1; t <= 4; ++t) {
    const Vector<double> g = gradient_at(hand_parabola(), theta);
    optimizer.step(theta, g);
    std::printf("%zu %10.6f %10.6f %10.6f\n", t, g(0), optimizer.velocity()(0), theta(0));
  }
}

/// Prints all three.
inline void print_by_hand() {
  std::printf("C = (θ - 3)², from θ = 0, α = 0.1\n\nmomentum, β = 0.5\n");
  print_with_velocity(Momentum<double>(0.1, 0.5));
  std::printf("\nNesterov, β = 0.5\n");
  print_with_velocity(Nesterov<double>(0.1, 0.5));
  std::printf("\nAdam, β_1 = 0.9, β_2 = 0.999, ε = 1e-8\n");
  std::printf("t          g          m          v      m_hat      v_hat          θ\n");
  AdamOptions options;
  options.learning_rate = 0.1;
  Adam<double> adam(options);
  Vector<double> theta(1, 0.0);
  for (std::size_t t = 1; t <= 2; ++t) {
    const Vector<double> g = gradient_at(hand_parabola(), theta);
    adam.step(theta, g);
    const double m = adam.first_moment()(0);
    const double v = adam.second_moment()(0);
    const auto count = static_cast<double>(t);
    std::printf("%zu %10.6f %10.6f %10.6f %10.6f %10.6f %10.6f\n", t, g(0), m, v,
                m / (1 - std::pow(options.beta1, count)), v / (1 - std::pow(options.beta2, count)),
                theta(0));
  }
}

}  // namespace nn::chapter14
