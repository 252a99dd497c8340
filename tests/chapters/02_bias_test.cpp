// Chapter 2: the pre-activation z = w · x + b, and what the bias is to it.
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include "chapters/02-bias/mistakes.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_samples.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

namespace {

Neuron<double> draw_neuron(std::size_t d) {
  return {*gaussian_vector(d).as("w"), *gaussian().as("b")};
}

/// (x, 1): the sample with a constant input behind it.
template <class T>
Vector<T> with_one(const Vector<T>& x) {
  Vector<T> longer(x.size() + 1);
  for (std::size_t j = 0; j < x.size(); ++j) longer(j) = x(j);
  longer(x.size()) = T(1);
  return longer;
}

template <class T, class S>
Neuron<T> neuron_cast(const Neuron<S>& neuron) {
  return {cast<T>(neuron.weights), T(neuron.bias)};
}

// At most 6 products below 25 and a bias below 5 err by less than γ₇ · 155 = 1.2e-13.
constexpr double one_sum = 1.5e-13;

}  // namespace

TEST(Preactivation, IsTheWeightedSumPlusTheBias) {
  property("preactivation", [](Check& check) {
    const std::size_t d = *dimension(0, 6).as("d");
    const Neuron<double> neuron = draw_neuron(d);
    const Matrix<double> X = *gaussian_matrix(1, d).as("X");
    const auto expected =
        static_cast<double>(oracle::preactivation(neuron.weights, neuron.bias, X, 0));
    check.agree(preactivation(neuron, row_of(X, 0)), expected, one_sum);
    const float in_float = preactivation(neuron_cast<float>(neuron), cast<float>(row_of(X, 0)));
    // Inputs rounded once each, then as above: γ₉ · 155 with u = 2⁻²⁴.
    check.agree_unrecorded(Vector<double>(1, in_float), Vector<double>(1, expected), 9e-5, "float");
  });
}

TEST(Preactivation, MovesWithTheBiasByTheSameForEverySample) {
  property("bias-shift", [](Check& check) {
    const auto [n, d, X] = draw_samples();
    const Neuron<double> neuron = draw_neuron(d);
    const double c = *gaussian().as("c");
    const Vector<double> before = preactivations(neuron, X);
    const Vector<double> after = preactivations(Neuron<double>{neuron.weights, neuron.bias + c}, X);
    check.agree(after - before, Vector<double>(n, c), 4 * one_sum);
  });
}

TEST(Preactivation, OfASampleOfZerosIsTheBias) {
  property([](Check& check) {
    const std::size_t d = *dimension(0, 6).as("d");
    const Neuron<double> neuron = draw_neuron(d);
    check.agree(preactivation(neuron, Vector<double>(d, 0.0)), neuron.bias, 0);
  });
}

TEST(Preactivation, BiasIsTheWeightOfAConstantInput) {
  derivation(
      "bias-as-weight",
      [](Derivation& step) {
        const std::size_t d = *dimension(1, 6).as("d");
        const Neuron<double> neuron = draw_neuron(d);
        const Vector<double> x = *gaussian_vector(d).as("x");
        double sum = 0;
        for (std::size_t j = 0; j < d; ++j) sum += neuron.weights(j) * x(j);
        step.start(dot(parameters(neuron), with_one(x)));
        step.step("by {dot-product}, the last term apart", sum + neuron.bias * 1);
        step.step("by {dot-product}", dot(neuron.weights, x) + neuron.bias);
        step.step("by {preactivation}", preactivation(neuron, x));
      },
      one_sum);
}

// The sums are below 105 and h is at least 0.1: a few roundings, times ten.
TEST(Preactivation, DerivativeWithRespectToTheBiasStepByStep) {
  derivation("preactivation-derivative-bias", [](Derivation& step) {
    const std::size_t d = *dimension(1, 4).as("d");
    const Neuron<double> neuron = draw_neuron(d);
    const Vector<double> x = *gaussian_vector(d).as("x");
    const double h = *uniform(0.1, 1).as("h");
    const auto by_bias = [&]<class T>(T b) {
      return preactivation(Neuron<T>{cast<T>(neuron.weights), b}, cast<T>(x));
    };
    const double wx = dot(neuron.weights, x);
    const double b = neuron.bias;
    step.start(complex_step(by_bias, b));
    step.step("by {derivative}", ((wx + (b + h)) - (wx + b)) / h);
    step.step("what cancels", h / h);
    step.step("h is not 0", 1);
  });
}

TEST(Preactivation, DerivativeWithRespectToAWeightStepByStep) {
  derivation("preactivation-derivative-weight", [](Derivation& step) {
    const std::size_t d = *dimension(1, 4).as("d");
    const std::size_t j = *dimension(0, d - 1).as("j");
    const Neuron<double> neuron = draw_neuron(d);
    const Vector<double> x = *gaussian_vector(d).as("x");
    const double h = *uniform(0.1, 1).as("h");
    const auto by_weight = [&]<class T>(T value) {
      Neuron<T> moved = neuron_cast<T>(neuron);
      moved.weights(j) = value;
      return preactivation(moved, cast<T>(x));
    };
    const auto score_by_weight = [&]<class T>(T value) {
      Vector<T> moved = cast<T>(neuron.weights);
      moved(j) = value;
      return dot(moved, cast<T>(x));
    };
    const double w_j = neuron.weights(j);
    step.start(complex_step(by_weight, w_j));
    step.step("by {derivative}", (by_weight(w_j + h) - by_weight(w_j)) / h);
    step.step("b cancels", (score_by_weight(w_j + h) - score_by_weight(w_j)) / h);
    step.step("by {derivative}, read backwards", dual_derivative(score_by_weight, w_j));
    step.step("by {dot-derivative-weight}", x(j));
  });
}

TEST(Preactivation, DerivativesByTheFullProtocol) {
  property({"preactivation-derivative-weight", "preactivation-derivative-bias",
            "preactivation-derivative-input"},
           [](Check& check) {
             // Entries below 1, at most 4 of them: rounding stays far below the Taylor test's
             // floor.
             const std::size_t d = *dimension(1, 4).as("d");
             const Vector<double> theta = *gaussian_vector(d + 1) / 5;
             const Vector<double> x = *gaussian_vector(d) / 5;
             const auto by_theta = [&]<class T>(const Vector<T>& at) {
               return preactivation(neuron_from(at), cast<T>(x));
             };
             check_gradient(check, by_theta, theta, with_one(x));
             const Neuron<double> neuron = neuron_from(theta);
             const auto by_x = [&]<class T>(const Vector<T>& at) {
               return preactivation(neuron_cast<T>(neuron), at);
             };
             check_gradient(check, by_x, x, neuron.weights);
           });
}

TEST(Preactivations, AreThePreactivationsOfTheRows) {
  property("batch-preactivation", [](Check& check) {
    const auto [n, d, X] = draw_samples();
    const Neuron<double> neuron = draw_neuron(d);
    const Vector<double> z = preactivations(neuron, X);
    Vector<double> expected(n);
    for (std::size_t i = 0; i < n; ++i) {
      expected(i) = static_cast<double>(oracle::preactivation(neuron.weights, neuron.bias, X, i));
      check.agree(z(i), preactivation(neuron, row_of(X, i)), 2 * one_sum, "one sample");
    }
    check.agree(z, expected, one_sum, "against the oracle");
    const auto duals = preactivations(neuron_cast<Dual<double>>(neuron), cast<Dual<double>>(X));
    const auto complex =
        preactivations(neuron_cast<std::complex<double>>(neuron), cast<std::complex<double>>(X));
    for (std::size_t i = 0; i < n; ++i) {
      check.agree(duals(i).value, z(i), one_sum, "dual");
      check.agree(complex(i).real(), z(i), one_sum, "complex");
    }
  });
}

// Sums of at most 6 numbers below 5, by one of them only: a few roundings of 30.
TEST(Preactivations, DerivativeOfAWeightedSumByTheBiasStepByStep) {
  derivation("batch-derivative-bias", [](Derivation& step) {
    const DrawnSamples batch = draw_samples();
    const Neuron<double> neuron = draw_neuron(batch.d);
    const Vector<double> u = *gaussian_vector(batch.n).as("u");
    const auto by_bias = [&]<class T>(T b) {
      return dot(cast<T>(u),
                 preactivations(Neuron<T>{cast<T>(neuron.weights), b}, cast<T>(batch.X)));
    };
    double term_by_term = 0;
    for (std::size_t i = 0; i < batch.n; ++i) {
      const auto one = [&](Dual<double> b) {
        return preactivation(Neuron<Dual<double>>{cast<Dual<double>>(neuron.weights), b},
                             cast<Dual<double>>(row_of(batch.X, i)));
      };
      term_by_term += u(i) * dual_derivative(one, neuron.bias);
    }
    step.start(complex_step(by_bias, neuron.bias));
    step.step("term by term, with the factors in front", term_by_term);
    step.step("by {preactivation-derivative-bias}", total(u));
  });
}

TEST(Preactivations, DerivativesByTheFullProtocol) {
  property("batch-derivative-bias", [](Check& check) {
    const DrawnSamples batch = draw_samples(4);
    const Matrix<double> X = batch.X / 5;
    const Vector<double> theta = *gaussian_vector(batch.d + 1) / 5;
    const Vector<double> u = *gaussian_vector(batch.n).as("u");
    const auto phi = [&]<class T>(const Vector<T>& at) {
      return dot(cast<T>(u), preactivations(neuron_from(at), cast<T>(X)));
    };
    const NeuronGradient<double> gradient{matvec_transposed(X, u), total(u)};
    check_gradient(check, phi, theta, slopes(gradient));
  });
}

TEST(Preactivations, FollowTheSamplesAndTheFeatures) {
  property([](Check& check) {
    const auto [n, d, X] = draw_samples();
    const Neuron<double> neuron = draw_neuron(d);
    const std::size_t by = *dimension(1, n - 1).as("by");
    Matrix<double> turned(n, d);
    Neuron<double> turned_neuron = neuron;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < d; ++j) turned((i + by) % n, (j + by) % d) = X(i, j);
    }
    for (std::size_t j = 0; j < d; ++j) turned_neuron.weights((j + by) % d) = neuron.weights(j);
    const Vector<double> z = preactivations(neuron, X);
    const Vector<double> turned_z = preactivations(turned_neuron, turned);
    for (std::size_t i = 0; i < n; ++i) check.agree(turned_z((i + by) % n), z(i), 2 * one_sum);
  });
}

TEST(Parameters, AreTheNeuronInOneRowAndBack) {
  property([](Check& check) {
    const std::size_t d = *dimension(0, 6).as("d");
    const Neuron<double> neuron = draw_neuron(d);
    const Vector<double> theta = parameters(neuron);
    check.holds(theta.size() == d + 1, "d + 1 entries");
    for (std::size_t j = 0; j < d; ++j) check.agree(theta(j), neuron.weights(j), 0);
    check.agree(theta(d), neuron.bias, 0, "the bias comes last");
    const Neuron<double> back = neuron_from(theta);
    check.agree(back.weights, neuron.weights, 0);
    check.agree(back.bias, neuron.bias, 0);
  });
}

TEST(Preactivation, Edges) {
  const Neuron<double> book{vector<double>({3, 1}), -2};
  examples([&](Check& check) {
    check.agree(preactivation(book, vector<double>({1, 2})), 3, 0, "the book's example");
    check.agree(preactivation(zero_neuron<double>(2), vector<double>({1, 2})), 0, 0, "zeros");
    check.agree(preactivation(zero_neuron<double>(0), vector<double>({})), 0, 0, "no features");
    check.agree(preactivations(book, Matrix<double>(0, 2)), vector<double>({}), 0, "no samples");
    check.agree(preactivations(Neuron<double>{vector<double>({}), 4}, Matrix<double>(2, 0)),
                vector<double>({4, 4}), 0, "samples without features");
    check.agree(preactivation(Neuron<double>{vector<double>({1e200}), 1}, vector<double>({1e200})),
                std::numeric_limits<double>::infinity(), 0, "overflow is an infinity");
  });
  EXPECT_THROW(preactivation(book, vector<double>({1, 2, 3})), ShapeError);
  EXPECT_THROW(preactivations(book, matrix<double>({{1, 2, 3}})), ShapeError);
  EXPECT_THROW(neuron_from(vector<double>({})), ShapeError);
}

// Everything in units of u = 2⁻²⁴. Products of floats are exact in double, and the sums of at most
// 20 of them are right to 2⁻²⁹ of u, 20 times over.
TEST(Preactivation, ErrorBoundStepByStep) {
  derivation(
      "preactivation-error-bound",
      [](Derivation& step) {
        constexpr double u = unit_roundoff<float>;
        const std::size_t d = *dimension(1, 20).as("d");
        const Vector<float> w = cast<float>(*gaussian_vector(d).as("w"));
        const Vector<float> x = cast<float>(*gaussian_vector(d).as("x"));
        const auto b = static_cast<float>(*gaussian().as("b"));
        const Neuron<float> neuron{w, b};
        double exact = b;
        double sizes = std::abs(b);
        for (std::size_t j = 0; j < d; ++j) {
          const double product = static_cast<double>(w(j)) * x(j);
          exact += product;
          sizes += std::abs(product);
        }
        const double terms = static_cast<double>(d) + 1;
        step.start(std::abs(preactivation(neuron, x) - exact) / u);
        step.step("by {bias-as-weight}, where b times 1 is exact",
                  std::abs(dot(parameters(neuron), with_one(x)) - exact) / u);
        step.at_most("by {dot-error-bound}", terms * u / (1 - terms * u) * sizes / u);
      },
      1e-6);
}

// A wrong formula can be right by luck at one point, so each has to be caught in nine cases of ten,
// and by the widest tolerance of the protocol.
TEST(BiasMistakes, EachIsCaught) {
  const std::vector<bias::Mistake> mistakes = bias::mistakes();
  std::vector<std::size_t> caught(mistakes.size(), 0);
  std::size_t cases = 0;
  property([&](Check& check) {
    const auto [n, d, X] = draw_samples();
    const Neuron<double> neuron = draw_neuron(d);
    const Vector<double> u = *gaussian_vector(n).as("u");
    const auto phi = [&, &data = X]<class T>(const Vector<T>& at) {
      return dot(cast<T>(u), preactivations(neuron_from(at), cast<T>(data)));
    };
    const Vector<double> truth = complex_step_gradient(phi, parameters(neuron));
    const NeuronGradient<double> right{matvec_transposed(X, u), total(u)};
    check.agree(slopes(right), truth, 1e-12, "the right formula");
    ++cases;
    for (std::size_t m = 0; m < mistakes.size(); ++m) {
      const Vector<double> error = slopes(mistakes[m].gradient(X, neuron, u)) - truth;
      caught[m] += max_norm(error) > 1e-6 * std::max(1.0, max_norm(truth));
    }
  });
  for (std::size_t m = 0; m < mistakes.size(); ++m) {
    EXPECT_GE(10 * caught[m], 9 * cases) << mistakes[m].name;
  }
}

TEST(BiasMistakes, AreWhatTheTableSays) {
  const auto X = matrix<double>({{1, 2}, {-1, 3}});
  const Neuron<double> neuron{vector<double>({3, 1}), -2};
  const auto u = vector<double>({2, 1});
  const std::vector<Vector<double>> table = {
      vector<double>({1, 7, 0}),   vector<double>({1, 7, -6}), vector<double>({1, 7, 1}),
      vector<double>({1, 7, 1.5}), vector<double>({1, 7, -3}), vector<double>({-5, 1, 3})};
  examples([&](Check& check) {
    const auto mistakes = bias::mistakes();
    check.holds(mistakes.size() == table.size(), "a row for each");
    for (std::size_t m = 0; m < table.size(); ++m) {
      check.agree(slopes(mistakes[m].gradient(X, neuron, u)), table[m], 0, mistakes[m].name);
    }
  });
}
