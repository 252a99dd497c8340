#pragma once

/// \file
/// How much longer a matrix can make a row, and what that says of slopes on their way back.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>

#include "layers.hpp"
#include "nn/network/network.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/products.hpp"

namespace nn::chapter15 {

/// δWᵀ, for a row δ with an entry for each unit.
inline Vector<double> sent_back(const MatrixView<const double>& W, const Vector<double>& delta) {
  Vector<double> before(W.rows, 0.0);
  for (std::size_t j = 0; j < W.rows; ++j) {
    for (std::size_t k = 0; k < W.columns; ++k) before(j) += W(j, k) * delta(k);
  }
  return before;
}

/// aW, for a row a with an entry for each input.
inline Vector<double> sent_forth(const MatrixView<const double>& W, const Vector<double>& a) {
  Vector<double> sums(W.columns, 0.0);
  for (std::size_t j = 0; j < W.rows; ++j) {
    for (std::size_t k = 0; k < W.columns; ++k) sums(k) += W(j, k) * a(j);
  }
  return sums;
}

/// ‖W‖₂, from below: a row is sent back and forth, so often that little is left of it but the
/// direction in which W stretches most.
inline double largest_stretch(const MatrixView<const double>& W, std::size_t rounds = 200) {
  Vector<double> v(W.columns);
  for (std::size_t k = 0; k < v.size(); ++k) v(k) = 1 + std::sin(static_cast<double>(3 * k + 1));
  double stretch = 0;
  for (std::size_t round = 0; round < rounds; ++round) {
    const double length = norm(v);
    if (length == 0) break;
    v /= length;
    const Vector<double> back = sent_back(W, v);
    stretch = std::max(stretch, norm(back));
    v = sent_forth(W, back);
  }
  return stretch;
}

/// ‖W‖_F, the root of the sum of all squares.
inline double frobenius_norm(const MatrixView<const double>& W) {
  double sum = 0;
  for (std::size_t j = 0; j < W.rows; ++j) {
    for (std::size_t k = 0; k < W.columns; ++k) sum += W(j, k) * W(j, k);
  }
  return std::sqrt(sum);
}

/// The largest factor by which a row of Δ changes its length from layer l to layer l − 1; layers
/// are counted from 0.
inline double largest_factor(const NetworkPass<double>& pass, std::size_t l) {
  double largest = 0;
  for (std::size_t i = 0; i < pass.delta[l].size1(); ++i) {
    const double before = norm(row_of(pass.delta[l - 1], i));
    largest = std::max(largest, before / norm(row_of(pass.delta[l], i)));
  }
  return largest;
}

/// Prints the factor of one layer of sigmoids beside its two bounds.
inline void print_stretches() {
  constexpr std::size_t l = 15;
  std::printf("sigmoids: from layer %zu back to layer %zu\n", l, l - 1);
  std::printf("weights   largest factor of a length     ‖W‖₂/4   ‖W‖_F/4\n");
  const Network network = deep_network(Activation::sigmoid);
  for (const NamedStart& start : named_starts()) {
    const Vector<double> theta = start_of(network, start.init, 1);
    const MatrixView<const double> W = layer_of(network, theta, l - 1).weights;
    std::printf("%-7s %28.2f %10.2f %9.2f\n", start.name,
                largest_factor(walk(network, theta), l - 1), largest_stretch(W) / 4,
                frobenius_norm(W) / 4);
  }
}

}  // namespace nn::chapter15
