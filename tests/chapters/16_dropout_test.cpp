// Chapter 16, dropout: masks, their means and variances by all masks there are, and the slopes with
// a mask that stays.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "chapters/16-regularisation/checks.hpp"
#include "chapters/16-regularisation/masks.hpp"
#include "chapters/16-regularisation/ways.hpp"
#include "nn/network/dropout.hpp"
#include "nn/training/stochastic_descent.hpp"
#include "tests/chapters/11_drawn_network.hpp"
#include "tests/chapters/16_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;
using chapter16::kept_entry;
using chapter16::Moments;
using chapter16::moments_over_masks;
using chapter16::Way;

namespace {

double square_of(double x) { return x * x; }

/// So many rows, counted from 0.
std::vector<std::size_t> first_rows(std::size_t count) {
  std::vector<std::size_t> rows(count);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

/// The masks of some rows in an epoch.
std::vector<Matrix<double>> masks_of(const Dropout& dropout, const Network& network,
                                     std::uint64_t epoch, const std::vector<std::size_t>& rows) {
  NetworkPass<double> pass;
  dropout.draw(network, epoch, rows, pass);
  return pass.masks;
}

}  // namespace

// Of 4000 entries the share that is 0 is within 0.1 of p: by Hoeffding's inequality farther with a
// probability below 2 exp(−2 · 4000 · 0.01) = 4e-35.
TEST(DropoutMask, HasZerosWithProbabilityPAndOneValueElse) {
  property("dropout-mask", [](Check& check) {
    const double p = *uniform(0.05, 0.9).as("p");
    const auto seed = *rc::gen::arbitrary<std::uint64_t>().as("seed");
    const std::size_t epoch = *dimension(0, 1000).as("epoch");
    const Network network = network_of(3, {60, 40}, Activation::relu, 2);
    const auto masks = masks_of(Dropout(p, seed), network, epoch, first_rows(40));
    check.holds(masks.size() == 2, "one for each hidden layer");
    std::size_t dropped = 0;
    for (const Matrix<double>& mask : masks) {
      for (const double entry : mask.data()) {
        if (entry == 0) {
          ++dropped;
        } else {
          check.agree(entry, 1 / (1 - p), 0);
        }
      }
    }
    check.holds(std::abs(static_cast<double>(dropped) / 4000 - p) < 0.1, "about p of them");
  });
}

TEST(DropoutMask, MultipliesTheActivations) {
  property("dropout-mask", [](Check& check) {
    const DrawnMasks drawn = DrawnMasks::draw();
    const Network& network = drawn.drawn.network;
    NetworkPass<double> pass;
    pass.masks = drawn.masks;
    forward(network, drawn.drawn.theta, drawn.drawn.X, pass);
    for (std::size_t l = 0; l < pass.A.size(); ++l) {
      for (std::size_t i = 0; i < drawn.drawn.n(); ++i) {
        for (std::size_t k = 0; k < pass.A[l].size2(); ++k) {
          const double a = activate(network.layers[l].activation, pass.Z[l](i, k));
          check.agree(pass.A[l](i, k), a * drawn.masks[l](i, k), 0);
        }
      }
    }
  });
}

// The masks of a row are its own, whatever the batch.
TEST(DropoutMask, DependsOnSeedEpochAndRowAlone) {
  property("dropout-mask", [](Check& check) {
    const Dropout dropout(0.5, *rc::gen::arbitrary<std::uint64_t>().as("seed"));
    const std::size_t epoch = *dimension(0, 1000).as("epoch");
    const Network network = network_of(2, {64}, Activation::relu, 1);
    const std::size_t row = *dimension(0, 9).as("row");
    const Matrix<double> all = masks_of(dropout, network, epoch, first_rows(10)).front();
    const Matrix<double> alone = masks_of(dropout, network, epoch, {row}).front();
    const Matrix<double> later = masks_of(dropout, network, epoch + 1, {row}).front();
    check.agree(row_of(alone, 0), row_of(all, row), 0);
    // 64 coins that fall alike twice: 2⁻⁶⁴.
    check.holds(max_norm(row_of(alone, 0) - row_of(later, 0)) > 0, "another epoch, other masks");
    check.holds(max_norm(row_of(all, 0) - row_of(all, 1)) > 0, "another row, another mask");
    check.holds(masks_of(Dropout(0), network, epoch, {row}).empty(), "with p = 0 there are none");
  });
}

TEST(DropoutMask, RefusesWhatIsNoProbability) {
  property([](Check& check) {
    const double over = *uniform(0, 10).as("over");
    check.holds(throws<std::invalid_argument>([&] { Dropout(1 + over); }), "1 and more");
    check.holds(throws<std::invalid_argument>([&] { Dropout(-1e-9 - over); }), "below 0");
    check.holds(throws<std::invalid_argument>([&] { Dropout(std::nan("")); }), "no number");
  });
}

// Two roundings in 1 − p and 1/(1 − p), and one in the product.
TEST(DropoutMean, IsTheActivation) {
  property("dropout-mean", [](Check& check) {
    const double p = *uniform(0, 0.95).as("p");
    const double a = *gaussian().as("a");
    const Moments moments =
        moments_over_masks(1, p, kept_entry(p), [&](const Vector<double>& r) { return r(0) * a; });
    check.agree(moments.mean, a, 4 * epsilon);
  });
}

// What comes after one hidden layer is a sum over its units: its mean over all masks is the score
// without any. Nothing is left to do when the network predicts.
TEST(DropoutMean, OfAScoreIsTheScoreWithoutMasks) {
  property("dropout-mean", [](Check& check) {
    const std::size_t units = *dimension(1, 6).as("units");
    const Network network = network_of(2, {units}, Activation::tanh, 1);
    const Vector<double> theta = *gaussian_vector(parameter_count(network)).as("theta");
    const Matrix<double> X = *gaussian_matrix(1, 2).as("x");
    const double p = *uniform(0.05, 0.9).as("p");
    const auto score = [&](const Vector<double>& r) {
      NetworkPass<double> pass;
      pass.masks.emplace_back(1, units);
      set_row(pass.masks.front(), 0, r);
      forward(network, theta, X, pass);
      return pass.Z.back()(0, 0);
    };
    // Scores up to 6 · 5 · 10 with one of 10 as 1/(1 − p), and 64 of them are summed.
    check.agree(moments_over_masks(units, p, kept_entry(p), score).mean,
                scores(network, theta, X)(0, 0), 1e-11);
  });
}

TEST(DropoutVariance, StepByStep) {
  derivation("dropout-variance", [](Derivation& d) {
    const double p = *uniform(0, 0.9).as("p");
    const double a = *gaussian().as("a");
    const auto squared_error = [&](const Vector<double>& r) { return square_of(r(0) * a - a); };
    d.start(moments_over_masks(1, p, kept_entry(p), [&](const Vector<double>& r) {
              return r(0) * a;
            }).variance);
    d.step("the definition; by {dropout-mean}",
           moments_over_masks(1, p, kept_entry(p), squared_error).mean);
    d.step("the two cases with their probabilities",
           p * square_of(a) + (1 - p) * square_of(a / (1 - p) - a));
    d.step("one denominator in the bracket",
           p * square_of(a) + (1 - p) * square_of(p * a / (1 - p)));
    d.step("cancel 1 - p once", p * square_of(a) + square_of(p) * square_of(a) / (1 - p));
    d.step("one denominator; above it p is left", p / (1 - p) * square_of(a));
  });
}

// The units are dropped independently of each other, so the variances add.
TEST(DropoutVariance, OfASumIsTheSumOfTheVariances) {
  property("dropout-variance", [](Check& check) {
    const std::size_t units = *dimension(1, 6).as("units");
    const Vector<double> a = *gaussian_vector(units).as("a");
    const double p = *uniform(0, 0.9).as("p");
    const Moments moments = moments_over_masks(units, p, kept_entry(p),
                                               [&](const Vector<double>& r) { return dot(r, a); });
    check.agree(moments.mean, total(a), 1e-12);
    check.agree(moments.variance, p / (1 - p) * squared_norm(a), 1e-12);
  });
}

// The mask is a constant: three oracles differentiate the cost with it. With entries up to 2 the
// network is steeper than those that the usual central difference and the Taylor test are for.
TEST(DropoutSlopes, AgreeWithThreeOraclesForAFixedMask) {
  property("dropout-delta", [](Check& check) {
    const DrawnMasks drawn = DrawnMasks::draw();
    const auto phi = [&]<class T>(const Vector<T>& theta) { return drawn.cost(theta); };
    Vector<double> gradient(drawn.drawn.theta.size(), 7.0);
    drawn.cost(drawn.drawn.theta, &gradient);
    check_gradient(check, phi, drawn.drawn.theta, gradient, stress_inputs);
  });
}

TEST(DropoutSlopes, GoBackThroughTheMask) {
  property("dropout-delta", [](Check& check) {
    const DrawnMasks drawn = DrawnMasks::draw();
    const Network& network = drawn.drawn.network;
    NetworkPass<double> pass;
    pass.masks = drawn.masks;
    Vector<double> gradient(drawn.drawn.theta.size());
    part_of_cost(network, LinearSquaredError{}, drawn.drawn.theta, drawn.drawn.X, drawn.drawn.Y,
                 drawn.drawn.count(), pass, &gradient);
    for (std::size_t l = 1; l < drawn.drawn.depth(); ++l) {
      const LayerParameters<const double> next = layer_of(network, drawn.drawn.theta, l);
      const Activation f = network.layers[l - 1].activation;
      for (std::size_t i = 0; i < drawn.drawn.n(); ++i) {
        for (std::size_t j = 0; j < next.weights.rows; ++j) {
          double sum = 0;
          for (std::size_t k = 0; k < next.weights.columns; ++k) {
            sum += pass.delta[l](i, k) * next.weights(j, k);
          }
          const double expected =
              sum * activation_derivative(f, pass.Z[l - 1](i, j)) * drawn.masks[l - 1](i, j);
          check.agree(pass.delta[l - 1](i, j), expected, 16 * epsilon);
        }
      }
    }
  });
}

TEST(DropoutSlopes, OfThePage) {
  examples("dropout-delta", [](Check& check) {
    const Vector<double> theta = chapter16::small_parameters();
    const Vector<double> gradient = chapter16::small_gradient();
    check.agree(gradient, dual_gradient(chapter16::small_cost, theta), 1e-13);
    // What comes into the dropped unit has no slope but that of the penalty: ω = ½.
    for (const std::size_t j : {1U, 4U}) check.agree(gradient(j), theta(j) / 2, 1e-15);
    check.agree(gradient(7), 0, 0);
  });
}

// The chapter's loop, whose steps can be taken wrongly, is the library's where they are right.
TEST(Ways, TheRightOneIsTheLibrarys) {
  examples({"weight-decay", "dropout-mask"}, [](Check& check) {
    Way way = chapter16::dropping(0.2);
    way.omega = 0.3;
    const chapter16::Points points = chapter16::measured(8);
    const Network network = chapter16::curve_network(40);
    StochasticOptions options;
    options.batch_size = 8;
    options.epochs = chapter16::curve_updates;
    options.shuffle = false;
    options.learning_rate = chapter16::curve_rate;
    options.weight_decay = way.omega;
    options.dropout = way.p;
    StochasticDescent<LinearSquaredError, double> descent(network, LinearSquaredError{}, points.X,
                                                          points.Y, options);
    Vector<double> theta = chapter16::first_parameters(network);
    Adam<double> optimizer = chapter16::adam();
    for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
      descent.run_epoch(theta, optimizer);
    }
    check.agree(chapter16::learn_in(way), theta, 0);
  });
}
