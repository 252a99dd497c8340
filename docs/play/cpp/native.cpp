// The numbers of the site's figures, from the native compiler: what the page has to agree with.
// Reads requests such as `projection w1=3 w2=1 x1=1 x2=2`, a line each, and answers each with one
// line of JSON; what it refuses, with {"error": "why"}.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "chapters/12-softmax/digits.hpp"
#include "figures.hpp"
#include "nn/data/book_file.hpp"
#include "nn/data/csv.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"

namespace nn::play {

namespace {

/// The number that a text is; `name` says whose value it is where it is none.
double number_of(const std::string& name, const std::string& text) {
  const ParsedNumber number = parse_number(text);
  if (number.kind != NumberKind::finite) {
    throw std::invalid_argument(name + ": " + why_not_a_number(text, number.kind) +
                                "; write one such as 0.5 or 1e-3");
  }
  return number.value;
}

}  // namespace

const Bills& bills() {
  static const Bills all = [] {
    const CsvTable table = read_csv(book_file("chapters/data/penguins.csv"));
    const std::size_t species = table.column("species");
    const std::size_t length = table.column("bill_length_mm");
    const std::size_t depth = table.column("bill_depth_mm");
    Bills found;
    for (const std::vector<std::string>& row : table.rows) {
      const bool gentoo = row[species] == "Gentoo";
      if ((!gentoo && row[species] != "Adelie") || is_missing(row[length])) continue;
      found.length.push_back(number_of(table.header[length], row[length]));
      found.depth.push_back(number_of(table.header[depth], row[depth]));
      found.gentoo.push_back(gentoo ? 1 : 0);
    }
    return found;
  }();
  return all;
}

chapter12::Digits all_digits() { return chapter12::read_digits(); }

namespace {

/// JSON has no word for what is not finite.
std::string json(double number) { return std::isfinite(number) ? exact_text(number) : "null"; }

/// JSON is UTF-8: a byte that is not becomes U+FFFD, the sign for what cannot be shown.
std::string json(const std::string& text) {
  std::string quoted = "\"";
  for (std::size_t position = 0; position < text.size();) {
    const auto first = static_cast<unsigned char>(text[position]);
    const std::size_t length = utf8_code_point_length(text, position);
    if (length == 0) {
      quoted += "\\ufffd";
    } else if (first < 0x20) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(first));
      quoted += code;
    } else {
      if (first == '"' || first == '\\') quoted += '\\';
      quoted.append(text, position, length);
    }
    position += std::max<std::size_t>(length, 1);
  }
  return quoted + '"';
}

std::string json(const std::vector<double>& numbers) {
  std::string text;
  for (const double number : numbers) text += (text.empty() ? "" : ",") + json(number);
  return '[' + text + ']';
}

std::string json(const Outputs& outputs) {
  std::string text;
  for (const auto& [name, output] : outputs) {
    text += (text.empty() ? "" : ",") + json(name) + ':';
    text += std::visit([](const auto& value) { return json(value); }, output);
  }
  return '{' + text + '}';
}

Outputs answer(const std::string& request) {
  std::istringstream words(request);
  std::string name;
  std::string word;
  std::map<std::string, double> values;
  words >> name;
  while (words >> word) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) throw std::invalid_argument(word + ": not NAME=NUMBER");
    const std::string parameter = word.substr(0, equals);
    values[parameter] = number_of(parameter, word.substr(equals + 1));
  }
  return evaluate(name, Inputs(values));
}

}  // namespace
}  // namespace nn::play

int main() {
  std::string request;
  while (std::getline(std::cin, request)) {
    try {
      std::printf("%s\n", nn::play::json(nn::play::answer(request)).c_str());
    } catch (const std::exception& error) {
      const nn::play::Outputs refusal = {{"error", std::string(error.what())}};
      std::printf("%s\n", nn::play::json(refusal).c_str());
    }
  }
}
