#include "nn/data/dataset.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "nn/data/csv_stream.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

namespace {

using Fields = std::vector<std::string_view>;
using Visit = std::function<void(const Fields& fields, std::size_t line)>;

/// The rows of a table, wherever they are: they are looked at from the first to the last, and more
/// than once.
class Rows {
 public:
  Rows() = default;
  virtual ~Rows() = default;
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  virtual const CsvTable& names() const = 0;  ///< the file's name and the header
  virtual void for_each(const Visit& visit) = 0;
};

class RowsInMemory : public Rows {
 public:
  explicit RowsInMemory(const CsvTable& table) : table_(table) {}

  const CsvTable& names() const override { return table_; }

  void for_each(const Visit& visit) override {
    Fields fields;
    for (std::size_t row = 0; row < table_.rows.size(); ++row) {
      fields.assign(table_.rows[row].begin(), table_.rows[row].end());
      visit(fields, table_.lines[row]);
    }
  }

 private:
  const CsvTable& table_;
};

class RowsOfFile : public Rows {
 public:
  RowsOfFile(const std::string& path, const ReadingProgress& on_progress)
      : path_(path), names_(CsvStream(path).names()), on_progress_(on_progress) {}

  const CsvTable& names() const override { return names_; }

  void for_each(const Visit& visit) override {
    CsvStream stream(path_);
    double told = 0;
    ++reading_;
    while (stream.next()) {
      visit(stream.fields(), stream.line());
      if (stream.share() - told < 0.001) continue;
      told = stream.share();
      on_progress_(reading_, told);
    }
  }

 private:
  std::string path_;
  CsvTable names_;
  const ReadingProgress& on_progress_;
  std::size_t reading_ = 0;
};

/// What stands in a column.
struct Census {
  std::size_t numbers = 0;
  std::size_t texts = 0;
  std::size_t missing = 0;
  std::size_t bad_line = 0;  ///< the line of the first value that is no finite number, 0 if none
  std::string bad_value;     ///< that value

  bool is_numeric() const { return numbers > 0 && numbers >= texts; }

  void count(std::string_view field, std::size_t line) {
    if (is_missing(field)) {
      ++missing;
      return;
    }
    const NumberKind kind = parse_number(field).kind;
    const bool text = kind == NumberKind::not_a_number_text;
    ++(text ? texts : numbers);
    if (kind != NumberKind::finite && bad_line == 0) {
      bad_line = line;
      bad_value = field;
    }
  }
};

/// The census of every column, and how many rows there are.
struct Survey {
  std::vector<Census> columns;
  std::size_t rows = 0;
};

Survey survey_of(Rows& rows) {
  Survey survey;
  survey.columns.resize(rows.names().header.size());
  rows.for_each([&](const Fields& fields, std::size_t line) {
    ++survey.rows;
    for (std::size_t column = 0; column < fields.size(); ++column) {
      survey.columns[column].count(fields[column], line);
    }
  });
  return survey;
}

std::size_t target_column(const CsvTable& table, const DatasetOptions& options) {
  return options.target.empty() ? table.header.size() - 1 : table.column(options.target);
}

std::vector<std::size_t> named_features(const CsvTable& table, const DatasetOptions& options,
                                        std::size_t target) {
  std::vector<std::size_t> columns;
  for (const std::string& name : options.features) {
    const std::size_t column = table.column(name);
    if (column == target) {
      throw InputError({table.file, 1, name}, "is both the target and a feature",
                       "name another target or other features");
    }
    if (std::find(columns.begin(), columns.end(), column) != columns.end()) {
      throw InputError({table.file, 1, name}, "is named twice as a feature", "name it once");
    }
    columns.push_back(column);
  }
  return columns;
}

std::vector<std::size_t> numeric_features(const CsvTable& table, const Survey& survey,
                                          std::size_t target, std::vector<std::string>& notes) {
  std::vector<std::size_t> columns;
  for (std::size_t column = 0; column < table.header.size(); ++column) {
    if (column == target) continue;
    const Census& census = survey.columns[column];
    if (census.is_numeric()) {
      columns.push_back(column);
    } else if (census.numbers > 0) {
      notes.push_back("column " + in_quotes(table.header[column]) +
                      " is not a feature: too few of its values are numbers");
    }
  }
  if (columns.empty()) {
    throw InputError({table.file, 1, ""}, "no column but the target is numeric",
                     "give at least one column of numbers");
  }
  return columns;
}

/// Numbers that stand in a numeric column, whichever rows will be used: a bad one is an error even
/// in a row that is left out.
void require_numbers(const CsvTable& table, const Survey& survey, std::size_t column) {
  const Census& census = survey.columns[column];
  if (census.bad_line > 0) {
    throw InputError({table.file, census.bad_line, table.header[column]},
                     why_not_a_number(census.bad_value, parse_number(census.bad_value).kind),
                     "write a finite number, or NA if it is missing");
  }
}

bool is_complete(const Fields& fields, const std::vector<std::size_t>& used) {
  return std::none_of(used.begin(), used.end(),
                      [&](std::size_t column) { return is_missing(fields[column]); });
}

/// In how many rows every used column has a value.
std::size_t count_complete(Rows& rows, const Survey& survey, const std::vector<std::size_t>& used) {
  std::size_t count = survey.rows;
  const bool some_are_missing = std::any_of(used.begin(), used.end(), [&](std::size_t column) {
    return survey.columns[column].missing > 0;
  });
  if (some_are_missing) {
    count = 0;
    rows.for_each([&](const Fields& fields, std::size_t) { count += is_complete(fields, used); });
  }
  if (count == 0) {
    throw InputError({rows.names().file, 0, ""},
                     "every row has a missing value in a column that is used",
                     "use other columns, or fill in the values");
  }
  return count;
}

/// Numbers the labels of the target in the order in which they are seen.
class Labels {
 public:
  std::size_t number_of(std::string_view label) {
    const auto found = numbers_.find(label);
    if (found != numbers_.end()) return found->second;
    return numbers_.emplace(label, numbers_.size()).first->second;
  }

  /// In alphabetical order.
  std::vector<std::string> all() const {
    std::vector<std::string> labels;
    for (const auto& [label, number] : numbers_) labels.push_back(label);
    return labels;
  }

 private:
  std::map<std::string, std::size_t, std::less<>> numbers_;
};

[[noreturn]] void refuse_classes(const Dataset& dataset, const std::string& wrong) {
  throw InputError({dataset.file, 0, dataset.target}, wrong, "a target needs rows of two classes");
}

/// Turns y into 1 where it is `one` and 0 elsewhere.
void to_classes(Dataset& dataset, std::optional<double> one,
                const std::function<std::vector<std::string>()>& values) {
  std::size_t count = 0;
  for (double& y : dataset.y) {
    const bool positive = one && y == *one;
    y = positive ? 1.0 : 0.0;
    count += positive ? 1 : 0;
  }
  if (count == 0) {
    throw InputError({dataset.file, 0, dataset.target},
                     "has no value " + in_quotes(dataset.positive),
                     "choose from " + listed(values()));
  }
  if (count == dataset.y.size()) {
    refuse_classes(dataset, "is " + in_quotes(dataset.positive) + " in every row");
  }
}

void classes_by_label(Dataset& dataset, Labels& labels, const std::string& positive) {
  const std::vector<std::string> values = labels.all();
  if (values.size() == 1) refuse_classes(dataset, "has one value only, " + in_quotes(values[0]));
  dataset.positive = positive.empty() ? values.front() : positive;
  if (positive.empty()) {
    dataset.notes.push_back("target " + in_quotes(dataset.target) + " is 1 for " +
                            in_quotes(dataset.positive) + " and 0 otherwise");
  }
  const auto one = static_cast<double>(labels.number_of(dataset.positive));
  to_classes(dataset, one, [&] { return std::vector<std::string>(values); });
}

void classes_by_number(Dataset& dataset, Rows& rows, const std::vector<std::size_t>& used,
                       const std::string& positive) {
  const ParsedNumber wanted = parse_number(positive);
  dataset.positive = positive;
  std::optional<double> one;
  if (wanted.kind == NumberKind::finite) one = wanted.value;
  to_classes(dataset, one, [&] {
    std::set<std::string> values;
    rows.for_each([&](const Fields& fields, std::size_t) {
      if (is_complete(fields, used)) values.insert(std::string(fields[used.back()]));
    });
    return std::vector<std::string>(values.begin(), values.end());
  });
}

[[noreturn]] void refuse_changing_file(const std::string& file) {
  throw InputError({file, 0, ""}, "changed while it was read", "wait until it is written");
}

/// The samples of any rows. They are looked at once for what the columns are, once more if values
/// are missing, and once to fill X and y; nothing of them is kept.
Dataset dataset_of(Rows& rows, const DatasetOptions& options) {
  const Survey survey = survey_of(rows);
  const CsvTable& table = rows.names();
  Dataset dataset;
  dataset.file = table.file;
  const std::size_t target = target_column(table, options);
  dataset.target = table.header[target];
  const std::vector<std::size_t> columns =
      options.features.empty() ? numeric_features(table, survey, target, dataset.notes)
                               : named_features(table, options, target);
  for (const std::size_t column : columns) {
    dataset.features.push_back(table.header[column]);
    require_numbers(table, survey, column);
  }
  const bool numeric_target = survey.columns[target].is_numeric();
  if (numeric_target) require_numbers(table, survey, target);

  std::vector<std::size_t> used = columns;
  used.push_back(target);
  const std::size_t complete = count_complete(rows, survey, used);
  dataset.dropped_rows = survey.rows - complete;
  if (dataset.dropped_rows > 0) {
    dataset.notes.push_back(std::to_string(dataset.dropped_rows) + " of " +
                            std::to_string(survey.rows) + " rows left out: a value is missing");
  }

  dataset.X.resize(complete, columns.size(), false);
  dataset.y.resize(complete, false);
  dataset.lines.reserve(complete);
  Labels labels;
  rows.for_each([&](const Fields& fields, std::size_t line) {
    if (!is_complete(fields, used)) return;
    const std::size_t i = dataset.lines.size();
    if (i == complete) refuse_changing_file(dataset.file);
    dataset.lines.push_back(line);
    double* const x = dataset.X.data().data() + i * columns.size();
    for (std::size_t j = 0; j < columns.size(); ++j) x[j] = parse_number(fields[columns[j]]).value;
    dataset.y(i) = numeric_target ? parse_number(fields[target]).value
                                  : static_cast<double>(labels.number_of(fields[target]));
  });
  if (dataset.lines.size() < complete) refuse_changing_file(dataset.file);
  if (!numeric_target) {
    classes_by_label(dataset, labels, options.positive);
  } else if (!options.positive.empty()) {
    classes_by_number(dataset, rows, used, options.positive);
  }
  return dataset;
}

}  // namespace

Dataset make_dataset(const CsvTable& table, const DatasetOptions& options) {
  RowsInMemory rows(table);
  return dataset_of(rows, options);
}

Dataset load_dataset(const std::string& path, const DatasetOptions& options,
                     const ReadingProgress& on_progress) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return make_dataset(read_csv(path), options);  // what cannot be read twice, such as a pipe
  }
  RowsOfFile rows(path, on_progress);
  return dataset_of(rows, options);
}

void require_two_classes(const Dataset& dataset) {
  for (const double only : {0.0, 1.0}) {
    if (std::all_of(dataset.y.begin(), dataset.y.end(), [&](double y) { return y == only; })) {
      throw InputError({dataset.file, 0, dataset.target},
                       "is " + short_text(only) + " in every row",
                       "a target needs rows of two classes");
    }
  }
}

void require_probabilities(const Dataset& dataset) {
  for (std::size_t i = 0; i < dataset.y.size(); ++i) {
    if (dataset.y(i) >= 0 && dataset.y(i) <= 1) continue;
    throw InputError({dataset.file, dataset.lines.at(i), dataset.target},
                     short_text(dataset.y(i)) + " is not between 0 and 1",
                     "cross-entropy needs targets from 0 to 1; choose the value that counts as 1 "
                     "with --positive");
  }
}

}  // namespace nn
