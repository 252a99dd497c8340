// The mistakes of chapter 17: each is caught, by the gradient of one process, by the hash, or since
// nobody answers any more; and what is right is not.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "chapters/17-many-machines/faulty_crew.hpp"
#include "chapters/17-many-machines/mistakes.hpp"
#include "chapters/17-many-machines/wrong_crews.hpp"
#include "nn/processes/processes.hpp"
#include "nn/processes/thread_processes.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter17::Fault;

namespace {

/// What work(process) gives in each of P threads.
template <class Work>
auto in_each(std::size_t P, const Work& work) {
  OneProcess alone;
  std::vector<decltype(work(alone))> results(P);
  run_as_processes(P, [&](Processes& process) { results[process.rank()] = work(process); });
  return results;
}

std::vector<chapter17::ComparedGradient> compared(std::size_t P, Fault fault) {
  return in_each(
      P, [fault](Processes& process) { return chapter17::compared_gradient(process, fault); });
}

std::vector<chapter17::Noticed> noticed(std::size_t P, Fault fault) {
  return in_each(P,
                 [fault](Processes& process) { return chapter17::first_notice(process, fault); });
}

/// The parts of the example's rows.
std::vector<chapter17::PartOfCost> parts_of_example(std::size_t P) {
  const chapter17::Scene scene = chapter17::crew_scene(P);
  std::vector<chapter17::PartOfCost> parts;
  for (std::size_t p = 0; p < P; ++p) {
    parts.push_back(chapter17::part_over(scene, chapter17::rows_in(chapter17::uneven_share(p))));
  }
  return parts;
}

}  // namespace

TEST(MachineMistakes, AreAllCaughtByTheProgram) {
  examples([](Check& check) {
    OneProcess alone;
    for (const chapter17::Mistake& mistake : chapter17::mistakes) {
      check.holds(!chapter17::given_away(alone, mistake.fault).empty(), mistake.name);
    }
    check.holds(
        chapter17::lost_after_extra_step() == "process 2 waits for process 1, which has ended",
        "an extra step");
  });
}

TEST(MachineMistakes, RightProcessesAreNotAccused) {
  property("batch-from-parts", [](Check& check) {
    const std::size_t P = *dimension(1, 4).as("P");
    for (const chapter17::ComparedGradient& one : compared(P, Fault::none)) {
      check.holds(!one.is_caught(), "the gradient is within its bound");
    }
    for (const chapter17::Noticed& one : noticed(P, Fault::none)) {
      check.holds(one.update == 0, "and the hashes agree");
    }
  });
}

// The wrong gradients are what the page says they are: slopes of a few units, in a few roundings.
TEST(MachineMistakes, InTheGradientAreMeansAndSumsOfMeans) {
  property("mean-of-means-error", [](Check& check) {
    const std::size_t P = *dimension(2, 5).as("P");
    const std::vector<chapter17::PartOfCost> parts = parts_of_example(P);
    const Vector<double> means = chapter17::mean_of_means(parts);
    for (const chapter17::ComparedGradient& one : compared(P, Fault::mean_of_means)) {
      check.holds(one.is_caught(), "caught");
      check.agree(one.one, chapter17::weighted_mean(parts), 1e-12, "of one process");
      check.agree(one.many, means, 1e-12, "the mean of means");
    }
    for (const chapter17::ComparedGradient& one : compared(P, Fault::sum_for_mean)) {
      check.holds(one.is_caught(), "caught");
      check.agree(one.many, Vector<double>(static_cast<double>(P) * means), 1e-12,
                  "P times as much");
    }
  });
}

// A process that draws parameters of its own is noticed at once, one that does not reshuffle when
// the second epoch begins, by one of them at least, and all end together.
TEST(MachineMistakes, InConductAreNoticedByTheHash) {
  property("all-equal-their-mean", [](Check& check) {
    const std::size_t P = *dimension(2, 4).as("P");
    const std::size_t batches =
        (chapter17::uneven_rows(P) + chapter17::crew_batch - 1) / chapter17::crew_batch;
    for (const chapter17::Noticed& one : noticed(P, Fault::own_seed)) {
      check.holds(one.update == 1 && one.epoch == 1 && one.processes >= 1, "own seed");
    }
    for (const chapter17::Noticed& one : noticed(P, Fault::no_reshuffle)) {
      check.holds(one.update == batches + 1 && one.epoch == 2 && one.processes >= 1,
                  "no reshuffle");
    }
  });
}

// Where nobody looks: the parameters of two seeds stay apart, and batches have too many rows or too
// few; of right ones neither.
TEST(MachineMistakes, ComeToWhatThePageSays) {
  examples("batch-from-parts", [](Check& check) {
    const auto trained = [](Fault fault) {
      return in_each(
                 2,
                 [fault](Processes& process) { return chapter17::train_unchecked(process, fault); })
          .front();
    };
    const chapter17::Unchecked right = trained(Fault::none);
    check.holds(right.parameters[0] == right.parameters[1], "one network");
    const chapter17::Unchecked own = trained(Fault::own_seed);
    check.holds(std::abs(own.parameters[0] - own.parameters[1]) > 0.01, "two networks");
    check.holds(own.costs[0] != own.costs[1], "of different worth");
    const chapter17::Unchecked order = trained(Fault::no_reshuffle);
    bool is_off = false;
    for (std::size_t k = 0; k < order.batches.size(); ++k) {
      const auto rows = static_cast<double>(order.batches[k]);
      check.agree(right.taken[k], rows, 0, "the right batches");
      is_off = is_off || order.taken[k] != rows;
    }
    check.holds(is_off, "the wrong ones");
  });
}
