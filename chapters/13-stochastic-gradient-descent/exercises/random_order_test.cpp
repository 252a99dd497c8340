// Does the order of the exercise come by a fair chance?
#include EXERCISE_HEADER

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "nn/scalar/random.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using exercise::put_in_random_order;

namespace {

using Order = std::vector<std::size_t>;

Order in_order(std::size_t n) {
  Order items(n);
  std::iota(items.begin(), items.end(), std::size_t{0});
  return items;
}

/// How likely each order of n items is: by every sequence of draws that can happen.
std::map<Order, double> chances_of_orders(std::size_t n) {
  std::map<Order, double> chances;
  std::vector<std::size_t> draws;   // what is drawn this time
  std::vector<std::size_t> counts;  // of how many
  for (;;) {
    Order items = in_order(n);
    std::size_t asked = 0;
    double chance = 1;
    const auto choose = [&](std::size_t count) {
      if (count == 0) throw std::invalid_argument("choose: there is nothing to choose from");
      if (asked == draws.size()) {
        draws.push_back(0);
        counts.push_back(count);
      }
      chance /= static_cast<double>(count);
      return draws[asked++];
    };
    put_in_random_order(items, choose);
    chances[items] += chance;
    while (!draws.empty() && ++draws.back() == counts.back()) {
      draws.pop_back();
      counts.pop_back();
    }
    if (draws.empty()) return chances;
  }
}

}  // namespace

TEST(RandomOrder, EveryOrderIsEquallyLikely) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 5).as("n");
    double orders = 1;
    for (std::size_t k = 2; k <= n; ++k) orders *= static_cast<double>(k);
    const std::map<Order, double> chances = chances_of_orders(n);
    check.agree(static_cast<double>(chances.size()), orders, 0, "all orders can happen");
    for (const auto& [order, chance] : chances) check.agree(chance * orders, 1, 1e-12);
  });
}

TEST(RandomOrder, KeepsTheItems) {
  property([](Check& check) {
    Random random(*dimension(0, 1000).as("seed"));
    std::vector<double> items(*dimension(0, 40).as("n"));
    for (double& item : items) item = *gaussian().as("item");
    std::vector<double> moved = items;
    put_in_random_order(moved, [&](std::size_t count) { return random.index(count); });
    std::sort(items.begin(), items.end());
    std::sort(moved.begin(), moved.end());
    check.holds(moved == items, "the same items");
  });
}
