// Does the backtracking of the exercise find the learning rate that it should?
#include EXERCISE_HEADER

#include <gtest/gtest.h>

#include <cmath>

#include "chapters/06-gradient-descent/bowl.hpp"
#include "tests/chapters/06_drawn_neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using exercise::backtracking_rate;

namespace {

/// A neuron on a slope: at the bottom every drop is lost in rounding.
DrawnNeuron draw_on_a_slope() {
  DrawnNeuron drawn = DrawnNeuron::draw();
  RC_PRE(norm(drawn.gradient_at(drawn.theta)) > 1e-2);
  return drawn;
}

bool drops_enough(const DrawnNeuron& drawn, double alpha) {
  const Vector<double> gradient = drawn.gradient_at(drawn.theta);
  const auto objective = drawn.objective();
  return value_at(objective, Vector<double>(drawn.theta - alpha * gradient)) <=
         value_at(objective, drawn.theta) - alpha / 2 * squared_norm(gradient);
}

}  // namespace

TEST(Backtracking, KeepsALearningRateBelowOneOverEll) {
  property([](Check& check) {
    const DrawnNeuron drawn = draw_on_a_slope();
    const double first = *uniform(0.1, 0.99) / drawn.smoothness();
    check.agree(backtracking_rate(drawn.objective(), drawn.theta, first), first, 0);
  });
}

TEST(Backtracking, HalvesUntilTheDropIsEnough) {
  property([](Check& check) {
    const DrawnNeuron drawn = draw_on_a_slope();
    const double first = *uniform(1, 1000) / drawn.smoothness();
    const double alpha = backtracking_rate(drawn.objective(), drawn.theta, first);
    check.holds(drops_enough(drawn, alpha), "the drop at the chosen rate is as promised");
    const double halvings = std::log2(first / alpha);
    check.agree(halvings, std::round(halvings), 0, "the first rate was halved, nothing else");
    for (double larger = first; larger > alpha; larger /= 2) {
      check.holds(!drops_enough(drawn, larger), "no rate before it would have done");
    }
  });
}

// On a parabola with curvature λ the drop is (α − λα²/2)‖∇C‖², which is enough exactly for
// α ≤ 1/λ; so the result lies between half of that and all of it.
TEST(Backtracking, FindsTheCurvatureOfAParabola) {
  property([](Check& check) {
    const double lambda = *uniform(0.1, 10).as("λ");
    const chapter6::Bowl<double> parabola{Vector<double>(1, lambda), Vector<double>(1, 0.0)};
    const double alpha = backtracking_rate(parabola, Vector<double>(1, 1.0), 1000);
    check.at_most(alpha * lambda, 1, 1e-12);
    check.at_most(0.5, alpha * lambda, 1e-12);
  });
}
