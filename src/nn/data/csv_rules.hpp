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

/// What may stand around a field, and alone on an empty line.
inline bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// One record of a text, or an empty line.
struct CsvRecord {
  std::vector<std::string> fields;  ///< none if it is an empty line
  bool is_empty_line = false;       ///< nothing but blanks stands on it
  std::size_t length = 0;           ///< in bytes, with the end of its last line
  std::size_t next_line = 0;        ///< the number of the line behind it
};

/// The first record of a text that is not empty. Nothing if more of the file is needed to tell.
///
/// \param text a part of the file, from the beginning of a record on
/// \param is_rest whether the file ends with it; otherwise more follows
/// \param file its path, for what is said of it
/// \param line the line of the file on which `text` begins
/// \param empty_line the line of an empty line in front, which no record may follow; 0 if none
/// \throws InputError as parse_csv() for what is wrong in that record
std::optional<CsvRecord> first_record(std::string_view text, bool is_rest, const std::string& file,
                                      std::size_t line, std::size_t empty_line);

/// Refuses bytes that are no text, in a part of a file that begins on the given line.
///
/// \throws InputError naming the byte and its line
void require_text(std::string_view text, const std::string& file, std::size_t line);

/// Refuses columns without a name and names that are there twice.
///
/// \throws InputError naming the column
void require_names(const CsvTable& table);

/// The refusals of parse_csv(), each in its words.
/// \throws InputError always
[[noreturn]] void refuse_empty_line(const std::string& file, std::size_t line);
/// \copydoc refuse_empty_line()
[[noreturn]] void refuse_length(const CsvTable& table, std::size_t fields, std::size_t line);
/// \copydoc refuse_empty_line()
[[noreturn]] void refuse_empty_file(const std::string& file);
/// \copydoc refuse_empty_line()
[[noreturn]] void refuse_no_rows(const std::string& file);

}  // namespace nn
