#pragma once

/// \file
/// Tables as text: values between commas, or another delimiter, with a header or without.
///
/// The format is that of RFC 4180 (Y. Shafranovich, 2005), in UTF-8. A field that holds a comma, a
/// quotation mark or a line break stands between quotation marks, with those inside it doubled.
/// Accepted beyond that: another delimiter, a byte-order mark, lines that end in a line feed alone,
/// blanks around a field (they do not count; inside quotation marks they do), a delimiter at the
/// end of the header with nothing behind it in any row, and empty lines at the end.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "nn/data/input_error.hpp"

namespace nn {

/// What has to be known of a file before it can be read.
struct CsvOptions {
  /// What stands between two fields: a character of ASCII, but no quotation mark and no line end.
  /// A space stands for any run of spaces and tabs.
  char delimiter = ',';
  /// Whether the first line holds the columns' names. Without one the columns are x1, x2, ...
  bool header = true;
};

/// A table as it stands in a file: nothing is interpreted yet.
struct CsvTable {
  std::string file;                            ///< named in messages
  std::vector<std::string> header;             ///< the columns' names: none empty, all different
  std::vector<std::vector<std::string>> rows;  ///< each as long as the header, at least one row
  std::vector<std::size_t> lines;              ///< the line of the file on which each row begins
  bool is_named = true;                        ///< whether the names stand in the file
  bool ends_empty = false;  ///< whether the header ends in a delimiter, with no name behind it

  /// The number of the column with this name, from 0.
  /// \throws InputError listing the columns if there is none.
  std::size_t column(const std::string& name) const;

  /// Where a cell stands.
  Place place(std::size_t row, std::size_t column) const;
};

/// Whether a field stands for a value that nobody knows: it is empty, or one of `NA`, `N/A`, `n/a`,
/// `#N/A`, `<NA>`, `NaN`, `nan`, `-NaN`, `-nan`, `NULL`, `null`, `None`, `?` and `-`.
///
/// `NA` is R's word. All others but the last two are what pandas' read_csv() takes for missing,
/// `?` is what many tables of the UCI repository write, and `-` what people type into a cell.
bool is_missing(std::string_view field);

/// Reads the table in a file; `-` is standard input, which messages call so.
///
/// \throws InputError naming file, line and column, if the file cannot be read, is empty or not
/// text, is no table or has another delimiter, has a header and no rows, names that are numbers (at
/// least half of them, as where a row of data is taken for names), a column without a name or two
/// of one name, a row that is shorter or longer than the header, or a quotation mark out of place.
/// \throws std::invalid_argument if the delimiter is a quotation mark or a line end.
CsvTable read_csv(const std::string& path, const CsvOptions& options = {});

/// Reads the table in `text`; messages call it `file`.
///
/// \throws InputError as read_csv()
/// \throws std::invalid_argument as read_csv()
CsvTable parse_csv(std::string_view text, const std::string& file, const CsvOptions& options = {});

/// The table as text with commas, quoted where needed: parse_csv() gives back the same fields.
///
/// \pre every row is as long as the header; fewer than half of the names are numbers; the fields
/// are UTF-8 without control characters other than line breaks and tabs
std::string csv_text(const std::vector<std::string>& header,
                     const std::vector<std::vector<std::string>>& rows);

}  // namespace nn
