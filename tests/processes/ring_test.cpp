// The sum along a ring: who gives which piece to whom, in which order a piece is added up, and how
// much goes over the wires.
#include "nn/processes/ring.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "nn/processes/thread_processes.hpp"
#include "nn/scalar/row_range.hpp"
#include "nn/scalar/split_mix.hpp"
#include "tests/support/any_seed.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// The numbers of each process.
using Numbers = std::vector<std::vector<double>>;

/// P processes with N numbers each, which `next` makes of a stream.
template <class Next>
Numbers draw_numbers(std::size_t P, std::size_t N, const Next& next) {
  SplitMix64 random(*any_seed().as("numbers"));
  Numbers numbers(P, std::vector<double>(N));
  for (std::vector<double>& own : numbers) {
    for (double& number : own) number = next(random);
  }
  return numbers;
}

/// A whole number of at most 2²⁰ in size: of a few of them every sum is exact.
double whole_number(SplitMix64& random) {
  return static_cast<double>(random.bits() >> 43U) - 0x1p20;
}

/// Of either sign, and of very different sizes.
double any_number(SplitMix64& random) {
  return std::ldexp(random.uniform() - 0.5, static_cast<int>(random.bits() % 20));
}

Numbers after_ring_sum(Numbers numbers) {
  run_as_processes(numbers.size(),
                   [&](Processes& process) { ring_sum(process, numbers[process.rank()]); });
  return numbers;
}

/// A process that writes down how many numbers go with each message.
class Counting final : public Processes {
 public:
  explicit Counting(Processes& of) : of_(of) {}

  std::size_t count() const override { return of_.count(); }
  std::size_t rank() const override { return of_.rank(); }
  std::string host() const override { return of_.host(); }
  void sum(std::span<double> numbers) override { other(numbers.size()); }
  void sum(std::span<float> numbers) override { other(numbers.size()); }
  void sum(std::span<std::uint64_t> numbers) override { other(numbers.size()); }
  void maximum(std::span<double> numbers) override { other(numbers.size()); }
  void pass_on(std::span<const double> give, std::span<double> take) override {
    given_.push_back(give.size());
    taken_.push_back(take.size());
    of_.pass_on(give, take);
  }

  const std::vector<std::size_t>& given() const { return given_; }
  const std::vector<std::size_t>& taken() const { return taken_; }
  std::size_t others() const { return others_; }

 private:
  void other(std::size_t /*size*/) { ++others_; }

  Processes& of_;
  std::vector<std::size_t> given_;
  std::vector<std::size_t> taken_;
  std::size_t others_ = 0;  ///< meetings of another kind
};

/// Whose numbers are in a piece: a bit for each process.
using Mask = std::uint64_t;

Mask of_all(std::size_t P) { return (Mask{1} << P) - 1; }

}  // namespace

// The sum ----------------------------------------------------------------------------------------

TEST(RingSum, IsTheSumOfWholeNumbers) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 7).as("P");
    const std::size_t N = *dimension(0, 40).as("N");
    const Numbers numbers = draw_numbers(P, N, whole_number);
    std::vector<double> expected(N, 0);
    for (const std::vector<double>& own : numbers) {
      for (std::size_t k = 0; k < N; ++k) expected[k] += own[k];
    }
    for (const std::vector<double>& own : after_ring_sum(numbers)) {
      check.holds(own == expected, "in every process");
    }
  });
}

// Piece k begins with process k's numbers, and each further process adds its own. Two additions of
// the same two numbers, in either order, have the same bits.
TEST(RingSum, AddsEachPieceUpFromItsOwnProcessOn) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 7).as("P");
    const std::size_t N = *dimension(0, 40).as("N");
    const Numbers numbers = draw_numbers(P, N, any_number);
    std::vector<double> expected(N, 0);
    for (std::size_t k = 0; k < P; ++k) {
      const RowRange piece = rows_of_share(N, {k, P});
      for (std::size_t j = piece.first; j < piece.last; ++j) {
        double sum = numbers[k][j];
        for (std::size_t step = 1; step < P; ++step) sum = numbers[(k + step) % P][j] + sum;
        expected[j] = sum;
      }
    }
    const Numbers sums = after_ring_sum(numbers);
    for (std::size_t p = 0; p < P; ++p) {
      for (std::size_t j = 0; j < N; ++j) {
        check.holds(bits_of(sums[p][j]) == bits_of(expected[j]),
                    "number " + std::to_string(j) + " in process " + std::to_string(p));
      }
    }
  });
}

TEST(RingSum, TalksToItsNeighboursAloneInShortMessages) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 7).as("P");
    const std::size_t N = *dimension(0, 40).as("N");
    Numbers numbers = draw_numbers(P, N, whole_number);
    std::vector<std::vector<std::size_t>> given(P);
    std::vector<std::vector<std::size_t>> taken(P);
    std::vector<std::size_t> others(P, 0);
    run_as_processes(P, [&](Processes& process) {
      const std::size_t rank = process.rank();
      Counting counting(process);
      ring_sum(counting, numbers[rank]);
      given[rank] = counting.given();
      taken[rank] = counting.taken();
      others[rank] = counting.others();
    });
    const std::size_t messages = 2 * (P - 1);
    const std::vector<std::size_t> expected(messages, (N + P - 1) / P);
    check.holds(ring_steps(P) == messages, "so many steps");
    for (std::size_t p = 0; p < P; ++p) {
      check.holds(given[p] == expected, "one piece a message, and the longest piece for all");
      check.holds(taken[p] == expected, "taken as well");
      check.holds(others[p] == 0, "nothing else");
    }
  });
}

// The steps --------------------------------------------------------------------------------------

TEST(RingStep, GivesWhatTheNeighbourTakes) {
  property([](Check& check) {
    const std::size_t P = *dimension(2, 40).as("P");
    const std::size_t p = *dimension(0, P - 1).as("p");
    const std::size_t s = *dimension(0, 2 * P - 3).as("s");
    const RingStep own = ring_step(P, p, s);
    const RingStep right = ring_step(P, (p + 1) % P, s);
    check.holds(own.give < P && own.take < P, "a piece that is there");
    check.holds(right.take == own.give, "the next process takes what this one gives");
    check.holds((own.give + s) % P == p, "piece p - s");
    check.holds((own.take + s + 1) % P == p, "piece p - s - 1");
    check.holds(own.adds == (s < P - 1), "the first half of the steps adds");
    check.holds(ring_steps(P) == 2 * P - 2, "so many steps");
  });
}

// The steps with bits for numbers: whose numbers are in which piece, and where.
TEST(RingStep, BringsEveryNumberIntoEachPieceOnce) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 20).as("P");
    std::vector<std::vector<Mask>> pieces(P);
    for (std::size_t p = 0; p < P; ++p) pieces[p].assign(P, Mask{1} << p);
    const auto whole_from = [&](std::size_t p) { return pieces[p][(p + 1) % P] == of_all(P); };
    for (std::size_t s = 0; s < ring_steps(P); ++s) {
      const std::vector<std::vector<Mask>> before = pieces;
      for (std::size_t p = 0; p < P; ++p) {
        const std::size_t left = (p + P - 1) % P;
        const RingStep step = ring_step(P, p, s);
        const Mask given = before[left][ring_step(P, left, s).give];
        Mask& own = pieces[p][step.take];
        check.holds(!step.adds || (own & given) == 0, "no number is added twice");
        check.holds(step.adds || given == of_all(P), "what replaces a piece is whole");
        own = step.adds ? own | given : given;
      }
      for (std::size_t p = 0; p < P; ++p) {
        check.holds(s + 2 != P || whole_from(p), "after P - 1 steps piece p + 1 is whole");
      }
    }
    for (const std::vector<Mask>& own : pieces) {
      const auto whole = std::count(own.begin(), own.end(), of_all(P));
      check.holds(static_cast<std::size_t>(whole) == P, "at the end all pieces are whole");
    }
  });
}
