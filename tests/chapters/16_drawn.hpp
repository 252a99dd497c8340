#pragma once

/// \file
/// What the properties of chapter 16 draw.

#include <cstddef>
#include <vector>

#include "chapters/16-regularisation/bias_variance.hpp"
#include "chapters/16-regularisation/examples.hpp"
#include "chapters/16-regularisation/masks.hpp"
#include "chapters/16-regularisation/mistakes.hpp"
#include "tests/chapters/11_drawn_network.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// A network with hidden layers, a batch, and masks that stay as they are.
struct DrawnMasks {
  DrawnNetwork drawn;
  double p;                           ///< the probability of dropping
  std::vector<Matrix<double>> masks;  ///< one for each hidden layer, n x units

  /// Draws one of two or three layers, inside a property. With p up to ½ no activation grows to
  /// more than twice its size.
  static DrawnMasks draw() {
    const Activation f = *label() > 0 ? Activation::tanh : Activation::sigmoid;
    DrawnMasks result{DrawnNetwork::draw(LinearSquaredError{}, f, *dimension(2, 3).as("depth")),
                      *uniform(0.1, 0.5).as("p"),
                      {}};
    for (std::size_t l = 0; l + 1 < result.drawn.depth(); ++l) {
      Matrix<double> mask(result.drawn.n(), result.drawn.network.layers[l].units);
      for (double& entry : mask.data()) {
        entry = *label() > 0 ? chapter16::kept_entry(result.p) : 0;
      }
      result.masks.push_back(mask);
    }
    return result;
  }

  chapter16::Points batch() const { return {drawn.X, drawn.Y}; }

  /// C(θ) with the masks, for any scalar.
  template <class T>
  T cost(const Vector<T>& at, Vector<T>* gradient = nullptr) const {
    return chapter16::masked_cost(drawn.network, masks, batch(), at, gradient);
  }
};

/// A number from 0.3 to 1.3 in size, of either sign.
inline double draw_size_near_one() { return *uniform(0.3, 1.3) * (*label() > 0 ? 1 : -1); }

/// A line that is measured at one to four places.
inline chapter16::Measuring draw_measuring() {
  const std::size_t n = *dimension(1, 4).as("n");
  chapter16::Measuring measuring{std::vector<double>(n), draw_size_near_one(),
                                 draw_size_near_one()};
  for (double& x : measuring.places) x = draw_size_near_one();
  return measuring;
}

/// A case at which every mistake of the chapter shows: no parameter, input or error is near 0, p is
/// away from ½, and at least one unit is dropped and one kept.
inline chapter16::Case draw_telling_case() {
  chapter16::Case one = chapter16::example_case();
  one.p = *label() > 0 ? *uniform(0.1, 0.4).as("p") : *uniform(0.6, 0.75).as("p");
  one.alpha = *uniform(0.01, 0.5).as("alpha");
  one.omega = *uniform(0.01, 0.5).as("omega");
  for (double& parameter : one.theta) parameter = draw_size_near_one();
  for (double& x : one.sample.X.data()) x = draw_size_near_one();
  const std::size_t dropped = *dimension(0, 2).as("dropped");
  for (std::size_t k = 0; k < 3; ++k) {
    one.mask(0, k) = k == dropped ? 0 : chapter16::kept_entry(one.p);
  }
  // The target is above the score by 1 at least.
  const double score = chapter16::score_with(one, row_of(one.mask, 0));
  one.sample.Y(0, 0) = score + 1 + *uniform(0, 1).as("error");
  one.candidates = *dimension(2, 50).as("candidates");
  one.rows = *dimension(1, 60).as("rows");
  return one;
}

}  // namespace nn::test
