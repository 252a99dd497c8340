// Chapter 13: the update of the library, the rate that falls, and the digits by batches.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "chapters/13-stochastic-gradient-descent/digits_by_batch.hpp"
#include "nn/training/batch_cost.hpp"
#include "nn/training/batches.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/schedule.hpp"
#include "nn/training/stochastic_descent.hpp"
#include "tests/chapters/11_drawn_network.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// α of update t, in long double.
double cosine_by_oracle(double alpha, std::size_t t, std::size_t T) {
  const long double share = static_cast<long double>(t) / static_cast<long double>(T);
  return static_cast<double>(alpha * (1 + std::cos(std::numbers::pi_v<long double> * share)) / 2);
}

}  // namespace

// Two epochs, update by update: each moves θ by −αₜ times the gradient of the batch of its turn.
// The rate is right to a few roundings of α.
TEST(StochasticUpdate, StepsAgainstTheGradientOfItsBatch) {
  property({"sgd-update", "batch-gradient"}, [](Check& check) {
    const SoftmaxCrossEntropy output;
    const DrawnNetwork drawn = DrawnNetwork::draw(output, Activation::sigmoid, 2);
    StochasticOptions options;
    options.batch_size = *dimension(1, drawn.n() + 1).as("m");
    options.epochs = 2;
    options.seed = *dimension(0, 1000).as("seed");
    options.shuffle = *label() == 1;
    options.learning_rate = *uniform(0.01, 1).as("α");
    options.schedule = *label() == 1 ? Schedule::cosine : Schedule::constant;
    StochasticDescent<SoftmaxCrossEntropy, double> descent(drawn.network, output, drawn.X, drawn.Y,
                                                           options);
    BatchCost<SoftmaxCrossEntropy, double> cost(drawn.network, output, drawn.X, drawn.Y);
    Batches batches(drawn.n(), options.batch_size);
    GradientDescent optimizer(options.learning_rate);
    Vector<double> theta = drawn.theta;
    Vector<double> gradient(theta.size());
    std::size_t t = 0;
    for (std::uint64_t epoch = 0; epoch < options.epochs; ++epoch) {
      if (options.shuffle) batches.shuffle(options.seed, epoch);
      std::vector<int> looks(drawn.n(), 0);
      for (std::size_t k = 0; k < batches.count(); ++k, ++t) {
        for (const std::size_t row : batches.batch(k)) ++looks[row];
        const double batch_cost = cost.evaluate(batches.batch(k), theta, &gradient);
        const double rate = options.schedule == Schedule::constant
                                ? options.learning_rate
                                : cosine_by_oracle(options.learning_rate, t, 2 * batches.count());
        const Vector<double> expected = theta - rate * gradient;
        check.agree(descent.update(theta, optimizer), batch_cost, 0, "the cost of its batch");
        check.agree(theta, expected, 16 * epsilon * (1 + max_norm(gradient)));
      }
      for (const int times : looks) check.holds(times == 1, "each row once an epoch");
    }
    check.holds(descent.updates() == t && descent.last() == t, "so many updates");
  });
}

TEST(CosineRate, IsItsFormula) {
  property("cosine-rate", [](Check& check) {
    const std::size_t T = *dimension(1, 60).as("T");
    const double alpha = *uniform(0.001, 10).as("α");
    double sum = 0;
    for (std::size_t t = 0; t < T; ++t) {
      const double rate = scheduled_rate(Schedule::cosine, alpha, t, T);
      check.agree(rate / alpha, cosine_by_oracle(1, t, T), 8 * epsilon);
      check.agree(scheduled_rate(Schedule::constant, alpha, t, T), alpha, 0, "constant");
      check.holds(rate > 0, "no rate is 0");
      if (t > 0) {
        check.holds(rate < scheduled_rate(Schedule::cosine, alpha, t - 1, T), "it falls");
      }
      sum += rate / alpha;
    }
    check.agree(scheduled_rate(Schedule::cosine, alpha, 0, T), alpha, epsilon * alpha, "from α");
    // The cosines of the later half take away what those of the earlier have, but for the first, 1.
    check.agree(sum, (static_cast<double>(T) + 1) / 2, 64 * epsilon, "half of them, all in all");
    if (T % 2 == 0) {
      check.agree(scheduled_rate(Schedule::cosine, alpha, T / 2, T) / alpha, 0.5, 4 * epsilon);
    }
  });
}

// What the page reads off the table: the smaller the batch, the faster the images teach, down to
// ten.
TEST(DigitsByBatch, AreLearnedFasterInSmallBatches) {
  examples("batch-gradient", [](Check& check) {
    std::vector<double> last;
    for (const chapter13::BatchPlan& plan : chapter13::batch_plans()) {
      const chapter13::DigitRun run = chapter13::digit_run(plan);
      check.holds(run.costs.size() == 4, "from 0 to 3");
      // A sum of 1348 equal terms.
      check.agree(run.costs.front(), std::log(10.0), 1e-12, "nothing known");
      last.push_back(run.costs.back());
    }
    check.at_most(last[0], 0.3, 0, "one image a step");
    check.at_most(last[1], 0.3, 0, "ten");
    check.at_most(0.3, last[2], 0, "a hundred");
    check.at_most(last[2], 0.7, 0, "a hundred");
    check.at_most(1.5, last[3], 0, "all");
  });
}
