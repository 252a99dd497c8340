// The cost of a network: within the rounding bound of the exact one, its gradient against three
// others, what must hold for any network and any batch, what it costs, and without allocations.
#include "nn/training/network_cost.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "chapters/08-cost-of-a-dot-product/counted.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/objective.hpp"
#include "tests/support/allocations.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/network_oracle.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using chapter8::Counted;

// What is looked at, not copied, must not be a temporary.
template <class X, class Y>
constexpr bool is_accepted = std::is_constructible_v<NetworkCost<LinearSquaredError, double>,
                                                     const Network&, LinearSquaredError, X, Y>;
static_assert(is_accepted<const Matrix<double>&, const Matrix<double>&>);
static_assert(is_accepted<Matrix<double>&, Matrix<double>&>);
static_assert(!is_accepted<Matrix<double>, const Matrix<double>&>);
static_assert(!is_accepted<const Matrix<double>&, Matrix<double>>);
static_assert(!is_accepted<Matrix<double>, Matrix<double>>);
static_assert(Objective<NetworkCost<SoftmaxCrossEntropy, double>, double>);
static_assert(Objective<NetworkCost<SoftmaxCrossEntropy, float>, float>);

/// Weights of the size of 1 divided by the root of the inputs: scores, slopes and inputs are of the
/// size of standard normal numbers. Between an input and a slope stand some 20 operations in each
/// of four layers, and sums of up to 16 samples: a few hundred roundings of numbers that are at
/// times a few hundred.
constexpr double rounding = 1e-12;

template <class T>
constexpr T nan_of = std::numeric_limits<T>::quiet_NaN();

/// C(θ) and ∇C(θ).
template <class T>
struct Evaluated {
  T value;
  Vector<T> gradient;
};

template <class Output, class T>
Evaluated<T> evaluate(const Output& output, const Network& network, const Vector<T>& theta,
                      const Matrix<T>& X, const Matrix<T>& Y) {
  const NetworkCost<Output, T> cost(network, output, X, Y);
  Vector<T> gradient(theta.size(), nan_of<T>);
  const T value = cost.evaluate(theta, &gradient);
  return {value, gradient};
}

void agree(Check& check, const Evaluated<double>& actual, const Evaluated<double>& expected) {
  check.agree(actual.value, expected.value, rounding, "the cost");
  check.agree(actual.gradient, expected.gradient, rounding, "the gradient");
}

template <class Output>
void gradient_agrees(Check& check, const Output& output, const DrawnNetwork& drawn,
                     const Protocol& protocol) {
  const Matrix<double> Y = draw_targets<Output>(drawn.n(), drawn.outputs());
  const auto phi = [&]<class T>(const Vector<T>& theta) {
    const Matrix<T> X = cast<T>(drawn.X);
    const Matrix<T> targets = cast<T>(Y);
    const NetworkCost<Output, T> cost(drawn.network, output, X, targets);
    return cost.evaluate(theta, nullptr);
  };
  check_gradient(check, phi, drawn.theta,
                 evaluate(output, drawn.network, drawn.theta, drawn.X, Y).gradient, protocol);
}

/// Smooth networks with a Taylor test, or any that keep away from kinks. Layers behind one another
/// bend over shorter distances than one does: the tolerance of the central difference is that for
/// stress inputs.
template <class Output>
void gradient_of_drawn_network_agrees(Check& check, const Output& output) {
  if (*label().as("smooth") == 1) {
    gradient_agrees(check, output, draw_network(smooth_activations), {1e-6, true});
  } else {
    const DrawnNetwork drawn = draw_network();
    const bool is_smooth = oracle::distance_to_kinks(drawn.network, drawn.theta, drawn.X) > 0.02L;
    RC_PRE(is_smooth);
    gradient_agrees(check, output, drawn, {1e-6, false});
  }
}

template <class Output, class T>
void is_within_the_bound(Check& check, const Output& output, const Network& network,
                         const Vector<T>& theta, const Matrix<T>& X, const Matrix<T>& Y) {
  const oracle::NetworkCost exact = oracle::network_cost(network, output, theta, X, Y);
  const Evaluated<T> computed = evaluate(output, network, theta, X, Y);
  oracle::within(check, computed.value, exact.value, "the cost");
  check.holds(exact.gradient.size() == computed.gradient.size(), "a slope for each parameter");
  for (std::size_t p = 0; p < exact.gradient.size(); ++p) {
    oracle::within(check, computed.gradient(p), exact.gradient[p], "a slope");
  }
}

/// Rows of classes or of any numbers for a large network, without a draw for each.
template <class Output, class T>
Matrix<T> large_targets(std::size_t n, std::size_t outputs) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  Matrix<T> Y(n, outputs, T(0));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < outputs; ++k) {
      if constexpr (std::is_same_v<Output, LinearSquaredError>) {
        Y(i, k) = static_cast<T>(random.gaussian());
      }
    }
    if constexpr (std::is_same_v<Output, SoftmaxCrossEntropy>) Y(i, random.index(outputs)) = T(1);
  }
  return Y;
}

template <class Output, class T>
void large_one_is_within_the_bound(Check& check, const Output& output) {
  const LargeNetwork<T> drawn = draw_large_network<T>(draw_activation());
  const Matrix<T> Y = large_targets<Output, T>(drawn.X.size1(), 23);
  is_within_the_bound(check, output, drawn.network, drawn.theta, drawn.X, Y);
}

/// The rows of a matrix in another number and order: row i of the result is row order(i).
template <class Order>
Matrix<double> rows_in(const Matrix<double>& X, std::size_t count, const Order& order) {
  Matrix<double> result(count, X.size2());
  for (std::size_t i = 0; i < count; ++i) set_row(result, i, row_of(X, order(i)));
  return result;
}

/// θ, or a gradient, of the network whose hidden layer l has its units moved on by one.
Vector<double> with_units_moved(const Network& network, const Vector<double>& theta,
                                std::size_t l) {
  Vector<double> result = theta;
  const auto from = layer_of(network, theta, l);
  const auto from_next = layer_of(network, theta, l + 1);
  const auto to = layer_of(network, result, l);
  const auto to_next = layer_of(network, result, l + 1);
  const std::size_t units = network.layers[l].units;
  for (std::size_t k = 0; k < units; ++k) {
    const std::size_t moved = (k + 1) % units;
    to.biases(k) = from.biases(moved);
    for (std::size_t j = 0; j < network.layers[l].inputs; ++j) {
      to.weights(j, k) = from.weights(j, moved);
    }
    for (std::size_t m = 0; m < network.layers[l + 1].units; ++m) {
      to_next.weights(k, m) = from_next.weights(moved, m);
    }
  }
  return result;
}

/// A network without hidden layers is Part I's neuron: the cost bit for bit, and each slope but for
/// the order of a sum of n products.
template <class Output, class NeuronLoss>
void is_part_one(Check& check, const Output& output) {
  const std::vector<std::size_t> sizes = draw_sizes(2, 7);
  const std::size_t n = sizes[0];
  const std::size_t d = sizes[1];
  const Matrix<double> X = *gaussian_matrix(n, d).as("X");
  const Matrix<double> Y = draw_targets<Output>(n, 1);
  const Vector<double> theta = *gaussian_vector(d + 1).as("θ");
  Vector<double> y(n);
  for (std::size_t i = 0; i < n; ++i) y(i) = Y(i, 0);
  const Network network = network_of(d, {}, Activation::tanh, 1);
  const Evaluated<double> computed = evaluate(output, network, theta, X, Y);
  const Neuron<double> neuron = neuron_from(theta);
  check.holds(computed.value == cost(NeuronLoss{}, neuron, X, y), "the cost, bit for bit");
  check.agree(computed.gradient, slopes(cost_gradient(NeuronLoss{}, neuron, X, y)), 32 * epsilon,
              "the gradient");
}

/// How often memory is allocated while a cost is evaluated again and again.
template <class T>
void allocates_nothing_after_the_first_time(Check& check, const DrawnNetwork& drawn) {
  with_some_output([&](const auto& output) {
    using Output = std::decay_t<decltype(output)>;
    const Matrix<T> X = cast<T>(drawn.X);
    const Matrix<T> Y = cast<T>(draw_targets<Output>(drawn.n(), drawn.outputs()));
    const Vector<T> theta = cast<T>(drawn.theta);
    Vector<T> gradient(theta.size());
    const NetworkCost<Output, T> cost(drawn.network, output, X, Y);
    cost.evaluate(theta, &gradient);
    const std::size_t before = allocations;
    for (int update = 0; update < 3; ++update) {
      cost.evaluate(theta, &gradient);
      cost.evaluate(theta, nullptr);
    }
    const std::size_t after = allocations;
    check.holds(after == before, std::to_string(after - before) + " allocations");
    check.holds(before > 0, "they are counted");
  });
}

/// Forth and back for a batch of n samples of ones, in a place that is used again and again.
template <class T>
void go_forth_and_back(const Network& network, const Vector<T>& theta, const Matrix<T>& X,
                       NetworkPass<T>& pass, Vector<T>& gradient) {
  forward(network, theta, X, pass);
  for (T& slope : pass.delta.back().data()) slope = T(1);
  backpropagate(network, theta, X, pass, gradient);
}

template <class T>
void smaller_batches_allocate_nothing(Check& check, const DrawnNetwork& drawn) {
  const Matrix<T> X = cast<T>(drawn.X);
  const Matrix<T> fewer(*dimension(1, drawn.n() - 1).as("fewer"), drawn.d(), T(1));
  const Vector<T> theta = cast<T>(drawn.theta);
  Vector<T> gradient(theta.size());
  NetworkPass<T> pass;
  go_forth_and_back(drawn.network, theta, X, pass, gradient);
  const std::size_t before = allocations;
  go_forth_and_back(drawn.network, theta, fewer, pass, gradient);
  go_forth_and_back(drawn.network, theta, X, pass, gradient);
  const std::size_t after = allocations;
  check.holds(after == before, std::to_string(after - before) + " allocations");
}

double number(std::size_t count) { return static_cast<double>(count); }

/// What a batch multiplies: in the products of the way forward, in those of the whole, and entry by
/// entry: by f′ on the way back, and in the loss and its slope.
template <class Output>
void multiplies_as_often_as_foretold(Check& check, const Output& output, bool skips_zeros,
                                     std::size_t in_slope) {
  const DrawnNetwork drawn = draw_network({Activation::relu});
  const Matrix<Counted> X = cast<Counted>(drawn.X);
  const Matrix<Counted> Y = cast<Counted>(draw_targets<Output>(drawn.n(), drawn.outputs()));
  const Vector<Counted> theta = cast<Counted>(drawn.theta);
  Vector<Counted> gradient(theta.size());
  const NetworkCost<Output, Counted> cost(drawn.network, output, X, Y);
  const auto forth = chapter8::operations_of([&] { cost.evaluate(theta, nullptr); });
  const auto both = chapter8::operations_of([&] { cost.evaluate(theta, &gradient); });

  double weights = 0;
  double hidden_units = 0;
  for (const Layer& layer : drawn.network.layers) weights += number(layer.inputs * layer.units);
  for (std::size_t l = 0; l + 1 < drawn.depth(); ++l) {
    hidden_units += number(drawn.network.layers[l].units);
  }
  const double n = number(drawn.n());
  double of_value = 0;
  for (const Counted& y : Y.data()) of_value += skips_zeros && y.value == 0 ? 0 : 1;
  const double of_slopes = n * (hidden_units + number(drawn.outputs() * in_slope));
  const double forward_products = number(forth.multiplications) - of_value;
  const double all_products = number(both.multiplications) - of_value - of_slopes;
  const Layer& first = drawn.network.layers.front();
  check.agree(forward_products, n * weights, 0, "a multiplication for each weight and sample");
  check.agree(all_products, n * (3 * weights - number(first.inputs * first.units)), 0,
              "3 - d0 d1/sum times as many for the gradient as well");
  check.at_most(all_products, 3 * forward_products, 0, "at most three times as many");
}

}  // namespace

// The gradient ----------------------------------------------------------------------------------

TEST(NetworkCost, GradientOfLinearSquaredErrorAgreesWithThreeOracles) {
  property([](Check& check) { gradient_of_drawn_network_agrees(check, LinearSquaredError{}); });
}

TEST(NetworkCost, GradientOfSigmoidSquaredErrorAgreesWithThreeOracles) {
  property([](Check& check) { gradient_of_drawn_network_agrees(check, SigmoidSquaredError{}); });
}

TEST(NetworkCost, GradientOfSigmoidCrossEntropyAgreesWithThreeOracles) {
  property([](Check& check) { gradient_of_drawn_network_agrees(check, SigmoidCrossEntropy{}); });
}

TEST(NetworkCost, GradientOfSoftmaxCrossEntropyAgreesWithThreeOracles) {
  property([](Check& check) { gradient_of_drawn_network_agrees(check, SoftmaxCrossEntropy{}); });
}

TEST(NetworkCost, IsWithinItsRoundingBound) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Matrix<double> Y = draw_targets<Output>(drawn.n(), drawn.outputs());
      is_within_the_bound(check, output, drawn.network, drawn.theta, drawn.X, Y);
      is_within_the_bound(check, output, drawn.network, cast<float>(drawn.theta),
                          cast<float>(drawn.X), cast<float>(Y));
    });
  });
}

TEST(NetworkCost, OfALargeBatchIsWithinItsRoundingBoundInAnyOrder) {
  property([](Check& check) {
    switch (*dimension(0, 3).as("kind")) {
      case 0:
        return large_one_is_within_the_bound<LinearSquaredError, double>(check, {});
      case 1:
        return large_one_is_within_the_bound<LinearSquaredError, float>(check, {});
      case 2:
        return large_one_is_within_the_bound<SoftmaxCrossEntropy, double>(check, {});
      default:
        return large_one_is_within_the_bound<SoftmaxCrossEntropy, float>(check, {});
    }
  });
}

TEST(NetworkCost, InOrderItsPassIsThatOfTheNetworkBitForBit) {
  property([](Check& check) {
    const auto drawn = draw_large_network<double>(draw_activation());
    const auto Y = large_targets<LinearSquaredError, double>(drawn.X.size1(), 23);
    const NetworkCost<LinearSquaredError, double> cost(drawn.network, {}, drawn.X, Y);
    value_at(cost, drawn.theta);
    const Matrix<double> Z = scores(drawn.network, drawn.theta, drawn.X);
    const Matrix<double>& last = cost.last_pass().Z.back();
    check.holds(std::equal(Z.data().begin(), Z.data().end(), last.data().begin()),
                "the scores, bit for bit");
  });
}

// What must hold for any network and any batch --------------------------------------------------

TEST(NetworkCost, WithoutAGradientIsTheSame) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Matrix<double> Y = draw_targets<Output>(drawn.n(), drawn.outputs());
      const NetworkCost<Output, double> cost(drawn.network, output, drawn.X, Y);
      const Evaluated<double> both = evaluate(output, drawn.network, drawn.theta, drawn.X, Y);
      check.holds(value_at(cost, drawn.theta) == both.value, "the cost, bit for bit");
      check.agree(gradient_at(cost, drawn.theta), both.gradient, 0, "and the gradient");
    });
  });
}

TEST(NetworkCost, DoesNotDependOnTheOrderOfHiddenUnits) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network(*dimension(2, 4).as("depth"));
    const std::size_t l = *dimension(0, drawn.depth() - 2).as("l");
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Matrix<double> Y = draw_targets<Output>(drawn.n(), drawn.outputs());
      const Network& network = drawn.network;
      const Evaluated<double> before = evaluate(output, network, drawn.theta, drawn.X, Y);
      const Vector<double> moved = with_units_moved(network, drawn.theta, l);
      agree(check, evaluate(output, network, moved, drawn.X, Y),
            {before.value, with_units_moved(network, before.gradient, l)});
    });
  });
}

TEST(NetworkCost, DoesNotDependOnTheOrderOfTheSamplesNorOnTheirRepetition) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const std::size_t n = drawn.n();
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Matrix<double> Y = draw_targets<Output>(n, drawn.outputs());
      const Evaluated<double> once = evaluate(output, drawn.network, drawn.theta, drawn.X, Y);
      const auto with_rows = [&](std::size_t count, const auto& order) {
        const Matrix<double> X = rows_in(drawn.X, count, order);
        const Matrix<double> targets = rows_in(Y, count, order);
        return evaluate(output, drawn.network, drawn.theta, X, targets);
      };
      agree(check, with_rows(n, [&](std::size_t i) { return (i + 1) % n; }), once);
      agree(check, with_rows(2 * n, [&](std::size_t i) { return i % n; }), once);
    });
  });
}

TEST(NetworkCost, IsTheMeanOverItsSamples) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Matrix<double> Y = draw_targets<Output>(drawn.n(), drawn.outputs());
      Evaluated<double> mean{0, Vector<double>(drawn.theta.size(), 0.0)};
      for (std::size_t i = 0; i < drawn.n(); ++i) {
        const auto this_one = [&](std::size_t /*row*/) { return i; };
        const Matrix<double> x = rows_in(drawn.X, 1, this_one);
        const Matrix<double> y = rows_in(Y, 1, this_one);
        const Evaluated<double> one = evaluate(output, drawn.network, drawn.theta, x, y);
        mean.value += one.value / number(drawn.n());
        mean.gradient += one.gradient / number(drawn.n());
      }
      agree(check, evaluate(output, drawn.network, drawn.theta, drawn.X, Y), mean);
    });
  });
}

TEST(NetworkCost, WithoutHiddenLayersIsPartOnesCost) {
  property([](Check& check) {
    is_part_one<SigmoidSquaredError, SquaredErrorWithLogits>(check, {});
    is_part_one<SigmoidCrossEntropy, CrossEntropyWithLogits>(check, {});
  });
}

// Each p is right to (2K + 10)u, and so is a row's sum of the n-th part of K of them to
// (4K + 4)u/n; the sum of n rows adds n u of their sizes.
TEST(NetworkCost, OfSoftmaxHasSlopesByTheScoresThatAddUpToZero) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const Matrix<double> Y = draw_targets<SoftmaxCrossEntropy>(drawn.n(), drawn.outputs());
    const NetworkCost<SoftmaxCrossEntropy, double> cost(drawn.network, {}, drawn.X, Y);
    const Vector<double> gradient = gradient_at(cost, drawn.theta);
    const Matrix<double>& delta = cost.last_pass().delta.back();
    for (std::size_t i = 0; i < drawn.n(); ++i) {
      check.agree(total(row_of(delta, i)), 0, 32 * epsilon, "of a sample");
    }
    const auto biases = layer_of(drawn.network, gradient, drawn.depth() - 1).biases;
    double sum = 0;
    for (std::size_t k = 0; k < biases.size; ++k) sum += biases(k);
    check.agree(sum, 0, 32 * epsilon, "by the last biases");
  });
}

TEST(NetworkCost, OfSoftmaxDoesNotChangeWithAllScores) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const Matrix<double> Y = draw_targets<SoftmaxCrossEntropy>(drawn.n(), drawn.outputs());
    const double c = *uniform(-5, 5).as("c");
    Vector<double> shifted = drawn.theta;
    const auto last = layer_of(drawn.network, shifted, drawn.depth() - 1);
    for (std::size_t k = 0; k < last.biases.size; ++k) last.biases(k) += c;
    const SoftmaxCrossEntropy output;
    agree(check, evaluate(output, drawn.network, shifted, drawn.X, Y),
          evaluate(output, drawn.network, drawn.theta, drawn.X, Y));
  });
}

TEST(NetworkCost, RemembersNoOtherTheta) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const Vector<double> other = *gaussian_vector(drawn.theta.size()).as("other");
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Matrix<double> Y = draw_targets<Output>(drawn.n(), drawn.outputs());
      const NetworkCost<Output, double> cost(drawn.network, output, drawn.X, Y);
      Vector<double> gradient(other.size());
      cost.evaluate(other, &gradient);
      cost.evaluate(Vector<double>(other.size(), nan_of<double>), &gradient);
      const Evaluated<double> fresh = evaluate(output, drawn.network, drawn.theta, drawn.X, Y);
      check.holds(cost.evaluate(drawn.theta, &gradient) == fresh.value, "the cost, bit for bit");
      check.agree(gradient, fresh.gradient, 0, "the gradient");
    });
  });
}

// What is no number, and what does not fit ------------------------------------------------------

TEST(NetworkCost, OfScoresThatAreNoNumbersIsNone) {
  property([](Check& check) {
    DrawnNetwork drawn = draw_network();
    const auto last = layer_of(drawn.network, drawn.theta, drawn.depth() - 1);
    const double infinity = std::numeric_limits<double>::infinity();
    last.biases(*dimension(0, drawn.outputs() - 1).as("k")) =
        *rc::gen::element(nan_of<double>, infinity, -infinity).as("bias");
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Matrix<double> Y = draw_targets<Output>(drawn.n(), drawn.outputs());
      const NetworkCost<Output, double> cost(drawn.network, output, drawn.X, Y);
      Vector<double> gradient(drawn.theta.size(), 0.0);
      check.holds(std::isnan(cost.evaluate(drawn.theta, &gradient)), "the cost");
      for (const double slope : gradient) check.holds(std::isnan(slope), "every slope");
      check.holds(std::isnan(value_at(cost, drawn.theta)), "the cost without a gradient");
    });
  });
}

TEST(NetworkCost, RefusesShapesThatDoNotFit) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const std::size_t n = drawn.n();
    const std::size_t more = *dimension(1, 3).as("more");
    using Squared = NetworkCost<LinearSquaredError, double>;
    const Matrix<double> Y = *gaussian_matrix(n, drawn.outputs()).as("Y");
    const auto refuses = [&](const Network& network, const Matrix<double>& X,
                             const Matrix<double>& targets, const char* words) {
      const std::string message = message_of<ShapeError>([&] { Squared(network, {}, X, targets); });
      check.holds(says(message, {words}), message);
    };
    const char* const sizes = "NetworkCost: sizes ";
    refuses(drawn.network, Matrix<double>(n + more, drawn.d()), Y, sizes);
    refuses(drawn.network, Matrix<double>(n, drawn.d() + more), Y, sizes);
    refuses(drawn.network, drawn.X, Matrix<double>(n, drawn.outputs() + more), sizes);
    refuses(drawn.network, Matrix<double>(0, drawn.d()), Matrix<double>(0, drawn.outputs()),
            "NetworkCost: the mean over no samples");
    refuses(Network{}, drawn.X, Y, "network: there is no layer");
    const Squared cost(drawn.network, {}, drawn.X, Y);
    const Vector<double> longer(drawn.theta.size() + more);
    check.holds(throws<ShapeError>([&] { value_at(cost, longer); }), "parameters too many");
    Vector<double> gradient(drawn.theta.size() - 1);
    check.holds(throws<ShapeError>([&] { cost.evaluate(drawn.theta, &gradient); }),
                "a slope too few");
  });
}

// What it costs ---------------------------------------------------------------------------------

// (z − y)² and 2(z − y) multiply once for each score; yₖ(m − zₖ) once where yₖ is not 0, and p − y
// not at all.
TEST(NetworkCost, WithItsGradientMultipliesAtMostThreeTimesAsOften) {
  property([](Check& check) {
    multiplies_as_often_as_foretold(check, LinearSquaredError{}, false, 1);
    multiplies_as_often_as_foretold(check, SoftmaxCrossEntropy{}, true, 0);
  });
}

TEST(NetworkCost, AllocatesNothingAfterTheFirstTime) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    allocates_nothing_after_the_first_time<double>(check, drawn);
    allocates_nothing_after_the_first_time<float>(check, drawn);
  });
}

TEST(NetworkCost, SmallerBatchesInOnePassAllocateNothing) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    smaller_batches_allocate_nothing<double>(check, drawn);
    smaller_batches_allocate_nothing<float>(check, drawn);
  });
}

TEST(NetworkCost, OfALargeBatchAllocatesNothingAfterTheFirstTime) {
  property([](Check& check) {
    const auto large = draw_large_network<double>(draw_activation());
    const DrawnNetwork drawn{large.network, large.theta, large.X};
    allocates_nothing_after_the_first_time<double>(check, drawn);
    allocates_nothing_after_the_first_time<float>(check, drawn);
  });
}
