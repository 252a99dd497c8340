#pragma once

/// \file
/// The ways in which regularising and choosing go wrong. The chapter's program shows each, and a
/// property test proves that each is caught.

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "coins.hpp"
#include "examples.hpp"
#include "guesses.hpp"
#include "masks.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "stopping.hpp"
#include "two_updates.hpp"
#include "ways.hpp"

namespace nn::chapter16 {

/// What a mistake is looked at with.
struct Case {
  double p;                ///< the probability of dropping a unit
  double alpha;            ///< the learning rate
  double omega;            ///< the decay
  Vector<double> theta;    ///< parameters of small_network()
  Points sample;           ///< one row for it
  Matrix<double> mask;     ///< of that row
  std::size_t candidates;  ///< how many networks somebody chooses from
  std::size_t rows;        ///< by how many test rows
};

/// The one that the program shows.
inline Case example_case() {
  return {0.25,
          0.1,
          0.1,
          small_parameters(),
          small_sample(),
          matrix<double>({{kept_entry(0.25), 0, kept_entry(0.25)}}),
          20,
          100};
}

/// One number, as it is and as the mistake makes it.
struct Seen {
  const char* what;
  double right;
  double wrong;
};

/// A mistake.
struct Mistake {
  const char* name;
  const char* what;
  Seen (*given_away)(const Case&);  ///< a number that cannot be other than right, and is
  Seen (*comes_of_it)();            ///< what a training makes of it
};

/// The score of the case's sample, with a mask for its units.
inline double score_with(const Case& one, const Vector<double>& mask) {
  NetworkPass<double> pass;
  pass.masks.emplace_back(1, mask.size());
  set_row(pass.masks.front(), 0, mask);
  forward(small_network(), one.theta, one.sample.X, pass);
  return pass.Z.back()(0, 0);
}

/// The mean of one entry of a mask whose entries are 0 or `kept`.
inline double mean_of_entry(double p, double kept) {
  return moments_over_masks(1, p, kept, [](const Vector<double>& mask) { return mask(0); }).mean;
}

/// How far a gradient of the case is from what dual numbers say.
inline double error_of_gradient(const Case& one, const Vector<double>& gradient) {
  const auto cost = [&one]<class T>(const Vector<T>& theta) {
    return masked_cost<T>(small_network(), {one.mask}, one.sample, theta, nullptr);
  };
  return max_norm(gradient - dual_gradient(cost, one.theta));
}

/// The mean of a mask's entry.
inline Seen mean_entry(const Case& one) {
  return {"mean of a mask's entry", mean_of_entry(one.p, kept_entry(one.p)),
          mean_of_entry(one.p, 1 / one.p)};
}

/// How far one prediction moves when it is made again.
inline Seen moved_prediction(const Case& one) {
  const auto score = [&one](const Vector<double>& mask) { return score_with(one, mask); };
  return {"deviation of a prediction", 0,
          std::sqrt(moments_over_masks(3, one.p, kept_entry(one.p), score).variance)};
}

/// How far the gradient is off.
inline Seen wrong_gradient(const Case& one) {
  const std::vector<Matrix<double>> masks = {one.mask};
  const Way wrong{one.p, kept_entry(one.p), false};
  return {
      "error of the gradient",
      error_of_gradient(
          one, gradient_in(dropping(one.p), small_network(), masks, one.sample, one.theta)),
      error_of_gradient(one, gradient_in(wrong, small_network(), masks, one.sample, one.theta))};
}

/// A weight after one update of Adam on a cost without a slope.
inline Seen pulled_weight(const Case& one) {
  AdamOptions options;
  options.learning_rate = one.alpha;
  const Adam<double> optimizer(options);
  const Vector<double> theta = entries(one.theta, 0, 2);
  return {"a weight after an update",
          pulled(optimizer, Pull::decay, one.alpha, one.omega, 1, theta)(0),
          pulled(optimizer, Pull::penalty, one.alpha, one.omega, 1, theta)(0)};
}

/// What is reported of coins.
inline Seen reported_coin(const Case& one) {
  return {"share right of a coin", 0.5,
          expected_best(one.candidates, one.rows) / static_cast<double>(one.rows)};
}

/// A bias after one decay.
inline Seen decayed_bias(const Case& one) {
  Vector<double> right = entries(one.theta, 0, 2);
  const double wrong = (1 - one.alpha * one.omega) * right(1);
  decay_weights(one_weight(), one.alpha * one.omega, right);
  return {"a bias after a decay", right(1), wrong};
}

/// The cost on the held-out points after a right and after a wrong training.
inline Seen held_out_after(const Way& right, const Way& wrong) {
  return {"held-out cost", held_out_cost(learn_in(right)), held_out_cost(learn_in(wrong))};
}

/// The same after a right training, with and without units dropped.
inline Seen held_out_with_masks() {
  const Way way = dropping(0.2);
  const Vector<double> theta = learn_in(way);
  const Points unseen = held_out_points();
  const Network network = curve_network(40);
  const std::vector<Matrix<double>> masks = masks_in(way, network, unseen.X.size1(), curve_updates);
  return {"held-out cost", held_out_cost(theta),
          masked_cost<double>(network, masks, unseen, theta, nullptr)};
}

/// What a network on random labels is said to get right, and what it gets right.
inline Seen watched_coins() {
  const Watched watched = watch_the_test();
  return {"share right, fresh rows", watched.fresh, watched.reported};
}

inline const std::array<Mistake, 6> mistakes = {{
    {"p-for-keep", "what is kept is divided by p, not by 1 - p", mean_entry,
     [] {
       return held_out_after(dropping(0.2), {0.2, 1 / 0.2});
     }},
    {"dropout-left-on", "units are dropped when the network predicts", moved_prediction,
     held_out_with_masks},
    {"scaled-forward-only", "the mask multiplies on the way forward, not on the way back",
     wrong_gradient,
     [] {
       return held_out_after(dropping(0.2), {0.2, kept_entry(0.2), false});
     }},
    {"l2-for-decay", "under Adam, ω times each weight is added to the gradient", pulled_weight,
     [] {
       return held_out_after({0, 1, true, 0.5}, {0, 1, true, 0.5, true});
     }},
    {"test-watched", "the epoch and the network are those that do best on the test rows",
     reported_coin, watched_coins},
    {"biases-decayed", "the decay shrinks biases as well as weights", decayed_bias,
     [] {
       return Seen{"a bias that should be 10", 10, 10 * share_with(2, 0.1)};
     }},
}};

/// How far rounding may take a right number from itself.
constexpr double allowed = 1e-12;

}  // namespace nn::chapter16
