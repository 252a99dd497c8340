#pragma once

/// \file
/// Backpropagation: from the slopes by the scores to the slopes by every weight.

#include <cstddef>

#include "nn/network/network.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// The way back. From pass.delta.back() = ∂C/∂Z₍D₎ (n x d₍D₎), and from what forward() left in
/// `pass`, it computes layer by layer, from the last to the first,
///
/// - ∂C/∂W₍ₗ₎ = A₍ₗ₋₁₎ᵀ Δ₍ₗ₎ and ∂C/∂b₍ₗ₎ = 1 Δ₍ₗ₎, into `gradient`, which has the shape of θ;
/// - Δ₍ₗ₋₁₎ = (Δ₍ₗ₎ W₍ₗ₎ᵀ) ⊙ f′(Z₍ₗ₋₁₎), into pass.delta; ⊙ R₍ₗ₋₁₎ besides, where the pass has
///   masks of dropout.
///
/// In multiply-adds of its products it costs 2 Σₗ d₍ₗ₋₁₎d₍ₗ₎ − d₍₀₎d₍₁₎ for each sample, where the
/// way forward costs Σₗ d₍ₗ₋₁₎d₍ₗ₎. Source: D. E. Rumelhart, G. E. Hinton and R. J. Williams,
/// "Learning representations by back-propagating errors", Nature 323 (1986).
///
/// \pre forward() was the last to change `pass`, but for pass.delta.back().
/// \throws ShapeError if the shapes do not fit.
// [backpropagate]
template <Scalar T>
void backpropagate(const Network& network, const Vector<T>& theta, const Matrix<T>& X,
                   NetworkPass<T>& pass, Vector<T>& gradient) {
  for (std::size_t l = network.layers.size(); l-- > 0;) {
    const Matrix<T>& inputs = l == 0 ? X : pass.A[l - 1];
    parameter_slopes(inputs, pass.delta[l], layer_of(network, gradient, l));
    if (l == 0) break;
    delta_of_layer_before(layer_of(network, theta, l), pass.delta[l],
                          network.layers[l - 1].activation, pass.Z[l - 1], pass.delta[l - 1]);
    if (!pass.masks.empty()) multiply_entries(pass.masks[l - 1], pass.delta[l - 1]);
  }
}
// [backpropagate]

}  // namespace nn
