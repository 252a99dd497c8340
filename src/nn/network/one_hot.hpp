#pragma once

/// \file
/// Classes as rows of targets: a 1 in the place of the class, 0 elsewhere.

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/products.hpp"

namespace nn {

/// Y (n x K): row i has a 1 in place cᵢ and 0 elsewhere. Classes are counted from 0.
///
/// \throws std::domain_error naming the sample, counted from 1, if its class is not below K.
// [one-hot]
template <Scalar T>
Matrix<T> one_hot(const std::vector<std::size_t>& classes, std::size_t count) {
  Matrix<T> Y(classes.size(), count, T(0));
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i] >= count) {
      throw std::domain_error("one_hot: sample " + std::to_string(i + 1) + " has class " +
                              std::to_string(classes[i]) + " of " + std::to_string(count));
    }
    Y(i, classes[i]) = T(1);
  }
  return Y;
}
// [one-hot]

/// The class of each row: the place of its largest entry, of several the first.
///
/// \throws ShapeError if a row is empty.
// [class-of-rows]
template <Scalar T>
std::vector<std::size_t> classes_of(const Matrix<T>& Y) {
  if (Y.size2() == 0) throw ShapeError("classes_of: there are no classes");
  std::vector<std::size_t> classes(Y.size1(), 0);
  for (std::size_t i = 0; i < Y.size1(); ++i) {
    for (std::size_t k = 1; k < Y.size2(); ++k) {
      if (real_part(Y(i, k)) > real_part(Y(i, classes[i]))) classes[i] = k;
    }
  }
  return classes;
}
// [class-of-rows]

}  // namespace nn
