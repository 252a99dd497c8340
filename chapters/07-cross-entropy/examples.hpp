#pragma once

/// \file
/// What the chapter computes with: the neuron and the samples of chapter 5, the penguins, and five
/// samples that make two valleys.

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include "nn/data/book_file.hpp"
#include "nn/data/dataset.hpp"
#include "nn/data/samples.hpp"
#include "nn/data/standardize.hpp"
#include "nn/neuron/accuracy.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/neuron/smoothness.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/neuron_cost.hpp"

namespace nn::chapter7 {

/// The neuron and the three samples of chapter 5.
/// @{
inline Neuron<double> example_neuron() { return {vector<double>({0.3, -0.1}), 0.05}; }
inline Samples example_samples() {
  return {matrix<double>({{1, 2}, {-1, 1}, {2, -1}}), vector<double>({1, 0, 0})};
}
/// @}

/// All Adelie (1) and Chinstrap (0) penguins: length and depth of the bill, standardised. They are
/// read when somebody asks for them, and once.
inline const Samples& penguins() {
  static const Samples all = [] {
    DatasetOptions options;
    options.target = "species";
    options.features = {"bill_length_mm", "bill_depth_mm"};
    options.positive = "Adelie";
    const Dataset data = load_dataset(book_file("chapters/data/adelie-chinstrap.csv"), options);
    return Samples{fit_standardization(data.X).apply(data.X), data.y};
  }();
  return all;
}

/// A neuron that is sure and wrong: it takes long bills for Adelies' and short ones for
/// Chinstraps'.
inline Vector<double> wrong_start() { return vector<double>({8, -4, 0}); }

/// One weight, no bias. The first and the last sample ask for a positive weight, three for a
/// negative one.
inline Samples two_valleys() {
  return {matrix<double>({{-1}, {2}, {2}, {2}, {20}}), vector<double>({0, 0, 0, 0, 1})};
}

/// The cost of two_valleys() as a function of the weight alone.
template <class Loss>
double cost_of_weight(double w) {
  static const Samples samples = two_valleys();
  return cost(Loss{}, Neuron<double>{Vector<double>(1, w), 0.0}, samples.X, samples.y);
}

/// Where descent by the weight alone ends: small steps, many of them.
template <class Loss>
double bottom_from(double w) {
  const Samples samples = two_valleys();
  for (int step = 0; step < 20'000; ++step) {
    const Neuron<double> neuron{Vector<double>(1, w), 0.0};
    w -= 0.02 * cost_gradient(Loss{}, neuron, samples.X, samples.y).weights(0);
  }
  return w;
}

/// The largest learning rate that is proved safe: 1/ℓ, where ℓ is (1/n) Σ(1 + ‖xᵢ‖²) times the
/// largest |L″(z)|. For the cross-entropy that is ¼.
template <class Loss>
double safe_rate(const Matrix<double>& X) {
  const double with_squared_error = 1 / gradient_lipschitz_bound(X);
  if (std::is_same_v<Loss, SquaredErrorWithLogits>) return with_squared_error;
  return with_squared_error * max_squared_error_second_derivative() / 0.25;
}

/// Where a descent on the penguins stands after some epochs.
struct State {
  std::size_t epoch;
  double squared_error;  ///< the mean squared error, whichever cost is descended
  std::size_t right;     ///< penguins on the right side
  double gradient_norm;  ///< of the cost that is descended
};

/// Descends on the penguins at the safe rate and reports after each of `epochs`.
template <class Loss>
std::vector<State> descend(const Samples& samples, const Vector<double>& start,
                           const std::vector<std::size_t>& epochs) {
  const NeuronCost objective(Loss{}, samples.X, samples.y);
  std::vector<State> states;
  const auto report = [&](const DescentRecord& now, const Vector<double>& theta) {
    if (std::find(epochs.begin(), epochs.end(), now.iteration) == epochs.end()) return true;
    const Neuron<double> neuron = neuron_from(theta);
    const double share = accuracy(neuron, samples.X, samples.y);
    states.push_back(
        {now.iteration, cost(SquaredErrorWithLogits{}, neuron, samples.X, samples.y),
         static_cast<std::size_t>(std::lround(share * static_cast<double>(samples.y.size()))),
         now.gradient_norm});
    return true;
  };
  gradient_descent(objective, start, {safe_rate<Loss>(samples.X), epochs.back(), 0}, report);
  return states;
}

}  // namespace nn::chapter7
