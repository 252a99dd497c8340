// What becomes of scores: predictions, losses and their slopes, for each of the four outputs.
#include "nn/network/outputs.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "nn/neuron/neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/network_oracle.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// Scores of n samples and their targets. n and K differ.
template <class T>
struct Scored {
  Matrix<T> Z;
  Matrix<T> Y;
};

template <class Output, class T>
Scored<T> draw_scored() {
  const std::vector<std::size_t> sizes = draw_sizes(2, 6);
  const std::size_t outputs = *label().as("many outputs") == 1 ? sizes[1] : 1;
  const double size = *rc::gen::element(1.0, 8.0).as("size");
  const Matrix<double> Z = size * Matrix<double>(*gaussian_matrix(sizes[0], outputs).as("Z"));
  return {cast<T>(Z), cast<T>(draw_targets<Output>(sizes[0], outputs))};
}

template <class Output, class T>
void agrees_with_the_oracle(Check& check, const Output& output) {
  const Scored<T> drawn = draw_scored<Output, T>();
  const Matrix<T>& Z = drawn.Z;
  Matrix<T> slopes(Z.size1(), Z.size2(), std::numeric_limits<T>::quiet_NaN());
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    oracle::Bounds z(Z.size2());
    for (std::size_t k = 0; k < z.size(); ++k) z[k].value = Z(i, k);
    const auto exact =
        oracle::sample_loss(output, z, oracle::targets_of(drawn.Y, i), oracle::roundoff<T>());
    const T value = output.value(row_view(Z, i), row_view(drawn.Y, i));
    output.derivative(row_view(Z, i), row_view(drawn.Y, i), row_view(slopes, i));
    oracle::within(check, value, exact.value, "the loss");
    for (std::size_t k = 0; k < z.size(); ++k) {
      oracle::within(check, slopes(i, k), exact.slopes[k], "its slope");
    }
  }
}

/// What each of the four predicts from row i, in the longer type.
long double exact_prediction(const LinearSquaredError&, const Matrix<double>& Z, std::size_t i,
                             std::size_t k) {
  return Z(i, k);
}
long double exact_prediction(const SigmoidSquaredError&, const Matrix<double>& Z, std::size_t i,
                             std::size_t k) {
  return oracle::sigmoid(Z(i, k));
}
long double exact_prediction(const SigmoidCrossEntropy&, const Matrix<double>& Z, std::size_t i,
                             std::size_t k) {
  return oracle::sigmoid(Z(i, k));
}
long double exact_prediction(const SoftmaxCrossEntropy&, const Matrix<double>& Z, std::size_t i,
                             std::size_t k) {
  long double sum = 0;
  for (std::size_t j = 0; j < Z.size2(); ++j) sum += std::exp(static_cast<long double>(Z(i, j)));
  return std::exp(static_cast<long double>(Z(i, k))) / sum;
}

/// A single output is Part I's neuron, bit for bit.
template <class Output, class NeuronLoss>
void is_part_one(Check& check) {
  Matrix<double> z(1, 1, 8 * *gaussian().as("z/8"));
  Matrix<double> y(1, 1, *uniform(0, 1).as("y"));
  Matrix<double> slope(1, 1, 0.0);
  const Matrix<double>& score = z;
  const Matrix<double>& target = y;
  const Output output{};
  output.derivative(row_view(score, 0), row_view(target, 0), row_view(slope, 0));
  check.holds(
      output.value(row_view(score, 0), row_view(target, 0)) == NeuronLoss{}.value(z(0, 0), y(0, 0)),
      "the loss");
  check.holds(slope(0, 0) == NeuronLoss{}.derivative(z(0, 0), y(0, 0)), "its slope");
  check.holds(predictions(output, z)(0, 0) == sigmoid(z(0, 0)), "the prediction");
}

template <class Output>
void gradient_agrees(Check& check, const Output& output) {
  const std::size_t count = *dimension(2, 6).as("K");
  const Matrix<double> Z = *gaussian_matrix(1, count).as("z");
  const Matrix<double> Y = draw_targets<Output>(1, count);
  Matrix<double> slopes(1, count, 0.0);
  output.derivative(row_view(Z, 0), row_view(Y, 0), row_view(slopes, 0));
  const auto phi = [&]<class T>(const Vector<T>& scores) {
    const Matrix<T> targets = cast<T>(Y);
    return output.value(blas::view(scores), row_view(targets, 0));
  };
  check_gradient(check, phi, row_of(Z, 0), row_of(slopes, 0));
}

}  // namespace

TEST(Outputs, LossesAndSlopesAgreeWithTheLongDoubleOracle) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      agrees_with_the_oracle<Output, double>(check, output);
      agrees_with_the_oracle<Output, float>(check, output);
    });
  });
}

// The sigmoid is right to 8u, a share of K to (K + 3 + t)u, with t at most 80 below the largest
// and t e^-t at most 1/e.
TEST(Outputs, PredictionsAgreeWithTheirDefinitions) {
  property([](Check& check) {
    with_some_output([&](const auto& output) {
      using Output = std::decay_t<decltype(output)>;
      const Matrix<double> Z = draw_scored<Output, double>().Z;
      const Matrix<double> Y_hat = predictions(output, Z);
      check.holds(Y_hat.size1() == Z.size1() && Y_hat.size2() == Z.size2(), "a row for each row");
      for (std::size_t i = 0; i < Z.size1(); ++i) {
        for (std::size_t k = 0; k < Z.size2(); ++k) {
          const auto exact = static_cast<double>(exact_prediction(output, Z, i, k));
          check.agree(Y_hat(i, k), exact, 16 * epsilon, "a prediction");
        }
      }
    });
  });
}

TEST(Outputs, GradientOfSquaredErrorsAgreesWithThreeOracles) {
  property([](Check& check) {
    gradient_agrees(check, LinearSquaredError{});
    gradient_agrees(check, SigmoidSquaredError{});
  });
}

TEST(Outputs, GradientOfCrossEntropiesAgreesWithThreeOracles) {
  property([](Check& check) {
    gradient_agrees(check, SigmoidCrossEntropy{});
    gradient_agrees(check, SoftmaxCrossEntropy{});
  });
}

TEST(Outputs, SingleOutputIsPartOnesNeuron) {
  property([](Check& check) {
    is_part_one<SigmoidSquaredError, SquaredErrorWithLogits>(check);
    is_part_one<SigmoidCrossEntropy, CrossEntropyWithLogits>(check);
  });
}
