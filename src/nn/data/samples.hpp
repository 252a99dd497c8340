#pragma once

/// \file
/// What every cost of the book is taken over: samples and their targets.

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// Samples and what is to be predicted from them.
struct Samples {
  Matrix<double> X;  ///< a sample a row: n x d
  Vector<double> y;  ///< the target of each sample: length n
};

}  // namespace nn
