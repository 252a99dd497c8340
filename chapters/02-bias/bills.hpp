#pragma once

/// \file
/// The bills of the penguins: read from the book's data, scored, and sorted by the sign of z.

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "nn/data/book_file.hpp"
#include "nn/data/csv.hpp"
#include "nn/data/number.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/program/text.hpp"

namespace nn::bias {

/// The bills of one species: length and depth in mm.
struct Bills {
  std::vector<double> length;
  std::vector<double> depth;
};

/// Reads them; a penguin whose bill nobody measured is left out.
inline Bills bills_of(const std::string& species) {
  const CsvTable table = read_csv(book_file("chapters/data/penguins.csv"));
  const std::size_t of_species = table.column("species");
  const std::size_t length = table.column("bill_length_mm");
  const std::size_t depth = table.column("bill_depth_mm");
  Bills bills;
  for (const std::vector<std::string>& row : table.rows) {
    if (row[of_species] != species || is_missing(row[length])) continue;
    bills.length.push_back(parse_number(row[length]).value);
    bills.depth.push_back(parse_number(row[depth]).value);
  }
  return bills;
}

/// z for each of the bills.
inline std::vector<double> preactivations_of(const Neuron<double>& neuron, const Bills& bills) {
  std::vector<double> z;
  for (std::size_t i = 0; i < bills.length.size(); ++i) {
    z.push_back(preactivation(neuron, vector<double>({bills.length[i], bills.depth[i]})));
  }
  return z;
}

/// How many of the bills lie on the side of the boundary where z > 0.
inline std::size_t count_positive(const Neuron<double>& neuron, const Bills& bills) {
  const std::vector<double> z = preactivations_of(neuron, bills);
  return static_cast<std::size_t>(
      std::count_if(z.begin(), z.end(), [](double value) { return value > 0; }));
}

/// Prints from where to where the scores of a species reach: z without a bias.
inline void print_scores(const char* species, const Vector<double>& weights, const Bills& bills) {
  const std::vector<double> scores = preactivations_of({weights, 0}, bills);
  const auto [lowest, highest] = std::minmax_element(scores.begin(), scores.end());
  std::printf("scores w . x of the %s: %.4g to %.4g\n", species, *lowest, *highest);
}

/// Prints the scores of two species, and for each bias how many of either it lets through.
///
/// \pre there are two weights, for the length and the depth
inline void print_penguins(const Vector<double>& weights, const std::vector<double>& biases) {
  const Bills adelie = bills_of("Adelie");
  const Bills gentoo = bills_of("Gentoo");
  std::printf("w = %s for length and depth of the bill in mm\n", text_of(weights).c_str());
  print_scores("Adelies", weights, adelie);
  print_scores("Gentoos", weights, gentoo);
  std::printf("b        of %zu Adelies  of %zu Gentoos\n", adelie.length.size(),
              gentoo.length.size());
  for (const double b : biases) {
    const Neuron<double> neuron{weights, b};
    std::printf("%-8g %14zu %14zu\n", b, count_positive(neuron, adelie),
                count_positive(neuron, gentoo));
  }
}

}  // namespace nn::bias
