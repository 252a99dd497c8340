#pragma once

/// \file
/// Shows the mistakes of mistakes.hpp, and what catches each.

#include <cstddef>
#include <cstdio>
#include <string>

#include "crew.hpp"
#include "faulty_crew.hpp"
#include "mistakes.hpp"
#include "nn/processes/processes.hpp"
#include "nn/processes/thread_processes.hpp"

namespace nn::chapter17 {

inline bool is_in_the_gradient(Fault fault) {
  return fault == Fault::mean_of_means || fault == Fault::sum_for_mean;
}

/// Two threads of which the second takes a step more than the first.
inline std::string lost_after_extra_step() {
  try {
    run_as_processes(2,
                     [](Processes& process) { take_steps(process, process.is_first() ? 1U : 2U); });
  } catch (const ProcessesLost& lost) {
    return lost.what();
  }
  return "";
}

/// Real processes do the same: the first one ends and says nothing, and the others wait for it
/// until the time is up, see --timeout.
inline void wait_for_the_first(Processes& real) {
  std::printf("process 1 ends after a step, and the others step once more\n");
  std::printf("what comes next is said by one that has waited too long\n");
  std::fflush(stdout);
  take_steps(real, 1);
  if (real.is_first()) throw EndedByAnother();
  take_steps(real, 1);
}

/// What gives a fault away; empty if nothing does.
inline std::string given_away(Processes& real, Fault fault) {
  char words[160] = "";
  if (is_in_the_gradient(fault)) {
    const ComparedGradient compared = crew_result(
        real, [fault](Processes& process) { return compared_gradient(process, fault); });
    if (!compared.is_caught()) return "";
    const std::size_t j = compared.worst();
    std::snprintf(words, sizeof words, "a slope is off by %.4f, and rounding allows %.0e",
                  compared.off(j), compared.bound(j));
  } else if (fault == Fault::extra_step) {
    return lost_after_extra_step();
  } else {
    const Noticed noticed =
        crew_result(real, [fault](Processes& process) { return first_notice(process, fault); });
    if (noticed.update == 0) return "";
    std::snprintf(words, sizeof words,
                  "%.0f processes see in update %zu, in epoch %zu, that the hashes differ",
                  noticed.processes, noticed.update, noticed.epoch);
  }
  return words;
}

/// Prints a line for each of them, by two threads.
inline void print_mistakes() {
  OneProcess alone;
  for (const Mistake& mistake : mistakes) {
    std::printf("%-14s %s\n", mistake.name, given_away(alone, mistake.fault).c_str());
  }
}

/// The gradient of one process, and the one that is wrong; and what a training comes to.
inline void print_wrong_gradient(Processes& real, Fault fault) {
  const ComparedGradient compared =
      crew_result(real, [fault](Processes& process) { return compared_gradient(process, fault); });
  std::printf("over all rows   one process   side by side\n");
  for (std::size_t j = 0; j < 4; ++j) {
    std::printf("slope %zu     %15.6f %14.6f\n", j + 1, compared.one(j), compared.many(j));
  }
  const auto cost_with = [&real](Fault one) {
    return crew_result(real, [one](Processes& process) { return train_unchecked(process, one); })
        .costs.front();
  };
  const double right = cost_with(Fault::none);
  std::printf("cost, 20 epochs %11.6f %14.6g\n", right, cost_with(fault));
}

/// What one sees where nobody compares hashes.
inline void print_wrong_conduct(Processes& real, Fault fault) {
  const Unchecked result =
      crew_result(real, [fault](Processes& process) { return train_unchecked(process, fault); });
  std::printf("without the hash    process 1   the last one\n");
  std::printf("first parameter  %12.6f %14.6f\n", result.parameters.front(),
              result.parameters.back());
  std::printf("cost, 20 epochs  %12.6f %14.6f\n", result.costs.front(), result.costs.back());
  std::printf("batches of epoch 2, rows:     ");
  for (const std::size_t rows : result.batches) std::printf(" %2zu", rows);
  std::printf("\nbatches of epoch 2, took part:");
  for (const double rows : result.taken) std::printf(" %2.0f", rows);
  std::printf("\n");
}

/// Prints a mistake and what one sees of it. Returns how it was caught.
inline std::string show_mistake(Processes& real, const Mistake& mistake) {
  std::printf("wrong: %s\n\n", mistake.what);
  if (mistake.fault == Fault::extra_step) {
    if (real.count() > 1) wait_for_the_first(real);
  } else if (is_in_the_gradient(mistake.fault)) {
    print_wrong_gradient(real, mistake.fault);
  } else {
    print_wrong_conduct(real, mistake.fault);
  }
  const std::string caught = given_away(real, mistake.fault);
  return caught.empty() ? "" : std::string(mistake.name) + ": caught, " + caught;
}

}  // namespace nn::chapter17
