// A network: its shape, where its parameters lie, and the way forward.
#include "nn/network/network.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/book.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/network_oracle.hpp"

using namespace nn;
using namespace nn::test;

namespace {

template <class T>
bool same(const Matrix<T>& A, const Matrix<T>& B) {
  return A.size1() == B.size1() && A.size2() == B.size2() &&
         std::equal(A.data().begin(), A.data().end(), B.data().begin());
}

/// Every pre-activation of a computed pass against the oracle's.
template <class T>
void is_within_the_bound(Check& check, const Network& network, const Vector<T>& theta,
                         const Matrix<T>& X) {
  NetworkPass<T> pass;
  forward(network, theta, X, pass);
  const std::size_t depth = network.layers.size();
  check.holds(pass.Z.size() == depth && pass.A.size() == depth - 1, "a place for each layer");
  for (std::size_t i = 0; i < X.size1(); ++i) {
    const oracle::Pass exact = oracle::pass_of(network, theta, X, i);
    for (std::size_t l = 0; l < depth; ++l) {
      check.holds(pass.Z[l].size1() == X.size1(), "a row for each sample");
      check.holds(pass.Z[l].size2() == network.layers[l].units, "a column for each unit");
      for (std::size_t k = 0; k < pass.Z[l].size2(); ++k) {
        oracle::within(check, pass.Z[l](i, k), exact.Z[l][k], "a pre-activation");
        if (l + 1 == depth) continue;
        oracle::within(check, pass.A[l](i, k), exact.A[l + 1][k], "what the next layer sees");
      }
    }
  }
}

/// Masks of any numbers, one for each hidden layer, in a pass that has room for the batch.
NetworkPass<double> draw_masks(const DrawnNetwork& drawn) {
  NetworkPass<double> pass;
  make_room(drawn.network, drawn.n(), pass);
  make_room_for_masks(true, pass);
  for (Matrix<double>& mask : pass.masks) {
    mask = *gaussian_matrix(mask.size1(), mask.size2()).as("R");
  }
  return pass;
}

}  // namespace

TEST(Network, OfWidthsIsLayersInARow) {
  property([](Check& check) {
    const std::size_t d = *dimension(0, 9).as("d");
    const std::size_t outputs = *dimension(1, 9).as("outputs");
    const Activation f = draw_activation();
    std::vector<std::size_t> hidden(*dimension(0, 3).as("hidden layers"));
    for (std::size_t& units : hidden) units = *dimension(1, 9).as("units");
    const Network network = network_of(d, hidden, f, outputs);
    check.holds(network.layers.size() == hidden.size() + 1, "the hidden layers and one more");
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
      const Layer& layer = network.layers[l];
      const bool is_last = l == hidden.size();
      check.holds(layer.inputs == (l == 0 ? d : hidden[l - 1]), "its inputs");
      check.holds(layer.units == (is_last ? outputs : hidden[l]), "its units");
      check.holds(layer.activation == (is_last ? Activation::linear : f), "its activation");
    }
    require_network(network);
  });
}

TEST(Network, ParametersOfItsLayersFollowOneAnother) {
  property([](Check& check) {
    DrawnNetwork drawn = draw_network();
    const Network& network = drawn.network;
    Vector<double>& theta = drawn.theta;
    const Vector<double>& fixed = drawn.theta;
    std::size_t next = 0;
    for (std::size_t l = 0; l < drawn.depth(); ++l) {
      check.holds(offset_of_layer(network, l) == next, "where the layer begins");
      const LayerParameters<double> to_write = layer_of(network, theta, l);
      const LayerParameters<const double> to_read = layer_of(network, fixed, l);
      for (std::size_t j = 0; j < network.layers[l].inputs; ++j) {
        for (std::size_t k = 0; k < network.layers[l].units; ++k) {
          check.holds(&to_read.weights(j, k) == &theta(next), "a weight, to be read");
          check.holds(&to_write.weights(j, k) == &theta(next++), "a weight, to be written");
        }
      }
      for (std::size_t k = 0; k < network.layers[l].units; ++k) {
        check.holds(&to_read.biases(k) == &theta(next), "a bias, to be read");
        check.holds(&to_write.biases(k) == &theta(next++), "a bias, to be written");
      }
    }
    check.holds(parameter_count(network) == next, "all of them");
  });
}

TEST(Network, ScoresAreWithinTheBound) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const Network& network = drawn.network;
    is_within_the_bound(check, network, drawn.theta, drawn.X);
    is_within_the_bound(check, network, cast<float>(drawn.theta), cast<float>(drawn.X));
  });
}

TEST(Network, ScoresOfALargeBatchAreWithinTheBound) {
  property([](Check& check) {
    const Activation f = draw_activation();
    if (*label().as("double") == 1) {
      const auto drawn = draw_large_network<double>(f);
      is_within_the_bound(check, drawn.network, drawn.theta, drawn.X);
    } else {
      const auto drawn = draw_large_network<float>(f);
      is_within_the_bound(check, drawn.network, drawn.theta, drawn.X);
    }
  });
}

// A sample by itself is below the limit from which BLAS is called. In order, so is a batch.
TEST(Network, InOrderABatchIsItsSamplesBitForBit) {
  property([](Check& check) {
    const auto drawn = draw_large_network<double>(draw_activation());
    const Matrix<double> Z = scores(drawn.network, drawn.theta, drawn.X);
    const std::size_t i = *dimension(0, drawn.X.size1() - 1).as("i");
    Matrix<double> x(1, drawn.X.size2());
    set_row(x, 0, row_of(drawn.X, i));
    const Matrix<double> alone = scores(drawn.network, drawn.theta, x);
    for (std::size_t k = 0; k < Z.size2(); ++k) {
      check.holds(Z(i, k) == alone(0, k), "a score, bit for bit");
    }
  });
}

TEST(Network, BatchesOfAnySizeGoThroughOnePass) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    NetworkPass<double> pass;
    for (int batch = 0; batch < 4; ++batch) {
      const Matrix<double> X = *gaussian_matrix(*dimension(0, 5).as("n"), drawn.d()).as("X");
      forward(drawn.network, drawn.theta, X, pass);
      NetworkPass<double> fresh;
      forward(drawn.network, drawn.theta, X, fresh);
      for (std::size_t l = 0; l < drawn.depth(); ++l) {
        check.holds(same(pass.Z[l], fresh.Z[l]), "as in a place of its own");
        check.holds(pass.delta[l].size1() == X.size1(), "room for the way back");
        check.holds(pass.delta[l].size2() == drawn.network.layers[l].units, "for each unit");
      }
      check.holds(same(scores(drawn.network, drawn.theta, X), fresh.Z.back()), "the scores");
    }
  });
}

// Small products are summed from left to right, from 0; the bias comes last.
TEST(Network, MasksMultiplyWhatTheNextLayerSees) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network(*dimension(2, 4).as("depth"));
    NetworkPass<double> pass = draw_masks(drawn);
    const std::vector<Matrix<double>> masks = pass.masks;
    check.holds(masks.size() + 1 == drawn.depth(), "a mask for each hidden layer");
    forward(drawn.network, drawn.theta, drawn.X, pass);
    for (std::size_t l = 0; l < masks.size(); ++l) {
      const Activation f = drawn.network.layers[l].activation;
      const auto next = layer_of(drawn.network, drawn.theta, l + 1);
      check.holds(same(pass.masks[l], masks[l]), "the mask stays");
      check.holds(masks[l].size1() == drawn.n(), "a row for each sample");
      check.holds(masks[l].size2() == drawn.network.layers[l].units, "a column for each unit");
      for (std::size_t i = 0; i < drawn.n(); ++i) {
        for (std::size_t k = 0; k < masks[l].size2(); ++k) {
          check.holds(pass.A[l](i, k) == activate(f, pass.Z[l](i, k)) * masks[l](i, k),
                      "f(z) times its mask, bit for bit");
        }
        for (std::size_t m = 0; m < next.biases.size; ++m) {
          double z = 0;
          for (std::size_t k = 0; k < masks[l].size2(); ++k) {
            z += pass.A[l](i, k) * next.weights(k, m);
          }
          check.holds(pass.Z[l + 1](i, m) == z + next.biases(m), "what the next layer makes of it");
        }
      }
    }
  });
}

TEST(Network, WithoutMasksNothingIsMultiplied) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    NetworkPass<double> pass = draw_masks(drawn);
    make_room_for_masks(false, pass);
    check.holds(pass.masks.empty(), "no masks");
    forward(drawn.network, drawn.theta, drawn.X, pass);
    check.holds(same(pass.Z.back(), scores(drawn.network, drawn.theta, drawn.X)), "the scores");
  });
}

TEST(Network, MasksOfAnotherBatchAreRefused) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network(*dimension(2, 4).as("depth"));
    NetworkPass<double> pass = draw_masks(drawn);
    const Matrix<double> fewer(drawn.n() - 1, drawn.d(), 1.0);
    const std::string message =
        message_of<ShapeError>([&] { forward(drawn.network, drawn.theta, fewer, pass); });
    check.holds(says(message, {"multiply_entries: sizes "}), message);
  });
}

// Without a bend between them two layers are one, with the weights W V and the biases b V + c.
TEST(Network, OfTwoLinearLayersIsOne) {
  property([](Check& check) {
    DrawnNetwork drawn = draw_network(2, {Activation::linear});
    const auto first = layer_of(drawn.network, drawn.theta, 0);
    const auto second = layer_of(drawn.network, drawn.theta, 1);
    const Network one = network_of(drawn.d(), {}, Activation::linear, drawn.outputs());
    Vector<double> theta(length_of_theta(one), 0.0);
    const auto both = layer_of(one, theta, 0);
    for (std::size_t k = 0; k < drawn.outputs(); ++k) {
      both.biases(k) = second.biases(k);
      for (std::size_t h = 0; h < first.biases.size; ++h) {
        both.biases(k) += first.biases(h) * second.weights(h, k);
        for (std::size_t j = 0; j < drawn.d(); ++j) {
          both.weights(j, k) += first.weights(j, h) * second.weights(h, k);
        }
      }
    }
    const Matrix<double> expected = scores(one, theta, drawn.X);
    const Matrix<double> computed = scores(drawn.network, drawn.theta, drawn.X);
    // Up to 8 · 8 products of three numbers of size 5 at most.
    for (std::size_t i = 0; i < drawn.n(); ++i) {
      check.agree(row_of(computed, i), row_of(expected, i), 1e-12, "the scores");
    }
  });
}

TEST(Network, ThatIsNoneIsRefused) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network(*dimension(2, 4).as("depth"));
    const std::size_t l = *dimension(0, drawn.depth() - 1).as("l");
    const auto refuses = [&](const Network& network, const std::string& expected) {
      const std::string message = message_of<ShapeError>([&] { require_network(network); });
      check.holds(message == expected, message);
      NetworkPass<double> pass;
      check.holds(throws<ShapeError>([&] { forward(network, drawn.theta, drawn.X, pass); }),
                  "and by the way forward");
    };
    require_network(drawn.network);
    refuses(Network{}, "network: there is no layer");
    Network empty_layer = drawn.network;
    empty_layer.layers[l].units = 0;
    if (l + 1 < drawn.depth()) empty_layer.layers[l + 1].inputs = 0;
    refuses(empty_layer, "network: layer " + std::to_string(l + 1) + " has no units");
    const std::size_t later = *dimension(1, drawn.depth() - 1).as("later");
    Network torn = drawn.network;
    const std::size_t before = torn.layers[later - 1].units;
    torn.layers[later].inputs = before + *dimension(1, 3);
    refuses(torn, "network: sizes " + std::to_string(before) + " and " +
                      std::to_string(torn.layers[later].inputs) + " differ");
  });
}

TEST(Network, RefusesDataAndParametersThatDoNotFit) {
  property([](Check& check) {
    const DrawnNetwork drawn = draw_network();
    const std::size_t more = *dimension(1, 3).as("more");
    const Matrix<double> wider(drawn.n(), drawn.d() + more);
    Vector<double> longer(drawn.theta.size() + more);
    const Vector<double> shorter(drawn.theta.size() - 1);
    const auto refuses = [&](const char* operation, const auto& act) {
      const std::string message = message_of<ShapeError>(act);
      check.holds(says(message, {operation, ": sizes "}), message);
    };
    NetworkPass<double> pass;
    refuses("multiply", [&] { forward(drawn.network, drawn.theta, wider, pass); });
    refuses("layer_of", [&] { forward(drawn.network, longer, drawn.X, pass); });
    refuses("layer_of", [&] { forward(drawn.network, shorter, drawn.X, pass); });
    refuses("layer_of", [&] { scores(drawn.network, longer, drawn.X); });
    refuses("layer_of", [&] { layer_of(drawn.network, longer, 0); });
    refuses("layer_of", [&] { layer_of(drawn.network, shorter, 0); });
  });
}
