#pragma once

/// \file
/// The Taylor test: a right gradient leaves a remainder that shrinks with the square of the step.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// What a Taylor test saw.
struct TaylorTest {
  static constexpr std::size_t count = 6;  ///< How many steps it takes.

  std::array<double, count> steps{};  ///< h = 1e-2 · 2⁻ⁱ, i = 0..5.
  /// R(h), the larger of |φ(θ ± hδ) − φ(θ) ∓ h⟨g, δ⟩|.
  std::array<double, count> remainders{};
  double floor = 0;  ///< 100 ε max(1, |φ(θ)|): a remainder below it is rounding.

  /// log₂(R(h)/R(h/2)) for each two neighbours that are both above the floor. As h shrinks it goes
  /// to 2 for a right gradient where φ is curved along δ, and to 1 for one that is wrong along δ.
  std::vector<double> rates() const {
    std::vector<double> result;
    for (std::size_t i = 0; i + 1 < count; ++i) {
      if (remainders[i] > floor && remainders[i + 1] > floor) {
        result.push_back(std::log2(remainders[i] / remainders[i + 1]));
      }
    }
    return result;
  }

  /// True if at least two of the rates are 1.8 or more, or if so few remainders are above the floor
  /// that the slope along δ is right to 4e-11 max(1, |φ|), but for terms in h³, already.
  ///
  /// Where φ changes its bend, the terms in h² and h³ are of one size. On one side of θ they have
  /// opposite signs there, and the remainder passes through zero; on the other side they add up,
  /// and the larger of the two remainders shrinks at a rate between 2 and 3.
  bool passed() const {
    const std::vector<double> r = rates();
    if (r.size() < 4) return remainders.back() <= floor || remainders[count - 2] <= floor;
    return std::count_if(r.begin(), r.end(), [](double rate) { return rate >= 1.8; }) >= 2;
  }
};

/// Compares φ with the straight line that `gradient` predicts, along `direction`.
///
/// φ(θ + hδ) = φ(θ) + h⟨∇φ, δ⟩ + O(h²). With the right gradient what remains after the first two
/// terms is O(h²); with a wrong one it is O(h).
///
/// φ is a function of a Vector<double> that returns a double, twice differentiable near θ.
///
/// \throws ShapeError if θ, `gradient` and `direction` differ in length.
// [taylor-test]
template <class F>
TaylorTest taylor_test(const F& phi, const Vector<double>& theta, const Vector<double>& gradient,
                       const Vector<double>& direction) {
  require_same_size("taylor_test", theta.size(), direction.size());
  const double at_theta = phi(theta);
  const double slope = dot(gradient, direction);

  TaylorTest test;
  test.floor = 100 * std::numeric_limits<double>::epsilon() * std::max(1.0, std::abs(at_theta));
  double h = 1e-2;
  for (std::size_t i = 0; i < TaylorTest::count; ++i, h /= 2) {
    const auto remainder = [&](double step) {
      return std::abs(phi(Vector<double>(theta + step * direction)) - at_theta - step * slope);
    };
    test.steps[i] = h;
    test.remainders[i] = std::max(remainder(h), remainder(-h));
  }
  return test;
}
// [taylor-test]

}  // namespace nn
