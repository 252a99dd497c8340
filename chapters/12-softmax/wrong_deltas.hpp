#pragma once

/// \file
/// The formulas of mistakes.hpp beside the right one: how far they are off on two small batches,
/// and what a training with them makes of the digits.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "digits.hpp"
#include "examples.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/network/backpropagation.hpp"
#include "nn/program/columns.hpp"

namespace nn::chapter12 {

/// Scores of some samples, and their targets as one-hot rows.
struct Batch {
  const char* name;
  Matrix<double> Z;
  Matrix<double> Y;
};

/// Four samples of three classes with scores of an everyday size, and two with scores far apart.
inline const std::vector<Batch>& batches() {
  static const std::vector<Batch> both = {
      {"near", matrix<double>({{2, 1, 0}, {0.5, -1, 1}, {-0.3, 0.4, 0.2}, {1.5, 0, -2}}),
       one_hot<double>({1, 2, 0, 0}, 3)},
      {"far", matrix<double>({{800, 0, -800}, {0, 20, -5}}), one_hot<double>({1, 0}, 3)}};
  return both;
}

/// The share of sample i in the cost, as a function of its scores: its loss at τ, over n.
inline auto share_of(const Batch& batch, std::size_t i, double tau) {
  return [&batch, i, tau]<class T>(const Vector<T>& z) {
    Vector<T> scaled(z.size());
    for (std::size_t k = 0; k < z.size(); ++k) scaled(k) = z(k) / T(tau);
    return loss_of(scaled, cast<T>(row_of(batch.Y, i))) / T(static_cast<double>(batch.Y.size1()));
  };
}

/// The largest |aₖ − bₖ|; infinite where one is not a number.
inline double largest_difference(const Vector<double>& a, const Vector<double>& b) {
  double largest = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double difference = std::abs(a(k) - b(k));
    if (!std::isfinite(difference)) return std::numeric_limits<double>::infinity();
    if (difference > largest) largest = difference;
  }
  return largest;
}

/// Where a wrong Δ is farthest from what dual numbers say: the first batch where it is wrong, and
/// the sample.
struct Worst {
  const Batch* batch;
  std::size_t sample;
  double error;
};

/// How far rounding may take two right formulas apart.
constexpr double allowed = 1e-12;

/// Of one mistake.
inline Worst worst_of(const Mistake& mistake) {
  Worst worst{&batches().front(), 0, 0};
  for (const Batch& batch : batches()) {
    const Matrix<double> delta = mistake.delta(batch.Z, batch.Y, mistake.tau);
    for (std::size_t i = 0; i < batch.Z.size1(); ++i) {
      const auto share = share_of(batch, i, mistake.tau);
      const double error =
          largest_difference(row_of(delta, i), dual_gradient(share, row_of(batch.Z, i)));
      if (error > worst.error) worst = {&batch, i, error};
    }
    if (worst.error > allowed) break;
  }
  return worst;
}

/// What a training came to.
struct Outcome {
  double cost;           ///< over the training digits, at τ = 1
  std::size_t held_out;  ///< held-out digits read right
};

/// 25 epochs on the digits from θ = 0, at rate 1, with Δ from some formula.
template <class Delta>
Outcome trained_with(const Delta& delta, double tau) {
  const DigitData& data = digit_data();
  const Network network = digit_network();
  Vector<double> theta(parameter_count(network), 0.0);
  Vector<double> gradient(theta.size());
  NetworkPass<double> pass;
  for (int epoch = 0; epoch < 25; ++epoch) {
    forward(network, theta, data.training.X, pass);
    pass.delta.back() = delta(pass.Z.back(), data.training.Y, tau);
    backpropagate(network, theta, data.training.X, pass, gradient);
    theta -= gradient;
  }
  const NetworkCost<SoftmaxCrossEntropy, double> objective(network, SoftmaxCrossEntropy{},
                                                           data.training.X, data.training.Y);
  return {objective.evaluate(theta, nullptr),
          right_answers(digit_scores(theta, data.held_out), data.held_out)};
}

/// Prints of the right formula and of each mistake the largest error, where it shows, and the
/// outcome of a training.
inline void print_mistakes() {
  std::printf("                                        25 epochs on the digits\n");
  std::printf("Δ                         error   scores        cost   right of %zu\n",
              digit_data().held_out.digits.size());
  const Outcome right = trained_with(right_delta, 1);
  std::printf("%-23s %7.4f   %-6s %11.4f %14zu\n", "right", 0.0, "all", right.cost, right.held_out);
  for (const Mistake& mistake : mistakes) {
    const Worst worst = worst_of(mistake);
    const Outcome outcome = trained_with(mistake.delta, mistake.tau);
    std::printf("%-23s %7.4f   %-6s %11.4f %14zu\n", mistake.name, worst.error, worst.batch->name,
                outcome.cost, outcome.held_out);
  }
}

/// The same numbers; those that are none without the sign that some machines print.
inline Vector<double> printable(Vector<double> v) {
  for (double& entry : v) {
    if (std::isnan(entry)) entry = std::abs(entry);
  }
  return v;
}

/// Prints a wrong Δ beside the right one and beside two that know of neither, for the sample where
/// it shows most, and what a training with it comes to. Returns how it was caught.
inline std::string show_mistake(const Mistake& mistake) {
  std::printf("right: (P - Y)/n%s\nwrong: %s\n\n", mistake.tau == 1 ? "" : ", over τ",
              mistake.what);
  const Worst worst = worst_of(mistake);
  const Batch& batch = *worst.batch;
  const Vector<double> z = row_of(batch.Z, worst.sample);
  const auto share = share_of(batch, worst.sample, mistake.tau);
  const auto row = [&](const Matrix<double>& delta) { return row_of(delta, worst.sample); };
  const Vector<double> wrong = row(mistake.delta(batch.Z, batch.Y, mistake.tau));
  std::printf("scores = (%g, %g, %g), class = %zu, τ = %g\n", z(0), z(1), z(2),
              classes_of(batch.Y)[worst.sample] + 1, mistake.tau);
  print_columns("k", 1, {"1", "2", "3"},
                {{"wrong", 12, 6, printable(wrong)},
                 {"right", 12, 6, row(right_delta(batch.Z, batch.Y, mistake.tau))},
                 {"central difference", 21, 6, central_difference_gradient(share, z)},
                 {"dual numbers", 15, 6, dual_gradient(share, z)}});
  const Outcome with_right = trained_with(right_delta, mistake.tau);
  const Outcome with_wrong = trained_with(mistake.delta, mistake.tau);
  std::printf("\n25 epochs on the digits      cost   right of %zu\n",
              digit_data().held_out.digits.size());
  std::printf("with the right Δ %16.4f %14zu\n", with_right.cost, with_right.held_out);
  std::printf("with the wrong Δ %16.4f %14zu\n", with_wrong.cost, with_wrong.held_out);
  if (worst.error <= allowed) return "";
  char verdict[160];
  if (std::isfinite(worst.error)) {
    std::snprintf(verdict, sizeof verdict,
                  "%s: caught, Δ differs from the dual numbers' by %.2g (allowed 1e-12)",
                  mistake.name, worst.error);
  } else {
    std::snprintf(verdict, sizeof verdict, "%s: caught, Δ is not a number where the scores are far",
                  mistake.name);
  }
  return verdict;
}

}  // namespace nn::chapter12
