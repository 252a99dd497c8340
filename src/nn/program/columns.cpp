#include "nn/program/columns.hpp"

#include <algorithm>
#include <cstdio>

#include "nn/data/utf8.hpp"

namespace nn {

namespace {

/// A text with blanks before it or behind it, as many as make it so wide.
std::string padded(const std::string& text, std::size_t width, bool before) {
  const std::string blanks(width - std::min(utf8_width(text), width), ' ');
  return before ? blanks + text : text + blanks;
}

}  // namespace

void print_columns(const std::string& corner, std::size_t width,
                   const std::vector<std::string>& names, const std::vector<Column>& columns) {
  std::string line = padded(corner, width, false);
  for (const Column& column : columns) {
    require_same_size("print_columns", column.numbers.size(), names.size());
    line += padded(column.title, static_cast<std::size_t>(column.width), true);
  }
  std::printf("%s\n", line.c_str());
  for (std::size_t j = 0; j < names.size(); ++j) {
    std::printf("%s", padded(names[j], width, false).c_str());
    for (const Column& column : columns) {
      std::printf("%*.*f", column.width, column.digits, column.numbers(j));
    }
    std::printf("\n");
  }
}

}  // namespace nn
