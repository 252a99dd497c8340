#pragma once

/// \file
/// A network that knows the digits 0 to 4 learns 5 to 9 from five images of each.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "nn/data/book_file.hpp"
#include "nn/data/dataset.hpp"
#include "nn/data/split.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/network/one_hot.hpp"
#include "nn/network/outputs.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/adam.hpp"
#include "nn/training/network_cost.hpp"
#include "nn/training/stochastic_descent.hpp"

namespace nn::chapter16 {

/// Images of some digits, and which of five classes each is.
struct Images {
  Matrix<double> X;                  ///< an image a row, its pixels divided by 16
  std::vector<std::size_t> classes;  ///< 0 to 4

  Matrix<double> targets() const { return one_hot<double>(classes, 5); }
};

/// The chosen ones.
inline Images chosen(const Images& all, const std::vector<std::size_t>& rows) {
  Images some{rows_of(all.X, rows), {}};
  for (const std::size_t row : rows) some.classes.push_back(all.classes[row]);
  return some;
}

/// Those of the chosen ones that show 5 to 9, or 0 to 4.
inline Images half_of(const Images& all, const Vector<double>& digits,
                      const std::vector<std::size_t>& rows, bool high) {
  std::vector<std::size_t> some;
  for (const std::size_t row : rows) {
    if ((digits(row) > 4) == high) some.push_back(row);
  }
  return chosen(all, some);
}

/// The digits of the book's file in two halves, each in two parts.
struct Halves {
  Images low_training;   ///< 0 to 4, to learn from
  Images low_held_out;   ///< a quarter of all
  Images high_training;  ///< 5 to 9
  Images high_held_out;
};

/// chapters/data/digits.csv, split as in chapter 12. It is read when somebody asks for it, and
/// once.
inline const Halves& halves() {
  static const Halves all = [] {
    std::vector<std::string> columns;
    for (const char row : std::string("01234567")) {
      for (const char column : std::string("01234567")) {
        columns.push_back(std::string("p") + row + column);
      }
    }
    columns.emplace_back("digit");
    const Matrix<double> table = load_new_rows(book_file("chapters/data/digits.csv"), columns).X;
    const std::size_t n = table.size1();
    Images images{Matrix<double>(n, 64), std::vector<std::size_t>(n)};
    Vector<double> digits(n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < 64; ++j) images.X(i, j) = table(i, j) / 16;
      digits(i) = table(i, 64);
      images.classes[i] = static_cast<std::size_t>(table(i, 64)) % 5;
    }
    const Split split = split_rows(digits, 0.25, 1);
    return Halves{
        half_of(images, digits, split.training, false), half_of(images, digits, split.test, false),
        half_of(images, digits, split.training, true), half_of(images, digits, split.test, true)};
  }();
  return all;
}

/// 64 pixels, 32 hidden units, five scores.
inline Network reading_network() { return network_of(64, {32}, Activation::relu, 5); }

/// How many of its parameters belong to the hidden layer.
inline std::size_t hidden_parameters() { return parameter_count(reading_network().layers.front()); }

/// First parameters by He's rule.
inline Vector<double> fresh_parameters(std::uint64_t seed) {
  Random random(seed);
  return initial_parameters(reading_network(), Initialisation::he, random);
}

/// How many images are read right.
inline std::size_t read_right(const Vector<double>& theta, const Images& images) {
  const std::vector<std::size_t> read = classes_of(scores(reading_network(), theta, images.X));
  std::size_t right = 0;
  for (std::size_t i = 0; i < read.size(); ++i) {
    if (read[i] == images.classes[i]) ++right;
  }
  return right;
}

/// The network that has learned 0 to 4: three epochs of Adam. It is trained when somebody asks for
/// it, and once.
inline const Vector<double>& knows_low_digits() {
  static const Vector<double> theta = [] {
    const Images& images = halves().low_training;
    const Matrix<double> Y = images.targets();
    StochasticOptions options;
    options.epochs = 3;
    options.learning_rate = 0.005;
    AdamOptions adam_options;
    adam_options.learning_rate = options.learning_rate;
    Adam<double> optimizer(adam_options);
    StochasticDescent<SoftmaxCrossEntropy, double> descent(reading_network(), SoftmaxCrossEntropy{},
                                                           images.X, Y, options);
    Vector<double> learned = fresh_parameters(1);
    for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
      descent.run_epoch(learned, optimizer);
    }
    return learned;
  }();
  return theta;
}

/// Five images of each of 5 to 9, the first of each in a random order.
inline Images few_high_digits(std::uint64_t draw) {
  const Images& all = halves().high_training;
  std::vector<std::size_t> order(all.classes.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  Random(draw).shuffle(order);
  std::array<std::size_t, 5> taken{};
  std::vector<std::size_t> rows;
  for (const std::size_t row : order) {
    if (++taken.at(all.classes[row]) <= 5) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end());
  return chosen(all, rows);
}

/// With what a network begins to learn 5 to 9.
enum class Start {
  nothing,  ///< fresh parameters in both layers
  kept,     ///< the hidden layer that has learned 0 to 4; a last layer of zeros
  frozen    ///< the same, and the hidden layer does not move
};

/// Its first parameters.
inline Vector<double> start_of(Start start, std::uint64_t draw) {
  if (start == Start::nothing) return fresh_parameters(10 + draw);
  Vector<double> theta = knows_low_digits();
  for (std::size_t j = hidden_parameters(); j < theta.size(); ++j) theta(j) = 0;
  return theta;
}

/// After how many updates the networks are looked at.
constexpr std::array<std::size_t, 3> looks = {5, 10, 20};

/// How many held-out digits from 5 to 9 are read right after so many updates with all the few
/// images.
inline std::array<std::size_t, looks.size()> learn_high_digits(Start start, std::uint64_t draw) {
  const Images few = few_high_digits(draw);
  const Matrix<double> Y = few.targets();
  const NetworkCost<SoftmaxCrossEntropy, double> cost(reading_network(), SoftmaxCrossEntropy{},
                                                      few.X, Y);
  AdamOptions options;
  options.learning_rate = 0.01;
  Adam<double> optimizer(options);
  Vector<double> theta = start_of(start, draw);
  Vector<double> gradient(theta.size());
  std::array<std::size_t, looks.size()> right{};
  for (std::size_t update = 1; update <= looks.back(); ++update) {
    cost.evaluate(theta, &gradient);
    if (start == Start::frozen) {
      for (std::size_t j = 0; j < hidden_parameters(); ++j) gradient(j) = 0;
    }
    optimizer.step(theta, gradient);
    for (std::size_t look = 0; look < looks.size(); ++look) {
      if (looks[look] == update) right[look] = read_right(theta, halves().high_held_out);
    }
  }
  return right;
}

/// Prints the shares read right, each a mean over five draws of the few images.
inline void print_fine_tuning() {
  constexpr std::uint64_t draws = 5;
  const std::size_t low = halves().low_held_out.classes.size();
  const std::size_t high = halves().high_held_out.classes.size();
  std::printf("0 to 4: %zu images to learn from, %zu of %zu held out read right\n",
              halves().low_training.classes.size(),
              read_right(knows_low_digits(), halves().low_held_out), low);
  std::printf("5 to 9: 25 images to learn from, share right of %zu held out\n", high);
  std::printf("the hidden layer is      after 5 updates   after 10   after 20\n");
  const auto row = [&](const char* name, Start start) {
    std::array<double, looks.size()> share{};
    for (std::uint64_t draw = 1; draw <= draws; ++draw) {
      const auto right = learn_high_digits(start, draw);
      for (std::size_t look = 0; look < looks.size(); ++look) {
        share[look] += static_cast<double>(right[look]) / static_cast<double>(draws * high);
      }
    }
    std::printf("%-22s %17.3f %10.3f %10.3f\n", name, share[0], share[1], share[2]);
  };
  row("new", Start::nothing);
  row("kept, and moves", Start::kept);
  row("kept, and stands still", Start::frozen);
}

}  // namespace nn::chapter16
