#pragma once

/// \file
/// Tables as text: comma-separated values with a header.
///
/// The format is that of RFC 4180 (Y. Shafranovich, 2005), in UTF-8. A field that holds a comma, a
/// quotation mark or a line break stands between quotation marks, with those inside it doubled.
/// Accepted beyond that: a byte-order mark, lines that end in a line feed alone, blanks around a
/// field (they do not count; inside quotation marks they do), and empty lines at the end.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "nn/data/input_error.hpp"

namespace nn {

/// A table as it stands in a file: nothing is interpreted yet.
struct CsvTable {
  std::string file;                            ///< named in messages
  std::vector<std::string> header;             ///< the columns' names: none empty, all different
  std::vector<std::vector<std::string>> rows;  ///< each as long as the header, at least one row
  std::vector<std::size_t> lines;              ///< the line of the file on which each row begins

  /// The number of the column with this name, from 0.
  /// \throws InputError listing the columns if there is none.
  std::size_t column(const std::string& name) const;

  /// Where a cell stands.
  Place place(std::size_t row, std::size_t column) const;
};

/// Whether a field stands for a value that nobody knows: it is empty, or `NA`.
bool is_missing(std::string_view field);

/// Reads the table in a file.
///
/// \throws InputError naming file, line and column, if the file cannot be read, is empty or not
/// text, has a header and no rows, a column without a name or two of one name, a row that is
/// shorter or longer than the header, or a quotation mark out of place.
CsvTable read_csv(const std::string& path);

/// Reads the table in `text`; messages call it `file`.
///
/// \throws InputError as read_csv()
CsvTable parse_csv(std::string_view text, const std::string& file);

/// The table as text, quoted where needed: parse_csv() gives back the same fields.
///
/// \pre every row is as long as the header; the fields are UTF-8 without control characters other
/// than line breaks and tabs
std::string csv_text(const std::vector<std::string>& header,
                     const std::vector<std::vector<std::string>>& rows);

}  // namespace nn
