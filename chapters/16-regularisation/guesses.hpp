#pragma once

/// \file
/// How good the best of many is who know nothing.

#include <cmath>
#include <cstddef>
#include <cstdio>

namespace nn::chapter16 {

/// E of the most right answers among so many candidates, each of whom answers N questions of yes or
/// no by a coin of their own: Σᵣ (1 − F(r − 1)ᶜ) for r from 1 to N, where F(r) is the probability
/// that one has r right answers or fewer.
///
/// \param candidates c, at least 1
/// \param questions N, at most 1000: 2⁻ᴺ must not underflow
inline double expected_best(std::size_t candidates, std::size_t questions) {
  const auto N = static_cast<double>(questions);
  double just = std::ldexp(1.0, -static_cast<int>(questions));  // the probability of r right
  double at_most = 0;                                           // F(r - 1)
  double sum = 0;
  for (std::size_t r = 1; r <= questions; ++r) {
    at_most += just;
    sum += 1 - std::pow(at_most, static_cast<double>(candidates));
    just *= (N - static_cast<double>(r) + 1) / static_cast<double>(r);
  }
  return sum;
}

/// Prints the expected share right of the best of c, on N questions.
inline void print_guesses() {
  std::printf("candidates   20 rows   100 rows   1000 rows\n");
  for (const std::size_t candidates : {1U, 2U, 10U, 100U, 1000U}) {
    std::printf("%10zu", candidates);
    int width = 10;
    for (const std::size_t questions : {20U, 100U, 1000U}) {
      std::printf("%*.4f", width,
                  expected_best(candidates, questions) / static_cast<double>(questions));
      ++width;
    }
    std::printf("\n");
  }
}

}  // namespace nn::chapter16
