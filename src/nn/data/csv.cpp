#include "nn/data/csv.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <set>
#include <stdexcept>
#include <utility>

#include "nn/data/csv_rules.hpp"
#include "nn/data/file.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

namespace {

/// Reads one record after the other, counting lines.
class Reader {
 public:
  Reader(std::string_view text, const std::string& file, char delimiter, std::size_t line = 1)
      : text_(text), file_(file), delimiter_(delimiter), line_(line) {}

  bool at_end() const { return position_ == text_.size(); }
  std::size_t position() const { return position_; }
  std::size_t line() const { return line_; }

  /// Whether nothing but blanks is left of this line; if so, moves on to the next.
  bool skip_empty_line() {
    std::size_t end = position_;
    while (end < text_.size() && is_blank(text_[end], delimiter_)) ++end;
    if (end < text_.size() && !line_ends_at(end)) return false;
    position_ = end;
    if (!at_end()) end_line();
    return true;
  }

  /// \pre not at_end()
  std::vector<std::string> record() {
    std::vector<std::string> fields;
    while (true) {
      fields.push_back(field());
      if (at_end()) return fields;
      if (line_ends_at(position_)) {
        end_line();
        return fields;
      }
      if (delimiter_ != ' ') ++position_;  // blanks lie behind us already
    }
  }

  [[noreturn]] void refuse(const std::string& wrong, const std::string& remedy) const {
    throw InputError({file_, line_, ""}, wrong, remedy);
  }

 private:
  bool line_ends_at(std::size_t i) const {
    return text_[i] == '\n' || (text_[i] == '\r' && i + 1 < text_.size() && text_[i + 1] == '\n');
  }

  void end_line() {
    position_ += text_[position_] == '\r' ? 2U : 1U;
    ++line_;
  }

  void skip_blanks() {
    while (!at_end() && is_blank(text_[position_], delimiter_)) ++position_;
  }

  bool is_delimiter(char c) const {
    return delimiter_ == ' ' ? is_blank(c, delimiter_) : c == delimiter_;
  }

  bool field_ends() const {
    return at_end() || is_delimiter(text_[position_]) || line_ends_at(position_);
  }

  std::string field() {
    skip_blanks();
    if (!at_end() && text_[position_] == '"') return quoted_field();
    std::string content;
    for (; !field_ends(); ++position_) {
      const char c = text_[position_];
      if (c == '"') {
        refuse("there is a quotation mark inside a field that does not begin with one",
               "put the whole field between quotation marks and double those inside it");
      }
      if (c == '\r') refuse("a carriage return stands alone", "end lines with a line feed");
      content += c;
    }
    while (!content.empty() && is_blank(content.back(), delimiter_)) content.pop_back();
    if (delimiter_ == ' ') skip_blanks();
    return content;
  }

  std::string quoted_field() {
    const std::size_t opened = line_;
    ++position_;
    std::string content;
    while (true) {
      if (at_end()) {
        line_ = opened;
        refuse("a quoted field that begins here does not end", "close it with a quotation mark");
      }
      const char c = text_[position_++];
      if (c != '"') {
        if (c == '\n') ++line_;
        content += c;
      } else if (!at_end() && text_[position_] == '"') {
        ++position_;
        content += '"';
      } else {
        break;
      }
    }
    const bool is_delimited = field_ends();
    skip_blanks();
    if (!field_ends() && !(delimiter_ == ' ' && is_delimited)) {
      refuse("there is text after the closing quotation mark of a field",
             "end the field there, or double the quotation marks inside it");
    }
    return content;
  }

  std::string_view text_;
  const std::string& file_;
  char delimiter_;
  std::size_t position_ = 0;
  std::size_t line_;
};

std::string count_of(std::size_t n, const char* thing) {
  return std::to_string(n) + " " + thing + (n == 1 ? "" : "s");
}

}  // namespace

void require_text(std::string_view text, const std::string& file, std::size_t line) {
  for (std::size_t position = 0; position < text.size();) {
    const auto byte = static_cast<unsigned char>(text[position]);
    const std::size_t length = utf8_code_point_length(text, position);
    const bool control =
        (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F;
    if (length == 0 || control) {
      char name[8];
      std::snprintf(name, sizeof name, "0x%02x", static_cast<unsigned>(byte));
      throw InputError({file, line, ""},
                       std::string("the byte ") + name + " does not belong in text",
                       "give a CSV file, saved as UTF-8");
    }
    if (byte == '\n') ++line;
    position += length;
  }
}

namespace {

[[noreturn]] void refuse_no_name(const std::string& file, std::size_t column) {
  throw InputError({file, 1, std::to_string(column)}, "has no name",
                   "give every column a name in the first line");
}

/// Refuses names that are none: numbers, nothing, or the name of another column.
void require_names(const CsvTable& table) {
  const auto is_number = [](const std::string& name) {
    return parse_number(name).kind == NumberKind::finite || !meant_number(name).empty();
  };
  const auto first = std::find_if(table.header.begin(), table.header.end(), is_number);
  const auto numbers =
      static_cast<std::size_t>(std::count_if(table.header.begin(), table.header.end(), is_number));
  if (numbers > 0 && 2 * numbers >= table.header.size()) {
    throw InputError({table.file, 1, ""}, in_quotes(*first) + " is a number and no name",
                     "give every column a name in the first line, or read the file as one without",
                     Setting::header);
  }
  std::set<std::string> seen;
  for (std::size_t j = 0; j < table.header.size(); ++j) {
    const std::string& name = table.header[j];
    if (name.empty()) refuse_no_name(table.file, j + 1);
    if (!seen.insert(name).second) {
      throw InputError({table.file, 1, name}, "is there twice", "give every column its own name");
    }
  }
}

}  // namespace

void take_names(CsvTable& table, std::vector<std::string> fields, const CsvOptions& options) {
  table.is_named = options.header;
  if (!options.header) {
    for (std::size_t j = 1; j <= fields.size(); ++j) {
      table.header.emplace_back("x");
      table.header.back() += std::to_string(j);
    }
    return;
  }
  table.header = std::move(fields);
  table.ends_empty = table.header.size() > 1 && table.header.back().empty();
  if (table.ends_empty) table.header.pop_back();
  require_names(table);
}

namespace {

using Pieces = std::vector<std::string_view>;

std::string_view trimmed(std::string_view text, char delimiter) {
  while (!text.empty() && is_blank(text.front(), delimiter)) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back(), delimiter)) text.remove_suffix(1);
  return text;
}

/// The first line of a text, which is taken from it; without its end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

/// A line cut at a delimiter outside quotation marks; at a space into its words.
Pieces cut(std::string_view line, char delimiter) {
  Pieces pieces;
  bool is_quoted = false;
  std::size_t begin = 0;
  line = trimmed(line, delimiter);
  for (std::size_t i = 0; i <= line.size(); ++i) {
    if (i < line.size()) {
      if (line[i] == '"') is_quoted = !is_quoted;
      const bool is_end = delimiter == ' ' ? is_blank(line[i], ' ') : line[i] == delimiter;
      if (is_quoted || !is_end) continue;
    }
    const std::string_view piece = trimmed(line.substr(begin, i - begin), delimiter);
    if (delimiter != ' ' || !piece.empty()) pieces.push_back(piece);
    begin = i + 1;
  }
  return pieces;
}

std::ptrdiff_t numbers_among(const Pieces& pieces) {
  return std::count_if(pieces.begin(), pieces.end(), [](std::string_view piece) {
    if (piece.size() > 1 && piece.front() == '"' && piece.back() == '"') {
      piece = piece.substr(1, piece.size() - 2);
    }
    return parse_number(piece).kind == NumberKind::finite || !meant_number(piece).empty();
  });
}

/// In the plural: what separates columns.
std::string name_of(char delimiter) {
  switch (delimiter) {
    case ',':
      return "commas";
    case ';':
      return "semicolons";
    case '\t':
      return "tabs";
    case '|':
      return "vertical bars";
    case ' ':
      return "blanks";
    default:
      return in_quotes(std::string(1, delimiter));
  }
}

[[noreturn]] void refuse_delimiter(const std::string& file, char delimiter, char right) {
  throw InputError(
      {file, 1, ""},
      "the columns are separated by " + name_of(right) + ", not by " + name_of(delimiter),
      "read it with that delimiter", Setting::delimiter, std::string(1, right));
}

void require_delimiter(std::string_view first, std::string_view second, const std::string& file,
                       char delimiter) {
  const Pieces names = cut(first, delimiter);
  const std::ptrdiff_t numbers = numbers_among(cut(second, delimiter));
  for (const char other : {';', '\t', '|', ','}) {
    if (other == delimiter) continue;
    const bool is_in_names = std::any_of(names.begin(), names.end(), [&](std::string_view name) {
      return cut(name, other).size() > 1;
    });
    if (!is_in_names) continue;
    if (names.size() == 1 || numbers_among(cut(second, other)) > numbers) {
      refuse_delimiter(file, delimiter, other);
    }
  }
  const Pieces words = cut(first, ' ');
  const Pieces values = cut(second, ' ');
  if (names.size() == 1 && words.size() > 1 && words.size() == values.size() && delimiter != ' ' &&
      numbers_among(values) > 0) {
    refuse_delimiter(file, delimiter, ' ');
  }
}

/// Whether a line begins like HTML or XML: `<!DOCTYPE html>`, `<?xml`, `<html>`.
bool is_markup(std::string_view line) {
  if (line.size() < 2 || line[0] != '<') return false;
  return line[1] == '!' || line[1] == '?' || std::isalpha(static_cast<unsigned char>(line[1])) != 0;
}

bool is_comment(std::string_view line) {
  return !line.empty() && (line.front() == '#' || line.front() == '%');
}

[[noreturn]] void refuse_comment(const std::string& file, std::size_t line, char mark) {
  throw InputError({file, line, ""},
                   "begins with " + in_quotes(std::string(1, mark)) + ", as a comment does",
                   "remove the lines of comment");
}

}  // namespace

void require_table(std::string_view text, const std::string& file, const CsvOptions& options) {
  const char delimiter = options.delimiter;
  if (delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
    throw std::invalid_argument("a quotation mark and a line end are no delimiters");
  }
  const std::string_view first = take_line(text);
  const std::string_view second = take_line(text);
  const std::string_view content = trimmed(first, ',');
  if (content.empty()) return;
  if (is_markup(content)) {
    throw InputError({file, 1, ""},
                     "begins with " + in_quotes(cut(content, ' ').front()) +
                         ", as a web page does, and is no table",
                     "save the table itself, as CSV");
  }
  // A header may begin with such a mark, but then the row below it has as many fields.
  const std::size_t columns = cut(first, delimiter).size();
  if (is_comment(content) && (is_comment(trimmed(second, ',')) || columns == 1 ||
                              columns != cut(second, delimiter).size())) {
    refuse_comment(file, 1, content.front());
  }
  require_delimiter(first, second, file, delimiter);
}

void refuse_empty_line(const std::string& file, std::size_t line) {
  throw InputError({file, line, ""}, "is empty, and rows follow",
                   "remove the line, or write a missing value as NA");
}

void refuse_length(const CsvTable& table, std::size_t fields, std::string_view first_field,
                   std::size_t line) {
  if (is_comment(first_field)) refuse_comment(table.file, line, first_field.front());
  if (table.ends_empty && fields == table.header.size() + 1) refuse_no_name(table.file, fields);
  throw InputError({table.file, line, ""},
                   "has " + count_of(fields, "field") + " where the " +
                       (table.is_named ? "header" : "first row") + " has " +
                       count_of(table.header.size(), "column"),
                   "give one field a column, NA where a value is missing");
}

void refuse_empty_file(const std::string& file, const CsvOptions& options) {
  throw InputError({file, 1, ""}, "the file is empty",
                   options.header ? "begin with a line of column names, and rows below it"
                                  : "give a row a line");
}

void refuse_no_rows(const std::string& file) {
  throw InputError({file, 1, ""}, "there are column names but no rows",
                   "put at least one row below them");
}

std::optional<CsvRecord> first_record(std::string_view text, bool is_rest,
                                      const CsvPosition& position) {
  if (!is_rest && text.back() == '\r') return std::nullopt;  // a line feed may follow
  Reader reader(text, position.file, position.delimiter, position.line);
  try {
    CsvRecord record;
    record.is_empty_line = reader.skip_empty_line();
    if (!record.is_empty_line) {
      if (position.empty_line > 0) refuse_empty_line(position.file, position.empty_line);
      record.fields = reader.record();
    }
    if (reader.at_end() && !is_rest) return std::nullopt;
    record.length = reader.position();
    record.next_line = reader.line();
    return record;
  } catch (const InputError&) {
    if (reader.at_end() && !is_rest) return std::nullopt;  // as of a quotation that goes on
    throw;
  }
}

namespace {

std::string written(const std::string& field, bool alone) {
  const bool blank_ends =
      !field.empty() && (is_blank(field.front(), ',') || is_blank(field.back(), ','));
  const bool marked = field.compare(0, byte_order_mark.size(), byte_order_mark) == 0;
  // What may be taken for another delimiter, for a comment or for a web page stands in quotes, too.
  const bool special =
      field.find_first_of(",;|\t\"\r\n") != std::string::npos || field.find_first_of("#%<") == 0;
  const bool needs_quotes = special || blank_ends || marked ||
                            (alone && (field.empty() || field.find(' ') != std::string::npos));
  if (!needs_quotes) return field;
  std::string result = "\"";
  for (const char c : field) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + "\"";
}

void append_line(std::string& text, const std::vector<std::string>& fields) {
  for (std::size_t j = 0; j < fields.size(); ++j) {
    if (j > 0) text += ',';
    text += written(fields[j], fields.size() == 1);
  }
  text += '\n';
}

}  // namespace

std::size_t CsvTable::column(const std::string& name) const {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) {
    throw InputError({file, 1, ""}, "there is no column " + in_quotes(name),
                     "choose from " + listed(header));
  }
  return static_cast<std::size_t>(found - header.begin());
}

Place CsvTable::place(std::size_t row, std::size_t column) const {
  return {file, lines.at(row), header.at(column)};
}

bool is_missing(std::string_view field) {
  static constexpr std::array<std::string_view, 14> words = {"NA",   "N/A",  "n/a",  "#N/A", "<NA>",
                                                             "NaN",  "nan",  "-NaN", "-nan", "NULL",
                                                             "null", "None", "?",    "-"};
  if (field.empty()) return true;
  if (field.size() > 4 || (field.front() >= '0' && field.front() <= '9')) return false;
  return std::find(words.begin(), words.end(), field) != words.end();
}

CsvTable read_csv(const std::string& path, const CsvOptions& options) {
  if (path != "-") return parse_csv(read_file(path), path, options);
  const std::string name = "standard input";
  return parse_csv(read_rest(stdin, name), name, options);
}

CsvTable parse_csv(std::string_view text, const std::string& file, const CsvOptions& options) {
  require_text(text, file, 1);
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark) {
    text.remove_prefix(byte_order_mark.size());
  }
  require_table(text, file, options);
  Reader reader(text, file, options.delimiter);
  CsvTable table;
  table.file = file;
  std::size_t empty_line = 0;
  while (!reader.at_end()) {
    const std::size_t line = reader.line();
    if (reader.skip_empty_line()) {
      if (empty_line == 0) empty_line = line;
      continue;
    }
    if (empty_line > 0) {
      refuse_empty_line(file, empty_line);
    }
    std::vector<std::string> fields = reader.record();
    if (table.header.empty()) {
      take_names(table, fields, options);
      if (options.header) continue;
    }
    require_length(table, fields, line);
    table.rows.push_back(std::move(fields));
    table.lines.push_back(line);
  }
  if (table.header.empty()) {
    refuse_empty_file(file, options);
  }
  if (table.rows.empty()) {
    refuse_no_rows(file);
  }
  return table;
}

std::string csv_text(const std::vector<std::string>& header,
                     const std::vector<std::vector<std::string>>& rows) {
  std::string text;
  append_line(text, header);
  for (const std::vector<std::string>& row : rows) append_line(text, row);
  return text;
}

}  // namespace nn
