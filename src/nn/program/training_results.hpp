#pragma once

/// \file
/// What a training leaves behind: its files, its printout, and remarks on it.

#include <string>

#include "nn/data/dataset.hpp"
#include "nn/program/training.hpp"

namespace nn {

/// Refuses to write a file that is also another of the options' files, under whatever name, or one
/// that cannot be written.
///
/// \throws UsageError naming the two options
/// \throws InputError naming the file and the reason
void require_good_files(const TrainingOptions& options);

/// The columns of the history, as a line: `epoch,cost,gradient_norm`.
std::string history_header();

/// A record as a line of the history, with 17 digits.
std::string history_line(const DescentRecord& record);

/// The parameters as CSV: `parameter,value,standardized_value,mean,deviation`, the features in
/// order, then `bias`, with 17 digits. `value` is in the units of the data. The other three are
/// empty where nothing was standardised, and the bias has neither mean nor deviation.
std::string parameters_csv(const Training& training);

/// Refuses a feature called `bias` where parameters_csv() is asked for: two rows of it would have
/// one name.
///
/// \throws InputError
void require_distinct_parameters(const TrainingOptions& options, const Training& training);

/// What the neuron says of new rows, as CSV: `prediction`, which is ŷ with 17 digits, and `class`,
/// the label, if the target has labels. There is a line for each row of the file, in order; it is
/// empty where a feature has no value. A row gets the same digits in whichever file it stands.
std::string predictions_csv(const Training& training, const NewRows& rows);

/// Prints the training in sections: Data, Training and, unless it diverged or saturated, Parameters
/// and Accuracy.
void print_training(const TrainingOptions& options, const Training& training);

/// Says on stderr what the printout does not: that the cost rose in more than half of the updates,
/// or that the training rows can be separated, and the cost has no minimum therefore.
void print_remarks(const TrainingOptions& options, const Training& training);

/// How a training that diverged did so, and what to do.
std::string how_it_diverged(const TrainingOptions& options, const Training& training);

/// How a training that saturated did so, and what to do.
std::string how_it_saturated(const TrainingOptions& options, const Training& training);

}  // namespace nn
