#pragma once

/// \file
/// One layer that learns to read digits, wherever the images come from.

#include <cstddef>
#include <vector>

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

/// Three quarters and one, split at random as in chapter 6.
inline DigitData split_digits(const Digits& all) {
  Vector<double> y(all.digits.size());
  for (std::size_t i = 0; i < y.size(); ++i) y(i) = static_cast<double>(all.digits[i]);
  const Split split = split_rows(y, 0.25, 1);
  return {chosen(all, split.training), chosen(all, split.test)};
}

/// One layer: 64 pixels in, 10 scores out.
inline Network digit_network() { return network_of(pixels, {}, Activation::linear, classes); }

/// Rate 1, 200 epochs, no early end.
constexpr DescentOptions digit_descent{1, 200, 0};

/// The scores that the parameters give to images.
inline Matrix<double> digit_scores(const Vector<double>& theta, const Digits& digits) {
  return scores(digit_network(), theta, digits.X);
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

/// The place of the first image that is read wrongly; of the last if none is.
inline std::size_t first_misread(const Matrix<double>& Z, const Digits& digits) {
  const std::vector<std::size_t> read = classes_of(Z);
  std::size_t i = 0;
  while (i + 1 < read.size() && read[i] == digits.digits[i]) ++i;
  return i;
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

/// The descent from θ = 0.
inline TrainedDigits train_digits(const DigitData& data) {
  const Network network = digit_network();
  const NetworkCost<SoftmaxCrossEntropy, double> objective(network, SoftmaxCrossEntropy{},
                                                           data.training.X, data.training.Y);
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
  const DescentResult<double> result = gradient_descent(objective, start, digit_descent, report);
  return {states, result.parameters};
}

}  // namespace nn::chapter12
