#include "nn/data/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <stdexcept>

#include "nn/data/utf8.hpp"

namespace nn {

namespace {

std::string general(double x, int digits) {
  std::array<char, 40> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x,
                                          std::chars_format::general, digits);
  if (error != std::errc()) throw std::length_error("a number does not fit its text");
  return {buffer.data(), end};
}

}  // namespace

ParsedNumber parse_number(std::string_view text) {
  const ParsedNumber none{NumberKind::not_a_number_text, 0.0};
  if (text.empty()) return none;
  // std::from_chars reads no plus sign, people write one.
  if (text.front() == '+') {
    text.remove_prefix(1);
    if (text.empty() || text.front() == '-') return none;
  }
  double value = 0.0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument) return none;
  if (error == std::errc::result_out_of_range) {
    // std::from_chars does not say in which direction; std::strtod does.
    const double bound = std::strtod(std::string(text).c_str(), nullptr);
    return {std::fabs(bound) > 1.0 ? NumberKind::overflow : NumberKind::underflow, 0.0};
  }
  if (std::isnan(value)) return {NumberKind::nan, 0.0};
  if (std::isinf(value)) return {NumberKind::infinite, 0.0};
  return {NumberKind::finite, value};
}

std::string why_not_a_number(std::string_view text, NumberKind kind) {
  switch (kind) {
    case NumberKind::nan:
      return in_quotes(text) + " is not a finite number";
    case NumberKind::infinite:
      return in_quotes(text) + " is infinite";
    case NumberKind::overflow:
      return in_quotes(text) + " is too large for a double";
    case NumberKind::underflow:
      return in_quotes(text) + " is too small for a double, but not zero";
    case NumberKind::finite:
    case NumberKind::not_a_number_text:
      break;
  }
  return in_quotes(text) + " is not a number";
}

std::string meant_number(std::string_view text) {
  const bool is_usual = std::none_of(text.begin(), text.end(), [](char c) {
    return c == ',' || static_cast<unsigned char>(c) >= 0x80;
  });
  if (is_usual) return "";
  std::string plain = without_invisible(text);
  const std::size_t comma = plain.find(',');
  if (comma == std::string::npos) {
    if (plain == text) return "";
  } else {
    if (plain.find_first_of(",.", comma + 1) != std::string::npos) return "";
    plain[comma] = '.';
  }
  return parse_number(plain).kind == NumberKind::finite ? plain : "";
}

std::string how_to_write(std::string_view text) {
  const std::string meant = meant_number(text);
  if (meant.empty()) return "write a finite number, or NA if it is missing";
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) return "write " + meant;
  // 1,234 may be 1.234, or 1234 with its thousands set apart.
  const std::size_t point = meant.find('.');
  const bool three_digits = meant.size() - point == 4;
  std::string joined = meant;
  joined.erase(point, 1);
  return "write " + meant + " for this decimal comma" +
         (three_digits ? ", or " + joined + " if it sets thousands apart" : "");
}

std::string exact_text(double x) { return general(x, 17); }

std::string short_text(double x, int digits) { return general(x, digits); }

}  // namespace nn
