#pragma once

/// \file
/// The rules of the format, for those who read a whole text and those who read it piece by piece.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nn/data/csv.hpp"

namespace nn {

/// What may stand at the beginning of a text in UTF-8, and does not count.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// What may stand around a field, and alone on an empty line: spaces and tabs, unless the tab is
/// the delimiter.
inline bool is_blank(char c, char delimiter) {
  return c == ' ' || (c == '\t' && delimiter != '\t');
}

/// One record of a text, or an empty line.
struct CsvRecord {
  std::vector<std::string> fields;  ///< none if it is an empty line
  bool is_empty_line = false;       ///< nothing but blanks stands on it
  std::size_t length = 0;           ///< in bytes, with the end of its last line
  std::size_t next_line = 0;        ///< the number of the line behind it
};

/// The place and the manner in which records are read: what first_record() must know besides.
struct CsvPosition {
  const std::string& file;  ///< its path, for what is said of it
  char delimiter;           ///< as CsvOptions has it
  std::size_t line;         ///< the line of the file on which the text begins
  std::size_t empty_line;   ///< an empty line in front, which no record may follow; 0 if none
};

/// The first record of a text that is not empty. Nothing if more of the file is needed to tell.
///
/// \param text a part of the file, from the beginning of a record on
/// \param is_rest whether the file ends with it; otherwise more follows
/// \param position where the text stands
/// \throws InputError as parse_csv() for what is wrong in that record
std::optional<CsvRecord> first_record(std::string_view text, bool is_rest,
                                      const CsvPosition& position);

/// Refuses bytes that are no text, in a part of a file that begins on the given line.
///
/// \throws InputError naming the byte and its line
void require_text(std::string_view text, const std::string& file, std::size_t line);

/// Refuses what is no table (a web page, lines of comment) and a table with another delimiter, by
/// the first two lines of the file.
///
/// Another delimiter is one that stands in a header of one column, outside quotation marks, or one
/// that makes more numbers of the second line than the right one.
///
/// \param text the file from its beginning, with its first two lines at least
/// \param file its path
/// \param options as it is to be read
/// \throws InputError saying what it is
/// \throws std::invalid_argument if the delimiter is a quotation mark or a line end
void require_table(std::string_view text, const std::string& file, const CsvOptions& options);

/// Takes the names of the columns from the first record of a file. Without a header in the file
/// they are x1, x2, ..., one for each field.
///
/// \throws InputError if at least half of the names are numbers, one is empty or there twice
void take_names(CsvTable& table, std::vector<std::string> fields, const CsvOptions& options);

/// The refusals of parse_csv(), each in its words.
/// \throws InputError always
[[noreturn]] void refuse_empty_line(const std::string& file, std::size_t line);
/// \copydoc refuse_empty_line()
[[noreturn]] void refuse_length(const CsvTable& table, std::size_t fields,
                                std::string_view first_field, std::size_t line);
/// \copydoc refuse_empty_line()
[[noreturn]] void refuse_empty_file(const std::string& file, const CsvOptions& options);
/// \copydoc refuse_empty_line()
[[noreturn]] void refuse_no_rows(const std::string& file);

/// Brings a row to the length of the header: where that ends in a delimiter, the row may, too.
///
/// \throws InputError if the row is shorter or longer
template <class Fields>
void require_length(const CsvTable& table, Fields& fields, std::size_t line) {
  const bool ends_empty = table.ends_empty && fields.back().empty();
  if (ends_empty && fields.size() == table.header.size() + 1) fields.pop_back();
  if (fields.size() != table.header.size()) {
    refuse_length(table, fields.size(), fields.front(), line);
  }
}

}  // namespace nn
