#pragma once

/// \file
/// Chapter 12: one layer reads what the reader draws.

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "chapters/12-softmax/digit_layer.hpp"
#include "nn/network/softmax.hpp"
#include "record.hpp"

namespace nn::play {

/// All digits of chapters/data/digits.csv. The program reads the file; the page has no files, and
/// carries the images along.
chapter12::Digits all_digits();

/// The images and the chapter's layer, which learns when somebody asks for it, and once.
struct DigitReader {
  chapter12::DigitData data;
  Vector<double> theta;
};

inline const DigitReader& digit_reader() {
  static const DigitReader reader = [] {
    chapter12::DigitData data = chapter12::split_digits(all_digits());
    chapter12::TrainedDigits trained = chapter12::train_digits(data);
    return DigitReader{std::move(data), std::move(trained.theta)};
  }();
  return reader;
}

/// From the pixels of an image, `p00` to `p77`, row and column: whole numbers from 0 to 16. The
/// scores of the ten digits, their powers, their probabilities, and the two most likely digits.
inline Outputs digit(const Inputs& in) {
  Matrix<double> X(1, chapter12::pixels);
  for (std::size_t row = 0; row < chapter12::side; ++row) {
    for (std::size_t column = 0; column < chapter12::side; ++column) {
      const std::string name = "p" + std::to_string(row) + std::to_string(column);
      const auto ink = static_cast<double>(in.whole(name, 0, 16));
      X(0, row * chapter12::side + column) = ink / chapter12::darkest;
    }
  }
  const Vector<double> z = row_of(scores(chapter12::digit_network(), digit_reader().theta, X), 0);
  const Vector<double> p = softmax(z);
  std::vector<double> powers;
  double sum = 0;
  std::size_t read = 0;
  for (std::size_t k = 0; k < chapter12::classes; ++k) {
    powers.push_back(std::exp(z(k)));
    sum += powers.back();
    if (z(k) > z(read)) read = k;
  }
  std::size_t second = read == 0 ? 1 : 0;
  for (std::size_t k = 0; k < chapter12::classes; ++k) {
    if (k != read && z(k) > z(second)) second = k;
  }
  return {{"score", std::vector<double>(z.begin(), z.end())},
          {"power", powers},
          {"sum", sum},
          {"probability", std::vector<double>(p.begin(), p.end())},
          {"read", static_cast<double>(read)},
          {"second", static_cast<double>(second)}};
}

/// Where the figure begins: the image that the chapter shows as misread, pixel by pixel, which
/// digit it is, and how many images the layer has learned from.
inline Outputs digit_start(const Inputs& /*none*/) {
  const chapter12::Digits& held_out = digit_reader().data.held_out;
  const std::size_t i =
      chapter12::first_misread(chapter12::digit_scores(digit_reader().theta, held_out), held_out);
  std::vector<double> ink;
  for (std::size_t j = 0; j < chapter12::pixels; ++j) {
    ink.push_back(held_out.X(i, j) * chapter12::darkest);
  }
  return {{"ink", ink},
          {"written", static_cast<double>(held_out.digits[i])},
          {"learned", static_cast<double>(digit_reader().data.training.digits.size())}};
}

}  // namespace nn::play
