#pragma once

/// \file
/// The ways in which an update goes wrong. The chapter's program shows each, and a property test
/// proves that each is caught.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter6 {

/// ∇C as a function of θ.
using Gradient = std::function<Vector<double>(const Vector<double>&)>;

/// The points θ₀, θ₁, … of a descent.
using Path = std::vector<Vector<double>>;

/// How far the parameters move from where they are.
using Move = std::function<Vector<double>(const Vector<double>&)>;

/// θₖ₊₁ = θₖ + move(θₖ), `epochs` times.
inline Path walk(Vector<double> theta, std::size_t epochs, const Move& move) {
  Path path{theta};
  for (std::size_t k = 0; k < epochs; ++k) {
    theta += move(theta);
    path.push_back(theta);
  }
  return path;
}

/// The update as it should be: move(θ) = −α∇C(θ).
inline Path descend(const Gradient& gradient, const Vector<double>& theta, double alpha,
                    std::size_t epochs) {
  return walk(theta, epochs,
              [&](const Vector<double>& at) -> Vector<double> { return -alpha * gradient(at); });
}

/// A loop that looks like gradient descent and is not.
struct Mistake {
  const char* name;
  const char* what;
  Path (*descend)(const Gradient& gradient, const Vector<double>& theta, double alpha,
                  std::size_t epochs);
};

inline const std::array<Mistake, 6> mistakes = {{
    {"ascent", "θ + α∇C: a plus where the minus belongs",
     [](const Gradient& gradient, const Vector<double>& theta, double alpha, std::size_t epochs) {
       return walk(theta, epochs, [&](const Vector<double>& at) -> Vector<double> {
         return alpha * gradient(at);
       });
     }},
    {"no-learning-rate", "θ - ∇C: the learning rate is forgotten",
     [](const Gradient& gradient, const Vector<double>& theta, double, std::size_t epochs) {
       return walk(theta, epochs,
                   [&](const Vector<double>& at) -> Vector<double> { return -gradient(at); });
     }},
    {"unit-step", "θ - α∇C/‖∇C‖: the steepest direction, but every step equally long",
     [](const Gradient& gradient, const Vector<double>& theta, double alpha, std::size_t epochs) {
       return walk(theta, epochs, [&](const Vector<double>& at) -> Vector<double> {
         const Vector<double> g = gradient(at);
         return -alpha / norm(g) * g;
       });
     }},
    {"stale-gradient", "θ - α∇C(θ₀): the gradient is computed once, before the loop",
     [](const Gradient& gradient, const Vector<double>& theta, double alpha, std::size_t epochs) {
       const Vector<double> once = gradient(theta);
       return walk(theta, epochs,
                   [&](const Vector<double>&) -> Vector<double> { return -alpha * once; });
     }},
    {"bias-forgotten", "only the weights are updated, the bias stays where it was",
     [](const Gradient& gradient, const Vector<double>& theta, double alpha, std::size_t epochs) {
       return walk(theta, epochs, [&](const Vector<double>& at) -> Vector<double> {
         Vector<double> g = gradient(at);
         g(g.size() - 1) = 0;
         return -alpha * g;
       });
     }},
    {"one-by-one", "each parameter moves before the next one's derivative is computed",
     [](const Gradient& gradient, const Vector<double>& theta, double alpha, std::size_t epochs) {
       return walk(theta, epochs, [&](const Vector<double>& at) -> Vector<double> {
         Vector<double> moved = at;
         for (std::size_t j = 0; j < at.size(); ++j) moved(j) -= alpha * gradient(moved)(j);
         return moved - at;
       });
     }},
}};

/// Where a path differs from gradient descent.
struct WrongMove {
  bool found = false;
  std::size_t epoch = 0;      ///< the update that gives it away, counted from 1
  std::size_t parameter = 0;  ///< which entry of θ, counted from 0
  double made = 0;            ///< how far it moved
  double expected = 0;        ///< how far −α∇C moves it
};

/// Compares every move of a path with −α∇C at the point where it began, and returns the first that
/// differs by more than 1e-8 α max(1, ‖∇C‖∞). The gradient is to come from a method of its own,
/// such as central differences, whose error sets that tolerance.
inline WrongMove first_wrong_move(const Path& path, const Gradient& gradient, double alpha) {
  for (std::size_t k = 0; k + 1 < path.size(); ++k) {
    const Vector<double> g = gradient(path[k]);
    double scale = 1;
    for (const double slope : g) scale = std::max(scale, std::abs(slope));
    for (std::size_t j = 0; j < g.size(); ++j) {
      const double made = path[k + 1](j) - path[k](j);
      const double expected = -alpha * g(j);
      if (!(std::abs(made - expected) <= 1e-8 * alpha * scale)) {
        return {true, k + 1, j, made, expected};
      }
    }
  }
  return {};
}

}  // namespace nn::chapter6
