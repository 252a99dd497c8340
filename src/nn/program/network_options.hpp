#pragma once

/// \file
/// The options with which a program builds a network for a reader's own data, and what comes of
/// them: samples, targets, the shape and the first parameters.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/data_options.hpp"
#include "nn/program/errors.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// What a reader says of data and network. The values here are the options' defaults.
struct NetworkOptions {
  DataOptions data;                 ///< a table, or
  std::string images;               ///< a file of images in IDX, and
  std::string labels;               ///< a file with their labels
  std::string layers = "none";      ///< the widths of the hidden layers: `5,3`, or none
  std::string activation = "tanh";  ///< of the hidden layers
  std::string output;               ///< `linear`, `sigmoid` or `softmax`; empty: what fits
  std::string cost;                 ///< `mse` or `cross-entropy`; empty: what fits
  std::string init = "normal";      ///< `zeros`, `normal`, `xavier` or `he`
  std::uint64_t seed = 1;           ///< of the first parameters
  std::string initial_parameters;   ///< a file to read them from instead, or empty

  /// Whether there is data of the reader's own.
  bool has_data() const { return !data.file.empty() || !images.empty(); }
};

/// A network and the data it is for.
struct NetworkTask {
  Matrix<double> X;                   ///< a sample a row, as the network sees it
  Matrix<double> Y;                   ///< a row of targets for each sample
  Network network;                    ///< from the columns of X to those of Y
  Vector<double> theta;               ///< its first parameters
  std::vector<std::string> features;  ///< a name for each column of X
  std::vector<std::string> outputs;   ///< a name for each column of Y
  std::string output;                 ///< `linear`, `sigmoid` or `softmax`
  std::string cost;                   ///< `mse` or `cross-entropy`
  std::string source;                 ///< the file, for messages
};

/// Declares the options of the data, `--images` and `--labels`, `--layers`, `--activation`,
/// `--output`, `--cost`, `--init`, `--seed` and `--initial-parameters`. All but `--seed` are
/// refused without data.
void add_network_options(CommandLine& line, NetworkOptions& options);

/// The widths in `5,3`; none in `none`.
///
/// \throws UsageError saying what would be right.
std::vector<std::size_t> hidden_layers(const std::string& text);

/// Reads the data and makes the network. Notes on the data go to stderr.
///
/// - More than two labels become classes, in alphabetical order or, of numbers, by size: with
///   `softmax`, and with `sigmoid` and `mse`, an output for each class and one-hot rows of targets.
/// - Two labels become one output of a sigmoid, as for the one neuron of Part I; with `softmax`
/// two.
/// - With `linear` the target is a number.
/// - A feature that has one value in all rows becomes 0, with a note; pixels are divided by 255.
///
/// \throws UsageError if output and cost do not fit each other, or the data
/// \throws InputError if the data cannot be read, or the parameters
NetworkTask prepare_network(const NetworkOptions& options);

/// Calls `use` with the losses that `output` and `cost` name: one of LinearSquaredError,
/// SigmoidSquaredError, SigmoidCrossEntropy, SoftmaxCrossEntropy.
///
/// \pre they fit each other, as those of a NetworkTask do
template <class Use>
auto with_output(const std::string& output, const std::string& cost, const Use& use) {
  if (output == "softmax") return use(SoftmaxCrossEntropy{});
  if (output == "linear") return use(LinearSquaredError{});
  if (cost == "mse") return use(SigmoidSquaredError{});
  return use(SigmoidCrossEntropy{});
}

}  // namespace nn
