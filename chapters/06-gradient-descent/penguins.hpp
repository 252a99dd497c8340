#pragma once

/// \file
/// The chapter's own training: Adelie against Chinstrap penguins, from length and depth of the
/// bill.

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "nn/data/book_file.hpp"
#include "nn/data/original_units.hpp"
#include "nn/neuron/smoothness.hpp"
#include "nn/program/training.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/neuron_cost.hpp"

namespace nn::chapter6 {

/// α = 2 = 6/(d + 1), which is below 1/ℓ for standardised features.
constexpr DescentOptions penguin_descent{2, 1000, 1e-6};

/// Two features, so that the boundary can be drawn. A quarter of the penguins is held out; the seed
/// says which.
inline TrainingOptions penguin_options(std::uint64_t seed) {
  TrainingOptions options;
  // Messages name the file as a reader would: as it is seen from the current folder.
  options.data.file =
      std::filesystem::proximate(book_file("chapters/data/adelie-chinstrap.csv")).string();
  options.data.dataset.target = "species";
  options.data.dataset.features = {"bill_length_mm", "bill_depth_mm"};
  options.data.dataset.positive = "Adelie";
  options.descent = penguin_descent;
  options.seed = seed;
  options.test_fraction = 0.25;
  return options;
}

/// The rows that a training learned from, as the neuron saw them.
inline Samples training_samples(const Training& training) {
  return training.samples(training.split.training);
}

/// The cost of a neuron on these samples, as gradient_descent() wants it. They must outlive it.
inline NeuronCost<SquaredErrorWithLogits, double> cost_of(const Samples& samples) {
  return {{}, samples.X, samples.y};
}

/// The trained neuron in millimetres, in which it is already if it was not standardised.
inline Neuron<double> in_millimetres(const Training& training) {
  if (!training.standardization) return training.neuron();
  return in_original_units(training.neuron(), *training.standardization);
}

}  // namespace nn::chapter6
