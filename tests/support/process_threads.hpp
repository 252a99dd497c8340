#pragma once

/// \file
/// What threads in the place of processes find, told to a check: that one is for one thread alone.

#include <cstddef>
#include <string>
#include <vector>

#include "nn/processes/thread_processes.hpp"
#include "tests/support/book.hpp"

namespace nn::test {

/// Lets P of them look, each for itself, and checks that none finds anything wrong: `look` takes a
/// Processes, and returns what is wrong, or nothing. It must not draw.
template <class Look>
void nothing_is_wrong(Check& check, std::size_t P, const Look& look) {
  std::vector<std::string> wrong(P);
  run_as_processes(P, [&](Processes& processes) { wrong[processes.rank()] = look(processes); });
  for (std::size_t p = 0; p < P; ++p) {
    check.holds(wrong[p].empty(),
                "process " + std::to_string(p + 1) + " of " + std::to_string(P) + ": " + wrong[p]);
  }
}

}  // namespace nn::test
