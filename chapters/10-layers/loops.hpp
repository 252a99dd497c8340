#pragma once

/// \file
/// The way forward a second time: plain loops in `long double`, written from the equations. Of the
/// library's they take nothing but the shape of the network.

#include <cmath>
#include <cstddef>
#include <vector>

#include "nn/network/network.hpp"

namespace nn::chapter10 {

/// f(z), by the functions of the standard library.
inline long double activated_by_loops(Activation f, long double z) {
  switch (f) {
    case Activation::sigmoid:
      return 1 / (1 + std::exp(-z));
    case Activation::tanh:
      return std::tanh(z);
    case Activation::relu:
      return z > 0 ? z : 0.0L;
    case Activation::linear:
      break;
  }
  return z;
}

/// The scores of a batch X (n x d), for a network whose last layer is linear.
inline Matrix<double> scores_by_loops(const Network& network, const Vector<double>& theta,
                                      const Matrix<double>& X) {
  Matrix<double> result(X.size1(), network.layers.back().units);
  for (std::size_t i = 0; i < X.size1(); ++i) {
    std::vector<long double> a;  // what the layer before says of sample i
    for (std::size_t j = 0; j < X.size2(); ++j) a.push_back(X(i, j));
    std::size_t first = 0;  // where in θ the layer begins
    for (const Layer& layer : network.layers) {
      const std::size_t biases = first + layer.inputs * layer.units;
      std::vector<long double> said;
      for (std::size_t k = 0; k < layer.units; ++k) {
        long double z = theta(biases + k);
        for (std::size_t j = 0; j < layer.inputs; ++j) {
          z += a[j] * theta(first + j * layer.units + k);
        }
        said.push_back(activated_by_loops(layer.activation, z));
      }
      a = said;
      first = biases + layer.units;
    }
    for (std::size_t k = 0; k < a.size(); ++k) result(i, k) = static_cast<double>(a[k]);
  }
  return result;
}

/// The largest size of an entry of A − B, for two matrices of one shape.
inline double largest_difference(const Matrix<double>& A, const Matrix<double>& B) {
  double largest = 0;
  for (std::size_t i = 0; i < A.size1(); ++i) {
    for (std::size_t k = 0; k < A.size2(); ++k) {
      // Written so that a NaN is not lost.
      if (!(std::abs(A(i, k) - B(i, k)) <= largest)) largest = std::abs(A(i, k) - B(i, k));
    }
  }
  return largest;
}

}  // namespace nn::chapter10
