// Chapter 8: operations, bytes, and the roof over both.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "chapters/08-cost-of-a-dot-product/cache.hpp"
#include "chapters/08-cost-of-a-dot-product/counted.hpp"
#include "chapters/08-cost-of-a-dot-product/epochs.hpp"
#include "chapters/08-cost-of-a-dot-product/roof.hpp"
#include "nn/training/neuron_pass.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::chapter8;
using namespace nn::test;

namespace {

double number(std::size_t count) { return static_cast<double>(count); }

Vector<Counted> draw_vector(std::size_t n) {
  return cast<Counted>(Vector<double>(*gaussian_vector(n)));
}
Matrix<Counted> draw_matrix(std::size_t n, std::size_t d) {
  return cast<Counted>(Matrix<double>(*gaussian_matrix(n, d).as("X")));
}

/// The bytes of a container's numbers, were they doubles.
template <class Container>
double bytes_of(const Container& container) {
  return number(sizeof(double) * container.data().size());
}

template <class Body>
double counted(const Body& body) {
  return number(operations_of(body).all());
}

/// A machine that does so many operations and reads so many bytes in a tick, both at once, and a
/// task. It returns the ticks until the task is done.
double ticks(std::size_t operations, std::size_t bytes, std::size_t operations_a_tick,
             std::size_t bytes_a_tick) {
  std::size_t time = 0;
  while (operations > 0 || bytes > 0) {
    operations -= std::min(operations, operations_a_tick);
    bytes -= std::min(bytes, bytes_a_tick);
    ++time;
  }
  return number(time);
}

struct DrawnTask {
  double F = *uniform(1, 100).as("F");
  double Q = *uniform(1, 100).as("Q");
  Machine machine{*uniform(0.1, 10), *uniform(0.1, 10)};
};

}  // namespace

// Operations ------------------------------------------------------------------------------------

TEST(Operations, OfADotProductAreTwiceItsLength) {
  property("dot-operations", [](Check& check) {
    const std::size_t d = *dimension(0, 50).as("d");
    const Vector<Counted> w = draw_vector(d);
    const Vector<Counted> x = draw_vector(d);
    const Operations done = operations_of([&] { dot(w, x); });
    check.agree(number(done.multiplications), number(d), 0, "multiplications");
    check.agree(number(done.additions), number(d), 0, "additions");
    check.agree(number(done.all()), number(2 * d), 0, "all");
  });
}

TEST(Operations, OfAllScoresStepByStep) {
  derivation("matvec-operations", [](Derivation& step) {
    const std::size_t n = *dimension(1, 9).as("n");
    const std::size_t d = *dimension(1, 9).as("d");
    const Matrix<Counted> X = draw_matrix(n, d);
    const Vector<Counted> w = draw_vector(d);
    double by_row = 0;
    double by_formula = 0;
    for (std::size_t i = 0; i < n; ++i) {
      by_row += counted([&, x = row_of(X, i)] { dot(w, x); });
      by_formula += number(2 * d);
    }
    step.start(counted([&] { matvec(X, w); }));
    step.step("by {batch-dot}, a dot product for each row", by_row);
    step.step("by {dot-operations}", by_formula);
    step.step("n equal terms", number(2 * n * d));
  });
}

TEST(Operations, OfAWeightedSumOfRows) {
  property("row-sum-operations", [](Check& check) {
    const std::size_t n = *dimension(0, 9).as("n");
    const std::size_t d = *dimension(0, 9).as("d");
    const Matrix<Counted> X = draw_matrix(n, d);
    const Vector<Counted> u = draw_vector(n);
    const Operations done = operations_of([&] { matvec_transposed(X, u); });
    check.agree(number(done.multiplications), number(n * d), 0, "multiplications");
    check.agree(number(done.all()), number(2 * n * d), 0, "all");
  });
}

TEST(Operations, OfAnEpochAreItsTwoProductsAndLittleMore) {
  property("epoch-operations", [](Check& check) {
    const std::size_t n = *dimension(1, 9).as("n");
    const std::size_t d = *dimension(0, 9).as("d");
    const Matrix<Counted> X = draw_matrix(n, d);
    const auto y = cast<Counted>(Vector<double>(*labels(n).as("y")));
    const Vector<Counted> theta = draw_vector(d + 1);
    const double done = counted([&] { plain_epoch(X, y, theta); });
    check.at_most(number(4 * n * d), done, 0, "from below");
    check.at_most(done, number(4 * n * d + 16 * n + d + 2), 0, "from above");
  });
}

TEST(Counted, CountsWhatWasDoneAndWhatWasWaitedFor) {
  const Counted a = 3;
  const Counted b = 2;
  Counted product;
  Counted last;
  const Operations done = operations_of([&] {
    product = a * b;
    last = (exp(product - a) / b) + Counted(1);
  });
  EXPECT_EQ(product.value, 6);
  EXPECT_EQ(product.chain, 1U);
  EXPECT_EQ(last.value, std::exp(3.0) / 2 + 1);
  EXPECT_EQ(last.chain, 5U) << "times, minus, exp, divided by, plus";
  EXPECT_EQ(done.multiplications, 1U);
  EXPECT_EQ(done.additions, 2U);
  EXPECT_EQ(done.others, 2U);
  EXPECT_EQ((Counted(0) + product).chain, 1U) << "nobody waits for the 0 of a sum";
  EXPECT_EQ((product - product + a).chain, 3U) << "a 0 that was computed is waited for";
}

// Bytes -----------------------------------------------------------------------------------------

TEST(Intensity, IsOperationsForAByte) {
  property("intensity", [](Check& check) {
    const DrawnTask task;
    const Kernel kernel{"", task.F, task.Q, 1};
    check.agree(kernel.intensity() * task.Q, task.F, 4 * epsilon);
  });
}

TEST(Intensity, OfADotProductStepByStep) {
  derivation("dot-intensity", [](Derivation& step) {
    const std::size_t d = *dimension(1, 50).as("d");
    const Vector<Counted> w = draw_vector(d);
    const Vector<Counted> x = draw_vector(d);
    const double Q = bytes_of(w) + bytes_of(x);
    step.start(counted([&] { dot(w, x); }) / Q);
    step.step("by {dot-operations}", number(2 * d) / Q);
    step.step("two rows of d numbers, 8 bytes each", number(2 * d) / (2 * 8 * number(d)));
    step.step("cancel", 1.0 / 8);
  });
}

TEST(Intensity, OfAllScoresStepByStep) {
  derivation("matvec-intensity", [](Derivation& step) {
    const std::size_t n = *dimension(1, 20).as("n");
    const std::size_t d = *dimension(1, 20).as("d");
    const Matrix<Counted> X = draw_matrix(n, d);
    const Vector<Counted> w = draw_vector(d);
    const double Q = bytes_of(X) + bytes_of(w) + bytes_of(matvec(X, w));
    step.start(counted([&] { matvec(X, w); }) / Q);
    step.step("by {matvec-operations}", number(2 * n * d) / Q);
    step.step("the matrix, the weights, the scores",
              number(2 * n * d) / (8 * number(n * d + d + n)));
    step.at_most("leave out what is small beside X", number(2 * n * d) / (8 * number(n * d)));
    step.step("cancel", 1.0 / 4);
  });
}

TEST(Intensity, OfAProductOfSquareMatricesStepByStep) {
  derivation("matmul-intensity", [](Derivation& step) {
    const std::size_t n = *dimension(1, 7).as("n");
    const Matrix<Counted> A = draw_matrix(n, n);
    const Matrix<Counted> B = draw_matrix(n, n);
    const double Q = bytes_of(A) + bytes_of(B) + bytes_of(matmul(A, B));
    const double size = number(n);
    step.start(counted([&] { matmul(A, B); }) / Q);
    step.step("by {dot-operations}, one for each of its entries", size * size * 2 * size / Q);
    step.step("three matrices, each touched once", size * size * 2 * size / (3 * 8 * size * size));
    step.step("cancel", size / 12);
  });
}

TEST(Cache, FetchesRowsOnceIfABlockFitsAndTwiceIfNot) {
  property("rows-fetched", [](Check& check) {
    const std::size_t capacity = *dimension(1, 12).as("capacity");
    const std::size_t block = *dimension(1, 20).as("block");
    const std::size_t n = block * *dimension(1, 6);
    const double fetched = number(rows_fetched(n, block, Cache(capacity)));
    check.agree(fetched, number(block <= capacity ? n : 2 * n), 0);
  });
}

TEST(Cache, KeepsWhatWasAskedForLast) {
  Cache cache(2);
  for (const std::size_t row : {0U, 1U, 0U, 2U, 0U, 1U}) cache.read(row);
  EXPECT_EQ(cache.fetched(), 4U) << "0, 1, 2 in place of 1, and 1 again";
}

TEST(Intensity, OfAnEpochInBlocksStepByStep) {
  derivation("epoch-intensity", [](Derivation& step) {
    const std::size_t capacity = *dimension(1, 5).as("capacity");
    const std::size_t block = *dimension(1, capacity).as("block");
    const std::size_t n = block * (capacity + 1);
    const std::size_t d = *dimension(1, 9).as("d");
    const Matrix<Counted> X = draw_matrix(n, d);
    const Vector<Counted> w = draw_vector(d);
    const double N = number(rows_fetched(n, block, Cache(capacity)));
    const double F = counted([&] { matvec(X, w); }) +
                     counted([&, u = draw_vector(n)] { matvec_transposed(X, u); });
    const double Q = 8 * number(d) * N;
    step.start(F / Q);
    step.step("by {matvec-operations} and {row-sum-operations}", number(4 * n * d) / Q);
    step.step("N rows of d numbers, 8 bytes each", number(4 * n * d) / (8 * number(d) * N));
    step.step("by {rows-fetched}, where a block fits", number(4 * n * d) / (8 * number(d * n)));
    step.step("cancel", 1.0 / 2);
    // Where it does not, half of that.
    RC_ASSERT(number(4 * n * d) / (8 * number(d * rows_fetched(n, n, Cache(capacity)))) == 0.25);
  });
}

TEST(Blocks, FitTheCacheNextToTheCore) {
  property("rows-per-block", [](Check& check) {
    const std::size_t d = *dimension(1, 600).as("d");
    const auto fits = [&](std::size_t k, std::size_t size, const char* what) {
      check.holds(k >= 8 && k <= 256 && k % 8 == 0, what);
      if (k > 8) check.at_most(number(k * d * size), 16384, 0, what);
      if (k < 256) check.at_most(16385, number((k + 8) * d * size), 0, "and no more would");
    };
    fits(fast::rows_per_block<double>(d), sizeof(double), "doubles");
    fits(fast::rows_per_block<float>(d), sizeof(float), "floats");
  });
}

// The roof --------------------------------------------------------------------------------------

TEST(Roof, NothingIsFasterThanItsOperationsOrItsBytes) {
  property("time-bounds", [](Check& check) {
    const std::size_t F = *dimension(0, 200).as("F");
    const std::size_t Q = *dimension(0, 200).as("Q");
    const std::size_t phi = *dimension(1, 9).as("phi");
    const std::size_t beta = *dimension(1, 9).as("beta");
    const double T = ticks(F, Q, phi, beta);
    check.at_most(number(F) / number(phi), T, 0, "operations");
    check.at_most(number(Q) / number(beta), T, 0, "bytes");
    check.at_most(T, std::max(number(F) / number(phi), number(Q) / number(beta)) + 1, 0,
                  "and the machine reaches the larger of the two, but for a tick");
  });
}

TEST(Roof, StepByStep) {
  derivation("roofline", [](Derivation& step) {
    const DrawnTask task;
    const auto [phi, beta] = task.machine;
    const double at_least = std::max(task.F / phi, task.Q / beta);
    const Kernel kernel{"", task.F, task.Q, at_least * *uniform(1, 3)};
    step.start(kernel.rate());
    step.at_most("by {time-bounds}", task.F / at_least);
    step.step("the larger divisor leaves the smaller quotient",
              std::min(phi, beta * task.F / task.Q));
    step.step("by {intensity}", task.machine.roof(kernel.intensity()));
  });
}

TEST(Roof, BendsAtTheRidge) {
  property("ridge", [](Check& check) {
    const Machine machine = DrawnTask().machine;
    const double ridge = machine.ridge();
    check.agree(machine.bandwidth * ridge, machine.peak, 4 * epsilon, "both limits meet");
    const double below = ridge * *uniform(0, 0.999);
    const double above = ridge * *uniform(1.001, 9);
    check.agree(machine.roof(below), machine.bandwidth * below, 0, "the memory's part");
    check.agree(machine.roof(above), machine.peak, 0, "the processor's part");
  });
}

TEST(Roof, TwoReadingsTakeTwiceAsLongStepByStep) {
  derivation("memory-ratio", [](Derivation& step) {
    const double n = number(*dimension(1, 1000));
    const double d = number(*dimension(1, 1000));
    const double beta = *uniform(0.1, 10).as("beta");
    const Machine machine{beta * *uniform(0.5, 4), beta};  // its ridge is not left of 1/2
    const auto best_time = [&](double Q) { return 4 * n * d / machine.roof(4 * n * d / Q); };
    step.start(best_time(16 * n * d) / best_time(8 * n * d));
    step.step("both left of the ridge", (16 * n * d / beta) / (8 * n * d / beta));
    step.step("cancel", 2);
  });
}
