#pragma once

/// \file
/// The figures of the chapter.

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "digits.hpp"
#include "examples.hpp"
#include "nn/network/one_hot.hpp"
#include "nn/program/plot.hpp"

namespace nn::chapter12 {

inline Figure shares_figure() {
  Figure figure("One score rises, and takes from the others",
                "The three probabilities of softmax against the first score from -6 to 8, the "
                "other two scores being 1 and 0. The first rises from 0 to 1 in the shape of an S. "
                "The other two fall from 0.73 and 0.27 to 0, and keep the same ratio.");
  figure.x_axis("first score").y_axis("probability");
  const auto share = [](std::size_t k) {
    return [k](double z) { return softmax(vector<double>({z, 1, 0}))(k); };
  };
  figure.curve("first", -6, 8, share(0));
  figure.curve("second, score 1", -6, 8, share(1));
  figure.curve("third, score 0", -6, 8, share(2));
  return figure;
}

inline Figure temperature_figure() {
  Figure figure("The temperature decides how sure the answer is",
                "The three probabilities of the scores 2, 1 and 0 against the temperature, from "
                "0.05 to 100 on a logarithmic axis. On the left the first is 1 and the others are "
                "0. Between 0.2 and 10 they approach each other, and on the right all three are "
                "near one third.");
  figure.x_axis("temperature τ", Scale::logarithmic).y_axis("probability");
  const auto share = [](std::size_t k) {
    return [k](double tau) { return softmax_at(example_scores(), tau)(k); };
  };
  figure.curve("score 2", 0.05, 100, share(0));
  figure.curve("score 1", 0.05, 100, share(1));
  figure.curve("score 0", 0.05, 100, share(2));
  figure.guide("one third", {0.05, 100}, {1.0 / 3, 1.0 / 3});
  return figure;
}

inline Figure confusions_figure() {
  Figure figure("Which digits are taken for which",
                "A point for each pair of a digit that was written, upwards, and a digit that was "
                "read, to the right, with the number of held-out images beside it. The diagonal "
                "holds all ten digits, with 38 to 51 images each. Thirteen points lie off it, "
                "most with one image; the 8 read as a 1 has the most, four.");
  figure.x_axis("read as").y_axis("written").x_range(-0.5, 9.9).y_range(-0.5, 9.5);
  const Confusions counts = confusions();
  std::array<std::vector<double>, 2> read;
  std::array<std::vector<double>, 2> written;
  for (std::size_t i = 0; i < classes; ++i) {
    for (std::size_t k = 0; k < classes; ++k) {
      if (counts[i][k] == 0) continue;
      const std::size_t kind = i == k ? 0 : 1;
      read[kind].push_back(static_cast<double>(k));
      written[kind].push_back(static_cast<double>(i));
      figure.text(std::to_string(counts[i][k]), static_cast<double>(k) + 0.15,
                  static_cast<double>(i));
    }
  }
  figure.points("read right", read[0], written[0]);
  figure.points("misread", read[1], written[1]);
  return figure;
}

/// The digit of print_misread().
inline Figure misread_figure() {
  const Digits& digits = digit_data().held_out;
  const Matrix<double> Z = digit_scores(trained_digits().theta, digits);
  const std::size_t i = first_misread(Z, digits);
  const std::size_t written = digits.digits[i];
  const std::size_t read = classes_of(Z)[i];
  Figure figure("A " + std::to_string(written) + " that is read as a " + std::to_string(read),
                "An upright line for each of the ten digits, as high as the probability that the "
                "layer gives it for one image, with the number above it. The digit that is read "
                "has the highest. Two others have low lines. The rest, with the one that was "
                "written among them, have hardly any.");
  figure.x_axis("digit").y_axis("probability").x_range(-0.5, 9.5).y_range(0, 1);
  const Vector<double> p = softmax(row_of(Z, i));
  std::vector<double> others;
  std::vector<double> their_p;
  for (std::size_t k = 0; k < classes; ++k) {
    const auto place = static_cast<double>(k);
    char number[16];
    std::snprintf(number, sizeof number, "%.4f", p(k));
    figure.text(number, place - 0.3, p(k) + 0.04);
    if (k == written || k == read) continue;
    others.push_back(place);
    their_p.push_back(p(k));
  }
  figure.impulses("written", {static_cast<double>(written)}, {p(written)});
  figure.impulses("read", {static_cast<double>(read)}, {p(read)});
  figure.impulses("neither", others, their_p, Colour::grey);
  return figure;
}

}  // namespace nn::chapter12
