#pragma once

/// \file
/// The ways in which the gradient of the mean squared error goes wrong. The chapter's program shows
/// each, and a property test proves that each is caught.

#include <array>
#include <cmath>
#include <cstddef>

#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter4 {

/// A wrong formula for ∂C/∂ŷ, the gradient of the mean squared error.
struct Mistake {
  const char* name;
  const char* what;
  Vector<double> (*gradient)(const Vector<double>& y_hat, const Vector<double>& y);
};

inline double count(const Vector<double>& y) { return static_cast<double>(y.size()); }

inline const std::array<Mistake, 9> mistakes = {{
    {"sign", "(2/n)(y - ŷ): the error is taken the wrong way round",
     [](const Vector<double>& y_hat, const Vector<double>& y) -> Vector<double> {
       return 2 / count(y) * (y - y_hat);
     }},
    {"lost-two", "(1/n)(ŷ - y): the 2 that belongs to the cost with a 1/2",
     [](const Vector<double>& y_hat, const Vector<double>& y) -> Vector<double> {
       return 1 / count(y) * (y_hat - y);
     }},
    {"lost-mean", "2 (ŷ - y): the 1/n of the mean is forgotten",
     [](const Vector<double>& y_hat, const Vector<double>& y) -> Vector<double> {
       return 2 * (y_hat - y);
     }},
    {"n-minus-one", "(2/(n - 1))(ŷ - y): the divisor of a sample variance",
     [](const Vector<double>& y_hat, const Vector<double>& y) -> Vector<double> {
       return 2 / (count(y) - 1) * (y_hat - y);
     }},
    {"square-kept", "(2/n)(ŷ - y)²: the power comes down and stays up as well",
     [](const Vector<double>& y_hat, const Vector<double>& y) -> Vector<double> {
       return 2 / count(y) * entrywise_product(y_hat - y, y_hat - y);
     }},
    {"absolute", "(2/n)|ŷ - y|: an error without its direction",
     [](const Vector<double>& y_hat, const Vector<double>& y) -> Vector<double> {
       Vector<double> gradient = 2 / count(y) * (y_hat - y);
       for (double& entry : gradient) entry = std::abs(entry);
       return gradient;
     }},
    {"target-lost", "(2/n) ŷ: the derivative of ŷ² alone",
     [](const Vector<double>& y_hat, const Vector<double>& y) -> Vector<double> {
       return 2 / count(y) * y_hat;
     }},
    {"sum-in-each", "(2/n) Σ(ŷ - y) in each entry: the errors are added up first",
     [](const Vector<double>& y_hat, const Vector<double>& y) -> Vector<double> {
       return Vector<double>(y.size(), 2 / count(y) * total(y_hat - y));
     }},
    {"last-skipped", "(2/n)(ŷ - y), but the loop ends one sample early",
     [](const Vector<double>& y_hat, const Vector<double>& y) -> Vector<double> {
       Vector<double> gradient = 2 / count(y) * (y_hat - y);
       gradient(gradient.size() - 1) = 0;
       return gradient;
     }},
}};

}  // namespace nn::chapter4
