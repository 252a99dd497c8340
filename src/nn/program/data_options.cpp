#include "nn/program/data_options.hpp"

#include <cstdio>

#include "nn/data/utf8.hpp"

namespace nn {

namespace {

/// How a delimiter is given to a shell.
std::string delimiter_argument(const std::string& delimiter) {
  if (delimiter == "\t") return "tab";
  if (delimiter == " ") return "space";
  return "'" + delimiter + "'";
}

}  // namespace

void add_data_options(CommandLine& line, DataOptions& options,
                      const std::vector<std::string>& tables) {
  DatasetOptions& dataset = options.dataset;
  line.group("Data");
  line.text("data", "FILE", options.file, "a CSV file; - is standard input");
  line.text("target", "COLUMN", dataset.target, "the column to predict (default: the last)");
  line.names("features", "A,B,...", dataset.features,
             "the columns to predict it from (default: all other numeric ones)");
  line.names("exclude", "A,B,...", dataset.exclude, "columns that are no features by default");
  line.text("positive", "VALUE", dataset.positive,
            "the target's value that counts as 1, all others being 0 (default: of two values the "
            "later one in order; numbers from 0 to 1 are used as they are)");
  line.character("delimiter", dataset.csv.delimiter, "what separates the columns");
  line.yes_or_no("header", dataset.csv.header,
                 "whether the first line holds names; if not, they are x1, x2, ...");
  line.yes_or_no("standardize", options.standardize,
                 "subtract each feature's mean and divide by its standard deviation");
  for (const char* option : {"target", "features", "exclude", "positive", "standardize"}) {
    line.needs(option, "data");
  }
  for (const char* option : {"delimiter", "header"}) line.needs_one_of(option, tables);
}

void print_notes(const std::string& file, const std::vector<std::string>& notes) {
  for (const std::string& note : notes) {
    std::fprintf(stderr, "%s: %s\n", printable(file).c_str(), note.c_str());
  }
}

void print_notes(const Dataset& dataset) { print_notes(dataset.file, dataset.notes); }

std::string with_option(const InputError& error) {
  std::string message = error.what();
  switch (error.setting()) {
    case Setting::header:
      return message + " (--header no names the columns x1, x2, ...)";
    case Setting::delimiter:
      return message + " (--delimiter " + delimiter_argument(error.value()) + ")";
    case Setting::positive:
      return message + " (--positive VALUE)";
    case Setting::number:
      return message + " (--output linear)";
    case Setting::classes:
      return message + " (--output softmax)";
    case Setting::standardize:
      return message + " (--features or --exclude, or --standardize no)";
    case Setting::none:
      break;
  }
  return message;
}

}  // namespace nn
