// The mistakes of chapter 15: each wrong start gives itself away, the right ones do not.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "chapters/15-initialisation/layers.hpp"
#include "chapters/15-initialisation/mistakes.hpp"
#include "chapters/15-initialisation/wrong_starts.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter15::allowed_errors;
using chapter15::Mistake;
using chapter15::start_of;
using chapter15::worst_of;

namespace {

/// A network that becomes narrower by half or more, with 360 weights or more in each layer.
Network draw_funnel() {
  const std::size_t inputs = *dimension(64, 72).as("inputs");
  const std::size_t first = *dimension(28, 32).as("units of layer 1");
  const std::size_t second = *dimension(14, 16).as("units of layer 2");
  return network_of(inputs, {first, second}, Activation::tanh, 26);
}

}  // namespace

// The seeds are among a hundred, the shapes few: a right start that misses by eight standard errors
// would be one case in 10¹⁰, and there are not so many. Of the wrong ones the least suspicious is
// the one with a third of the variance: two thirds of the root of half its 1792 weights are 20.
TEST(InitialisationMistakes, AreAllCaught) {
  property({"he-variance", "xavier-variance"}, [](Check& check) {
    const Network network = draw_funnel();
    const std::uint64_t seed = *dimension(1, 100).as("seed");
    for (const Initialisation init : {Initialisation::he, Initialisation::xavier}) {
      const Vector<double> right = start_of(network, init, seed);
      check.at_most(worst_of(network, init, right).errors, allowed_errors, 0, "a right start");
    }
    for (const Mistake& mistake : chapter15::mistakes) {
      const Vector<double> wrong = mistake.start(network, seed);
      check.holds(worst_of(network, mistake.meant, wrong).errors > allowed_errors, mistake.name);
    }
  });
}

// What the mistakes are made from is the library's start: the same numbers in the same places.
TEST(InitialisationMistakes, AreMadeFromTheRightStart) {
  property([](Check& check) {
    const Network network = draw_funnel();
    const std::uint64_t seed = *dimension(1, 100).as("seed");
    for (const Initialisation init : {Initialisation::he, Initialisation::xavier}) {
      const Vector<double> same = chapter15::normal_weights(
          network, seed,
          [init](const Layer& layer) { return std::sqrt(weight_variance(init, layer)); });
      check.agree(same, start_of(network, init, seed), 0);
    }
  });
}

TEST(InitialisationMistakes, AreCaughtOnTheDigits) {
  examples([](Check& check) {
    for (const Initialisation init : {Initialisation::he, Initialisation::xavier}) {
      const Network network = chapter15::funnel(Activation::relu);
      const Vector<double> right = start_of(network, init, 1);
      check.at_most(worst_of(network, init, right).errors, allowed_errors, 0, "a right start");
    }
    for (const Mistake& mistake : chapter15::mistakes) {
      const Network network = chapter15::funnel(mistake.activation);
      const Vector<double> wrong = mistake.start(network, 1);
      check.holds(worst_of(network, mistake.meant, wrong).errors > allowed_errors, mistake.name);
    }
  });
}
