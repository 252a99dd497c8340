#pragma once

/// \file
/// The orders of summation: how long the longest chain of additions is in each, and what rounding
/// does to the sum.

#include <cstddef>
#include <cstdio>

#include "counted.hpp"
#include "examples.hpp"
#include "nn/scalar/random.hpp"
#include "nn/scalar/rounding.hpp"
#include "sums.hpp"

namespace nn::chapter8 {

/// Prints the longest chain of one order, counted, for three lengths.
template <class Sum>
void print_chain(const char* name, const Sum& sum) {
  std::printf("%-28s", name);
  for (const std::size_t d : {8U, 64U, 1000U}) {
    const Vector<Counted> ones(d, Counted(1));
    std::printf(" %8zu", sum(ones, ones).chain);
  }
  std::printf("\n");
}

/// Prints it for each order.
inline void print_chains() {
  std::printf("the longest chain            d =  8   d = 64 d = 1000\n");
  print_chain("left to right", [](const auto& w, const auto& x) { return dot(w, x); });
  print_chain("in 4 partial sums",
              [](const auto& w, const auto& x) { return dot_in_lanes<4>(w, x); });
  print_chain("in 16 partial sums",
              [](const auto& w, const auto& x) { return dot_in_lanes<16>(w, x); });
  print_chain("in pairs", [](const auto& w, const auto& x) { return dot_in_pairs(w, x); });
}

/// Prints 1 + 1/4 + 1/9 + … in floats, from either end.
inline void print_reciprocal_squares() {
  float falling = 0;
  float rising = 0;
  double exact = 0;
  for (int j = 1; j <= 1'000'000; ++j) {
    falling += 1 / (static_cast<float>(j) * static_cast<float>(j));
  }
  for (int j = 1'000'000; j >= 1; --j) {
    rising += 1 / (static_cast<float>(j) * static_cast<float>(j));
    exact += 1 / (static_cast<double>(j) * j);
  }
  std::printf("1 + 1/4 + 1/9 + ..., a million floats: largest first %.6f\n",
              static_cast<double>(falling));
  std::printf("smallest first %.6f, in double %.6f\n", static_cast<double>(rising), exact);
}

/// Prints what the order does to three numbers, to many, and to a million.
inline void print_orders() {
  std::printf("(0.1 + 0.2) + 0.3 = %.17g\n", (0.1 + 0.2) + 0.3);
  std::printf("0.1 + (0.2 + 0.3) = %.17g\n", 0.1 + (0.2 + 0.3));
  std::printf("\nfloats, all positive: the largest error of 10 sums, and its bound\n");
  std::printf("      d    left to right       8 partial sums     in pairs\n");
  Random random(1958);
  for (const std::size_t d : {100U, 1000U, 10000U, 100000U}) {
    const OrderErrors largest = largest_order_errors(d, 10, random);
    std::printf("%7zu   %7.1e %7.1e    %7.1e %7.1e    %7.1e %7.1e\n", d, largest.left_to_right,
                gamma<float>(chain_left_to_right(d)), largest.in_lanes,
                gamma<float>(chain_in_lanes(d, 8)), largest.in_pairs,
                gamma<float>(chain_in_pairs(d)));
  }
  std::printf("\n");
  print_reciprocal_squares();
}

}  // namespace nn::chapter8
