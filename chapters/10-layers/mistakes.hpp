#pragma once

/// \file
/// The ways in which the way forward goes wrong. The chapter's program shows each, and a property
/// test proves that each is caught.

#include <array>
#include <cstddef>

#include "nn/network/network.hpp"

namespace nn::chapter10 {

/// A formula for the scores of a batch, right or wrong.
using Scores = Matrix<double> (*)(const Network& network, const Vector<double>& theta,
                                  const Matrix<double>& X);

/// A wrong way forward.
struct Mistake {
  const char* name;
  const char* what;
  Activation activation;  ///< of the hidden layers on which it shows
  Scores scores;
};

/// AW alone.
inline Matrix<double> product_of(const LayerParameters<const double>& layer,
                                 const Matrix<double>& A) {
  Matrix<double> Z(A.size1(), layer.weights.columns);
  multiply<double>(blas::view(A), layer.weights, blas::view(Z));
  return Z;
}

/// The biases of a layer added to the first `rows` rows.
inline Matrix<double> with_biases(const LayerParameters<const double>& layer, Matrix<double> Z,
                                  std::size_t rows) {
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t k = 0; k < Z.size2(); ++k) Z(i, k) += layer.biases(k);
  }
  return Z;
}

/// Z = AW + 1ᵀb.
inline Matrix<double> right_z(const LayerParameters<const double>& layer, const Matrix<double>& A) {
  return with_biases(layer, product_of(layer, A), A.size1());
}

/// f(Z), entry by entry.
template <class F>
Matrix<double> each_entry(const F& f, Matrix<double> Z) {
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    for (std::size_t k = 0; k < Z.size2(); ++k) Z(i, k) = f(Z(i, k));
  }
  return Z;
}
inline Matrix<double> activated(Activation f, const Matrix<double>& Z) {
  return each_entry([f](double z) { return activate(f, z); }, Z);
}

/// The way forward with one's own step through a layer, from its number and what comes in to what
/// goes out.
template <class Step>
Matrix<double> forward_by(const Network& network, const Matrix<double>& X, const Step& step) {
  Matrix<double> A = X;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const Matrix<double> next = step(l, A);
    A = next;
  }
  return A;
}

inline Matrix<double> right_scores(const Network& network, const Vector<double>& theta,
                                   const Matrix<double>& X) {
  return scores(network, theta, X);
}

/// Wᵀ in the first layer: no product, unless it has as many units as inputs.
inline Matrix<double> transposed_weights(const Network& network, const Vector<double>& theta,
                                         const Matrix<double>& X) {
  return forward_by(network, X, [&](std::size_t l, const Matrix<double>& A) {
    LayerParameters<const double> layer = layer_of(network, theta, l);
    if (l == 0) layer.weights = transposed(layer.weights);
    return activated(network.layers[l].activation, right_z(layer, A));
  });
}

/// The weights lie in θ row by row, and are read as if they lay column by column.
inline Matrix<double> column_by_column(const Network& network, const Vector<double>& theta,
                                       const Matrix<double>& X) {
  return forward_by(network, X, [&](std::size_t l, const Matrix<double>& A) {
    LayerParameters<const double> layer = layer_of(network, theta, l);
    layer.weights.row_step = 1;
    layer.weights.column_step = static_cast<std::ptrdiff_t>(network.layers[l].inputs);
    return activated(network.layers[l].activation, right_z(layer, A));
  });
}

/// A layer is taken to have no more parameters than weights, so the next one begins too early.
inline Matrix<double> uncounted_biases(const Network& network, const Vector<double>& theta,
                                       const Matrix<double>& X) {
  std::size_t first = 0;
  return forward_by(network, X, [&](std::size_t l, const Matrix<double>& A) {
    const Layer& shape = network.layers[l];
    const LayerParameters<const double> layer = parameters_at(&theta(0) + first, shape);
    first += shape.inputs * shape.units;
    return activated(shape.activation, right_z(layer, A));
  });
}

inline Matrix<double> bias_once(const Network& network, const Vector<double>& theta,
                                const Matrix<double>& X) {
  return forward_by(network, X, [&](std::size_t l, const Matrix<double>& A) {
    const LayerParameters<const double> layer = layer_of(network, theta, l);
    return activated(network.layers[l].activation, with_biases(layer, product_of(layer, A), 1));
  });
}

inline Matrix<double> bias_outside(const Network& network, const Vector<double>& theta,
                                   const Matrix<double>& X) {
  return forward_by(network, X, [&](std::size_t l, const Matrix<double>& A) {
    const LayerParameters<const double> layer = layer_of(network, theta, l);
    return with_biases(layer, activated(network.layers[l].activation, product_of(layer, A)),
                       A.size1());
  });
}

inline Matrix<double> no_bend(const Network& network, const Vector<double>& theta,
                              const Matrix<double>& X) {
  return forward_by(network, X, [&](std::size_t l, const Matrix<double>& A) {
    return right_z(layer_of(network, theta, l), A);
  });
}

inline Matrix<double> bent_output(const Network& network, const Vector<double>& theta,
                                  const Matrix<double>& X) {
  return activated(Activation::sigmoid, right_scores(network, theta, X));
}

/// Some other function for f, in the hidden layers.
template <class F>
Matrix<double> with_function(const F& f, const Network& network, const Vector<double>& theta,
                             const Matrix<double>& X) {
  return forward_by(network, X, [&](std::size_t l, const Matrix<double>& A) {
    const Matrix<double> Z = right_z(layer_of(network, theta, l), A);
    return l + 1 < network.layers.size() ? each_entry(f, Z) : Z;
  });
}

inline Matrix<double> half_tanh(const Network& network, const Vector<double>& theta,
                                const Matrix<double>& X) {
  return with_function([](double z) { return 2 * sigmoid(z) - 1; }, network, theta, X);
}

inline Matrix<double> wrong_side(const Network& network, const Vector<double>& theta,
                                 const Matrix<double>& X) {
  return with_function([](double z) { return z > 0 ? 0 : z; }, network, theta, X);
}

/// Every unit of a hidden layer says f of the sum of all.
inline Matrix<double> sum_first(const Network& network, const Vector<double>& theta,
                                const Matrix<double>& X) {
  return forward_by(network, X, [&](std::size_t l, const Matrix<double>& A) {
    Matrix<double> Z = right_z(layer_of(network, theta, l), A);
    if (l + 1 == network.layers.size()) return Z;
    for (std::size_t i = 0; i < Z.size1(); ++i) {
      double sum = 0;
      for (std::size_t k = 0; k < Z.size2(); ++k) sum += Z(i, k);
      for (std::size_t k = 0; k < Z.size2(); ++k) Z(i, k) = sum;
    }
    return activated(network.layers[l].activation, Z);
  });
}

inline const std::array<Mistake, 10> mistakes = {{
    {"transposed", "the first layer multiplies by its weights transposed", Activation::tanh,
     transposed_weights},
    {"column-by-column", "the weights are read column by column where they lie row by row",
     Activation::tanh, column_by_column},
    {"uncounted-biases", "a layer counts its weights only, and the next one begins too early in θ",
     Activation::tanh, uncounted_biases},
    {"bias-once", "the biases are added to the first sample only", Activation::tanh, bias_once},
    {"bias-outside", "f(AW) + b: the biases are added after the bend", Activation::tanh,
     bias_outside},
    {"no-bend", "Z is handed on where f(Z) belongs", Activation::tanh, no_bend},
    {"bent-output", "the last layer has a sigmoid, and a number is to be predicted",
     Activation::tanh, bent_output},
    {"half-tanh", "2σ(z) - 1 for tanh z: the 2 inside is forgotten", Activation::tanh, half_tanh},
    {"wrong-side", "min(z, 0) for relu(z)", Activation::relu, wrong_side},
    {"sum-first", "f is applied to the sum of a row, and not to each of its entries",
     Activation::tanh, sum_first},
}};

}  // namespace nn::chapter10
