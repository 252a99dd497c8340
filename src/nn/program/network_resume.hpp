#pragma once

/// \file
/// A training that goes on from a model: what it takes from there, and what it refuses.

#include <cstddef>
#include <cstdint>

#include "nn/program/model_file.hpp"
#include "nn/program/network_options.hpp"
#include "nn/program/network_training.hpp"

namespace nn {

/// The options of a training that goes on: the settings of the model, and of the options given
/// those that may differ: the files, `--epochs`, and `--patience` where the model has one.
///
/// \param model what options.resume holds
/// \param options as they stood on the command line
/// \throws UsageError naming the option and both values, if one of options.given says something
/// else than the model
NetworkTrainingOptions resumed_options(const NetworkModel& model,
                                       const NetworkTrainingOptions& options);

/// Refuses data that the model was not trained on.
///
/// \param model what options.resume holds
/// \param task as it was read, not yet standardised
/// \param data the fingerprint() of all rows
/// \throws InputError saying in what it differs
void require_same_data(const NetworkModel& model, const NetworkTask& task, std::uint64_t data);

/// Refuses a training that is over.
///
/// \param model what options.resume holds
/// \param options from resumed_options()
/// \param training_rows how many rows are trained on
/// \throws UsageError saying what would make it go on
void require_more_to_do(const NetworkModel& model, const NetworkTrainingOptions& options,
                        std::size_t training_rows);

/// The model of a training: everything but the state and the scale.
///
/// \param options with which it is trained
/// \param task as it was read, not yet standardised
/// \param data the fingerprint() of all rows, or 0 where no model is to be written
NetworkModel model_for(const NetworkTrainingOptions& options, const NetworkTask& task,
                       std::uint64_t data);

}  // namespace nn
