// The mistakes of chapter 13: each wrong epoch is refused, the right one passes.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "chapters/13-stochastic-gradient-descent/mistakes.hpp"
#include "chapters/13-stochastic-gradient-descent/penguins.hpp"
#include "chapters/13-stochastic-gradient-descent/wrong_epochs.hpp"
#include "nn/network/one_hot.hpp"
#include "tests/chapters/13_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter13::checked;
using chapter13::EpochCheck;
using chapter13::how_caught;
using chapter13::Mistake;
using chapter13::mistakes;
using chapter13::Recipe;
using chapter13::Task;

namespace {

/// Samples for one layer, its parameters, and batches into which they do not go without a rest.
/// From 13 rows on two orders are the same once in billions; targets that are shares are different
/// in any two rows.
struct DrawnEpoch {
  Task task;
  Vector<double> theta;
  std::size_t m;

  static DrawnEpoch draw() {
    const std::size_t m = *dimension(2, 6).as("m");
    const std::size_t n = m * (12 / m + 1) + *dimension(1, m - 1).as("rest");
    const std::size_t d = *dimension(1, 2).as("d");
    const std::size_t K = *dimension(2, 3).as("K");
    const Network network = network_of(d, {}, Activation::linear, K);
    Matrix<double> Y(n, K);
    for (std::size_t i = 0; i < n; ++i) {
      const std::vector<double> shares = draw_probabilities(K);
      for (std::size_t k = 0; k < K; ++k) Y(i, k) = shares[k];
    }
    return {{*gaussian_matrix(n, d).as("X"), Y, network},
            *gaussian_vector(parameter_count(network)).as("theta"),
            m};
  }
};

}  // namespace

// A slope is a mean of at most 6 products of numbers below 1 and 5: far less than 1e-12 is rounded.
TEST(StochasticMistakes, AreAllCaught) {
  property([](Check& check) {
    const DrawnEpoch drawn = DrawnEpoch::draw();
    const EpochCheck right = checked(Recipe{}, drawn.task, drawn.theta, drawn.m);
    check.holds(how_caught(right).empty(), "the right epoch passes");
    for (const Mistake& mistake : mistakes) {
      const EpochCheck wrong = checked(mistake.recipe, drawn.task, drawn.theta, drawn.m);
      check.holds(!how_caught(wrong).empty(), mistake.name);
    }
  });
}

// Which of the three things that must hold gives each mistake away, and that the others stay.
TEST(StochasticMistakes, GiveThemselvesAwayInOneThingEach) {
  property([](Check& check) {
    const DrawnEpoch drawn = DrawnEpoch::draw();
    for (const Mistake& mistake : mistakes) {
      const std::string name = mistake.name;
      const EpochCheck wrong = checked(mistake.recipe, drawn.task, drawn.theta, drawn.m);
      check.holds((wrong.seen_once < wrong.rows) == (name == "last-batch-dropped"), name);
      check.holds((wrong.moved == 0) == (name == "no-reshuffle"), name);
      const bool wrong_slopes =
          name == "last-batch" || name == "sum-for-mean" || name == "inputs-shuffled-alone";
      check.holds((wrong.error > chapter13::allowed_error) == wrong_slopes, name);
      if (name == "last-batch-dropped") {
        check.holds(wrong.rows - wrong.seen_once == wrong.rows % drawn.m, "the rest");
      }
    }
  });
}

TEST(StochasticMistakes, AreCaughtByTheProgram) {
  examples([](Check& check) {
    const Task& penguins = chapter13::penguins();
    check.holds(penguins.X.size1() == 342 && penguins.X.size2() == 4, "342 with 4 measurements");
    const std::vector<std::size_t> species = classes_of(penguins.Y);
    std::size_t changes = 0;
    for (std::size_t i = 1; i < species.size(); ++i) {
      if (species[i] != species[i - 1]) ++changes;
    }
    check.holds(changes == 2, "sorted by species");
    const Vector<double> theta = chapter13::checked_at();
    const std::size_t m = chapter13::penguin_batch;
    check.holds(how_caught(checked(Recipe{}, penguins, theta, m)).empty(), "the right epoch");
    for (const Mistake& mistake : mistakes) {
      check.holds(!how_caught(checked(mistake.recipe, penguins, theta, m)).empty(), mistake.name);
    }
  });
}

// What the page says of the trainings.
TEST(StochasticMistakes, DoWhatThePageSays) {
  examples([](Check& check) {
    const auto cost = [](const Recipe& recipe, std::size_t epochs) {
      return chapter13::trained_with(recipe, epochs).cost;
    };
    const double first = cost(Recipe{}, 1);
    check.at_most(1.5 * first, cost(mistakes[0].recipe, 1), 0, "no-reshuffle, after one epoch");
    check.at_most(cost(mistakes[2].recipe, 1), first, 0, "sum-for-mean takes longer steps");
    check.at_most(1, cost(mistakes[3].recipe, 20), 0, "inputs-shuffled-alone learns nothing");
    for (const std::size_t k : {1U, 4U}) {
      check.agree(cost(mistakes[k].recipe, 20), cost(Recipe{}, 20), 0.02, mistakes[k].name);
    }
  });
}
