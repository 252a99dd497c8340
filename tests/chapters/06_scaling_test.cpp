// Chapter 6, around the loop: features on one scale, and the share of right answers.
#include <gtest/gtest.h>

#include <cmath>

#include "nn/data/original_units.hpp"
#include "nn/data/standardize.hpp"
#include "nn/neuron/accuracy.hpp"
#include "tests/chapters/06_drawn_neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

template <class F>
bool refuses_shape(const F& f) {
  try {
    f();
  } catch (const ShapeError&) {
    return true;
  }
  return false;
}

}  // namespace

TEST(Standardization, GivesMeanZeroAndMeanSquareOne) {
  property("standardize", [](Check& check) {
    const std::size_t n = *dimension(2, 8).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    Matrix<double> X = *gaussian_matrix(n, d).as("X");
    for (std::size_t j = 0; j < d; ++j) X(0, j) = X(1, j) + 1;  // no feature is constant
    const Standardization fitted = fit_standardization(X);
    const Matrix<double> Z = fitted.apply(X);
    for (std::size_t j = 0; j < d; ++j) {
      long double mean = 0;
      for (std::size_t i = 0; i < n; ++i) mean += X(i, j);
      mean /= static_cast<long double>(n);
      long double variance = 0;
      for (std::size_t i = 0; i < n; ++i) variance += (X(i, j) - mean) * (X(i, j) - mean);
      variance /= static_cast<long double>(n);
      long double first = 0;
      long double second = 0;
      for (std::size_t i = 0; i < n; ++i) {
        const auto expected = static_cast<double>((X(i, j) - mean) / std::sqrt(variance));
        check.agree(Z(i, j), expected, 1e-13);
        first += Z(i, j);
        second += static_cast<long double>(Z(i, j)) * Z(i, j);
      }
      check.agree(static_cast<double>(first), 0, 1e-13, "mean");
      check.agree(static_cast<double>(second), static_cast<double>(n), 1e-13, "mean square");
    }
  });
}

TEST(Standardization, SamplesHaveMeanSquaredLengthDPlusOne) {
  derivation("standardized-length", [](Derivation& derived) {
    const std::size_t n = *dimension(2, 8).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    Matrix<double> X = *gaussian_matrix(n, d).as("X");
    for (std::size_t j = 0; j < d; ++j) X(0, j) = X(1, j) + 1;
    const Standardization fitted = fit_standardization(X);
    const Matrix<double> Z = fitted.apply(X);
    const double share = 1 / static_cast<double>(n);

    double lengths = 0;
    for (std::size_t i = 0; i < n; ++i) lengths += share * (1 + squared_norm(row_of(Z, i)));
    double by_feature = 1;
    double in_units = 1;
    for (std::size_t j = 0; j < d; ++j) {
      double squares = 0;
      double offsets = 0;
      for (std::size_t i = 0; i < n; ++i) {
        squares += share * Z(i, j) * Z(i, j);
        offsets += share * std::pow(X(i, j) - fitted.mean(j), 2);
      }
      by_feature += squares;
      in_units += offsets / (fitted.deviation(j) * fitted.deviation(j));
    }
    derived.start(lengths);
    derived.step("sum over samples first", by_feature);
    derived.step("by {standardize}", in_units);
    derived.step("the deviation squared is that mean", 1 + static_cast<double>(d));
  });
}

TEST(Standardization, CanBeUndoneInTheWeights) {
  derivation("standardize-undone", [](Derivation& derived) {
    const std::size_t d = *dimension(1, 4).as("d");
    Standardization scaling{*gaussian_vector(d), Vector<double>(d)};
    for (double& deviation : scaling.deviation) deviation = *uniform(0.1, 10).as("s");
    const Neuron<double> neuron{*gaussian_vector(d).as("w"), *gaussian().as("b")};
    const Neuron<double> original = in_original_units(neuron, scaling);
    Matrix<double> X(1, d);
    const Vector<double> x = *gaussian_vector(d).as("x");
    set_row(X, 0, x);

    double put_in = neuron.bias;
    double weighted = 0;
    double bias = neuron.bias;
    for (std::size_t j = 0; j < d; ++j) {
      const double w = neuron.weights(j);
      const double s = scaling.deviation(j);
      put_in += w * (x(j) - scaling.mean(j)) / s;
      weighted += w / s * x(j);
      bias -= w * scaling.mean(j) / s;
    }
    derived.start(preactivation(neuron, row_of(scaling.apply(X), 0)));
    derived.step("by {standardize}", put_in);
    derived.step("take the sum apart", weighted + bias);
    derived.step("by {preactivation}", preactivation(original, x));
  });
}

TEST(Standardization, UndoingRefusesOtherShapes) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 5).as("d");
    const Neuron<double> neuron{*gaussian_vector(d).as("w"), *gaussian().as("b")};
    const Vector<double> right(d, 1.0);
    const Vector<double> wrong((d + *dimension(1, 5)) % 6, 1.0);
    check.holds(refuses_shape([&] { in_original_units(neuron, {wrong, right}); }), "means");
    check.holds(refuses_shape([&] { in_original_units(neuron, {right, wrong}); }), "deviations");
  });
}

TEST(Accuracy, IsTheShareOnTheRightSide) {
  property("accuracy", [](Check& check) {
    DrawnNeuron drawn = DrawnNeuron::draw();
    const std::size_t n = drawn.y.size();
    drawn.y = *labels(n).as("y");
    const Neuron<double> neuron = neuron_from(drawn.theta);
    double right = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const auto z = oracle::preactivation(neuron.weights, neuron.bias, drawn.X, i);
      right += (oracle::sigmoid(z) >= 0.5L ? 1.0 : 0.0) == drawn.y(i) ? 1 : 0;
    }
    const double share = accuracy(neuron, drawn.X, drawn.y);
    check.agree(share, right / static_cast<double>(n), 0);

    // Opposite labels: every right one is wrong.
    const Vector<double> opposite = constant_vector<double>(n, 1) - drawn.y;
    check.agree(accuracy(neuron, drawn.X, opposite), 1 - share, epsilon);
    // The boundary does not move when all parameters are scaled by a power of two.
    check.agree(accuracy(neuron_from<double>(8 * drawn.theta), drawn.X, drawn.y), share, 0);
  });
}

TEST(Accuracy, OnTheBoundaryASampleCountsAsClassOne) {
  examples("accuracy", [](Check& check) {
    const Neuron<double> neuron{vector<double>({1}), 0};
    const Matrix<double> X = matrix<double>({{0}, {-1e-300}, {1e-300}, {-0.0}});
    check.agree(accuracy(neuron, X, vector<double>({1, 0, 1, 1})), 1, 0);
    check.agree(accuracy(neuron, X, vector<double>({0, 1, 0, 0})), 0, 0);
    check.agree(accuracy(neuron, X, vector<double>({1, 0, 1, 0})), 0.75, 0);
    // A target of ½ belongs to class 1, as a prediction of ½ does.
    check.agree(accuracy(neuron, X, vector<double>({0.5, 0.49, 0.51, 0.5})), 1, 0);
    const Neuron<float> single{vector<float>({1}), 0};
    check.agree(accuracy(single, cast<float>(X), vector<float>({1, 1, 1, 0})), 0.75, 0, "float");
  });
}

TEST(Accuracy, NeedsSamplesOfTheRightShape) {
  examples([](Check& check) {
    const Neuron<double> neuron{vector<double>({1}), 0};
    const Matrix<double> X = matrix<double>({{0}, {1}});
    check.holds(refuses_shape([&] { accuracy(neuron, X, vector<double>({1})); }), "targets");
    check.holds(refuses_shape([&] { accuracy(neuron, Matrix<double>(0, 1), {}); }), "none");
    check.holds(refuses_shape([&] {
                  accuracy(neuron, matrix<double>({{0, 1}}), vector<double>({1}));
                }),
                "features");
  });
}
