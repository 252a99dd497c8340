#pragma once

/// \file
/// Features on one scale, where processes share the rows out.

#include <cstddef>
#include <vector>

#include "nn/data/feature_scale.hpp"
#include "nn/processes/processes.hpp"
#include "nn/program/network_options.hpp"

namespace nn {

/// fit_feature_scale() of rows that are shared out: the same formulas, with sums over all
/// processes. Every process gets the same scale, bit for bit; it differs from that of one process
/// by rounding alone, and which features are constant is the same.
///
/// \param task of which the process holds its share of the rows
/// \param rows numbers of samples, over all processes, in increasing order; one at least
/// \param processes that share the rows out; all of them call it
/// \throws InputError in all of them, naming a column with values that are too far apart
FeatureScale fit_shared_scale(const NetworkTask& task, const std::vector<std::size_t>& rows,
                              Processes& processes);

/// Which of some sample numbers, in increasing order, are in a range: their places in the list.
RowRange places_in(const std::vector<std::size_t>& rows, const RowRange& range);

}  // namespace nn
