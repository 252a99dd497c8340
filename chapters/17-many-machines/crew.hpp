#pragma once

/// \file
/// Who computes side by side: the real processes where the program runs in several, or else two
/// threads in their place. Two add up to the same bits either way.

#include <utility>

#include "nn/processes/processes.hpp"
#include "nn/processes/thread_processes.hpp"

namespace nn::chapter17 {

/// Calls work(process) in each of them. All real processes call it together.
template <class Work>
void with_crew(Processes& real, const Work& work) {
  if (real.count() > 1) {
    work(real);
  } else {
    run_as_processes(2, work);
  }
}

/// What work(process) returns: of a real process its own result, of threads the first one's.
template <class Work>
auto crew_result(Processes& real, const Work& work) {
  using Result = decltype(work(real));
  Result first{};
  with_crew(real, [&](Processes& process) {
    Result own = work(process);
    if (process.is_first() || real.count() > 1) first = std::move(own);
  });
  return first;
}

}  // namespace nn::chapter17
