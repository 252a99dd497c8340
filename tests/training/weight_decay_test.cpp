// What keeps weights small: the decay beside each step, the penalty in the cost, and where the two
// are one.
#include "nn/training/weight_decay.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "nn/training/gradient_descent.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// For each entry of θ whether it is a weight, counted layer by layer.
std::vector<bool> weights_of(const Network& network) {
  std::vector<bool> is_weight;
  for (const Layer& layer : network.layers) {
    is_weight.insert(is_weight.end(), layer.inputs * layer.units, true);
    is_weight.insert(is_weight.end(), layer.units, false);
  }
  return is_weight;
}

template <class T>
void shrinks_weights_alone(Check& check) {
  const DrawnNetwork drawn = draw_network();
  const Vector<T> theta = cast<T>(drawn.theta);
  const T share = static_cast<T>(*uniform(0, 1).as("share"));
  const T kept = 1 - share;
  Vector<T> decayed = theta;
  decay_weights(drawn.network, share, decayed);
  const std::vector<bool> is_weight = weights_of(drawn.network);
  check.holds(decayed.size() == is_weight.size(), "as many as before");
  for (std::size_t p = 0; p < is_weight.size(); ++p) {
    check.holds(decayed(p) == (is_weight[p] ? theta(p) * kept : theta(p)), "an entry, bit for bit");
  }
}

/// The penalty without its gradient.
template <class T>
T penalty(const Network& network, T lambda, const Vector<T>& theta) {
  return l2_penalty<T>(network, lambda, theta, nullptr);
}

}  // namespace

TEST(WeightDecay, ShrinksWeightsAndLeavesBiases) {
  property([](Check& check) {
    shrinks_weights_alone<double>(check);
    shrinks_weights_alone<float>(check);
  });
}

TEST(WeightDecay, OfNothingAndOfAll) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const std::vector<bool> is_weight = weights_of(drawn.network);
    Vector<double> same = drawn.theta;
    decay_weights(drawn.network, 0.0, same);
    Vector<double> gone = drawn.theta;
    decay_weights(drawn.network, 1.0, gone);
    for (std::size_t p = 0; p < is_weight.size(); ++p) {
      check.holds(same(p) == drawn.theta(p), "a share of 0 changes nothing");
      check.holds(gone(p) == (is_weight[p] ? 0 : drawn.theta(p)), "a share of 1 leaves no weight");
    }
  });
}

// θ − α(g + λθ) = (1 − αλ)θ − αg. Each side rounds a few products and sums of numbers below 5, at
// most 8 of them; and the two sides may be off in opposite directions.
TEST(WeightDecay, AndPenaltyAreOneForPlainDescent) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const double alpha = *uniform(0.01, 0.5).as("α");
    const double lambda = *uniform(0, 1).as("λ");
    const Vector<double> gradient = *gaussian_vector(drawn.theta.size()).as("g");
    const GradientDescent descent(alpha);
    Vector<double> decayed = drawn.theta;
    decay_weights(drawn.network, alpha * lambda, decayed);
    descent.step(decayed, gradient);
    Vector<double> with_penalty = gradient;
    l2_penalty(drawn.network, lambda, drawn.theta, &with_penalty);
    Vector<double> penalised = drawn.theta;
    descent.step(penalised, with_penalty);
    check.agree(decayed, penalised, 64 * epsilon);
  });
}

// Of up to 170 squares, all of one sign: each meets at most 173 roundings of u = ε/2.
TEST(L2Penalty, IsHalfTheSquaresOfTheWeights) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const double lambda = *uniform(0, 3).as("λ");
    const std::vector<bool> is_weight = weights_of(drawn.network);
    long double squares = 0;
    for (std::size_t p = 0; p < is_weight.size(); ++p) {
      const long double weight = drawn.theta(p);
      if (is_weight[p]) squares += weight * weight;
    }
    check.agree(penalty(drawn.network, lambda, drawn.theta),
                static_cast<double>(lambda * squares / 2), 128 * epsilon);
  });
}

TEST(L2Penalty, GradientAgreesWithThreeOracles) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const double lambda = *uniform(0.1, 2).as("λ");
    Vector<double> gradient(drawn.theta.size(), 0.0);
    const double value = l2_penalty(drawn.network, lambda, drawn.theta, &gradient);
    check.holds(value == penalty(drawn.network, lambda, drawn.theta),
                "the same without a gradient");
    const auto phi = [&]<class T>(const Vector<T>& theta) {
      return penalty(drawn.network, T(lambda), theta);
    };
    check_gradient(check, phi, drawn.theta, gradient);
  });
}

TEST(L2Penalty, IsAddedToTheGradientThatIsThere) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const double lambda = *uniform(0, 3).as("λ");
    const Vector<double> before = *gaussian_vector(drawn.theta.size()).as("g");
    Vector<double> after = before;
    l2_penalty(drawn.network, lambda, drawn.theta, &after);
    const std::vector<bool> is_weight = weights_of(drawn.network);
    for (std::size_t p = 0; p < is_weight.size(); ++p) {
      const double slope = is_weight[p] ? lambda * drawn.theta(p) : 0;
      check.agree(after(p), before(p) + slope, 4 * epsilon, "a slope");
    }
  });
}

TEST(WeightDecay, RefusesParametersOfAnotherNetwork) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const std::size_t size = drawn.theta.size();
    const std::size_t other = *label() == 1 ? size - 1 : size + *dimension(1, 3).as("more");
    Vector<double> wrong(other, 0.0);
    const auto refuses = [&](const char* operation, const auto& act) {
      const std::string message = message_of<ShapeError>(act);
      check.holds(says(message, {operation, ": sizes "}), message);
    };
    Vector<double> gradient(size, 0.0);
    refuses("decay_weights", [&] { decay_weights(drawn.network, 0.1, wrong); });
    refuses("l2_penalty", [&] { penalty(drawn.network, 0.1, wrong); });
    refuses("l2_penalty", [&] { l2_penalty(drawn.network, 0.1, wrong, &gradient); });
    refuses("l2_penalty", [&] { l2_penalty(drawn.network, 0.1, drawn.theta, &wrong); });
  });
}
