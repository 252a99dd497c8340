#pragma once

/// \file
/// The layer of chapter 12 learns its digits by batches: some of the images before each step.

#include <cstddef>
#include <cstdio>
#include <vector>

#include "../12-softmax/digits.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/network_cost.hpp"
#include "nn/training/stochastic_descent.hpp"

namespace nn::chapter13 {

/// The rows of a batch, and the rate that goes with them.
struct BatchPlan {
  std::size_t batch;
  double rate;
};

/// One image, ten, a hundred, all.
inline const std::vector<BatchPlan>& batch_plans() {
  static const std::vector<BatchPlan> all = {{1, 0.1}, {10, 1}, {100, 1}, {1348, 1}};
  return all;
}

/// How long each learns.
constexpr std::size_t digit_epochs = 3;

/// Calls `see` with the number of images looked at and θ: before the first update, and after each.
template <class See>
void train_by_batches(const BatchPlan& plan, const See& see) {
  const chapter12::Digits& digits = chapter12::digit_data().training;
  const Network network = chapter12::digit_network();
  StochasticOptions options;
  options.batch_size = plan.batch;
  options.epochs = digit_epochs;
  options.learning_rate = plan.rate;
  StochasticDescent<SoftmaxCrossEntropy, double> descent(network, SoftmaxCrossEntropy{}, digits.X,
                                                         digits.Y, options);
  GradientDescent optimizer(plan.rate);
  Vector<double> theta(parameter_count(network), 0.0);
  see(std::size_t{0}, theta);
  while (descent.updates() < descent.last()) {
    descent.update(theta, optimizer);
    const std::size_t epochs = descent.updates() / descent.updates_per_epoch();
    const std::size_t batches = descent.updates() % descent.updates_per_epoch();
    see(epochs * digits.X.size1() + batches * plan.batch, theta);
  }
}

/// The cost over all images that are learned from.
inline double digit_cost(const Vector<double>& theta) {
  const chapter12::Digits& digits = chapter12::digit_data().training;
  const NetworkCost<SoftmaxCrossEntropy, double> cost(chapter12::digit_network(),
                                                      SoftmaxCrossEntropy{}, digits.X, digits.Y);
  return cost.evaluate(theta, nullptr);
}

/// The cost after each epoch, from 0 on, and how many held-out images are read right at the end.
struct DigitRun {
  std::vector<double> costs;
  std::size_t held_out = 0;
};

/// Of one plan.
inline DigitRun digit_run(const BatchPlan& plan) {
  const std::size_t n = chapter12::digit_data().training.digits.size();
  DigitRun run;
  Vector<double> last;
  train_by_batches(plan, [&](std::size_t looked_at, const Vector<double>& theta) {
    if (looked_at % n == 0) run.costs.push_back(digit_cost(theta));
    last = theta;
  });
  const chapter12::Digits& held_out = chapter12::digit_data().held_out;
  run.held_out = chapter12::right_answers(chapter12::digit_scores(last, held_out), held_out);
  return run;
}

/// Prints the cost, epoch by epoch, for each size of a batch.
inline void print_digits() {
  const chapter12::DigitData& data = chapter12::digit_data();
  std::printf("%zu images to learn from, one layer, from θ = 0\n", data.training.digits.size());
  std::printf("                        cost after epoch           right of %zu\n",
              data.held_out.digits.size());
  std::printf("batch  rate  updates       0       1       2       3   held out\n");
  for (const BatchPlan& plan : batch_plans()) {
    const DigitRun run = digit_run(plan);
    const std::size_t batches = 1 + (data.training.digits.size() - 1) / plan.batch;
    std::printf("%5zu %5g %8zu", plan.batch, plan.rate, digit_epochs * batches);
    for (const double cost : run.costs) std::printf(" %7.3f", cost);
    std::printf(" %10zu\n", run.held_out);
  }
}

/// The way of the cost: how many images were looked at, and the cost, so many times an epoch.
struct CostPath {
  std::vector<double> looked_at;
  std::vector<double> costs;
};

/// Of one plan, at most a dozen times an epoch.
inline CostPath cost_path(const BatchPlan& plan) {
  const std::size_t pause = chapter12::digit_data().training.digits.size() / 12;
  CostPath path;
  std::size_t next = 0;
  train_by_batches(plan, [&](std::size_t looked_at, const Vector<double>& theta) {
    if (looked_at < next) return;
    next = looked_at + pause;
    path.looked_at.push_back(static_cast<double>(looked_at));
    path.costs.push_back(digit_cost(theta));
  });
  return path;
}

}  // namespace nn::chapter13
