#pragma once

/// \file
/// Solution: Adam's step, for parameters that lie in several tensors.

#include <cmath>
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
    if (m_.empty()) {
      for (const Vector<double>& g : gradient) m_.emplace_back(g.size(), 0.0);
      v_ = m_;
    }
    ++updates_;  // once for all tensors
    const auto t = static_cast<double>(updates_);
    const auto& [alpha, beta1, beta2, epsilon] = options_;
    for (std::size_t k = 0; k < theta.size(); ++k) {
      for (std::size_t j = 0; j < theta[k].size(); ++j) {
        const double g = gradient[k](j);
        m_[k](j) = beta1 * m_[k](j) + (1 - beta1) * g;
        v_[k](j) = beta2 * v_[k](j) + (1 - beta2) * g * g;
        const double m_hat = m_[k](j) / (1 - std::pow(beta1, t));
        const double v_hat = v_[k](j) / (1 - std::pow(beta2, t));
        theta[k](j) -= alpha * m_hat / (std::sqrt(v_hat) + epsilon);
      }
    }
  }

 private:
  AdamOptions options_;
  std::size_t updates_ = 0;
  std::vector<Vector<double>> m_;
  std::vector<Vector<double>> v_;
};

}  // namespace nn::exercise
