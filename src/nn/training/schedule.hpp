#pragma once

/// \file
/// A learning rate that falls while a network learns.

#include <cmath>
#include <cstddef>
#include <numbers>
#include <stdexcept>

namespace nn {

/// How the learning rate changes from update to update.
enum class Schedule {
  constant,  ///< not at all
  cosine     ///< from α to almost 0, along half a wave of the cosine
};

/// αₜ, the learning rate of update t of T, counted from 0: α, or α(1 + cos(πt/T))/2.
///
/// Computed as α cos²(πt/(2T)), the same number: 1 + cos would lose all digits near the end of a
/// very long training, and be 0.
///
/// \throws std::out_of_range unless t < T, where the rate falls.
// [scheduled-rate]
inline double scheduled_rate(Schedule schedule, double alpha, std::size_t t, std::size_t T) {
  if (schedule == Schedule::constant) return alpha;
  if (t >= T) throw std::out_of_range("scheduled_rate: all updates were made");
  const double root =
      std::cos(std::numbers::pi / 2 * static_cast<double>(t) / static_cast<double>(T));
  return alpha * root * root;
}
// [scheduled-rate]

}  // namespace nn
