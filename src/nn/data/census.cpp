#include "nn/data/census.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

namespace {

bool is_yes_or_no(std::string_view field) {
  constexpr std::array<std::string_view, 4> words = {"true", "false", "yes", "no"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return std::equal(word.begin(), word.end(), field.begin(), field.end(), [](char a, char b) {
      return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
    });
  });
}

}  // namespace

void Census::count(std::string_view field, std::size_t line) {
  if (is_missing(field)) {
    ++missing;
    return;
  }
  const NumberKind kind = parse_number(field).kind;
  if (kind == NumberKind::not_a_number_text && meant_number(field).empty()) {
    ++texts;
    if (is_yes_or_no(field)) ++yes_or_no;
  } else {
    ++numbers;
  }
  if (kind != NumberKind::finite && bad_line == 0) {
    bad_line = line;
    bad_value = field;
  }
}

Survey survey_of(TableRows& rows) {
  Survey survey;
  survey.columns.resize(rows.names().header.size());
  rows.for_each([&](const RowFields& fields, std::size_t line) {
    ++survey.rows;
    for (std::size_t column = 0; column < fields.size(); ++column) {
      survey.columns[column].count(fields[column], line);
    }
  });
  return survey;
}

void require_numbers(const CsvTable& names, const Survey& survey, std::size_t column) {
  const Census& census = survey.columns[column];
  if (census.bad_line == 0) return;
  throw InputError({names.file, census.bad_line, names.header[column]},
                   why_not_a_number(census.bad_value, parse_number(census.bad_value).kind),
                   is_yes_or_no(census.bad_value) ? "write 1 for true and 0 for false"
                                                  : how_to_write(census.bad_value));
}

bool is_complete(const RowFields& fields, const std::vector<std::size_t>& columns) {
  return std::none_of(columns.begin(), columns.end(),
                      [&](std::size_t column) { return is_missing(fields[column]); });
}

std::size_t count_complete(TableRows& rows, const Survey& survey,
                           const std::vector<std::size_t>& columns) {
  const bool some_are_missing =
      std::any_of(columns.begin(), columns.end(),
                  [&](std::size_t column) { return survey.columns[column].missing > 0; });
  if (!some_are_missing) return survey.rows;
  std::size_t count = 0;
  rows.for_each(
      [&](const RowFields& fields, std::size_t) { count += is_complete(fields, columns); });
  return count;
}

std::string what_is_missing(const CsvTable& names, const Survey& survey,
                            const std::vector<std::size_t>& columns) {
  constexpr std::size_t longest = 10;
  std::string text;
  std::size_t lacking = 0;
  for (const std::size_t column : columns) {
    const std::size_t missing = survey.columns[column].missing;
    if (missing == 0 || ++lacking > longest) continue;
    text += lacking == 1 ? "" : ", ";
    text += in_quotes(names.header[column]);
    text += lacking == 1 ? " has no value in " : " in ";
    text += std::to_string(missing);
    if (lacking == 1) text += missing == 1 ? " row" : " rows";
  }
  if (lacking > longest) text += ", and " + std::to_string(lacking - longest) + " more columns";
  return text;
}

void refuse_changing_file(const std::string& file) {
  throw InputError({file, 0, ""}, "changed while it was read", "wait until it is written");
}

}  // namespace nn
