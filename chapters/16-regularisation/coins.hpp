#pragma once

/// \file
/// Networks that learn the throws of a coin: whatever they learn, the truth is one half.

#include <cstddef>
#include <cstdint>

#include "nn/network/initialisation.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/adam.hpp"
#include "nn/training/network_cost.hpp"

namespace nn::chapter16 {

/// Rows of five normal numbers, and a label for each that has nothing to do with them.
struct Throws {
  Matrix<double> X;  ///< n x 5
  Matrix<double> Y;  ///< n x 1
};

/// Draws n of them.
inline Throws throw_coins(Random& random, std::size_t n) {
  Throws drawn{Matrix<double>(n, 5), Matrix<double>(n, 1)};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < 5; ++j) drawn.X(i, j) = random.gaussian();
    drawn.Y(i, 0) = static_cast<double>(random.index(2));
  }
  return drawn;
}

/// Five inputs, four units of tanh, a sigmoid.
inline Network coin_network() { return network_of(5, {4}, Activation::tanh, 1); }

/// The share of labels that a network says.
inline double share_right(const Vector<double>& theta, const Throws& throws) {
  const Matrix<double> Z = scores(coin_network(), theta, throws.X);
  std::size_t right = 0;
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    if ((Z(i, 0) > 0) == (throws.Y(i, 0) > 0)) ++right;
  }
  return static_cast<double>(right) / static_cast<double>(Z.size1());
}

/// What somebody reports who has watched the test rows.
struct Watched {
  double reported;      ///< the share of 20 test rows, the best of all networks and updates
  double fresh;         ///< the same network on 1000 rows that nobody has seen
  std::size_t network;  ///< which one it is, counted from 1
  std::size_t update;   ///< and after how many updates
};

/// Trains 20 networks on 40 throws, looks at the 20 test rows after each of 40 updates, and keeps
/// the best.
inline Watched watch_the_test() {
  Random random(1);
  const Throws training = throw_coins(random, 40);
  const Throws test = throw_coins(random, 20);
  const Throws fresh = throw_coins(random, 1000);
  const NetworkCost<SigmoidCrossEntropy, double> cost(coin_network(), SigmoidCrossEntropy{},
                                                      training.X, training.Y);
  AdamOptions options;
  options.learning_rate = 0.05;
  Watched best{0, 0, 0, 0};
  Vector<double> best_theta;
  for (std::uint64_t network = 1; network <= 20; ++network) {
    Random first(100 + network);
    Vector<double> theta = initial_parameters(coin_network(), Initialisation::xavier, first);
    Vector<double> gradient(theta.size());
    Adam<double> optimizer(options);
    for (std::size_t update = 0; update <= 40; ++update) {
      if (update > 0) {
        cost.evaluate(theta, &gradient);
        optimizer.step(theta, gradient);
      }
      const double share = share_right(theta, test);
      if (share <= best.reported) continue;
      best = {share, 0, static_cast<std::size_t>(network), update};
      best_theta = theta;
    }
  }
  best.fresh = share_right(best_theta, fresh);
  return best;
}

}  // namespace nn::chapter16
