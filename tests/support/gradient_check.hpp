#pragma once

/// \file
/// The protocol by which every gradient of the book is checked.

#include <algorithm>
#include <cmath>
#include <complex>

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

/// Checks ∇φ at θ against three independent oracles and by a Taylor test:
/// central differences to 1e-8 max(1, ‖g‖∞), the complex step and dual numbers to
/// 1e-12 max(1, ‖g‖∞), and a remainder that shrinks as h² along a random direction.
/// \param phi a generic lambda, `[&]<class T>(const Vector<T>& theta) -> T`. Where the function is
///        a vector, project it on a random direction first; a plain sum hides errors that cancel.
template <class Phi>
void check_gradient(Check& check, const Phi& phi, const Vector<double>& theta,
                    const Vector<double>& analytic, const Protocol& protocol = {}) {
  const Vector<double> dual = dual_gradient(phi, theta);
  check.agree(analytic, dual, 1e-12, "analytic gradient against dual numbers");
  check.agree(analytic, complex_step_gradient(phi, theta), 1e-12,
              "analytic gradient against the complex step");
  check.agree_unrecorded(analytic, central_difference_gradient(phi, theta),
                         protocol.central_difference,
                         "analytic gradient against central differences");

  const double value = phi(theta);
  check.agree(phi(cast<std::complex<double>>(theta)).real(), value, 1e-13, "value at complex");
  check.agree(phi(cast<Dual>(theta)).value, value, 1e-13, "value at duals");

  if (protocol.taylor_test) {
    const Vector<double> direction = *gaussian_vector(theta.size()).as("direction");
    check.holds(taylor_test(phi, theta, analytic, direction).passed(),
                "the Taylor remainder shrinks as the square of the step");
  }
  double steepest = 0;
  for (const double g : dual) steepest = std::max(steepest, std::abs(g));
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
