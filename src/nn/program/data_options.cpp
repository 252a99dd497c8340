#include "nn/program/data_options.hpp"

#include <cstdio>

#include "nn/data/utf8.hpp"

namespace nn {

void add_data_options(CommandLine& line, DataOptions& options) {
  line.group("Data");
  line.text("data", "FILE", options.file, "a CSV file with a line of column names");
  line.text("target", "COLUMN", options.dataset.target,
            "the column to predict (default: the last)");
  line.names("features", "A,B,...", options.dataset.features,
             "the columns to predict it from (default: all other numeric ones)");
  line.text("positive", "LABEL", options.dataset.positive,
            "the target's value that counts as 1, all others being 0 (default: the first label in "
            "alphabetical order; a numeric target is used as it is)");
  line.yes_or_no("standardize", options.standardize,
                 "subtract each feature's mean and divide by its standard deviation");
  for (const char* option : {"target", "features", "positive", "standardize"}) {
    line.needs(option, "data");
  }
}

void print_notes(const Dataset& dataset) {
  for (const std::string& note : dataset.notes) {
    std::fprintf(stderr, "%s: %s\n", printable(dataset.file).c_str(), note.c_str());
  }
}

}  // namespace nn
