#pragma once

/// \file
/// Means over all ways to draw the weights of a small network, each weight having two values that
/// are equally likely: nothing is sampled, and nothing is left to chance.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

#include "nn/network/initialisation.hpp"
#include "nn/network/network.hpp"
#include "nn/neuron/relu.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter15 {

/// Calls `use` with each of the 2^count rows of signs, 1 or -1.
template <class Use>
void for_signs(std::size_t count, const Use& use) {
  Vector<double> signs(count);
  const std::size_t patterns = std::size_t{1} << count;
  for (std::size_t pattern = 0; pattern < patterns; ++pattern) {
    for (std::size_t j = 0; j < count; ++j) signs(j) = ((pattern >> j) & 1U) == 0 ? 1 : -1;
    use(signs);
  }
}

/// How many weights a network has.
inline std::size_t weight_count(const Network& network) {
  std::size_t count = 0;
  for (const Layer& layer : network.layers) count += layer.inputs * layer.units;
  return count;
}

/// What the pre-activations of each layer come to, over all units, samples and signs.
struct Moments {
  Vector<double> mean;         ///< of z
  Vector<double> mean_square;  ///< of z
};

/// Of a network whose weights in layer l are deviations[l] or its negative, and whose biases are 0.
inline Moments moments_over_signs(const Network& network, const std::vector<double>& deviations,
                                  const Matrix<double>& X) {
  const std::size_t depth = network.layers.size();
  Moments moments{Vector<double>(depth, 0.0), Vector<double>(depth, 0.0)};
  Vector<double> theta(parameter_count(network), 0.0);
  NetworkPass<double> pass;
  double patterns = 0;
  for_signs(weight_count(network), [&](const Vector<double>& signs) {
    std::size_t next = 0;
    for (std::size_t l = 0; l < depth; ++l) {
      const LayerParameters<double> layer = layer_of(network, theta, l);
      for (std::size_t j = 0; j < layer.weights.rows; ++j) {
        for (std::size_t k = 0; k < layer.weights.columns; ++k) {
          layer.weights(j, k) = deviations[l] * signs(next++);
        }
      }
    }
    forward(network, theta, X, pass);
    for (std::size_t l = 0; l < depth; ++l) {
      const auto count = static_cast<double>(pass.Z[l].data().size());
      for (const double z : pass.Z[l].data()) {
        moments.mean(l) += z / count;
        moments.mean_square(l) += z * z / count;
      }
    }
    patterns += 1;
  });
  moments.mean /= patterns;
  moments.mean_square /= patterns;
  return moments;
}

/// The deviation of the weights of each layer.
inline std::vector<double> deviations_of(const Network& network, Initialisation init) {
  std::vector<double> deviations;
  for (const Layer& layer : network.layers) {
    deviations.push_back(std::sqrt(weight_variance(init, layer)));
  }
  return deviations;
}

/// Var(z) of each layer of a network of relus, by the formulas of the page; `mean_square` is that
/// of the inputs of the first.
inline Vector<double> predicted_variances(const Network& network,
                                          const std::vector<double>& deviations,
                                          double mean_square) {
  Vector<double> variances(network.layers.size());
  for (std::size_t l = 0; l < variances.size(); ++l) {
    const auto inputs = static_cast<double>(network.layers[l].inputs);
    variances(l) = inputs * deviations[l] * deviations[l] * mean_square;
    mean_square = variances(l) / 2;
  }
  return variances;
}

/// The inputs of the example by hand, and the size of its weights.
/// @{
inline Vector<double> example_inputs() { return vector<double>({1, 2, 2}); }
constexpr double example_weight = 0.5;
/// @}

/// Prints the eight sums that three inputs can make, and their means.
inline void print_by_hand() {
  const Vector<double> a = example_inputs();
  std::printf("inputs 1, 2, 2; each weight is 0.5 or -0.5, equally likely\n");
  std::printf("   w_1    w_2    w_3        z       z²   relu(z)²\n");
  double mean = 0;
  double mean_square = 0;
  double mean_square_of_relu = 0;
  for_signs(3, [&](const Vector<double>& signs) {
    const Vector<double> w = example_weight * signs;
    const double z = dot(w, a);
    const double cut = relu(z);
    std::printf("%6.1f %6.1f %6.1f %8.3f %8.3f %10.3f\n", w(0), w(1), w(2), z, z * z, cut * cut);
    mean += z / 8;
    mean_square += z * z / 8;
    mean_square_of_relu += cut * cut / 8;
  });
  std::printf("mean                 %8.3f %8.3f %10.3f\n", mean, mean_square, mean_square_of_relu);
  const double variance = example_weight * example_weight;
  std::printf("d Var(w) E(a²) = 3 · %.2f · %.0f = %.3f\n", variance, squared_norm(a) / 3,
              variance * squared_norm(a));
}

/// Prints the mean squares of 4096 networks, and what the formulas say of them.
inline void print_all_signs() {
  const Network network = network_of(3, {2, 2}, Activation::relu, 1);
  Matrix<double> X(1, 3);
  set_row(X, 0, example_inputs());
  std::printf("networks 3-2-2-1 of relus with every choice of signs, %zu of them\n",
              std::size_t{1} << weight_count(network));
  std::printf("          weights of size √(2/d_in)   of size √(2/(d_in + d_out))\n");
  std::printf("layer    mean of z²       formula      mean of z²       formula\n");
  const double mean_square = squared_norm(example_inputs()) / 3;
  const std::vector<double> he = deviations_of(network, Initialisation::he);
  const std::vector<double> xavier = deviations_of(network, Initialisation::xavier);
  const Moments of_he = moments_over_signs(network, he, X);
  const Moments of_xavier = moments_over_signs(network, xavier, X);
  const Vector<double> formula_of_he = predicted_variances(network, he, mean_square);
  const Vector<double> formula_of_xavier = predicted_variances(network, xavier, mean_square);
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    std::printf("%5zu %13.4f %13.4f %15.4f %13.4f\n", l + 1, of_he.mean_square(l), formula_of_he(l),
                of_xavier.mean_square(l), formula_of_xavier(l));
  }
}

}  // namespace nn::chapter15
