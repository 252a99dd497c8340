// The mistakes of chapter 11: each wrong gradient is refused, the right one passes.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "chapters/11-backpropagation/examples.hpp"
#include "chapters/11-backpropagation/mistakes.hpp"
#include "chapters/11-backpropagation/wrong_gradients.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;
using nn::chapter11::Batch;
using nn::chapter11::Equations;
using nn::chapter11::Mistake;
using nn::chapter11::mistakes;

namespace {

/// The mistakes' network d-d-d-K, whose equal widths let wrong products fit, with samples.
struct Drawn {
  Network network;
  Vector<double> theta;
  Batch batch;

  static Drawn draw(std::size_t n) {
    const std::size_t d = *dimension(2, 4).as("d");
    const std::size_t K = *dimension(2, 3).as("K");
    const Network network = network_of(d, {d, d}, Activation::tanh, K);
    Drawn drawn{network,
                0.5 * *gaussian_vector(parameter_count(network)).as("theta"),
                {*gaussian_matrix(n, d).as("X"), Matrix<double>(n, K)}};
    for (double& y : drawn.batch.Y.data()) y = *label().as("y");
    return drawn;
  }

  template <class T>
  T cost(const Vector<T>& at) const {
    return chapter11::cost_at(network, SigmoidCrossEntropy{}, batch, at);
  }
  Vector<double> gradient(const Equations& equations) const {
    return chapter11::gradient_by(equations, network, SigmoidCrossEntropy{}, theta, batch.X,
                                  batch.Y);
  }
};

/// Does the protocol refuse this gradient?
bool is_refused(const Drawn& drawn, const Vector<double>& gradient) {
  const auto phi = [&]<class T>(const Vector<T>& theta) { return drawn.cost(theta); };
  Check inner(Check::Mode::examples);
  testing::TestPartResultArray failures;
  const testing::ScopedFakeTestPartResultReporter reporter(
      testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
  check_gradient(inner, phi, drawn.theta, gradient);
  return failures.size() > 0;
}

/// The largest difference to the dual numbers' gradient.
double error_of(const Drawn& drawn, const Vector<double>& gradient) {
  const auto phi = [&]<class T>(const Vector<T>& theta) { return drawn.cost(theta); };
  return max_norm(gradient - dual_gradient(phi, drawn.theta));
}

}  // namespace

TEST(BackpropagationMistakes, AreAllCaught) {
  property([](Check& check) {
    const Drawn drawn = Drawn::draw(*dimension(2, 5).as("n"));
    check.holds(!is_refused(drawn, drawn.gradient(Equations{})), "the right gradient passes");
    for (const Mistake& mistake : mistakes) {
      // Parameters that shrink to nothing make several formulas the same: where a hidden weight or
      // a hidden unit is 0 or nearly so, nothing passes through it.
      const double error = error_of(drawn, drawn.gradient(mistake.equations));
      RC_PRE(error > 1e-9);
      check.holds(is_refused(drawn, drawn.gradient(mistake.equations)), mistake.name);
    }
  });
}

// The second way back, which the mistakes are made from, is the library's.
TEST(BackpropagationMistakes, AreMadeFromTheRightWayBack) {
  property([](Check& check) {
    const Drawn drawn = Drawn::draw(*dimension(1, 5).as("n"));
    // The same operations in the same order.
    check.agree(
        drawn.gradient(Equations{}),
        chapter11::gradient_of(drawn.network, SigmoidCrossEntropy{}, drawn.batch, drawn.theta),
        1e-15);
  });
}

// On the penguins, where the program shows them, each is off by far more than rounding.
TEST(BackpropagationMistakes, AreCaughtOnThePenguins) {
  examples([](Check& check) {
    const Vector<double> start = chapter11::penguin_start();
    const Vector<double> right = chapter11::penguin_gradient(Equations{}, start);
    for (const Mistake& mistake : mistakes) {
      const Vector<double> wrong = chapter11::penguin_gradient(mistake.equations, start);
      check.holds(max_norm(wrong - right) > 1e-3, mistake.name);
    }
  });
}

// Exercise "What stays right".
TEST(BackpropagationMistakes, SomeLeaveTheLastLayerRightAndSomeASingleSample) {
  property([](Check& check) {
    const Drawn batch = Drawn::draw(3);
    const Drawn single = Drawn::draw(1);
    const Vector<double> right = batch.gradient(Equations{});
    const std::size_t last = offset_of_layer(batch.network, 2);
    for (const Mistake& mistake : mistakes) {
      const std::string name = mistake.name;
      if (mistake.equations.before != Equations{}.before) {
        check.agree(entries(batch.gradient(mistake.equations), last, right.size()),
                    entries(right, last, right.size()), 0, name + ": the last layer");
      }
      if (name == "mean-twice" || name == "bias-mean" || name == "bias-first") {
        check.agree(single.gradient(mistake.equations), single.gradient(Equations{}), 0,
                    name + ": a single sample");
      }
    }
  });
}
