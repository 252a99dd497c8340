#pragma once

/// \file
/// Weight decay beside the penalty, under three optimizers: two updates of one weight, by hand.

#include <cmath>
#include <cstddef>
#include <cstdio>

#include "nn/network/network.hpp"
#include "nn/training/adam.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/momentum.hpp"
#include "nn/training/weight_decay.hpp"

namespace nn::chapter16 {

/// What pulls a weight toward 0.
enum class Pull {
  decay,   ///< W ← (1 − αω) W beside the step
  penalty  ///< (ω/2) Σ w² in the cost, and ωw in the gradient
};

/// One layer with one input and one unit: θ = (w, b).
inline Network one_weight() { return network_of(1, {}, Activation::linear, 1); }

/// θ after so many updates in which the cost itself has no slope: nothing but the pull moves it.
///
/// \param optimizer takes the steps, at the rate `alpha`
/// \param theta where it begins
template <class O>
Vector<double> pulled(O optimizer, Pull pull, double alpha, double omega, std::size_t count,
                      Vector<double> theta) {
  for (std::size_t update = 0; update < count; ++update) {
    Vector<double> gradient(theta.size(), 0.0);
    if (pull == Pull::penalty) {
      l2_penalty(one_weight(), omega, theta, &gradient);
    } else {
      decay_weights(one_weight(), alpha * omega, theta);
    }
    optimizer.step(theta, gradient);
  }
  return theta;
}

/// Prints w from 1 on, after one update and after two.
inline void print_two_updates() {
  constexpr double alpha = 0.1;
  AdamOptions options;
  options.learning_rate = alpha;
  std::printf("w = 1 before, α = %g, β = 0.9, and a cost without a slope\n", alpha);
  std::printf("%37s%20s\n", "decay", "penalty");
  std::printf("optimizer       ω       w_1       w_2       w_1       w_2\n");
  const auto row = [](const char* name, const auto& optimizer, double omega) {
    std::printf("%-10s %6g", name, omega);
    for (const Pull pull : {Pull::decay, Pull::penalty}) {
      for (const std::size_t count : {std::size_t{1}, std::size_t{2}}) {
        const Vector<double> theta =
            pulled(optimizer, pull, alpha, omega, count, vector<double>({1, 0}));
        std::printf("  %8.6f", theta(0));
      }
    }
    std::printf("\n");
  };
  for (const double omega : {0.1, 0.001}) {
    row("descent", GradientDescent(alpha), omega);
    row("momentum", Momentum<double>(alpha, 0.9), omega);
    row("adam", Adam<double>(options), omega);
  }
}

/// Prints the updates of momentum and Adam with what they remember, for ω = 0.1.
inline void print_by_hand() {
  constexpr double alpha = 0.1;
  constexpr double omega = 0.1;
  const Vector<double> start = vector<double>({1, 0});
  Momentum<double> momentum(alpha, 0.9);
  AdamOptions options;
  options.learning_rate = alpha;
  Adam<double> adaptive(options);
  Vector<double> with_momentum = start;
  Vector<double> with_adam = start;
  Vector<double> decayed = start;
  for (const int t : {1, 2}) {
    Vector<double> gradient(start.size(), 0.0);
    l2_penalty(one_weight(), omega, with_momentum, &gradient);
    momentum.step(with_momentum, gradient);
    gradient = Vector<double>(start.size(), 0.0);
    l2_penalty(one_weight(), omega, with_adam, &gradient);
    adaptive.step(with_adam, gradient);
    decay_weights(one_weight(), alpha * omega, decayed);
    const double mean = adaptive.first_moment()(0) / (1 - std::pow(options.beta1, t));
    const double root = std::sqrt(adaptive.second_moment()(0) / (1 - std::pow(options.beta2, t)));
    std::printf("update %d\n", t);
    std::printf("  decay, any of the three: w = %.6f\n", decayed(0));
    std::printf("  penalty, momentum: v = %.6f, w = %.6f\n", momentum.velocity()(0),
                with_momentum(0));
    std::printf("  penalty, adam: slope = %.6f, mean = %.6f, root = %.6f, w = %.6f\n", gradient(0),
                mean, root, with_adam(0));
  }
}

}  // namespace nn::chapter16
