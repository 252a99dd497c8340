#include "nn/data/input_error.hpp"

#include "nn/data/utf8.hpp"

namespace nn {

namespace {

std::string message(const Place& place, const std::string& wrong, const std::string& remedy) {
  constexpr std::size_t longest_path = 200;
  std::string text = printable(place.file, longest_path);
  if (place.line > 0) text += ", line " + std::to_string(place.line);
  if (!place.column.empty()) text += ", column " + in_quotes(place.column);
  if (!text.empty()) text += ": ";
  return text + wrong + "; " + remedy;
}

}  // namespace

InputError::InputError(const Place& place, const std::string& wrong, const std::string& remedy,
                       Setting setting, const std::string& value)
    : std::runtime_error(message(place, wrong, remedy)),
      place_(place),
      setting_(setting),
      value_(value) {}

}  // namespace nn
