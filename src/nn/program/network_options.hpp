#pragma once

/// \file
/// The options with which a program builds a network for a reader's own data, and what comes of
/// them: samples, targets, the shape and the first parameters.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "nn/data/feature_scale.hpp"
#include "nn/data/split.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/processes/processes.hpp"
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
  Share share;                      ///< of the rows that are kept; no option

  /// Whether there is data of the reader's own.
  bool has_data() const { return !data.file.empty() || !images.empty(); }
};

/// A network and the data it is for: all rows, or those of a share.
struct NetworkTask {
  Matrix<double> X;           ///< a sample a row, as the network sees it; see `standardize`
  Matrix<double> Y;           ///< a row of targets for each sample of X
  std::size_t first_row = 0;  ///< the number of the first sample of X among all, from 0
  Vector<double> targets;  ///< where X has a share, the target of every sample: a number, or that
                           ///< of its class; else of length 0
  Network network;         ///< from the columns of X to those of Y
  Vector<double> theta;    ///< its first parameters
  std::vector<std::string> features;  ///< a name for each column of X
  std::vector<std::string> outputs;   ///< a name for each column of Y
  std::string output;                 ///< `linear`, `sigmoid` or `softmax`
  std::string cost;                   ///< `mse` or `cross-entropy`
  std::string source;                 ///< the file, as it was named
  std::string file;                   ///< the same for messages, `standard input` for `-`
  std::string target;                 ///< the name of what is predicted
  /// The labels that are told apart, or none: of one output the one for 0 and the one for 1, of
  /// several one for each.
  std::vector<std::string> classes;
  std::size_t image_rows = 0;      ///< of images how many rows of pixels each has
  std::size_t image_columns = 0;   ///< and how many columns
  std::vector<std::string> notes;  ///< what was decided for the reader, a sentence each
  bool standardize = false;        ///< whether X is still to be standardised

  /// How many samples there are, those of other shares too.
  std::size_t samples() const { return targets.empty() ? X.size1() : targets.size(); }
  /// Which of them X and Y have.
  RowRange held() const { return {first_row, first_row + X.size1()}; }
  /// The only output's target of sample i.
  ///
  /// \pre Y has one column
  double target_of(std::size_t i) const { return targets.empty() ? Y(i, 0) : targets(i); }
};

/// Declares the options of the data, `--images` and `--labels`, `--layers`, `--activation`,
/// `--output`, `--cost`, `--init`, `--seed` and `--initial-parameters`. All but `--seed` mean
/// nothing without data: a program refuses them then.
///
/// \param line where the options are declared
/// \param options what they fill
/// \param tables as for add_data_options()
void add_network_options(CommandLine& line, NetworkOptions& options,
                         const std::vector<std::string>& tables = {"data"});

/// The widths in `5,3`; none in `none`.
///
/// \throws UsageError saying what would be right.
std::vector<std::size_t> hidden_layers(const std::string& text);

/// Which costs an output goes with; the first is the default.
std::vector<std::string> costs_of(const std::string& output);

/// The shape that the options describe, from so many inputs to so many outputs.
///
/// \throws UsageError as hidden_layers()
Network network_for(const NetworkOptions& options, std::size_t inputs, std::size_t outputs);

/// Reads the data and makes the network; features stay as they are in the file. That is for a
/// training, which standardises by the rows that it is given.
///
/// - More than two labels become classes, in alphabetical order or, of numbers, by size: with
///   `softmax`, and with `sigmoid` and `mse`, an output for each class and one-hot rows of targets.
/// - Two labels become one output of a sigmoid, as for the one neuron of Part I; with `softmax`
///   two.
/// - With `linear` the target is a number.
/// - Pixels are divided by 255.
/// - Of a share of the rows the task has those alone, and what is said of all rows is that of all.
///
/// \throws UsageError if output and cost do not fit each other, or the data
/// \throws InputError if the data cannot be read, or the parameters
NetworkTask read_network(const NetworkOptions& options);

/// The same, but the features are standardised by all rows, and notes on the data go to stderr. A
/// feature that has one value in all rows becomes 0, with a note.
NetworkTask prepare_network(const NetworkOptions& options);

/// Gives a task another network, as its layers, activation and first parameters are in the options
/// now. The data, output and cost stay.
///
/// \throws UsageError as hidden_layers()
/// \throws InputError if the parameters cannot be read
void make_network(const NetworkOptions& options, NetworkTask& task);

/// Standardises X in place by the mean and the deviation of these rows alone, and says how. A
/// feature that is constant in them becomes 0 everywhere, with a note among the task's. Where a
/// task is not to be standardised, nothing is done.
///
/// Where processes share the rows out, each does it with its own, by the mean and the deviation of
/// all: those of one process but for rounding.
///
/// \param task of which the process holds its share of the rows
/// \param rows numbers of samples, in increasing order
/// \param processes that share the rows out
/// \throws InputError as fit_feature_scale()
FeatureScale standardize_task(NetworkTask& task, const std::vector<std::size_t>& rows,
                              Processes& processes);
/// The same by one process that has all rows.
FeatureScale standardize_task(NetworkTask& task, const std::vector<std::size_t>& rows);

/// Holds out a share of the rows: where there are classes each keeps its share, by split_classes()
/// or, of one output, split_rows().
///
/// \throws InputError as these
Split split_task(const NetworkTask& task, double fraction, std::uint64_t seed);

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
