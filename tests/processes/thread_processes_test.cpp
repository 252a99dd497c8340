// Threads in the place of processes: what they add up, and in which order; and that nobody waits
// for ever, neither for one that has ended nor for one that does something else.
#include "nn/processes/thread_processes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/scalar/split_mix.hpp"
#include "tests/support/any_seed.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// The numbers of each process.
template <class T>
using Numbers = std::vector<std::vector<T>>;

/// Any 64 bits, or a number of either sign between 2⁻²¹ and 2¹⁹ or so.
template <class T>
T next_number(SplitMix64& random) {
  if constexpr (std::same_as<T, std::uint64_t>) {
    return random.bits();
  } else {
    const int exponent = static_cast<int>(random.bits() % 40) - 20;
    return static_cast<T>(std::ldexp(random.uniform() - 0.5, exponent));
  }
}

template <class T>
Numbers<T> draw_numbers() {
  const std::size_t P = *dimension(1, 6).as("P");
  const std::size_t N = *dimension(0, 12).as("N");
  SplitMix64 random(*any_seed().as("numbers"));
  Numbers<T> numbers(P, std::vector<T>(N));
  for (std::vector<T>& own : numbers) {
    for (T& number : own) number = next_number<T>(random);
  }
  return numbers;
}

/// What they are after work(process, its numbers).
template <class T, class Work>
Numbers<T> after(Numbers<T> numbers, const Work& work) {
  run_as_processes(numbers.size(),
                   [&](Processes& process) { work(process, numbers[process.rank()]); });
  return numbers;
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](T x, T y) { return bits_of(x) == bits_of(y); });
}

template <class T>
void is_summed_from_first_to_last(Check& check) {
  const Numbers<T> numbers = draw_numbers<T>();
  std::vector<T> expected = numbers[0];
  for (std::size_t p = 1; p < numbers.size(); ++p) {
    for (std::size_t k = 0; k < expected.size(); ++k) expected[k] = expected[k] + numbers[p][k];
  }
  const Numbers<T> sums = after(
      numbers, [](Processes& process, std::vector<T>& own) { process.sum(std::span<T>(own)); });
  for (const std::vector<T>& own : sums) check.holds(same_bits(own, expected), "bit for bit");
}

/// The three ways to meet that have names of their own.
enum class Meeting { sum, maximum, pass_on };

Meeting draw_meeting(const char* name) {
  return std::vector<Meeting>{Meeting::sum, Meeting::maximum,
                              Meeting::pass_on}[*dimension(0, 2).as(name)];
}

std::string name_of(Meeting meeting) {
  if (meeting == Meeting::sum) return "adds up";
  return meeting == Meeting::maximum ? "looks for the largest of" : "passes on";
}

void meet(Processes& process, Meeting meeting, std::size_t N) {
  std::vector<double> numbers(N, 1);
  std::vector<double> taken(N);
  if (meeting == Meeting::sum) process.sum(numbers);
  if (meeting == Meeting::maximum) process.maximum(numbers);
  if (meeting == Meeting::pass_on) process.pass_on(numbers, taken);
}

/// What it says when it is lost; empty if it is not.
std::string lost_in(Processes& process, Meeting meeting, std::size_t N) {
  try {
    meet(process, meeting, N);
  } catch (const ProcessesLost& error) {
    return error.what();
  }
  return "";
}

std::string process_of(std::size_t rank) { return "process " + std::to_string(rank + 1); }

}  // namespace

// What they do together --------------------------------------------------------------------------

TEST(RunAsProcesses, RunsEachOfThemOnce) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 8).as("P");
    std::vector<std::size_t> runs(P, 0);
    std::vector<std::size_t> counts(P, 0);
    run_as_processes(P, [&](Processes& process) {
      ++runs[process.rank()];
      counts[process.rank()] = process.count();
    });
    check.holds(runs == std::vector<std::size_t>(P, 1), "each once");
    check.holds(counts == std::vector<std::size_t>(P, P), "all of them know how many they are");
  });
}

TEST(ThreadProcesses, AddFromTheFirstProcessToTheLast) {
  property([](Check& check) {
    is_summed_from_first_to_last<double>(check);
    is_summed_from_first_to_last<float>(check);
    is_summed_from_first_to_last<std::uint64_t>(check);
  });
}

TEST(ThreadProcesses, FindTheLargest) {
  property([](Check& check) {
    const Numbers<double> numbers = draw_numbers<double>();
    std::vector<double> expected = numbers[0];
    for (const std::vector<double>& own : numbers) {
      for (std::size_t k = 0; k < own.size(); ++k) {
        if (own[k] > expected[k]) expected[k] = own[k];
      }
    }
    const Numbers<double> found =
        after(numbers, [](Processes& process, std::vector<double>& own) { process.maximum(own); });
    for (const std::vector<double>& own : found) check.holds(own == expected, "in all of them");
  });
}

TEST(ThreadProcesses, PassOnToTheNextOneAroundTheRing) {
  property([](Check& check) {
    const Numbers<double> numbers = draw_numbers<double>();
    const std::size_t P = numbers.size();
    const std::size_t times = *dimension(1, 2 * P).as("times");
    const auto pass = [&](Processes& process, std::vector<double>& own) {
      std::vector<double> taken(own.size());
      for (std::size_t k = 0; k < times; ++k) {
        process.pass_on(own, taken);
        own = taken;
      }
    };
    const Numbers<double> passed = after(numbers, pass);
    for (std::size_t p = 0; p < P; ++p) {
      check.holds(passed[(p + times) % P] == numbers[p], "as many places further");
    }
  });
}

TEST(ThreadProcesses, MeetAgainAndAgain) {
  property([](Check& check) {
    const Numbers<std::uint64_t> numbers = draw_numbers<std::uint64_t>();
    const std::size_t times = *dimension(1, 20).as("times");
    Numbers<std::uint64_t> expected = numbers;
    for (std::size_t k = 0; k < times; ++k) {
      std::vector<std::uint64_t> sum(numbers[0].size(), 0);
      for (const std::vector<std::uint64_t>& own : expected) {
        for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += own[j];
      }
      for (std::size_t p = 0; p < expected.size(); ++p) {
        for (std::size_t j = 0; j < sum.size(); ++j) expected[p][j] = sum[j] + p;
      }
    }
    const auto work = [&](Processes& process, std::vector<std::uint64_t>& own) {
      for (std::size_t k = 0; k < times; ++k) {
        process.sum(own);
        for (std::uint64_t& number : own) number += process.rank();
      }
    };
    check.holds(after(numbers, work) == expected, "every sum");
  });
}

// Who waits in vain ------------------------------------------------------------------------------

// Whoever waits is told, and ends. The first one to be told names the one that has ended; another
// may name the one that ended for it.
TEST(ThreadProcesses, NoticeThatOneHasEnded) {
  property([](Check& check) {
    const std::size_t P = *dimension(2, 6).as("P");
    const std::size_t gone = *dimension(0, P - 1).as("gone");
    const std::size_t before = *dimension(0, 3).as("meetings before");
    const Meeting meeting = draw_meeting("what the others do");
    std::vector<std::string> said(P);
    run_as_processes(P, [&](Processes& process) {
      const std::size_t rank = process.rank();
      for (std::size_t k = 0; k < before; ++k) meet(process, Meeting::sum, 2);
      if (rank != gone) said[rank] = lost_in(process, meeting, 3);
    });
    bool is_named = false;
    for (std::size_t p = 0; p < P; ++p) {
      const std::string waits = process_of(p) + " waits for process ";
      if (p != gone) {
        check.holds(says(said[p], {waits.c_str(), ", which has ended"}), said[p]);
      }
      const std::string named = " waits for " + process_of(gone) + ", which has ended";
      is_named = is_named || said[p].find(named) != std::string::npos;
    }
    check.holds(is_named, "the one that ended");
  });
}

TEST(ThreadProcesses, NoticeThatTheyMeetWithOtherSizes) {
  property([](Check& check) {
    const std::size_t P = *dimension(2, 6).as("P");
    const std::size_t odd = *dimension(0, P - 1).as("the one with more");
    const std::size_t N = *dimension(0, 5).as("N");
    const std::size_t more = *dimension(1, 3).as("more");
    const Meeting meeting = draw_meeting("what they do");
    std::vector<std::string> said(P);
    run_as_processes(P, [&](Processes& process) {
      const std::size_t rank = process.rank();
      said[rank] = lost_in(process, meeting, rank == odd ? N + more : N);
    });
    const std::size_t other = odd == 0 ? 1 : odd;
    const std::string name = name_of(meeting);
    const std::string expected = process_of(0) + " " + name + " " +
                                 std::to_string(odd == 0 ? N + more : N) + " numbers, and " +
                                 process_of(other) + " " + name + " " +
                                 std::to_string(odd == 0 ? N : N + more) + " numbers";
    for (const std::string& one : said) check.holds(one == expected, one);
  });
}

TEST(ThreadProcesses, NoticeThatTheyDoDifferentThings) {
  property([](Check& check) {
    const std::size_t P = *dimension(2, 6).as("P");
    const std::size_t odd = *dimension(1, P - 1).as("the one that does something else");
    const std::size_t N = *dimension(0, 5).as("N");
    const Meeting all = draw_meeting("what all others do");
    const std::size_t further = *dimension(1, 2).as("further");
    const auto one = static_cast<Meeting>((static_cast<std::size_t>(all) + further) % 3);
    std::vector<std::string> said(P);
    run_as_processes(P, [&](Processes& process) {
      said[process.rank()] = lost_in(process, process.rank() == odd ? one : all, N);
    });
    const std::string size = std::to_string(N);
    const std::string expected = process_of(0) + " " + name_of(all) + " " + size +
                                 " numbers, and " + process_of(odd) + " " + name_of(one) + " " +
                                 size + " numbers";
    for (const std::string& text : said) check.holds(text == expected, text);
  });
}

TEST(ThreadProcesses, NoticeThatTheirNumbersAreOfOtherTypes) {
  property([](Check& check) {
    const std::size_t N = *dimension(0, 5).as("N");
    std::vector<std::string> said(2);
    run_as_processes(2, [&](Processes& process) {
      std::vector<double> doubles(N);
      std::vector<float> floats(N);
      try {
        if (process.is_first()) process.sum(doubles);
        if (!process.is_first()) process.sum(floats);
      } catch (const ProcessesLost& lost) {
        said[process.rank()] = lost.what();
      }
    });
    const std::string size = std::to_string(N);
    const std::string expected =
        "process 1 adds up " + size + " numbers, and process 2 adds up " + size + " floats";
    for (const std::string& text : said) check.holds(text == expected, text);
  });
}

TEST(RunAsProcesses, ThrowsThatTheyAreLostWhereNothingElseWasThrown) {
  property([](Check& check) {
    const std::size_t P = *dimension(2, 6).as("P");
    const std::size_t gone = *dimension(0, P - 1).as("gone");
    const std::string message = message_of<ProcessesLost>([&] {
      run_as_processes(P, [&](Processes& process) {
        if (process.rank() != gone) meet(process, Meeting::sum, 1);
      });
    });
    check.holds(says(message, {" waits for process ", ", which has ended"}), message);
  });
}

TEST(RunAsProcesses, ThrowsTheCauseAndNotItsConsequences) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 6).as("P");
    const std::size_t before = *dimension(0, 3).as("meetings before");
    const Meeting meeting = draw_meeting("what the others do");
    std::vector<int> fails(P, 0);
    for (int& one : fails) one = *label().as("fails") == 1 ? 1 : 0;
    fails[*dimension(0, P - 1).as("at least")] = 1;
    const std::string message = message_of<std::domain_error>([&] {
      run_as_processes(P, [&](Processes& process) {
        for (std::size_t k = 0; k < before; ++k) meet(process, Meeting::maximum, 2);
        if (fails[process.rank()] == 1) throw std::domain_error(process_of(process.rank()));
        meet(process, meeting, 2);
      });
    });
    const auto first = std::find(fails.begin(), fails.end(), 1) - fails.begin();
    check.holds(message == process_of(static_cast<std::size_t>(first)), message);
  });
}

TEST(RunAsProcesses, RefusesToRunNone) {
  property([](Check& check) {
    bool ran = false;
    const std::string message = message_of<std::invalid_argument>(
        [&] { run_as_processes(0, [&](Processes& /*process*/) { ran = true; }); });
    check.holds(says(message, {"run_as_processes: there must be one process"}), message);
    check.holds(!ran, "nothing runs");
  });
}
