// Chapter 17: P small steps and a large one, each line.
#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "chapters/17-many-machines/batch_and_rate.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "tests/chapters/17_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// The sum of the gradients of all rows of a batch, each row by itself.
Vector<double> sum_over_rows(const Samples& batch, const Vector<double>& theta) {
  Vector<double> sum(theta.size(), 0.0);
  for (std::size_t i = 0; i < batch.y.size(); ++i) {
    Samples row{Matrix<double>(1, batch.X.size2()), Vector<double>(1, batch.y(i))};
    set_row(row.X, 0, row_of(batch.X, i));
    sum += chapter17::gradient_of(row, theta);
  }
  return sum;
}

/// θ₀, …, θ_P of the small steps.
std::vector<Vector<double>> places(const DrawnSmallSteps& drawn) {
  std::vector<Vector<double>> all = {drawn.theta};
  for (const Samples& batch : drawn.batches) {
    const Vector<double> now = all.back();
    all.emplace_back(now - drawn.alpha * chapter17::gradient_of(batch, now));
  }
  return all;
}

}  // namespace

TEST(LargeStep, IsAllSmallOnesFromOnePlaceStepByStep) {
  derivation("one-large-step", [](Derivation& d) {
    const DrawnSmallSteps drawn = DrawnSmallSteps::draw();
    const double alpha = drawn.alpha;
    const double P = drawn.P();
    const double rows = 8;
    Vector<double> by_batch(3, 0.0);
    Vector<double> by_row(3, 0.0);
    for (const Samples& batch : drawn.batches) {
      by_batch += chapter17::gradient_of(batch, drawn.theta);
      by_row += sum_over_rows(batch, drawn.theta);
    }
    d.start(chapter17::all_at_once(drawn.batches, alpha, drawn.theta));
    d.step("take out the common factor", Vector<double>(drawn.theta - alpha * by_batch));
    d.step("by {batch-gradient}, P times", Vector<double>(drawn.theta - alpha * (by_row / rows)));
    d.step("multiply and divide by P",
           Vector<double>(drawn.theta - P * alpha * (by_row / (P * rows))));
    d.step("by {batch-gradient}, of all these rows",
           chapter17::one_large_step(drawn.batches, alpha, drawn.theta));
  });
}

TEST(LargeStep, IsNotFarFromSmallOnesStepByStep) {
  derivation("large-step-distance", [](Derivation& d) {
    const DrawnSmallSteps drawn = DrawnSmallSteps::draw();
    const double alpha = drawn.alpha;
    const double l = chapter17::smoothness_of(drawn.batches);
    const chapter17::SmallSteps small =
        chapter17::one_after_another(drawn.batches, alpha, drawn.theta);
    const std::vector<Vector<double>> theta = places(drawn);
    Vector<double> turned(3, 0.0);
    double by_length = 0;
    double by_distance = 0;
    double by_count = 0;
    for (std::size_t k = 0; k < drawn.batches.size(); ++k) {
      const Vector<double> turn = chapter17::gradient_of(drawn.batches[k], theta[k]) -
                                  chapter17::gradient_of(drawn.batches[k], drawn.theta);
      turned += turn;
      by_length += norm(turn);
      by_distance += l * norm(Vector<double>(theta[k] - drawn.theta));
      by_count += l * static_cast<double>(k) * alpha * small.longest;
    }
    const Vector<double> large = chapter17::one_large_step(drawn.batches, alpha, drawn.theta);
    d.start(norm(Vector<double>(small.theta - large)));
    d.step("by {one-large-step}; both begin at the same place",
           norm(Vector<double>(alpha * turned)));
    d.at_most("triangle inequality", alpha * by_length);
    d.at_most("by {smoothness}, of each batch's cost", alpha * by_distance);
    d.at_most("k steps so far, none longer than the rate times G", alpha * by_count);
    d.step("0 + 1 + ... + (P - 1) = P(P - 1)/2",
           chapter17::distance_bound(alpha, l, small.longest, drawn.batches.size()));
  });
}
