// The mistakes of chapter 8 and its exercises: each wrong epoch is refused, each wrong step is
// wrong, each solution right.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "chapters/08-cost-of-a-dot-product/counted.hpp"
#include "chapters/08-cost-of-a-dot-product/examples.hpp"
#include "chapters/08-cost-of-a-dot-product/mistakes.hpp"
#include "chapters/08-cost-of-a-dot-product/roof.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::chapter8;
using namespace nn::test;
using oracle::Real;

namespace {

double number(std::size_t count) { return static_cast<double>(count); }

/// C and ∇C once more, with nothing in common with the library but the equations.
CostAndGradient exact_epoch(const Samples& samples, const Vector<double>& theta) {
  const std::size_t n = samples.X.size1();
  const std::size_t d = samples.X.size2();
  const Vector<double> w = entries(theta, 0, d);
  std::vector<Real> sums(d + 2, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const Real z = oracle::preactivation(w, theta(d), samples.X, i);
    const Real slope = oracle::sigmoid(z) - samples.y(i);
    for (std::size_t j = 0; j < d; ++j) sums[j] += slope * samples.X(i, j);
    sums[d] += slope;
    sums[d + 1] += oracle::cross_entropy(z, samples.y(i));
  }
  CostAndGradient result{static_cast<double>(sums[d + 1] / static_cast<Real>(n)),
                         Vector<double>(d + 1)};
  for (std::size_t j = 0; j <= d; ++j) {
    result.gradient(j) = static_cast<double>(sums[j] / static_cast<Real>(n));
  }
  return result;
}

/// How far an epoch is from the true one.
double error_of(const CostAndGradient& epoch, const CostAndGradient& truth) {
  return std::max(std::abs(epoch.cost - truth.cost), max_norm(epoch.gradient - truth.gradient));
}

/// z is below 60, so its rounding errors, γ₁₁ Σ|wⱼxⱼ| + |b|, are below 1e-13, and so are those of
/// what is made of them.
constexpr double allowed = 1e-12;

/// A row that is no multiple of four, and samples that are no multiple of eight.
struct Drawn {
  std::size_t d = 4 * *dimension(1, 2) + *dimension(1, 3);
  std::size_t n = 8 * *dimension(2, 5) + *dimension(1, 7);
  Samples samples = samples_of(n, d, *dimension(0, 1'000'000));
  Vector<double> theta = *gaussian_vector(d + 1) / 2;
};

}  // namespace

TEST(FastEpochMistakes, AreAllCaught) {
  property([](Check& check) {
    Drawn drawn;
    drawn.theta(drawn.d) = *uniform(0.5, 2);
    const auto& [X, y] = drawn.samples;
    const CostAndGradient truth = exact_epoch(drawn.samples, drawn.theta);
    check.at_most(error_of(epoch_in_blocks(X, y, drawn.theta, Fault::none), truth), allowed, 0,
                  "without a fault");
    for (const Mistake& mistake : mistakes) {
      const double error = error_of(epoch_in_blocks(X, y, drawn.theta, mistake.fault), truth);
      check.holds(error > 10 * allowed, mistake.name);
    }
  });
}

// Where everything fits, most of them are right: d = 8 features and n = 16 samples.
TEST(FastEpochMistakes, SomeAreRightWhereEverythingFits) {
  examples([](Check& check) {
    const Samples samples = samples_of(16, 8);
    const Vector<double> theta(9, 0.3);
    const CostAndGradient truth = exact_epoch(samples, theta);
    for (const Fault fault : {Fault::remainder_lost, Fault::block_skipped, Fault::mean_of_means}) {
      check.at_most(error_of(epoch_in_blocks(samples.X, samples.y, theta, fault), truth), allowed);
    }
  });
}

TEST(Epochs, AllWaysFindTheSameCostAndGradient) {
  property([](Check& check) {
    const Drawn drawn;
    const auto& [X, y] = drawn.samples;
    const CostAndGradient truth = exact_epoch(drawn.samples, drawn.theta);
    const fast::BlockedNeuronCost blocked(CrossEntropyWithLogits{}, X, y, *dimension(1, 3));
    const auto same = [&](const CostAndGradient& epoch, const char* way) {
      check.agree(epoch.cost, truth.cost, allowed, way);
      check.agree(epoch.gradient, truth.gradient, allowed, way);
    };
    same(plain_epoch(X, y, drawn.theta), "the loop");
    same(ublas_epoch(X, y, drawn.theta), "uBLAS");
    same(blas_epoch(X, y, drawn.theta), "BLAS");
    same(blocked_epoch(blocked, drawn.theta), "blocks");
  });
}

// Exercises -------------------------------------------------------------------------------------

// "Twice as many cores": the processor's part is halved, the memory's is not.
TEST(CostExercises, TheWrongStepIsTheThird) {
  derivation("", [](Derivation& step) {
    const double F = *uniform(1, 100).as("F");
    const double Q = *uniform(1, 100).as("Q");
    const double phi = *uniform(0.1, 10).as("phi");
    const double beta = *uniform(0.1, 10).as("beta");
    const double beta_of_two = beta * *uniform(1, 2);
    const auto time = [&](const Machine& machine) { return F / machine.roof(F / Q); };
    const double T_2 = time({2 * phi, beta_of_two});
    step.start(T_2 / time({phi, beta}));
    step.step("a task that reaches the roof with one core", T_2 / std::max(F / phi, Q / beta));
    step.step("both times, each the larger of its two limits",
              std::max(F / (2 * phi), Q / beta_of_two) / std::max(F / phi, Q / beta));
    step.wrong_step("two cores have twice the speed",
                    std::max(F / (2 * phi), Q / (2 * beta)) / std::max(F / phi, Q / beta));
    step.step("take out the half", 0.5 * std::max(F / phi, Q / beta) / std::max(F / phi, Q / beta));
    step.step("cancel", 0.5);
  });
}

TEST(CostExercises, IntensityInSinglePrecisionStepByStep) {
  derivation("float-intensity", [](Derivation& step) {
    const std::size_t d = *dimension(1, 50).as("d");
    const Vector<Counted> w(d, Counted(1));
    const Vector<float> x(d, 1.0F);
    const double Q = 2 * number(sizeof(float) * x.data().size());
    step.start(number(operations_of([&] { dot(w, w); }).all()) / Q);
    step.step("by {dot-operations}", number(2 * d) / Q);
    step.step("two rows of d numbers, 4 bytes each", number(2 * d) / (2 * 4 * number(d)));
    step.step("cancel", 1.0 / 4);
  });
}

// Every rounding is at most u times the partial sum that it makes. In units of u = 2⁻²⁴; the
// oracle's double is right to 2⁻²⁹ of that, 50 times.
TEST(CostExercises, RoundingsOfPartialSumsStepByStep) {
  derivation(
      "partial-sums-error",
      [](Derivation& step) {
        constexpr double u = unit_roundoff<float>;
        const std::size_t n = *dimension(1, 50).as("n");
        float computed = 0;
        double exact = 0;
        double roundings = 0;
        double sizes = 0;
        double partial_sums = 0;
        for (std::size_t k = 0; k < n; ++k) {
          const auto term = static_cast<float>(*uniform(0, 1).as("term"));
          const double unrounded = static_cast<double>(computed) + term;
          computed += term;
          exact += term;
          roundings += computed - unrounded;
          sizes += std::abs(computed - unrounded);
          partial_sums += std::abs(unrounded);
        }
        step.start(std::abs(computed - exact) / u);
        step.step("what each addition rounds away stays away", std::abs(roundings) / u);
        step.at_most("the triangle inequality", sizes / u);
        step.at_most("by {rounding-model}", partial_sums);
      },
      1e-6);
}
