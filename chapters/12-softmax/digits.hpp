#pragma once

/// \file
/// The handwritten digits, and one layer that learns to read them.

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "nn/data/book_file.hpp"
#include "nn/data/csv.hpp"
#include "nn/data/number.hpp"
#include "nn/data/split.hpp"
#include "nn/network/network.hpp"
#include "nn/network/one_hot.hpp"
#include "nn/network/outputs.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/network_cost.hpp"

namespace nn::chapter12 {

constexpr std::size_t side = 8;              ///< an image has 8 x 8 pixels
constexpr std::size_t pixels = side * side;  ///< d = 64
constexpr std::size_t classes = 10;          ///< K = 10
constexpr double darkest = 16;               ///< a pixel is a whole number from 0 to 16

/// Images, and which digit each shows.
struct Digits {
  Matrix<double> X;                 ///< an image a row, its pixels divided by 16: n x 64
  Matrix<double> Y;                 ///< the digits as one-hot rows: n x 10
  std::vector<std::size_t> digits;  ///< 0 to 9
};

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

/// Some of them.
inline Digits chosen(const Digits& all, const std::vector<std::size_t>& rows) {
  Digits some{rows_of(all.X, rows), rows_of(all.Y, rows), {}};
  for (const std::size_t row : rows) some.digits.push_back(all.digits[row]);
  return some;
}

/// What is learned from, and what is held out to see what the learning is worth.
struct DigitData {
  Digits training;
  Digits held_out;
};

/// Three quarters and one, split at random as in chapter 6. They are read when somebody asks for
/// them, and once.
inline const DigitData& digit_data() {
  static const DigitData data = [] {
    const Digits all = read_digits();
    Vector<double> y(all.digits.size());
    for (std::size_t i = 0; i < y.size(); ++i) y(i) = static_cast<double>(all.digits[i]);
    const Split split = split_rows(y, 0.25, 1);
    return DigitData{chosen(all, split.training), chosen(all, split.test)};
  }();
  return data;
}

/// One layer: 64 pixels in, 10 scores out.
inline Network digit_network() { return network_of(pixels, {}, Activation::linear, classes); }

/// Rate 1, 200 epochs, no early end.
constexpr DescentOptions digit_descent{1, 200, 0};

/// The scores that the parameters give to images.
inline Matrix<double> digit_scores(const Vector<double>& theta, const Digits& digits) {
  return scores(digit_network(), theta, digits.X, Products::in_order);
}

/// How many images are read right.
inline std::size_t right_answers(const Matrix<double>& Z, const Digits& digits) {
  const std::vector<std::size_t> read = classes_of(Z);
  std::size_t right = 0;
  for (std::size_t i = 0; i < read.size(); ++i) {
    if (read[i] == digits.digits[i]) ++right;
  }
  return right;
}

/// Where the descent stands after some epochs.
struct DigitState {
  std::size_t epoch;
  double cost;           ///< over the training images
  double gradient_norm;  ///< of that cost
  std::size_t right;     ///< of the training images
  std::size_t held_out;  ///< of the others
};

/// How the descent went, and where it ended.
struct TrainedDigits {
  std::vector<DigitState> states;
  Vector<double> theta;
};

/// The descent from θ = 0. It runs when somebody asks for it, and once.
inline const TrainedDigits& trained_digits() {
  static const TrainedDigits trained = [] {
    const DigitData& data = digit_data();
    const Network network = digit_network();
    const NetworkCost<SoftmaxCrossEntropy, double> objective(
        network, SoftmaxCrossEntropy{}, data.training.X, data.training.Y, Products::in_order);
    std::vector<DigitState> states;
    const auto report = [&](const DescentRecord& now, const Vector<double>& theta) {
      for (const std::size_t epoch : {0U, 1U, 10U, 50U, 100U, 200U}) {
        if (now.iteration != epoch) continue;
        states.push_back({now.iteration, now.cost, now.gradient_norm,
                          right_answers(digit_scores(theta, data.training), data.training),
                          right_answers(digit_scores(theta, data.held_out), data.held_out)});
      }
      return true;
    };
    const Vector<double> start(parameter_count(network), 0.0);
    DescentResult<double> result = gradient_descent(objective, start, digit_descent, report);
    return TrainedDigits{states, std::move(result.parameters)};
  }();
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
