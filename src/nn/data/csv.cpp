#include "nn/data/csv.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include "nn/data/csv_rules.hpp"
#include "nn/data/file.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

namespace {

/// Reads one record after the other, counting lines.
class Reader {
 public:
  Reader(std::string_view text, const std::string& file, std::size_t line = 1)
      : text_(text), file_(file), line_(line) {}

  bool at_end() const { return position_ == text_.size(); }
  std::size_t position() const { return position_; }
  std::size_t line() const { return line_; }

  /// Whether nothing but blanks is left of this line; if so, moves on to the next.
  bool skip_empty_line() {
    std::size_t end = position_;
    while (end < text_.size() && is_blank(text_[end])) ++end;
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
      if (text_[position_] == ',') {
        ++position_;
        continue;
      }
      end_line();
      return fields;
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
    while (!at_end() && is_blank(text_[position_])) ++position_;
  }

  bool field_ends() const { return at_end() || text_[position_] == ',' || line_ends_at(position_); }

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
    while (!content.empty() && is_blank(content.back())) content.pop_back();
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
    skip_blanks();
    if (!field_ends()) {
      refuse("there is text after the closing quotation mark of a field",
             "end the field there, or double the quotation marks inside it");
    }
    return content;
  }

  std::string_view text_;
  const std::string& file_;
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

void require_names(const CsvTable& table) {
  std::set<std::string> seen;
  for (std::size_t j = 0; j < table.header.size(); ++j) {
    const std::string& name = table.header[j];
    if (name.empty()) {
      throw InputError({table.file, 1, std::to_string(j + 1)}, "has no name",
                       "give every column a name in the first line");
    }
    if (!seen.insert(name).second) {
      throw InputError({table.file, 1, name}, "is there twice", "give every column its own name");
    }
  }
}

void refuse_empty_line(const std::string& file, std::size_t line) {
  throw InputError({file, line, ""}, "is empty, and rows follow",
                   "remove the line, or write a missing value as NA");
}

void refuse_length(const CsvTable& table, std::size_t fields, std::size_t line) {
  throw InputError({table.file, line, ""},
                   "has " + count_of(fields, "field") + " where the header has " +
                       count_of(table.header.size(), "column"),
                   "give one field a column, NA where a value is missing");
}

void refuse_empty_file(const std::string& file) {
  throw InputError({file, 1, ""}, "the file is empty",
                   "begin with a line of column names, and rows below it");
}

void refuse_no_rows(const std::string& file) {
  throw InputError({file, 1, ""}, "there are column names but no rows",
                   "put at least one row below them");
}

std::optional<CsvRecord> first_record(std::string_view text, bool is_rest, const std::string& file,
                                      std::size_t line, std::size_t empty_line) {
  if (!is_rest && text.back() == '\r') return std::nullopt;  // a line feed may follow
  Reader reader(text, file, line);
  try {
    CsvRecord record;
    record.is_empty_line = reader.skip_empty_line();
    if (!record.is_empty_line) {
      if (empty_line > 0) refuse_empty_line(file, empty_line);
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
  const bool blank_ends = !field.empty() && (is_blank(field.front()) || is_blank(field.back()));
  const bool marked = field.compare(0, byte_order_mark.size(), byte_order_mark) == 0;
  const bool needs_quotes = field.find_first_of(",\"\r\n") != std::string::npos || blank_ends ||
                            marked || (alone && field.empty());
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

bool is_missing(std::string_view field) { return field.empty() || field == "NA"; }

CsvTable read_csv(const std::string& path) { return parse_csv(read_file(path), path); }

CsvTable parse_csv(std::string_view text, const std::string& file) {
  require_text(text, file, 1);
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark) {
    text.remove_prefix(byte_order_mark.size());
  }
  Reader reader(text, file);
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
    const std::vector<std::string> fields = reader.record();
    if (table.header.empty()) {
      table.header = fields;
      require_names(table);
      continue;
    }
    if (fields.size() != table.header.size()) {
      refuse_length(table, fields.size(), line);
    }
    table.rows.push_back(fields);
    table.lines.push_back(line);
  }
  if (table.header.empty()) {
    refuse_empty_file(file);
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
