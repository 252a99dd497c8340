#pragma once

/// \file
/// Exercise: an order by chance, in which every order is equally likely.

#include <cstddef>
#include <utility>
#include <vector>

namespace nn::exercise {

/// Puts the items into one of their n! orders, all equally likely.
///
/// \param items what is put in order; all orders must be possible, whatever order they come in
/// \param choose choose(count) draws one of 0, 1, …, count − 1, all equally likely and independent
/// of
///        what it drew before; count must not be 0
template <class Item, class Choose>
void put_in_random_order(std::vector<Item>& items, const Choose& choose) {
  // Every item swaps places with any other. It looks fair, and it is not: your code must be.
  for (std::size_t place = 0; place < items.size(); ++place) {
    std::swap(items[place], items[choose(items.size())]);
  }
}

}  // namespace nn::exercise
