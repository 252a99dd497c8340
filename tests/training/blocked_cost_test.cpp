// The cost of a neuron in blocks: within the rounding bound of the exact one and of the book's own
// formulas, the same for any number of threads and any instructions, and without allocations.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "nn/scalar/random.hpp"
#include "nn/scalar/rounding.hpp"
#include "nn/training/blocked_neuron_cost.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/train_neuron.hpp"
#include "tests/support/allocations.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Real = long double;

/// A batch and a θ to look at it with.
template <class T>
struct Batch {
  Matrix<T> X;
  Vector<T> y;
  Vector<T> theta;
};

template <class Loss, class T>
Batch<T> draw_batch(std::size_t n, std::size_t d) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  Batch<T> batch{Matrix<T>(n, d), Vector<T>(n), Vector<T>(d + 1)};
  const double scale = random.uniform(0.1, 3);
  for (T& x : batch.X.data()) x = static_cast<T>(random.gaussian());
  for (T& y : batch.y) y = static_cast<T>(random.index(2));
  if (random.index(2) == 0) {
    for (T& y : batch.y) y = static_cast<T>(random.uniform(0, 1));
  }
  if (std::same_as<Loss, SquaredErrorWithLogits> && random.index(2) == 0) {
    for (T& y : batch.y) y = static_cast<T>(random.gaussian());
  }
  for (T& t : batch.theta) t = static_cast<T>(scale * random.gaussian());
  return batch;
}

/// Shapes on both sides of every boundary: of lanes, of rows taken together, of blocks, of parts.
template <class T>
std::pair<std::size_t, std::size_t> draw_shape() {
  const std::size_t d = *label() == 1 ? *dimension(0, 9) : *dimension(1, 70);
  const std::size_t block = fast::rows_per_block<T>(d);
  switch (*dimension(0, 3)) {
    case 0:
      return {*dimension(1, 9), d};
    case 1:
      return {*dimension(1, 2) * block + *dimension(0, 6) - std::min<std::size_t>(block - 1, 3), d};
    case 2:
      return {*dimension(1, 700), d};
    default:
      return {*dimension(1, 5) * block + *dimension(1, 9), d};
  }
}

/// What an error in z does to L and to ∂L/∂z, and what their own roundings add, in units of u.
struct Sensitivity {
  Real loss;            ///< a bound on |∂L/∂z|
  Real slope;           ///< a bound on |∂²L/∂z²|
  Real loss_rounding;   ///< of L, absolute
  Real slope_rounding;  ///< of ∂L/∂z, absolute
};

/// With σ right to 11u, and so σ − y: L = (σ − y)² to 2|σ − y| 11u and two roundings;
/// ∂L/∂z = 2(σ − y) σ′, |σ′| ≤ 1/4, |σ″| < 0.1, σ′ right to 12u of itself.
Sensitivity sensitivity(SquaredErrorWithLogits, Real sigma, Real y, Real) {
  const Real error = std::fabs(sigma - y);
  return {error / 2, 0.125L + 0.2L * error, 22 * error + 3 * error * error + 1, 6 + 8 * error};
}

/// L has no term below 0: relative 4u of e^(−|z|), 6u of the logarithm, two more roundings.
/// ∂L/∂z = σ − y with σ right to 11u.
Sensitivity sensitivity(CrossEntropyWithLogits, Real, Real, Real loss) {
  return {1, 0.25L, 13 * loss, 12};
}

struct Losses {
  Real loss;
  Real slope;
};

Real exact_sigmoid(Real z) { return 1 / (1 + std::exp(-z)); }

Losses exact_losses(SquaredErrorWithLogits, Real z, Real y) {
  const Real s = exact_sigmoid(z);
  return {(s - y) * (s - y), 2 * (s - y) * s * exact_sigmoid(-z)};
}

Losses exact_losses(CrossEntropyWithLogits, Real z, Real y) {
  const Real softplus = std::max(z, Real(0)) + std::log1p(std::exp(-std::fabs(z)));
  const Real turned = std::max(-z, Real(0)) + std::log1p(std::exp(-std::fabs(z)));
  return {(1 - y) * softplus + y * turned, exact_sigmoid(z) - y};
}

/// The exact cost and gradient, and how far from them any order of summation may be.
struct Exact {
  Real value = 0;
  Real value_bound = 0;
  std::vector<Real> gradient;
  std::vector<Real> bound;
};

/// z has d products and d sums: γ_{d+2} of the sum of sizes. Means over n samples: each term meets
/// at most n + 8 roundings.
template <class Loss, class T>
Exact exact_cost(const Batch<T>& batch) {
  const std::size_t n = batch.X.size1();
  const std::size_t d = batch.X.size2();
  const Real u = unit_roundoff<T>;
  const Real of_z = gamma<T>(d + 2);
  const Real of_sum = gamma<T>(n + 8);
  const Real second_order = 1 + 100 * u * static_cast<Real>(n + d) + 1e-6L;
  Exact exact;
  exact.gradient.assign(d + 1, 0);
  exact.bound.assign(d + 1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    Real z = batch.theta(d);
    Real size = std::fabs(z);
    for (std::size_t j = 0; j < d; ++j) {
      const Real product = Real(batch.theta(j)) * batch.X(i, j);
      z += product;
      size += std::fabs(product);
    }
    const Losses l = exact_losses(Loss(), z, batch.y(i));
    const Sensitivity s = sensitivity(Loss(), exact_sigmoid(z), batch.y(i), l.loss);
    const Real error = of_z * size;
    exact.value += l.loss;
    exact.value_bound +=
        s.loss * error + s.slope * error * error + s.loss_rounding * u + of_sum * l.loss;
    for (std::size_t j = 0; j <= d; ++j) {
      const Real x = j < d ? Real(batch.X(i, j)) : 1;
      exact.gradient[j] += l.slope * x;
      exact.bound[j] +=
          std::fabs(x) * (s.slope * error + s.slope_rounding * u) + of_sum * std::fabs(l.slope * x);
    }
  }
  const Real scale = 1 / static_cast<Real>(n);
  exact.value *= scale;
  exact.value_bound *= scale * second_order;
  for (std::size_t j = 0; j <= d; ++j) {
    exact.gradient[j] *= scale;
    exact.bound[j] *= scale * second_order;
  }
  return exact;
}

/// |computed − expected| ≤ factor · bound, in units of the bound.
void within(Check& check, Real computed, Real expected, Real bound, Real factor,
            const std::string& what) {
  const Real error = std::fabs(computed - expected);
  check.holds(bound > 0 || error == 0, what + ": a bound of 0");
  if (bound > 0) check.at_most(static_cast<double>(error / (factor * bound)), 1, 0, what);
}

template <class Loss, class T>
void agrees_with_the_exact_cost(Check& check) {
  const auto [n, d] = draw_shape<T>();
  const Batch<T> batch = draw_batch<Loss, T>(n, d);
  const Exact exact = exact_cost<Loss>(batch);
  const fast::BlockedNeuronCost blocked(Loss{}, batch.X, batch.y);
  const NeuronCost plain(Loss{}, batch.X, batch.y);
  const Vector<T> gradient = gradient_at(blocked, batch.theta);
  const Vector<T> plain_gradient = gradient_at(plain, batch.theta);
  check.holds(gradient.size() == d + 1, "an entry for each parameter");
  within(check, value_at(blocked, batch.theta), exact.value, exact.value_bound, 1, "cost");
  within(check, value_at(blocked, batch.theta), value_at(plain, batch.theta), exact.value_bound, 2,
         "cost, against the formula");
  for (std::size_t j = 0; j <= d; ++j) {
    within(check, gradient(j), exact.gradient[j], exact.bound[j], 1, "gradient");
    within(check, gradient(j), plain_gradient(j), exact.bound[j], 2,
           "gradient, against the formula");
  }
}

template <class Loss, class T>
void same_for_any_threads_and_instructions(Check& check) {
  const auto [n, d] = draw_shape<T>();
  const Batch<T> batch = draw_batch<Loss, T>(n, d);
  const fast::BlockedNeuronCost one(Loss{}, batch.X, batch.y, 1);
  const fast::BlockedNeuronCost many(Loss{}, batch.X, batch.y, *dimension(2, 5));
  for (int round = 0; round < 3; ++round) {
    Vector<T> theta = batch.theta;
    theta(0) += static_cast<T>(round);
    check.holds(value_at(one, theta) == value_at(many, theta), "the cost, bit for bit");
    const Vector<T> a = gradient_at(one, theta);
    const Vector<T> b = gradient_at(many, theta);
    check.holds(std::equal(a.begin(), a.end(), b.begin(), b.end()), "the gradient, bit for bit");
  }
  fast::Rows<T> rows{
      batch.X.data().data(), batch.y.data().data(), n, d, batch.theta.data().data(), false};
  std::vector<T> portable(fast::sums_of(d));
  std::vector<T> other(fast::sums_of(d));
  fast::pass_over(Loss{}, rows, portable.data(), fast::Instructions::portable);
  for (const auto instructions : {fast::Instructions::avx2, fast::Instructions::avx512}) {
    if (instructions > fast::best_instructions()) continue;
    rows.are_far = !rows.are_far;
    fast::pass_over(Loss{}, rows, other.data(), instructions);
    check.holds(portable == other, "the same sums with other instructions, bit for bit");
  }
}

template <class Loss>
void any_theta_is_seen_anew(Check& check) {
  const Batch<double> batch = draw_batch<Loss, double>(*dimension(1, 50), *dimension(1, 5));
  const Vector<double> other = 2 * batch.theta + Vector<double>(batch.theta.size(), 0.5);
  const auto fresh = [&](const Vector<double>& theta) {
    return value_at(fast::BlockedNeuronCost(Loss{}, batch.X, batch.y), theta);
  };
  const fast::BlockedNeuronCost cost(Loss{}, batch.X, batch.y);
  check.holds(value_at(cost, batch.theta) == fresh(batch.theta), "the first");
  const Vector<double> gradient = gradient_at(cost, other);
  check.holds(value_at(cost, other) == fresh(other), "another");
  check.holds(value_at(cost, batch.theta) == fresh(batch.theta), "the first again");
  const Vector<double> again = gradient_at(cost, other);
  check.holds(std::equal(again.begin(), again.end(), gradient.begin()), "and its gradient");
  Vector<double> neighbour = other;
  neighbour(*dimension(0, other.size() - 1)) += 1;
  check.holds(value_at(cost, neighbour) == fresh(neighbour), "one that differs in one entry");
}

template <class Loss, class T>
std::size_t allocations_of_descent(const Batch<T>& batch, std::size_t threads, std::size_t epochs) {
  const fast::BlockedNeuronCost cost(Loss{}, batch.X, batch.y, threads);
  const std::size_t before = allocations;
  const auto result = gradient_descent<T>(cost, batch.theta, {0.01, epochs, 0, false});
  EXPECT_EQ(result.history.back().iteration, epochs);
  return allocations - before;
}

}  // namespace

TEST(BlockedCost, IsWithinTheRoundingBoundOfTheExactOne) {
  property([](Check& check) {
    agrees_with_the_exact_cost<SquaredErrorWithLogits, double>(check);
    agrees_with_the_exact_cost<CrossEntropyWithLogits, double>(check);
  });
}

TEST(BlockedCost, OfFloatsIsWithinTheirRoundingBound) {
  property([](Check& check) {
    agrees_with_the_exact_cost<SquaredErrorWithLogits, float>(check);
    agrees_with_the_exact_cost<CrossEntropyWithLogits, float>(check);
  });
}

TEST(BlockedCost, IsTheSameForAnyThreadsAndInstructions) {
  property([](Check& check) {
    same_for_any_threads_and_instructions<SquaredErrorWithLogits, double>(check);
    same_for_any_threads_and_instructions<CrossEntropyWithLogits, float>(check);
  });
}

// A mean of means would be wrong: the parts are of different sizes.
TEST(BlockedCost, SumsOfUnequalPartsAddUp) {
  property([](Check& check) {
    const std::size_t n = *dimension(3, 400).as("n");
    const std::size_t d = *dimension(1, 9).as("d");
    const std::size_t first = *dimension(1, (n - 1) / 2).as("first");
    const CrossEntropyWithLogits loss;
    const auto batch = draw_batch<CrossEntropyWithLogits, double>(n, d);
    const auto part = [&](std::size_t begin, std::size_t end) {
      Batch<double> rows{Matrix<double>(end - begin, d), Vector<double>(end - begin), {}};
      for (std::size_t i = begin; i < end; ++i) {
        for (std::size_t j = 0; j < d; ++j) rows.X(i - begin, j) = batch.X(i, j);
        rows.y(i - begin) = batch.y(i);
      }
      return rows;
    };
    const Exact exact = exact_cost<CrossEntropyWithLogits>(batch);
    double sum = 0;
    Vector<double> gradient_sum(d + 1, 0.0);
    for (const auto& rows : {part(0, first), part(first, n)}) {
      Vector<double> gradient(d + 1);
      const fast::BlockedNeuronCost cost(loss, rows.X, rows.y);
      sum += cost.evaluate_sum(batch.theta, &gradient);
      gradient_sum += gradient;
      check.holds(
          cost.evaluate_sum(batch.theta, nullptr) == cost.evaluate_sum(batch.theta, &gradient),
          "the sum is the same without a gradient");
    }
    const double count = static_cast<double>(n);
    within(check, sum / count, exact.value, exact.value_bound, 2, "cost");
    for (std::size_t j = 0; j <= d; ++j) {
      within(check, gradient_sum(j) / count, exact.gradient[j], exact.bound[j], 2, "gradient");
    }
  });
}

// Objectives look at data that somebody else owns.
TEST(BlockedCost, OfATemporaryIsRefusedByTheCompiler) {
  using Loss = SquaredErrorWithLogits;
  using Blocked = fast::BlockedNeuronCost<Loss, double>;
  using Plain = NeuronCost<Loss, double>;
  using X = Matrix<double>;
  using Y = Vector<double>;
  EXPECT_TRUE((std::is_constructible_v<Blocked, Loss, const X&, const Y&>));
  EXPECT_TRUE((std::is_constructible_v<Plain, Loss, X&, Y&>));
  EXPECT_FALSE((std::is_constructible_v<Blocked, Loss, X, const Y&>));
  EXPECT_FALSE((std::is_constructible_v<Blocked, Loss, const X&, Y>));
  EXPECT_FALSE((std::is_constructible_v<Blocked, Loss, X, Y>));
  EXPECT_FALSE((std::is_constructible_v<Plain, Loss, X, const Y&>));
  EXPECT_FALSE((std::is_constructible_v<Plain, Loss, const X&, Y>));
  EXPECT_FALSE((std::is_constructible_v<Plain, Loss, X, Y>));
}

TEST(BlockedCost, RemembersNoOtherTheta) {
  property([](Check& check) {
    any_theta_is_seen_anew<SquaredErrorWithLogits>(check);
    any_theta_is_seen_anew<CrossEntropyWithLogits>(check);
  });
}

TEST(BlockedCost, ADescentAllocatesNothingInItsLoop) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 2000).as("n");
    const std::size_t threads = *dimension(1, 3).as("threads");
    const auto batch = draw_batch<CrossEntropyWithLogits, double>(n, *dimension(1, 20));
    const std::size_t few = allocations_of_descent<CrossEntropyWithLogits>(batch, threads, 2);
    const std::size_t many = allocations_of_descent<CrossEntropyWithLogits>(batch, threads, 30);
    check.holds(few == many, std::to_string(few) + " allocations in 2 epochs, " +
                                 std::to_string(many) + " in 30");
    check.holds(allocations > 0, "they are counted");
  });
}

TEST(BlockedCost, SaturatesAsTheFormulasDo) {
  property([](Check& check) {
    const Matrix<double> X = *gaussian_matrix(5, 2).as("X");
    const Vector<double> y = *labels(5).as("y");
    const double size = *rc::gen::element(30.0, 700.0, 800.0, 1e5, 1e300).as("size");
    const Vector<double> theta = size * Vector<double>(*gaussian_vector(3));
    const fast::BlockedNeuronCost blocked(CrossEntropyWithLogits{}, X, y);
    const NeuronCost plain(CrossEntropyWithLogits{}, X, y);
    const double scale = std::max(1.0, std::abs(value_at(plain, theta)));
    check.agree(value_at(blocked, theta) / scale, value_at(plain, theta) / scale, 1e-13, "cost");
    check.agree(gradient_at(blocked, theta), gradient_at(plain, theta), 1e-13, "gradient");
  });
}

TEST(BlockedCost, NumbersThatAreNoneAreNotHidden) {
  property([](Check& check) {
    const Matrix<double> X = *gaussian_matrix(*dimension(1, 30), 3).as("X");
    const Vector<double> y = *labels(X.size1()).as("y");
    Vector<double> theta = *gaussian_vector(4).as("θ");
    theta(*dimension(0, 3)) = std::nan("");
    const fast::BlockedNeuronCost squared(SquaredErrorWithLogits{}, X, y);
    const fast::BlockedNeuronCost entropy(CrossEntropyWithLogits{}, X, y);
    check.holds(std::isnan(value_at(squared, theta)) && std::isnan(value_at(entropy, theta)),
                "cost");
    check.holds(std::isnan(gradient_at(squared, theta)(3)), "gradient");
  });
}

TEST(BlockedCost, RefusesWhatTheFormulasRefuse) {
  property([](Check& check) {
    using Squared = fast::BlockedNeuronCost<SquaredErrorWithLogits, double>;
    using Entropy = fast::BlockedNeuronCost<CrossEntropyWithLogits, double>;
    const std::size_t n = *dimension(1, 6).as("n");
    const Matrix<double> X = *gaussian_matrix(n, 2).as("X");
    Vector<double> y = *labels(n).as("y");
    const Vector<double> longer = *labels(n + *dimension(1, 3)).as("longer");
    const Matrix<double> nothing(0, 2);
    const Vector<double> no_targets(0);
    check.holds(throws<ShapeError>([&] { Squared({}, X, longer); }), "too many targets");
    check.holds(throws<ShapeError>([&] { Squared({}, nothing, no_targets); }), "no samples");
    check.holds(throws<ShapeError>([&] { value_at(Squared({}, X, y), Vector<double>(2, 0.0)); }),
                "a parameter too few");
    check.holds(throws<ShapeError>([&] {
                  Vector<double> gradient(2);
                  Squared({}, X, y).evaluate(Vector<double>(3, 0.0), &gradient);
                }),
                "a gradient with an entry too few");
    y(*dimension(0, n - 1)) = *rc::gen::element(-0.01, 1.01, std::nan(""));
    check.holds(throws<std::domain_error>([&] { Entropy({}, X, y); }), "no probability");
    Squared({}, X, y);
  });
}

// The data decides which way is taken; the numbers are the same but for rounding.
TEST(TrainNeuron, DescendsAsTheFormulasDo) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 12).as("d");
    const std::size_t limit = fast::fewest_numbers_for_blocks;
    const bool large = *label() == 1;
    const std::size_t n = large ? limit / d + *dimension(1, 500) : *dimension(1, (limit - 1) / d);
    const auto batch = draw_batch<CrossEntropyWithLogits, double>(n, d);
    const DescentOptions options{*uniform(0.01, 0.2), *dimension(1, 12), *uniform(0, 0.1)};
    std::size_t seen = 0;
    const auto count = [&](const DescentRecord& now, const Vector<double>&) {
      check.holds(now.iteration == seen++, "iteration");
      return true;
    };
    const auto trained =
        fast::train_neuron(CrossEntropyWithLogits{}, batch.X, batch.y, batch.theta, options, count);
    const auto plain = gradient_descent<double>(
        NeuronCost(CrossEntropyWithLogits{}, batch.X, batch.y), batch.theta, options);
    check.holds(seen == trained.history.size(), "every record is shown");
    check.holds(trained.history.size() == plain.history.size(), "as many epochs");
    check.holds(trained.reason == plain.reason, "for the same reason");
    for (std::size_t k = 0; k < plain.history.size(); ++k) {
      const double slack = large ? 1e-11 : 0;
      check.agree(trained.history[k].cost, plain.history[k].cost, slack, "cost");
      check.agree(trained.history[k].gradient_norm, plain.history[k].gradient_norm, slack, "norm");
    }
    check.agree(trained.parameters, plain.parameters, large ? 1e-11 : 0, "parameters");
  });
}

TEST(TrainNeuron, StartsThreadsForLargeDataAlone) {
  examples([](Check& check) {
    check.holds(fast::threads_for(fast::fewest_numbers_for_threads - 1) == 1, "small");
    check.holds(fast::threads_for(fast::fewest_numbers_for_threads) ==
                    std::max(1U, std::thread::hardware_concurrency()),
                "large");
  });
}
