// Does the log-softmax of the exercise do what it should?
#include EXERCISE_HEADER

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "nn/network/softmax.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;
using exercise::log_softmax;

namespace {

/// ln pₖ in long double, with the largest score taken out.
oracle::Real log_share(const Vector<double>& z, double tau, std::size_t k) {
  const oracle::Real m = *std::max_element(z.begin(), z.end());
  oracle::Real sum = 0;
  for (const double score : z) sum += std::exp((score - m) / tau);
  return (z(k) - m) / tau - std::log(sum);
}

}  // namespace

TEST(LogSoftmax, IsTheLogarithmOfTheSoftmax) {
  property([](Check& check) {
    const Vector<double> z = *gaussian_vector(*dimension(2, 6).as("K")).as("z");
    const double tau = *uniform(0.5, 4).as("tau");
    const Vector<double> actual = log_softmax(z, tau);
    for (std::size_t k = 0; k < z.size(); ++k) {
      check.agree(actual(k), static_cast<double>(log_share(z, tau, k)), 16 * epsilon);
    }
  });
}

TEST(LogSoftmax, StaysFiniteHoweverLargeTheScores) {
  property([](Check& check) {
    const std::size_t K = *dimension(2, 6).as("K");
    Vector<double> z(K);
    for (double& score : z) score = *uniform(-10'000, 10'000).as("score");
    const double tau = *uniform(0.01, 10).as("tau");
    const Vector<double> actual = log_softmax(z, tau);
    for (std::size_t k = 0; k < K; ++k) {
      check.holds(std::isfinite(actual(k)) && actual(k) <= 0, "finite, and no more than 0");
      check.agree(actual(k), static_cast<double>(log_share(z, tau, k)), 16 * epsilon);
    }
  });
}

TEST(LogSoftmax, KeepsItsDigitsWhereTheAnswerIsSure) {
  examples([](Check& check) {
    for (const double g : {20.0, 40.0, 600.0}) {
      const Vector<double> actual = log_softmax(vector<double>({0, 2 * g}), 2);
      check.agree(actual(1) / -std::exp(-g), 1, 1e-8);
      check.agree(actual(0), -g, 1e-8);
    }
  });
}

TEST(LogSoftmax, SlopesAgreeWithThreeOracles) {
  property([](Check& check) {
    const Vector<double> z = *gaussian_vector(*dimension(2, 5).as("K")).as("z");
    const Vector<double> v = *gaussian_vector(z.size()).as("v");
    const double tau = *uniform(1, 4).as("tau");
    const auto phi = [&]<class T>(const Vector<T>& at) {
      return dot(cast<T>(v), log_softmax(at, tau));
    };
    // (v − Σ v p)/τ, since ∂ ln pₖ/∂zⱼ is (1 if j = k, else 0) − pⱼ, over τ.
    const Vector<double> p = softmax(Vector<double>(z / tau));
    check_gradient(check, phi, z, Vector<double>((v - total(v) * p) / tau));
  });
}
