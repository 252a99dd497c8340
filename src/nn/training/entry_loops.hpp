#pragma once

/// \file
/// The loops of for_each_entry(): which rules there are, for which instructions.

#include <cstddef>

#include "nn/scalar/instructions.hpp"
#include "nn/training/adam.hpp"
#include "nn/training/entries.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/momentum.hpp"
#include "nn/training/weight_decay.hpp"

namespace nn::fast {

/// for_each_entry() with these instructions. The bodies are in entries_body.hpp.
template <Instructions, class T>
struct EntryLoops {
  /// The rule for each p < count.
  /// @{
  static void run(const Sum<T>& rule, std::size_t count, T* sum, const T* part);
  static void run(const Decay<T>& rule, std::size_t count, T* weights);
  static void run(const GradientStep<T>& rule, std::size_t count, T* theta, const T* g);
  static void run(const MomentumStep<T>& rule, std::size_t count, T* theta, const T* g, T* v);
  static void run(const NesterovStep<T>& rule, std::size_t count, T* theta, const T* g, T* v);
  static void run(const AdamStep<T>& rule, std::size_t count, T* theta, const T* g, T* m, T* v);
  /// @}
};

}  // namespace nn::fast
