#pragma once

/// \file
/// A random network with random samples, for the claims of chapter 11.

#include <cstddef>
#include <utility>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/training/network_cost.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// n samples and a network, all of whose widths and n are different from each other: a transposed
/// matrix fits nowhere by accident. The parameters are normal numbers of the size ½, so that units
/// are neither dead nor all saturated: in 1500 such networks h²|φ‴|/6 of a central difference was
/// at most 5e-10 max(1, ‖g‖∞). The inputs are standard normal.
struct DrawnNetwork {
  Network network;
  Vector<double> theta;
  Matrix<double> X;
  Matrix<double> Y;

  std::size_t n() const { return X.size1(); }
  std::size_t depth() const { return network.layers.size(); }
  double count() const { return static_cast<double>(n()); }

  /// Targets that the output takes: any numbers, probabilities, or classes.
  static void draw_targets(LinearSquaredError, Matrix<double>& Y) {
    Y = *gaussian_matrix(Y.size1(), Y.size2()).as("Y");
  }
  static void draw_targets(SigmoidSquaredError, Matrix<double>& Y) {
    for (double& y : Y.data()) y = *uniform(0, 1).as("y");
  }
  static void draw_targets(SigmoidCrossEntropy, Matrix<double>& Y) {
    for (double& y : Y.data()) y = *uniform(0, 1).as("y");
  }
  static void draw_targets(SoftmaxCrossEntropy, Matrix<double>& Y) {
    for (std::size_t i = 0; i < Y.size1(); ++i) {
      for (std::size_t k = 0; k < Y.size2(); ++k) Y(i, k) = 0;
      Y(i, *dimension(0, Y.size2() - 1).as("class")) = 1;
    }
  }

  /// Draws one of `depth` layers, inside a property; n is 2 or more, and so are the classes.
  template <class Output>
  static DrawnNetwork draw(const Output& output, Activation f, std::size_t depth) {
    std::vector<std::size_t> sizes = {1, 2, 3, 4, 5, 6, 7};  // d₀, …, d_D, n
    for (std::size_t k = 0; k < depth + 2; ++k) {
      std::swap(sizes[k], sizes[*dimension(k, 6).as("size")]);
    }
    // A single sample or a single class becomes a single input.
    if (sizes[depth] == 1) std::swap(sizes[depth], sizes[0]);
    if (sizes[depth + 1] == 1) std::swap(sizes[depth + 1], sizes[0]);
    const std::vector<std::size_t> hidden(sizes.begin() + 1,
                                          sizes.begin() + static_cast<std::ptrdiff_t>(depth));
    DrawnNetwork drawn{network_of(sizes[0], hidden, f, sizes[depth]),
                       {},
                       *gaussian_matrix(sizes[depth + 1], sizes[0]).as("X"),
                       Matrix<double>(sizes[depth + 1], sizes[depth])};
    drawn.theta = 0.5 * *gaussian_vector(parameter_count(drawn.network)).as("theta");
    draw_targets(output, drawn.Y);
    return drawn;
  }

  /// The same of 1 to 4 layers.
  template <class Output>
  static DrawnNetwork draw(const Output& output, Activation f) {
    const std::size_t depth = *dimension(1, 4).as("depth");
    return draw(output, f, depth);
  }

  /// C(θ) for any scalar.
  template <class Output, class T>
  T cost_at(const Output& output, const Vector<T>& at) const {
    const Matrix<T> inputs = cast<T>(X);
    const Matrix<T> targets = cast<T>(Y);
    return NetworkCost<Output, T>(network, output, inputs, targets).evaluate(at, nullptr);
  }

  /// ∇C(θ) by backpropagation, into a vector that is not clean.
  template <class Output>
  Vector<double> gradient(const Output& output) const {
    Vector<double> slopes(theta.size(), 7.0);
    NetworkCost<Output, double>(network, output, X, Y).evaluate(theta, &slopes);
    return slopes;
  }

  /// What the two ways left behind.
  template <class Output>
  NetworkPass<double> pass(const Output& output) const {
    const NetworkCost<Output, double> cost(network, output, X, Y);
    Vector<double> slopes(theta.size());
    cost.evaluate(theta, &slopes);
    return cost.last_pass();
  }

  /// C as a function of the pre-activations of layer l alone, given row after row; layers are
  /// counted from 0. What comes behind them stays.
  template <class Output, class T>
  T cost_from(const Output& output, std::size_t l, const Vector<T>& preactivations_of_l) const {
    const Vector<T> theta_of = cast<T>(theta);
    const Matrix<T> targets = cast<T>(Y);
    Matrix<T> Z(n(), network.layers[l].units);
    for (std::size_t e = 0; e < preactivations_of_l.size(); ++e) {
      Z(e / Z.size2(), e % Z.size2()) = preactivations_of_l(e);
    }
    for (; l + 1 < depth(); ++l) {
      Matrix<T> A(Z.size1(), Z.size2());
      activations(network.layers[l].activation, Z, A);
      Matrix<T> next(n(), network.layers[l + 1].units);
      preactivations(layer_of(network, theta_of, l + 1), A, next);
      Z = next;
    }
    T sum = T(0);
    for (std::size_t i = 0; i < n(); ++i) {
      sum += output.value(row_view(std::as_const(Z), i), row_view(targets, i));
    }
    return sum / T(count());
  }
};

/// The entries of a matrix, row after row.
inline Vector<double> flat(const Matrix<double>& M) {
  Vector<double> entries(M.size1() * M.size2());
  for (std::size_t e = 0; e < entries.size(); ++e) entries(e) = M(e / M.size2(), e % M.size2());
  return entries;
}

}  // namespace nn::test
