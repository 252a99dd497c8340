#pragma once

/// \file
/// Solution: an order by chance, in which every order is equally likely.

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
  // The last place takes one of all items, the one before it one of those that are left, and so on.
  for (std::size_t left = items.size(); left > 1; --left) {
    std::swap(items[left - 1], items[choose(left)]);
  }
}

}  // namespace nn::exercise
