#pragma once

/// \file
/// A table in a file, row by row, in little memory.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "nn/data/csv.hpp"
#include "nn/data/file.hpp"

namespace nn {

/// Hears how far the reading of a file has come: which reading of the file it is, counted from 1,
/// and what share of the file it has behind it.
using ReadingProgress = std::function<void(std::size_t reading, double share)>;

/// Reads the rows of a CSV file one after the other: the same rows, and the same refusals in the
/// same words, as read_csv(). It keeps a piece of the file, as long as the longest row at least.
class CsvStream {
 public:
  /// Opens the file and reads the header.
  ///
  /// \param path the file
  /// \param options how it is written
  /// \param piece how many bytes to read at a time
  /// \throws InputError as read_csv()
  /// \throws std::invalid_argument as read_csv()
  explicit CsvStream(const std::string& path, const CsvOptions& options = {},
                     std::size_t piece = std::size_t{1} << 20);

  /// A table with the file's name and the header, and no rows.
  const CsvTable& names() const { return names_; }

  /// Moves on to the next row. False if there is none.
  ///
  /// \throws InputError as read_csv()
  bool next();

  /// The fields of the row, as many as columns. They are views, and hold until next() is called.
  const std::vector<std::string_view>& fields() const { return fields_; }

  /// The line of the file on which the row begins.
  std::size_t line() const { return row_line_; }

  /// How much of the file has been read, from 0 to 1.
  double share() const;

 private:
  std::string_view rest() const {
    return std::string_view(buffer_).substr(position_, filled_ - position_);
  }
  bool next_record();
  bool take_plain_line();
  void cut_plain_line(const char* first, const char* last);
  void take_record();
  bool read_more();
  void look_at_text();
  void look_at_all_text();

  CsvTable names_;
  CsvOptions options_;
  File file_;
  std::size_t piece_;
  std::string buffer_;             ///< its first filled_ bytes are of the file
  std::size_t filled_ = 0;         ///< how many bytes of the buffer are of the file
  std::size_t position_ = 0;       ///< of the next record in the buffer
  std::size_t looked_at_ = 0;      ///< what is in front of it in the buffer is text
  std::size_t line_ = 1;           ///< the line on which position_ stands
  std::size_t row_line_ = 0;       ///< the line on which the row begins
  std::size_t empty_line_ = 0;     ///< the first empty line; 0 if there was none
  std::size_t rows_ = 0;           ///< how many rows there were
  std::size_t bytes_read_ = 0;     ///< of the file
  std::size_t bytes_ = 0;          ///< of the whole file
  bool at_end_ = false;            ///< has all of the file been read?
  bool first_is_row_ = false;      ///< is what was read first a row that nobody has asked for yet?
  std::vector<std::string> kept_;  ///< the fields of a row that is not plain
  std::vector<std::string_view> fields_;
};

}  // namespace nn
