#pragma once

/// \file
/// One rule for every entry of a few vectors, on the processor's vectors.

#include <cstddef>

#include "nn/scalar/instructions.hpp"

namespace nn::fast {

/// rule(aₚ, bₚ, ...) for each p < count, where a, b, ... stand from these places on. Each entry is
/// rounded as by itself: the bits are those of a plain loop, on every processor.
///
/// It is compiled for the rules of the optimizers, for decay_weights() and for sums, of `float` and
/// of `double`; entries_body.hpp lists them. A rule's operator() is always inlined, so that it
/// takes on the instructions of the loop around it.
///
/// \pre no two of the vectors share an entry
/// @{
template <class Rule, class... Entry>
void for_each_entry(Instructions instructions, const Rule& rule, std::size_t count,
                    Entry*... entries);
template <class Rule, class... Entry>
void for_each_entry(const Rule& rule, std::size_t count, Entry*... entries) {
  for_each_entry(best_instructions(), rule, count, entries...);
}
/// @}

/// sum ← sum + part.
template <class T>
struct Sum {
  /// One entry.
  // [sum]
  [[gnu::always_inline]] void operator()(T& sum, const T& part) const { sum += part; }
  // [sum]
};

}  // namespace nn::fast
