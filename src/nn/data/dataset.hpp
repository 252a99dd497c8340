#pragma once

/// \file
/// From a table to what a neuron or a network learns from: the samples X and their targets y.

#include <cstddef>
#include <string>
#include <vector>

#include "nn/data/csv.hpp"
#include "nn/data/csv_stream.hpp"
#include "nn/data/standardize.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/row_range.hpp"

namespace nn {

/// What the target is taken for.
enum class TargetKind {
  probability,  ///< 0 or 1, or a number between: what one neuron predicts
  classes,      ///< one of two classes or more
  number,       ///< any finite number
};

/// Which columns are used, and how. What is empty takes its default.
struct DatasetOptions {
  std::string target;                 ///< the column to predict; by default the last
  std::vector<std::string> features;  ///< in this order; by default all other numeric columns
  std::vector<std::string> exclude;   ///< columns that are no features by default
  std::string positive;  ///< the target's value that counts as 1, all others being 0; by default,
                         ///< of a target with two values, the later one in order
  TargetKind kind = TargetKind::probability;  ///< what the target is taken for
  CsvOptions csv = {};                        ///< how the file is written
  Share share = {};  ///< the samples that X has, where many processes share them out
};

/// The samples of a table: X has one a row (n x d), y one target for each (length n). Of a share of
/// the samples X has no more than that; everything else is said of all of them.
struct Dataset {
  Matrix<double> X;  ///< a sample a row: n x d, every entry finite
  Vector<double> y;  ///< the target of each sample: length n, every entry in [0, 1]; the number of
                     ///< its class, from 0, where there are classes; or any finite number
  std::size_t first_row = 0;          ///< the number of the sample in X's first row, from 0
  std::vector<std::string> features;  ///< the names of the d columns of X
  std::string target;                 ///< the name of the column that y was taken from
  std::string positive;  ///< the value that is 1 in y, as it stands in the file; empty if the
                         ///< target's numbers are used as probabilities
  std::string negative;  ///< the value that is 0; `not` and the positive one if there are several;
                         ///< empty where `positive` is
  std::size_t positives = 0;         ///< how many entries of y are 1, if they are to be in [0, 1]
  std::vector<std::string> classes;  ///< their names in order, as they first stand in the file;
                                     ///< empty unless TargetKind::classes was asked for
  std::string file;                  ///< for messages
  std::vector<std::size_t> lines;    ///< the line of the file of each sample
  std::size_t dropped_rows = 0;      ///< rows left out because a value was missing
  std::string dropped_because;       ///< in which columns; empty if none was left out
  std::vector<std::string> notes;    ///< what was decided for the reader, a sentence each
};

/// Takes the samples from a table.
///
/// - A row in which a used column has no value, see is_missing(), is left out.
/// - A column is numeric if at least half of its values are numbers. Every value of a numeric
///   column that is used must be a finite number, so that a slip of the pen is reported and does
///   not turn a measurement into a label. `inf`, a decimal comma and a number between invisible
///   characters count as numbers here: they are refused, and are no labels.
/// - A numeric target whose values lie in [0, 1] is used as it is: its numbers are the classes 0
///   and 1, or probabilities. Of two other numbers the larger is 1 and the smaller is 0.
/// - A target that is not numeric has two labels. The later one in alphabetical order, whatever the
///   case of the letters, is 1: `yes` and not `no`, `True` and not `False`.
/// - With `positive` the target is 1 where it has that value, as a number if it is numeric, and 0
///   everywhere else.
/// - So much for TargetKind::probability. Of TargetKind::classes every value is a class: numbers by
///   their size, labels in alphabetical order, whatever the case of the letters. TargetKind::number
///   takes the numbers as they are.
///
/// \throws InputError if a column is unknown, used twice, or both target and feature; if no column
/// is left to be a feature or no row to be a sample; if a value of a used column is not a finite
/// number where it has to be; if no row has the value `positive`, or every row has it; if the
/// target has more than two values and they are no probabilities; or if a label of one class and a
/// label of the other differ only in case, in blanks or in invisible characters. Of classes, if all
/// rows are of one, or if there are so many values that they are none: 1000 or more, or more than
/// 20 that are more than half as many as the rows or are numbers with fractions among them. Of
/// numbers, if the target is not numeric. Of both, if there is a value `positive`.
Dataset make_dataset(const CsvTable& table, const DatasetOptions& options = {});

/// Takes the samples from a CSV file; `-` is standard input. As make_dataset() of read_csv(), but
/// the file is never in memory. It is read two times, or three if values are missing. What cannot
/// be read twice, such as a pipe, is read into memory.
///
/// \throws InputError as read_csv() and make_dataset()
Dataset load_dataset(
    const std::string& path, const DatasetOptions& options = {},
    const ReadingProgress& on_progress = [](std::size_t, double) {});

/// Refuses what teaches a classifier nothing.
///
/// \throws InputError if every target is 0, or every one is 1.
void require_two_classes(const Dataset& dataset);

/// The standardization of rows of a dataset, as fit_standardization() finds it.
///
/// \param dataset where the rows come from; it names their columns
/// \param X the rows
/// \throws InputError naming file and column where fit_standardization() refuses a column
Standardization standardization_of(const Dataset& dataset, const Matrix<double>& X);

/// Rows to predict: the columns `features` by name, any others ignored; a row in which one of them
/// is missing has no prediction.
struct NewRows {
  Matrix<double> X;                ///< a row a row: every entry finite
  std::vector<std::size_t> rows;   ///< for each row of X: which row of the file, from 0
  std::size_t rows_in_file = 0;    ///< how many there are
  std::vector<std::string> notes;  ///< which rows have no prediction, and why
};

/// Takes the features of new samples from a CSV file; `-` is standard input. The file is read once,
/// or twice if values are missing, and once more to fill X.
///
/// \param path the file
/// \param features the columns to take, in this order
/// \param options how the file is written
/// \throws InputError as read_csv(); if a column is not there; or if a value in one of them is
/// neither missing nor a finite number
NewRows load_new_rows(const std::string& path, const std::vector<std::string>& features,
                      const CsvOptions& options = {});

}  // namespace nn
