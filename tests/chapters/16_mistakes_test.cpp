// The mistakes of chapter 16: each is caught, in every case that is drawn, and the right number is
// right.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "chapters/16-regularisation/mistakes.hpp"
#include "chapters/16-regularisation/stopping.hpp"
#include "tests/chapters/16_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter16::Case;
using chapter16::Mistake;
using chapter16::Seen;

namespace {

/// What the number that gives a mistake away must be.
double must_be(const std::string& name, const Case& one) {
  if (name == "p-for-keep") return 1;
  if (name == "l2-for-decay") return (1 - one.alpha * one.omega) * one.theta(0);
  if (name == "test-watched") return 0.5;
  if (name == "biases-decayed") return one.theta(1);
  return 0;  // a deviation, or an error
}

}  // namespace

// The slopes of a case may be some hundreds; a gradient of those is right to 1e-11 of 1 and better.
TEST(RegularisationMistakes, AreAllCaught) {
  property([](Check& check) {
    const Case one = draw_telling_case();
    for (const Mistake& mistake : chapter16::mistakes) {
      const Seen seen = mistake.given_away(one);
      check.agree(seen.right, must_be(mistake.name, one), 1e-10, mistake.name);
      check.holds(std::abs(seen.wrong - seen.right) > 1e-6, mistake.name);
    }
  });
}

// At p = ½ it does not matter which of the two divides.
TEST(RegularisationMistakes, PForKeepHidesAtOneHalf) {
  examples("dropout-mean", [](Check& check) {
    Case half = chapter16::example_case();
    half.p = 0.5;
    const Seen seen = chapter16::mean_entry(half);
    check.agree(seen.wrong, seen.right, epsilon);
  });
}

TEST(RegularisationMistakes, AreCaughtByTheProgram) {
  examples([](Check& check) {
    for (const Mistake& mistake : chapter16::mistakes) {
      const Seen seen = mistake.given_away(chapter16::example_case());
      check.holds(std::abs(seen.wrong - seen.right) > 1e-3, mistake.name);
      check.agree(seen.right, must_be(mistake.name, chapter16::example_case()), 1e-13,
                  mistake.name);
    }
  });
}

// What comes of them: two ruin the training, one of the masks hardly shows, and the rest is as the
// page says.
TEST(RegularisationMistakes, ComeToWhatThePageSays) {
  examples([](Check& check) {
    for (const Mistake& mistake : chapter16::mistakes) {
      const std::string name = mistake.name;
      const Seen seen = mistake.comes_of_it();
      if (name == "p-for-keep") check.holds(seen.wrong > 1.5 * seen.right, name);
      if (name == "l2-for-decay") check.holds(seen.wrong > 2 * seen.right, name);
      if (name == "dropout-left-on") check.holds(seen.wrong > seen.right, name);
      if (name == "scaled-forward-only") check.holds(seen.wrong < 2 * seen.right, name);
      if (name == "test-watched") check.holds(seen.wrong > seen.right + 0.1, name);
      if (name == "biases-decayed") check.agree(seen.wrong, 20 / 2.1, 4 * epsilon, name);
    }
  });
}
