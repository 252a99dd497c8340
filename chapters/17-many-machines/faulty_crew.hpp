#pragma once

/// \file
/// Processes that train a small network together, in the right way or with a fault of mistakes.hpp.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "mistakes.hpp"
#include "nn/network/dropout.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/processes/processes.hpp"
#include "nn/processes/shared_batch_cost.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/batch_cost.hpp"
#include "nn/training/batches.hpp"
#include "nn/training/network_cost.hpp"
#include "order_bound.hpp"
#include "parts.hpp"

namespace nn::chapter17 {

/// Of P processes, process p from 0 holds 4(p + 1) rows: no two as many.
/// @{
inline RowRange uneven_share(std::size_t p) { return {2 * p * (p + 1), 2 * (p + 1) * (p + 2)}; }
inline std::size_t uneven_rows(std::size_t P) { return 2 * P * (P + 1); }
/// @}

/// First parameters of the network 3-4-1.
inline Vector<double> drawn_start(std::uint64_t seed) {
  Random random(seed);
  return initial_parameters(network_of(3, {4}, Activation::tanh, 1), Initialisation::normal,
                            random);
}

/// The network, where it starts, and the rows for P processes.
inline Scene crew_scene(std::size_t P) {
  const std::size_t n = uneven_rows(P);
  Scene scene{network_of(3, {4}, Activation::tanh, 1), drawn_start(1), Matrix<double>(n, 3),
              Matrix<double>(n, 1)};
  Random random(1958);
  for (double& x : scene.X.data()) x = random.gaussian();
  for (std::size_t i = 0; i < n; ++i) {
    scene.Y(i, 0) = scene.X(i, 0) - scene.X(i, 1) + 0.5 * random.gaussian();
  }
  return scene;
}

/// α of the trainings, rows of a batch, and epochs.
/// @{
inline constexpr double crew_rate = 0.1;
inline constexpr std::size_t crew_batch = 5;
inline constexpr std::size_t crew_epochs = 20;
/// @}

/// A process's part of a batch's gradient, and then the sum over all: right, or with a fault.
inline Vector<double> crew_gradient(Processes& processes, const Scene& scene,
                                    std::span<const std::size_t> rows, const Vector<double>& theta,
                                    Fault fault) {
  const RowRange held = uneven_share(processes.rank());
  std::vector<std::size_t> own;
  for (const std::size_t row : rows) {
    if (held.contains(row)) own.push_back(row);
  }
  std::size_t divisor = rows.size();
  if (fault == Fault::mean_of_means) divisor = own.size() * processes.count();
  if (fault == Fault::sum_for_mean) divisor = own.size();
  Vector<double> gradient(theta.size(), 0.0);
  if (!own.empty()) {
    BatchCost<LinearSquaredError, double> cost(scene.network, LinearSquaredError{}, scene.X,
                                               scene.Y);
    cost.evaluate_part(own, divisor, theta, &gradient, Dropout(0), 0, 0);
  }
  processes.sum(std::span(gradient.data()));
  return gradient;
}

/// A gradient over all rows, beside that of one process.
struct ComparedGradient {
  Vector<double> one;
  Vector<double> many;
  Vector<double> bound;  ///< how far apart two orders may be, slope by slope

  /// The slope that is farthest beyond its bound.
  std::size_t worst() const {
    std::size_t worst = 0;
    for (std::size_t j = 1; j < one.size(); ++j) {
      if (excess(j) > excess(worst)) worst = j;
    }
    return worst;
  }
  double off(std::size_t j) const { return std::abs(many(j) - one(j)); }
  double excess(std::size_t j) const { return off(j) - bound(j); }
  bool is_caught() const { return excess(worst()) > 0; }
};

inline ComparedGradient compared_gradient(Processes& processes, Fault fault) {
  const Scene scene = crew_scene(processes.count());
  const std::vector<std::size_t> rows = rows_in({0, scene.n()});
  BatchCost<LinearSquaredError, double> cost(scene.network, LinearSquaredError{}, scene.X, scene.Y);
  return {part_over(scene, rows).gradient,
          crew_gradient(processes, scene, rows, scene.theta, fault),
          order_bound(cost, rows, scene.theta)};
}

/// The batches of an epoch, as a process takes them.
inline Batches crew_batches(const Processes& processes, const Scene& scene, std::size_t epoch,
                            Fault fault) {
  const bool is_last = processes.rank() + 1 == processes.count();
  Batches batches(scene.n(), crew_batch);
  batches.shuffle(1, fault == Fault::no_reshuffle && is_last ? 0 : epoch);
  return batches;
}

inline Vector<double> crew_start(const Processes& processes, Fault fault) {
  return drawn_start(fault == Fault::own_seed ? 1 + processes.rank() : 1);
}

/// What a training without any check comes to, process by process.
struct Unchecked {
  std::vector<double> parameters;    ///< the first one of each process, at the end
  std::vector<double> costs;         ///< over all rows, at the end
  std::vector<std::size_t> batches;  ///< how many rows each batch of the second epoch should have
  std::vector<double> taken;         ///< and how many took part
};

inline Unchecked train_unchecked(Processes& processes, Fault fault) {
  const Scene scene = crew_scene(processes.count());
  const RowRange held = uneven_share(processes.rank());
  Vector<double> theta = crew_start(processes, fault);
  Unchecked result;
  for (std::size_t epoch = 0; epoch < crew_epochs; ++epoch) {
    const Batches batches = crew_batches(processes, scene, epoch, fault);
    for (std::size_t k = 0; k < batches.count(); ++k) {
      const std::span<const std::size_t> rows = batches.batch(k);
      theta -= crew_rate * crew_gradient(processes, scene, rows, theta, fault);
      if (epoch != 1) continue;
      result.batches.push_back(rows.size());
      result.taken.push_back(static_cast<double>(std::count_if(
          rows.begin(), rows.end(), [&](std::size_t i) { return held.contains(i); })));
    }
  }
  processes.sum(std::span(result.taken));
  result.parameters.assign(processes.count(), 0.0);
  result.parameters[processes.rank()] = theta(0);
  processes.sum(std::span(result.parameters));
  const NetworkCost<LinearSquaredError, double> cost(scene.network, LinearSquaredError{}, scene.X,
                                                     scene.Y);
  result.costs.assign(processes.count(), 0.0);
  result.costs[processes.rank()] = cost.evaluate(theta, nullptr);
  processes.sum(std::span(result.costs));
  return result;
}

/// When the hash says that something is wrong.
struct Noticed {
  std::size_t update = 0;  ///< from 1; 0: never
  std::size_t epoch = 0;   ///< from 1
  double processes = 0;    ///< how many of them see it
};

/// Three epochs with the library's cost, which compares.
inline Noticed first_notice(Processes& processes, Fault fault) {
  const Scene scene = crew_scene(processes.count());
  const RowRange held = uneven_share(processes.rank());
  const Matrix<double> X = rows_between(scene.X, held);
  const Matrix<double> Y = rows_between(scene.Y, held);
  SharedBatchCost<LinearSquaredError, double> cost(scene.network, LinearSquaredError{}, X, Y, 1,
                                                   processes, held.first, scene.n());
  Vector<double> theta = crew_start(processes, fault);
  Vector<double> gradient(theta.size());
  std::size_t update = 0;
  for (std::size_t epoch = 0; epoch < 3; ++epoch) {
    const Batches batches = crew_batches(processes, scene, epoch, fault);
    for (std::size_t k = 0; k < batches.count(); ++k) {
      ++update;
      double sees = 0;
      try {
        cost.evaluate(batches.batch(k), theta, &gradient, Dropout(0), epoch);
      } catch (const ProcessesDiffer&) {
        sees = 1;
      }
      processes.sum(std::span(&sees, 1));  // so that all end here, whoever has seen it
      if (sees > 0) return {update, epoch + 1, sees};
      theta -= crew_rate * gradient;
    }
  }
  return {};
}

/// So many steps with the library's cost.
inline void take_steps(Processes& processes, std::size_t steps) {
  const Scene scene = crew_scene(processes.count());
  const RowRange held = uneven_share(processes.rank());
  const Matrix<double> X = rows_between(scene.X, held);
  const Matrix<double> Y = rows_between(scene.Y, held);
  SharedBatchCost<LinearSquaredError, double> cost(scene.network, LinearSquaredError{}, X, Y, 1,
                                                   processes, held.first, scene.n());
  const std::vector<std::size_t> rows = rows_in({0, scene.n()});
  Vector<double> theta = scene.theta;
  Vector<double> gradient(theta.size());
  for (std::size_t k = 0; k < steps; ++k) {
    cost.evaluate(rows, theta, &gradient, Dropout(0), 0);
    theta -= crew_rate * gradient;
  }
}

}  // namespace nn::chapter17
