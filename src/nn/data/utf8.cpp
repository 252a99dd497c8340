#include "nn/data/utf8.hpp"

#include <cstdio>

namespace nn {

namespace {

/// The bytes that may follow the first one, and the range of the second: it alone is special.
struct Form {
  std::size_t length;
  unsigned char second_lowest;
  unsigned char second_highest;
};

Form form_of(unsigned char first) {
  if (first < 0x80) return {1, 0, 0};
  if (first < 0xC2) return {0, 0, 0};
  if (first < 0xE0) return {2, 0x80, 0xBF};
  if (first == 0xE0) return {3, 0xA0, 0xBF};
  if (first == 0xED) return {3, 0x80, 0x9F};
  if (first < 0xF0) return {3, 0x80, 0xBF};
  if (first == 0xF0) return {4, 0x90, 0xBF};
  if (first < 0xF4) return {4, 0x80, 0xBF};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

bool between(unsigned char byte, unsigned char lowest, unsigned char highest) {
  return lowest <= byte && byte <= highest;
}

std::string escaped(unsigned char byte) {
  if (byte == '\n') return "\\n";
  if (byte == '\r') return "\\r";
  if (byte == '\t') return "\\t";
  char text[5];
  std::snprintf(text, sizeof text, "\\x%02x", static_cast<unsigned>(byte));
  return text;
}

/// The code point that begins at `position` and is `length` bytes long.
char32_t code_point_at(std::string_view text, std::size_t position, std::size_t length) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[position + i]); };
  if (length == 1) return byte(0);
  char32_t code_point = byte(0) & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) code_point = code_point << 6U | (byte(i) & 0x3FU);
  return code_point;
}

std::string code_of(char32_t code_point) {
  char text[24];
  std::snprintf(text, sizeof text, "<U+%04lX>", static_cast<unsigned long>(code_point));
  return text;
}

struct CodePoints {
  char32_t first;
  char32_t last;
};

/// In ascending order.
constexpr CodePoints invisible[] = {
    {0x80, 0xA0},     {0xAD, 0xAD},       {0x61C, 0x61C},     {0x115F, 0x1160}, {0x1680, 0x1680},
    {0x180E, 0x180E}, {0x2000, 0x200F},   {0x2028, 0x202F},   {0x205F, 0x2064}, {0x2066, 0x206F},
    {0x2800, 0x2800}, {0x3000, 0x3000},   {0x3164, 0x3164},   {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
    {0xFFF9, 0xFFFB}, {0xE0001, 0xE0001}, {0xE0020, 0xE007F},
};

}  // namespace

bool is_invisible(char32_t code_point) {
  for (const CodePoints& range : invisible) {
    if (code_point <= range.last) return range.first <= code_point;
  }
  return false;
}

std::string without_invisible(std::string_view text) {
  std::string result;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t valid = utf8_code_point_length(text, position);
    const std::size_t length = valid == 0 ? 1 : valid;  // a stray byte is kept
    if (valid == 0 || !is_invisible(code_point_at(text, position, valid))) {
      result += text.substr(position, length);
    }
    position += length;
  }
  return result;
}

std::size_t utf8_code_point_length(std::string_view text, std::size_t position) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[position + i]); };
  const Form form = form_of(byte(0));
  if (form.length <= 1) return form.length;
  if (position + form.length > text.size()) return 0;
  if (!between(byte(1), form.second_lowest, form.second_highest)) return 0;
  for (std::size_t i = 2; i < form.length; ++i) {
    if (!between(byte(i), 0x80, 0xBF)) return 0;
  }
  return form.length;
}

std::size_t utf8_width(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (!continues) ++width;
  }
  return width;
}

std::string printable(std::string_view text, std::size_t longest) {
  std::string result;
  std::size_t shown = 0;
  for (std::size_t position = 0; position < text.size(); ++shown) {
    if (shown == longest) return result + "...";
    const auto first = static_cast<unsigned char>(text[position]);
    const std::size_t length = utf8_code_point_length(text, position);
    if (length == 0 || first < 0x20 || first == 0x7F) {
      result += escaped(first);
      position += 1;
      continue;
    }
    const char32_t code_point = code_point_at(text, position, length);
    result +=
        is_invisible(code_point) ? code_of(code_point) : std::string(text.substr(position, length));
    position += length;
  }
  return result;
}

std::string in_quotes(std::string_view text) { return "'" + printable(text) + "'"; }

std::string listed(const std::vector<std::string>& words) {
  constexpr std::size_t longest = 10;
  std::string result;
  for (std::size_t i = 0; i < words.size() && i < longest; ++i) {
    result += (i == 0 ? "" : ", ") + in_quotes(words[i]);
  }
  if (words.size() > longest) {
    result += " and " + std::to_string(words.size() - longest) + " more";
  }
  return result;
}

}  // namespace nn
