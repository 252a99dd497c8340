#include "nn/data/dataset.hpp"

#include <algorithm>
#include <set>

#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

namespace {

/// What stands in a column, missing values aside.
struct Census {
  std::size_t numbers = 0;
  std::size_t texts = 0;

  bool is_numeric() const { return numbers > 0 && numbers >= texts; }
};

Census census_of(const CsvTable& table, std::size_t column) {
  Census census;
  for (const std::vector<std::string>& row : table.rows) {
    if (is_missing(row[column])) continue;
    const bool text = parse_number(row[column]).kind == NumberKind::not_a_number_text;
    ++(text ? census.texts : census.numbers);
  }
  return census;
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

std::vector<std::size_t> numeric_features(const CsvTable& table, std::size_t target,
                                          std::vector<std::string>& notes) {
  std::vector<std::size_t> columns;
  for (std::size_t column = 0; column < table.header.size(); ++column) {
    if (column == target) continue;
    const Census census = census_of(table, column);
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

double number_at(const CsvTable& table, std::size_t row, std::size_t column) {
  const std::string& text = table.rows[row][column];
  const ParsedNumber parsed = parse_number(text);
  if (parsed.kind != NumberKind::finite) {
    throw InputError(table.place(row, column), why_not_a_number(text, parsed.kind),
                     "write a finite number, or NA if it is missing");
  }
  return parsed.value;
}

/// The rows in which every used column has a value.
std::vector<std::size_t> complete_rows(const CsvTable& table,
                                       const std::vector<std::size_t>& used) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const bool complete = std::none_of(used.begin(), used.end(), [&](std::size_t column) {
      return is_missing(table.rows[row][column]);
    });
    if (complete) rows.push_back(row);
  }
  if (rows.empty()) {
    throw InputError({table.file, 0, ""}, "every row has a missing value in a column that is used",
                     "use other columns, or fill in the values");
  }
  return rows;
}

/// Numbers that stand in a numeric column, whichever rows will be used: a bad one is an error even
/// in a row that is left out.
void require_numbers(const CsvTable& table, std::size_t column) {
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (!is_missing(table.rows[row][column])) number_at(table, row, column);
  }
}

std::vector<std::string> values_of(const CsvTable& table, const std::vector<std::size_t>& rows,
                                   std::size_t column) {
  std::set<std::string> values;
  for (const std::size_t row : rows) values.insert(table.rows[row][column]);
  return {values.begin(), values.end()};
}

/// Fills in y as 1 for the positive value and 0 for all others.
class TargetClasses {
 public:
  TargetClasses(const CsvTable& table, const std::vector<std::size_t>& rows, std::size_t column)
      : table_(table), rows_(rows), column_(column), values_(values_of(table, rows, column)) {}

  void by_label(Dataset& dataset, const std::string& positive) const {
    if (values_.size() == 1) refuse("has one value only, " + in_quotes(values_.front()));
    dataset.positive = positive.empty() ? values_.front() : positive;
    if (positive.empty()) {
      dataset.notes.push_back("target " + in_quotes(dataset.target) + " is 1 for " +
                              in_quotes(dataset.positive) + " and 0 otherwise");
    }
    fill(dataset, [&](std::size_t row) { return table_.rows[row][column_] == dataset.positive; });
  }

  void by_number(Dataset& dataset, const std::string& positive) const {
    const ParsedNumber wanted = parse_number(positive);
    dataset.positive = positive;
    fill(dataset, [&](std::size_t row) {
      return wanted.kind == NumberKind::finite && number_at(table_, row, column_) == wanted.value;
    });
  }

 private:
  [[noreturn]] void refuse(const std::string& wrong) const {
    throw InputError({table_.file, 0, table_.header[column_]}, wrong,
                     "a target needs rows of two classes");
  }

  template <class IsPositive>
  void fill(Dataset& dataset, const IsPositive& is_positive) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const bool one = is_positive(rows_[i]);
      dataset.y(i) = one ? 1.0 : 0.0;
      count += one ? 1 : 0;
    }
    if (count == 0) {
      throw InputError({table_.file, 0, table_.header[column_]},
                       "has no value " + in_quotes(dataset.positive),
                       "choose from " + listed(values_));
    }
    if (count == rows_.size()) refuse("is " + in_quotes(dataset.positive) + " in every row");
  }

  const CsvTable& table_;
  const std::vector<std::size_t>& rows_;
  std::size_t column_;
  std::vector<std::string> values_;
};

}  // namespace

Dataset make_dataset(const CsvTable& table, const DatasetOptions& options) {
  Dataset dataset;
  dataset.file = table.file;
  const std::size_t target = target_column(table, options);
  dataset.target = table.header[target];
  const std::vector<std::size_t> columns = options.features.empty()
                                               ? numeric_features(table, target, dataset.notes)
                                               : named_features(table, options, target);
  for (const std::size_t column : columns) {
    dataset.features.push_back(table.header[column]);
    require_numbers(table, column);
  }
  const bool numeric_target = census_of(table, target).is_numeric();
  if (numeric_target) require_numbers(table, target);

  std::vector<std::size_t> used = columns;
  used.push_back(target);
  const std::vector<std::size_t> rows = complete_rows(table, used);
  dataset.dropped_rows = table.rows.size() - rows.size();
  if (dataset.dropped_rows > 0) {
    dataset.notes.push_back(std::to_string(dataset.dropped_rows) + " of " +
                            std::to_string(table.rows.size()) +
                            " rows left out: a value is missing");
  }

  dataset.X.resize(rows.size(), columns.size(), false);
  dataset.y.resize(rows.size(), false);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    dataset.lines.push_back(table.lines[rows[i]]);
    for (std::size_t j = 0; j < columns.size(); ++j) {
      dataset.X(i, j) = number_at(table, rows[i], columns[j]);
    }
  }
  const TargetClasses classes(table, rows, target);
  if (!numeric_target) {
    classes.by_label(dataset, options.positive);
  } else if (!options.positive.empty()) {
    classes.by_number(dataset, options.positive);
  } else {
    for (std::size_t i = 0; i < rows.size(); ++i) dataset.y(i) = number_at(table, rows[i], target);
  }
  return dataset;
}

Dataset load_dataset(const std::string& path, const DatasetOptions& options) {
  return make_dataset(read_csv(path), options);
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
