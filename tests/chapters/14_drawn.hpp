#pragma once

/// \file
/// What the properties of chapter 14 draw: parabolas and valleys with what an optimizer is told,
/// and gradients as they come.

#include <cmath>
#include <cstddef>
#include <vector>

#include "chapters/06-gradient-descent/bowl.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/objective.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// A parabola, an error to begin with, and α and β of an optimizer with a velocity.
struct DrawnVelocity {
  double lambda;        ///< λ
  double bottom;        ///< m
  double e_0;           ///< θ₀ − m
  double alpha_lambda;  ///< αλ
  double beta;          ///< β

  /// αλ is up to `most`.
  static DrawnVelocity draw(double most) {
    return {*uniform(0.1, 10).as("λ"), *uniform(-3, 3).as("m"), *uniform(-1, 1).as("e_0"),
            *uniform(0.01, most).as("αλ"), *uniform(0, 0.99).as("β")};
  }

  double alpha() const { return alpha_lambda / lambda; }
};

/// e₀, e₁, … and v₀, v₁, … of some updates.
struct VelocityWay {
  std::vector<double> e;
  std::vector<double> v;
};

/// The way of Momentum or Nesterov on a parabola.
template <class O>
VelocityWay velocity_way(O optimizer, const DrawnVelocity& drawn, std::size_t updates) {
  const chapter6::Bowl<double> parabola{Vector<double>(1, drawn.lambda),
                                        Vector<double>(1, drawn.bottom)};
  Vector<double> theta(1, drawn.bottom + drawn.e_0);
  VelocityWay way{{theta(0) - drawn.bottom}, {0.0}};
  for (std::size_t t = 0; t < updates; ++t) {
    optimizer.step(theta, gradient_at(parabola, theta));
    way.e.push_back(theta(0) - drawn.bottom);
    way.v.push_back(optimizer.velocity()(0));
  }
  return way;
}

/// The curvatures of a valley's flattest and steepest axis, and of one between them.
struct DrawnValley {
  double least;
  double largest;
  double between;

  /// κ is 1 and a bit, up to about 1000; `between` may be one of the two ends.
  static DrawnValley draw() {
    const double least = *uniform(0.1, 10).as("λ_1");
    const double kappa = 1 + std::exp(*uniform(-3, 7).as("ln(κ - 1)"));
    const double share = *uniform(0, 1).as("share");
    return {least, kappa * least, least + share * (kappa - 1) * least};
  }

  double kappa() const { return largest / least; }
};

/// T gradients of `count` parameters.
inline std::vector<Vector<double>> draw_gradients(std::size_t T, std::size_t count) {
  std::vector<Vector<double>> gradients;
  for (std::size_t t = 0; t < T; ++t) gradients.push_back(*gaussian_vector(count).as("g"));
  return gradients;
}

/// A number of a size from 0.1 to 3, with either sign.
inline double draw_away_from_zero() {
  const double size = *uniform(0.1, 3).as("size");
  return *label().as("sign") > 0 ? size : -size;
}

}  // namespace nn::test
