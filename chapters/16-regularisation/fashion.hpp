#pragma once

/// \file
/// Fashion-MNIST at full size: 60,000 images of ten kinds of clothes to learn from, 10,000 to be
/// tested on. What came of it is kept in fashion.txt beside the program.
///
/// Source: H. Xiao, K. Rasul and R. Vollgraf, "Fashion-MNIST: a novel image dataset for
/// benchmarking machine learning algorithms" (2017), in Debian's package dataset-fashion-mnist.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "nn/data/idx.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/network/one_hot.hpp"
#include "nn/network/outputs.hpp"
#include "nn/program/progress.hpp"
#include "nn/training/any_optimizer.hpp"
#include "nn/training/stochastic_descent.hpp"

namespace nn::chapter16 {

/// The ten kinds, by their labels.
constexpr std::array<const char*, 10> clothes = {"T-shirt", "trousers", "pullover", "dress",
                                                 "coat",    "sandal",   "shirt",    "trainer",
                                                 "bag",     "boot"};

/// Images as rows of 784 numbers, and what they show.
struct Wardrobe {
  Matrix<float> X;
  std::vector<std::size_t> labels;
};

/// Reads one of the two parts, `train` or `t10k`, from a folder.
///
/// \throws InputError if it cannot be read
inline Wardrobe read_wardrobe(const std::string& folder, const std::string& part) {
  const LabelledImages read = read_idx(folder + "/" + part + "-images-idx3-ubyte.gz",
                                       folder + "/" + part + "-labels-idx1-ubyte.gz");
  return {pixels_of<float>(read.images), {read.labels.begin(), read.labels.end()}};
}

/// A network and how it is trained.
struct FashionSetting {
  std::string name;
  std::vector<std::size_t> hidden;
  Activation activation;
  bool softmax;  ///< with the cross-entropy; or else ten sigmoids with the squared error
  Initialisation init;
  OptimizerOptions optimizer;
  StochasticOptions training;
};

/// The setting of the first network in M. Nielsen, "Neural Networks and Deep Learning" (2015),
/// chapter 1: his rate of 3 is 1.5 here, as his cost carries a ½.
inline FashionSetting first_setting() {
  StochasticOptions training;
  training.batch_size = 10;
  training.epochs = 30;
  training.learning_rate = 1.5;
  return {"first", {30}, Activation::sigmoid, false, Initialisation::normal, {}, training};
}

/// ReLUs, Adam, and a rate that falls as a cosine in 40 epochs.
inline FashionSetting candidate(std::string name, std::vector<std::size_t> hidden,
                                std::size_t batch_size, double learning_rate, double dropout,
                                double weight_decay) {
  OptimizerOptions adam;
  adam.name = "adam";
  StochasticOptions training;
  training.batch_size = batch_size;
  training.epochs = 40;
  training.learning_rate = learning_rate;
  training.schedule = Schedule::cosine;
  training.weight_decay = weight_decay;
  training.dropout = dropout;
  return {std::move(name), std::move(hidden), Activation::relu, true, Initialisation::he, adam,
          training};
}

/// What one of them is chosen from.
inline std::vector<FashionSetting> candidates() {
  return {candidate("a", {512, 256}, 128, 0.001, 0.3, 0.02),
          candidate("b", {512, 256}, 128, 0.001, 0.4, 0.1),
          candidate("c", {512, 256}, 64, 0.001, 0.2, 0.05),
          candidate("d", {512, 256}, 64, 0.001, 0.3, 0.02),
          candidate("e", {512, 256}, 32, 0.0007, 0.25, 0.1),
          candidate("f", {512, 512}, 64, 0.001, 0.3, 0.05),
          candidate("g", {1024, 256}, 64, 0.0007, 0.3, 0.05),
          candidate("h", {512, 256, 128}, 64, 0.001, 0.2, 0.05)};
}

/// What a trained network says of images that it has not seen.
struct FashionRun {
  std::string setting;
  std::uint64_t seed = 1;
  std::size_t right = 0;               ///< of 10,000
  double seconds = 0;                  ///< that the training took
  std::vector<std::size_t> said = {};  ///< the label of each image, as it is said
};

/// Images from `first` on, `count` of them.
inline Wardrobe part_of(const Wardrobe& all, std::size_t first, std::size_t count) {
  std::vector<std::size_t> rows(count);
  std::iota(rows.begin(), rows.end(), first);
  Wardrobe part;
  take_rows(all.X, rows, part.X);
  for (const std::size_t row : rows) part.labels.push_back(all.labels[row]);
  return part;
}

/// The labels that a network gives, some hundred rows at a time.
inline std::vector<std::size_t> labels_said(const Network& network, const Vector<float>& theta,
                                            const Matrix<float>& X) {
  constexpr std::size_t at_once = 500;
  std::vector<std::size_t> said;
  Batches batches(X.size1(), at_once);
  Matrix<float> rows;
  for (std::size_t k = 0; k < batches.count(); ++k) {
    take_rows(X, batches.batch(k), rows);
    for (const std::size_t label : classes_of(scores(network, theta, rows))) said.push_back(label);
  }
  return said;
}

template <class Output>
FashionRun train_on_clothes(const Output& output, const FashionSetting& setting, std::uint64_t seed,
                            const Wardrobe& training, const Wardrobe& unseen) {
  const Network network =
      network_of(training.X.size2(), setting.hidden, setting.activation, clothes.size());
  const Matrix<float> Y = one_hot<float>(training.labels, clothes.size());
  Random random(seed);
  Vector<float> theta = cast<float>(initial_parameters(network, setting.init, random));
  OptimizerOptions rule = setting.optimizer;
  rule.learning_rate = setting.training.learning_rate;
  AnyOptimizer<float> optimizer(rule);
  StochasticOptions options = setting.training;
  options.seed = seed;
  options.threads = std::thread::hardware_concurrency() > 1 ? 2 : 1;
  Progress progress;
  const auto begin = std::chrono::steady_clock::now();
  StochasticDescent descent(network, output, training.X, Y, options);
  for (std::size_t epoch = 1; epoch <= options.epochs; ++epoch) {
    descent.run_epoch(theta, optimizer);
    progress.show([&] {
      return setting.name + ", seed " + std::to_string(seed) + ": epoch " + std::to_string(epoch) +
             " of " + std::to_string(options.epochs);
    });
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  FashionRun run{setting.name, seed, 0, taken.count(), labels_said(network, theta, unseen.X)};
  for (std::size_t i = 0; i < run.said.size(); ++i) run.right += run.said[i] == unseen.labels[i];
  return run;
}

inline FashionRun train_on_clothes(const FashionSetting& setting, std::uint64_t seed,
                                   const Wardrobe& training, const Wardrobe& unseen) {
  if (setting.softmax) {
    return train_on_clothes(SoftmaxCrossEntropy{}, setting, seed, training, unseen);
  }
  return train_on_clothes(SigmoidSquaredError{}, setting, seed, training, unseen);
}

}  // namespace nn::chapter16
