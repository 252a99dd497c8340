#pragma once

/// \file
/// The handwritten digits of the book's file, and what the layer of digit_layer.hpp makes of them.

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "digit_layer.hpp"
#include "nn/data/book_file.hpp"
#include "nn/data/csv.hpp"
#include "nn/data/number.hpp"

namespace nn::chapter12 {

/// The number in a cell of a table.
///
/// \throws InputError if there is none.
inline double number_in(const CsvTable& table, std::size_t row, std::size_t column) {
  const std::string& text = table.rows[row][column];
  const ParsedNumber number = parse_number(text);
  if (number.kind == NumberKind::finite) return number.value;
  throw InputError(table.place(row, column), why_not_a_number(text, number.kind), "write a number");
}

/// All 1797 of chapters/data/digits.csv.
inline Digits read_digits() {
  const CsvTable table = read_csv(book_file("chapters/data/digits.csv"));
  const std::size_t n = table.rows.size();
  Digits all{Matrix<double>(n, pixels), Matrix<double>(), {}};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < pixels; ++j) all.X(i, j) = number_in(table, i, j) / darkest;
    all.digits.push_back(static_cast<std::size_t>(number_in(table, i, pixels)));
  }
  all.Y = one_hot<double>(all.digits, classes);
  return all;
}

/// split_digits() of them. They are read when somebody asks for them, and once.
inline const DigitData& digit_data() {
  static const DigitData data = split_digits(read_digits());
  return data;
}

/// train_digits() with them. The descent runs when somebody asks for it, and once.
inline const TrainedDigits& trained_digits() {
  static const TrainedDigits trained = train_digits(digit_data());
  return trained;
}

/// How often each digit (the row) was read as each digit (the column).
using Confusions = std::array<std::array<std::size_t, classes>, classes>;

/// Of the images that were held out.
inline Confusions confusions() {
  const Digits& digits = digit_data().held_out;
  const std::vector<std::size_t> read = classes_of(digit_scores(trained_digits().theta, digits));
  Confusions counts{};
  for (std::size_t i = 0; i < read.size(); ++i) ++counts.at(digits.digits[i]).at(read[i]);
  return counts;
}

}  // namespace nn::chapter12
