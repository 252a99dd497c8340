#pragma once

/// \file
/// A network that learns eight noisy points by heart, and what holds it back.

#include <cstddef>
#include <cstdio>
#include <vector>

#include "examples.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/adam.hpp"
#include "nn/training/early_stopping.hpp"
#include "nn/training/stochastic_descent.hpp"

namespace nn::chapter16 {

/// How many updates the trainings on the points have, and their learning rate.
/// @{
constexpr std::size_t curve_updates = 300;
constexpr double curve_rate = 0.05;
/// @}

/// Adam at that rate.
inline Adam<double> adam() {
  AdamOptions options;
  options.learning_rate = curve_rate;
  return Adam<double>(options);
}

/// So many units of tanh in one hidden layer.
inline Network curve_network(std::size_t units) {
  return network_of(1, {units}, Activation::tanh, 1);
}

/// Its first parameters.
inline Vector<double> first_parameters(const Network& network) {
  Random random(2);
  return initial_parameters(network, Initialisation::he, random);
}

/// What a training is given.
struct Recipe {
  const char* name;          ///< as the table calls it
  std::size_t units = 40;    ///< in the hidden layer
  std::size_t points = 8;    ///< to learn from
  double weight_decay = 0;   ///< ω
  double dropout = 0;        ///< p
  bool stops_early = false;  ///< whether it ends where the held-out cost was the least
};

/// The mean squared errors after an update.
struct Costs {
  double training;
  double held_out;
};

/// How a training went.
struct Learned {
  std::vector<Costs> costs;  ///< before the first update and after each
  std::size_t best = 0;      ///< after which the held-out cost was the least
  Vector<double> theta;      ///< after the last
  Vector<double> best_theta;
};

/// Learns the points of a recipe, all of them in every update.
inline Learned learn(const Recipe& recipe) {
  const Points seen = measured(recipe.points);
  const Points unseen = held_out_points();
  const Network network = curve_network(recipe.units);
  StochasticOptions options;
  options.batch_size = recipe.points;
  options.epochs = curve_updates;
  options.shuffle = false;
  options.learning_rate = curve_rate;
  options.weight_decay = recipe.weight_decay;
  options.dropout = recipe.dropout;
  StochasticDescent<LinearSquaredError, double> descent(network, LinearSquaredError{}, seen.X,
                                                        seen.Y, options);
  const auto cost_of = [&](const Points& points, const Vector<double>& theta) {
    return masked_cost<double>(network, {}, points, theta, nullptr);
  };
  Learned learned;
  learned.theta = first_parameters(network);
  Adam<double> optimizer = adam();
  EarlyStopping<double> stopping(0);
  for (std::size_t update = 0; update <= curve_updates; ++update) {
    if (update > 0) descent.run_epoch(learned.theta, optimizer);
    learned.costs.push_back({cost_of(seen, learned.theta), cost_of(unseen, learned.theta)});
    stopping.see(update, learned.costs.back().held_out, learned.theta);
  }
  learned.best = stopping.best_epoch();
  learned.best_theta = stopping.best();
  return learned;
}

/// Nothing holds this one back. It is trained when somebody asks for it, and once.
inline const Learned& memorised() {
  static const Learned learned = learn({"nothing"});
  return learned;
}

/// Prints how the two costs part.
inline void print_memorising() {
  const Learned& learned = memorised();
  std::printf("points = 8, parameters = %zu\n", parameter_count(curve_network(40)));
  std::printf("update   training   held out\n");
  for (const std::size_t update : {0U, 10U, 30U, 100U, 200U, 300U}) {
    const Costs& costs = learned.costs[update];
    std::printf("%6zu %10.4f %10.4f\n", update, costs.training, costs.held_out);
  }
  const Costs& best = learned.costs[learned.best];
  std::printf("least held-out cost after update %zu: %.4f, where training = %.4f\n", learned.best,
              best.held_out, best.training);
}

/// What the table compares.
inline const std::vector<Recipe>& recipes() {
  static const std::vector<Recipe> all = {
      {"nothing"},
      {"early stopping", 40, 8, 0, 0, true},
      {"weight decay 0.5", 40, 8, 0.5},
      {"dropout 0.5", 40, 8, 0, 0.5},
      {"2 hidden units", 2},
      {"80 points", 40, 80},
  };
  return all;
}

/// Prints where each recipe ends.
inline void print_held_back() {
  std::printf("held back by         update   training   held out\n");
  for (const Recipe& recipe : recipes()) {
    const Learned learned = learn(recipe);
    const std::size_t end = recipe.stops_early ? learned.best : curve_updates;
    const Costs& costs = learned.costs[end];
    std::printf("%-20s %6zu %10.4f %10.4f\n", recipe.name, end, costs.training, costs.held_out);
  }
}

}  // namespace nn::chapter16
