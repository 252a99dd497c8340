#pragma once

/// \file
/// What the mistakes of the chapter are made with: one layer that learns the species of penguins.

#include <cstddef>
#include <vector>

#include "nn/data/book_file.hpp"
#include "nn/data/dataset.hpp"
#include "nn/data/standardize.hpp"
#include "nn/network/network.hpp"
#include "nn/network/one_hot.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter13 {

/// Samples with a row of targets each, and a network for them.
struct Task {
  Matrix<double> X;  ///< n x d
  Matrix<double> Y;  ///< n x K: one-hot rows, or shares with the sum 1
  Network network;   ///< from d inputs to K scores
};

/// All penguins that were measured, in the order of the file, which is sorted by species: four
/// standardised features, three classes. They are read when somebody asks for them, and once.
inline const Task& penguins() {
  static const Task task = [] {
    DatasetOptions options;
    options.target = "species";
    options.exclude = {"year"};
    options.kind = TargetKind::classes;
    const Dataset read = load_dataset(book_file("chapters/data/penguins.csv"), options);
    std::vector<std::size_t> species;
    for (const double number : read.y) species.push_back(static_cast<std::size_t>(number));
    const std::size_t K = read.classes.size();
    return Task{fit_standardization(read.X).apply(read.X), one_hot<double>(species, K),
                network_of(read.X.size2(), {}, Activation::linear, K)};
  }();
  return task;
}

}  // namespace nn::chapter13
