#pragma once

/// \file
/// Training one neuron on a table: the command that two chapters share.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "nn/data/dataset.hpp"
#include "nn/data/samples.hpp"
#include "nn/data/split.hpp"
#include "nn/data/standardize.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/data_options.hpp"
#include "nn/training/gradient_descent.hpp"

namespace nn {

/// What to train on, how, and where the results go. The values here are the options' defaults.
struct TrainingOptions {
  DataOptions data;            ///< which file, and how to read it
  std::string cost = "mse";    ///< or "cross-entropy"
  DescentOptions descent;      ///< learning rate, epochs, tolerance
  std::string init = "zeros";  ///< or "random": standard normal parameters
  std::uint64_t seed = 1;      ///< of the random start, and of the choice of held-out rows
  double test_fraction = 0.0;  ///< the share of the rows that is held out
  std::string history;         ///< a file, or empty
  std::string parameters;      ///< a file, or empty
};

/// A trained neuron and everything that it came from.
struct Training {
  Dataset data;                                    ///< as read, not standardised
  Split split;                                     ///< of its rows
  std::optional<Standardization> standardization;  ///< of the training rows
  DescentResult<double> descent;                   ///< in the standardised features, if they are

  /// The neuron at the end of the descent.
  Neuron<double> neuron() const { return neuron_from(descent.parameters); }

  /// Rows of the data as the neuron sees them, and their targets.
  Samples samples(const std::vector<std::size_t>& rows) const;

  /// nn::accuracy() on the given rows; empty if there are none, or if a target is neither 0 nor 1.
  std::optional<double> accuracy(const std::vector<std::size_t>& rows) const;
};

/// Declares `--data` and its companions, `--cost`, `--learning-rate`, `--epochs`, `--tolerance`,
/// `--init`, `--seed`, `--test-fraction`, `--history` and `--parameters`. All but `--seed` are
/// refused without `--data`.
void add_training_options(CommandLine& line, TrainingOptions& options);

/// Reads, splits, standardises and descends. Notes go to stderr and so does, where that is a
/// terminal, a line of progress. A descent that diverges is returned like any other.
///
/// \throws InputError if the data cannot be trained on
Training train(const TrainingOptions& options);

/// The history as CSV: `epoch,cost,gradient_norm`, row 0 before any update, 17 digits.
std::string history_csv(const Training& training);

/// The parameters as CSV: `parameter,value`, the features in order, then `bias`, 17 digits.
std::string parameters_csv(const Training& training);

/// Prints the training in sections: Data, Training and, unless it diverged, Parameters and
/// Accuracy.
void print_training(const TrainingOptions& options, const Training& training);

/// The whole command: trains, writes the files that are asked for, prints. Of a descent that
/// diverged the history is written too, but not the parameters.
///
/// \throws UsageError if a file to write is the data or the other file
/// \throws InputError as train()
/// \throws TrainingDiverged after printing
void run_training(const TrainingOptions& options);

/// Gives a chapter the command: the options of add_training_options(), and run_training() where
/// there is `--data`, which goes with neither a mistake nor a figure. The options are filled when
/// the command line is read, and must be there as long as the chapter.
void trains(Chapter& chapter, TrainingOptions& options);

}  // namespace nn
