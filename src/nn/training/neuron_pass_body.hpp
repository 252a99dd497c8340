#pragma once

/// \file
/// The body of pass_over(), which is compiled once for each set of instructions: every file that
/// includes this one is compiled with other options, and instantiates pass() for them.
///
/// All but pass() is inlined into it, and pass() carries the instructions in its name, so that the
/// linker never takes a function of one file for that of another.

#include <cstddef>
#include <cstring>

#include "nn/scalar/exponential.hpp"
#include "nn/scalar/lanes.hpp"
#include "nn/training/neuron_pass.hpp"

namespace nn::fast {

constexpr std::size_t most_rows = rows_per_block<float>(0);  ///< of any block
constexpr std::size_t together = 8;  ///< rows that are added to the gradient while it is at hand

/// e^(−|z|).
template <class T>
[[gnu::always_inline]] inline Lanes<T> exp_of_minus_size(const Lanes<T>& z) {
  return exp(smaller(z, -z));
}

/// L and ∂L/∂z of a lane's worth of rows.
template <class T>
struct LossAndSlope {
  Lanes<T> loss;   ///< L
  Lanes<T> slope;  ///< ∂L/∂z
};

/// What both losses need of z, from e = e^(−|z|), which never overflows.
template <class T>
struct LanesOfSigmoid {
  Lanes<T> inverse;  ///< 1/(1 + e)
  Lanes<T> sigma;    ///< σ(z)
};

/// σ(z): 1/(1 + e) where z ≥ 0, and e/(1 + e) elsewhere.
template <class T>
[[gnu::always_inline]] inline LanesOfSigmoid<T> sigmoid_of(const Lanes<T>& z, const Lanes<T>& e) {
  const Lanes<T> inverse = all(T(1)) / (all(T(1)) + e);
  return {inverse, where_positive(z, all(T(1)), e) * inverse};
}

/// L = (σ(z) − y)² and its slope 2(σ(z) − y) σ′(z), with σ′(z) = e/(1 + e)².
// [fast-squared-error]
template <class T>
[[gnu::always_inline]] inline LossAndSlope<T> loss_of(const SquaredErrorWithLogits&,
                                                      const Lanes<T>& z, const Lanes<T>& e,
                                                      const Lanes<T>& y) {
  const LanesOfSigmoid<T> s = sigmoid_of(z, e);
  const Lanes<T> error = s.sigma - y;
  return {error * error, all(T(2)) * error * (e * s.inverse * s.inverse)};
}
// [fast-squared-error]

/// L = (1 − y) softplus(z) + y softplus(−z) and its slope σ(z) − y. The two softplus have ln(1 + e)
/// in common: L = (1 − y) max(z, 0) + y max(−z, 0) + ln(1 + e). No term is negative.
// [fast-cross-entropy]
template <class T>
[[gnu::always_inline]] inline LossAndSlope<T> loss_of(const CrossEntropyWithLogits&,
                                                      const Lanes<T>& z, const Lanes<T>& e,
                                                      const Lanes<T>& y) {
  const Lanes<T> straight = where_positive(z, (all(T(1)) - y) * z, -(y * z));
  return {straight + log1p_of_fraction(e), sigmoid_of(z, e).sigma - y};
}
// [fast-cross-entropy]

/// z = w · x + b of one row, in two partial sums of lanes: an addition need not wait for the one
/// before it, and the row is read from its first number to its last, as memory likes best.
///
/// The last lanes end where the row ends. Of them count those that `left` has ones for, as the
/// others have been added already. A row that fills no lanes is a plain sum.
// [fast-preactivation]
template <class T>
[[gnu::always_inline]] inline T preactivation_of(const T* x, const T* theta, std::size_t d,
                                                 const LaneBits<T>& left) {
  constexpr std::size_t width = Lanes<T>::count;
  Lanes<T> even = all(T(0));
  Lanes<T> odd = all(T(0));
  std::size_t j = 0;
  for (; j + 2 * width <= d; j += 2 * width) {
    even = even + load(theta + j) * load(x + j);
    odd = odd + load(theta + j + width) * load(x + j + width);
  }
  if (j + width <= d) {
    even = even + load(theta + j) * load(x + j);
    j += width;
  }
  if (j < d && d > width) {
    odd = odd + only(left, load(theta + d - width) * load(x + d - width));
    j = d;
  }
  T z = sum(even + odd);
  for (; j < d; ++j) z += theta[j] * x[j];
  return z + theta[d];
}
// [fast-preactivation]

/// Asks for a row that will be needed soon: while the processor computes, it is on its way.
template <class T>
[[gnu::always_inline]] inline void ask_for_row(const T* x, std::size_t d) {
  constexpr int only_read = 0;
  constexpr int keep_near = 3;  // in the cache next to the core
  for (std::size_t j = 0; j < d; j += Lanes<T>::count) {
    __builtin_prefetch(x + j, only_read, keep_near);
  }
}

/// g ← g + Σᵢ δᵢ xᵢ over `Count` rows, added one after the other. The last lanes have sums of their
/// own, `last`, and end where the row ends; see preactivation_of().
// [fast-row-sum]
template <std::size_t Count, class T>
[[gnu::always_inline]] inline void add_rows(const T* X, std::size_t d, const T* delta, T* g,
                                            T* last) {
  constexpr std::size_t width = Lanes<T>::count;
  const auto add = [&](const T* x, T* to) __attribute__((always_inline)) {
    Lanes<T> sum = load(to);
    for (std::size_t i = 0; i < Count; ++i) sum = sum + all(delta[i]) * load(x + i * d);
    store(to, sum);
  };
  std::size_t j = 0;
  for (; j + width <= d; j += width) add(X + j, g + j);
  if (j < d && d > width) {
    add(X + d - width, last);
    j = d;
  }
  for (; j < d; ++j) {
    for (std::size_t i = 0; i < Count; ++i) g[j] += delta[i] * X[i * d + j];
  }
}
// [fast-row-sum]

/// The sums over all rows of what no feature has a part in.
template <class T>
struct LaneSums {
  Lanes<T> slopes = all(T(0));  ///< Σ ∂L/∂z
  Lanes<T> losses = all(T(0));  ///< Σ L
};

/// From pre-activations to slopes, in place; their sum and that of the losses are added up. What
/// stands behind the last of z, up to a whole lane, is overwritten.
///
/// Two short loops: the steps of one lane wait for each other, and a processor that sees the whole
/// of several lanes ahead takes their steps in turn.
// [fast-slopes]
template <class Loss, class T>
[[gnu::always_inline]] inline void slopes_of(const Loss& loss, const T* y, std::size_t rows, T* z,
                                             LaneSums<T>& sums) {
  constexpr std::size_t width = Lanes<T>::count;
  T e[most_rows];
  for (std::size_t i = rows; i % width != 0; ++i) z[i] = 0;
  for (std::size_t i = 0; i < rows; i += width) store(e + i, exp_of_minus_size(load(z + i)));

  std::size_t i = 0;
  for (; i + width <= rows; i += width) {
    const LossAndSlope<T> lane = loss_of(loss, load(z + i), load(e + i), load(y + i));
    store(z + i, lane.slope);
    sums.slopes = sums.slopes + lane.slope;
    sums.losses = sums.losses + lane.loss;
  }
  if (i == rows) return;
  // Fewer rows than lanes are left: those lanes that have no row count 0.
  T padded_y[width] = {};
  T losses[width];
  std::memcpy(padded_y, y + i, (rows - i) * sizeof(T));
  const LossAndSlope<T> lane = loss_of(loss, load(z + i), load(e + i), load(padded_y));
  store(losses, lane.loss);
  store(z + i, lane.slope);
  for (std::size_t k = rows - i; k < width; ++k) losses[k] = z[i + k] = 0;
  sums.slopes = sums.slopes + load(z + i);
  sums.losses = sums.losses + load(losses);
}
// [fast-slopes]

/// A block's rows are read from memory once, for z, and from the cache once more, for the gradient.
// [fast-pass]
template <Instructions, class Loss, class T>
void pass(const Loss& loss, const Rows<T>& rows, T* sums) {
  constexpr std::size_t width = Lanes<T>::count;
  const std::size_t d = rows.columns;
  const std::size_t block = rows_per_block<T>(d);
  const std::size_t left = d % width;
  const LaneBits<T> ones = last_lanes<T>(left);
  T z[most_rows];
  T last[width] = {};
  LaneSums<T> of_lanes;
  for (std::size_t j = 0; j < d; ++j) sums[j] = 0;
  for (std::size_t first = 0; first < rows.rows; first += block) {
    const std::size_t rest = rows.rows - first;
    const std::size_t count = rest < block ? rest : block;
    const T* const X = rows.X + first * d;
    for (std::size_t i = 0; i < count; ++i) {
      z[i] = preactivation_of(X + i * d, rows.theta, d, ones);
      if (rows.are_far && i + block < rest) ask_for_row(X + (i + block) * d, d);
    }

    slopes_of(loss, rows.y + first, count, z, of_lanes);

    std::size_t i = 0;
    for (; i + together <= count; i += together)
      add_rows<together>(X + i * d, d, z + i, sums, last);
    for (; i < count; ++i) add_rows<1>(X + i * d, d, z + i, sums, last);
  }
  if (d > width) std::memcpy(sums + d - left, last + width - left, left * sizeof(T));
  sums[d] = sum(of_lanes.slopes);
  sums[d + 1] = sum(of_lanes.losses);
}
// [fast-pass]

}  // namespace nn::fast
