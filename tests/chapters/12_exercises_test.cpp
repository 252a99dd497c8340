// The exercises of chapter 12: the wrong step is wrong, each solution right.
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstddef>
#include <vector>

#include "chapters/12-softmax/examples.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/network/softmax.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/network_cost.hpp"
#include "nn/training/neuron_cost.hpp"
#include "tests/chapters/12_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter12::loss_of;
using chapter12::slopes_of;

namespace {

/// The cost of the same scores for all samples, with one-hot targets.
template <class T>
T cost_of_constant(const Vector<T>& b, const Matrix<double>& Y) {
  T sum = T(0);
  for (std::size_t i = 0; i < Y.size1(); ++i) sum += loss_of(b, cast<T>(row_of(Y, i)));
  return sum / T(static_cast<double>(Y.size1()));
}

/// A vector from a formula for each entry.
template <class F>
Vector<double> each(std::size_t count, const F& f) {
  Vector<double> entries(count);
  for (std::size_t k = 0; k < count; ++k) entries(k) = f(k);
  return entries;
}

}  // namespace

TEST(SoftmaxExercises, TwoClassesAreOneNeuronStepByStep) {
  derivation("softmax-two-neurons", [](Derivation& d) {
    const std::size_t count = *dimension(1, 6).as("d");
    const Vector<double> x = *gaussian_vector(count).as("x");
    const Vector<double> w_1 = *gaussian_vector(count).as("w_1");
    const Vector<double> w_2 = *gaussian_vector(count).as("w_2");
    const double b_1 = *gaussian().as("b_1");
    const double b_2 = *gaussian().as("b_2");
    const double z_1 = preactivation(Neuron<double>{w_1, b_1}, x);
    const double z_2 = preactivation(Neuron<double>{w_2, b_2}, x);
    const Vector<double> w = w_1 - w_2;
    d.start(softmax(vector<double>({z_1, z_2}))(0));
    d.step("by {softmax-two}", sigmoid(z_1 - z_2));
    d.step("by {preactivation}, for each class", sigmoid(dot(w_1, x) + b_1 - (dot(w_2, x) + b_2)));
    d.step("by {dot-linear}", sigmoid(dot(w, x) + (b_1 - b_2)));
  });
}

// Ten steps of both from 0. Each step adds a few roundings to parameters below 10.
TEST(SoftmaxExercises, TheLayerDescendsAsTheNeuronAtTwiceTheRate) {
  property("softmax-two-neurons", [](Check& check) {
    const std::size_t count = *dimension(1, 3).as("d");
    const std::size_t n = count + *dimension(3, 5);
    const Matrix<double> X = *gaussian_matrix(n, count).as("X");
    const Vector<double> y = *labels(n).as("y");
    Matrix<double> Y(n, 2);
    for (std::size_t i = 0; i < n; ++i) {
      Y(i, 0) = y(i);
      Y(i, 1) = 1 - y(i);
    }
    const Network network = network_of(count, {}, Activation::linear, 2);
    const NetworkCost<SoftmaxCrossEntropy, double> layer(network, SoftmaxCrossEntropy{}, X, Y);
    const NeuronCost neuron(CrossEntropyWithLogits{}, X, y);
    const Vector<double> both =
        gradient_descent(layer, Vector<double>(2 * count + 2, 0.0), {0.1, 10, 0}).parameters;
    const Vector<double> one =
        gradient_descent(neuron, Vector<double>(count + 1, 0.0), {0.2, 10, 0}).parameters;
    check.agree(each(count + 1, [&](std::size_t j) { return both(2 * j) - both(2 * j + 1); }), one,
                1e-13);
  });
}

// The exercise "Each for itself": a score moves all probabilities.
TEST(SoftmaxExercises, TheWrongStepIsTheFirst) {
  derivation("", [](Derivation& d) {
    const Vector<double> z = *gaussian_vector(*dimension(2, 5).as("K")).as("z");
    const std::size_t K = z.size();
    Vector<double> y(K, 0.0);
    y(*dimension(0, K - 1).as("class")) = 1;
    const Vector<double> p = softmax(z);
    const auto loss = [&](const Vector<std::complex<double>>& at) {
      return loss_of(at, cast<std::complex<double>>(y));
    };
    const std::size_t k = *dimension(0, K - 1).as("k");
    const auto share = [&](const Vector<Dual<double>>& at) { return share_as_written(at, k); };
    const double own_slope = dual_gradient(share, z)(k);
    const double by_share = dual_derivative(
        [&](const Dual<double>& at) { return Dual<double>(-y(k)) * log(at); }, p(k));
    d.start(complex_step_gradient(loss, z)(k));
    d.wrong_step("chain rule", by_share * own_slope);
    d.step("derivative of the logarithm", -y(k) / p(k) * own_slope);
    d.step("the slope of softmax", -y(k) / p(k) * p(k) * (1 - p(k)));
    d.step("cancel", -y(k) * (1 - p(k)));
  });
}

TEST(SoftmaxExercises, BestConstantStepByStep) {
  derivation("softmax-best-constant", [](Derivation& d) {
    const DrawnClasses drawn = DrawnClasses::draw();
    const std::size_t K = drawn.K();
    const auto n = static_cast<double>(drawn.n());
    const Vector<double> b = *gaussian_vector(K).as("b");
    const Vector<double> p = softmax(b);
    const auto by_biases = [&](const Vector<std::complex<double>>& at) {
      return cost_of_constant(at, drawn.Y);
    };
    Vector<double> by_sample(K, 0.0);
    Vector<double> errors(K, 0.0);
    Vector<double> shares(K, 0.0);
    for (std::size_t i = 0; i < drawn.n(); ++i) {
      const Vector<double> y = row_of(drawn.Y, i);
      const auto loss = [&](const Vector<Dual<double>>& at) {
        return loss_of(at, cast<Dual<double>>(y));
      };
      by_sample += dual_gradient(loss, b);
      errors += p - y;
      shares += y / n;
    }
    d.start(complex_step_gradient(by_biases, b));
    d.step("a derivative passes through a sum and a factor", Vector<double>(by_sample / n));
    d.step("by {softmax-delta}", Vector<double>(errors / n));
    d.step("the probability is the same in all terms; definition of the mean",
           Vector<double>(p - shares));
  });
}

// At the shares themselves, where all classes occur, no other constant is better.
TEST(SoftmaxExercises, NoConstantIsBetterThanTheShares) {
  property("softmax-best-constant", [](Check& check) {
    const DrawnClasses drawn = DrawnClasses::draw();
    Vector<double> shares(drawn.K(), 0.0);
    for (std::size_t i = 0; i < drawn.n(); ++i) shares += row_of(drawn.Y, i);
    shares /= static_cast<double>(drawn.n());
    double entropy = 0;
    for (const double share : shares) entropy -= share > 0 ? share * std::log(share) : 0;
    const Vector<double> other = *gaussian_vector(drawn.K()).as("other");
    check.at_most(entropy, cost_of_constant(other, drawn.Y), 32 * epsilon);
    const auto all_occur = [&] {
      for (const double share : shares) {
        if (share == 0) return false;
      }
      return true;
    };
    if (!all_occur()) return;
    const Vector<double> best = each(drawn.K(), [&](std::size_t k) { return std::log(shares(k)); });
    check.agree(cost_of_constant(best, drawn.Y), entropy, 32 * epsilon);
  });
}
