#pragma once

/// \file
/// What stands in the columns of a table.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "nn/data/rows.hpp"

namespace nn {

/// What stands in a column.
///
/// A number is what parse_number() takes for one, finite or not, and what meant_number() reads: a
/// slip of the pen is to be reported, and does not turn a measurement into a label.
struct Census {
  std::size_t numbers = 0;    ///< values that are numbers, or are meant to be
  std::size_t texts = 0;      ///< all other values
  std::size_t yes_or_no = 0;  ///< those of the texts that are words for true and false
  std::size_t missing = 0;    ///< fields without a value, see is_missing()
  std::size_t bad_line = 0;   ///< the line of the first value that is no finite number, 0 if none
  std::string bad_value;      ///< that value

  /// Whether at least half of its values are numbers.
  bool is_numeric() const { return numbers > 0 && numbers >= texts; }

  /// Whether nothing stands in it.
  bool is_empty() const { return numbers + texts == 0; }

  /// Looks at a field, which stands on this line.
  void count(std::string_view field, std::size_t line);
};

/// The census of every column.
struct Survey {
  std::vector<Census> columns;  ///< one for each column of the table
  std::size_t rows = 0;         ///< how many rows there are
};

/// Looks once at every row.
///
/// \throws InputError as read_csv()
Survey survey_of(TableRows& rows);

/// Refuses a column in which a value is no finite number. It need not be in a row that is used.
///
/// \throws InputError naming the first one, its place, and what to write
void require_numbers(const CsvTable& names, const Survey& survey, std::size_t column);

/// Whether none of these columns lacks a value in a row.
bool is_complete(const RowFields& fields, const std::vector<std::size_t>& columns);

/// In how many rows none of these columns lacks a value. Looks at the rows if it has to.
///
/// \throws InputError as read_csv()
std::size_t count_complete(TableRows& rows, const Survey& survey,
                           const std::vector<std::size_t>& columns);

/// Which of these columns lack values, and how many: `'bill' has no value in 1 row, 'mass' in 3`.
std::string what_is_missing(const CsvTable& names, const Survey& survey,
                            const std::vector<std::size_t>& columns);

/// Refuses a file whose rows are not those of an earlier reading.
///
/// \throws InputError always
[[noreturn]] void refuse_changing_file(const std::string& file);

}  // namespace nn
