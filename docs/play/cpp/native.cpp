// The numbers of the site's figures, from the native compiler: what the page has to agree with.
// Reads requests such as `projection w1=3 w2=1 x1=1 x2=2`, a line each, and answers each with one
// line of JSON.
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

#include "figures.hpp"
#include "nn/data/book_file.hpp"
#include "nn/data/csv.hpp"
#include "nn/data/number.hpp"

namespace nn::play {

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
      found.length.push_back(parse_number(row[length]).value);
      found.depth.push_back(parse_number(row[depth]).value);
      found.gentoo.push_back(gentoo ? 1 : 0);
    }
    return found;
  }();
  return all;
}

namespace {

/// JSON has no word for what is not finite.
std::string json(double number) { return std::isfinite(number) ? exact_text(number) : "null"; }

/// The words that figures return have nothing to escape.
std::string json(const std::string& word) { return '"' + word + '"'; }

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
    values[word.substr(0, equals)] = parse_number(word.substr(equals + 1)).value;
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
      std::printf("{\"error\":\"%s\"}\n", error.what());
    }
  }
}
