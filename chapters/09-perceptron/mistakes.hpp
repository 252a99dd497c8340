#pragma once

/// \file
/// The ways in which Rosenblatt's rule goes wrong. The chapter's program shows each, and a property
/// test proves that each is caught.

#include <array>
#include <cstddef>

#include "nn/neuron/neuron.hpp"
#include "nn/neuron/perceptron.hpp"
#include "nn/neuron/sigmoid.hpp"

namespace nn::chapter9 {

/// How far θ moves for one sample: for x with the constant input 1 behind it, the label y, and
/// z = θ · x.
using Move = Vector<double> (*)(const Vector<double>& x, double y, double z);

/// A rule that looks like Rosenblatt's and is not.
struct Mistake {
  const char* name;
  const char* what;
  Move move;
};

/// (x, 1).
inline Vector<double> extended(const Vector<double>& x) {
  return parameters(Neuron<double>{x, 1.0});
}

/// The sign of a number: −1, 0 or 1.
inline double sign_of(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

/// Rosenblatt's move: t x where the sample is a mistake, and none elsewhere.
inline Vector<double> right_move(const Vector<double>& x, double y, double z) {
  const double t = 2 * y - 1;
  return (is_mistake(z, t) ? t : 0) * x;
}

inline const std::array<Mistake, 9> mistakes = {{
    {"sign", "ŷ - y in the place of y - ŷ: the parameters move away from a mistaken sample",
     [](const Vector<double>& x, double y, double z) -> Vector<double> {
       return -right_move(x, y, z);
     }},
    {"bias-forgotten", "the weights move, the bias does not",
     [](const Vector<double>& x, double y, double z) {
       Vector<double> move = right_move(x, y, z);
       move(move.size() - 1) = 0;
       return move;
     }},
    {"always", "every sample moves the parameters, a mistake or not",
     [](const Vector<double>& x, double y, double) -> Vector<double> { return (2 * y - 1) * x; }},
    {"zero-one", "y x for t x: a mistaken no moves nothing",
     [](const Vector<double>& x, double y, double z) -> Vector<double> {
       return y * right_move(x, y, z);
     }},
    {"zero-one-test", "y z for t z: every no is taken for a mistake",
     [](const Vector<double>& x, double y, double z) -> Vector<double> {
       return (y * z > 0 ? 0 : 2 * y - 1) * x;
     }},
    {"strict", "a mistake only where t z < 0: from 0 nothing ever moves",
     [](const Vector<double>& x, double y, double z) -> Vector<double> {
       return ((2 * y - 1) * z < 0 ? 2 * y - 1 : 0) * x;
     }},
    {"signs-of-x", "t times the signs of the inputs, without their sizes",
     [](const Vector<double>& x, double y, double z) {
       Vector<double> move = right_move(x, y, z);
       for (std::size_t j = 0; j < move.size(); ++j) move(j) = sign_of(move(j));
       return move;
     }},
    {"error-of-z", "(t - z) x: the error of z, and not of the answer",
     [](const Vector<double>& x, double y, double z) -> Vector<double> {
       return (2 * y - 1 - z) * x;
     }},
    {"sigmoid", "(y - σ(z)) x: a step down the cross-entropy, which every sample takes",
     [](const Vector<double>& x, double y, double z) -> Vector<double> {
       return (y - sigmoid(z)) * x;
     }},
}};

}  // namespace nn::chapter9
