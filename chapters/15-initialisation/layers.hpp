#pragma once

/// \file
/// Thirty hidden layers, once forth and once back: how large the pre-activations are, and how long
/// the slopes.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "nn/network/backpropagation.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/network/network.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/random.hpp"

namespace nn::chapter15 {

constexpr std::size_t deep_width = 100;  ///< inputs, units of each layer, and scores
constexpr std::size_t deep_layers = 30;  ///< hidden ones

/// The network that is measured.
inline Network deep_network(Activation f) {
  return network_of(deep_width, std::vector<std::size_t>(deep_layers, deep_width), f, deep_width);
}

/// The activations of hidden layers by their names, in the order of the tables.
struct NamedActivation {
  const char* name;
  Activation f;
};
inline const std::vector<NamedActivation>& named_activations() {
  static const std::vector<NamedActivation> all = {
      {"sigmoid", Activation::sigmoid}, {"tanh", Activation::tanh}, {"relu", Activation::relu}};
  return all;
}

/// The starts that are compared.
struct NamedStart {
  const char* name;
  Initialisation init;
};
inline const std::vector<NamedStart>& named_starts() {
  static const std::vector<NamedStart> all = {{"normal", Initialisation::normal},
                                              {"xavier", Initialisation::xavier},
                                              {"he", Initialisation::he}};
  return all;
}

/// First parameters of the library, from a seed.
inline Vector<double> start_of(const Network& network, Initialisation init, std::uint64_t seed) {
  Random random(seed);
  return initial_parameters(network, init, random);
}

/// Normal weights of the variance S/inputs, biases 0: those of `he`, whose S is 2, scaled.
inline Vector<double> scaled_start(const Network& network, double S, std::uint64_t seed) {
  return std::sqrt(S / 2) * start_of(network, Initialisation::he, seed);
}

/// A pass forth with eight samples of standard normal inputs, and a pass back from slopes by the
/// scores that are standard normal, too.
inline NetworkPass<double> walk(const Network& network, const Vector<double>& theta) {
  Random random(7);
  Matrix<double> X(8, network.layers.front().inputs);
  for (double& x : X.data()) x = random.gaussian();
  NetworkPass<double> pass;
  forward(network, theta, X, pass);
  for (double& slope : pass.delta.back().data()) slope = random.gaussian();
  Vector<double> gradient(theta.size());
  backpropagate(network, theta, X, pass, gradient);
  return pass;
}

/// The root of the mean square of all entries.
inline double root_mean_square(const Matrix<double>& M) {
  double sum = 0;
  for (const double entry : M.data()) sum += entry * entry;
  return std::sqrt(sum / static_cast<double>(M.data().size()));
}

/// The root mean square of Z of each layer; layers are counted from 0.
inline std::vector<double> sizes_forth(const NetworkPass<double>& pass) {
  std::vector<double> sizes;
  for (const Matrix<double>& Z : pass.Z) sizes.push_back(root_mean_square(Z));
  return sizes;
}

/// The length of Δ of each layer, in units of that of the last. All layers are equally wide.
inline std::vector<double> lengths_back(const NetworkPass<double>& pass) {
  std::vector<double> lengths;
  const double last = root_mean_square(pass.delta.back());
  for (const Matrix<double>& delta : pass.delta) lengths.push_back(root_mean_square(delta) / last);
  return lengths;
}

/// A row of a table: what was measured, by layer.
struct MeasuredRow {
  std::string name;
  std::vector<double> forth;
  std::vector<double> back;
};

/// Prints both ways, for some layers, counted from 1.
inline void print_rows(const std::vector<MeasuredRow>& rows) {
  std::printf("root mean square of z in layer\n%-16s", "");
  for (const std::size_t l : {1U, 5U, 10U, 20U, 30U}) std::printf("%10zu", l);
  std::printf("\n");
  for (const MeasuredRow& row : rows) {
    std::printf("%-16s", row.name.c_str());
    for (const std::size_t l : {1U, 5U, 10U, 20U, 30U}) std::printf("%10.2g", row.forth[l - 1]);
    std::printf("\n");
  }
  std::printf("\nlength of Δ in layer, that of the scores being 1\n%-16s", "");
  for (const std::size_t l : {30U, 20U, 10U, 5U, 1U}) std::printf("%10zu", l);
  std::printf("\n");
  for (const MeasuredRow& row : rows) {
    std::printf("%-16s", row.name.c_str());
    for (const std::size_t l : {30U, 20U, 10U, 5U, 1U}) std::printf("%10.2g", row.back[l - 1]);
    std::printf("\n");
  }
}

/// Prints what becomes of numbers on their way through thirty layers, for nine networks.
inline void print_layers() {
  std::vector<MeasuredRow> rows;
  for (const NamedActivation& activation : named_activations()) {
    for (const NamedStart& start : named_starts()) {
      const Network network = deep_network(activation.f);
      const NetworkPass<double> pass = walk(network, start_of(network, start.init, 1));
      rows.push_back({std::string(activation.name) + ", " + start.name, sizes_forth(pass),
                      lengths_back(pass)});
    }
  }
  std::printf("30 hidden layers of 100 units, 100 inputs, 100 scores\n");
  print_rows(rows);
}

/// Prints the same for weights of the variance S/d.
inline void print_scale(double S) {
  std::vector<MeasuredRow> rows;
  for (const NamedActivation& activation : named_activations()) {
    const Network network = deep_network(activation.f);
    const NetworkPass<double> pass = walk(network, scaled_start(network, S, 1));
    rows.push_back({activation.name, sizes_forth(pass), lengths_back(pass)});
  }
  std::printf("weights of the variance %g/100\n", S);
  print_rows(rows);
}

}  // namespace nn::chapter15
