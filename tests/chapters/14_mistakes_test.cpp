// The mistakes of chapter 14: each wrong step is refused, the right ones pass.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "chapters/14-momentum-and-adam/mistakes.hpp"
#include "chapters/14-momentum-and-adam/wrong_steps.hpp"
#include "nn/training/adam.hpp"
#include "nn/training/momentum.hpp"
#include "tests/chapters/14_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter14::first_wrong_move;
using chapter14::Mistake;
using chapter14::right_step;
using chapter14::Rule;
using chapter14::Step;
using chapter14::Tensors;

namespace {

/// Two tensors or three, a constant gradient, and rates that fall.
struct DrawnSteps {
  Tensors tensors;
  Vector<double> gradient;
  std::vector<double> rates;

  /// No entry of the gradient is above 0.3 in size: at one half ε under the root and ε outside it
  /// come to the same.
  static DrawnSteps draw() {
    DrawnSteps drawn;
    std::size_t count = 0;
    for (std::size_t k = *dimension(2, 3).as("tensors"); k > 0; --k) {
      drawn.tensors.push_back(*dimension(1, 3).as("entries"));
      count += drawn.tensors.back();
    }
    drawn.gradient = Vector<double>(count);
    for (double& g : drawn.gradient) {
      g = 0.1 * draw_away_from_zero() * std::exp(*uniform(-7, 0).as("ln"));
    }
    drawn.rates = chapter14::falling_rates(*uniform(0.001, 1).as("α"), 5);
    return drawn;
  }
};

/// A path of a step from 0, with other gradients in each update.
std::vector<Vector<double>> path_of_step(const Step& step,
                                         const std::vector<Vector<double>>& gradients,
                                         const std::vector<double>& rates) {
  Vector<double> theta(gradients.front().size(), 0.0);
  std::vector<Vector<double>> path;
  for (std::size_t t = 0; t < gradients.size(); ++t) {
    step(theta, gradients[t], rates[t]);
    path.push_back(theta);
  }
  return path;
}

}  // namespace

TEST(SteppingMistakes, AreAllCaught) {
  property([](Check& check) {
    const DrawnSteps drawn = DrawnSteps::draw();
    for (const Rule rule : {Rule::adam, Rule::momentum}) {
      check.holds(
          !first_wrong_move(right_step(rule, drawn.tensors), rule, drawn.gradient, drawn.rates)
               .found,
          "the right step passes");
    }
    for (const Mistake& mistake : chapter14::mistakes) {
      const std::string name = mistake.name;
      const chapter14::WrongMove wrong =
          first_wrong_move(mistake.make(drawn.tensors), mistake.rule, drawn.gradient, drawn.rates);
      check.holds(wrong.found, name);
      // A rate inside the velocity shows in the second update, when another rate has come.
      check.holds(wrong.update == (name == "rate-inside" ? 2U : 1U), name + ": the update");
      // The first tensor still has the right power in the first update.
      const bool is_later = name == "power-once-a-tensor";
      check.holds((wrong.parameter >= drawn.tensors.front()) == is_later, name + ": the place");
    }
  });
}

// The second copy of the steps, which the mistakes are made from, is the library's.
TEST(SteppingMistakes, AreMadeFromTheRightSteps) {
  property({"adam-update", "momentum-update"}, [](Check& check) {
    const std::size_t count = *dimension(2, 4).as("d");
    const auto gradients = draw_gradients(5, count);
    const std::vector<double> rates = chapter14::falling_rates(*uniform(0.001, 1).as("α"), 5);
    const auto by_parts = path_of_step(right_step(Rule::adam, {1, count - 1}), gradients, rates);
    const auto velocity = path_of_step(right_step(Rule::momentum, {count}), gradients, rates);
    Adam<double> adam{AdamOptions{}};
    Momentum<double> momentum(1, chapter14::kept_velocity);
    Vector<double> by_adam(count, 0.0);
    Vector<double> by_momentum(count, 0.0);
    for (std::size_t t = 0; t < gradients.size(); ++t) {
      adam.set_learning_rate(rates[t]);
      adam.step(by_adam, gradients[t]);
      check.agree(by_parts[t], by_adam, 0);
      momentum.set_learning_rate(rates[t]);
      momentum.step(by_momentum, gradients[t]);
      check.agree(velocity[t], by_momentum, 0);
    }
  });
}

// At a constant rate the rate may stand inside or outside: five velocities below 5 · 5, some 40
// roundings of a way below 100.
TEST(SteppingMistakes, RateInsideIsRightWhileTheRateStays) {
  property("momentum-update", [](Check& check) {
    const auto gradients = draw_gradients(5, 2);
    const std::vector<double> constant(5, *uniform(0.001, 1).as("α"));
    const auto inside = path_of_step(chapter14::MomentumByParts(true), gradients, constant);
    const auto outside = path_of_step(chapter14::MomentumByParts(false), gradients, constant);
    for (std::size_t t = 0; t < gradients.size(); ++t) {
      check.agree(inside[t], outside[t], 1e-12);
    }
  });
}

// A single tensor hides the mistake with the powers.
TEST(SteppingMistakes, PowerOnceATensorIsRightForOneTensor) {
  property("adam-update", [](Check& check) {
    const auto gradients = draw_gradients(5, 3);
    const std::vector<double> rates(5, 0.1);
    const Mistake* found = nullptr;
    for (const Mistake& mistake : chapter14::mistakes) {
      if (std::string(mistake.name) == "power-once-a-tensor") found = &mistake;
    }
    check.holds(found != nullptr, "it is in the catalogue");
    const auto wrong = path_of_step(found->make({3}), gradients, rates);
    const auto right = path_of_step(right_step(Rule::adam, {3}), gradients, rates);
    check.agree(wrong.back(), right.back(), 0);
    check.holds(
        max_norm(path_of_step(found->make({1, 2}), gradients, rates).back() - right.back()) > 0,
        "cutting the block changes it");
  });
}

// On the example of the program each is off by far more than rounding.
TEST(SteppingMistakes, AreCaughtByTheProgram) {
  examples([](Check& check) {
    for (const Mistake& mistake : chapter14::mistakes) {
      const chapter14::WrongMove wrong =
          chapter14::first_wrong_move_of(mistake.make(chapter14::example_tensors()), mistake.rule);
      check.holds(wrong.found, mistake.name);
    }
    for (const Rule rule : {Rule::adam, Rule::momentum}) {
      const Step step = right_step(rule, chapter14::example_tensors());
      check.holds(!chapter14::first_wrong_move_of(step, rule).found, "the right step");
    }
  });
}
