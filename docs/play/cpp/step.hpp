#pragma once

/// \file
/// Chapter 5: the error of a numerical derivative against its step.

#include <cmath>
#include <complex>

#include "chapters/05-chain-rule/step_study.hpp"
#include "nn/derivative/central_difference.hpp"
#include "record.hpp"

namespace nn::play {

/// From the step `h`: the typical errors of three numerical derivatives, as the chapter's figure
/// has them.
inline Outputs step_errors(const Inputs& in) {
  const chapter5::StepError error = chapter5::error_of_step(in["h"]);
  return {
      {"forward", error.forward}, {"central", error.central}, {"complex_step", error.complex_step}};
}

/// From the step `h`: the central difference at the chapter's neuron, piece by piece. The truth is
/// the analytic derivative in `long double`.
inline Outputs step(const Inputs& in) {
  const chapter5::LossOfFirstWeight loss;
  const double w = 0.3;
  const double h = in["h"];
  const long double truth = loss.derivative(static_cast<long double>(w));
  const auto off = [&](double slope) { return static_cast<double>(std::abs(slope - truth)); };
  const double central = central_difference(loss, w, h);
  const double forward = (loss(w + h) - loss(w)) / ((w + h) - w);
  const double complex_step = loss(std::complex<double>(w, h)).imag() / h;
  return {{"w", w},
          {"loss_right", loss(w + h)},
          {"loss_left", loss(w - h)},
          {"rise", loss(w + h) - loss(w - h)},
          {"run", (w + h) - (w - h)},
          {"central", central},
          {"forward", forward},
          {"complex_step", complex_step},
          {"truth", static_cast<double>(truth)},
          {"central_error", off(central)},
          {"forward_error", off(forward)},
          {"complex_step_error", off(complex_step)}};
}

/// What the two arms of the figure follow from: M, η and the steps that balance them.
inline Outputs step_laws(const Inputs& /*none*/) {
  const double M = chapter5::typical_third_derivative();
  const double eta = chapter5::typical_rounding();
  return {{"M", M},
          {"eta", eta},
          {"best_step", std::cbrt(3 * eta / M)},
          {"library_step", central_difference_step(0)}};
}

}  // namespace nn::play
