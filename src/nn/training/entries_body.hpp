#pragma once

/// \file
/// The body of for_each_entry(), which is compiled once for each set of instructions: every file
/// that includes this one is compiled with other options, and instantiates EntryLoops for them.

#include <cstddef>

#include "nn/training/entry_loops.hpp"

namespace nn::fast {

/// What all of them do.
// [plain-loop]
template <class Rule, class... Entry>
[[gnu::always_inline]] inline void plain_loop(const Rule& rule, std::size_t count,
                                              Entry* __restrict... entries) {
  for (std::size_t p = 0; p < count; ++p) rule(entries[p]...);
}
// [plain-loop]

template <Instructions I, class T>
void EntryLoops<I, T>::run(const Sum<T>& rule, std::size_t count, T* sum, const T* part) {
  plain_loop(rule, count, sum, part);
}
template <Instructions I, class T>
void EntryLoops<I, T>::run(const Decay<T>& rule, std::size_t count, T* weights) {
  plain_loop(rule, count, weights);
}
template <Instructions I, class T>
void EntryLoops<I, T>::run(const GradientStep<T>& rule, std::size_t count, T* theta, const T* g) {
  plain_loop(rule, count, theta, g);
}
template <Instructions I, class T>
void EntryLoops<I, T>::run(const MomentumStep<T>& rule, std::size_t count, T* theta, const T* g,
                           T* v) {
  plain_loop(rule, count, theta, g, v);
}
template <Instructions I, class T>
void EntryLoops<I, T>::run(const NesterovStep<T>& rule, std::size_t count, T* theta, const T* g,
                           T* v) {
  plain_loop(rule, count, theta, g, v);
}
template <Instructions I, class T>
void EntryLoops<I, T>::run(const AdamStep<T>& rule, std::size_t count, T* theta, const T* g, T* m,
                           T* v) {
  plain_loop(rule, count, theta, g, m, v);
}

}  // namespace nn::fast
