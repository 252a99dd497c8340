// Chapter 9: every mistake of the catalogue is caught, and Rosenblatt's rule is not.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "chapters/09-perceptron/mistakes.hpp"
#include "chapters/09-perceptron/wrong_rules.hpp"
#include "nn/neuron/perceptron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using nn::chapter9::expected_move;
using nn::chapter9::extended;
using nn::chapter9::first_wrong_move;
using nn::chapter9::is_right_at;
using nn::chapter9::Mistake;
using nn::chapter9::mistakes;
using nn::chapter9::Move;
using nn::chapter9::right_move;
using nn::chapter9::small_samples;
using nn::chapter9::wrong_after;

namespace {

/// Whether a rule moves as it should at θ, at −θ and at 0, for either label.
bool is_right_around(Move move, const Vector<double>& theta, const Vector<double>& x) {
  const Vector<double> turned = -theta;
  const Vector<double> zero(theta.size(), 0.0);
  for (const Vector<double>& at : {theta, turned, zero}) {
    for (const double y : {0.0, 1.0}) {
      if (!is_right_at(move, at, x, y)) return false;
    }
  }
  return true;
}

}  // namespace

// |z| stays away from 0 and 1, where t − z is t, or 0, and one input from −1, 0 and 1, where a sign
// is as good as the number.
TEST(PerceptronMistakes, EachIsCaught) {
  property("perceptron-update", [](Check& check) {
    const std::size_t d = *dimension(1, 4).as("d");
    const Vector<double> x = extended(*gaussian_vector(d).as("x"));
    const Vector<double> theta = *gaussian_vector(d + 1).as("theta");
    const double z = std::abs(dot(theta, x));
    RC_PRE(z > 1e-3 && std::abs(z - 1) > 1e-3);
    RC_PRE(std::abs(x(0)) > 1e-3 && std::abs(std::abs(x(0)) - 1) > 1e-3);
    check.holds(is_right_around(right_move, theta, x), "the right rule passes");
    for (const Mistake& mistake : mistakes) {
      check.holds(!is_right_around(mistake.move, theta, x), mistake.name);
    }
  });
}

// The move of the catalogue is the library's step, and what the program expects is as well.
TEST(PerceptronMistakes, TheRightMoveIsTheLibrarys) {
  property("perceptron-update", [](Check& check) {
    const std::size_t d = *dimension(1, 4).as("d");
    const Vector<double> x = *gaussian_vector(d).as("x");
    const double y = *label().as("y");
    const Vector<double> theta = *gaussian_vector(d + 1).as("theta");
    Neuron<double> neuron = neuron_from(theta);
    perceptron_update(neuron, x, 2 * y - 1);
    const Vector<double> longer = extended(x);
    const Vector<double> move = right_move(longer, y, preactivation(neuron_from(theta), x));
    check.agree(Vector<double>(theta + move), parameters(neuron), 0);
    if (std::abs(dot(theta, longer)) > 1e-9) {
      check.agree(expected_move(theta, longer, y), move, 4 * epsilon);
    }
  });
}

// As the page tells it: on the four samples each shows, and some learn the penguins all the same.
TEST(PerceptronMistakes, OnTheFourSamplesAndThePenguins) {
  examples([](Check& check) {
    check.holds(!first_wrong_move(right_move, small_samples()).found, "the right rule passes");
    const Samples penguins = chapter9::bills_to_learn();
    check.holds(wrong_after(right_move, penguins, 100) == 0, "and learns the penguins");
    const std::vector<std::size_t> wrong = {273, 0, 1, 33, 8, 274, 0, 274, 0};
    for (std::size_t k = 0; k < mistakes.size(); ++k) {
      const Mistake& mistake = mistakes.at(k);
      check.holds(first_wrong_move(mistake.move, small_samples()).found, mistake.name);
      check.holds(wrong_after(mistake.move, penguins, 100) == wrong[k], mistake.name);
    }
  });
}

// The theorem with the bias left out of R and of the margin: of x = 1 (yes) and x = −1 (no) it
// promises one mistake at most. The rule makes two.
TEST(PerceptronMistakes, ABoundWithoutTheBiasIsWrong) {
  examples("perceptron-bound", [](Check& check) {
    const Matrix<double> X = matrix<double>({{1}, {-1}});
    const Vector<double> t = vector<double>({1, -1});
    const Neuron<double> separator{vector<double>({1}), 0};
    const double without_bias = 1.0 / 1.0;  // R = max |x| = 1, margin min t w x = 1
    const auto result = train_perceptron(X, t, 10);
    check.holds(result.total_mistakes() == 2 && without_bias < 2, "more than promised");
    check.agree(mistake_bound(separator, X, t), 2, 8 * epsilon, "the bias inside");
  });
}
