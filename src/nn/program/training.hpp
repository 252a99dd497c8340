#pragma once

/// \file
/// Training one neuron on a table: the command that two chapters share.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "nn/data/dataset.hpp"
#include "nn/data/samples.hpp"
#include "nn/data/split.hpp"
#include "nn/data/standardize.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/data_options.hpp"
#include "nn/training/gradient_descent.hpp"

namespace nn {

/// What to train on, how, and where the results go. The values here are the options' defaults.
struct TrainingOptions {
  DataOptions data;          ///< which file, and how to read it
  std::string cost = "mse";  ///< or "cross-entropy"
  DescentOptions descent;    ///< learning rate, epochs, tolerance
  /// or "float": the descent reads half the bytes, and knows 7 digits instead of 16
  std::string precision = "double";
  std::string init = "zeros";  ///< or "random": standard normal parameters
  std::uint64_t seed = 1;      ///< of the random start, and of the choice of held-out rows
  double test_fraction = 0.0;  ///< the share of the rows that is held out
  std::string history;         ///< a file to write, or empty
  std::string parameters;      ///< a file to write, or empty
  std::string predict;         ///< a file with new rows, or empty
  std::string predictions;     ///< a file to write: what the neuron says of the new rows; or empty
};

/// How many rows of each class the neuron takes for each: a row is taken for a 1 where ŷ ≥ ½.
struct Confusion {
  std::size_t ones_right = 0;   ///< rows that are 1 and are called 1
  std::size_t ones_wrong = 0;   ///< rows that are 1 and are called 0
  std::size_t zeros_right = 0;  ///< rows that are 0 and are called 0
  std::size_t zeros_wrong = 0;  ///< rows that are 0 and are called 1

  /// All rows.
  std::size_t rows() const { return right() + ones_wrong + zeros_wrong; }
  /// The rows called what they are.
  std::size_t right() const { return ones_right + zeros_right; }
  /// The rows of the class that has more: so many are right when every row is called that.
  std::size_t majority() const;
};

/// A trained neuron and everything that it came from.
struct Training {
  Dataset data;                                    ///< as read, until standardize_in_place()
  Split split;                                     ///< of its rows
  std::optional<Standardization> standardization;  ///< of the training rows
  DescentResult<double> descent;                   ///< in the standardised features, if they are
  bool is_standardized = false;  ///< whether data.X is, see standardize_in_place()
  std::size_t rises = 0;  ///< updates after which the cost was higher than before, by has_risen()

  /// Whether the descent came to its end where every prediction for the training rows is within
  /// 1e-6 of 0 or 1 and some of them are wrong. There the slope of the sigmoid is at most 1e-6, so
  /// that a small gradient of the squared error means nothing. Nor is it a minimum of the
  /// cross-entropy, where Σᵢ (ŷᵢ − yᵢ)zᵢ = 0: a wrong row adds at least 13.8 to that sum, a right
  /// one takes away at most 1.4e-5.
  bool saturated = false;

  /// The neuron at the end of the descent.
  Neuron<double> neuron() const { return neuron_from(descent.parameters); }

  /// The same neuron for features in the units of the data.
  Neuron<double> neuron_in_units_of_data() const;

  /// Standardises data.X where it stands, if features are standardised at all: large data is then
  /// in memory once. What a neuron sees of it stays the same, bit for bit.
  void standardize_in_place();

  /// Rows of the data as the neuron sees them, and their targets: a copy.
  Samples samples(const std::vector<std::size_t>& rows) const;

  /// nn::accuracy() on the given rows; empty if there are none, or if a target is neither 0 nor 1.
  std::optional<double> accuracy(const std::vector<std::size_t>& rows) const;

  /// The same rows counted; empty where accuracy() is.
  std::optional<Confusion> confusion(const std::vector<std::size_t>& rows) const;
};

/// Declares `--data` and its companions, `--cost`, `--learning-rate`, `--epochs`, `--tolerance`,
/// `--precision`, `--init`, `--seed`, `--test-fraction`, `--history`, `--parameters`, `--predict`
/// and `--predictions`. All but `--seed` are refused without `--data`.
void add_training_options(CommandLine& line, TrainingOptions& options);

/// Reads, splits and standardises: everything but the descent.
///
/// \throws InputError if the data cannot be trained on
/// \throws UsageError if single precision is asked for, and a number is beyond it
Training prepare_training(const TrainingOptions& options);

/// Descends. Notes on the data go to stderr and so does, where that is a terminal, a line of
/// progress. A descent that diverges or saturates is a result like any other.
///
/// \param options with which the training was prepared
/// \param training what was prepared; `descent`, `rises` and `saturated` are filled
/// \param callback as for gradient_descent()
void run_descent(const TrainingOptions& options, Training& training,
                 const DescentCallback<double>& callback = KeepGoing());

/// prepare_training() and run_descent().
///
/// \throws InputError if the data cannot be trained on
Training train(const TrainingOptions& options);

/// The whole command: trains, writes the files that are asked for, prints, and says on stderr what
/// a reader should know about the result.
///
/// - What can be refused is refused before the descent begins: a file that could not be written,
///   one file under two names, new rows without a column of the features.
/// - The history is written as it is made and holds the same memory for any number of epochs.
/// - Ctrl-C ends the descent after the current update, and all files are written all the same.
/// - Of a descent that diverged or saturated the history is kept, but neither parameters nor
///   predictions.
///
/// \throws UsageError if a file to write goes by two of the options
/// \throws InputError as prepare_training(), or if a file cannot be read or written
/// \throws TrainingDiverged, TrainingSaturated or Interrupted after printing
void run_training(const TrainingOptions& options);

/// Gives a chapter the command: the options of add_training_options(), and run_training() where
/// there is `--data`, which goes with neither a mistake nor a figure. The options are filled when
/// the command line is read, and must be there as long as the chapter.
void trains(Chapter& chapter, TrainingOptions& options);

}  // namespace nn
