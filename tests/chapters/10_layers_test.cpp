// What must hold for layers, for networks of them, and for what they can say.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "chapters/10-layers/body_mass.hpp"
#include "chapters/10-layers/examples.hpp"
#include "chapters/10-layers/interpolant.hpp"
#include "chapters/10-layers/loops.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/training/network_cost.hpp"
#include "tests/chapters/10_drawn_network.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;
using nn::chapter10::Curve;
using nn::chapter10::curves;
using nn::chapter10::Interpolant;
using nn::chapter10::interpolant;
using nn::chapter10::knot;
using nn::chapter10::largest_error;
using nn::chapter10::scores_by_loops;

namespace {

constexpr Activation activations_of_the_book[] = {Activation::linear, Activation::sigmoid,
                                                  Activation::tanh, Activation::relu};

constexpr double tiniest = std::numeric_limits<double>::denorm_min();

/// f(Z) by the functions of the standard library.
Matrix<double> each_activated(Activation f, const Matrix<double>& Z) {
  Matrix<double> A(Z.size1(), Z.size2());
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    for (std::size_t k = 0; k < Z.size2(); ++k) {
      A(i, k) = static_cast<double>(chapter10::activated_by_loops(f, Z(i, k)));
    }
  }
  return A;
}

/// c₀ + c₁x + c₂x² + c₃x³, on an interval that is cut into m pieces, and a point in one of them.
struct DrawnCubic {
  Vector<double> c;
  double a;
  double b;
  std::size_t m;
  std::size_t q;
  double x;

  static DrawnCubic draw() {
    DrawnCubic drawn{*gaussian_vector(4).as("c"), *uniform(-2, 1).as("a"), 0, 0, 0, 0};
    drawn.b = drawn.a + *uniform(0.5, 2);
    drawn.m = *dimension(1, 6).as("m");
    drawn.q = *dimension(0, drawn.m - 1).as("q");
    drawn.x = drawn.left() + *uniform(0, 1) * (drawn.right() - drawn.left());
    return drawn;
  }

  double operator()(double t) const { return c(0) + t * (c(1) + t * (c(2) + t * c(3))); }
  double second_derivative(double t) const { return 2 * c(2) + 6 * c(3) * t; }
  /// The second derivative is a straight line: it is largest at an end.
  double M() const {
    return std::max(std::abs(second_derivative(a)), std::abs(second_derivative(b)));
  }
  double left() const { return knot(a, b, m, q); }
  double right() const { return knot(a, b, m, q + 1); }
  double h() const { return (b - a) / static_cast<double>(m); }
  double slope(std::size_t piece) const {
    const double t = knot(a, b, m, piece);
    const double next = knot(a, b, m, piece + 1);
    return ((*this)(next) - (*this)(t)) / (next - t);
  }
  /// The chord of the piece that x lies in.
  double chord() const { return (*this)(left()) + slope(q) * (x - left()); }
  double drawn_by_network() const { return interpolant(*this, a, b, m)(Vector<double>(1, x))(0); }
};

// The cubic is below 5(1 + 3 + 9 + 27) = 200, and off by 6 roundings of that: 1.3e-13. A slope
// divides by at least 1/12 and is multiplied by at most 2: 24 times that is 3e-12. Six turns, each
// below 340, times lengths below 2, add up in 10 roundings of numbers below 4500: 5e-12. Two ways
// to compute the same may be twice as far apart.
constexpr double interpolant_rounding = 2e-11;

}  // namespace

// A layer ----------------------------------------------------------------------------------------

TEST(Layer, EachUnitIsANeuron) {
  property("unit-preactivation", [](Check& check) {
    const DrawnLayers drawn = DrawnLayers::draw(Activation::linear, 0);
    const double bound = rounding_bound(drawn);
    const Matrix<double> Z = drawn.scores_now();
    const CopiedLayer layer = copied_layer(drawn.network, drawn.theta, 0);
    for (std::size_t k = 0; k < Z.size2(); ++k) {
      Neuron<double> unit{Vector<double>(drawn.X.size2()), layer.b(k)};
      for (std::size_t j = 0; j < unit.weights.size(); ++j) unit.weights(j) = layer.W(j, k);
      const Vector<double> z = preactivations(unit, drawn.X);
      for (std::size_t i = 0; i < Z.size1(); ++i) {
        check.agree(Z(i, k), z(i), 2 * bound, "the neuron of Part I");
        double sum = layer.b(k);
        for (std::size_t j = 0; j < unit.weights.size(); ++j) sum += drawn.X(i, j) * layer.W(j, k);
        check.agree(Z(i, k), sum, 2 * bound, "the formula");
      }
    }
  });
}

TEST(Layer, IsAProductAndARowOfBiasesForEachSample) {
  property("layer", [](Check& check) {
    for (const Activation f : activations_of_the_book) {
      const DrawnLayers drawn = DrawnLayers::draw(f, 1);
      const std::size_t n = drawn.X.size1();
      const CopiedLayer first = copied_layer(drawn.network, drawn.theta, 0);
      const CopiedLayer second = copied_layer(drawn.network, drawn.theta, 1);
      const Matrix<double> Z1 = product_by_loops(drawn.X, first.W) + rows_of_biases(n, first.b);
      const Matrix<double> A1 = each_activated(f, Z1);
      const Matrix<double> Z2 = product_by_loops(A1, second.W) + rows_of_biases(n, second.b);
      NetworkPass<double> pass;
      forward(drawn.network, drawn.theta, drawn.X, pass);
      check.holds(pass.Z.size() == 2 && pass.A.size() == 1, "what is kept of the way");
      const double bound = 2 * rounding_bound(drawn);
      agree_within(check, pass.Z[1], Z2, bound, "Z of the second layer");
      // The first layer by itself is a network of one layer, without a bend.
      const Network alone = network_of(drawn.X.size2(), {}, f, first.b.size());
      const double first_bound = 2 * rounding_bound(alone, theta_of({first}), drawn.X);
      agree_within(check, pass.Z[0], Z1, first_bound, "Z of the first");
      agree_within(check, pass.A[0], A1, first_bound + 8 * epsilon, "A of the first");
    }
  });
}

TEST(Network, AgreesWithPlainLoopsInLongDouble) {
  property("layer", [](Check& check) {
    for (const Activation f : activations_of_the_book) {
      const DrawnLayers drawn = DrawnLayers::draw(f, *dimension(0, 3).as("hidden layers"));
      const Matrix<double> truth = scores_by_loops(drawn.network, drawn.theta, drawn.X);
      const double bound = rounding_bound(drawn);
      agree_within(check, drawn.scores_now(), truth, bound, "in order");
      agree_within(check, scores(drawn.network, drawn.theta, drawn.X), truth, bound, "fastest");
    }
  });
}

// The same code at duals and at complex numbers has the same values.
TEST(Network, EveryScalarGivesTheSameValue) {
  property([](Check& check) {
    const DrawnLayers drawn = DrawnLayers::draw(Activation::tanh, 2);
    const Matrix<double> truth = drawn.scores_now();
    const auto duals =
        scores(drawn.network, cast<Dual<double>>(drawn.theta), cast<Dual<double>>(drawn.X));
    const auto complex = scores(drawn.network, cast<std::complex<double>>(drawn.theta),
                                cast<std::complex<double>>(drawn.X));
    const double bound = 2 * rounding_bound(drawn);
    for (std::size_t i = 0; i < truth.size1(); ++i) {
      for (std::size_t k = 0; k < truth.size2(); ++k) {
        check.agree(duals(i, k).value, truth(i, k), bound, "dual");
        check.agree(complex(i, k).real(), truth(i, k), bound, "complex");
      }
    }
  });
}

TEST(Network, APassCanBeUsedAgainForAnotherBatch) {
  property([](Check& check) {
    const DrawnLayers drawn = DrawnLayers::draw(Activation::relu, 2);
    const Matrix<double> fewer = matrix<double>({std::vector<double>(drawn.X.size2(), 0.5)});
    NetworkPass<double> pass;
    forward(drawn.network, drawn.theta, drawn.X, pass);
    forward(drawn.network, drawn.theta, fewer, pass);
    agree_within(check, pass.Z.back(), scores(drawn.network, drawn.theta, fewer), 0, "one sample");
    forward(drawn.network, drawn.theta, drawn.X, pass);
    agree_within(check, pass.Z.back(), drawn.scores_now(), 0, "all samples");
  });
}

// Without hidden layers and with one output a network is the neuron of Part I.
TEST(Network, OfOneUnitIsANeuron) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 5).as("d");
    const Neuron<double> neuron{*gaussian_vector(d).as("w"), *gaussian().as("b")};
    const Matrix<double> X = *gaussian_matrix(d + 1, d).as("X");
    const Network network = network_of(d, {}, Activation::tanh, 1);
    const Matrix<double> Z = scores(network, parameters(neuron), X);
    const Vector<double> z = preactivations(neuron, X);
    const double bound = 2 * rounding_bound(network, parameters(neuron), X);
    for (std::size_t i = 0; i < z.size(); ++i) check.agree(Z(i, 0), z(i), bound);
  });
}

TEST(Network, CountsAWeightForEachPairAndABiasForEachUnit) {
  property("parameter-count", [](Check& check) {
    const DrawnLayers drawn = DrawnLayers::draw(Activation::tanh, *dimension(0, 3));
    std::size_t count = 0;
    for (std::size_t l = 0; l < drawn.network.layers.size(); ++l) {
      const Layer& layer = drawn.network.layers[l];
      check.holds(offset_of_layer(drawn.network, l) == count, "where the layer begins");
      check.holds(parameter_count(layer) == (layer.inputs + 1) * layer.units, "of a layer");
      count += (layer.inputs + 1) * layer.units;
    }
    check.holds(parameter_count(drawn.network) == count, "of the network");
    Vector<double> longer = drawn.theta;
    longer.resize(count + 1, true);
    longer(count) = 0;
    Vector<double> shorter = drawn.theta;
    shorter.resize(count - 1, true);
    for (const Vector<double>& wrong : {longer, shorter}) {
      check.holds(throws<ShapeError>([&] { scores(drawn.network, wrong, drawn.X); }), "refused");
    }
  });
}

TEST(Network, CountsOfThePage) {
  examples("parameter-count", [](Check& check) {
    const auto count = [](std::size_t d, const std::vector<std::size_t>& hidden, std::size_t last) {
      return static_cast<double>(parameter_count(network_of(d, hidden, Activation::tanh, last)));
    };
    check.agree(count(2, {2}, 1), 9, 0, "either, but not both");
    check.agree(count(3, {}, 1), 4, 0, "the mass, no hidden unit");
    check.agree(count(3, {2}, 1), 11, 0, "two");
    check.agree(count(3, {5}, 1), 26, 0, "five");
    check.agree(count(784, {30}, 10), 23860, 0, "a picture of 28 x 28 pixels");
  });
}

TEST(Network, LayersLieInThetaRowByRowThenTheBiases) {
  property([](Check& check) {
    DrawnLayers drawn = DrawnLayers::draw(Activation::tanh, 2);
    std::size_t next = 0;
    for (std::size_t l = 0; l < 3; ++l) {
      const Layer& layer = drawn.network.layers[l];
      const LayerParameters<const double> seen =
          layer_of(drawn.network, std::as_const(drawn.theta), l);
      for (std::size_t j = 0; j < layer.inputs; ++j) {
        for (std::size_t k = 0; k < layer.units; ++k) {
          check.holds(&seen.weights(j, k) == &drawn.theta(next++), "a weight");
        }
      }
      for (std::size_t k = 0; k < layer.units; ++k) {
        check.holds(&seen.biases(k) == &drawn.theta(next++), "a bias");
      }
      const LayerParameters<double> written = layer_of(drawn.network, drawn.theta, l);
      written.biases(0) = 7;
      check.holds(drawn.theta(next - layer.units) == 7, "and can be written");
    }
  });
}

TEST(Network, OfHasTheShapeThatIsAskedFor) {
  const Network network = network_of(4, {3, 5}, Activation::relu, 2);
  ASSERT_EQ(network.layers.size(), 3U);
  EXPECT_EQ(network.layers[0].inputs, 4U);
  EXPECT_EQ(network.layers[0].units, 3U);
  EXPECT_EQ(network.layers[1].inputs, 3U);
  EXPECT_EQ(network.layers[1].units, 5U);
  EXPECT_EQ(network.layers[2].inputs, 5U);
  EXPECT_EQ(network.layers[2].units, 2U);
  EXPECT_EQ(network.layers[0].activation, Activation::relu);
  EXPECT_EQ(network.layers[1].activation, Activation::relu);
  EXPECT_EQ(network.layers[2].activation, Activation::linear);
}

TEST(Network, RefusesWhatIsNone) {
  EXPECT_THROW(require_network(Network{}), ShapeError);
  EXPECT_THROW(require_network(network_of(2, {0}, Activation::relu, 1)), ShapeError);
  const Layer first{2, 3, Activation::relu};
  const Layer last{4, 1, Activation::linear};
  EXPECT_THROW(require_network(Network{{first, last}}), ShapeError);
  const Network network = network_of(2, {3}, Activation::relu, 1);
  const Vector<double> theta(parameter_count(network), 1.0);
  EXPECT_THROW(scores(network, theta, Matrix<double>(4, 3, 1.0)), ShapeError);
  EXPECT_NO_THROW(scores(network, theta, Matrix<double>(4, 2, 1.0)));
}

TEST(Layer, ActivationsRefuseAnotherShape) {
  Matrix<double> other_rows(3, 2);
  Matrix<double> other_columns(2, 3);
  const Matrix<double> Z(2, 2, 1.0);
  EXPECT_THROW(activations(Activation::relu, Z, other_rows), ShapeError);
  EXPECT_THROW(activations(Activation::relu, Z, other_columns), ShapeError);
}

// Bends ------------------------------------------------------------------------------------------

TEST(Relu, IsTheLargerOfItsArgumentAndZero) {
  property("relu", [](Check& check) {
    const double z = *gaussian() * 10;
    check.agree(relu(z), std::max(z, 0.0), 0);
    check.agree(relu(z) - relu(-z), z, 0, "one of the two is 0");
  });
}

TEST(Relu, Edges) {
  examples("relu", [](Check& check) {
    check.agree(relu(0.0), 0, 0, "at the kink");
    check.agree(relu(-0.0), 0, 0, "at the kink");
    check.agree(relu(tiniest), tiniest, 0, "the smallest number above it");
    check.agree(relu(-tiniest), 0, 0, "the largest number below it");
    check.agree(relu(1e308), 1e308, 0, "far out");
    // A dual number at the kink takes the branch of the left, as the convention says.
    const auto f = []<class T>(const T& t) { return relu(t); };
    check.agree(dual_derivative(f, 0.0), 0, 0, "the convention");
    check.agree(relu(-1e308), 0, 0, "far out");
  });
  EXPECT_TRUE(std::isnan(relu(std::numeric_limits<double>::quiet_NaN())));
}

TEST(Relu, SlopeIsZeroOrOneAndZeroAtTheKink) {
  property("relu-derivative", [](Check& check) {
    const double z = *gaussian() * 10;
    check.agree(relu_derivative(z), z > 0 ? 1 : 0, 0);
  });
  examples("relu-derivative", [](Check& check) {
    check.agree(relu_derivative(0.0), 0, 0, "the convention");
    check.agree(relu_derivative(-0.0), 0, 0, "the convention");
    check.agree(relu_derivative(tiniest), 1, 0, "right of the kink");
    check.agree(relu_derivative(-tiniest), 0, 0, "left of it");
  });
}

// 2z is added, so that no slope is 0 where a check would see nothing.
TEST(Activations, HaveTheSlopesThatThreeOraclesFind) {
  property("relu-derivative", [](Check& check) {
    const double z = *uniform(0.2, 4) * (*label() > 0 ? 1 : -1);  // 10 h from the kink and more
    for (const Activation f : activations_of_the_book) {
      check_derivative(
          check, [&]<class T>(const T& t) { return T(activate(f, t) + T(2) * t); }, z,
          activation_derivative(f, z) + 2);
    }
  });
}

TEST(Activations, AreTheFunctionsThatTheyAreCalledAfter) {
  property([](Check& check) {
    const double z = *gaussian() * 3;
    check.agree(activate(Activation::linear, z), z, 0);
    check.agree(activate(Activation::sigmoid, z), sigmoid(z), 0);
    check.agree(activate(Activation::tanh, z), hyperbolic_tangent(z), 0);
    check.agree(activate(Activation::relu, z), relu(z), 0);
    check.agree(activation_derivative(Activation::linear, z), 1, 0);
    check.agree(activation_derivative(Activation::sigmoid, z), sigmoid_derivative(z), 0);
    check.agree(activation_derivative(Activation::tanh, z), hyperbolic_tangent_derivative(z), 0);
    check.agree(activation_derivative(Activation::relu, z), relu_derivative(z), 0);
  });
}

// e = e^(−2|z|) is off by at most a unit in its last place; 1 − e, 1 + e and the quotient round
// once each. Together: at most 2.04 units of 2⁻⁵³, as the header says.
TEST(Tanh, AgreesWithTheStandardLibrary) {
  property("tanh-sigmoid", [](Check& check) {
    for (const double z : {*gaussian().as("z"), *uniform(-1, 1), *uniform(-400, 400)}) {
      const long double truth = std::tanh(static_cast<long double>(z));
      const auto error = static_cast<double>(std::abs(hyperbolic_tangent(z) - truth));
      check.at_most(error, 2.04 * unit_roundoff<double>);
      check.agree(hyperbolic_tangent(z), 2 * sigmoid(2 * z) - 1, 4 * epsilon, "2σ(2z) − 1");
      check.agree(hyperbolic_tangent(-z), -hyperbolic_tangent(z), 0, "an odd function");
    }
  });
}

// tanh′(z) = 1/cosh²(z), and cosh²(350) is still a double.
TEST(Tanh, SlopeKeepsItsDigits) {
  property("tanh-derivative", [](Check& check) {
    for (const double z : {*gaussian().as("z"), *uniform(-350, 350)}) {
      const double c = std::cosh(z);
      check.agree(hyperbolic_tangent_derivative(z) * c * c, 1, 16 * epsilon);
      check.agree(hyperbolic_tangent_derivative(-z), hyperbolic_tangent_derivative(z), 0, "even");
    }
  });
}

TEST(Tanh, FarOut) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double z : {400.0, 1000.0, infinity}) {
    EXPECT_EQ(hyperbolic_tangent(z), 1);
    EXPECT_EQ(hyperbolic_tangent(-z), -1);
    EXPECT_EQ(hyperbolic_tangent_derivative(z), 0);
    EXPECT_EQ(hyperbolic_tangent_derivative(-z), 0);
  }
  EXPECT_EQ(hyperbolic_tangent(0.0), 0);
  EXPECT_EQ(hyperbolic_tangent_derivative(0.0), 1);
}

// The complex step must not meet infinity over infinity where the value is long ±1.
TEST(Tanh, HasASlopeFarOutAtEveryScalar) {
  examples([](Check& check) {
    for (const double z : {-1000.0, -400.0, 400.0, 1000.0}) {
      const auto f = []<class T>(const T& t) { return hyperbolic_tangent(t); };
      check.agree(complex_step(f, z), 0, 1e-300, "complex step");
      check.agree(dual_derivative(f, z), 0, 1e-300, "dual numbers");
      const auto slope = []<class T>(const T& t) { return hyperbolic_tangent_derivative(t); };
      check.agree(complex_step(slope, z), 0, 1e-300, "the slope of the slope");
    }
  });
}

TEST(Tanh, ALayerOfItIsALayerOfSigmoidsStepByStep) {
  derivation(
      "tanh-layer",
      [](Derivation& d) {
        const DrawnLayers drawn = DrawnLayers::draw(Activation::tanh, 1);
        const std::size_t n = drawn.X.size1();
        const CopiedLayer first = copied_layer(drawn.network, drawn.theta, 0);
        CopiedLayer second = copied_layer(drawn.network, drawn.theta, 1);
        const Matrix<double> Z1 = product_by_loops(drawn.X, first.W) + rows_of_biases(n, first.b);
        const Matrix<double> tanh_of = each_activated(Activation::tanh, Z1);
        Matrix<double> by_sigmoid = each_activated(Activation::sigmoid, 2.0 * Z1);
        by_sigmoid = 2.0 * by_sigmoid - Matrix<double>(n, first.b.size(), 1.0);
        const Matrix<double> biases = rows_of_biases(n, second.b);
        const Matrix<double> by_tanh = product_by_loops(tanh_of, second.W) + biases;
        const Matrix<double> in_sigmoids = product_by_loops(by_sigmoid, second.W) + biases;
        // The other network: sigmoids, and other weights and biases.
        CopiedLayer twice = first;
        twice.W *= 2.0;
        twice.b *= 2.0;
        for (std::size_t k = 0; k < second.b.size(); ++k) {
          for (std::size_t j = 0; j < second.W.size1(); ++j) second.b(k) -= second.W(j, k);
        }
        second.W *= 2.0;
        Network sigmoids = drawn.network;
        sigmoids.layers[0].activation = Activation::sigmoid;
        d.start(flattened(drawn.scores_now()));
        d.step("by {layer}, for the second layer", flattened(by_tanh));
        d.step("by {tanh-sigmoid}, entry by entry", flattened(in_sigmoids));
        d.step("multiply out, and collect what every row has",
               flattened(scores(sigmoids, theta_of({twice, second}), drawn.X)));
      },
      // Sums of 7 products of numbers below 1 and 10 and of a bias below 5 + 7 · 5: below 110, and
      // 16 roundings of that.
      2e-13);
}

// Without a bend ---------------------------------------------------------------------------------

TEST(LinearLayers, CollapseStepByStep) {
  derivation(
      "linear-layers-collapse",
      [](Derivation& d) {
        const DrawnLayers drawn = DrawnLayers::draw(Activation::linear, 1);
        const std::size_t n = drawn.X.size1();
        const CopiedLayer first = copied_layer(drawn.network, drawn.theta, 0);
        const CopiedLayer second = copied_layer(drawn.network, drawn.theta, 1);
        const Matrix<double> row_b1 = rows_of_biases(n, first.b);
        const Matrix<double> row_b2 = rows_of_biases(n, second.b);
        const Matrix<double> XW = product_by_loops(drawn.X, first.W);
        const Matrix<double> Z1 = XW + row_b1;
        NetworkPass<double> pass;
        forward(drawn.network, drawn.theta, drawn.X, pass);
        const Matrix<double> by_layer = product_by_loops(pass.Z[0], second.W) + row_b2;
        const Matrix<double> inserted = product_by_loops(Z1, second.W) + row_b2;
        const Matrix<double> terms =
            product_by_loops(XW, second.W) + product_by_loops(row_b1, second.W) + row_b2;
        Vector<double> b = second.b;
        for (std::size_t k = 0; k < b.size(); ++k) {
          for (std::size_t j = 0; j < first.b.size(); ++j) b(k) += first.b(j) * second.W(j, k);
        }
        const Matrix<double> folded =
            product_by_loops(drawn.X, product_by_loops(first.W, second.W)) + rows_of_biases(n, b);
        d.start(flattened(pass.Z[1]));
        d.step("by {layer}, where f(z) = z", flattened(by_layer));
        d.step("by {layer}, for the first layer", flattened(inserted));
        d.step("multiply out", flattened(terms));
        d.step("the last two terms are the same in every row", flattened(folded));
      },
      // Entries below 5, sums of 7 products, twice: below 7 · 5 · (7 · 25 + 5) = 6300, where 20
      // roundings are 1.4e-11.
      2e-11);
}

TEST(LinearLayers, OfAnyDepthAreOne) {
  property("deep-linear-network", [](Check& check) {
    const std::size_t hidden = *dimension(0, 3).as("hidden layers");
    const DrawnLayers drawn = DrawnLayers::draw(Activation::linear, hidden);
    CopiedLayer one = copied_layer(drawn.network, drawn.theta, 0);
    for (std::size_t l = 1; l < drawn.network.layers.size(); ++l) {
      const CopiedLayer next = copied_layer(drawn.network, drawn.theta, l);
      Vector<double> b = next.b;
      for (std::size_t k = 0; k < b.size(); ++k) {
        for (std::size_t j = 0; j < one.b.size(); ++j) b(k) += one.b(j) * next.W(j, k);
      }
      const Matrix<double> W = product_by_loops(one.W, next.W);
      one = {W, b};
    }
    const Network single = network_of(drawn.X.size2(), {}, Activation::linear, one.b.size());
    const Matrix<double> collapsed = scores(single, theta_of({one}), drawn.X);
    // The products of the weights have the same terms in another order: as many roundings, of the
    // same sizes, as the way through all layers.
    agree_within(check, collapsed, drawn.scores_now(), 2 * rounding_bound(drawn));
  });
}

// Two points and the middle between them: what collapses has no bend there.
TEST(LinearLayers, BendNowhere) {
  property("deep-linear-network", [](Check& check) {
    const DrawnLayers drawn = DrawnLayers::draw(Activation::linear, 2);
    const Vector<double> p = row_of(drawn.X, 0);
    const Vector<double> q = row_of(drawn.X, 1);
    Matrix<double> three(3, p.size());
    set_row(three, 0, p);
    set_row(three, 1, q);
    set_row(three, 2, Vector<double>((p + q) / 2.0));
    const Matrix<double> Z = scores(drawn.network, drawn.theta, three);
    const double bound = 3 * rounding_bound(drawn.network, drawn.theta, three);
    for (std::size_t k = 0; k < Z.size2(); ++k) {
      check.agree(Z(2, k), (Z(0, k) + Z(1, k)) / 2, bound);
    }
  });
}

// Either, but not both ---------------------------------------------------------------------------

TEST(Xor, TwoHiddenUnitsAnswerAllFour) {
  examples("xor-network", [](Check& check) {
    const Samples rows = chapter10::xor_samples();
    const Matrix<double> Z = scores(chapter10::xor_network(), chapter10::xor_parameters(), rows.X);
    for (std::size_t i = 0; i < 4; ++i) check.agree(Z(i, 0), rows.y(i), 0);
  });
}

TEST(Xor, IsTheFormulaEverywhere) {
  property("xor-network", [](Check& check) {
    const Matrix<double> X = *gaussian_matrix(3, 2).as("X");
    const Matrix<double> Z = scores(chapter10::xor_network(), chapter10::xor_parameters(), X);
    for (std::size_t i = 0; i < 3; ++i) {
      const double sum = X(i, 0) + X(i, 1);
      check.agree(Z(i, 0), std::max(sum, 0.0) - 2 * std::max(sum - 1, 0.0), 16 * epsilon);
    }
  });
}

// Any curve --------------------------------------------------------------------------------------

TEST(Interpolant, IsAConstantAndAUnitForEachPiece) {
  property("interpolant", [](Check& check) {
    const DrawnCubic F = DrawnCubic::draw();
    double g = F(F.a);
    for (std::size_t q = 0; q < F.m; ++q) {
      const double turn = q == 0 ? F.slope(0) : F.slope(q) - F.slope(q - 1);
      g += turn * std::max(F.x - knot(F.a, F.b, F.m, q), 0.0);
    }
    check.agree(F.drawn_by_network(), g, interpolant_rounding);
    const Interpolant drawn = interpolant(F, F.a, F.b, F.m);
    check.holds(drawn.theta.size() == 3 * F.m + 1, "three numbers for each unit, and one");
  });
}

TEST(Interpolant, OnAPieceIsItsChordStepByStep) {
  derivation(
      "interpolant-piece",
      [](Derivation& d) {
        const DrawnCubic F = DrawnCubic::draw();
        const auto t = [&](std::size_t q) { return knot(F.a, F.b, F.m, q); };
        const auto s = [&](std::size_t q) { return F.slope(q - 1); };  // of the piece before t_q
        double units = F(F.a) + s(1) * (F.x - F.a);
        for (std::size_t q = 1; q <= F.q; ++q) units += (s(q + 1) - s(q)) * (F.x - t(q));
        double pieces = F(F.a) + s(F.q + 1) * (F.x - t(F.q));
        for (std::size_t q = 1; q <= F.q; ++q) pieces += s(q) * (t(q) - t(q - 1));
        d.start(F.drawn_by_network());
        d.step("by {interpolant}; the units of the knots further right are 0", units);
        d.step("sort by slopes: each one counts from its knot to the next", pieces);
        d.step("a slope times its step is the rise from knot to knot; the rises add up",
               F(t(F.q)) + s(F.q + 1) * (F.x - t(F.q)));
      },
      interpolant_rounding);
}

TEST(Interpolant, MeetsTheCurveAtEveryKnot) {
  property("interpolant-piece", [](Check& check) {
    const DrawnCubic F = DrawnCubic::draw();
    Vector<double> knots(F.m + 1);
    Vector<double> values(F.m + 1);
    for (std::size_t q = 0; q <= F.m; ++q) {
      knots(q) = knot(F.a, F.b, F.m, q);
      values(q) = F(knots(q));
    }
    check.agree(interpolant(F, F.a, F.b, F.m)(knots), values, interpolant_rounding);
  });
}

// Of a cubic the ξ is known: the mean of the two knots and x.
TEST(Interpolant, MissesByHalfTheSecondDerivativeTimesTheDistances) {
  property("interpolation-remainder", [](Check& check) {
    const DrawnCubic F = DrawnCubic::draw();
    const double xi = (F.left() + F.right() + F.x) / 3;
    const double distances = (F.x - F.left()) * (F.x - F.right());
    check.agree(F(F.x) - F.chord(), F.second_derivative(xi) / 2 * distances, interpolant_rounding);
    // Of the exponential it lies somewhere in the piece: the second derivative is e^x, and rises.
    const auto chord = [&](double x) {
      const double rise = std::exp(F.right()) - std::exp(F.left());
      return std::exp(F.left()) + rise / (F.right() - F.left()) * (x - F.left());
    };
    const double below = chord(F.x) - std::exp(F.x);
    check.at_most(-std::exp(F.left()) / 2 * distances, below, 1e-13, "at least that of the left");
    check.at_most(below, -std::exp(F.right()) / 2 * distances, 1e-13, "at most that of the right");
  });
}

TEST(Interpolant, ErrorStepByStep) {
  derivation(
      "interpolation-error",
      [](Derivation& d) {
        const DrawnCubic F = DrawnCubic::draw();
        const double xi = (F.left() + F.right() + F.x) / 3;
        const double left = F.x - F.left();
        const double right = F.right() - F.x;
        d.start(std::abs(F(F.x) - F.drawn_by_network()));
        d.step("by {interpolant-piece} and {interpolation-remainder}",
               std::abs(F.second_derivative(xi)) / 2 * left * right);
        d.at_most("M bounds the second derivative", F.M() / 2 * left * right);
        const double half = F.h() / 2;
        const double off = F.x - (F.left() + F.right()) / 2;
        d.step("from the middle of the piece, x is off by p",
               F.M() / 2 * (half * half - off * off));
        d.at_most("a square is not negative", F.M() * F.h() * F.h() / 8);
      },
      interpolant_rounding);
}

TEST(Interpolant, ErrorsOfTheSineAndOfASquare) {
  examples("interpolation-error", [](Check& check) {
    for (const std::size_t m : {4U, 8U, 16U, 32U, 64U}) {
      for (const Curve& curve : curves) {
        const double h = (curve.b - curve.a) / static_cast<double>(m);
        const double error = largest_error(curve, m);
        if (curve.name == std::string("square")) {
          check.agree(error, h * h / 4, 1e-14, "the bound is met: G″ is 2 everywhere");
        } else if (curve.name == std::string("sine")) {
          check.at_most(error, h * h / 8, 1e-14, "the sine keeps below it");
          check.at_most(0.68 * h * h / 8, error, 0, "and is not far below");
        } else {
          check.agree(error, std::sqrt(h) / 4, 1e-14, "the root falls with the root of h");
        }
      }
    }
    check.agree(largest_error(curves[0], 32) / largest_error(curves[0], 64), 4, 0.01, "a quarter");
  });
}

TEST(Interpolant, SoManyUnitsAreEnough) {
  property("enough-units", [](Check& check) {
    const DrawnCubic F = DrawnCubic::draw();
    const double omega = *uniform(0.05, 1).as("omega");
    const double enough = std::ceil((F.b - F.a) * std::sqrt(F.M() / (8 * omega)));
    const auto m = static_cast<std::size_t>(std::max(1.0, enough));
    const double h = (F.b - F.a) / static_cast<double>(m);
    check.at_most(F.M() * h * h / 8, omega, 1e-14, "the bound");
    const double missed = F(F.x) - interpolant(F, F.a, F.b, m)(Vector<double>(1, F.x))(0);
    // More units than the six of the other tests, and shorter pieces: at most 32 of them.
    check.at_most(std::abs(missed), omega, 20 * interpolant_rounding, "the error");
  });
}

// Units in another order -------------------------------------------------------------------------

TEST(HiddenUnits, MayStandInAnyOrder) {
  property("units-in-another-order", [](Check& check) {
    for (const Activation f : {Activation::sigmoid, Activation::tanh, Activation::relu}) {
      const DrawnLayers drawn = DrawnLayers::draw(f, 1);
      const CopiedLayer first = copied_layer(drawn.network, drawn.theta, 0);
      const CopiedLayer second = copied_layer(drawn.network, drawn.theta, 1);
      const std::size_t units = first.b.size();
      std::vector<std::size_t> order;
      for (std::size_t k = 0; k < units; ++k) {
        const auto place = static_cast<std::ptrdiff_t>(*dimension(0, k));
        order.insert(order.begin() + place, k);
      }
      CopiedLayer moved_first = first;
      CopiedLayer moved_second = second;
      for (std::size_t k = 0; k < units; ++k) {
        moved_first.b(k) = first.b(order[k]);
        for (std::size_t j = 0; j < first.W.size1(); ++j) {
          moved_first.W(j, k) = first.W(j, order[k]);
        }
        for (std::size_t o = 0; o < second.b.size(); ++o) {
          moved_second.W(k, o) = second.W(order[k], o);
        }
      }
      agree_within(check, scores(drawn.network, theta_of({moved_first, moved_second}), drawn.X),
                   drawn.scores_now(), 2 * rounding_bound(drawn));
    }
  });
}

// A number to predict ----------------------------------------------------------------------------

TEST(Regression, CostIsTheMeanSquaredErrorOfTheScores) {
  property("regression-cost", [](Check& check) {
    const std::size_t d = *dimension(1, 4).as("d");
    const std::size_t n = d + *dimension(1, 3);
    const Network network = network_of(d, {n + 1}, Activation::tanh, 1);
    const Vector<double> theta = *gaussian_vector(parameter_count(network)).as("theta");
    const Matrix<double> X = *gaussian_matrix(n, d).as("X");
    const Matrix<double> Y = *gaussian_matrix(n, 1).as("Y");
    const NetworkCost<LinearSquaredError, double> cost(network, LinearSquaredError{}, X, Y);
    const Matrix<double> Z = scores_by_loops(network, theta, X);
    double sum = 0;
    double size = 1;
    for (std::size_t i = 0; i < n; ++i) {
      sum += (Z(i, 0) - Y(i, 0)) * (Z(i, 0) - Y(i, 0));
      size = std::max(size, std::abs(Z(i, 0) - Y(i, 0)));
    }
    const double expected = sum / static_cast<double>(n);
    // The slope of the square, at most 2 · size; and n + 4 roundings of the mean itself.
    const double bound = 2 * size * rounding_bound(network, theta, X) +
                         static_cast<double>(n + 4) * epsilon * (1 + expected);
    check.agree(cost.evaluate(theta, nullptr), expected, bound / std::max(1.0, expected));
    check.agree(chapter10::error_in_grams(Z, Y), 1000 * std::sqrt(expected), 1e-13, "in grams");
  });
}

// Descents with the seeds of the program: what the page says of its table.
TEST(Regression, HiddenUnitsPredictTheMassBetter) {
  examples("regression-cost", [](Check& check) {
    const auto& [seen, unseen] = chapter10::body_mass();
    check.holds(seen.Y.size1() == 256 && unseen.Y.size1() == 86, "342 penguins were measured");
    const chapter10::Trained none = chapter10::train_on_mass(0, 1);
    const chapter10::Trained stuck = chapter10::train_on_mass(2, 1);
    const chapter10::Trained two = chapter10::train_on_mass(2, 2);
    check.holds(none.last_cost > stuck.last_cost, "two units cost less than none");
    check.holds(none.error_on(unseen) < stuck.error_on(unseen), "but not on penguins never seen");
    check.holds(stuck.last_cost > 1.3 * two.last_cost, "another start, another end");
    for (const std::uint64_t seed : {1U, 2U}) {
      const chapter10::Trained five = chapter10::train_on_mass(5, seed);
      check.holds(two.last_cost > five.last_cost, "five units cost less than two");
      check.holds(none.error_on(unseen) > 1.1 * five.error_on(unseen), "on penguins never seen");
    }
  });
}

// The least cost of a network without hidden layers is known: there the gradient is 0, and no other
// weights do better. The descent has come there.
TEST(Regression, WithoutHiddenUnitsTheDescentArrives) {
  examples("regression-cost", [](Check& check) {
    const chapter10::Measured& seen = chapter10::body_mass().training;
    const chapter10::Trained none = chapter10::train_on_mass(0, 1);
    const NetworkCost<LinearSquaredError, double> cost(none.network, LinearSquaredError{}, seen.X,
                                                       seen.Y);
    Vector<double> slope(none.theta.size());
    cost.evaluate(none.theta, &slope);
    check.at_most(max_norm(slope), 1e-5, 0, "the slope is nearly 0");
  });
}

// In floating point ------------------------------------------------------------------------------

// Far to the right of the spike three large numbers cancel: each is rounded in units of its size,
// x/w, and what is left is at most a few of those.
TEST(Spike, LeavesARoundingOfItsLargestTerm) {
  property("interpolant", [](Check& check) {
    const double w = std::pow(10, *uniform(-9, -2));
    const double x = *uniform(0.4, 1).as("x");
    const double beside = chapter10::spike(w)(Vector<double>(1, x))(0);
    check.at_most(std::abs(beside), 8 * epsilon / w);
    check.agree(chapter10::spike(w)(Vector<double>(1, 0.3))(0), 1, 8 * epsilon / w, "its top");
  });
}
