#pragma once

/// \file
/// The loops of mistakes.hpp at work on six samples, with α = ½, from θ = 0: what they do, and how
/// they are caught.

#include <cstddef>
#include <cstdio>
#include <string>

#include "examples.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/program/errors.hpp"
#include "penguins.hpp"

namespace nn::chapter6 {

/// α of all loops here.
constexpr double example_rate = 0.5;

/// ∇C of the samples by the formula, which the loops follow. The samples must outlive it.
inline Gradient formula_of(const Samples& samples) {
  return [&samples](const Vector<double>& theta) { return gradient_at(cost_of(samples), theta); };
}

/// The same by central differences, which knows nothing of the formula: the moves are held to it.
inline Gradient measured_of(const Samples& samples) {
  return [&samples](const Vector<double>& theta) {
    const auto value = [&](const Vector<double>& at) { return value_at(cost_of(samples), at); };
    return central_difference_gradient(value, theta);
  };
}

/// How entry j of θ is called.
inline const char* parameter_name(std::size_t j) {
  constexpr const char* names[] = {"w1", "w2", "b"};
  return names[j];
}

/// Prints of gradient descent and of each mistake the first wrong move, and the cost at the end.
///
/// \throws CheckFailed if gradient descent itself makes one
inline void print_first_wrong_moves() {
  const Samples samples = example_samples();
  const Vector<double> zero(3, 0.0);
  std::printf("six samples, alpha = 0.5: every move against -alpha times the measured gradient\n");
  std::printf("loop              first wrong move          made  expected  cost at 200\n");
  const auto print = [&](const char* name, const auto& loop) {
    const Path path = loop(formula_of(samples), zero, example_rate, 200);
    const WrongMove wrong = first_wrong_move(path, measured_of(samples), example_rate);
    const double cost = value_at(cost_of(samples), path.back());
    if (wrong.found) {
      std::printf("%-17s epoch %zu, %-2s %18.4f %9.4f %12.4f\n", name, wrong.epoch,
                  parameter_name(wrong.parameter), wrong.made, wrong.expected, cost);
    } else {
      std::printf("%-17s none %36s %12.4f\n", name, "", cost);
    }
    return wrong.found;
  };
  const bool right_is_refused = print("gradient descent", descend);
  for (const Mistake& mistake : mistakes) print(mistake.name, mistake.descend);
  if (right_is_refused) throw CheckFailed("gradient descent does not move by -alpha ∇C");
}

/// Prints the first moves of a wrong loop beside what they should be, and its cost beside the right
/// one's. Returns how it was caught, if it was.
inline std::string show_mistake(const Mistake& mistake) {
  const Samples samples = example_samples();
  const Vector<double> zero(3, 0.0);
  std::printf("right: θ - α∇C, with ∇C computed anew at every θ\n");
  std::printf("wrong: %s\n\n", mistake.what);
  const Path wrong = mistake.descend(formula_of(samples), zero, example_rate, 200);
  const Path right = descend(formula_of(samples), zero, example_rate, 200);
  std::printf("epoch  parameter   -alpha times the central difference        move\n");
  for (std::size_t k = 0; k < 2; ++k) {
    const Vector<double> slope = measured_of(samples)(wrong[k]);
    for (std::size_t j = 0; j < 3; ++j) {
      std::printf("%5zu  %-9s %37.6f %11.6f\n", k + 1, parameter_name(j), -example_rate * slope(j),
                  wrong[k + 1](j) - wrong[k](j));
    }
  }
  std::printf("\nepoch   cost, right   cost, wrong\n");
  for (const std::size_t k : {0U, 1U, 2U, 5U, 20U, 100U, 200U}) {
    std::printf("%5zu %13.6f %13.6f\n", k, value_at(cost_of(samples), right[k]),
                value_at(cost_of(samples), wrong[k]));
  }
  const WrongMove caught = first_wrong_move(wrong, measured_of(samples), example_rate);
  if (!caught.found) return "";
  char verdict[160];
  std::snprintf(verdict, sizeof verdict,
                "%s: caught in epoch %zu, %s moves by %.6f where -alpha times its slope is %.6f",
                mistake.name, caught.epoch, parameter_name(caught.parameter), caught.made,
                caught.expected);
  return verdict;
}

}  // namespace nn::chapter6
