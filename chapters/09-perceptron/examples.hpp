#pragma once

/// \file
/// What the perceptron of the chapter learns from: four samples by hand, the four corners of a
/// square, and the penguins.

#include <cstddef>
#include <string>
#include <vector>

#include "nn/data/book_file.hpp"
#include "nn/data/csv.hpp"
#include "nn/data/number.hpp"
#include "nn/data/samples.hpp"
#include "nn/data/standardize.hpp"
#include "nn/neuron/perceptron.hpp"

namespace nn::chapter9 {

/// Four samples with small whole numbers, two yeses and two noes.
inline Samples small_samples() {
  return {matrix<double>({{2, 1}, {1, 3}, {-1, 2}, {-2, -1}}), vector<double>({1, 1, 0, 0})};
}

/// The corners of the unit square in the order (0, 0), (0, 1), (1, 0), (1, 1), with the answers of
/// some function of two bits.
inline Samples corners(const std::vector<double>& answers) {
  return {matrix<double>({{0, 0}, {0, 1}, {1, 0}, {1, 1}}), vector<double>(answers)};
}

/// Exclusive or: 1 where exactly one of the two bits is.
inline Samples exclusive_or() { return corners({0, 1, 1, 0}); }

/// The columns of the bills.
inline std::vector<std::string> bill_columns() { return {"bill_length_mm", "bill_depth_mm"}; }

/// All four measurements of a body.
inline std::vector<std::string> all_columns() {
  return {"bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"};
}

/// The Adelies, who are 0, and the penguins of another species, who are 1, in the order of
/// chapters/data/penguins.csv. A penguin that was not measured is left out.
inline Samples adelies_and(const std::string& species, const std::vector<std::string>& columns) {
  const CsvTable table = read_csv(book_file("chapters/data/penguins.csv"));
  const std::size_t of_species = table.column("species");
  std::vector<std::vector<double>> rows;
  std::vector<double> answers;
  for (const std::vector<std::string>& row : table.rows) {
    if (row[of_species] != species && row[of_species] != "Adelie") continue;
    if (is_missing(row[table.column(columns.front())])) continue;
    std::vector<double> numbers;
    for (const std::string& column : columns) {
      numbers.push_back(parse_number(row[table.column(column)]).value);
    }
    rows.push_back(numbers);
    answers.push_back(row[of_species] == species ? 1.0 : 0.0);
  }
  return {matrix<double>(rows), vector<double>(answers)};
}

/// The same samples with standardised features.
inline Samples standardized(const Samples& samples) {
  return {fit_standardization(samples.X).apply(samples.X), samples.y};
}

/// How many samples a neuron is wrong about, those on its boundary included.
inline std::size_t count_wrong(const Neuron<double>& neuron, const Samples& samples) {
  const Vector<double> z = preactivations(neuron, samples.X);
  const Vector<double> t = signs_of(samples.y);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (is_mistake(z(i), t(i))) ++wrong;
  }
  return wrong;
}

}  // namespace nn::chapter9
