#pragma once

/// \file
/// From a table to what a neuron learns from: the samples X and their targets y.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "nn/data/csv.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// Which columns are used, and how. What is empty takes its default.
struct DatasetOptions {
  std::string target;                 ///< the column to predict; by default the last
  std::vector<std::string> features;  ///< in this order; by default all other numeric columns
  std::string positive;  ///< the target's value that counts as 1; by default, of a target that is
                         ///< not numeric, the first label in alphabetical order
};

/// The samples of a table: X has one a row (n x d), y one target for each (length n).
struct Dataset {
  Matrix<double> X;                   ///< a sample a row: n x d, every entry finite
  Vector<double> y;                   ///< the target of each sample: length n, every entry finite
  std::vector<std::string> features;  ///< the names of the d columns of X
  std::string target;                 ///< the name of the column that y was taken from
  std::string positive;            ///< the label that is 1; empty if the target's numbers are used
  std::string file;                ///< for messages
  std::vector<std::size_t> lines;  ///< the line of the file of each sample
  std::size_t dropped_rows = 0;    ///< rows left out because a value was missing
  std::vector<std::string> notes;  ///< what was decided for the reader, a sentence each
};

/// Takes the samples from a table.
///
/// - A column is numeric if at least half of its values are numbers; missing ones do not count.
///   Every value of a numeric column that is used must be a finite number, so that a slip of the
///   pen is reported and does not turn a measurement into a label. The words `nan` and `inf` count
///   as numbers here: they are refused, and are no labels.
/// - A numeric target is used as it is. With `positive` it becomes 1 where it equals that number,
///   and 0 elsewhere. Any other target becomes 1 where it is the label `positive`, and 0 elsewhere.
/// - A row in which a used column has no value is left out.
///
/// \throws InputError if a column is unknown, used twice, or both target and feature; if no column
/// is left to be a feature or no row to be a sample; if a value of a used column is not a finite
/// number where it has to be; if no row has the value `positive`, or every row has it.
Dataset make_dataset(const CsvTable& table, const DatasetOptions& options = {});

/// Hears how far the reading of a file has come: which reading of the file it is, counted from 1,
/// and what share of the file it has behind it.
using ReadingProgress = std::function<void(std::size_t reading, double share)>;

/// Takes the samples from a CSV file: as make_dataset() of read_csv(), but the file is never in
/// memory. It is read two times, or three if values are missing. What cannot be read twice, such as
/// a pipe, is read into memory.
///
/// \throws InputError as read_csv() and make_dataset()
Dataset load_dataset(
    const std::string& path, const DatasetOptions& options = {},
    const ReadingProgress& on_progress = [](std::size_t, double) {});

/// Refuses what teaches a classifier nothing.
///
/// \throws InputError if every target is 0, or every one is 1.
void require_two_classes(const Dataset& dataset);

/// Refuses targets that are no probabilities, for a cost that takes them as such.
///
/// \throws InputError naming the line of the first target outside [0, 1].
void require_probabilities(const Dataset& dataset);

}  // namespace nn
