#pragma once

/// \file
/// The activations among which a layer chooses.

#include "nn/neuron/hyperbolic_tangent.hpp"
#include "nn/neuron/relu.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "nn/scalar/scalar.hpp"

namespace nn {

/// What a layer makes of each of its pre-activations.
enum class Activation {
  linear,   ///< f(z) = z: nothing
  sigmoid,  ///< sigmoid()
  tanh,     ///< hyperbolic_tangent()
  relu      ///< relu()
};

/// f(z). Derivative: activation_derivative().
// [activate]
template <Scalar T>
T activate(Activation f, T z) {
  switch (f) {
    case Activation::sigmoid:
      return sigmoid(z);
    case Activation::tanh:
      return hyperbolic_tangent(z);
    case Activation::relu:
      return relu(z);
    case Activation::linear:
      break;
  }
  return z;
}
// [activate]

/// f′(z), taken at the pre-activation z and not at f(z). For relu() at its kink, z = 0, it is 0.
// [activation-derivative]
template <Scalar T>
T activation_derivative(Activation f, T z) {
  switch (f) {
    case Activation::sigmoid:
      return sigmoid_derivative(z);
    case Activation::tanh:
      return hyperbolic_tangent_derivative(z);
    case Activation::relu:
      return relu_derivative(z);
    case Activation::linear:
      break;
  }
  return T(1);
}
// [activation-derivative]

}  // namespace nn
