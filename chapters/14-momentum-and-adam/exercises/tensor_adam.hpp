#pragma once

/// \file
/// Exercise: Adam's step, for parameters that lie in several tensors.

#include <cstddef>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/adam.hpp"

namespace nn::exercise {

/// Adam for the tensors of a network: a vector for the weights of each layer, one for its biases.
class TensorAdam {
 public:
  explicit TensorAdam(const AdamOptions& options) : options_(options) {}

  /// One update of all tensors, each with the gradient in its place.
  void step(std::vector<Vector<double>>& theta, const std::vector<Vector<double>>& gradient) {
    // Plain descent. Your step must remember m and v of each parameter, and count its updates.
    for (std::size_t k = 0; k < theta.size(); ++k) {
      theta[k] -= options_.learning_rate * gradient[k];
    }
  }

 private:
  AdamOptions options_;
};

}  // namespace nn::exercise
