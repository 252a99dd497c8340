// Does the Adam of the exercise do what it should?
#include EXERCISE_HEADER

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/adam.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using exercise::TensorAdam;

namespace {

/// Two tensors of three and two entries.
std::vector<Vector<double>> draw_two_tensors() {
  return {*gaussian_vector(3).as("first"), *gaussian_vector(2).as("second")};
}

/// Both behind each other.
Vector<double> as_one_block(const std::vector<Vector<double>>& tensors) {
  Vector<double> block(5);
  for (std::size_t j = 0; j < 5; ++j) block(j) = j < 3 ? tensors[0](j) : tensors[1](j - 3);
  return block;
}

}  // namespace

// 1 − β₂ᵗ loses a rounding of 1, which is 1e-13 of it, and a step is no longer than 32α.
TEST(TensorAdam, IsTheLibrarysOnOneBlock) {
  property([](Check& check) {
    const AdamOptions options{*uniform(0.01, 1).as("α"), *uniform(0, 0.95).as("β_1"),
                              *uniform(0, 0.999).as("β_2"), 1e-8};
    TensorAdam adam(options);
    Adam<double> library(options);
    std::vector<Vector<double>> theta = draw_two_tensors();
    Vector<double> block = as_one_block(theta);
    for (std::size_t t = *dimension(1, 8).as("T"); t > 0; --t) {
      const std::vector<Vector<double>> gradient = draw_two_tensors();
      adam.step(theta, gradient);
      library.step(block, as_one_block(gradient));
      check.agree(as_one_block(theta), block, 1e-10);
    }
  });
}

TEST(TensorAdam, MovesByAboutAlphaUnderAConstantGradient) {
  property([](Check& check) {
    const double alpha = *uniform(0.01, 1).as("α");
    TensorAdam adam({alpha, 0.9, 0.999, 1e-8});
    std::vector<Vector<double>> gradient = draw_two_tensors();
    for (Vector<double>& tensor : gradient) {
      for (double& g : tensor) g += g < 0 ? -0.1 : 0.1;
    }
    for (std::size_t t = *dimension(1, 20).as("T"); t > 0; --t) {
      std::vector<Vector<double>> theta = {Vector<double>(3, 0.0), Vector<double>(2, 0.0)};
      adam.step(theta, gradient);
      for (std::size_t k = 0; k < 2; ++k) {
        for (std::size_t j = 0; j < theta[k].size(); ++j) {
          const double g = gradient[k](j);
          check.agree(theta[k](j), -alpha * g / (std::abs(g) + 1e-8), 1e-11);
        }
      }
    }
  });
}

// Without ε, gradients that are 16 times as large lead the same way.
TEST(TensorAdam, DoesNotSeeTheSizeOfTheGradients) {
  property([](Check& check) {
    const AdamOptions options{0.1, 0.9, 0.999, 0};
    TensorAdam once(options);
    TensorAdam scaled(options);
    std::vector<Vector<double>> theta = draw_two_tensors();
    std::vector<Vector<double>> other = theta;
    for (std::size_t t = *dimension(1, 8).as("T"); t > 0; --t) {
      std::vector<Vector<double>> gradient = draw_two_tensors();
      for (Vector<double>& tensor : gradient) {
        for (double& g : tensor) g += g < 0 ? -0.1 : 0.1;
      }
      once.step(theta, gradient);
      for (Vector<double>& tensor : gradient) tensor *= 16;
      scaled.step(other, gradient);
      check.agree(as_one_block(other), as_one_block(theta), 1e-10);
    }
  });
}
