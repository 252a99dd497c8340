#pragma once

/// \file
/// What the training of a network refuses before it begins.

#include "nn/data/split.hpp"
#include "nn/program/network_options.hpp"
#include "nn/program/network_training.hpp"

namespace nn {

/// Refuses settings that do not fit each other: an option of one optimizer with another, more
/// weight decay than there are weights, dropout without hidden units, patience without held-out
/// rows, numbers that are 0 as a float.
///
/// \throws UsageError
void require_good_settings(const NetworkTrainingOptions& options);

/// Refuses a target with one class alone, and numbers beyond a float where that is the precision.
///
/// \param options how it is to be trained
/// \param task as it was read
/// \throws InputError, UsageError
void require_good_samples(const NetworkTrainingOptions& options, const NetworkTask& task);

/// The split of the rows that the options ask for.
///
/// \throws UsageError if there is patience and no row is held out, or if a cosine has so many
/// updates that its last rates would be 0
/// \throws InputError as split_task()
Split good_split(const NetworkTrainingOptions& options, const NetworkTask& task);

}  // namespace nn
