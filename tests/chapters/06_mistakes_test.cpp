// Chapter 6: every mistake of the catalogue is caught, and the wrong step of exercise 3 is wrong.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "chapters/06-gradient-descent/mistakes.hpp"
#include "nn/training/gradient_descent.hpp"
#include "tests/chapters/06_drawn_neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;
using namespace nn::chapter6;

namespace {

/// A neuron whose gradient is long enough, in the weights and in the bias, that a wrong use of it
/// shows in the first two updates.
DrawnNeuron draw_sloping() {
  DrawnNeuron drawn = DrawnNeuron::draw();
  const Vector<double> gradient = drawn.gradient_at(drawn.theta);
  RC_PRE(std::abs(gradient(0)) > 1e-2);
  RC_PRE(std::abs(gradient(gradient.size() - 1)) > 1e-2);
  return drawn;
}

}  // namespace

TEST(Mistakes, TheRightUpdateIsAccepted) {
  property("update", [](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const double alpha = *uniform(0.2, 0.8).as("α");
    const auto cost_at = [&](const Vector<double>& theta) { return drawn.cost_at(theta); };
    const Gradient measured = [&](const Vector<double>& at) {
      return central_difference_gradient(cost_at, at);
    };
    const Gradient formula = [&](const Vector<double>& at) { return drawn.gradient_at(at); };
    const Path path = descend(formula, drawn.theta, alpha, 3);
    check.holds(!first_wrong_move(path, measured, alpha).found, "no move is wrong");
    check.agree(path.back(),
                gradient_descent(drawn.objective(), drawn.theta, {alpha, 3, 0}).parameters, 1e-14);
  });
}

// α stays away from 1, where a forgotten learning rate does no harm, and the gradient from length
// 1, where a unit step is the right one. A stale gradient and one-by-one differ from the right loop
// by the curvature, which may happen to be next to nothing; then there is nothing to catch. If all
// three moves were within the tolerance of the right ones, 1e-8 α max(1, ‖∇C‖∞), the paths would
// end within 3e-8 (1 + αℓ)² max(1, ‖∇C‖∞) of each other, below 1e-4 for the ℓ < 20 drawn here.
TEST(Mistakes, EachIsCaught) {
  property([](Check& check) {
    const DrawnNeuron drawn = draw_sloping();
    RC_PRE(drawn.smoothness() < 20);
    const double alpha = *uniform(0.2, 0.8).as("α");
    const auto cost_at = [&](const Vector<double>& theta) { return drawn.cost_at(theta); };
    const Gradient measured = [&](const Vector<double>& at) {
      return central_difference_gradient(cost_at, at);
    };
    const Gradient formula = [&](const Vector<double>& at) { return drawn.gradient_at(at); };
    RC_PRE(std::abs(norm(drawn.gradient_at(drawn.theta)) - 1) > 1e-3);
    const Path right = descend(formula, drawn.theta, alpha, 3);
    for (const Mistake& mistake : mistakes) {
      const std::string name = mistake.name;
      const Path path = mistake.descend(formula, drawn.theta, alpha, 3);
      const WrongMove wrong = first_wrong_move(path, measured, alpha);
      const bool harmless = max_norm(path.back() - right.back()) < 1e-4;
      if (name == "stale-gradient" || name == "one-by-one") {
        check.holds(wrong.found || harmless, name + " is caught where it makes a difference");
      } else {
        check.holds(wrong.found && wrong.epoch == 1, name + " is caught at the first update");
      }
    }
  });
}

// Exercise 3: "any learning rate will do". The length of α∇C is α‖∇C‖, so its square has α².
TEST(Mistakes, ExerciseThreeHasItsWrongStepWhereTheSolutionSays) {
  derivation([](Derivation& d) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const double ell = drawn.smoothness();
    const double alpha = *uniform(0, 20) / ell;
    const double cost = drawn.cost_at(drawn.theta);
    const Vector<double> gradient = drawn.gradient_at(drawn.theta);
    const Vector<double> step = -alpha * gradient;
    const double squared = squared_norm(gradient);
    d.start(drawn.cost_at(drawn.theta + step));
    d.at_most("descent lemma", cost + dot(gradient, step) + ell / 2 * squared_norm(step));
    d.step("dot product with a multiple", cost - alpha * squared + ell / 2 * squared_norm(step));
    d.wrong_step("square of the step's length", cost - alpha * squared + ell * alpha / 2 * squared);
    d.step("take out the common factor", cost - alpha * (1 - ell / 2) * squared);
  });
}
