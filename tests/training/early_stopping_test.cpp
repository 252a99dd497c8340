// Early stopping: the parameters that were best on held-out rows, and when to give up.
#include "nn/training/early_stopping.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Small whole numbers, so that some are equal; now and then one that is no number, or infinite.
std::vector<double> draw_costs() {
  std::vector<double> costs(*dimension(1, 25).as("epochs"));
  for (double& cost : costs) {
    const std::size_t drawn = *dimension(0, 11).as("cost");
    cost = static_cast<double>(drawn);
    if (drawn == 10) cost = std::nan("");
    if (drawn == 11) cost = infinity;
  }
  return costs;
}

/// The parameters after an epoch: others in each.
Vector<double> parameters_after(std::size_t epoch) {
  return vector<double>({static_cast<double>(epoch), -0.5 * static_cast<double>(epoch)});
}

/// The first of the epochs up to this one with the least cost of them; 0 where there is none.
std::size_t best_up_to(const std::vector<double>& costs, std::size_t epoch) {
  std::size_t best = 0;
  double least = infinity;
  for (std::size_t e = 0; e <= epoch; ++e) {
    if (!std::isnan(costs[e]) && costs[e] < least) {
      best = e;
      least = costs[e];
    }
  }
  return best;
}

}  // namespace

TEST(EarlyStopping, KeepsTheBestAndStopsWhenNothingIsGained) {
  property([](Check& check) {
    const std::vector<double> costs = draw_costs();
    const std::size_t patience = *dimension(0, 6).as("patience");
    EarlyStopping<double> stopping(patience);
    check.holds(stopping.least_cost() == infinity, "nothing seen yet");
    check.holds(stopping.best().size() == 0, "and nothing kept");
    bool has_best = false;
    for (std::size_t epoch = 0; epoch < costs.size(); ++epoch) {
      const bool goes_on = stopping.see(epoch, costs[epoch], parameters_after(epoch));
      has_best = has_best || costs[epoch] < infinity;
      const std::size_t best = best_up_to(costs, epoch);
      check.holds(stopping.best_epoch() == best, "the first epoch with the least cost");
      check.holds(goes_on == (patience == 0 || epoch - best < patience),
                  "it stops after `patience` epochs without a gain");
      check.holds(stopping.least_cost() == (has_best ? costs[best] : infinity), "the least cost");
      if (has_best) {
        check.agree(stopping.best(), parameters_after(best), 0, "its parameters");
      } else {
        check.holds(stopping.best().size() == 0, "no number is no best");
      }
    }
  });
}

TEST(EarlyStopping, CostsThatFallNeverStopIt) {
  property([](Check& check) {
    EarlyStopping<float> stopping(*dimension(0, 3).as("patience"));
    double cost = *gaussian().as("cost");
    for (std::size_t epoch = 0; epoch < 10; ++epoch) {
      const Vector<float> theta(3, static_cast<float>(epoch));
      check.holds(stopping.see(epoch, cost, theta), "it goes on");
      check.holds(stopping.best_epoch() == epoch && stopping.least_cost() == cost, "the last");
      check.holds(stopping.best()(2) == theta(2), "and its parameters");
      cost -= *uniform(1e-9, 1).as("gain");
    }
  });
}
