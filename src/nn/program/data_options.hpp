#pragma once

/// \file
/// The options with which a program reads a reader's own data.

#include <string>
#include <vector>

#include "nn/data/dataset.hpp"
#include "nn/data/input_error.hpp"
#include "nn/program/command_line.hpp"

namespace nn {

/// `--data`, `--target`, `--features`, `--exclude`, `--positive`, `--delimiter`, `--header` and
/// `--standardize`.
struct DataOptions {
  std::string file;         ///< empty if `--data` is not given; `-` is standard input
  DatasetOptions dataset;   ///< which columns, and how
  bool standardize = true;  ///< whether each feature is brought to mean 0 and deviation 1
};

/// Declares the options, under the title "Data". Those that say what to take from `--data` are
/// refused without it.
///
/// \param line where the options are declared
/// \param options what they fill
/// \param tables the options that name a table: `--delimiter` and `--header` need one of them
void add_data_options(CommandLine& line, DataOptions& options,
                      const std::vector<std::string>& tables = {"data"});

/// Says on stderr what was decided for the reader when a file was read.
void print_notes(const std::string& file, const std::vector<std::string>& notes);

/// The same of a dataset.
void print_notes(const Dataset& dataset);

/// What an input error says, and the option that would help, where one would.
std::string with_option(const InputError& error);

}  // namespace nn
