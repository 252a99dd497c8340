#pragma once

/// \file
/// What the way forth and the way back cost, counted by a scalar that counts.

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "../08-cost-of-a-dot-product/counted.hpp"
#include "nn/network/backpropagation.hpp"
#include "nn/network/network.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter11 {

/// The multiplications of both ways.
struct Multiplications {
  std::size_t forth = 0;
  std::size_t back = 0;
};

/// Σₗ d₍ₗ₋₁₎d₍ₗ₎: the multiply-adds of the products on the way forth, for each sample.
inline std::size_t products_forth(const Network& network) {
  std::size_t sum = 0;
  for (const Layer& layer : network.layers) sum += layer.inputs * layer.units;
  return sum;
}

/// 2 Σₗ d₍ₗ₋₁₎d₍ₗ₎ − d₍₀₎d₍₁₎: the same on the way back.
inline std::size_t products_back(const Network& network) {
  const Layer& first = network.layers.front();
  return 2 * products_forth(network) - first.inputs * first.units;
}

/// How many units are hidden: so many times the way back multiplies by an f′, for each sample.
inline std::size_t hidden_units(const Network& network) {
  std::size_t sum = 0;
  for (const Layer& layer : network.layers) sum += layer.units;
  return sum - network.layers.back().units;
}

/// Counts both ways for a batch of n samples, from slopes by the scores that are given. The network
/// should have ReLUs, which multiply nothing.
inline Multiplications counted_multiplications(const Network& network, std::size_t n) {
  using chapter8::Counted;
  const Matrix<Counted> X(n, network.layers.front().inputs, Counted(0.5));
  const Vector<Counted> theta(parameter_count(network), Counted(0.25));
  Vector<Counted> gradient(theta.size());
  NetworkPass<Counted> pass;
  Multiplications counted;
  counted.forth =
      chapter8::operations_of([&] { forward(network, theta, X, pass); }).multiplications;
  for (Counted& delta : pass.delta.back().data()) delta = Counted(1);
  counted.back = chapter8::operations_of([&] {
                   backpropagate(network, theta, X, pass, gradient);
                 }).multiplications;
  return counted;
}

/// `64-30-10`.
inline std::string shape_of(const Network& network) {
  std::string text = std::to_string(network.layers.front().inputs);
  for (const Layer& layer : network.layers) text += "-" + std::to_string(layer.units);
  return text;
}

/// Networks of several shapes.
inline std::vector<Network> counted_networks() {
  return {network_of(2, {3}, Activation::relu, 2),
          network_of(10, {10, 10, 10}, Activation::relu, 10),
          network_of(64, {30}, Activation::relu, 10), network_of(784, {30}, Activation::relu, 10)};
}

/// Prints what was counted for one sample.
inline void print_counts() {
  std::printf("multiplications, counted, for one sample\n");
  std::printf("                                    (forth + back - ⊙)   passes of central\n");
  std::printf("shape           forth    back     ⊙            / forth         differences\n");
  for (const Network& network : counted_networks()) {
    const Multiplications counted = counted_multiplications(network, 1);
    const std::size_t bends = hidden_units(network);
    std::printf("%-14s %6zu %7zu %5zu %18.4f %19zu\n", shape_of(network).c_str(), counted.forth,
                counted.back, bends,
                static_cast<double>(counted.forth + counted.back - bends) /
                    static_cast<double>(counted.forth),
                2 * parameter_count(network));
  }
}

}  // namespace nn::chapter11
