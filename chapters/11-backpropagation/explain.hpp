#pragma once

/// \file
/// One sample, forth and back, with its numbers put into the formulas: for any network and output.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <type_traits>
#include <vector>

#include "examples.hpp"
#include "nn/network/network.hpp"
#include "nn/network/outputs.hpp"
#include "nn/program/text.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/network_cost.hpp"

namespace nn::chapter11 {

/// So many terms of a sum are shown, and so many units of a layer; of more, the first ones.
constexpr std::size_t most_shown = 6;

inline std::string in_digits(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", x + 0.0);  // no -0
  return text;
}

/// A number that stands behind another sign.
inline std::string in_brackets(double x) { return x < 0 ? "(" + in_digits(x) + ")" : in_digits(x); }

/// A term that is added to what stands before it: ` + 0.3` or ` - 0.3`.
inline std::string added(double x) { return x < 0 ? " - " + in_digits(-x) : " + " + in_digits(x); }

/// `0.3·1 - 0.1·2`, the products of the entries, the first `most_shown` of them.
inline std::string products_in_digits(const Vector<double>& w, const Vector<double>& x) {
  std::string text;
  for (std::size_t j = 0; j < std::min(w.size(), most_shown); ++j) {
    text += (j == 0 ? in_digits(w(j)) : added(w(j))) + "·" + in_brackets(x(j));
  }
  return w.size() > most_shown ? text + " + …" : text;
}

/// `(0.3, -0.1)`, the first `most_shown` entries.
inline std::string row_in_digits(const Vector<double>& v) {
  std::string text = "(";
  for (std::size_t j = 0; j < std::min(v.size(), most_shown); ++j) {
    text += (j == 0 ? "" : ", ") + in_digits(v(j));
  }
  return text + (v.size() > most_shown ? ", …)" : ")");
}

/// `z_2`, from 1.
inline std::string indexed(const char* letter, std::size_t k) {
  return letter + ("_" + std::to_string(k + 1));
}

/// An equation on lines of at most 78 columns.
inline void print_equation(const std::string& equation) {
  std::fputs(wrapped(equation, 78, 2).c_str(), stdout);
}

/// Says that a layer has more units than are shown.
inline void print_rest(std::size_t units) {
  if (units > most_shown) std::printf("  … and %zu more\n", units - most_shown);
}

/// How the book writes an activation.
inline std::string name_of(Activation f) {
  switch (f) {
    case Activation::sigmoid:
      return "σ";
    case Activation::tanh:
      return "tanh";
    case Activation::relu:
      return "relu";
    case Activation::linear:
      break;
  }
  return "id";
}

/// Column k of the weights of a layer: those of unit k.
inline Vector<double> weights_of_unit(const LayerParameters<const double>& layer, std::size_t k) {
  Vector<double> w(layer.weights.rows);
  for (std::size_t j = 0; j < w.size(); ++j) w(j) = layer.weights(j, k);
  return w;
}

/// Row j of the weights of a layer: those by which input j reaches its units.
inline Vector<double> weights_of_input(const LayerParameters<const double>& layer, std::size_t j) {
  Vector<double> w(layer.weights.columns);
  for (std::size_t k = 0; k < w.size(); ++k) w(k) = layer.weights(j, k);
  return w;
}

/// What the output makes of the scores: `ŷ_1 = σ(0.15) = 0.5374`.
template <class Output>
std::string prediction_in_digits(std::size_t k, double z, double y_hat) {
  const std::string result = " = " + in_digits(y_hat);
  if constexpr (std::is_same_v<Output, SoftmaxCrossEntropy>) {
    return indexed("p", k) + " = e^" + in_brackets(z) + "/Σ" + result;
  } else if constexpr (std::is_same_v<Output, LinearSquaredError>) {
    return indexed("ŷ", k) + " = " + indexed("z", k) + result;
  } else {
    return indexed("ŷ", k) + " = σ(" + in_digits(z) + ")" + result;
  }
}

/// The loss as a sum over the outputs, with numbers: `(0.28 - 1)² + (0.34 - 0)²`.
template <class Output>
std::string loss_in_digits(const Vector<double>& y_hat, const Vector<double>& y) {
  std::string text;
  for (std::size_t k = 0; k < std::min(y.size(), most_shown); ++k) {
    const std::string p = in_digits(y_hat(k));
    if constexpr (std::is_same_v<Output, SoftmaxCrossEntropy>) {
      text += (k == 0 ? "-" : " - ") + in_digits(y(k)) + "·ln " + p;
    } else if constexpr (std::is_same_v<Output, SigmoidCrossEntropy>) {
      text += (k == 0 ? "-" : " - ") + in_digits(y(k)) + "·ln " + p + " - " + in_digits(1 - y(k)) +
              "·ln(1 - " + p + ")";
    } else {
      text += (k == 0 ? "(" : " + (") + p + " - " + in_brackets(y(k)) + ")²";
    }
  }
  return y.size() > most_shown ? text + " + …" : text;
}

/// The slope of the loss by a score, with numbers: `2(ŷ_1 - y_1) = 2(0.28 - 1)`.
template <class Output>
std::string last_delta_in_digits(std::size_t k, double z, double y_hat, double y) {
  const std::string difference = in_digits(y_hat) + " - " + in_brackets(y);
  if constexpr (std::is_same_v<Output, SoftmaxCrossEntropy>) {
    return indexed("p", k) + " - " + indexed("y", k) + " = " + difference;
  } else if constexpr (std::is_same_v<Output, SigmoidCrossEntropy>) {
    return indexed("ŷ", k) + " - " + indexed("y", k) + " = " + difference;
  } else {
    const bool bends = std::is_same_v<Output, SigmoidSquaredError>;
    const std::string slope = bends ? " σ′(" + indexed("z", k) + ")" : "";
    const std::string number = bends ? "·" + in_digits(sigmoid_derivative(z)) : "";
    return "2(" + indexed("ŷ", k) + " - " + indexed("y", k) + ")" + slope + " = 2(" + difference +
           ")" + number;
  }
}

/// Prints what a layer makes of its inputs, named by the letter x or a. Layers are counted from 0.
inline void explain_forth(const Network& network, const Vector<double>& theta, std::size_t l,
                          const char* letter, const Vector<double>& inputs,
                          const NetworkPass<double>& pass) {
  const LayerParameters<const double> layer = layer_of(network, theta, l);
  const std::size_t units = network.layers[l].units;
  std::printf("forth, layer %zu: z = %s·w + b of each unit\n", l + 1, letter);
  for (std::size_t k = 0; k < std::min(units, most_shown); ++k) {
    print_equation(indexed("z", k) + " = " + products_in_digits(weights_of_unit(layer, k), inputs) +
                   added(layer.biases(k)) + " = " + in_digits(pass.Z[l](0, k)));
    if (l + 1 == network.layers.size()) continue;
    const std::string f = name_of(network.layers[l].activation);
    print_equation(indexed("a", k) + " = " + f + "(" + indexed("z", k) +
                   ") = " + in_digits(pass.A[l](0, k)));
  }
  print_rest(units);
}

/// Prints the slopes of the loss by the parameters of a layer, from its δ.
inline void explain_slopes(const char* letter, const Vector<double>& inputs,
                           const Vector<double>& delta) {
  for (std::size_t k = 0; k < std::min(delta.size(), most_shown); ++k) {
    print_equation("∂L/∂w of unit " + std::to_string(k + 1) + " = " + indexed("δ", k) + "·" +
                   letter + " = " + in_digits(delta(k)) + "·" + row_in_digits(inputs) + " = " +
                   row_in_digits(Vector<double>(delta(k) * inputs)));
  }
  print_rest(delta.size());
  print_equation("∂L/∂b = δ = " + row_in_digits(delta));
}

/// Prints how the δ of a layer follows from that of the next one.
inline void explain_delta(const Network& network, const Vector<double>& theta, std::size_t l,
                          const NetworkPass<double>& pass) {
  const LayerParameters<const double> next = layer_of(network, theta, l + 1);
  const Vector<double> delta_of_next = row_of(pass.delta[l + 1], 0);
  const Activation f = network.layers[l].activation;
  const std::size_t units = network.layers[l].units;
  for (std::size_t j = 0; j < std::min(units, most_shown); ++j) {
    const double z = pass.Z[l](0, j);
    const Vector<double> w = weights_of_input(next, j);
    print_equation(indexed("δ", j) + " = (" + products_in_digits(w, delta_of_next) + ")·" +
                   name_of(f) + "′(" + in_digits(z) + ") = " + in_digits(dot(w, delta_of_next)) +
                   "·" + in_digits(activation_derivative(f, z)) + " = " +
                   in_digits(pass.delta[l](0, j)));
  }
  print_rest(units);
}

/// Prints one sample's way forth to its loss L and back to every slope ∂L/∂w and ∂L/∂b, the numbers
/// put into the formulas. Of long sums and wide layers the beginning is shown.
///
/// \throws ShapeError if θ, x or y do not fit the network.
template <class Output>
void explain(const Network& network, const Output& output, const Vector<double>& theta,
             const Vector<double>& x, const Vector<double>& y) {
  Matrix<double> X(1, x.size());
  Matrix<double> Y(1, y.size());
  set_row(X, 0, x);
  set_row(Y, 0, y);
  const NetworkCost<Output, double> cost(network, output, X, Y);
  Vector<double> gradient(theta.size());
  const double loss = cost.evaluate(theta, &gradient);
  const NetworkPass<double>& pass = cost.last_pass();
  const std::size_t last = network.layers.size() - 1;
  const auto letter = [](std::size_t l) { return l == 0 ? "x" : "a"; };
  const auto inputs = [&](std::size_t l) { return l == 0 ? x : row_of(pass.A[l - 1], 0); };

  for (std::size_t l = 0; l <= last; ++l) {
    explain_forth(network, theta, l, letter(l), inputs(l), pass);
  }
  if (!std::isfinite(loss)) {
    std::printf("  the loss is no finite number, and so there is no way back\n");
    return;
  }
  const Vector<double> z = row_of(pass.Z[last], 0);
  const Vector<double> y_hat = row_of(predictions(output, pass.Z[last]), 0);
  std::printf("the prediction, and what it costs\n");
  for (std::size_t k = 0; k < std::min(y.size(), most_shown); ++k) {
    print_equation(prediction_in_digits<Output>(k, z(k), y_hat(k)));
  }
  print_rest(y.size());
  print_equation("L = " + loss_in_digits<Output>(y_hat, y) + " = " + in_digits(loss));

  std::printf("back, layer %zu: δ = ∂L/∂z\n", last + 1);
  for (std::size_t k = 0; k < std::min(y.size(), most_shown); ++k) {
    print_equation(indexed("δ", k) + " = " + last_delta_in_digits<Output>(k, z(k), y_hat(k), y(k)) +
                   " = " + in_digits(pass.delta[last](0, k)));
  }
  print_rest(y.size());
  explain_slopes(letter(last), inputs(last), row_of(pass.delta[last], 0));
  for (std::size_t l = last; l-- > 0;) {
    std::printf("back, layer %zu: δ = (w of layer %zu · its δ)·f′(z)\n", l + 1, l + 2);
    explain_delta(network, theta, l, pass);
    explain_slopes(letter(l), inputs(l), row_of(pass.delta[l], 0));
  }
}

}  // namespace nn::chapter11
