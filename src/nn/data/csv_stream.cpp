#include "nn/data/csv_stream.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "nn/data/csv_rules.hpp"
#include "nn/data/file.hpp"
#include "nn/data/input_error.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

namespace {

std::string_view trimmed(const char* first, const char* last, char delimiter) {
  while (first != last && is_blank(*first, delimiter)) ++first;
  while (first != last && is_blank(last[-1], delimiter)) --last;
  return {first, static_cast<std::size_t>(last - first)};
}

const char* find(const char* first, const char* last, char c) {
  const void* const found = std::memchr(first, c, static_cast<std::size_t>(last - first));
  return found == nullptr ? last : static_cast<const char*>(found);
}

/// Whether all bytes are printable ASCII, tabs or line ends: almost always, and fast to see.
bool is_plain_text(std::string_view text) {
  unsigned char odd = 0;  // in bytes alone, so that many are compared at once
  for (const char c : text) {
    const auto above_space = static_cast<unsigned char>(c - ' ');
    const bool is_visible = above_space < 0x7F - ' ';
    const bool is_white = c == '\t' || c == '\n' || c == '\r';
    odd = static_cast<unsigned char>(odd | static_cast<unsigned char>(!(is_visible | is_white)));
  }
  return odd == 0;
}

std::size_t line_feeds(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// How many bytes at the end may be the beginning of a code point that goes on behind them.
std::size_t unfinished(std::string_view text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (byte >= 0xC0) return back;
    if (byte < 0x80) return 0;
  }
  return 0;
}

}  // namespace

CsvStream::CsvStream(const std::string& path, const CsvOptions& options, std::size_t piece)
    : options_(options), file_(open_to_read(path)), piece_(piece) {
  names_.file = path;
  std::error_code ignored;
  bytes_ = static_cast<std::size_t>(std::filesystem::file_size(path, ignored));
  while (rest().size() < byte_order_mark.size() && read_more()) {
  }
  if (rest().substr(0, byte_order_mark.size()) == byte_order_mark) {
    position_ = byte_order_mark.size();
  }
  try {
    while (line_feeds(rest()) < 2 && read_more()) {
    }
    require_table(rest(), path, options_);
    if (!next_record()) refuse_empty_file(path, options_);
    take_names(names_, std::vector<std::string>(fields_.begin(), fields_.end()), options_);
    first_is_row_ = !options_.header;
  } catch (const InputError&) {
    look_at_all_text();
    throw;
  }
}

double CsvStream::share() const {
  if (bytes_ == 0) return 1;
  return static_cast<double>(bytes_read_ - (filled_ - position_)) / static_cast<double>(bytes_);
}

bool CsvStream::next() {
  try {
    if (first_is_row_) {
      first_is_row_ = false;
    } else if (!next_record()) {
      if (rows_ == 0) refuse_no_rows(names_.file);
      return false;
    }
    require_length(names_, fields_, row_line_);
  } catch (const InputError&) {
    look_at_all_text();
    throw;
  }
  ++rows_;
  return true;
}

/// The next record that is no empty line, into fields_.
bool CsvStream::next_record() {
  while (!rest().empty() || read_more()) {
    row_line_ = line_;
    if (!take_plain_line()) take_record();
    if (fields_.empty()) {
      if (empty_line_ == 0) empty_line_ = row_line_;
      continue;
    }
    if (empty_line_ > 0) refuse_empty_line(names_.file, empty_line_);
    return true;
  }
  return false;
}

/// A line without quotation marks is a record; it is cut at its delimiters, and nothing is copied.
bool CsvStream::take_plain_line() {
  const char* const first = buffer_.data() + position_;
  const char* const last = buffer_.data() + filled_;
  const char* const end = find(first, last, '\n');
  if (end == last) return false;
  const char* const content_end = end != first && end[-1] == '\r' ? end - 1 : end;
  if (find(first, content_end, '"') != content_end) return false;
  if (find(first, content_end, '\r') != content_end) return false;
  fields_.clear();
  if (!trimmed(first, content_end, options_.delimiter).empty()) cut_plain_line(first, content_end);
  position_ += static_cast<std::size_t>(end + 1 - first);
  ++line_;
  return true;
}

void CsvStream::cut_plain_line(const char* first, const char* last) {
  const char delimiter = options_.delimiter;
  if (delimiter != ' ') {
    for (const char* from = first;; ++from) {
      const char* const end = find(from, last, delimiter);
      fields_.push_back(trimmed(from, end, delimiter));
      if (end == last) return;
      from = end;
    }
  }
  for (const char* from = first; from != last;) {
    const char* end = from;
    while (end != last && !is_blank(*end, delimiter)) ++end;
    if (end != from) fields_.push_back({from, static_cast<std::size_t>(end - from)});
    from = end == last ? end : end + 1;
  }
}

/// Any other record: by the rules of parse_csv(), with as much of the file as it takes.
void CsvStream::take_record() {
  while (true) {
    std::optional<CsvRecord> record =
        first_record(rest(), at_end_, {names_.file, options_.delimiter, line_, empty_line_});
    if (!record) {
      read_more();
      // A line that was cut off may be a plain one.
      if (take_plain_line()) return;
      continue;
    }
    kept_ = std::move(record->fields);
    fields_.assign(kept_.begin(), kept_.end());
    position_ += record->length;
    line_ = record->next_line;
    return;
  }
}

/// Moves what is left to the front of the buffer and reads behind it; false at the end of the file.
bool CsvStream::read_more() {
  if (at_end_) return false;
  std::memmove(buffer_.data(), buffer_.data() + position_, filled_ - position_);
  filled_ -= position_;
  looked_at_ -= std::min(looked_at_, position_);
  position_ = 0;
  // A record that is longer than the piece doubles the buffer.
  buffer_.resize(std::max(buffer_.size(), std::max(filled_ + piece_, 2 * filled_)));
  const std::size_t count =
      std::fread(buffer_.data() + filled_, 1, buffer_.size() - filled_, file_.get());
  if (std::ferror(file_.get()) != 0) refuse_to_read(names_.file, errno);
  filled_ += count;
  bytes_read_ += count;
  at_end_ = count == 0;
  look_at_text();
  return !at_end_;
}

/// Refuses what is no text in what has been read. A code point that is cut off waits for its end.
void CsvStream::look_at_text() {
  std::string_view text = std::string_view(buffer_).substr(looked_at_, filled_ - looked_at_);
  if (!is_plain_text(text)) {
    if (!at_end_) text.remove_suffix(unfinished(text));
    const std::string_view before =
        std::string_view(buffer_).substr(position_, looked_at_ - position_);
    require_text(text, names_.file, line_ + line_feeds(before));
  }
  looked_at_ += text.size();
}

/// A byte that is no text goes before all other mistakes, wherever it stands.
void CsvStream::look_at_all_text() {
  while (!at_end_) {
    line_ += line_feeds(std::string_view(buffer_).substr(position_, looked_at_ - position_));
    position_ = looked_at_;
    read_more();
  }
}

}  // namespace nn
