#pragma once

/// \file
/// What the properties of chapter 12 draw, and softmax a second time: as the page has it, and in
/// `long double`.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/network/one_hot.hpp"
#include "nn/network/outputs.hpp"
#include "nn/network/softmax.hpp"
#include "nn/training/network_cost.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// One layer with softmax on a batch: K < d < n, so that a transposed matrix fits nowhere.
struct DrawnClasses {
  Matrix<double> X;                  ///< n x d
  std::vector<std::size_t> classes;  ///< from 0 to K - 1
  Matrix<double> Y;                  ///< one-hot rows
  Network network;
  Vector<double> theta;
  Vector<double> direction;

  static DrawnClasses draw() {
    const std::size_t K = *dimension(2, 4).as("K");
    const std::size_t d = K + *dimension(1, 2);
    const std::size_t n = d + *dimension(1, 3);
    const Network network = network_of(d, {}, Activation::linear, K);
    std::vector<std::size_t> drawn(n);
    for (std::size_t& one : drawn) one = *dimension(0, K - 1).as("class");
    return {*gaussian_matrix(n, d).as("X"),
            drawn,
            one_hot<double>(drawn, K),
            network,
            *gaussian_vector(parameter_count(network)).as("theta"),
            *gaussian_vector(parameter_count(network)).as("direction")};
  }

  std::size_t n() const { return X.size1(); }
  std::size_t d() const { return X.size2(); }
  std::size_t K() const { return Y.size2(); }

  /// The scores of θ; those of a direction are how fast the scores move along it.
  Matrix<double> scores_of(const Vector<double>& at) const { return scores(network, at, X); }

  /// C(θ), and its gradient where one is asked for, for every scalar.
  template <class T>
  T cost(const Vector<T>& at, Vector<T>* gradient = nullptr) const {
    const Matrix<T> inputs = cast<T>(X);
    const Matrix<T> targets = cast<T>(Y);
    const NetworkCost<SoftmaxCrossEntropy, T> objective(network, SoftmaxCrossEntropy{}, inputs,
                                                        targets);
    return objective.evaluate(at, gradient);
  }
};

/// e^(zₖ)/Σⱼ e^(zⱼ), as it stands on the page.
template <class T>
T share_as_written(const Vector<T>& z, std::size_t k) {
  using std::exp;
  T sum = T(0);
  for (const T& score : z) sum += exp(score);
  return exp(z(k)) / sum;
}

/// A row of K numbers above 0 whose sum is 1, to rounding: targets that are not one-hot.
inline Vector<double> draw_shares(std::size_t K) {
  Vector<double> shares = *gaussian_vector(K).as("targets");
  double sum = 0;
  for (double& share : shares) sum += share = std::exp(share);
  return shares / sum;
}

namespace oracle {

/// ln Σₖ e^(zₖ), by the formula that does not overflow.
inline Real log_sum_exp(const Vector<double>& z) {
  const Real m = *std::max_element(z.begin(), z.end());
  Real sum = 0;
  for (const double score : z) sum += std::exp(score - m);
  return m + std::log(sum);
}

/// pₖ.
inline Real softmax(const Vector<double>& z, std::size_t k) {
  return std::exp(z(k) - log_sum_exp(z));
}

}  // namespace oracle

}  // namespace nn::test
