#pragma once

/// \file
/// The protocol by which every gradient of the book is checked.

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <vector>

#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/derivative/taylor_test.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// What a gradient check asks for, where that depends on the inputs. As it stands it is for inputs
/// of the size of standard normal numbers.
struct Protocol {
  /// How far a central difference may be off, relative to max(1, ‖g‖∞).
  double central_difference = 1e-8;
  /// Whether the Taylor remainder must shrink as h².
  bool taylor_test = true;
};

/// For inputs that are larger, or close to where the function saturates: a central difference does
/// less well there, and the steps of a Taylor test are too long for a quadratic remainder.
inline constexpr Protocol stress_inputs{1e-6, false};

/// Up to so many parameters each of them is looked at by itself. Beyond, the time of a check would
/// grow with the square of their number.
inline constexpr std::size_t most_single_parameters = 50;

/// One gradient as the formula and three oracles see it: entry by entry or, of a long one, along
/// some directions.
struct Slopes {
  Vector<double> analytic;
  Vector<double> dual;
  Vector<double> complex_step;
  Vector<double> central_difference;
};

/// The first coordinate, the last and three between them, then five random directions of length 1.
/// A random direction sees every entry: an error e in one of P entries shows as about e/√P.
inline std::vector<Vector<double>> draw_directions(std::size_t count) {
  std::vector<Vector<double>> directions;
  const std::size_t last = count - 1;
  for (const std::size_t j :
       {std::size_t{0}, *dimension(0, last), *dimension(0, last), *dimension(0, last), last}) {
    directions.emplace_back(count, 0.0);
    directions.back()(j) = 1;
  }
  for (int k = 0; k < 5; ++k) {
    Vector<double> v = *gaussian_vector(count).as("direction");
    v(*dimension(0, last)) += 1;  // never the zero vector
    directions.push_back(v / norm(v));
  }
  return directions;
}

/// The slopes of φ at θ.
template <class Phi>
Slopes slopes_at(const Phi& phi, const Vector<double>& theta, const Vector<double>& analytic) {
  if (theta.size() <= most_single_parameters) {
    return {analytic, dual_gradient(phi, theta), complex_step_gradient(phi, theta),
            central_difference_gradient(phi, theta)};
  }
  const std::vector<Vector<double>> directions = draw_directions(theta.size());
  const Vector<double> none(directions.size(), 0.0);
  Slopes slopes{none, none, none, none};
  for (std::size_t k = 0; k < directions.size(); ++k) {
    const Vector<double>& v = directions[k];
    slopes.analytic(k) = dot(analytic, v);
    slopes.dual(k) = dual_derivative_along(phi, theta, v);
    slopes.complex_step(k) = complex_step_along(phi, theta, v);
    slopes.central_difference(k) = central_difference_along(phi, theta, v);
  }
  return slopes;
}

/// Checks ∇φ at θ against three independent oracles and by a Taylor test:
/// central differences to 1e-8 max(1, ‖g‖∞), the complex step and dual numbers to
/// 1e-12 max(1, ‖g‖∞), and a remainder that shrinks as h² along a random direction. Where θ is long
/// the oracles are asked along directions, and g are the slopes along them.
/// \param phi a generic lambda, `[&]<class T>(const Vector<T>& theta) -> T`. Where the function is
///        a vector, project it on a random direction first; a plain sum hides errors that cancel.
template <class Phi>
void check_gradient(Check& check, const Phi& phi, const Vector<double>& theta,
                    const Vector<double>& analytic, const Protocol& protocol = {}) {
  check.holds(analytic.size() == theta.size(), "a slope for each parameter");
  const Slopes slopes = slopes_at(phi, theta, analytic);
  check.agree(slopes.analytic, slopes.dual, 1e-12, "analytic gradient against dual numbers");
  check.agree(slopes.analytic, slopes.complex_step, 1e-12,
              "analytic gradient against the complex step");
  check.agree_unrecorded(slopes.analytic, slopes.central_difference, protocol.central_difference,
                         "analytic gradient against central differences");

  const double value = phi(theta);
  check.agree(phi(cast<std::complex<double>>(theta)).real(), value, 1e-13, "value at complex");
  check.agree(phi(cast<Dual<double>>(theta)).value, value, 1e-13, "value at duals");

  if (protocol.taylor_test) {
    const Vector<double> direction = *gaussian_vector(theta.size()).as("direction");
    check.holds(taylor_test(phi, theta, analytic, direction).passed(),
                "the Taylor remainder shrinks as the square of the step");
  }
  double steepest = 0;
  for (const double g : slopes.dual) steepest = std::max(steepest, std::abs(g));
  check.saw_gradient(steepest < 1e-3);
}

/// The same for a function of one number, `[&]<class T>(T x) -> T`.
template <class F>
void check_derivative(Check& check, const F& f, double x, double analytic,
                      const Protocol& protocol = {}) {
  const auto phi = [&]<class T>(const Vector<T>& theta) { return f(theta(0)); };
  check_gradient(check, phi, Vector<double>(1, x), Vector<double>(1, analytic), protocol);
}

}  // namespace nn::test
