#pragma once

/// \file
/// A network with one hidden layer of ReLUs that draws a given curve, with nothing trained.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/text.hpp"

namespace nn::chapter10 {

/// A network with one input and one score, and its parameters.
struct Interpolant {
  Network network;
  Vector<double> theta;

  /// g(x) for each x.
  Vector<double> operator()(const Vector<double>& x) const {
    Matrix<double> X(x.size(), 1);
    for (std::size_t i = 0; i < x.size(); ++i) X(i, 0) = x(i);
    const Matrix<double> Z = scores(network, theta, X);
    Vector<double> g(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) g(i) = Z(i, 0);
    return g;
  }
};

/// The knot t_q = a + q(b − a)/m of [a, b].
inline double knot(double a, double b, std::size_t m, std::size_t q) {
  return a + (b - a) * static_cast<double>(q) / static_cast<double>(m);
}

/// The broken line through the m + 1 points (t_q, G(t_q)) on [a, b], by m units.
// [interpolant]
template <class F>
Interpolant interpolant(const F& f, double a, double b, std::size_t m) {
  const Network network = network_of(1, {m}, Activation::relu, 1);
  Vector<double> theta(parameter_count(network));
  double slope_before = 0;
  for (std::size_t q = 0; q < m; ++q) {
    const double t = knot(a, b, m, q);
    const double next = knot(a, b, m, q + 1);
    const double slope = (f(next) - f(t)) / (next - t);
    theta(q) = 1;                             // unit q is relu(x − t_q): its weight
    theta(m + q) = -t;                        // and its bias
    theta(2 * m + q) = slope - slope_before;  // by how much the line turns at t_q
    slope_before = slope;
  }
  theta(3 * m) = f(a);  // where it begins
  return {network, theta};
}
// [interpolant]

/// A curve that can be asked for on the command line.
struct Curve {
  const char* name;
  const char* what;
  double (*f)(double);
  double a;
  double b;
  double bound;  ///< M: |G″| is no larger on [a, b]
};

inline const std::array<Curve, 3> curves = {{
    {"sine", "sin x", [](double x) { return std::sin(x); }, 0, 2 * std::numbers::pi, 1},
    {"square", "x²", [](double x) { return x * x; }, -1, 1, 2},
    {"root", "√x", [](double x) { return std::sqrt(x); }, 0, 1,
     std::numeric_limits<double>::infinity()},
}};

/// The largest |G(x) − g(x)| on a grid, 64 steps to each piece, for m units.
inline double largest_error(const Curve& curve, std::size_t m) {
  const std::size_t steps = 64 * m;
  Vector<double> x(steps + 1);
  for (std::size_t i = 0; i <= steps; ++i) {
    x(i) = knot(curve.a, curve.b, steps, i);
  }
  const Vector<double> g = interpolant(curve.f, curve.a, curve.b, m)(x);
  double largest = 0;
  for (std::size_t i = 0; i <= steps; ++i) {
    largest = std::max(largest, std::abs(curve.f(x(i)) - g(i)));
  }
  return largest;
}

/// Prints how far the broken line is from the curve, for more and more units.
inline void print_curve(const Curve& curve) {
  std::printf("G(x) = %s from %g to %g\n", curve.what, curve.a, curve.b);
  std::printf("units   largest error    M h²/8   error before / error\n");
  double before = 0;
  for (const std::size_t m : {4U, 8U, 16U, 32U, 64U}) {
    const double h = (curve.b - curve.a) / static_cast<double>(m);
    const double error = largest_error(curve, m);
    std::printf("%5zu %15.3g %9.3g", m, error, h * h * curve.bound / 8);
    if (before > 0) std::printf(" %22.2f", before / error);
    std::printf("\n");
    before = error;
  }
}

/// A spike of height 1 at 0.3, 0 but for the numbers between 0.3 − w and 0.3 + w: by three units
/// with the weights 1/w, −2/w and 1/w.
inline Interpolant spike(double w) {
  return {network_of(1, {3}, Activation::relu, 1),
          vector<double>({1, 1, 1, -(0.3 - w), -0.3, -(0.3 + w), 1 / w, -2 / w, 1 / w, 0})};
}

/// Gives the chapter the section "Any curve", and `--function`, which shows another curve alone.
///
/// \param chapter the program
/// \param curve the name of one of the curves; it must outlive the chapter's run
inline void draws_curves(Chapter& chapter, std::string& curve) {
  chapter.line().choice("function", curve, choices_of(curves),
                        "the curve to be drawn by a hidden layer");
  chapter.instead("function", [&curve] {
    heading("Any curve");
    print_curve(*find_mistake(curves, curve));
  });
  chapter.section("Any curve", [&curve] { print_curve(*find_mistake(curves, curve)); });
}

}  // namespace nn::chapter10
