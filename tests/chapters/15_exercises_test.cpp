// The exercises of chapter 15: the wrong step is wrong, each solution right.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "chapters/15-initialisation/equal_units.hpp"
#include "chapters/15-initialisation/examples.hpp"
#include "nn/network/network.hpp"
#include "nn/neuron/relu.hpp"
#include "nn/training/network_cost.hpp"
#include "tests/chapters/15_drawn_start.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter15::unit_of;

namespace {

/// A network d-m-K with m equal hidden units, and d-1-K with one that is as much as all of them.
struct ManyAndOne {
  Network many;
  Network one;
  Vector<double> theta_of_many;
  Vector<double> theta_of_one;
  Matrix<double> X;
  Matrix<double> Y;
  std::size_t m;

  static ManyAndOne draw() {
    const std::size_t d = *dimension(1, 4).as("d");
    const std::size_t m = *dimension(2, 5).as("m");
    const std::size_t K = *dimension(1, 3).as("K");
    const std::size_t n = *dimension(1, 4).as("n");
    ManyAndOne both{
        network_of(d, {m}, Activation::tanh, K), network_of(d, {1}, Activation::tanh, K), {}, {},
        *gaussian_matrix(n, d).as("X"),          *gaussian_matrix(n, K).as("Y"),          m};
    both.theta_of_many = 0.5 * *gaussian_vector(parameter_count(both.many)).as("theta");
    for (std::size_t k = 1; k < m; ++k) {
      chapter15::make_equal(both.many, both.theta_of_many, 0, 0, k);
    }
    both.theta_of_one = both.folded();
    return both;
  }

  /// The parameters of the one unit: those of the first of many, its weights to the scores times m.
  Vector<double> folded() const {
    const Vector<double> unit = unit_of(many, theta_of_many, 0, 0);
    const LayerParameters<const double> from_many = layer_of(many, theta_of_many, 1);
    Vector<double> theta(parameter_count(one));
    const LayerParameters<double> first = layer_of(one, theta, 0);
    const LayerParameters<double> last = layer_of(one, theta, 1);
    const std::size_t d = first.weights.rows;
    for (std::size_t j = 0; j < d; ++j) first.weights(j, 0) = unit(j);
    first.biases(0) = unit(d);
    for (std::size_t k = 0; k < last.biases.size; ++k) {
      last.weights(0, k) = static_cast<double>(m) * unit(d + 1 + k);
      last.biases(k) = from_many.biases(k);
    }
    return theta;
  }
};

Vector<double> squared_error_gradient(const Network& network, const ManyAndOne& both,
                                      const Vector<double>& theta) {
  const NetworkCost<LinearSquaredError, double> cost(network, LinearSquaredError{}, both.X, both.Y);
  Vector<double> gradient(theta.size());
  cost.evaluate(theta, &gradient);
  return gradient;
}

double squared(double x) { return x * x; }

}  // namespace

TEST(InitialisationExercises, ManyEqualUnitsAreOne) {
  property("equal-layer", [](Check& check) {
    const ManyAndOne both = ManyAndOne::draw();
    const Matrix<double> of_many = scores(both.many, both.theta_of_many, both.X);
    const Matrix<double> of_one = scores(both.one, both.theta_of_one, both.X);
    for (std::size_t i = 0; i < both.X.size1(); ++i) {
      check.agree(row_of(of_many, i), row_of(of_one, i), 1e-13);
    }
  });
}

// Ten steps of both, at a rate so small that none of the drawn networks overshoots. The one unit's
// weights to the scores move m times as fast, what comes into it m times as slowly.
TEST(InitialisationExercises, AndDescendAsOneWithRatesOfItsOwn) {
  property("equal-layer", [](Check& check) {
    ManyAndOne both = ManyAndOne::draw();
    const double alpha = 1e-4;
    const auto m = static_cast<double>(both.m);
    for (int t = 0; t < 10; ++t) {
      both.theta_of_many -= alpha * squared_error_gradient(both.many, both, both.theta_of_many);
      Vector<double> step = squared_error_gradient(both.one, both, both.theta_of_one);
      const LayerParameters<double> first = layer_of(both.one, step, 0);
      const LayerParameters<double> last = layer_of(both.one, step, 1);
      for (std::size_t j = 0; j < first.weights.rows; ++j) first.weights(j, 0) /= m;
      first.biases(0) /= m;
      for (std::size_t k = 0; k < last.biases.size; ++k) last.weights(0, k) *= m;
      both.theta_of_one -= alpha * step;
    }
    check.agree(both.theta_of_one, both.folded(), 1e-12);
  });
}

TEST(InitialisationExercises, EvenlySpreadNumbersStepByStep) {
  derivation("uniform-variance", [](Derivation& d) {
    const std::size_t count = *dimension(1, 40).as("N");
    const double r = *uniform(0.1, 3).as("r");
    const auto N = static_cast<double>(count);
    double squares = 0;
    double odd_squares = 0;
    double sum = 0;
    double sum_of_squares = 0;
    for (std::size_t place = 1; place <= count; ++place) {
      const auto k = static_cast<double>(place);
      squares += squared(-r + (k - 0.5) * (2 * r / N)) / N;
      odd_squares += squared(2 * k - 1 - N);
      sum += k;
      sum_of_squares += k * k;
    }
    const double factor = r * r / (N * N * N);
    d.start(squares);
    d.step("the middles of N equal pieces", factor * odd_squares);
    d.step("multiply out the square",
           factor * (4 * sum_of_squares - 4 * (N + 1) * sum + N * (N + 1) * (N + 1)));
    d.step("the sums of the first N numbers and squares", factor * N * (N * N - 1) / 3);
    d.step("cancel N", r * r / 3 * (1 - 1 / (N * N)));
  });
}

// The exercise "Variance times variance": what is multiplied is a mean square.
TEST(InitialisationExercises, TheWrongStepIsTheSecond) {
  derivation([](Derivation& d) {
    const std::size_t count = *dimension(1, 3).as("d");
    std::vector<Vector<double>> rows;
    const std::size_t half = *dimension(1, 3).as("rows");
    for (std::size_t r = 0; r < half; ++r) {
      rows.push_back(*gaussian_vector(count).as("z"));
      const Vector<double> opposite = -rows.back();
      rows.push_back(opposite);
    }
    const double deviation = *uniform(0.2, 2).as("deviation");
    const double v = deviation * deviation;
    StartMean sums;
    chapter15::for_signs(count, [&](const Vector<double>& signs) {
      for (const Vector<double>& z : rows) {
        double sum = 0;
        for (std::size_t j = 0; j < count; ++j) sum += deviation * signs(j) * relu(z(j));
        sums.add(sum * sum);
      }
    });
    double of_terms = 0;
    double of_variances = 0;
    double of_differences = 0;
    double of_halves = 0;
    for (std::size_t j = 0; j < count; ++j) {
      StartMean term;
      StartMean mean;
      StartMean mean_square;
      StartMean mean_square_of_z;
      for (const Vector<double>& z : rows) {
        const double a = relu(z(j));
        for (const double sign : {1.0, -1.0}) term.add(squared(deviation * sign * a));
        mean.add(a);
        mean_square.add(a * a);
        mean_square_of_z.add(z(j) * z(j));
      }
      StartMean variance;
      for (const Vector<double>& z : rows) variance.add(squared(relu(z(j)) - mean.value()));
      of_terms += term.value();
      of_variances += v * variance.value();
      of_differences += v * (mean_square.value() - squared(mean.value()));
      of_halves += v * (mean_square_of_z.value() / 2 - squared(mean.value()));
    }
    d.start(sums.value());
    d.step("the variances of the terms add", of_terms);
    d.wrong_step("the variance of a product is the product of the variances", of_variances);
    d.step("a variance is the mean square less the square of the mean", of_differences);
    d.step("by {relu-half}", of_halves);
  });
}
