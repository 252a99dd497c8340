// The figures of the site, for the page's scripts: evaluate(name, inputs), and nothing else.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <cstddef>
#include <exception>
#include <iterator>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "figures.hpp"
// Written by the build from chapters/data/penguins.csv, after Bills is known.
#include "bills.hpp"
// And from chapters/data/digits.csv.
#include "images.hpp"

namespace nn::play {

const Bills& bills() {
  static const Bills all = bills_in_the_page();
  return all;
}

chapter12::Digits all_digits() {
  const std::size_t n = std::size(images_in_the_page);
  chapter12::Digits all{Matrix<double>(n, chapter12::pixels), Matrix<double>(), {}};
  for (std::size_t i = 0; i < n; ++i) {
    const char* const image = images_in_the_page[i];
    for (std::size_t j = 0; j < chapter12::pixels; ++j) {
      all.X(i, j) = static_cast<double>(image[j] - 'a') / chapter12::darkest;
    }
    all.digits.push_back(static_cast<std::size_t>(image[chapter12::pixels] - '0'));
  }
  all.Y = one_hot<double>(all.digits, chapter12::classes);
  return all;
}

namespace {

using emscripten::val;

val as_script(double number) { return val(number); }
val as_script(const std::string& word) { return val(word); }
val as_script(const std::vector<double>& numbers) { return val::array(numbers); }

std::map<std::string, double> numbers_of(const val& inputs) {
  std::map<std::string, double> values;
  const val names = val::global("Object").call<val>("keys", inputs);
  for (const auto& name : emscripten::vecFromJSArray<std::string>(names)) {
    values[name] = inputs[name].as<double>();
  }
  return values;
}

/// The outputs as an object; where the library refuses, an object with the message as its `error`.
val evaluate_for_script(const std::string& name, const val& inputs) {
  val result = val::object();
  try {
    for (const auto& [key, output] : evaluate(name, Inputs(numbers_of(inputs)))) {
      result.set(key, std::visit([](const auto& value) { return as_script(value); }, output));
    }
  } catch (const std::exception& error) {
    result.set("error", std::string(error.what()));
  }
  return result;
}

}  // namespace

EMSCRIPTEN_BINDINGS(play) { emscripten::function("evaluate", &evaluate_for_script); }

}  // namespace nn::play
