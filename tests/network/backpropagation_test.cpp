// The way back: the gradient of the scores projected on any direction, whatever the loss.
#include "nn/network/backpropagation.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tests/support/book.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/network_oracle.hpp"

using namespace nn;
using namespace nn::test;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

/// φ(θ) = Σᵢₖ Vᵢₖ Zᵢₖ, for the scores Z of a batch.
auto projected_scores(const Network& network, const Matrix<double>& X, const Matrix<double>& V) {
  return [&]<class T>(const Vector<T>& theta) {
    const Matrix<T> Z = scores(network, theta, cast<T>(X));
    T sum = T(0);
    for (std::size_t i = 0; i < Z.size1(); ++i) {
      for (std::size_t k = 0; k < Z.size2(); ++k) sum += T(V(i, k)) * Z(i, k);
    }
    return sum;
  };
}

struct WayBack {
  NetworkPass<double> pass;
  Vector<double> gradient;
};

/// Forth, and back from Δ = V; where the gradient goes there are numbers that are none.
WayBack way_back(const Network& network, const Vector<double>& theta, const Matrix<double>& X,
                 const Matrix<double>& V) {
  WayBack way;
  way.gradient = Vector<double>(theta.size(), nan_value);
  forward(network, theta, X, way.pass);
  way.pass.delta.back() = V;
  backpropagate(network, theta, X, way.pass, way.gradient);
  return way;
}

void gradient_agrees(Check& check, const DrawnNetwork& drawn, const Protocol& protocol) {
  const Matrix<double> V = *gaussian_matrix(drawn.n(), drawn.outputs()).as("V");
  const WayBack way = way_back(drawn.network, drawn.theta, drawn.X, V);
  check_gradient(check, projected_scores(drawn.network, drawn.X, V), drawn.theta, way.gradient,
                 protocol);
}

}  // namespace

// Layers behind one another bend over shorter distances than one does: the tolerance of the central
// difference is that for stress inputs.
TEST(Backpropagation, AgreesWithThreeOraclesForSmoothActivations) {
  property([](Check& check) {
    gradient_agrees(check, draw_network(smooth_activations), {1e-6, true});
  });
}

TEST(Backpropagation, AgreesWithThreeOraclesAwayFromKinks) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const bool is_smooth = oracle::distance_to_kinks(drawn.network, drawn.theta, drawn.X) > 0.02L;
    RC_PRE(is_smooth);
    gradient_agrees(check, drawn, {1e-6, false});
  });
}

// Two hidden layers at least, or there is nothing to go back through.
TEST(Backpropagation, AgreesWithThreeOraclesInDeepNetworks) {
  property([](Check& check) {
    gradient_agrees(check, draw_network(*dimension(3, 4).as("depth"), smooth_activations),
                    {1e-6, true});
  });
}

// ∂C/∂b is the sum of the rows of Δ, so the Δ of every layer shows in the gradient; and each of its
// entries is the slope by that entry of Z: a bias that only one sample has.
TEST(Backpropagation, DeltaIsTheSlopeByAPreactivation) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network(smooth_activations);
    const Matrix<double> V = *gaussian_matrix(drawn.n(), drawn.outputs()).as("V");
    const WayBack way = way_back(drawn.network, drawn.theta, drawn.X, V);
    const std::size_t i = *dimension(0, drawn.n() - 1).as("i");
    Matrix<double> x(1, drawn.d());
    set_row(x, 0, row_of(drawn.X, i));
    Matrix<double> v(1, drawn.outputs());
    set_row(v, 0, row_of(V, i));
    const WayBack alone = way_back(drawn.network, drawn.theta, x, v);
    for (std::size_t l = 0; l < drawn.depth(); ++l) {
      const auto biases = layer_of(drawn.network, alone.gradient, l).biases;
      for (std::size_t k = 0; k < biases.size; ++k) {
        check.holds(way.pass.delta[l](i, k) == biases(k), "the same, bit for bit");
      }
    }
  });
}

// Where a relu stands at its kink nothing goes through it: with W = 0 and b = 0 in a hidden layer
// every one of its units does.
TEST(Backpropagation, NothingGoesBackThroughAReluAtItsKink) {
  property([](Check& check) {
    DrawnNetwork drawn = draw_network(*dimension(2, 4).as("depth"), {Activation::relu});
    const std::size_t l = *dimension(0, drawn.depth() - 2).as("l");
    const auto still = layer_of(drawn.network, drawn.theta, l);
    for (std::size_t k = 0; k < still.biases.size; ++k) {
      still.biases(k) = 0;
      for (std::size_t j = 0; j < still.weights.rows; ++j) still.weights(j, k) = 0;
    }
    const Matrix<double> V = *gaussian_matrix(drawn.n(), drawn.outputs()).as("V");
    const WayBack way = way_back(drawn.network, drawn.theta, drawn.X, V);
    const std::size_t behind = offset_of_layer(drawn.network, l + 1);
    for (std::size_t p = 0; p < behind; ++p) {
      check.holds(way.gradient(p) == 0, "no slope in this layer, nor in those before it");
    }
  });
}

// Every Δ and every sum over the samples, in order, at a size that BLAS would take.
TEST(Backpropagation, InOrderIsSummedFromLeftToRightHoweverLarge) {
  property([](Check& check) {
    const auto drawn = draw_large_network<double>(draw_activation());
    const std::size_t n = drawn.X.size1();
    Matrix<double> V(n, 23);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < V.size2(); ++k) V(i, k) = drawn.X(i, k) + 0.25;
    }
    const WayBack way = way_back(drawn.network, drawn.theta, drawn.X, V);
    const Layer& hidden = drawn.network.layers[0];
    const auto last = layer_of(drawn.network, drawn.theta, 1);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < hidden.units; ++k) {
        double sum = 0;
        for (std::size_t m = 0; m < V.size2(); ++m) sum += V(i, m) * last.weights(k, m);
        const double slope = activation_derivative(hidden.activation, way.pass.Z[0](i, k));
        check.holds(way.pass.delta[0](i, k) == sum * slope, "a delta, bit for bit");
      }
    }
    const auto slopes = layer_of(drawn.network, way.gradient, 0);
    for (std::size_t j = 0; j < hidden.inputs; ++j) {
      for (std::size_t k = 0; k < hidden.units; ++k) {
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += drawn.X(i, j) * way.pass.delta[0](i, k);
        check.holds(slopes.weights(j, k) == sum, "a slope, bit for bit");
      }
    }
  });
}

// A sum of products of numbers of the size of 1, twice, is right to some 100 roundings.
TEST(Backpropagation, IsLinearInTheSlopesItBeginsWith) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const Matrix<double> V = *gaussian_matrix(drawn.n(), drawn.outputs()).as("V");
    const Matrix<double> W = *gaussian_matrix(drawn.n(), drawn.outputs()).as("W");
    const double c = *gaussian().as("c");
    const Matrix<double> both = V + c * W;
    const auto gradient_from = [&](const Matrix<double>& delta) {
      return way_back(drawn.network, drawn.theta, drawn.X, delta).gradient;
    };
    const Vector<double> expected = gradient_from(V) + c * gradient_from(W);
    check.agree(gradient_from(both), expected, 1e-12);
  });
}

TEST(Backpropagation, RefusesShapesThatDoNotFit) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const Matrix<double> V = *gaussian_matrix(drawn.n(), drawn.outputs()).as("V");
    const std::size_t more = *dimension(1, 3).as("more");
    WayBack way = way_back(drawn.network, drawn.theta, drawn.X, V);
    const auto refuses = [&](const auto& act) {
      const std::string message = message_of<ShapeError>(act);
      check.holds(says(message, {": sizes ", " differ"}), message);
    };
    Vector<double> longer(drawn.theta.size() + more);
    const Matrix<double> fewer(drawn.n() - 1, drawn.d());
    refuses([&] { backpropagate(drawn.network, drawn.theta, drawn.X, way.pass, longer); });
    refuses([&] { backpropagate(drawn.network, drawn.theta, fewer, way.pass, way.gradient); });
    if (drawn.depth() > 1) {
      refuses([&] { backpropagate(drawn.network, longer, drawn.X, way.pass, way.gradient); });
    }
    way.pass.delta.back().resize(drawn.n(), drawn.outputs() + more, false);
    refuses([&] { backpropagate(drawn.network, drawn.theta, drawn.X, way.pass, way.gradient); });
  });
}
