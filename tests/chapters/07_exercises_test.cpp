// Chapter 7, exercise 4: random starts and large steps, with both costs.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "nn/data/book_file.hpp"
#include "nn/program/training.hpp"
#include "tests/support/book.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// The training of the exercise: four measurements, and the later species in order is the 1.
Training from_seed(std::uint64_t seed, const std::string& cost, double learning_rate) {
  TrainingOptions options;
  options.data.file = book_file("chapters/data/adelie-chinstrap.csv");
  options.init = "random";
  options.seed = seed;
  options.cost = cost;
  options.descent = {learning_rate, 1000, 1e-6};
  return train(options);
}

std::size_t wrong(const Training& training) {
  const Confusion counts = *training.confusion(training.split.training);
  return counts.rows() - counts.right();
}

}  // namespace

TEST(RandomStarts, AreForgivenByTheCrossEntropy) {
  examples([](Check& check) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      for (const std::string cost : {"mse", "cross-entropy"}) {
        for (const double rate : {0.1, 1.0, 10.0, 100.0}) {
          check.holds(wrong(from_seed(seed, cost, rate)) <= 10, "all are right, or nearly all");
        }
        check.holds(wrong(from_seed(seed, cost, 100)) == 0, "a flat boundary separates them");
      }
      check.holds(wrong(from_seed(seed, "cross-entropy", 1000)) == 0, "219 of 219");
    }
    const Training one = from_seed(1, "mse", 1000);
    check.holds(one.descent.reason == StopReason::converged && wrong(one) > 20, "seed 1");
    check.holds(wrong(from_seed(2, "mse", 1000)) == 0, "seed 2");
    const Training three = from_seed(3, "mse", 1000);
    check.holds(three.descent.reason == StopReason::out_of_iterations, "seed 3 stops");
    check.holds(0 < wrong(three) && wrong(three) <= 10, "with a few of them wrong");
    const double norm = three.descent.history.back().gradient_norm;
    check.holds(1e-6 < norm && norm < 1e-5, "and a gradient a little above the tolerance");
  });
}
