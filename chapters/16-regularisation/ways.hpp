#pragma once

/// \file
/// A training on the eight points, step by step, so that each step can be taken wrongly.

#include <cstddef>
#include <numeric>
#include <vector>

#include "examples.hpp"
#include "masks.hpp"
#include "memorising.hpp"
#include "nn/network/backpropagation.hpp"
#include "nn/network/dropout.hpp"
#include "nn/training/weight_decay.hpp"

namespace nn::chapter16 {

/// What a training does.
struct Way {
  double p = 0;                ///< the probability that a unit is dropped
  double kept = 1;             ///< the entry of a mask where a unit is kept; right is 1/(1 − p)
  bool masks_way_back = true;  ///< whether the mask multiplies on the way back as well
  double omega = 0;            ///< of the decay, or of the penalty
  bool is_penalty = false;     ///< whether it stands in the gradient and not beside the step
};

/// The right way to drop out.
inline Way dropping(double p) { return {p, kept_entry(p)}; }

/// The gradient of a batch with masks on the way forward, and without them on the way back.
inline Vector<double> gradient_masked_forward_only(const Network& network,
                                                   const std::vector<Matrix<double>>& masks,
                                                   const Points& batch,
                                                   const Vector<double>& theta) {
  NetworkPass<double> pass;
  pass.masks = masks;
  forward(network, theta, batch.X, pass);
  pass.masks.clear();
  const double n = static_cast<double>(batch.X.size1());
  Matrix<double>& delta = pass.delta.back();
  for (std::size_t i = 0; i < delta.size1(); ++i) {
    delta(i, 0) = 2 * (pass.Z.back()(i, 0) - batch.Y(i, 0)) / n;
  }
  Vector<double> gradient(theta.size());
  backpropagate(network, theta, batch.X, pass, gradient);
  return gradient;
}

/// The gradient of an update.
inline Vector<double> gradient_in(const Way& way, const Network& network,
                                  const std::vector<Matrix<double>>& masks, const Points& batch,
                                  const Vector<double>& theta) {
  if (!way.masks_way_back) return gradient_masked_forward_only(network, masks, batch, theta);
  Vector<double> gradient(theta.size());
  masked_cost(network, masks, batch, theta, &gradient);
  return gradient;
}

/// The masks of all points in an epoch, with the way's entry for what is kept.
inline std::vector<Matrix<double>> masks_in(const Way& way, const Network& network,
                                            std::size_t points, std::size_t epoch) {
  std::vector<std::size_t> rows(points);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  NetworkPass<double> pass;
  Dropout(way.p).draw(network, epoch, rows, pass);
  for (Matrix<double>& mask : pass.masks) {
    for (double& entry : mask.data()) entry = entry > 0 ? way.kept : 0;
  }
  return pass.masks;
}

/// The parameters after the updates of this page, by Adam, with forty hidden units.
inline Vector<double> learn_in(const Way& way) {
  const Points seen = measured(8);
  const Network network = curve_network(40);
  Vector<double> theta = first_parameters(network);
  Adam<double> optimizer = adam();
  for (std::size_t epoch = 0; epoch < curve_updates; ++epoch) {
    const std::vector<Matrix<double>> masks = masks_in(way, network, 8, epoch);
    Vector<double> gradient = gradient_in(way, network, masks, seen, theta);
    if (way.is_penalty) {
      l2_penalty(network, way.omega, theta, &gradient);
    } else {
      decay_weights(network, curve_rate * way.omega, theta);
    }
    optimizer.step(theta, gradient);
  }
  return theta;
}

/// The mean squared error on the points that are held out.
inline double held_out_cost(const Vector<double>& theta) {
  return masked_cost<double>(curve_network(40), {}, held_out_points(), theta, nullptr);
}

}  // namespace nn::chapter16
