#pragma once

/// \file
/// The rows of a table, wherever they are.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "nn/data/csv.hpp"
#include "nn/data/csv_stream.hpp"

namespace nn {

/// The fields of a row, one for each column. They hold until the next row is looked at.
using RowFields = std::vector<std::string_view>;

/// The rows of a table: they are looked at from the first to the last, and more than once.
class TableRows {
 public:
  /// What looks at a row that begins on a line of the file.
  using Visit = std::function<void(const RowFields& fields, std::size_t line)>;

  TableRows() = default;
  virtual ~TableRows() = default;
  TableRows(const TableRows&) = delete;
  TableRows& operator=(const TableRows&) = delete;

  /// A table with the file's name and the header; its rows do not count.
  virtual const CsvTable& names() const = 0;

  /// Looks at each row.
  ///
  /// \throws InputError as read_csv()
  virtual void for_each(const Visit& visit) = 0;
};

/// The rows of a table in memory, which must stay there.
std::unique_ptr<TableRows> rows_of_table(const CsvTable& table);

/// The rows of a CSV file, which is read anew each time and never in memory. What cannot be read
/// twice, such as a pipe or standard input, is read into memory.
///
/// \throws InputError as read_csv()
std::unique_ptr<TableRows> rows_of_file(const std::string& path, const CsvOptions& options,
                                        const ReadingProgress& on_progress);

}  // namespace nn
