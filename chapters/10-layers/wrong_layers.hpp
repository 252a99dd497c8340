#pragma once

/// \file
/// The formulas of mistakes.hpp beside the right one: how far they are off on a small network, and
/// what they make of a network that has learned the penguins' masses.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "body_mass.hpp"
#include "loops.hpp"
#include "mistakes.hpp"
#include "nn/program/columns.hpp"

namespace nn::chapter10 {

/// Four samples, and a network for them with one hidden layer of so many units.
struct Shown {
  Network network;
  Vector<double> theta;
  Matrix<double> X;
};

inline Matrix<double> shown_samples() { return matrix<double>({{1, 2}, {-1, 1}, {2, -1}, {0, 1}}); }

inline Shown three_units(Activation f) {
  return {network_of(2, {3}, f, 1),
          vector<double>({0.5, -1, 0.25, 1, 0.5, -0.75, 0.25, -0.5, 0.5, 1, -2, 0.5, 0.125}),
          shown_samples()};
}

/// As many units as inputs.
inline Shown two_units(Activation f) {
  return {network_of(2, {2}, f, 1), vector<double>({0.5, -1, 1, 0.25, 0.25, -0.5, 1, -2, 0.125}),
          shown_samples()};
}

/// How far a score may be off: a few hundred roundings of numbers near 1 are below it.
inline double allowed(const Matrix<double>& expected) {
  double size = 1;
  for (const double score : expected.data()) size = std::max(size, std::abs(score));
  return 1e-12 * size;
}

/// The penguins' error with a wrong way forward through the trained network, in words.
inline std::string error_of(const Mistake& mistake) {
  if (mistake.activation != Activation::tanh) return "-";
  const Trained& trained = five_units();
  const Measured& unseen = body_mass().held_out;
  try {
    const Matrix<double> predicted = mistake.scores(trained.network, trained.theta, unseen.X);
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", error_in_grams(predicted, unseen.Y));
    return text;
  } catch (const ShapeError&) {
    return "refused";
  }
}

/// Prints of each mistake how far it is off, where a layer is square and where it is not, and what
/// it makes of the penguins.
inline void print_mistakes() {
  std::printf("                  largest error        five tanh units on the\n");
  std::printf("                  2-3-1     2-2-1      held-out penguins (g)\n");
  std::printf("%-16s %6.4f    %6.4f %19.1f\n", "right", 0.0, 0.0,
              five_units().error_on(body_mass().held_out));
  for (const Mistake& mistake : mistakes) {
    const auto error = [&](const Shown& shown) -> std::string {
      try {
        char text[32];
        const Matrix<double> wrong = mistake.scores(shown.network, shown.theta, shown.X);
        const Matrix<double> right = right_scores(shown.network, shown.theta, shown.X);
        std::snprintf(text, sizeof text, "%.4f", largest_difference(wrong, right));
        return text;
      } catch (const ShapeError&) {
        return "refused";
      }
    };
    std::printf("%-16s %-9s %-9s %16s\n", mistake.name,
                error(three_units(mistake.activation)).c_str(),
                error(two_units(mistake.activation)).c_str(), error_of(mistake).c_str());
  }
}

/// Prints wrong scores beside right ones and beside those of plain loops. Returns how the mistake
/// was caught.
inline std::string show_scores(const Mistake& mistake, const Shown& shown) {
  const Matrix<double> wrong = mistake.scores(shown.network, shown.theta, shown.X);
  const Matrix<double> right = right_scores(shown.network, shown.theta, shown.X);
  const Matrix<double> loops = scores_by_loops(shown.network, shown.theta, shown.X);
  const auto column = [](const Matrix<double>& Z) {
    Vector<double> numbers(Z.size1());
    for (std::size_t i = 0; i < Z.size1(); ++i) numbers(i) = Z(i, 0);
    return numbers;
  };
  print_columns("sample", 6, {"1", "2", "3", "4"},
                {{"wrong", 12, 6, column(wrong)},
                 {"right", 12, 6, column(right)},
                 {"loops in long double", 23, 6, column(loops)}});
  char verdict[128];
  std::snprintf(verdict, sizeof verdict, "%s: caught, a score is off by %.2g (allowed %.0e)",
                mistake.name, largest_difference(wrong, loops), allowed(loops));
  return verdict;
}

/// Shows a mistake on three hidden units and, where the shapes do not even fit, on two.
inline std::string show_mistake(const Mistake& mistake) {
  std::printf("right: f(AW + 1ᵀb) in every layer but the last, AW + 1ᵀb there\n");
  std::printf("wrong: %s\n\n", mistake.what);
  try {
    return show_scores(mistake, three_units(mistake.activation));
  } catch (const ShapeError& error) {
    std::printf("with 2 inputs and 3 hidden units it is refused: %s\n", error.what());
    std::printf("with 2 inputs and 2 hidden units nothing complains:\n\n");
    return show_scores(mistake, two_units(mistake.activation));
  }
}

}  // namespace nn::chapter10
