// What processes have in common, whoever carries their numbers: one process alone; and work that
// fails in some of them, which ends in all, and is told once.
#include "nn/processes/processes.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/processes/thread_processes.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

enum class End { well, by_itself, by_another };

/// How together() went in one process.
struct Ending {
  End how = End::well;
  std::string message;
  std::size_t worked = 0;  ///< how often its work was done
  bool has_agreed = false;
};

/// What was failing where, and what was said on stderr.
struct Together {
  std::vector<Ending> endings;
  std::string said;
};

std::string failure_of(std::size_t rank) { return "failure of " + std::to_string(rank); }

/// `times` works one after the other, of which the last fails in some processes.
Together work_together(const std::vector<int>& fails, std::size_t times) {
  Together seen{std::vector<Ending>(fails.size()), ""};
  testing::internal::CaptureStderr();
  run_as_processes(fails.size(), [&](Processes& process) {
    const std::size_t rank = process.rank();
    Ending& own = seen.endings[rank];
    try {
      for (std::size_t k = 1; k <= times; ++k) {
        together(process, [&] {
          ++own.worked;
          if (k == times && fails[rank] == 1) throw std::domain_error(failure_of(rank));
        });
      }
    } catch (const std::domain_error& error) {
      own.how = End::by_itself;
      own.message = error.what();
    } catch (const EndedByAnother& error) {
      own.how = End::by_another;
      own.message = error.what();
    }
    own.has_agreed = process.has_agreed_to_end();
  });
  seen.said = testing::internal::GetCapturedStderr();
  return seen;
}

/// A one for each process whose work fails: some, or none.
std::vector<int> draw_failures(std::size_t P) {
  std::vector<int> fails(P, 0);
  if (*label().as("one") == 1) {
    fails[*dimension(0, P - 1).as("which")] = 1;
  } else {
    for (int& one : fails) one = *label().as("fails") == 1 ? 1 : 0;
  }
  return fails;
}

/// The first process whose work fails; P if there is none.
std::size_t first_of(const std::vector<int>& fails) {
  std::size_t first = 0;
  while (first < fails.size() && fails[first] == 0) ++first;
  return first;
}

}  // namespace

// One process ------------------------------------------------------------------------------------

TEST(OneProcess, IsAloneAndKeepsItsNumbers) {
  property([](Check& check) {
    OneProcess process;
    check.holds(process.count() == 1 && process.rank() == 0 && process.is_first(), "alone");
    check.holds(process.share().number == 0 && process.share().count == 1, "everything is its own");
    check.holds(process.host() == "this machine", "on " + process.host());
    check.holds(!process.has_agreed_to_end(), "there is nobody to agree with");
    const std::size_t N = *dimension(0, 5).as("N");
    std::vector<double> doubles(N);
    for (double& x : doubles) x = *gaussian();
    const std::vector<float> floats(N, 0.5F);
    const std::vector<std::uint64_t> whole(N, ~std::uint64_t{0});

    std::vector<double> numbers = doubles;
    process.sum(numbers);
    check.holds(numbers == doubles, "the sum of doubles");
    process.maximum(numbers);
    check.holds(numbers == doubles, "the largest");
    std::vector<float> float_numbers = floats;
    process.sum(float_numbers);
    check.holds(float_numbers == floats, "the sum of floats");
    std::vector<std::uint64_t> whole_numbers = whole;
    process.sum(whole_numbers);
    check.holds(whole_numbers == whole, "the sum of whole numbers");

    std::vector<double> taken(N, 0);
    process.pass_on(doubles, taken);
    check.holds(taken == doubles, "it is its own neighbour");
    std::vector<double> longer(N + *dimension(1, 3).as("more"), 0);
    const std::string message = message_of<ShapeError>([&] { process.pass_on(doubles, longer); });
    check.holds(says(message, {"pass_on: sizes "}), message);
  });
}

TEST(Processes, HaveEachARankAndAShareOfItsOwn) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 6).as("P");
    std::vector<std::size_t> ranks(P, P);
    std::vector<Share> shares(P);
    std::vector<int> first(P, 0);
    std::vector<int> agreed(P, 0);
    run_as_processes(P, [&](Processes& process) {
      const std::size_t rank = process.rank();
      ranks[rank] = rank;
      shares[rank] = process.share();
      first[rank] = process.is_first() ? 1 : 0;
      if (process.has_agreed_to_end()) agreed[rank] += 4;
      process.agree_to_end();
      if (process.has_agreed_to_end()) agreed[rank] += 1;
      process.agree_to_end();
      if (process.has_agreed_to_end()) agreed[rank] += 2;
    });
    for (std::size_t p = 0; p < P; ++p) {
      check.holds(ranks[p] == p, "process " + std::to_string(p) + " ran");
      check.holds(shares[p].number == p && shares[p].count == P, "its share");
      check.holds(first[p] == (p == 0 ? 1 : 0), "one of them is the first");
      check.holds(agreed[p] == 3, "what was agreed on stays agreed on");
    }
  });
}

// Work that fails --------------------------------------------------------------------------------

// What is thrown in the first of those that fail is what it throws; all others end as well, and
// those are told who failed that cannot know.
TEST(Together, EndsInAllWhereItFailsInSome) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 6).as("P");
    const std::vector<int> fails = draw_failures(P);
    const std::size_t times = *dimension(1, 3).as("times");
    const std::size_t first = first_of(fails);
    const Together seen = work_together(fails, times);
    for (std::size_t p = 0; p < P; ++p) {
      const Ending& own = seen.endings[p];
      check.holds(own.worked == times, "everything was tried");
      const End expected = first == P ? End::well : p == first ? End::by_itself : End::by_another;
      check.holds(own.how == expected, "how process " + std::to_string(p) + " ends");
      if (P > 1) check.holds(own.has_agreed == (first < P), "whether they have agreed to end");
      if (p == first) check.holds(own.message == failure_of(p), own.message);
      if (own.how == End::by_another) {
        check.holds(own.message == "another process failed", own.message);
      }
    }
    std::string expected;
    if (first > 0 && first < P) {
      expected = "process " + std::to_string(first + 1) + " of " + std::to_string(P) +
                 ", on this machine:\n";
    }
    check.holds(seen.said == expected, "on stderr: " + seen.said);
  });
}

TEST(Together, GoesOnWhereItFailsInNone) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 6).as("P");
    const std::size_t times = *dimension(1, 4).as("times");
    std::vector<double> sums(P, 0);
    run_as_processes(P, [&](Processes& process) {
      double number = 1;
      for (std::size_t k = 0; k < times; ++k) {
        together(process, [&] { number += 1; });
        process.sum(std::span<double>(&number, 1));
      }
      sums[process.rank()] = number;
    });
    double expected = 1;
    for (std::size_t k = 0; k < times; ++k) expected = (expected + 1) * static_cast<double>(P);
    for (const double sum : sums) check.holds(sum == expected, "the sums between");
  });
}

// Whoever starts the threads gets the failure itself, not what followed from it.
TEST(Together, ItsFailureComesOutOfAllProcesses) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 6).as("P");
    std::vector<int> fails = draw_failures(P);
    fails[*dimension(0, P - 1).as("at least")] = 1;
    testing::internal::CaptureStderr();
    const std::string message = message_of<std::domain_error>([&] {
      run_as_processes(P, [&](Processes& process) {
        together(process, [&] {
          if (fails[process.rank()] == 1) throw std::domain_error(failure_of(process.rank()));
        });
      });
    });
    testing::internal::GetCapturedStderr();
    check.holds(message == failure_of(first_of(fails)), message);
  });
}
