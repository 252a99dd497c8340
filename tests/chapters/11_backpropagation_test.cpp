// The claims of chapter 11 about gradients: a sum over paths, the four equations line by line, and
// the gradient of whole networks by the whole protocol.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <string>
#include <vector>

#include "chapters/11-backpropagation/explain.hpp"
#include "nn/data/utf8.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/network/backpropagation.hpp"
#include "nn/neuron/neuron.hpp"
#include "tests/chapters/05_drawn_batch.hpp"
#include "tests/chapters/11_drawn_network.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// A number of size at least 0.01 and at most 1, of either sign.
double draw_nudge() { return (*label() > 0 ? 1 : -1) * *uniform(0.01, 1); }

/// Three functions of one number, gₖ(x) = σ(wₖx + bₖ), and F(q) = q₁q₂ + q₃² of the three.
struct Paths {
  Vector<double> w = *gaussian_vector(3).as("w");
  Vector<double> b = *gaussian_vector(3).as("b");
  double x = *gaussian().as("x");

  template <class T>
  Vector<T> through(T at) const {
    Vector<T> q(3);
    for (std::size_t k = 0; k < 3; ++k) q(k) = sigmoid(T(w(k)) * at + T(b(k)));
    return q;
  }
  template <class T>
  static T joined(const Vector<T>& q) {
    return q(0) * q(1) + q(2) * q(2);
  }
  static Vector<double> slopes_of_joined(const Vector<double>& q) {
    return vector<double>({q(1), q(0), 2 * q(2)});
  }
  /// What is left of F(q + s) − F(q) after the straight terms: r(s)‖s‖.
  static double rest_of_joined(const Vector<double>& s) { return s(0) * s(1) + s(2) * s(2); }

  double slope(std::size_t k) const { return w(k) * sigmoid_derivative(w(k) * x + b(k)); }

  /// What the chord of gₖ has too much, without cancellation:
  /// σ(z + t) − σ(z) = σ(z + t) σ(−z) (1 − e⁻ᵗ).
  double excess(std::size_t k, double h) const {
    const double z = w(k) * x + b(k);
    const double t = w(k) * h;
    return sigmoid(z + t) * sigmoid(-z) * (-std::expm1(-t)) / h - slope(k);
  }
};

/// One entry of one layer of a drawn network: a sample, a layer that has one behind it, a unit.
struct Place {
  std::size_t i;
  std::size_t l;
  std::size_t j;

  static Place draw(const DrawnNetwork& b) {
    const std::size_t l = *dimension(0, b.depth() - 2).as("l");
    return {*dimension(0, b.n() - 1).as("i"), l,
            *dimension(0, b.network.layers[l].units - 1).as("j")};
  }
};

/// ∂C/∂z for entry (i, k) of layer l, by dual numbers through all that comes behind.
template <class Output>
double slope_by_entry(const DrawnNetwork& b, const Output& output, const Matrix<double>& Z,
                      std::size_t l, std::size_t i, std::size_t k) {
  const auto cost = [&](Dual<double> z) {
    Vector<Dual<double>> entries = cast<Dual<double>>(flat(Z));
    entries(i * Z.size2() + k) = z;
    return b.cost_from(output, l, entries);
  };
  return dual_derivative(cost, Z(i, k));
}

/// zᵢₖ of layer l + 1 as a function of aᵢⱼ of layer l.
template <class T>
T next_preactivation(const DrawnNetwork& b, const NetworkPass<double>& pass, const Place& at,
                     std::size_t k, T a) {
  const LayerParameters<const double> next = layer_of(b.network, b.theta, at.l + 1);
  T z = T(next.biases(k));
  for (std::size_t j = 0; j < next.weights.rows; ++j) {
    z += (j == at.j ? a : T(pass.A[at.l](at.i, j))) * T(next.weights(j, k));
  }
  return z;
}

/// Whether a ReLU may bend where a central difference looks. Each parameter moves by at most h. An
/// input that moves by at most r then moves a z by at most h(1 + Σ(|a| + r)) + Σ|w|r.
bool bends_within_reach(const DrawnNetwork& b) {
  double largest = 0;
  for (const double t : b.theta) largest = std::max(largest, std::abs(t));
  const double h = central_difference_step(largest);
  NetworkPass<double> pass;
  forward(b.network, b.theta, b.X, pass);
  for (std::size_t i = 0; i < b.n(); ++i) {
    double reach = 0;
    for (std::size_t l = 0; l + 1 < b.depth(); ++l) {
      const Matrix<double>& A = l == 0 ? b.X : pass.A[l - 1];
      const LayerParameters<const double> layer = layer_of(b.network, b.theta, l);
      double furthest = 0;
      for (std::size_t k = 0; k < layer.biases.size; ++k) {
        double moved = h;
        for (std::size_t j = 0; j < layer.weights.rows; ++j) {
          moved += h * (std::abs(A(i, j)) + reach) + std::abs(layer.weights(j, k)) * reach;
        }
        if (std::abs(pass.Z[l](i, k)) <= moved) return true;
        furthest = std::max(furthest, moved);
      }
      reach = furthest;
    }
  }
  return false;
}

/// The protocol for a network with this output.
template <class Output>
void check_network(Check& check, const Output& output, Activation f) {
  const DrawnNetwork b = DrawnNetwork::draw(output, f);
  const auto phi = [&]<class T>(const Vector<T>& theta) { return b.cost_at(output, theta); };
  Protocol protocol;
  if (f == Activation::relu) {
    RC_PRE(!bends_within_reach(b));
    protocol.taylor_test = false;  // its steps of 1e-2 may lead over a kink
  }
  check_gradient(check, phi, b.theta, b.gradient(output), protocol);
}

/// Every output of the library.
template <class Body>
void for_each_output(const Body& body) {
  body(LinearSquaredError{});
  body(SigmoidSquaredError{});
  body(SigmoidCrossEntropy{});
  body(SoftmaxCrossEntropy{});
}

/// The rows in another order: the k-th of the result is row order[k].
Matrix<double> reordered_rows(const Matrix<double>& M, const std::vector<std::size_t>& order) {
  Matrix<double> result(order.size(), M.size2());
  for (std::size_t k = 0; k < order.size(); ++k) set_row(result, k, row_of(M, order[k]));
  return result;
}

/// θ, or a gradient, of a network with one hidden layer whose units are moved up by one place.
Vector<double> with_rotated_units(const Network& network, const Vector<double>& theta) {
  Vector<double> result = theta;
  const LayerParameters<const double> first = layer_of(network, theta, 0);
  const LayerParameters<const double> second = layer_of(network, theta, 1);
  const LayerParameters<double> first_moved = layer_of(network, result, 0);
  const LayerParameters<double> second_moved = layer_of(network, result, 1);
  const std::size_t units = first.biases.size;
  for (std::size_t k = 0; k < units; ++k) {
    const std::size_t from = (k + 1) % units;
    for (std::size_t j = 0; j < first.weights.rows; ++j) {
      first_moved.weights(j, k) = first.weights(j, from);
    }
    first_moved.biases(k) = first.biases(from);
    for (std::size_t m = 0; m < second.weights.columns; ++m) {
      second_moved.weights(k, m) = second.weights(from, m);
    }
  }
  return result;
}

}  // namespace

// Each z is a sum of d + 1 terms, in two orders and two types: (d + 2) ε of the sum of their sizes.
// The inputs of a layer are the library's own, so that no error is handed on.
TEST(Layer, ByIndexIsWhatForwardComputes) {
  property("backprop-layer", [](Check& check) {
    const Activation f =
        *rc::gen::element(Activation::sigmoid, Activation::tanh, Activation::relu).as("f");
    const DrawnNetwork b = DrawnNetwork::draw(LinearSquaredError{}, f);
    NetworkPass<double> pass;
    forward(b.network, b.theta, b.X, pass);
    for (std::size_t l = 0; l < b.depth(); ++l) {
      const Matrix<double>& A = l == 0 ? b.X : pass.A[l - 1];
      const LayerParameters<const double> layer = layer_of(b.network, b.theta, l);
      for (std::size_t i = 0; i < b.n(); ++i) {
        for (std::size_t k = 0; k < layer.biases.size; ++k) {
          long double z = layer.biases(k);
          double size = std::abs(layer.biases(k));
          for (std::size_t j = 0; j < layer.weights.rows; ++j) {
            z += static_cast<long double>(A(i, j)) * layer.weights(j, k);
            size += std::abs(A(i, j) * layer.weights(j, k));
          }
          const auto terms = static_cast<double>(layer.weights.rows + 2);
          check.agree(pass.Z[l](i, k), static_cast<double>(z), terms * epsilon * size, "z");
          if (l + 1 == b.depth()) continue;
          check.agree(pass.A[l](i, k), activate(f, pass.Z[l](i, k)), 0, "a");
        }
      }
    }
  });
}

// F(q) = σ(q₁)σ(q₂) + σ(q₃). Along a direction v of length 1 its second derivative is
// σ″σv₁² + 2σ′σ′v₁v₂ + σσ″v₂² + σ″v₃², with |σ″| < 0.097 and σ′ ≤ ¼ at most 0.16. So |r| ≤ 0.08‖s‖.
TEST(Paths, LinearApproximationOfSeveralVariables) {
  property("backprop-several", [](Check& check) {
    const Vector<double> q = *gaussian_vector(3).as("q");
    const auto F = []<class T>(const Vector<T>& at) {
      return sigmoid(at(0)) * sigmoid(at(1)) + sigmoid(at(2));
    };
    Vector<double> direction = *gaussian_vector(3).as("direction");
    direction(0) += direction(0) < 0 ? -0.1 : 0.1;
    const Vector<double> slopes = dual_gradient(F, q);
    for (double length = 0.5; length > 1e-4; length /= 4) {
      const Vector<double> s = length / norm(direction) * direction;
      const double rest = F(Vector<double>(q + s)) - F(q) - dot(slopes, s);
      check.at_most(std::abs(rest) / length, 0.08 * length, 16 * epsilon / length);
    }
  });
}

TEST(Paths, DifferenceQuotientStepByStep) {
  derivation("backprop-paths-quotient", [](Derivation& d) {
    const Paths p;
    const double h = draw_nudge();
    const Vector<double> q = p.through(p.x);
    const Vector<double> s = p.through(p.x + h) - q;
    const Vector<double> slopes = Paths::slopes_of_joined(q);
    const double rest = Paths::rest_of_joined(s) / h;
    double through_slopes = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      through_slopes += slopes(k) * (p.slope(k) + p.excess(k, h));
    }
    d.start((Paths::joined(p.through(p.x + h)) - Paths::joined(p.through(p.x))) / h);
    d.step("the names q and s", (Paths::joined(Vector<double>(q + s)) - Paths::joined(q)) / h);
    d.step("by {backprop-several}", dot(slopes, s) / h + rest);
    d.step("by {linear-approximation}, for each g at x", through_slopes + rest);
  });
}

TEST(Paths, TheChainRuleIsASumOverPaths) {
  property("backprop-paths", [](Check& check) {
    const Paths p;
    const auto whole = [&](auto at) { return Paths::joined(p.through(at)); };
    const Vector<double> slopes =
        dual_gradient([]<class T>(const Vector<T>& q) { return Paths::joined(q); }, p.through(p.x));
    double sum = 0;
    for (std::size_t k = 0; k < 3; ++k) sum += slopes(k) * p.slope(k);
    check.agree(sum, dual_derivative(whole, p.x), 1e-14, "dual numbers");
    check.agree(sum, complex_step(whole, p.x), 1e-14, "complex step");
  });
}

// Every Δ that the way back leaves behind, against derivatives by those pre-activations themselves,
// within the protocol's bound.
TEST(Delta, IsTheSlopeByThePreactivationsOfItsLayer) {
  property("backprop-delta", [](Check& check) {
    for_each_output([&](const auto& output) {
      const Activation f = *rc::gen::element(Activation::sigmoid, Activation::tanh).as("f");
      const DrawnNetwork b = DrawnNetwork::draw(output, f);
      const NetworkPass<double> pass = b.pass(output);
      for (std::size_t l = 0; l < b.depth(); ++l) {
        const auto phi = [&]<class T>(const Vector<T>& Z) { return b.cost_from(output, l, Z); };
        check.agree(flat(pass.delta[l]), dual_gradient(phi, flat(pass.Z[l])), 1e-12, "dual");
        check.agree(flat(pass.delta[l]), complex_step_gradient(phi, flat(pass.Z[l])), 1e-12,
                    "complex step");
      }
    });
  });
}

TEST(Delta, OfTheLastLayerStepByStep) {
  derivation("backprop-delta-last", [](Derivation& d) {
    const SigmoidCrossEntropy output{};
    const DrawnNetwork b = DrawnNetwork::draw(output, Activation::tanh);
    const NetworkPass<double> pass = b.pass(output);
    const std::size_t last = b.depth() - 1;
    const std::size_t i = *dimension(0, b.n() - 1).as("i");
    const std::size_t k = *dimension(0, b.Y.size2() - 1).as("k");
    const Vector<double> z = row_of(pass.Z[last], i);
    const Vector<double> y = row_of(b.Y, i);
    const auto loss = [&](Dual<double> at) {
      Vector<Dual<double>> moved = cast<Dual<double>>(z);
      moved(k) = at;
      const Vector<Dual<double>> targets = cast<Dual<double>>(y);
      return output.value<Dual<double>>(blas::view(moved), blas::view(targets));
    };
    d.start(pass.delta[last](i, k));
    d.step("the cost is the mean of the losses",
           slope_by_entry(b, output, pass.Z[last], last, i, k));
    d.step("only the loss of sample i contains it", dual_derivative(loss, z(k)) / b.count());
  });
}

TEST(Delta, OfTheTwoUsualPairs) {
  property("backprop-delta-pairs", [](Check& check) {
    const DrawnNetwork numbers = DrawnNetwork::draw(LinearSquaredError{}, Activation::tanh);
    const DrawnNetwork answers = DrawnNetwork::draw(SigmoidCrossEntropy{}, Activation::tanh);
    for (const bool linear : {true, false}) {
      const DrawnNetwork& b = linear ? numbers : answers;
      const NetworkPass<double> pass =
          linear ? b.pass(LinearSquaredError{}) : b.pass(SigmoidCrossEntropy{});
      const std::size_t last = b.depth() - 1;
      const Matrix<double>& Z = pass.Z[last];
      for (std::size_t i = 0; i < b.n(); ++i) {
        for (std::size_t k = 0; k < Z.size2(); ++k) {
          const double formula = linear ? 2 / b.count() * (Z(i, k) - b.Y(i, k))
                                        : 1 / b.count() * (sigmoid(Z(i, k)) - b.Y(i, k));
          const double slope = linear ? slope_by_entry(b, LinearSquaredError{}, Z, last, i, k)
                                      : slope_by_entry(b, SigmoidCrossEntropy{}, Z, last, i, k);
          check.agree(formula, slope, 1e-14, "by dual numbers");
          check.agree(pass.delta[last](i, k), formula, 1e-14, "the library's");
        }
      }
    }
  });
}

TEST(Delta, OfAHiddenLayerStepByStep) {
  derivation("backprop-delta-index", [](Derivation& d) {
    const SigmoidCrossEntropy output{};
    const Activation f = *rc::gen::element(Activation::sigmoid, Activation::tanh).as("f");
    const std::size_t depth = *dimension(2, 4).as("depth");
    const DrawnNetwork b = DrawnNetwork::draw(output, f, depth);
    const NetworkPass<double> pass = b.pass(output);
    const Place at = Place::draw(b);
    const double z = pass.Z[at.l](at.i, at.j);
    const double a = pass.A[at.l](at.i, at.j);
    const LayerParameters<const double> next = layer_of(b.network, b.theta, at.l + 1);
    double by_paths = 0;
    double by_delta = 0;
    double by_links = 0;
    double by_weights = 0;
    for (std::size_t k = 0; k < next.biases.size; ++k) {
      const auto of_z = [&](Dual<double> t) {
        return next_preactivation(b, pass, at, k, activate(f, t));
      };
      const auto of_a = [&](Dual<double> t) { return next_preactivation(b, pass, at, k, t); };
      const double through = dual_derivative(of_z, z);
      const double delta = pass.delta[at.l + 1](at.i, k);
      by_paths += slope_by_entry(b, output, pass.Z[at.l + 1], at.l + 1, at.i, k) * through;
      by_delta += delta * through;
      by_links += delta * dual_derivative(of_a, a) * activation_derivative(f, z);
      by_weights += delta * next.weights(at.j, k) * activation_derivative(f, z);
    }
    d.start(slope_by_entry(b, output, pass.Z[at.l], at.l, at.i, at.j));
    d.step("by {backprop-paths}, a path for each unit of the next layer", by_paths);
    d.step("by {backprop-delta}", by_delta);
    d.step("by {chain-rule} and {backprop-layer}", by_links);
    d.step("by {backprop-layer} and {dot-derivative-input}", by_weights);
  });
}

TEST(Slopes, OfAWeightStepByStep) {
  derivation("backprop-weight-index", [](Derivation& d) {
    const SigmoidSquaredError output{};
    const DrawnNetwork b = DrawnNetwork::draw(output, Activation::tanh);
    const NetworkPass<double> pass = b.pass(output);
    const std::size_t l = *dimension(0, b.depth() - 1).as("l");
    const Layer& layer = b.network.layers[l];
    const std::size_t j = *dimension(0, layer.inputs - 1).as("j");
    const std::size_t k = *dimension(0, layer.units - 1).as("k");
    const Matrix<double>& A = l == 0 ? b.X : pass.A[l - 1];
    const std::size_t place = offset_of_layer(b.network, l) + j * layer.units + k;
    const auto cost = [&](Dual<double> w) {
      Vector<Dual<double>> theta = cast<Dual<double>>(b.theta);
      theta(place) = w;
      return b.cost_at(output, theta);
    };
    double by_paths = 0;
    double by_delta = 0;
    for (std::size_t i = 0; i < b.n(); ++i) {
      const LayerParameters<const double> parameters_of_layer = layer_of(b.network, b.theta, l);
      const auto z_of_weight = [&](Dual<double> w) {
        Dual<double> z = parameters_of_layer.biases(k);
        for (std::size_t m = 0; m < layer.inputs; ++m) {
          z += A(i, m) * (m == j ? w : Dual<double>(parameters_of_layer.weights(m, k)));
        }
        return z;
      };
      by_paths += slope_by_entry(b, output, pass.Z[l], l, i, k) *
                  dual_derivative(z_of_weight, b.theta(place));
      by_delta += pass.delta[l](i, k) * A(i, j);
    }
    d.start(dual_derivative(cost, b.theta(place)));
    d.step("by {backprop-paths}, a path for each sample", by_paths);
    d.step("by {backprop-delta}, {backprop-layer} and {preactivation-derivative-weight}", by_delta);
  });
}

TEST(Slopes, OfABiasIsTheSumOfItsDeltas) {
  property("backprop-bias-index", [](Check& check) {
    const SigmoidSquaredError output{};
    const DrawnNetwork b = DrawnNetwork::draw(output, Activation::tanh);
    const NetworkPass<double> pass = b.pass(output);
    for (std::size_t l = 0; l < b.depth(); ++l) {
      const Layer& layer = b.network.layers[l];
      const std::size_t k = *dimension(0, layer.units - 1).as("k");
      const std::size_t place = offset_of_layer(b.network, l) + layer.inputs * layer.units + k;
      const auto cost = [&](std::complex<double> bias) {
        Vector<std::complex<double>> theta = cast<std::complex<double>>(b.theta);
        theta(place) = bias;
        return b.cost_at(output, theta);
      };
      double sum = 0;
      for (std::size_t i = 0; i < b.n(); ++i) sum += pass.delta[l](i, k);
      check.agree(sum, complex_step(cost, b.theta(place)), 1e-12);
    }
  });
}

TEST(Backpropagation, AgreesWithThreeOracles) {
  property("backprop-matrices", [](Check& check) {
    for_each_output([&](const auto& output) {
      const Activation f = *rc::gen::element(Activation::sigmoid, Activation::tanh).as("f");
      check_network(check, output, f);
    });
  });
}

TEST(Backpropagation, AgreesWithThreeOraclesBetweenKinks) {
  property("backprop-matrices", [](Check& check) {
    const std::size_t which = *dimension(0, 3).as("output");
    if (which == 0) check_network(check, LinearSquaredError{}, Activation::relu);
    if (which == 1) check_network(check, SigmoidSquaredError{}, Activation::relu);
    if (which == 2) check_network(check, SigmoidCrossEntropy{}, Activation::relu);
    if (which == 3) check_network(check, SoftmaxCrossEntropy{}, Activation::relu);
  });
}

// Where a hidden z is exactly 0, the slope is taken from the left: the unit lets nothing back.
TEST(Backpropagation, AtAKinkTakesTheSlopeZero) {
  examples("backprop-matrices", [](Check& check) {
    const Network network = network_of(2, {1}, Activation::relu, 1);
    const Matrix<double> X = matrix<double>({{1, 2}});
    const Matrix<double> Y(1, 1, 1.0);
    const NetworkCost<LinearSquaredError, double> cost(network, LinearSquaredError{}, X, Y);
    Vector<double> gradient(5);
    const double value = cost.evaluate(vector<double>({2, -1, 0, 3, 0.5}), &gradient);
    check.agree(cost.last_pass().Z[0](0, 0), 0, 0, "z = 2·1 - 1·2 + 0");
    check.agree(value, 0.25, 0, "(0.5 - 1)²");
    check.agree(gradient, vector<double>({0, 0, 0, 0, -1}), 0, "the last bias alone");
  });
}

TEST(Backpropagation, FillsAGradientOfThisShapeAndNoOther) {
  const Network network = network_of(2, {3}, Activation::tanh, 1);
  const Matrix<double> X = matrix<double>({{1, 2}});
  const Matrix<double> Y(1, 1, 1.0);
  const NetworkCost<LinearSquaredError, double> cost(network, LinearSquaredError{}, X, Y);
  Vector<double> theta(parameter_count(network), 0.5);
  Vector<double> too_short(theta.size() - 1);
  EXPECT_THROW(cost.evaluate(theta, &too_short), ShapeError);
  EXPECT_THROW(cost.evaluate(too_short, &theta), ShapeError);
}

// Both sum in some order; see rounding_of(). The cross-entropy's slopes are up to 1, not ½.
TEST(Backpropagation, WithoutHiddenLayersIsPartOnesGradient) {
  property("backprop-matrices", [](Check& check) {
    const DrawnBatch b = DrawnBatch::draw(1);
    Matrix<double> Y(b.n(), 1);
    for (std::size_t i = 0; i < b.n(); ++i) Y(i, 0) = b.y(i);
    const Network network = network_of(b.d(), {}, Activation::tanh, 1);
    const Vector<double> theta = parameters(b.neuron);
    Vector<double> gradient(theta.size());
    const double squared =
        NetworkCost<SigmoidSquaredError, double>(network, SigmoidSquaredError{}, b.X, Y)
            .evaluate(theta, &gradient);
    check.agree(squared, cost(SquaredErrorWithLogits{}, b.neuron, b.X, b.y), b.rounding());
    check.agree(gradient, slopes(cost_gradient(SquaredErrorWithLogits{}, b.neuron, b.X, b.y)),
                b.rounding());
    NetworkCost<SigmoidCrossEntropy, double>(network, SigmoidCrossEntropy{}, b.X, Y)
        .evaluate(theta, &gradient);
    check.agree(gradient, slopes(cost_gradient(CrossEntropyWithLogits{}, b.neuron, b.X, b.y)),
                2 * b.rounding());
  });
}

// The sums of the last layer run in another order: of at most 8 terms, with |w| ≤ 2.5 and |a| ≤ 1,
// so z moves by at most 8ε · 20. The slope of a loss by z moves by a quarter of that, 40ε, its loss
// by 160ε. A hidden slope has up to 7 such terms times 2.5 times an input up to 5: below 4000ε.
TEST(Backpropagation, MovesWithTheHiddenUnits) {
  property("backprop-matrices", [](Check& check) {
    const SigmoidCrossEntropy output{};
    DrawnNetwork b = DrawnNetwork::draw(output, Activation::tanh, 2);
    const double before = b.cost_at(output, b.theta);
    const Vector<double> expected = with_rotated_units(b.network, b.gradient(output));
    b.theta = with_rotated_units(b.network, b.theta);
    check.agree(b.cost_at(output, b.theta), before, 4000 * epsilon, "the cost stays");
    check.agree(b.gradient(output), expected, 4000 * epsilon, "the slopes move");
  });
}

// δ of the last layer is at most 1 before the mean, of the hidden one at most 7 · 2.5, and an input
// at most 5: a slope is a mean of numbers below 90, and up to 14 of them in another order leave
// 14 · 2 · 90ε < 4000ε.
TEST(Backpropagation, IsTheMeanOverTheSamplesInAnyOrderAndTwice) {
  property("backprop-matrices", [](Check& check) {
    const SigmoidCrossEntropy output{};
    const DrawnNetwork b = DrawnNetwork::draw(output, Activation::tanh, 2);
    const Vector<double> gradient = b.gradient(output);
    const double value = b.cost_at(output, b.theta);
    Vector<double> mean(b.theta.size(), 0.0);
    std::vector<std::size_t> twice;
    for (std::size_t i = 0; i < b.n(); ++i) {
      DrawnNetwork one = b;
      one.X = reordered_rows(b.X, {i});
      one.Y = reordered_rows(b.Y, {i});
      mean += one.gradient(output) / b.count();
      twice.insert(twice.begin(), i);
    }
    check.agree(gradient, mean, 4000 * epsilon, "the mean of the samples' gradients");
    for (std::size_t i = 0; i < b.n(); ++i) twice.push_back(i);
    DrawnNetwork doubled = b;
    doubled.X = reordered_rows(b.X, twice);
    doubled.Y = reordered_rows(b.Y, twice);
    check.agree(doubled.gradient(output), gradient, 4000 * epsilon, "a batch twice");
    check.agree(doubled.cost_at(output, b.theta), value, 4000 * epsilon, "and its cost");
  });
}

TEST(NetworkCost, IsNowhereWhereTheScoresAreNoNumbers) {
  const Network network = network_of(1, {}, Activation::tanh, 1);
  const Matrix<double> X(2, 1, 1e200);
  const Matrix<double> Y(2, 1, 0.0);
  const NetworkCost<SigmoidCrossEntropy, double> cost(network, SigmoidCrossEntropy{}, X, Y);
  Vector<double> gradient(2);
  EXPECT_TRUE(std::isnan(cost.evaluate(vector<double>({1e200, 0}), &gradient)));
  EXPECT_TRUE(std::isnan(gradient(0)) && std::isnan(gradient(1)));
  EXPECT_TRUE(std::isnan(cost.evaluate(vector<double>({1e200, 0}), nullptr)));
}

// The program's walk through one sample: no line is too long, whatever the network, and what it
// ends with is the slope.
TEST(Explain, FitsOnATerminal) {
  property([](Check& check) {
    for_each_output([&](const auto& output) {
      const Activation f =
          *rc::gen::element(Activation::sigmoid, Activation::tanh, Activation::relu).as("f");
      const DrawnNetwork b = DrawnNetwork::draw(output, f);
      testing::internal::CaptureStdout();
      chapter11::explain(b.network, output, b.theta, row_of(b.X, 0), row_of(b.Y, 0));
      const std::string text = testing::internal::GetCapturedStdout();
      std::size_t start = 0;
      while (start < text.size()) {
        const std::size_t end = text.find('\n', start);
        check.holds(utf8_width(text.substr(start, end - start)) <= 78, "78 columns");
        start = end + 1;
      }
      for (const char* part : {"forth, layer 1", "L = ", "back, layer 1", "∂L/∂b = δ = "}) {
        check.holds(text.find(part) != std::string::npos, part);
      }
    });
  });
}

TEST(Explain, ShowsTheNumbersOfTheExample) {
  testing::internal::CaptureStdout();
  chapter11::explain(chapter11::example_network(), LinearSquaredError{},
                     chapter11::example_parameters(), vector<double>({1, 2}),
                     vector<double>({1, 1}));
  const std::string text = testing::internal::GetCapturedStdout();
  for (const char* part :
       {"z_1 = 0.3·1 - 0.1·2 + 0.05 = 0.15", "a_1 = σ(z_1) = 0.5374",
        "L = (0.2814 - 1)² + (0.3422 - 1)² = 0.949", "δ_1 = 2(ŷ_1 - y_1) = 2(0.2814 - 1) = -1.437",
        "·σ′(0.15) = -0.336·0.2486 = -0.08354"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
  }
}
