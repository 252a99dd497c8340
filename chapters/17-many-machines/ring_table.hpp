#pragma once

/// \file
/// The ring, shown step by step and counted.

#include <cstddef>
#include <cstdio>
#include <vector>

#include "../08-cost-of-a-dot-product/counted.hpp"
#include "counted_processes.hpp"
#include "nn/processes/ring.hpp"
#include "nn/processes/thread_processes.hpp"
#include "ring_in_one.hpp"

namespace nn::chapter17 {

/// What a sum around the ring took of one process.
struct RingPrice {
  std::size_t messages = 0;
  std::size_t bytes = 0;
  std::size_t additions = 0;
};

/// Counted, of the first of P processes with N numbers each, of which P divides N.
inline RingPrice counted_ring(std::size_t P, std::size_t N) {
  RingPrice price;
  run_as_processes(P, [&](Processes& process) {
    CountedProcesses counted(process);
    std::vector<double> numbers(N, 1.0);
    ring_sum(counted, numbers);
    if (process.is_first()) price = {counted.messages(), counted.bytes(), 0};
  });
  using chapter8::Counted;
  RingInOne<Counted> ring(std::vector<std::vector<Counted>>(P, std::vector<Counted>(N, 1.0)));
  const chapter8::Operations done = chapter8::operations_of([&] {
    while (!ring.is_over()) ring.step();
  });
  price.additions = done.additions / P;  // all processes do as many
  return price;
}

/// By the formulas.
inline RingPrice price_by_formula(std::size_t P, std::size_t N) {
  return {2 * (P - 1), 2 * (P - 1) * N / P * sizeof(double), (P - 1) * N / P};
}

/// Process p begins with 10^p in all its places: the digits of a sum say who is in it.
inline RingInOne<double> telling_ring(std::size_t P, std::size_t N) {
  std::vector<std::vector<double>> numbers;
  double own = 1;
  for (std::size_t p = 0; p < P; ++p) {
    numbers.emplace_back(N, own);
    own *= 10;
  }
  return RingInOne<double>(numbers);
}

inline void print_ring() {
  constexpr std::size_t P = 4;
  constexpr std::size_t N = 8;
  RingInOne<double> ring = telling_ring(P, N);
  std::printf("P = 4, N = 8: each piece has 2 numbers, at first all are 1, 10, 100 or\n");
  std::printf("1000 by process; what is given, as piece: number\n");
  std::printf("step          from 0     from 1     from 2     from 3\n");
  while (!ring.is_over()) {
    const std::size_t s = ring.steps();
    std::printf("%4zu %s", s, ring_step(P, 0, s).adds ? "adds" : "puts");
    for (std::size_t p = 0; p < P; ++p) {
      const std::size_t given = ring_step(P, p, s).give;
      std::printf("    %zu: %04.0f", given, ring.numbers(p)[ring.piece(given).first]);
    }
    std::printf("\n");
    ring.step();
  }
  std::printf("at the end");
  for (std::size_t p = 0; p < P; ++p) {
    std::printf("%s%04.0f", p == 0 ? "      " : "       ", ring.numbers(p).back());
  }
  std::printf("\n\nN = 24, one process\n");
  std::printf("          messages        bytes        additions\n");
  std::printf(" P  counted formula  counted formula  counted formula\n");
  for (const std::size_t count : {2U, 3U, 4U, 8U}) {
    const RingPrice counted = counted_ring(count, 24);
    const RingPrice formula = price_by_formula(count, 24);
    std::printf("%2zu %8zu %7zu %8zu %7zu %8zu %7zu\n", count, counted.messages, formula.messages,
                counted.bytes, formula.bytes, counted.additions, formula.additions);
  }
}

}  // namespace nn::chapter17
