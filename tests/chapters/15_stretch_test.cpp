// Chapter 15: how much a matrix can stretch, and what a layer of sigmoids leaves of a slope.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "chapters/15-initialisation/layers.hpp"
#include "chapters/15-initialisation/stretch.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "tests/chapters/15_drawn_start.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter15::frobenius_norm;
using chapter15::largest_stretch;
using chapter15::sent_back;
using chapter15::sent_forth;

namespace {

/// ‖W‖₂ of a W with two rows, and the row of length 1 that aW stretches by as much. For
/// a = (cos φ, sin φ) and rows u and v of W, ‖aW‖² = (p + q)/2 + (p − q)/2 cos 2φ + r sin 2φ with
/// p = ‖u‖², q = ‖v‖² and r = u · v: it is largest where 2φ is the angle of (p − q, 2r).
struct TwoRowStretch {
  double norm;
  Vector<double> direction;
};
TwoRowStretch stretch_of_two_rows(const MatrixView<const double>& W) {
  double p = 0;
  double q = 0;
  double r = 0;
  for (std::size_t k = 0; k < W.columns; ++k) {
    p += W(0, k) * W(0, k);
    q += W(1, k) * W(1, k);
    r += W(0, k) * W(1, k);
  }
  const double phi = std::atan2(2 * r, p - q) / 2;
  return {std::sqrt((p + q + std::hypot(p - q, 2 * r)) / 2),
          vector<double>({std::cos(phi), std::sin(phi)})};
}

/// The square of a length, as a sum.
double sum_of_squares(const Vector<double>& v) {
  double sum = 0;
  for (const double entry : v) sum += entry * entry;
  return sum;
}

/// Layers of two sigmoids, with a slope for each score of each sample.
struct SigmoidPairs {
  Network network;
  Vector<double> theta;
  NetworkPass<double> pass;

  static SigmoidPairs draw(std::size_t hidden_layers) {
    const std::size_t inputs = *dimension(1, 3).as("d");
    const std::size_t outputs = *dimension(1, 4).as("scores");
    SigmoidPairs pairs;
    pairs.network = network_of(inputs, std::vector<std::size_t>(hidden_layers, 2),
                               Activation::sigmoid, outputs);
    pairs.theta = *gaussian_vector(parameter_count(pairs.network)).as("theta");
    const std::size_t n = *dimension(1, 3).as("n");
    const Matrix<double> X = *gaussian_matrix(n, inputs).as("X");
    forward(pairs.network, pairs.theta, X, pairs.pass);
    pairs.pass.delta.back() = *gaussian_matrix(n, outputs).as("slopes by the scores");
    Vector<double> gradient(pairs.theta.size());
    backpropagate(pairs.network, pairs.theta, X, pairs.pass, gradient);
    return pairs;
  }

  MatrixView<const double> weights(std::size_t l) const {
    return layer_of(network, theta, l).weights;
  }
  std::size_t samples() const { return pass.Z.front().size1(); }
};

}  // namespace

// The bound holds for each row and both ways, and one row attains it. The rounding is relative.
TEST(Stretch, IsABoundThatIsAttained) {
  property("largest-stretch", [](Check& check) {
    const Matrix<double> M = *gaussian_matrix(2, *dimension(1, 4).as("columns")).as("W");
    const MatrixView<const double> W = blas::view(M);
    const auto [stretch, direction] = stretch_of_two_rows(W);
    const Vector<double> delta = *gaussian_vector(W.columns).as("delta");
    const Vector<double> a = *gaussian_vector(2).as("a");
    const double slack = 1e-13 * (1 + stretch * (norm(delta) + norm(a)));
    check.at_most(norm(sent_back(W, delta)), stretch * norm(delta), slack, "back");
    check.at_most(norm(sent_forth(W, a)), stretch * norm(a), slack, "forth");
    const Vector<double> most = sent_forth(W, direction);
    check.agree(norm(sent_back(W, most)), stretch * norm(most), 1e-12, "attained");
    check.agree(norm(most), stretch, 1e-12, "attained forth");
  });
}

// From below; 200 rounds leave of a direction that is stretched by a tenth less 1e-18 of its share.
TEST(Stretch, IsFoundBySendingARowBackAndForth) {
  property("largest-stretch", [](Check& check) {
    const Matrix<double> M = *gaussian_matrix(2, *dimension(1, 4).as("columns")).as("W");
    const MatrixView<const double> W = blas::view(M);
    const double stretch = stretch_of_two_rows(W).norm;
    check.at_most(largest_stretch(W), stretch, 1e-13 * (1 + stretch));
    check.at_most(0.9 * stretch, largest_stretch(W), 1e-13 * (1 + stretch));
  });
}

TEST(Stretch, IsAtMostTheRootOfAllSquaresStepByStep) {
  derivation("stretch-frobenius", [](Derivation& d) {
    const std::size_t columns = *dimension(1, 4).as("columns");
    const Matrix<double> M = *gaussian_matrix(*dimension(1, 4).as("rows"), columns).as("W");
    const MatrixView<const double> W = blas::view(M);
    const Vector<double> delta = *gaussian_vector(columns).as("delta");
    double products = 0;
    double lengths = 0;
    for (std::size_t j = 0; j < M.size1(); ++j) {
      const double product = dot(delta, row_of(M, j));
      products += product * product;
      lengths += squared_norm(delta) * squared_norm(row_of(M, j));
    }
    const double all = frobenius_norm(W);
    d.start(sum_of_squares(sent_back(W, delta)));
    d.step("an entry is the dot product with a row of W", products);
    d.at_most("by {cauchy-schwarz-square}, row by row", lengths);
    d.step("take out the common factor; all rows together", squared_norm(delta) * all * all);
  });
}

TEST(Stretch, OfATurnIsOneAndItsSquaresComeToMore) {
  property("stretch-frobenius", [](Check& check) {
    const double phi = *uniform(-3, 3).as("phi");
    const Matrix<double> M =
        matrix<double>({{std::cos(phi), std::sin(phi)}, {-std::sin(phi), std::cos(phi)}});
    check.agree(stretch_of_two_rows(blas::view(M)).norm, 1, 1e-12);
    check.agree(frobenius_norm(blas::view(M)), std::sqrt(2.0), 1e-12);
  });
}

TEST(SigmoidLayers, ShortenASlopeStepByStep) {
  derivation("sigmoid-vanishing", [](Derivation& d) {
    const SigmoidPairs pairs = SigmoidPairs::draw(*dimension(1, 3).as("hidden layers"));
    const std::size_t depth = pairs.network.layers.size();
    const std::size_t l = *dimension(0, depth - 2).as("l");
    const std::size_t i = *dimension(0, pairs.samples() - 1).as("i");
    const MatrixView<const double> W = pairs.weights(l + 1);
    const Vector<double> behind = row_of(pairs.pass.delta[l + 1], i);
    const Vector<double> sums = sent_back(W, behind);
    double bent = 0;
    double quartered = 0;
    for (std::size_t j = 0; j < sums.size(); ++j) {
      const double slope = sigmoid_derivative(pairs.pass.Z[l](i, j));
      bent += slope * slope * sums(j) * sums(j);
      quartered += sums(j) * sums(j) / 16;
    }
    const double stretch = stretch_of_two_rows(W).norm;
    d.start(squared_norm(row_of(pairs.pass.delta[l], i)));
    d.step("by {backprop-matrices}, entry by entry", bent);
    d.at_most("by {sigmoid-derivative-maximum}", quartered);
    d.step("a squared length is the sum of the squares", squared_norm(sums) / 16);
    d.at_most("by {largest-stretch}", stretch * stretch * squared_norm(behind) / 16);
  });
}

// The quotients, so that short rows are held to it as strictly as long ones.
TEST(SigmoidLayers, MultiplyTheirBounds) {
  property("sigmoid-depth", [](Check& check) {
    const SigmoidPairs pairs = SigmoidPairs::draw(*dimension(1, 5).as("hidden layers"));
    const std::size_t depth = pairs.network.layers.size();
    double bound = 1;
    for (std::size_t l = 1; l < depth; ++l) {
      bound *= stretch_of_two_rows(pairs.weights(l)).norm / 4;
    }
    for (std::size_t i = 0; i < pairs.samples(); ++i) {
      const double first = norm(row_of(pairs.pass.delta.front(), i));
      const double last = norm(row_of(pairs.pass.delta.back(), i));
      if (bound * last < 1e-100) {
        check.at_most(first, bound * last, 1e-100);
      } else {
        check.at_most(first / (bound * last), 1, 1e-12);
      }
    }
  });
}

// What the section "A bound" prints: every row of a deep network keeps the computable bound.
TEST(SigmoidLayers, OfADeepNetworkKeepTheBound) {
  examples("sigmoid-vanishing", [](Check& check) {
    const Network network = chapter15::deep_network(Activation::sigmoid);
    for (const chapter15::NamedStart& start : chapter15::named_starts()) {
      const Vector<double> theta = chapter15::start_of(network, start.init, 1);
      const NetworkPass<double> pass = chapter15::walk(network, theta);
      for (std::size_t l = 1; l < network.layers.size(); ++l) {
        const double frobenius = frobenius_norm(layer_of(network, theta, l).weights);
        check.at_most(chapter15::largest_factor(pass, l), frobenius / 4, 0, start.name);
      }
    }
  });
}
