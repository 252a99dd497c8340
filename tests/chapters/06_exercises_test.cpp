// Chapter 6, exercise 4: eight learning rates, scaled and in millimetres.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "chapters/06-gradient-descent/penguins.hpp"
#include "nn/neuron/neuron.hpp"
#include "tests/support/book.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// The training of the exercise, with α = 10^k.
Training with_rate(int k, bool standardize) {
  TrainingOptions options = chapter6::penguin_options(1);
  options.test_fraction = 0;
  options.data.standardize = standardize;
  options.descent = {std::pow(10.0, k), 1000, 1e-6};
  return train(options);
}

double last_cost(const Training& training) { return training.descent.history.back().cost; }

}  // namespace

TEST(LearningRates, ScaledMoreOfThemDoWell) {
  examples([](Check& check) {
    for (int k = -4; k <= 3; ++k) {
      const Training scaled = with_rate(k, true);
      check.holds((last_cost(scaled) < 0.05) == (k >= -1), "scaled, from a tenth on");
      check.holds(scaled.descent.reason != StopReason::diverged, "and none diverges");

      const Training plain = with_rate(k, false);
      check.holds((last_cost(plain) < 0.05) == (k == -2), "in millimetres a hundredth alone");
      check.holds((plain.descent.reason == StopReason::diverged) == (k > -2),
                  "larger ones diverge");
      if (k <= -2) continue;
      const Vector<double> y_hat = predict(plain.neuron(), plain.data.X);
      for (const double prediction : y_hat)
        check.at_most(1 - prediction, 1e-5, 0, "a certain Adelie");
      check.agree(last_cost(plain), 68.0 / 219, 1e-6, "all Chinstraps are wrong");
    }
  });
}

TEST(LearningRates, AThousandLeapsIntoSaturation) {
  examples([](Check& check) {
    const Training leap = with_rate(3, true);
    check.holds(leap.descent.reason == StopReason::converged, "the program takes it for converged");
    check.holds(leap.descent.history.back().iteration == 1, "after one step");
    check.holds(*leap.accuracy(leap.split.training) > 0.9, "most answers are right");
  });
}
