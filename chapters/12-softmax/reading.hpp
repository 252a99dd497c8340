#pragma once

/// \file
/// What the layer makes of the digits: epoch by epoch, digit against digit, and one misread.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "digits.hpp"
#include "examples.hpp"
#include "interval.hpp"

namespace nn::chapter12 {

/// Prints how the descent went, and what the held-out digits say of it.
inline void print_digits() {
  const DigitData& data = digit_data();
  const std::size_t n = data.training.digits.size();
  const std::size_t N = data.held_out.digits.size();
  std::printf("digits = %zu to learn from, %zu held out\n", n, N);
  std::printf("parameters = %zu, learning rate = %g\n", parameter_count(digit_network()),
              digit_descent.learning_rate);
  std::printf("epoch     cost    ‖∇C‖   right of %zu   right of %zu held out\n", n, N);
  for (const DigitState& state : trained_digits().states) {
    std::printf("%5zu %8.4f %7.4f %15zu %23zu\n", state.epoch, state.cost, state.gradient_norm,
                state.right, state.held_out);
  }
  const std::size_t right = trained_digits().states.back().held_out;
  const Interval interval = wilson_interval(right, N);
  std::printf("held-out share right = %.4f, 95 %% interval = %.4f to %.4f\n",
              static_cast<double>(right) / static_cast<double>(N), interval.lowest,
              interval.highest);
}

/// Prints how often each digit was read as each; a dot stands for never.
inline void print_confusions() {
  const Confusions counts = confusions();
  std::printf("         read as\nwritten ");
  for (std::size_t k = 0; k < classes; ++k) std::printf("%5zu", k);
  std::printf("\n");
  for (std::size_t i = 0; i < classes; ++i) {
    std::printf("%7zu ", i);
    for (std::size_t k = 0; k < classes; ++k) {
      if (counts[i][k] == 0) {
        std::printf("    .");
      } else {
        std::printf("%5zu", counts[i][k]);
      }
    }
    std::printf("\n");
  }
}

/// An image as text: each pixel is two characters, the darker the denser.
inline void print_image(const Matrix<double>& X, std::size_t i) {
  constexpr std::string_view shades = " .:-=+*#%@";
  for (std::size_t row = 0; row < side; ++row) {
    std::string line;
    for (std::size_t column = 0; column < side; ++column) {
      const auto last = static_cast<double>(shades.size() - 1);
      const auto shade = static_cast<std::size_t>(std::floor(X(i, row * side + column) * last));
      line += std::string(2, shades[shade]);
    }
    std::printf("%s|\n", line.c_str());
  }
}

/// Prints the first of the held-out digits that is read wrongly, and its ten probabilities.
inline void print_misread() {
  const Digits& digits = digit_data().held_out;
  const Matrix<double> Z = digit_scores(trained_digits().theta, digits);
  const std::vector<std::size_t> read = classes_of(Z);
  const std::size_t i = first_misread(Z, digits);
  print_image(digits.X, i);
  const Vector<double> p = softmax(row_of(Z, i));
  std::printf("written as a %zu, read as a %zu\n", digits.digits[i], read[i]);
  for (std::size_t k = 0; k < classes; ++k) {
    const auto length = static_cast<std::size_t>(std::lround(40 * p(k)));
    std::printf("p_%zu = %.4f %s\n", k, p(k), std::string(length, '#').c_str());
  }
  std::printf("its loss = %.4f\n", loss_of(row_of(Z, i), row_of(digits.Y, i)));
}

/// Prints what a temperature makes of the held-out digits.
inline void print_at_temperature(double tau) {
  const Digits& digits = digit_data().held_out;
  const Matrix<double> Z = digit_scores(trained_digits().theta, digits);
  double loss = 0;
  double surest = 0;
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    const Vector<double> z = row_of(Z, i) / tau;
    loss += loss_of(z, row_of(digits.Y, i));
    surest += max_norm(softmax(z));
  }
  const auto N = static_cast<double>(Z.size1());
  std::printf("temperature = %g\n", tau);
  std::printf("right = %zu of %zu, share right = %.4f\n", right_answers(Z, digits), Z.size1(),
              static_cast<double>(right_answers(Z, digits)) / N);
  std::printf("mean probability of the answer given = %.4f\n", surest / N);
  std::printf("mean loss = %.4f\n", loss / N);
}

}  // namespace nn::chapter12
