#include "nn/data/dataset.hpp"

#include <algorithm>
#include <memory>

#include "nn/data/census.hpp"
#include "nn/data/number.hpp"
#include "nn/data/rows.hpp"
#include "nn/data/target.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::size_t target_column(const CsvTable& names, const DatasetOptions& options) {
  const std::size_t target =
      options.target.empty() ? names.header.size() - 1 : names.column(options.target);
  for (const std::string& name : options.exclude) {
    if (names.column(name) == target) {
      throw InputError({names.file, 1, name}, "is the target, and is excluded",
                       "name another target, or exclude other columns");
    }
  }
  return target;
}

std::vector<std::size_t> named_features(const CsvTable& names, const DatasetOptions& options,
                                        std::size_t target) {
  std::vector<std::size_t> columns;
  for (const std::string& name : options.features) {
    const std::size_t column = names.column(name);
    if (column == target) {
      throw InputError({names.file, 1, name}, "is both the target and a feature",
                       "name another target or other features");
    }
    if (contains(options.exclude, name)) {
      throw InputError({names.file, 1, name}, "is both a feature and excluded", "name it once");
    }
    if (std::find(columns.begin(), columns.end(), column) != columns.end()) {
      throw InputError({names.file, 1, name}, "is named twice as a feature", "name it once");
    }
    columns.push_back(column);
  }
  return columns;
}

/// One note for several columns: `column 'a' is text, and no feature`, and the same in the plural.
void note(std::vector<std::string>& notes, const std::vector<std::string>& columns,
          const std::string& what, const std::string& more = "") {
  if (columns.empty()) return;
  const bool is_one = columns.size() == 1;
  notes.push_back((is_one ? "column " : "columns ") + listed(columns) +
                  (is_one ? " is " : " are ") + what + (is_one ? "" : "s") + more);
}

/// All numeric columns but the target. Of every other one a note says why it is no feature.
std::vector<std::size_t> numeric_features(const CsvTable& names, const Survey& survey,
                                          const DatasetOptions& options, std::size_t target,
                                          std::vector<std::string>& notes) {
  std::vector<std::size_t> columns;
  std::vector<std::string> mixed;
  std::vector<std::string> truths;
  std::vector<std::string> texts;
  std::vector<std::string> empty;
  for (std::size_t column = 0; column < names.header.size(); ++column) {
    const std::string& name = names.header[column];
    const Census& census = survey.columns[column];
    if (column == target || contains(options.exclude, name)) continue;
    if (census.is_numeric()) {
      columns.push_back(column);
      continue;
    }
    std::vector<std::string>& kind = census.is_empty()                  ? empty
                                     : census.numbers > 0               ? mixed
                                     : census.yes_or_no == census.texts ? truths
                                                                        : texts;
    kind.push_back(name);
  }
  note(notes, mixed, "no feature", ": too few of the values are numbers");
  note(notes, truths, "text, and no feature", "; 1 for true and 0 for false would be numbers");
  note(notes, texts, "text, and no feature");
  note(notes, empty, "empty, and no feature");
  if (columns.empty()) {
    throw InputError({names.file, 1, ""}, "no column but the target is numeric",
                     "give at least one column of numbers");
  }
  return columns;
}

/// What was made of the lines of the file before any column was looked at.
void note_names(const CsvTable& names, std::vector<std::string>& notes) {
  std::vector<std::string> numbers;
  for (const std::string& name : names.header) {
    if (parse_number(name).kind == NumberKind::finite) numbers.push_back(name);
  }
  if (!numbers.empty()) {
    notes.push_back("line 1 is taken for names, though " + listed(numbers) +
                    (numbers.size() == 1 ? " is a number" : " are numbers"));
  }
  if (names.ends_empty) notes.push_back("the lines end in a delimiter: no column is behind it");
}

[[noreturn]] void refuse_to_leave_all_out(const CsvTable& names, const std::string& missing) {
  throw InputError({names.file, 0, ""},
                   "every row has a missing value in a column that is used: " + missing,
                   "use other columns, or fill in the values");
}

/// Makes of the targets that stand in y what they are taken for.
void make_targets(Dataset& dataset, const TargetValues& values, const DatasetOptions& options) {
  if (options.kind != TargetKind::probability && !options.positive.empty()) {
    throw InputError(
        {dataset.file, 0, dataset.target},
        "is not taken for 0 and 1, and " + in_quotes(options.positive) + " is to count as 1",
        "choose no value that counts as 1");
  }
  switch (options.kind) {
    case TargetKind::probability:
      make_probabilities(dataset, values, options.positive);
      break;
    case TargetKind::classes:
      make_classes(dataset, values);
      break;
    case TargetKind::number:
      require_numeric_target(dataset, values);
      break;
  }
}

/// The samples of any rows. They are looked at once for what the columns are, once more if values
/// are missing, and once to fill X and y; nothing of them is kept.
Dataset dataset_of(TableRows& rows, const DatasetOptions& options) {
  const Survey survey = survey_of(rows);
  const CsvTable& names = rows.names();
  Dataset dataset;
  dataset.file = names.file;
  const std::size_t target = target_column(names, options);
  dataset.target = names.header[target];
  note_names(names, dataset.notes);
  const std::vector<std::size_t> columns =
      options.features.empty() ? numeric_features(names, survey, options, target, dataset.notes)
                               : named_features(names, options, target);
  for (const std::size_t column : columns) {
    dataset.features.push_back(names.header[column]);
    require_numbers(names, survey, column);
  }
  const bool numeric_target = survey.columns[target].is_numeric();
  if (numeric_target) require_numbers(names, survey, target);

  std::vector<std::size_t> used = columns;
  used.push_back(target);
  const std::size_t complete = count_complete(rows, survey, used);
  dataset.dropped_rows = survey.rows - complete;
  dataset.dropped_because = what_is_missing(names, survey, used);
  if (complete == 0) refuse_to_leave_all_out(names, dataset.dropped_because);
  if (dataset.dropped_rows > 0) {
    dataset.notes.push_back(std::to_string(dataset.dropped_rows) + " of " +
                            std::to_string(survey.rows) +
                            " rows left out: " + dataset.dropped_because);
  }

  const RowRange held = rows_of_share(complete, options.share);
  dataset.first_row = held.first;
  dataset.X.resize(held.count(), columns.size(), false);
  dataset.y.resize(complete, false);
  dataset.lines.reserve(complete);
  TargetValues values(numeric_target);
  rows.for_each([&](const RowFields& fields, std::size_t line) {
    if (!is_complete(fields, used)) return;
    const std::size_t i = dataset.lines.size();
    if (i == complete) refuse_changing_file(dataset.file);
    dataset.lines.push_back(line);
    dataset.y(i) = values.take(fields[target]);
    if (!held.contains(i)) return;
    double* const x = dataset.X.data().data() + (i - held.first) * columns.size();
    for (std::size_t j = 0; j < columns.size(); ++j) x[j] = parse_number(fields[columns[j]]).value;
  });
  if (dataset.lines.size() < complete) refuse_changing_file(dataset.file);
  make_targets(dataset, values, options);
  return dataset;
}

}  // namespace

Dataset make_dataset(const CsvTable& table, const DatasetOptions& options) {
  return dataset_of(*rows_of_table(table), options);
}

Dataset load_dataset(const std::string& path, const DatasetOptions& options,
                     const ReadingProgress& on_progress) {
  return dataset_of(*rows_of_file(path, options.csv, on_progress), options);
}

Standardization standardization_of(const Dataset& dataset, const Matrix<double>& X) {
  require_same_size("standardization_of", X.size2(), dataset.features.size());
  try {
    return fit_standardization(X);
  } catch (const StandardizationError& error) {
    const Place place{dataset.file, 0, dataset.features[error.column()]};
    switch (error.reason()) {
      case StandardizationFault::constant:
        throw InputError(
            place, "is constant (" + short_text(error.value()) + "), and cannot be standardised",
            "leave it out, or do not standardise", Setting::standardize);
      case StandardizationFault::too_far_apart:
        throw InputError(place, "has values too far apart for a double",
                         "give it in a larger unit");
      case StandardizationFault::not_finite:
        break;
    }
    throw InputError(place, short_text(error.value()) + " is not a finite number",
                     "give finite numbers");
  }
}

NewRows load_new_rows(const std::string& path, const std::vector<std::string>& features,
                      const CsvOptions& options) {
  const std::unique_ptr<TableRows> rows = rows_of_file(path, options, [](std::size_t, double) {});
  const CsvTable& names = rows->names();
  std::vector<std::size_t> columns;
  for (const std::string& name : features) columns.push_back(names.column(name));
  const Survey survey = survey_of(*rows);
  for (const std::size_t column : columns) require_numbers(names, survey, column);

  NewRows result;
  result.rows_in_file = survey.rows;
  const std::size_t complete = count_complete(*rows, survey, columns);
  if (complete < survey.rows) {
    result.notes.push_back(std::to_string(survey.rows - complete) + " of " +
                           std::to_string(survey.rows) +
                           " rows have no prediction: " + what_is_missing(names, survey, columns));
  }
  result.X.resize(complete, columns.size(), false);
  result.rows.reserve(complete);
  std::size_t row = 0;
  rows->for_each([&](const RowFields& fields, std::size_t) {
    const std::size_t now = row++;
    if (!is_complete(fields, columns)) return;
    const std::size_t i = result.rows.size();
    if (i == complete) refuse_changing_file(names.file);
    result.rows.push_back(now);
    for (std::size_t j = 0; j < columns.size(); ++j) {
      result.X(i, j) = parse_number(fields[columns[j]]).value;
    }
  });
  if (result.rows.size() < complete) refuse_changing_file(names.file);
  return result;
}

}  // namespace nn
