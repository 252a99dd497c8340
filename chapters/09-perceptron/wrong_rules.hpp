#pragma once

/// \file
/// The rules of mistakes.hpp at work: on four samples, where the first wrong move shows, and on the
/// penguins.

#include <cstddef>
#include <cstdio>
#include <string>

#include "examples.hpp"
#include "mistakes.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/text.hpp"

namespace nn::chapter9 {

/// How θ should move for x, extended, with the label y: by −1 times the slope of max(0, −tz), which
/// dual numbers find; and at z = 0, where there is no slope, by t x.
inline Vector<double> expected_move(const Vector<double>& theta, const Vector<double>& x,
                                    double y) {
  const double t = 2 * y - 1;
  if (dot(theta, x) == 0) return t * x;
  const auto loss = [&]<class T>(const Vector<T>& at) {
    const T wrong_by = -T(t) * dot(at, cast<T>(x));
    return real_part(wrong_by) > 0 ? wrong_by : T(0);
  };
  return Vector<double>(theta.size(), 0.0) - dual_gradient(loss, theta);  // without a -0
}

/// Whether a rule moves θ for x, extended, as it should.
inline bool is_right_at(Move move, const Vector<double>& theta, const Vector<double>& x, double y) {
  const Vector<double> error = move(x, y, dot(theta, x)) - expected_move(theta, x, y);
  return max_norm(error) <= 1e-12 * (1 + max_norm(x));
}

/// Where a rule first moves in a wrong way, if it does within three passes from θ = 0.
struct WrongMove {
  bool found = false;
  std::size_t pass = 0;     ///< from 1
  std::size_t sample = 0;   ///< from 1
  double z = 0;             ///< before the move
  Vector<double> made;      ///< the move
  Vector<double> expected;  ///< what it should have been
};

/// Follows a rule through the samples.
inline WrongMove first_wrong_move(Move move, const Samples& samples) {
  Vector<double> theta(samples.X.size2() + 1, 0.0);
  for (std::size_t pass = 1; pass <= 3; ++pass) {
    for (std::size_t i = 0; i < samples.y.size(); ++i) {
      const Vector<double> x = extended(row_of(samples.X, i));
      const double z = dot(theta, x);
      const Vector<double> made = move(x, samples.y(i), z);
      if (!is_right_at(move, theta, x, samples.y(i))) {
        return {true, pass, i + 1, z, made, expected_move(theta, x, samples.y(i))};
      }
      theta += made;
    }
  }
  return {};
}

/// How many samples a rule gets wrong after so many passes from θ = 0.
inline std::size_t wrong_after(Move move, const Samples& samples, std::size_t passes) {
  Vector<double> theta(samples.X.size2() + 1, 0.0);
  for (std::size_t pass = 0; pass < passes; ++pass) {
    for (std::size_t i = 0; i < samples.y.size(); ++i) {
      const Vector<double> x = extended(row_of(samples.X, i));
      theta += move(x, samples.y(i), dot(theta, x));
    }
  }
  return count_wrong(neuron_from(theta), samples);
}

/// Adelies and Gentoos, by their standardised bills.
inline Samples bills_to_learn() { return standardized(adelies_and("Gentoo", bill_columns())); }

/// Prints of the right rule and of each mistake where it first goes wrong on the four samples, and
/// what becomes of the penguins.
///
/// \throws CheckFailed if Rosenblatt's rule itself goes wrong
inline void print_mistakes() {
  const Samples penguins = bills_to_learn();
  std::printf("                 first wrong move   wrong of %zu penguins\n", penguins.y.size());
  std::printf("rule             on four samples    after 100 passes\n");
  const auto print = [&](const char* name, Move move) {
    const WrongMove wrong = first_wrong_move(move, small_samples());
    std::string where = "none";
    if (wrong.found) {
      where = "pass " + std::to_string(wrong.pass) + ", sample " + std::to_string(wrong.sample);
    }
    std::printf("%-16s %-18s %16zu\n", name, where.c_str(), wrong_after(move, penguins, 100));
    return wrong.found;
  };
  const bool right_is_refused = print("right", right_move);
  for (const Mistake& mistake : mistakes) print(mistake.name, mistake.move);
  if (right_is_refused) throw CheckFailed("Rosenblatt's rule does not move by t x at a mistake");
}

/// Prints the first wrong move of a rule beside the right one, and what becomes of the penguins.
/// Returns how it was caught, if it was.
inline std::string show_mistake(const Mistake& mistake) {
  std::printf("right: t x where t z > 0 does not hold, and 0 elsewhere\nwrong: %s\n\n",
              mistake.what);
  const Samples samples = small_samples();
  const WrongMove wrong = first_wrong_move(mistake.move, samples);
  if (!wrong.found) return "";
  std::printf("pass %zu, sample %zu: x = %s, y = %g, z = %g\n", wrong.pass, wrong.sample,
              text_of(row_of(samples.X, wrong.sample - 1)).c_str(), samples.y(wrong.sample - 1),
              wrong.z);
  std::printf("move of (w, b), right: %s\n", text_of(wrong.expected).c_str());
  std::printf("move of (w, b), wrong: %s\n\n", text_of(wrong.made).c_str());
  const Samples penguins = bills_to_learn();
  std::printf("wrong of %zu penguins, after passes   1    10   100\n", penguins.y.size());
  const auto print = [&](const char* name, Move move) {
    std::printf("with the %s rule", name);
    int width = 20;
    for (const std::size_t passes : {1U, 10U, 100U}) {
      std::printf("%*zu", width, wrong_after(move, penguins, passes));
      width = 6;
    }
    std::printf("\n");
  };
  print("right", right_move);
  print("wrong", mistake.move);
  return std::string(mistake.name) + ": caught in pass " + std::to_string(wrong.pass) +
         " at sample " + std::to_string(wrong.sample) + ", (w, b) moves by " + text_of(wrong.made) +
         " where it should by " + text_of(wrong.expected);
}

}  // namespace nn::chapter9
