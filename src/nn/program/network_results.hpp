#pragma once

/// \file
/// What the training of a network leaves behind: its files and its printout.

#include <string>
#include <vector>

#include "nn/data/dataset.hpp"
#include "nn/data/split.hpp"
#include "nn/program/model_file.hpp"
#include "nn/program/network_options.hpp"
#include "nn/program/network_training.hpp"
#include "nn/program/plot.hpp"

namespace nn {

/// The columns of the history, as a line: `epoch,cost,accuracy,held_out_cost,held_out_accuracy`.
std::string network_history_header();

/// A record as a line of the history, with 17 digits. What there is not stays empty: an accuracy
/// where there are no labels, held-out rows where there are none.
std::string network_history_line(const EpochRecord& record);

/// The costs over the epochs: on the training rows and, if there are any, on those held out. What
/// is no finite number is left out. The axis of the costs is logarithmic where they fall to less
/// than a tenth.
///
/// \pre some record has a finite cost
Figure history_figure(const std::vector<EpochRecord>& history);

/// New rows for a model: of a table those of its features, by name; or the images of an IDX file.
///
/// \throws InputError as load_new_rows() and read_idx_images(), or if the images have another size
NewRows load_rows_for(const NetworkModel& model, const std::string& path);

/// What a model says of new rows, as CSV with 17 digits:
///
/// - of one output `prediction`, which is ŷ, and `class`, its label, if there are labels;
/// - of several classes `probability_` and the label of each, or `prediction_` where the outputs
///   are sigmoids; then `class`, the label of the largest.
///
/// There is a line for each row of the file, in order; it is empty where a feature has no value. A
/// row is predicted alone: it gets the same digits in whichever file it stands. Computed in double
/// precision, whatever the training computed in.
///
/// \param model what predicts
/// \param rows from load_rows_for()
/// \param file where they come from, for messages
/// \throws InputError if a row has numbers so large that its scores are no finite numbers
std::string network_predictions_csv(const NetworkModel& model, const NewRows& rows,
                                    const std::string& file);

/// Prints a training in sections: Data, Network, Training and, unless it diverged, what it is
/// worth on the rows that it was trained on, and on those held out.
///
/// \param options with which it was trained
/// \param task what was trained
/// \param split of its rows
/// \param trained what came out
void print_network_training(const NetworkTrainingOptions& options, const NetworkTask& task,
                            const Split& split, const TrainedNetwork& trained);

/// How far a training has come: `3 epochs`, or `3 epochs and 17 of 40 updates`.
std::string how_far(const TrainedNetwork& trained);

/// How a training that diverged did so, and what to do.
std::string how_network_diverged(const NetworkTrainingOptions& options,
                                 const TrainedNetwork& trained);

}  // namespace nn
