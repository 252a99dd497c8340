#pragma once

/// \file
/// The options with which a program reads a reader's own data.

#include <string>

#include "nn/data/dataset.hpp"
#include "nn/program/command_line.hpp"

namespace nn {

/// `--data`, `--target`, `--features`, `--positive`, `--standardize`.
struct DataOptions {
  std::string file;         ///< empty if `--data` is not given
  DatasetOptions dataset;   ///< which columns, and how
  bool standardize = true;  ///< whether each feature is brought to mean 0 and deviation 1
};

/// Declares the five options, under the title "Data". Those that say how to read `--data` are
/// refused without it.
void add_data_options(CommandLine& line, DataOptions& options);

/// Says on stderr what was decided for the reader when the samples were read.
void print_notes(const Dataset& dataset);

}  // namespace nn
