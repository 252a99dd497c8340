#pragma once

/// \file
/// A gradient from its parts: six penguins, which three processes share out unevenly.

#include <array>
#include <cstddef>
#include <cstdio>
#include <numeric>
#include <span>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/products.hpp"
#include "nn/scalar/row_range.hpp"
#include "nn/training/batch_cost.hpp"

namespace nn::chapter17 {

/// A network with the squared error, where it stands, and all rows.
struct Scene {
  Network network;
  Vector<double> theta;
  Matrix<double> X;
  Matrix<double> Y;

  std::size_t n() const { return X.size1(); }
};

/// The rows of a range, copied.
inline Matrix<double> rows_between(const Matrix<double>& X, const RowRange& range) {
  std::vector<std::size_t> rows(range.count());
  std::iota(rows.begin(), rows.end(), range.first);
  Matrix<double> taken;
  take_rows(X, rows, taken);
  return taken;
}

/// The numbers of its rows.
inline std::vector<std::size_t> rows_in(const RowRange& range) {
  std::vector<std::size_t> rows(range.count());
  std::iota(rows.begin(), rows.end(), range.first);
  return rows;
}

/// The mean loss over some rows, and its gradient.
struct PartOfCost {
  std::size_t rows = 0;  ///< how many
  double cost = 0;
  Vector<double> gradient;
};

/// Of these rows; of none everything is 0.
inline PartOfCost part_over(const Scene& scene, std::span<const std::size_t> rows) {
  PartOfCost part{rows.size(), 0, Vector<double>(scene.theta.size(), 0.0)};
  if (rows.empty()) return part;
  BatchCost<LinearSquaredError, double> cost(scene.network, LinearSquaredError{}, scene.X, scene.Y);
  part.cost = cost.evaluate(rows, scene.theta, &part.gradient);
  return part;
}

/// ∇C from the gradients of the parts: Σ (n_p/n) ∇C_p.
// [weighted-mean]
inline Vector<double> weighted_mean(const std::vector<PartOfCost>& parts) {
  double n = 0;
  for (const PartOfCost& part : parts) n += static_cast<double>(part.rows);
  Vector<double> sum(parts.front().gradient.size(), 0.0);
  for (const PartOfCost& part : parts) {
    sum += static_cast<double>(part.rows) / n * part.gradient;
  }
  return sum;
}
// [weighted-mean]

/// What it is often taken for: each part counts the same, whatever its size.
inline Vector<double> mean_of_means(const std::vector<PartOfCost>& parts) {
  Vector<double> sum(parts.front().gradient.size(), 0.0);
  for (const PartOfCost& part : parts) sum += part.gradient;
  return sum / static_cast<double>(parts.size());
}

/// The first three Adelies and the first three Gentoos of chapters/data/penguins.csv: from the
/// flipper's length, less 200 mm and in cm, the mass in kg. The line is ŷ = x/2 + 4.
inline Scene six_penguins() {
  return {network_of(1, {}, Activation::linear, 1), vector<double>({0.5, 4}),
          matrix<double>({{-1.9}, {-1.4}, {-0.5}, {1.1}, {3}, {1}}),
          matrix<double>({{3.75}, {3.8}, {3.25}, {4.5}, {5.7}, {4.45}})};
}

/// Three, two and one of them.
inline std::vector<RowRange> uneven_parts() { return {{0, 3}, {3, 5}, {5, 6}}; }

inline void print_slopes(const char* what, const Vector<double>& slopes) {
  std::printf("%-32s %10.6f %10.6f\n", what, slopes(0), slopes(1));
}

inline void print_parts() {
  const Scene scene = six_penguins();
  const Matrix<double> Z = scores(scene.network, scene.theta, scene.X);
  std::printf("ŷ = wx + b, w = 0.5, b = 4\n");
  std::printf("process      x      y      ŷ       by w       by b\n");
  std::vector<PartOfCost> parts;
  for (const RowRange& range : uneven_parts()) {
    for (std::size_t i = range.first; i < range.last; ++i) {
      const std::array<std::size_t, 1> row = {i};
      const Vector<double> slopes = part_over(scene, row).gradient;
      std::printf("%7zu %6.2f %6.2f %6.2f %10.6f %10.6f\n", parts.size() + 1, scene.X(i, 0),
                  scene.Y(i, 0), Z(i, 0), slopes(0), slopes(1));
    }
    parts.push_back(part_over(scene, rows_in(range)));
  }
  std::printf("\nslopes                                 by w       by b\n");
  const char* const names[] = {"process 1, mean of 3 rows", "process 2, mean of 2 rows",
                               "process 3, mean of 1 row"};
  for (std::size_t p = 0; p < parts.size(); ++p) print_slopes(names[p], parts[p].gradient);
  print_slopes("weighted by 3/6, 2/6, 1/6", weighted_mean(parts));
  print_slopes("one process, mean of 6 rows", part_over(scene, rows_in({0, 6})).gradient);
  print_slopes("mean of the three means", mean_of_means(parts));
}

}  // namespace nn::chapter17
