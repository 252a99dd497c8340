// The mistakes of chapter 10: each wrong way forward is refused, and the right one passes.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "chapters/10-layers/loops.hpp"
#include "chapters/10-layers/mistakes.hpp"
#include "chapters/10-layers/wrong_layers.hpp"
#include "nn/network/network.hpp"
#include "tests/chapters/10_drawn_network.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;
using nn::chapter10::allowed;
using nn::chapter10::largest_difference;
using nn::chapter10::Mistake;
using nn::chapter10::mistakes;
using nn::chapter10::right_scores;
using nn::chapter10::scores_by_loops;

namespace {

/// A number from 0.3 to 1.3 in size, of either sign.
double draw_away_from_zero() { return *uniform(0.3, 1.3) * (*label() > 0 ? 1 : -1); }

/// A network at which every mistake shows: no parameter is near 0, no unit far in saturation, two
/// samples or more, two hidden units or more.
DrawnLayers draw_telling(Activation f, bool with_square_layer) {
  const std::vector<std::size_t> sizes = draw_sizes(4);  // n, d, hidden units, outputs
  const std::size_t hidden = with_square_layer ? sizes[1] : sizes[2];
  const Network network = network_of(sizes[1], {hidden}, f, sizes[3]);
  DrawnLayers drawn{network, Vector<double>(parameter_count(network)),
                    Matrix<double>(sizes[0], sizes[1])};
  for (double& parameter : drawn.theta) parameter = draw_away_from_zero();
  drawn.theta(1) = 1.5;  // no other is as large: the weights are not symmetric
  for (std::size_t i = 0; i < drawn.X.size1(); ++i) {
    for (std::size_t j = 0; j < drawn.X.size2(); ++j) drawn.X(i, j) = draw_away_from_zero();
  }
  return drawn;
}

/// Do these scores differ from those of plain loops?
bool is_refused(const Matrix<double>& said, const DrawnLayers& drawn) {
  const Matrix<double> loops = scores_by_loops(drawn.network, drawn.theta, drawn.X);
  return !(largest_difference(said, loops) <= allowed(loops));
}

bool is_caught(const Mistake& mistake, const DrawnLayers& drawn) {
  try {
    return is_refused(mistake.scores(drawn.network, drawn.theta, drawn.X), drawn);
  } catch (const ShapeError&) {
    return true;
  }
}

}  // namespace

TEST(LayerMistakes, AreAllCaught) {
  property({"layer", "parameter-count"}, [](Check& check) {
    const bool is_square = *label() > 0;
    for (const Mistake& mistake : mistakes) {
      const DrawnLayers drawn = draw_telling(mistake.activation, is_square);
      check.holds(!is_refused(right_scores(drawn.network, drawn.theta, drawn.X), drawn),
                  "the right scores pass");
      check.holds(is_caught(mistake, drawn), mistake.name);
    }
  });
}

// Where a layer has as many units as inputs, Wᵀ fits as well as W. Nothing complains, and it is
// what reading column by column gives.
TEST(LayerMistakes, ATransposedMatrixFitsWhereItIsSquareAndNowhereElse) {
  property("layer", [](Check& check) {
    const DrawnLayers square = draw_telling(Activation::tanh, true);
    const Matrix<double> wrong =
        chapter10::transposed_weights(square.network, square.theta, square.X);
    check.holds(is_refused(wrong, square), "it is wrong");
    const DrawnLayers other = draw_telling(Activation::tanh, false);
    check.holds(throws<ShapeError>(
                    [&] { chapter10::transposed_weights(other.network, other.theta, other.X); }),
                "it does not fit");
    check.holds(is_refused(chapter10::column_by_column(other.network, other.theta, other.X), other),
                "read column by column it always fits");
  });
}

// A layer with one input or one unit has no rows and columns to exchange.
TEST(LayerMistakes, OneIsRightForASingleUnit) {
  property([](Check& check) {
    const Network network = network_of(3, {1}, Activation::tanh, 1);
    const Vector<double> theta = *gaussian_vector(parameter_count(network)).as("theta");
    const Matrix<double> X = *gaussian_matrix(2, 3).as("X");
    agree_within(check, chapter10::column_by_column(network, theta, X),
                 right_scores(network, theta, X), 0);
  });
}

// With a sigmoid at the end nobody weighs more than a kilogram.
TEST(LayerMistakes, ABentOutputStaysBelowOne) {
  property([](Check& check) {
    const DrawnLayers drawn = draw_telling(Activation::tanh, false);
    const Matrix<double> wrong = chapter10::bent_output(drawn.network, drawn.theta, drawn.X);
    for (const double score : wrong.data()) {
      check.at_most(score, 1);
      check.at_most(0, score);
    }
  });
}

// Without a bend in the middle, the middle of two samples has the middle of their scores.
TEST(LayerMistakes, WithoutABendTheLayersCollapse) {
  property("deep-linear-network", [](Check& check) {
    const DrawnLayers drawn = draw_telling(Activation::tanh, false);
    Network linear = drawn.network;
    linear.layers[0].activation = Activation::linear;
    agree_within(check, chapter10::no_bend(drawn.network, drawn.theta, drawn.X),
                 right_scores(linear, drawn.theta, drawn.X), 0);
  });
}

TEST(LayerMistakes, AreCaughtByTheProgramToo) {
  for (const Mistake& mistake : mistakes) {
    for (const auto& shown :
         {chapter10::three_units(mistake.activation), chapter10::two_units(mistake.activation)}) {
      const DrawnLayers example{shown.network, shown.theta, shown.X};
      EXPECT_TRUE(is_caught(mistake, example)) << mistake.name;
      EXPECT_FALSE(is_refused(right_scores(shown.network, shown.theta, shown.X), example));
    }
  }
}
