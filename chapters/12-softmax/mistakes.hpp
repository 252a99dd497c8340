#pragma once

/// \file
/// The ways in which softmax and its Δ go wrong. The chapter's program shows each, and a property
/// test proves that each is caught.

#include <array>
#include <cmath>
#include <cstddef>

#include "nn/network/outputs.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter12 {

/// A wrong formula for Δ = ∂C/∂Z, from all scores Z and targets Y, both n x K. The cost is that of
/// softmax(Z/τ).
struct Mistake {
  const char* name;
  const char* what;
  Matrix<double> (*delta)(const Matrix<double>& Z, const Matrix<double>& Y, double tau);
  double tau = 1;  ///< the temperature at which it shows; all but one are mistakes at 1
};

/// P, the softmax of each row.
inline Matrix<double> softmax_rows(const Matrix<double>& Z) {
  return predictions(SoftmaxCrossEntropy{}, Z);
}

/// The rows as columns.
inline Matrix<double> turned(const Matrix<double>& Z) {
  Matrix<double> result(Z.size2(), Z.size1());
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    for (std::size_t k = 0; k < Z.size2(); ++k) result(k, i) = Z(i, k);
  }
  return result;
}

/// Δᵢₖ = slope(pᵢₖ, yᵢₖ)/n, as the correct formula and most wrong ones have it.
template <class Slope>
Matrix<double> mean_of(const Slope& slope, const Matrix<double>& P, const Matrix<double>& Y) {
  Matrix<double> delta(P.size1(), P.size2());
  for (std::size_t i = 0; i < P.size1(); ++i) {
    for (std::size_t k = 0; k < P.size2(); ++k) {
      delta(i, k) = slope(P(i, k), Y(i, k)) / static_cast<double>(P.size1());
    }
  }
  return delta;
}

/// p − y.
inline double error_of(double p, double y) { return p - y; }

inline Matrix<double> right_delta(const Matrix<double>& Z, const Matrix<double>& Y, double tau) {
  return mean_of(error_of, softmax_rows(Z / tau), Y) / tau;
}

inline const std::array<Mistake, 11> mistakes = {{
    {"sign", "y - p: minus the derivative",
     [](const Matrix<double>& Z, const Matrix<double>& Y, double) {
       return mean_of([](double p, double y) { return y - p; }, softmax_rows(Z), Y);
     }},
    {"diagonal", "-y(1 - p): the diagonal of the Jacobian, taken for all of it",
     [](const Matrix<double>& Z, const Matrix<double>& Y, double) {
       return mean_of([](double p, double y) { return -y * (1 - p); }, softmax_rows(Z), Y);
     }},
    {"softmax-kept", "(p - y) p(1 - p): the slope of softmax, which cancels here, put back in",
     [](const Matrix<double>& Z, const Matrix<double>& Y, double) {
       return mean_of([](double p, double y) { return (p - y) * p * (1 - p); }, softmax_rows(Z), Y);
     }},
    {"sigmoids", "σ(z) - y: each score through a sigmoid of its own; they do not sum to 1",
     [](const Matrix<double>& Z, const Matrix<double>& Y, double) {
       return mean_of([](double z, double y) { return sigmoid(z) - y; }, Z, Y);
     }},
    {"wrong-axis", "softmax down each column of the batch: samples compete, not classes",
     [](const Matrix<double>& Z, const Matrix<double>& Y, double) {
       return mean_of(error_of, turned(softmax_rows(turned(Z))), Y);
     }},
    {"classes-for-samples", "(P - Y)/K: divided by the number of classes, not of samples",
     [](const Matrix<double>& Z, const Matrix<double>& Y, double) -> Matrix<double> {
       return (softmax_rows(Z) - Y) / static_cast<double>(Z.size2());
     }},
    {"mean-of-entries", "(P - Y)/(nK): the mean over all entries, not over the samples",
     [](const Matrix<double>& Z, const Matrix<double>& Y, double) -> Matrix<double> {
       return mean_of(error_of, softmax_rows(Z), Y) / static_cast<double>(Z.size2());
     }},
    {"clipped", "the slope of -ln max(p, 1e-7): 0 where the right class has less",
     [](const Matrix<double>& Z, const Matrix<double>& Y, double) {
       const Matrix<double> P = softmax_rows(Z);
       Matrix<double> delta = mean_of(error_of, P, Y);
       for (std::size_t i = 0; i < P.size1(); ++i) {
         double of_class = 0;
         for (std::size_t k = 0; k < P.size2(); ++k) of_class += P(i, k) * Y(i, k);
         if (of_class >= 1e-7) continue;
         for (std::size_t k = 0; k < P.size2(); ++k) delta(i, k) = 0;
       }
       return delta;
     }},
    {"no-shift", "e^z divided by the sum, without taking the largest score away first",
     [](const Matrix<double>& Z, const Matrix<double>& Y, double) {
       Matrix<double> P(Z.size1(), Z.size2());
       for (std::size_t i = 0; i < Z.size1(); ++i) {
         double sum = 0;
         for (std::size_t k = 0; k < Z.size2(); ++k) sum += P(i, k) = std::exp(Z(i, k));
         for (std::size_t k = 0; k < Z.size2(); ++k) P(i, k) /= sum;
       }
       return mean_of(error_of, P, Y);
     }},
    {"max-lost", "log-sum-exp without adding the largest score back: 1 less at it",
     [](const Matrix<double>& Z, const Matrix<double>& Y, double) {
       Matrix<double> delta = mean_of(error_of, softmax_rows(Z), Y);
       for (std::size_t i = 0; i < Z.size1(); ++i) {
         const Vector<double> z = row_of(Z, i);
         delta(i, largest_score<double>("max-lost", blas::view(z))) -=
             1 / static_cast<double>(Z.size1());
       }
       return delta;
     }},
    {"temperature-multiplied", "softmax(τz) for softmax(z/τ): the temperature the wrong way round",
     [](const Matrix<double>& Z, const Matrix<double>& Y, double tau) -> Matrix<double> {
       return tau * mean_of(error_of, softmax_rows(tau * Z), Y);
     },
     2},
}};

}  // namespace nn::chapter12
