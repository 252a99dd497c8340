#pragma once

/// \file
/// The neuron and the samples that the chapter works out by hand.

#include "nn/neuron/neuron.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn::chapter5 {

/// w = (0.3, −0.1), b = 0.05.
inline const Neuron<double> example{vector<double>({0.3, -0.1}), 0.05};

/// Three samples with two features; the first is the one of the section One sample.
inline const Matrix<double> samples = matrix<double>({{1, 2}, {-1, 1}, {2, -1}});
inline const Vector<double> targets = vector<double>({1, 0, 0});

}  // namespace nn::chapter5
