#pragma once

/// \file
/// A network a second time: its cost and the slope by every parameter, index by index in
/// `long double`, sharing no code with the library; and with each number how far from it one may be
/// that was computed in `float` or `double`, whatever the order of the sums.
///
/// The bounds are of first order in the unit roundoff u. They take exp and log1p to be right to one
/// unit in the last place, 2u.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"

namespace nn::test::oracle {

/// A number, and how far from it a computed one may be.
struct Bounded {
  Real value = 0;
  Real error = 0;

  /// No computed one is larger.
  Real size() const { return std::fabs(value) + error; }
};

using Bounds = std::vector<Bounded>;

/// u of a scalar.
template <class T>
Real roundoff() {
  return static_cast<Real>(std::numeric_limits<T>::epsilon()) / 2;
}

/// Σ a b, where the factors are computed numbers: what they are off, and γₙ Σ|a||b| for n products
/// (Higham, 2nd ed. (2002), section 3.1).
class ProductSum {
 public:
  void add(const Bounded& a, const Bounded& b) {
    value_ += a.value * b.value;
    error_ += a.error * b.size() + std::fabs(a.value) * b.error;
    sizes_ += a.size() * b.size();
    ++products_;
  }
  Bounded rounded(Real u) const {
    const Real nu = static_cast<Real>(products_) * u;
    return {value_, error_ + nu / (1 - nu) * sizes_};
  }

 private:
  Real value_ = 0;
  Real error_ = 0;
  Real sizes_ = 0;
  std::size_t products_ = 0;
};

/// a b, rounded once.
inline Bounded product(const Bounded& a, const Bounded& b, Real u) {
  return {a.value * b.value,
          a.error * b.size() + std::fabs(a.value) * b.error + u * a.size() * b.size()};
}

/// f(z) and f′(z).
struct Activated {
  Bounded value;
  Bounded slope;
};

/// By the definitions. |σ′| ≤ 1/4, |σ″| < 0.1, |tanh′| ≤ 1, |tanh″| < 0.77. The sigmoid and the two
/// slopes are right to 8u of themselves, tanh to 3u of 1. A relu whose z may be on either side of 0
/// may have either slope.
inline Activated activated(Activation f, const Bounded& z, Real u) {
  switch (f) {
    case Activation::sigmoid: {
      const Real s = sigmoid(z.value);
      const Real slope = s * sigmoid(-z.value);
      return {{s, z.error / 4 + 8 * u * s}, {slope, z.error / 10 + 8 * u * slope}};
    }
    case Activation::tanh: {
      const Real slope = 1 / (std::cosh(z.value) * std::cosh(z.value));
      return {{std::tanh(z.value), z.error + 3 * u}, {slope, 0.77L * z.error + 8 * u * slope}};
    }
    case Activation::relu: {
      const bool either = std::fabs(z.value) < z.error;
      return {{std::max(z.value, Real(0)), z.error},
              {z.value > 0 ? Real(1) : Real(0), either ? Real(1) : Real(0)}};
    }
    case Activation::linear:
      break;
  }
  return {z, {1, 0}};
}

/// One sample on its way through a network.
struct Pass {
  std::vector<Bounds> A;       ///< [0] the sample, [l] what layer l makes of it, counted from 1
  std::vector<Bounds> Z;       ///< the pre-activations of each layer; the last are the scores
  std::vector<Bounds> slopes;  ///< f′ at each of them
};

/// Row i of X, by a θ that holds layer after layer the weights row by row, then the biases.
template <class T>
Pass pass_of(const Network& network, const Vector<T>& theta, const Matrix<T>& X, std::size_t i) {
  const Real u = roundoff<T>();
  Pass way;
  way.A.emplace_back(X.size2());
  for (std::size_t j = 0; j < X.size2(); ++j) way.A[0][j].value = X(i, j);
  std::size_t first = 0;
  for (const Layer& layer : network.layers) {
    const std::size_t biases = first + layer.inputs * layer.units;
    Bounds z(layer.units);
    Bounds a(layer.units);
    Bounds slopes(layer.units);
    for (std::size_t k = 0; k < layer.units; ++k) {
      ProductSum sum;
      for (std::size_t j = 0; j < layer.inputs; ++j) {
        sum.add(way.A.back()[j], {static_cast<Real>(theta(first + j * layer.units + k)), 0});
      }
      sum.add({static_cast<Real>(theta(biases + k)), 0}, {1, 0});
      z[k] = sum.rounded(u);
      const Activated made = activated(layer.activation, z[k], u);
      a[k] = made.value;
      slopes[k] = made.slope;
    }
    way.Z.push_back(z);
    way.A.push_back(a);
    way.slopes.push_back(slopes);
    first = biases + layer.units;
  }
  return way;
}

/// How near the pre-activation of any relu comes to its kink at 0, over all samples; infinite where
/// there is none.
template <class T>
Real distance_to_kinks(const Network& network, const Vector<T>& theta, const Matrix<T>& X) {
  Real distance = std::numeric_limits<Real>::infinity();
  for (std::size_t i = 0; i < X.size1(); ++i) {
    const Pass way = pass_of(network, theta, X, i);
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
      if (network.layers[l].activation != Activation::relu) continue;
      for (const Bounded& z : way.Z[l]) distance = std::min(distance, std::fabs(z.value));
    }
  }
  return distance;
}

/// A loss of one score: L and ∂L/∂z, a bound on |∂²L/∂z²|, and what rounding may add to both, in
/// units of u.
struct ScoreLoss {
  Real loss;
  Real slope;
  Real curvature;
  Real loss_rounding;
  Real slope_rounding;
};

/// (z − y)².
inline ScoreLoss score_loss(const LinearSquaredError& /*output*/, Real z, Real y) {
  const Real loss = squared_error(z, y);
  const Real slope = 2 * (z - y);
  return {loss, slope, 2, 4 * loss, 2 * std::fabs(slope)};
}

/// (σ(z) − y)², for 0 ≤ y ≤ 1. The difference is right to 9u; |2σ′² + 2(σ − y)σ″| < 0.4.
inline ScoreLoss score_loss(const SigmoidSquaredError& /*output*/, Real z, Real y) {
  const Real s = sigmoid(z);
  const Real bend = s * sigmoid(-z);
  const Real loss = squared_error(s, y);
  const Real slope = 2 * (s - y) * bend;
  return {loss, slope, 0.4L, 18 * std::fabs(s - y) + 4 * loss, 18 * bend + 11 * std::fabs(slope)};
}

/// y ln(1 + e⁻ᶻ) + (1 − y) ln(1 + eᶻ): no term is negative, each is right to 8u of itself.
inline ScoreLoss score_loss(const SigmoidCrossEntropy& /*output*/, Real z, Real y) {
  const Real loss = y * std::log1p(std::exp(-z)) + (1 - y) * std::log1p(std::exp(z));
  return {loss, sigmoid(z) - y, 0.25L, 8 * loss, 9};
}

/// L of one sample, and its slope by each score.
struct SampleLoss {
  Bounded value;
  Bounds slopes;
};

/// The losses of all scores, added up. Where a slope is 0, errors count by their squares, and those
/// of a difference that is right to 9u by at most 100u².
template <class Output>
SampleLoss sample_loss(const Output& output, const Bounds& z, const std::vector<Real>& y, Real u) {
  SampleLoss sample;
  for (std::size_t k = 0; k < z.size(); ++k) {
    const ScoreLoss one = score_loss(output, z[k].value, y[k]);
    const Real e = z[k].error;
    sample.value.value += one.loss;
    sample.value.error +=
        std::fabs(one.slope) * e + one.curvature * e * e / 2 + u * one.loss_rounding + 100 * u * u;
    sample.slopes.push_back({one.slope, one.curvature * e + u * one.slope_rounding});
  }
  sample.value.error += static_cast<Real>(z.size()) * u * sample.value.value;
  return sample;
}

/// Σₖ yₖ ln(1 + Σ e^(zⱼ − zₖ)), the inner sum over all j ≠ k, for a Σₖ yₖ of exactly 1; and p − y.
///
/// Along a change of the scores by at most e each, L bends by at most e² and pₖ moves by at most
/// e/2. An exponential of zₖ − m, which was rounded, is off by 2u and |zₖ − m|u of itself, together
/// at most 3u of 1; the sum has K terms.
inline SampleLoss sample_loss(const SoftmaxCrossEntropy& /*output*/, const Bounds& z,
                              const std::vector<Real>& y, Real u) {
  const Real K = static_cast<Real>(z.size());
  Real e = 0;
  for (const Bounded& score : z) e = std::max(e, score.error);
  SampleLoss sample;
  for (std::size_t k = 0; k < z.size(); ++k) {
    Real others = 0;
    for (std::size_t j = 0; j < z.size(); ++j) {
      if (j != k) others += std::exp(z[j].value - z[k].value);
    }
    const Real slope = 1 / (1 + others) - y[k];
    sample.value.value += y[k] * std::log1p(others);
    sample.value.error += std::fabs(slope) * z[k].error;
    sample.slopes.push_back({slope, e / 2 + (2 * K + 10) * u});
  }
  sample.value.error += e * e / 2 + u * ((K + 6) * sample.value.value + 2 * K);
  return sample;
}

/// Row i of a matrix of targets.
template <class T>
std::vector<Real> targets_of(const Matrix<T>& Y, std::size_t i) {
  std::vector<Real> y(Y.size2());
  for (std::size_t k = 0; k < Y.size2(); ++k) y[k] = static_cast<Real>(Y(i, k));
  return y;
}

/// C(θ), and ∇C(θ) in the order of θ.
struct NetworkCost {
  Bounded value;
  Bounds gradient;
};

/// The mean over the samples of the loss of their scores, and by the chain rule each of its slopes:
/// ∂C/∂Wⱼₖ = Σᵢ aᵢⱼ δᵢₖ, ∂C/∂bₖ = Σᵢ δᵢₖ, and in the layer before δᵢⱼ = f′(zᵢⱼ) Σₖ δᵢₖ Wⱼₖ.
template <class Output, class T>
NetworkCost network_cost(const Network& network, const Output& output, const Vector<T>& theta,
                         const Matrix<T>& X, const Matrix<T>& Y) {
  const Real u = roundoff<T>();
  const Real n = static_cast<Real>(X.size1());
  const auto mean = [&](const Bounded& sum) {
    return Bounded{sum.value / n, (sum.error + u * sum.size()) / n};
  };
  ProductSum value;
  std::vector<ProductSum> gradient(theta.size());
  for (std::size_t i = 0; i < X.size1(); ++i) {
    const Pass way = pass_of(network, theta, X, i);
    const SampleLoss loss = sample_loss(output, way.Z.back(), targets_of(Y, i), u);
    value.add(loss.value, {1, 0});
    Bounds delta;
    for (const Bounded& slope : loss.slopes) delta.push_back(mean(slope));
    std::size_t first = theta.size();
    for (std::size_t l = network.layers.size(); l-- > 0;) {
      const Layer& layer = network.layers[l];
      const std::size_t biases = first - layer.units;
      first = biases - layer.inputs * layer.units;
      Bounds before(layer.inputs);
      for (std::size_t j = 0; j < layer.inputs; ++j) {
        ProductSum sum;
        for (std::size_t k = 0; k < layer.units; ++k) {
          const std::size_t weight = first + j * layer.units + k;
          gradient[weight].add(way.A[l][j], delta[k]);
          sum.add(delta[k], {static_cast<Real>(theta(weight)), 0});
        }
        if (l > 0) before[j] = product(sum.rounded(u), way.slopes[l - 1][j], u);
      }
      for (std::size_t k = 0; k < layer.units; ++k) gradient[biases + k].add(delta[k], {1, 0});
      delta = before;
    }
  }
  NetworkCost cost;
  cost.value = mean(value.rounded(u));
  for (const ProductSum& slope : gradient) cost.gradient.push_back(slope.rounded(u));
  return cost;
}

/// A computed number is where it may be. The last term is for the bound's second order, and for the
/// oracle's own rounding.
inline void within(Check& check, Real computed, const Bounded& exact, const std::string& what) {
  const Real error = std::fabs(computed - exact.value);
  check.holds(exact.error > 0 || error == 0, what + ": a number that nothing rounds");
  if (exact.error > 0) check.at_most(static_cast<double>(error / exact.error), 1, 1e-2, what);
}

}  // namespace nn::test::oracle
