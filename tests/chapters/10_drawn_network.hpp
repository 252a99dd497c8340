#pragma once

/// \file
/// A random network with random samples, for the claims of chapter 10.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// So many numbers from 2 to 7, no two of them the same.
inline std::vector<std::size_t> draw_sizes(std::size_t count) {
  std::vector<std::size_t> left = {2, 3, 4, 5, 6, 7};
  std::vector<std::size_t> sizes;
  while (sizes.size() < count) {
    const std::size_t place = *dimension(0, left.size() - 1);
    sizes.push_back(left[place]);
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(place));
  }
  return sizes;
}

/// n samples and a network for them. The numbers of samples, of inputs, of units and of outputs are
/// pairwise different: a transposed matrix fits nowhere by accident.
struct DrawnLayers {
  Network network;
  Vector<double> theta;
  Matrix<double> X;

  /// With so many hidden layers, three at most.
  static DrawnLayers draw(Activation f, std::size_t hidden_layers) {
    const std::vector<std::size_t> sizes = draw_sizes(hidden_layers + 3);
    const std::vector<std::size_t> hidden(sizes.begin() + 2, sizes.end() - 1);
    const Network network = network_of(sizes[1], hidden, f, sizes.back());
    return {network, *gaussian_vector(parameter_count(network)).as("theta"),
            *gaussian_matrix(sizes[0], sizes[1]).as("X")};
  }

  Matrix<double> scores_now() const { return scores(network, theta, X); }
};

/// The entries of a matrix, row by row.
inline Vector<double> flattened(const Matrix<double>& M) {
  Vector<double> entries(M.size1() * M.size2());
  for (std::size_t i = 0; i < M.size1(); ++i) {
    for (std::size_t k = 0; k < M.size2(); ++k) entries(i * M.size2() + k) = M(i, k);
  }
  return entries;
}

/// |actual − expected| ≤ bound, entry by entry, for two matrices of one shape.
inline void agree_within(Check& check, const Matrix<double>& actual, const Matrix<double>& expected,
                         double bound, const std::string& what = "") {
  check.holds(actual.size1() == expected.size1() && actual.size2() == expected.size2(),
              "the shape" + what);
  const Vector<double> truth = flattened(expected);
  check.agree(flattened(actual), truth, bound / std::max(1.0, max_norm(truth)), what);
}

/// How far a computed score may be from the exact one, whatever the order of the sums.
///
/// A pre-activation sums d products and a bias: it is off by γ_{d+1} times the sum of their sizes,
/// and by what its inputs are off, times the weights' sizes. One rounding more is for an oracle
/// that rounds its result. No activation makes an error larger (their slopes are at most 1);
/// sigmoid and tanh add a few roundings of a number below 1 of their own.
inline double rounding_bound(const Network& network, const Vector<double>& theta,
                             const Matrix<double>& X) {
  double largest = 0;
  for (std::size_t i = 0; i < X.size1(); ++i) {
    std::vector<double> size;
    for (std::size_t j = 0; j < X.size2(); ++j) size.push_back(std::abs(X(i, j)));
    std::vector<double> error(size.size(), 0.0);
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
      const Layer& layer = network.layers[l];
      const LayerParameters<const double> parameters = layer_of(network, theta, l);
      const bool saturates =
          layer.activation == Activation::sigmoid || layer.activation == Activation::tanh;
      std::vector<double> next_size;
      std::vector<double> next_error;
      for (std::size_t k = 0; k < layer.units; ++k) {
        double terms = std::abs(parameters.biases(k));
        double inherited = 0;
        for (std::size_t j = 0; j < layer.inputs; ++j) {
          const double weight = std::abs(parameters.weights(j, k));
          terms += (size[j] + error[j]) * weight;
          inherited += error[j] * weight;
        }
        const double own = nn::gamma<double>(layer.inputs + 2) * terms;
        next_size.push_back(saturates ? 1 : terms);
        next_error.push_back(inherited + own + (saturates ? 4 * epsilon : 0));
      }
      size = next_size;
      error = next_error;
    }
    for (const double e : error) largest = std::max(largest, e);
  }
  return largest;
}

inline double rounding_bound(const DrawnLayers& drawn) {
  return rounding_bound(drawn.network, drawn.theta, drawn.X);
}

/// A B, by plain loops.
inline Matrix<double> product_by_loops(const Matrix<double>& A, const Matrix<double>& B) {
  Matrix<double> C(A.size1(), B.size2(), 0.0);
  for (std::size_t i = 0; i < A.size1(); ++i) {
    for (std::size_t k = 0; k < B.size2(); ++k) {
      for (std::size_t j = 0; j < A.size2(); ++j) C(i, k) += A(i, j) * B(j, k);
    }
  }
  return C;
}

/// 1ᵀb, by plain loops: n rows, each of them b.
inline Matrix<double> rows_of_biases(std::size_t n, const Vector<double>& b) {
  Matrix<double> rows(n, b.size());
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < b.size(); ++k) rows(i, k) = b(k);
  }
  return rows;
}

/// The weights and the biases of layer l, counted from 0, copied out of θ one by one.
struct CopiedLayer {
  Matrix<double> W;
  Vector<double> b;
};

inline CopiedLayer copied_layer(const Network& network, const Vector<double>& theta,
                                std::size_t l) {
  std::size_t next = 0;
  for (std::size_t before = 0; before < l; ++before) {
    next += (network.layers[before].inputs + 1) * network.layers[before].units;
  }
  const Layer& layer = network.layers[l];
  CopiedLayer copy{Matrix<double>(layer.inputs, layer.units), Vector<double>(layer.units)};
  for (std::size_t j = 0; j < layer.inputs; ++j) {
    for (std::size_t k = 0; k < layer.units; ++k) copy.W(j, k) = theta(next++);
  }
  for (std::size_t k = 0; k < layer.units; ++k) copy.b(k) = theta(next++);
  return copy;
}

/// The θ of a network with these layers.
inline Vector<double> theta_of(const std::vector<CopiedLayer>& layers) {
  std::vector<double> all;
  for (const CopiedLayer& layer : layers) {
    for (std::size_t j = 0; j < layer.W.size1(); ++j) {
      for (std::size_t k = 0; k < layer.W.size2(); ++k) all.push_back(layer.W(j, k));
    }
    for (const double b : layer.b) all.push_back(b);
  }
  return vector<double>(all);
}

}  // namespace nn::test
