#pragma once

/// \file
/// One layer: several neurons that look at the same inputs, forth and back.
///
/// A layer is a shape. Its parameters lie in a block that somebody else owns, see
/// nn/network/network.hpp.

#include <cstddef>

#include "nn/network/activation.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/products.hpp"

namespace nn {

/// The shape of a layer: how many numbers come in, how many units look at them, and what each makes
/// of its pre-activation.
struct Layer {
  std::size_t inputs;                          ///< d₍ₗ₋₁₎
  std::size_t units;                           ///< d₍ₗ₎
  Activation activation = Activation::linear;  ///< f
};

/// A weight for each pair of an input and a unit, and a bias for each unit.
// [layer-parameter-count]
inline std::size_t parameter_count(const Layer& layer) {
  return layer.inputs * layer.units + layer.units;
}
// [layer-parameter-count]

/// The parameters of one layer, or the slopes of a cost by them, where they lie.
template <class T>
struct LayerParameters {
  MatrixView<T> weights;  ///< W, inputs x units: column k holds the weights of unit k
  VectorView<T> biases;   ///< b, a bias for each unit
};

/// The parameters of a layer in a block that begins at `first`: the weights row by row, that is
/// input by input, then the biases.
// [layer-parameters]
template <class T>
LayerParameters<T> parameters_at(T* first, const Layer& layer) {
  const auto units = static_cast<std::ptrdiff_t>(layer.units);
  return {{first, layer.inputs, layer.units, units, 1},
          {first + static_cast<std::ptrdiff_t>(layer.inputs) * units, layer.units, 1}};
}
// [layer-parameters]

/// Z = A W + 1ᵀb, for a batch A (n x inputs): row i of Z (n x units) holds the pre-activations of
/// sample i.
///
/// \throws ShapeError if the shapes do not fit.
// [layer-preactivations]
template <Scalar T>
void preactivations(const LayerParameters<const T>& layer, const Matrix<T>& A, Matrix<T>& Z) {
  multiply<T>(blas::view(A), layer.weights, blas::view(Z));
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    const VectorView<T> z = row_view(Z, i);
    for (std::size_t k = 0; k < z.size; ++k) z(k) += layer.biases(k);
  }
}
// [layer-preactivations]

/// A = f(Z), entry by entry.
///
/// \throws ShapeError if the shapes differ.
// [layer-activations]
template <Scalar T>
void activations(Activation f, const Matrix<T>& Z, Matrix<T>& A) {
  require_same_size("activations", Z.size1(), A.size1());
  require_same_size("activations", Z.size2(), A.size2());
  for (std::size_t p = 0; p < Z.data().size(); ++p) A.data()[p] = activate(f, Z.data()[p]);
}
// [layer-activations]

/// A ← A ⊙ R, entry by entry: what a mask of dropout does on the way forward, and on the way back.
///
/// \throws ShapeError if the shapes differ.
// [multiply-entries]
template <Scalar T>
void multiply_entries(const Matrix<T>& mask, Matrix<T>& A) {
  require_same_size("multiply_entries", mask.size1(), A.size1());
  require_same_size("multiply_entries", mask.size2(), A.size2());
  for (std::size_t p = 0; p < A.data().size(); ++p) A.data()[p] *= mask.data()[p];
}
// [multiply-entries]

/// ∂C/∂W = AᵀΔ and ∂C/∂b = 1Δ, from the layer's inputs A (n x inputs) and Δ = ∂C/∂Z (n x units).
///
/// \throws ShapeError if the shapes do not fit.
// [layer-gradient]
template <Scalar T>
void parameter_slopes(const Matrix<T>& A, const Matrix<T>& delta,
                      const LayerParameters<T>& slopes) {
  multiply<T>(transposed(blas::view(A)), blas::view(delta), slopes.weights);
  for (std::size_t k = 0; k < delta.size2(); ++k) slopes.biases(k) = T(0);
  for (std::size_t i = 0; i < delta.size1(); ++i) {
    const VectorView<const T> row = row_view(delta, i);
    for (std::size_t k = 0; k < row.size; ++k) slopes.biases(k) += row(k);
  }
}
// [layer-gradient]

/// Δ₍ₗ₋₁₎ = (Δ Wᵀ) ⊙ f′(Z₍ₗ₋₁₎): from the slopes Δ (n x units) by the pre-activations of a layer to
/// those (n x inputs) by the pre-activations Z of the layer before it, whose activation is f.
///
/// \throws ShapeError if the shapes do not fit.
// [layer-delta]
template <Scalar T>
void delta_of_layer_before(const LayerParameters<const T>& layer, const Matrix<T>& delta,
                           Activation f, const Matrix<T>& Z_before, Matrix<T>& delta_before) {
  multiply<T>(blas::view(delta), transposed(layer.weights), blas::view(delta_before));
  require_same_size("delta_of_layer_before", Z_before.size1(), delta_before.size1());
  require_same_size("delta_of_layer_before", Z_before.size2(), delta_before.size2());
  for (std::size_t p = 0; p < Z_before.data().size(); ++p) {
    delta_before.data()[p] *= activation_derivative(f, Z_before.data()[p]);
  }
}
// [layer-delta]

}  // namespace nn
