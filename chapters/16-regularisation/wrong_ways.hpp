#pragma once

/// \file
/// Shows the mistakes of mistakes.hpp.

#include <cmath>
#include <cstdio>
#include <string>

#include "mistakes.hpp"

namespace nn::chapter16 {

/// Prints of each mistake the number that gives it away, and what comes of it.
inline void print_mistakes() {
  std::printf("                     given away by                       right     wrong\n");
  for (const Mistake& mistake : mistakes) {
    const Seen seen = mistake.given_away(example_case());
    std::printf("%-20s %-30s %10.4f %9.4f\n", mistake.name, seen.what, seen.right, seen.wrong);
  }
  std::printf("\n                     what comes of it                    right     wrong\n");
  for (const Mistake& mistake : mistakes) {
    const Seen seen = mistake.comes_of_it();
    std::printf("%-20s %-30s %10.4f %9.4f\n", mistake.name, seen.what, seen.right, seen.wrong);
  }
}

/// Prints a mistake, the number that gives it away and what comes of it. Returns how it was caught.
inline std::string show_mistake(const Mistake& mistake) {
  const Seen seen = mistake.given_away(example_case());
  const Seen consequence = mistake.comes_of_it();
  std::printf("wrong: %s\n\n", mistake.what);
  std::printf("given away by                       right     wrong\n");
  std::printf("%-30s %10.4f %9.4f\n", seen.what, seen.right, seen.wrong);
  std::printf("\nwhat comes of it                    right     wrong\n");
  std::printf("%-30s %10.4f %9.4f\n", consequence.what, consequence.right, consequence.wrong);
  const double off = std::abs(seen.wrong - seen.right);
  if (off <= allowed) return "";
  char verdict[160];
  std::snprintf(verdict, sizeof verdict, "%s: caught, %s is off by %.2g (allowed 1e-12)",
                mistake.name, seen.what, off);
  return verdict;
}

}  // namespace nn::chapter16
