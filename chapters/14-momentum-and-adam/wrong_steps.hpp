#pragma once

/// \file
/// The steps of mistakes.hpp beside the right ones: their moves under a constant gradient, and what
/// a training with them comes to.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "digit_training.hpp"
#include "mistakes.hpp"
#include "nn/program/errors.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter14 {

/// The rate of all steps here, before it falls.
inline constexpr double example_rate = 0.1;

/// Two tensors with a parameter each, and the gradient that they get in every update.
/// @{
inline Tensors example_tensors() { return {1, 1}; }
inline Vector<double> example_gradient() { return vector<double>({0.001, -0.0002}); }
/// @}

/// The first wrong move in five updates.
inline WrongMove first_wrong_move_of(const Step& step, Rule rule) {
  return first_wrong_move(step, rule, example_gradient(), falling_rates(example_rate, 5));
}

/// A number with so many digits behind the point; `nan` without the sign that some machines print.
inline std::string number_text(double x, int digits) {
  if (std::isnan(x)) return "nan";
  char text[40];
  std::snprintf(text, sizeof text, "%.*f", digits, x);
  return text;
}

/// Three epochs on the digits with a step, at a rate that falls.
inline Outcome digits_with(const Step& step) {
  StepOptimizer optimizer(step);
  return trained_with(optimizer, example_rate, Schedule::cosine);
}

/// Prints of both right steps and of each mistake the first wrong move, and what it comes to.
///
/// \throws CheckFailed if a right step makes one
inline void print_mistakes() {
  std::printf("gradients 0.001 in one tensor, -0.0002 in another; α falls from 0.1\n");
  std::printf("                          first wrong move              3 epochs, digits\n");
  std::printf("step                 t  tensor       made  should be     cost  of %zu\n",
              chapter12::digit_data().held_out.digits.size());
  for (const Rule rule : {Rule::adam, Rule::momentum}) {
    const char* const name = rule == Rule::adam ? "Adam" : "momentum";
    const WrongMove wrong = first_wrong_move_of(right_step(rule, example_tensors()), rule);
    if (wrong.found) throw CheckFailed(std::string(name) + " does not move as it should");
    const Outcome outcome = digits_with(right_step(rule, reader_tensors()));
    std::printf("%-19s  -       -          -          - %8.3f %7zu\n", name, outcome.cost,
                outcome.held_out);
  }
  for (const Mistake& mistake : mistakes) {
    const WrongMove wrong = first_wrong_move_of(mistake.make(example_tensors()), mistake.rule);
    const Outcome outcome = digits_with(mistake.make(reader_tensors()));
    std::printf("%-19s %2zu %7zu %10s %10.6f %8s %7zu\n", mistake.name, wrong.update,
                wrong.parameter + 1, number_text(wrong.made, 6).c_str(), wrong.expected,
                number_text(outcome.cost, 3).c_str(), outcome.held_out);
  }
}

/// Prints the moves of a wrong step beside what they should be, and what a training with it comes
/// to. Returns how it was caught.
inline std::string show_mistake(const Mistake& mistake) {
  std::printf("right: %s\n", mistake.rule == Rule::adam
                                 ? "αm_hat/(√v_hat + ε), with one t for all of θ, from 1"
                                 : "v ← βv + g, θ ← θ - αv");
  std::printf("wrong: %s\n\n", mistake.what);
  std::printf("gradients 0.001 in one tensor, -0.0002 in another\n");
  std::printf("t      rate  tensor       move  should be\n");
  const Step step = mistake.make(example_tensors());
  const Vector<double> gradient = example_gradient();
  const std::vector<double> rates = falling_rates(example_rate, 5);
  for (std::size_t t = 1; t <= 3; ++t) {
    Vector<double> theta(gradient.size(), 0.0);
    step(theta, gradient, rates[t - 1]);
    for (std::size_t j = 0; j < gradient.size(); ++j) {
      std::printf("%zu %9.6f %7zu %10s %10.6f\n", t, rates[t - 1], j + 1,
                  number_text(theta(j), 6).c_str(),
                  expected_move(mistake.rule, gradient(j), rates[t - 1], t));
    }
  }
  const Outcome right = digits_with(right_step(mistake.rule, reader_tensors()));
  const Outcome wrong = digits_with(mistake.make(reader_tensors()));
  std::printf("\n3 epochs on the digits      cost   right of %zu\n",
              chapter12::digit_data().held_out.digits.size());
  std::printf("with the right step %12.3f %14zu\n", right.cost, right.held_out);
  std::printf("with the wrong step %12s %14zu\n", number_text(wrong.cost, 3).c_str(),
              wrong.held_out);
  const WrongMove caught = first_wrong_move_of(mistake.make(example_tensors()), mistake.rule);
  if (!caught.found) return "";
  return std::string(mistake.name) + ": caught in update " + std::to_string(caught.update) +
         ", a parameter moves by " + number_text(caught.made, 6) + " where " +
         number_text(caught.expected, 6) + " is due";
}

}  // namespace nn::chapter14
