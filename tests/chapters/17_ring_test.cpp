// Chapter 17: the ring, step by step, and what it costs each process.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "chapters/17-many-machines/counted_processes.hpp"
#include "chapters/17-many-machines/ring_in_one.hpp"
#include "chapters/17-many-machines/ring_table.hpp"
#include "nn/processes/ring.hpp"
#include "nn/processes/thread_processes.hpp"
#include "tests/chapters/17_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// Is piece k of process p the sum over `count` processes, from process `first` on?
void holds_sum(Check& check, const DrawnRing& drawn, const chapter17::RingInOne<double>& ring,
               std::size_t p, std::size_t k, std::size_t first, std::size_t count) {
  const RowRange piece = ring.piece(k);
  for (std::size_t entry = piece.first; entry < piece.last; ++entry) {
    check.agree(ring.numbers(p)[entry], drawn.sum_over(first, count, entry), 0);
  }
}

/// What ring_sum() leaves in each process.
std::vector<std::vector<double>> around_the_ring(const std::vector<std::vector<double>>& numbers) {
  std::vector<std::vector<double>> results = numbers;
  run_as_processes(numbers.size(),
                   [&](Processes& process) { ring_sum(process, results[process.rank()]); });
  return results;
}

}  // namespace

TEST(Ring, AddsUpPartialSums) {
  property("ring-partial-sums", [](Check& check) {
    const DrawnRing drawn = DrawnRing::draw();
    const std::size_t P = drawn.P();
    chapter17::RingInOne<double> ring = drawn.ring();
    for (std::size_t s = 0; s + 2 <= P; ++s) {
      check.holds(ring_step(P, 0, s).adds, "it adds");
      ring.step();
      for (std::size_t p = 0; p < P; ++p) {
        // Over processes p − s − 1, …, p: s + 2 of them.
        const std::size_t k = (p + 2 * P - s - 1) % P;
        holds_sum(check, drawn, ring, p, k, k, s + 2);
      }
    }
  });
}

TEST(Ring, HandsWholePiecesRound) {
  property("ring-whole-pieces", [](Check& check) {
    const DrawnRing drawn = DrawnRing::draw();
    const std::size_t P = drawn.P();
    chapter17::RingInOne<double> ring = drawn.ring();
    while (ring.steps() < P - 1) ring.step();
    for (std::size_t t = 0; t < P; ++t) {
      for (std::size_t p = 0; p < P; ++p) {
        // Pieces p + 1, p, …, p + 1 − t.
        for (std::size_t back = 0; back <= t; ++back) {
          holds_sum(check, drawn, ring, p, (p + 1 + P - back) % P, 0, P);
        }
      }
      if (t + 1 < P) ring.step();
    }
    check.holds(ring.is_over(), "2(P - 1) steps");
  });
}

TEST(Ring, GivesAllProcessesTheSameBits) {
  property("ring-whole-pieces", [](Check& check) {
    const std::size_t P = *dimension(1, 5).as("P");
    const std::size_t N = *dimension(0, 12).as("N");
    std::vector<std::vector<double>> numbers(P, std::vector<double>(N));
    for (std::vector<double>& own : numbers) {
      for (double& x : own) x = *gaussian().as("x");
    }
    const std::vector<std::vector<double>> results = around_the_ring(numbers);
    chapter17::RingInOne<double> ring(numbers);
    while (!ring.is_over()) ring.step();
    for (std::size_t p = 0; p < P; ++p) {
      check.holds(results[p] == results[0], "the same in all");
      check.holds(results[p] == ring.numbers(p), "as step by step");
    }
    for (std::size_t k = 0; k < N; ++k) {
      double sum = 0;
      for (const std::vector<double>& own : numbers) sum += own[k];
      check.agree(results[0][k], sum, 16 * epsilon, "the sum");
    }
  });
}

// The numbers of the page: digits say who is in a sum.
TEST(Ring, OfThePage) {
  examples({"ring-partial-sums", "ring-whole-pieces"}, [](Check& check) {
    chapter17::RingInOne<double> ring = chapter17::telling_ring(4, 8);
    ring.step();
    check.agree(ring.numbers(0)[6], 1001, 0, "process 0 has piece 3 of process 3 and its own");
    ring.step();
    check.agree(ring.numbers(0)[4], 1101, 0, "and then piece 2 of 2, 3 and 0");
    ring.step();
    check.agree(ring.numbers(0)[2], 1111, 0, "piece 1 is whole");
    check.agree(ring.numbers(0)[0], 1, 0, "its piece 0 it has only given away");
    while (!ring.is_over()) ring.step();
    for (std::size_t p = 0; p < 4; ++p) {
      for (const double number : ring.numbers(p)) check.agree(number, 1111, 0, "everything");
    }
  });
}

TEST(Ring, CostsEachProcessAsMuch) {
  property("ring-price", [](Check& check) {
    const std::size_t P = *dimension(2, 6).as("P");
    const std::size_t N = P * *dimension(1, 6).as("N/P");
    std::vector<std::size_t> messages(P);
    std::vector<std::size_t> bytes(P);
    run_as_processes(P, [&](Processes& process) {
      chapter17::CountedProcesses counted(process);
      std::vector<double> numbers(N, 1.0);
      ring_sum(counted, numbers);
      messages[process.rank()] = counted.messages();
      bytes[process.rank()] = counted.bytes();
    });
    const auto p = static_cast<double>(P);
    const auto n = static_cast<double>(N);
    for (std::size_t rank = 0; rank < P; ++rank) {
      check.agree(static_cast<double>(messages[rank]), 2 * (p - 1), 0, "messages");
      check.agree(static_cast<double>(bytes[rank]) / 8, 2 * (p - 1) / p * n, 1e-13, "numbers");
    }
    const chapter17::RingPrice price = chapter17::counted_ring(P, N);
    check.agree(static_cast<double>(price.additions), (p - 1) / p * n, 1e-13, "additions");
    const chapter17::RingPrice formula = chapter17::price_by_formula(P, N);
    check.holds(price.messages == formula.messages && price.bytes == formula.bytes &&
                    price.additions == formula.additions,
                "as the program prints");
  });
}

// What counts passes everything on.
TEST(Ring, IsCountedWithoutBeingChanged) {
  property("ring-price", [](Check& check) {
    const std::size_t P = *dimension(1, 4).as("P");
    std::vector<int> fits(P, 0);
    run_as_processes(P, [&](Processes& process) {
      chapter17::CountedProcesses counted(process);
      std::vector<double> doubles = {1, static_cast<double>(counted.rank())};
      std::vector<float> floats = {1};
      std::vector<std::uint64_t> words = {1};
      std::vector<double> largest = {static_cast<double>(counted.rank())};
      counted.sum(std::span(doubles));
      counted.sum(std::span(floats));
      counted.sum(std::span(words));
      counted.maximum(std::span(largest));
      const auto p = static_cast<double>(P);
      fits[process.rank()] = counted.count() == P && counted.host() == process.host() &&
                                     doubles[0] == p && doubles[1] == p * (p - 1) / 2 &&
                                     floats[0] == static_cast<float>(P) && words[0] == P &&
                                     largest[0] == p - 1 && counted.messages() == 0
                                 ? 1
                                 : 0;
    });
    check.holds(std::count(fits.begin(), fits.end(), 1) == static_cast<std::ptrdiff_t>(P),
                "sums and largest numbers are the other one's");
  });
}
