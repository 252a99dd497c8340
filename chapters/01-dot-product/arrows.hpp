#pragma once

/// \file
/// Two rows as arrows: their lengths, the angle between them, how far one reaches along the other.

#include <cmath>
#include <cstdio>
#include <numbers>

#include "nn/neuron/geometry.hpp"
#include "nn/program/text.hpp"

namespace nn::dot_product {

/// How many degrees are one radian.
inline constexpr double degrees = 180 / std::numbers::pi;

/// Prints the dot product as one works it out with a pencil, and what it says of the two arrows.
///
/// \throws std::domain_error if a row is zero: it has no direction.
inline void print_by_hand(const Vector<double>& w, const Vector<double>& x) {
  const double t = dot(w, x) / squared_norm(w);
  const Vector<double> foot = t * w;
  const Vector<double> left_over = x - foot;
  std::printf("w = %s, x = %s\n", text_of(w).c_str(), text_of(x).c_str());
  std::printf("products = %s\n", text_of(entrywise_product(w, x)).c_str());
  std::printf("w . x = %.6g\n", dot(w, x));
  std::printf("|w| = %.6g, |x| = %.6g, product of the lengths = %.6g\n", norm(w), norm(x),
              norm(w) * norm(x));
  std::printf("cosine = %.6g, angle = %.6g degrees\n", cosine(w, x), angle(w, x) * degrees);
  std::printf("x reaches along w = %.6g\n", scalar_projection(x, w));
  std::printf("t = %.6g, foot t w = %s\n", t, text_of(foot).c_str());
  std::printf("left over x - t w = %s, its product with w = %.6g\n", text_of(left_over).c_str(),
              dot(w, left_over));
}

/// Turns x around, at the same length: the dot product follows the cosine.
///
/// \pre w and x have two entries
inline void print_turned(const Vector<double>& w, const Vector<double>& x) {
  const double start = std::atan2(w(1), w(0));
  const double length = norm(x);
  std::printf("angle      w . x   bound |w| |x|\n");
  for (const int turn : {0, 45, 90, 135, 180}) {
    const double direction = start + turn / degrees;
    const Vector<double> turned =
        vector<double>({length * std::cos(direction), length * std::sin(direction)});
    // Rounded to what is printed, so that no sign of a zero shows.
    std::printf("%5d %10.4f %15.4f\n", turn, std::round(dot(w, turned) * 1e4) / 1e4 + 0.0,
                norm(w) * length);
  }
}

}  // namespace nn::dot_product
