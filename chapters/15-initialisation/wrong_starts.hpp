#pragma once

/// \file
/// The starts of mistakes.hpp beside the right ones: what gives them away, and what a training
/// makes of them.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "layers.hpp"
#include "lesson.hpp"
#include "mistakes.hpp"

namespace nn::chapter15 {

/// By how many standard errors the weights of a layer miss what they should come to.
struct Suspicion {
  const char* what;
  std::size_t layer;  ///< counted from 1
  double errors;
};

/// How many standard errors chance is believed to make.
constexpr double allowed_errors = 8;

/// The worst of a start that should be normal, with the variances of `meant`. Of N weights w of the
/// variance v the sum has the mean 0 and the variance vN; the sum of the squares has the mean vN,
/// and the variance 2v²N if they are normal; and the sum of the products of N weights with as many
/// of the next layer, whose variance is v′, has the mean 0 and the variance vv′N.
inline Suspicion worst_of(const Network& network, Initialisation meant,
                          const Vector<double>& theta) {
  Suspicion worst{"mean", 1, 0};
  const auto consider = [&worst](const char* what, std::size_t l, double errors) {
    if (errors > worst.errors) worst = {what, l + 1, errors};
  };
  const std::size_t depth = network.layers.size();
  for (std::size_t l = 0; l < depth; ++l) {
    const Layer& layer = network.layers[l];
    const std::size_t N = layer.inputs * layer.units;
    const auto count = static_cast<double>(N);
    const double v = weight_variance(meant, layer);
    const double* const weights = layer_of(network, theta, l).weights.first;
    double sum = 0;
    double squares = 0;
    for (std::size_t p = 0; p < N; ++p) {
      sum += weights[p];
      squares += weights[p] * weights[p];
    }
    consider("mean", l, std::abs(sum) / std::sqrt(v * count));
    consider("spread", l, std::abs(squares / (v * count) - 1) * std::sqrt(count / 2));
    if (l + 1 == depth) break;
    const Layer& after = network.layers[l + 1];
    const std::size_t both = std::min(N, after.inputs * after.units);
    const double* const others = layer_of(network, theta, l + 1).weights.first;
    double products = 0;
    for (std::size_t p = 0; p < both; ++p) products += weights[p] * others[p];
    const double variance = v * weight_variance(meant, after) * static_cast<double>(both);
    consider("likeness", l, std::abs(products) / std::sqrt(variance));
  }
  return worst;
}

/// The network of the mistakes: each layer has fewer units than inputs.
inline Network funnel(Activation f) { return reading_network({48, 32, 24, 16}, f); }

/// What a start comes to.
struct Outcome {
  double cost;        ///< of the 300 digits, after two epochs
  std::size_t right;  ///< of these digits
};

inline Outcome outcome_of(const Network& network, const Vector<double>& start) {
  Outcome outcome{0, 0};
  learn(network, start, 2, [&](std::size_t epoch, const Vector<double>& theta) {
    if (epoch < 2) return;
    outcome = {lesson_cost(network, theta), right_of(network, theta, lesson().training)};
  });
  return outcome;
}

/// Prints of the right starts and of each mistake what is worst, and the outcome of a training.
inline void print_mistakes() {
  std::printf("digits, 64-48-32-24-16-10     worst of the weights        after 2 epochs\n");
  std::printf("start                         what       standard errors   cost    right\n");
  const auto print = [](const char* name, const Network& network, Initialisation meant,
                        const Vector<double>& theta) {
    const Suspicion worst = worst_of(network, meant, theta);
    const Outcome outcome = outcome_of(network, theta);
    std::printf("%-29s %-10s %15.1f %6s %8zu\n", name, worst.what, worst.errors,
                cost_text(outcome.cost).c_str(), outcome.right);
  };
  const Network relus = funnel(Activation::relu);
  const Network tangents = funnel(Activation::tanh);
  print("he, relu", relus, Initialisation::he, start_of(relus, Initialisation::he, 1));
  print("xavier, tanh", tangents, Initialisation::xavier,
        start_of(tangents, Initialisation::xavier, 1));
  for (const Mistake& mistake : mistakes) {
    const Network network = funnel(mistake.activation);
    print(mistake.name, network, mistake.meant, mistake.start(network, 1));
  }
}

/// The mean square of the weights of a layer, counted from 0.
inline double mean_square_of_weights(const Network& network, const Vector<double>& theta,
                                     std::size_t l) {
  const MatrixView<const double> W = layer_of(network, theta, l).weights;
  double sum = 0;
  for (std::size_t j = 0; j < W.rows; ++j) {
    for (std::size_t k = 0; k < W.columns; ++k) sum += W(j, k) * W(j, k);
  }
  return sum / static_cast<double>(W.rows * W.columns);
}

/// Prints a wrong start beside the right one, layer by layer, and what trainings make of them.
/// Returns how it was caught.
inline std::string show_mistake(const Mistake& mistake) {
  const Network network = funnel(mistake.activation);
  const bool is_he = mistake.meant == Initialisation::he;
  std::printf("right: %s\nwrong: %s\n\n",
              is_he ? "normal, variance 2/inputs" : "normal, variance 2/(inputs + units)",
              mistake.what);
  const Vector<double> right = start_of(network, mistake.meant, 1);
  const Vector<double> wrong = mistake.start(network, 1);
  NetworkPass<double> of_right;
  NetworkPass<double> of_wrong;
  forward(network, right, lesson().training.X, of_right);
  forward(network, wrong, lesson().training.X, of_wrong);
  std::printf("                        mean square of the weights   root mean square of z\n");
  std::printf("layer  inputs  units     wanted     right     wrong       right     wrong\n");
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const Layer& layer = network.layers[l];
    std::printf("%5zu %7zu %6zu %10.4f %9.4f %9.4f %11.2g %9.2g\n", l + 1, layer.inputs,
                layer.units, weight_variance(mistake.meant, layer),
                mean_square_of_weights(network, right, l),
                mean_square_of_weights(network, wrong, l), root_mean_square(of_right.Z[l]),
                root_mean_square(of_wrong.Z[l]));
  }
  const Outcome with_right = outcome_of(network, right);
  const Outcome with_wrong = outcome_of(network, wrong);
  std::printf("\n2 epochs on 300 digits     cost     right\n");
  std::printf("from the right start %10s %9zu\n", cost_text(with_right.cost).c_str(),
              with_right.right);
  std::printf("from the wrong start %10s %9zu\n", cost_text(with_wrong.cost).c_str(),
              with_wrong.right);
  const Suspicion worst = worst_of(network, mistake.meant, wrong);
  if (worst.errors <= allowed_errors) return "";
  char verdict[160];
  std::snprintf(verdict, sizeof verdict,
                "%s: caught, the %s of layer %zu is %.0f standard errors off (allowed %.0f)",
                mistake.name, worst.what, worst.layer, worst.errors, allowed_errors);
  return verdict;
}

}  // namespace nn::chapter15
