#pragma once

/// \file
/// The ways in which backpropagation goes wrong. The chapter's program shows each, and a property
/// test proves that each is caught.
///
/// The way back is written here a second time, so that one of its four equations can be replaced by
/// a wrong one. Layers are counted from 0.

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/products.hpp"

namespace nn::chapter11 {

/// α of the trainings with right and wrong gradients.
constexpr double learning_rate = 0.5;

/// What the way forth leaves for the way back.
struct Way {
  std::vector<Layer> layers;      ///< their shapes and activations
  std::vector<Matrix<double>> W;  ///< the weights of each layer
  std::vector<Matrix<double>> Z;  ///< its pre-activations
  std::vector<Matrix<double>> A;  ///< its inputs: of the first layer X
  Matrix<double> loss_slopes;     ///< ∂L/∂z of each sample and score

  double samples() const { return static_cast<double>(loss_slopes.size1()); }
};

template <class Output>
Way walk_forth(const Network& network, const Output& output, const Vector<double>& theta,
               const Matrix<double>& X, const Matrix<double>& Y) {
  NetworkPass<double> pass;
  forward(network, theta, X, pass);
  Way way{network.layers, {}, pass.Z, {X}, Matrix<double>(Y.size1(), Y.size2())};
  for (std::size_t i = 0; i < Y.size1(); ++i) {
    output.derivative(row_view(std::as_const(pass.Z.back()), i), row_view(Y, i),
                      row_view(way.loss_slopes, i));
  }
  for (const Matrix<double>& A : pass.A) way.A.push_back(A);
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const LayerParameters<const double> layer = layer_of(network, theta, l);
    Matrix<double> W(layer.weights.rows, layer.weights.columns);
    for (std::size_t j = 0; j < W.size1(); ++j) {
      for (std::size_t k = 0; k < W.size2(); ++k) W(j, k) = layer.weights(j, k);
    }
    way.W.push_back(W);
  }
  return way;
}

inline Matrix<double> product(const MatrixView<const double>& a,
                              const MatrixView<const double>& b) {
  Matrix<double> c(a.rows, b.columns);
  multiply<double>(a, b, blas::view(c));
  return c;
}

/// Back ⊙ f′(Z), with the f of layer l.
inline Matrix<double> bent(const Way& way, std::size_t l, Matrix<double> back,
                           const Matrix<double>& Z) {
  for (std::size_t i = 0; i < back.size1(); ++i) {
    for (std::size_t j = 0; j < back.size2(); ++j) {
      back(i, j) *= activation_derivative(way.layers[l].activation, Z(i, j));
    }
  }
  return back;
}

// The four equations, as they are right.

inline Matrix<double> right_last(const Way& way) {
  Matrix<double> delta = way.loss_slopes;
  for (double& slope : delta.data()) slope /= way.samples();
  return delta;
}

inline Matrix<double> right_before(const Way& way, std::size_t l, const Matrix<double>& delta) {
  return bent(way, l - 1, product(blas::view(delta), transposed(blas::view(way.W[l]))),
              way.Z[l - 1]);
}

inline Matrix<double> right_weights(const Way& way, std::size_t l, const Matrix<double>& delta) {
  return product(transposed(blas::view(way.A[l])), blas::view(delta));
}

inline Vector<double> right_biases(const Way& /*way*/, const Matrix<double>& delta) {
  Vector<double> slopes(delta.size2(), 0.0);
  for (std::size_t i = 0; i < delta.size1(); ++i) {
    for (std::size_t k = 0; k < delta.size2(); ++k) slopes(k) += delta(i, k);
  }
  return slopes;
}

/// The four equations of a way back, right where nothing else is said.
struct Equations {
  /// Δ of the last layer.
  Matrix<double> (*last)(const Way& way) = right_last;
  /// Δ of layer l − 1, from that of layer l.
  Matrix<double> (*before)(const Way& way, std::size_t l,
                           const Matrix<double>& delta) = right_before;
  /// ∂C/∂W of layer l.
  Matrix<double> (*weights)(const Way& way, std::size_t l,
                            const Matrix<double>& delta) = right_weights;
  /// ∂C/∂b.
  Vector<double> (*biases)(const Way& way, const Matrix<double>& delta) = right_biases;
};

/// The gradient, in the shape of θ, by these four.
template <class Output>
Vector<double> gradient_by(const Equations& equations, const Network& network, const Output& output,
                           const Vector<double>& theta, const Matrix<double>& X,
                           const Matrix<double>& Y) {
  const Way way = walk_forth(network, output, theta, X, Y);
  Vector<double> gradient(theta.size());
  Matrix<double> delta = equations.last(way);
  for (std::size_t l = network.layers.size(); l-- > 0;) {
    const LayerParameters<double> slopes = layer_of(network, gradient, l);
    const Matrix<double> by_weight = equations.weights(way, l, delta);
    const Vector<double> by_bias = equations.biases(way, delta);
    for (std::size_t k = 0; k < by_bias.size(); ++k) {
      for (std::size_t j = 0; j < by_weight.size1(); ++j) slopes.weights(j, k) = by_weight(j, k);
      slopes.biases(k) = by_bias(k);
    }
    if (l > 0) delta = equations.before(way, l, delta);
  }
  return gradient;
}

// And as they are wrong.

inline Matrix<double> with_derivative_of_a(const Way& way, std::size_t l,
                                           const Matrix<double>& delta) {
  return bent(way, l - 1, product(blas::view(delta), transposed(blas::view(way.W[l]))), way.A[l]);
}

inline Matrix<double> with_own_layer(const Way& way, std::size_t l, const Matrix<double>& delta) {
  const bool fits = way.Z[l].size2() == way.Z[l - 1].size2();
  return bent(way, l - 1, product(blas::view(delta), transposed(blas::view(way.W[l]))),
              fits ? way.Z[l] : way.Z[l - 1]);
}

inline Matrix<double> without_transposing(const Way& way, std::size_t l,
                                          const Matrix<double>& delta) {
  if (way.W[l].size1() != way.W[l].size2()) return right_before(way, l, delta);
  return bent(way, l - 1, product(blas::view(delta), blas::view(way.W[l])), way.Z[l - 1]);
}

inline Matrix<double> by_first_path(const Way& way, std::size_t l, const Matrix<double>& delta) {
  Matrix<double> back(delta.size1(), way.W[l].size1());
  for (std::size_t i = 0; i < back.size1(); ++i) {
    for (std::size_t j = 0; j < back.size2(); ++j) back(i, j) = delta(i, 0) * way.W[l](j, 0);
  }
  return bent(way, l - 1, back, way.Z[l - 1]);
}

inline Matrix<double> through_updated_weights(const Way& way, std::size_t l,
                                              const Matrix<double>& delta) {
  const Matrix<double> slopes = right_weights(way, l, delta);
  Matrix<double> updated = way.W[l];
  for (std::size_t j = 0; j < updated.size1(); ++j) {
    for (std::size_t k = 0; k < updated.size2(); ++k) updated(j, k) -= learning_rate * slopes(j, k);
  }
  return bent(way, l - 1, product(blas::view(delta), transposed(blas::view(updated))),
              way.Z[l - 1]);
}

inline Matrix<double> mean_of_weights(const Way& way, std::size_t l, const Matrix<double>& delta) {
  Matrix<double> slopes = right_weights(way, l, delta);
  for (double& slope : slopes.data()) slope /= way.samples();
  return slopes;
}

inline Vector<double> mean_of_biases(const Way& way, const Matrix<double>& delta) {
  return right_biases(way, delta) / way.samples();
}

inline Vector<double> of_first_sample(const Way& /*way*/, const Matrix<double>& delta) {
  return row_of(delta, 0);
}

inline Matrix<double> with_sigma_kept(const Way& way) {
  Matrix<double> delta = right_last(way);
  for (std::size_t i = 0; i < delta.size1(); ++i) {
    for (std::size_t k = 0; k < delta.size2(); ++k) {
      delta(i, k) *= sigmoid_derivative(way.Z.back()(i, k));
    }
  }
  return delta;
}

inline Matrix<double> of_inputs(const Way& way, std::size_t l, const Matrix<double>& delta) {
  const bool fits = way.A[0].size2() == way.A[l].size2();
  return product(transposed(blas::view(fits ? way.A[0] : way.A[l])), blas::view(delta));
}

/// A wrong gradient of a network.
struct Mistake {
  const char* name;
  const char* what;
  Equations equations;
};

inline const std::array<Mistake, 10> mistakes = {{
    {"derivative-of-a", "f′(A) where f′(Z) belongs: the slope of f, taken behind f",
     Equations{.before = with_derivative_of_a}},
    {"own-layer", "f′ at the Z of the layer that δ comes from, not of the one it goes to",
     Equations{.before = with_own_layer}},
    {"transposed", "Δ W where Δ Wᵀ belongs, wherever W is square and it fits",
     Equations{.before = without_transposing}},
    {"first-path", "a unit hears of the first unit of the next layer, and of no other",
     Equations{.before = by_first_path}},
    {"updated-weights", "δ goes back through weights that were updated a moment before",
     Equations{.before = through_updated_weights}},
    {"mean-twice", "the 1/n is in δ, and once more in the slopes",
     Equations{.weights = mean_of_weights, .biases = mean_of_biases}},
    {"bias-mean", "the slope of a bias is the mean of the δs: 1/n twice, for the biases alone",
     Equations{.biases = mean_of_biases}},
    {"bias-first", "the slope of a bias is the δ of the first sample",
     Equations{.biases = of_first_sample}},
    {"sigma-kept", "(ŷ - y) σ′(z) at the end: the cross-entropy has cancelled that σ′",
     Equations{.last = with_sigma_kept}},
    {"input-for-activation", "Xᵀ Δ for every layer, where Aᵀ Δ belongs",
     Equations{.weights = of_inputs}},
}};

}  // namespace nn::chapter11
