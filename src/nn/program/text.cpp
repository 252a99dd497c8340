#include "nn/program/text.hpp"

#include <cstdio>
#include <sstream>

#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

void heading(std::string_view title) {
  static bool first = true;
  const std::string underline(utf8_width(title), '-');
  std::printf("%s%.*s\n%s\n", first ? "" : "\n", static_cast<int>(title.size()), title.data(),
              underline.c_str());
  first = false;
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::istringstream words{std::string(text)};
  const std::string margin(indent, ' ');
  std::string result;
  std::string line;
  for (std::string word; words >> word;) {
    if (line.empty()) {
      line = margin + word;
    } else if (utf8_width(line) + 1 + utf8_width(word) <= width) {
      line += " " + word;
    } else {
      result += line + "\n";
      line = margin + word;
    }
  }
  return line.empty() ? result : result + line + "\n";
}

std::string text_of(const Vector<double>& v) {
  std::string text;
  for (const double entry : v) text += (text.empty() ? "" : ", ") + short_text(entry + 0.0);
  return "(" + text + ")";
}

}  // namespace nn
