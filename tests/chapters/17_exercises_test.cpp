// The exercises of chapter 17: the wrong step is wrong, and the solutions' claims hold.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "chapters/17-many-machines/laws.hpp"
#include "chapters/17-many-machines/parts.hpp"
#include "tests/chapters/17_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// ⌈log₂ P⌉.
double levels(std::size_t P) {
  double count = 0;
  for (std::size_t reached = 1; reached < P; reached *= 2) count += 1;
  return count;
}

/// Up a tree to the first process, and down again: in each level a message with everything.
double tree_seconds(std::size_t P, double Q, const chapter17::Wire& wire) {
  return 2 * levels(P) * (wire.latency + Q / wire.bandwidth);
}

/// A sum up a tree: process p gets what process p + step has, for step = 1, 2, 4, …
double sum_up_a_tree(std::vector<double> numbers, double& rounds) {
  rounds = 0;
  for (std::size_t step = 1; step < numbers.size(); step *= 2, rounds += 1) {
    for (std::size_t p = 0; p + step < numbers.size(); p += 2 * step) {
      numbers[p] += numbers[p + step];
    }
  }
  return numbers.front();
}

}  // namespace

// Exercise 1.
TEST(MachineExercises, ATreeAddsUpInALogarithmOfRounds) {
  property("ring-seconds", [](Check& check) {
    const std::size_t P = *dimension(1, 40).as("P");
    std::vector<double> numbers(P);
    double sum = 0;
    for (double& x : numbers) sum += x = static_cast<double>(*dimension(0, 1000));
    double rounds = 0;
    check.agree(sum_up_a_tree(numbers, rounds), sum, 0, "the sum");
    check.agree(rounds, levels(P), 0, "its rounds");
    check.agree(levels(P), std::ceil(std::log2(static_cast<double>(P))), 0);
  });
}

// Short messages are the tree's, from four processes on; long ones the ring's, from three.
TEST(MachineExercises, ATreeIsForShortMessages) {
  property("ring-seconds", [](Check& check) {
    const std::size_t P = *dimension(4, 300).as("P");
    const chapter17::Wire wire = DrawnJob::draw().wire;
    const auto p = static_cast<double>(P);
    check.holds(tree_seconds(P, 0, wire) < chapter17::ring_seconds(p, 0, wire), "short");
    const double L = levels(P);
    // Where both take as long.
    const double Q = wire.latency * wire.bandwidth * (p - 1 - L) / (L - 1 + 1 / p);
    const double ring = chapter17::ring_seconds(p, Q, wire);
    check.agree(tree_seconds(P, Q, wire) / ring, 1, 1e-12, "equal");
    check.holds(tree_seconds(P, 2 * Q, wire) > chapter17::ring_seconds(p, 2 * Q, wire), "long");
  });
}

// Exercise 3: "the mean of means is unbiased", over batches that hold every row.
TEST(MachineExercises, TheWrongStepIsTheThird) {
  derivation(
      [](Derivation& d) {
        const DrawnCrew crew = DrawnCrew::draw_without_empty();
        const std::vector<chapter17::PartOfCost> parts = crew.parts();
        const double P = static_cast<double>(crew.P());
        Vector<double> means = crew.zeros();
        for (const chapter17::PartOfCost& part : parts) means += part.gradient / P;
        d.start(chapter17::mean_of_means(parts));
        d.step("the mean of a sum is the sum of the means", means);
        d.wrong_step("the gradient of a batch is unbiased", crew.whole().gradient);
        d.step("P equal terms", crew.whole().gradient);
      },
      1e-11);
}

// Exercise 5: P²·2τ + P·2(Q/β − τ) − (2Q/β + cm) = 0 where half is lost.
TEST(MachineExercises, HalfIsLostAtTheRootOfAParabola) {
  property("crew-efficiency", [](Check& check) {
    const DrawnJob drawn = DrawnJob::draw();
    const double tau = drawn.wire.latency;
    const double bytes = drawn.job.bytes / drawn.wire.bandwidth;
    const double cm = drawn.computing();
    const double b = bytes - tau;
    const double P = (-b + std::sqrt(b * b + 2 * tau * (2 * bytes + cm))) / (2 * tau);
    check.agree(chapter17::efficiency(P, drawn.job, drawn.wire), 0.5, 1e-10);
    check.holds(P > 1, "of more than one machine");
  });
}
