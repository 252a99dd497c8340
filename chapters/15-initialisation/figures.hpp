#pragma once

/// \file
/// The figures of the chapter.

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "layers.hpp"
#include "learning.hpp"
#include "nn/program/plot.hpp"

namespace nn::chapter15 {

/// The numbers 1, 2, ..., count.
inline std::vector<double> counted_to(std::size_t count) {
  std::vector<double> numbers;
  for (std::size_t l = 1; l <= count; ++l) numbers.push_back(static_cast<double>(l));
  return numbers;
}

inline Figure forward_figure() {
  Figure figure("Only one variance keeps its size",
                "The mean square of the pre-activations against the layer, from 1 to 30, on a "
                "logarithmic vertical axis, for relus whose weights have the variance 1/d, 2/d and "
                "3/d. For 2/d it stays between a tenth and ten. For 1/d it falls along a straight "
                "line by half a layer, and for 3/d it rises along one by a half more a layer.");
  figure.x_axis("layer").y_axis("mean square of z", Scale::logarithmic);
  const Network network = deep_network(Activation::relu);
  const std::vector<double> layers = counted_to(deep_layers);
  for (const double S : {3.0, 2.0, 1.0}) {
    const NetworkPass<double> pass = walk(network, scaled_start(network, S, 1));
    std::vector<double> measured;
    std::vector<double> formula;
    for (std::size_t l = 0; l < deep_layers; ++l) {
      const double size = root_mean_square(pass.Z[l]);
      measured.push_back(size * size);
      formula.push_back(S * std::pow(S / 2, static_cast<double>(l)));
    }
    const std::string name = std::to_string(static_cast<int>(S)) + "/d";
    figure.points("variance " + name, layers, measured);
    figure.guide("formula for " + name, layers, formula);
  }
  return figure;
}

inline Figure backward_figure() {
  Figure figure(
      "What is left of the slopes on their way back",
      "The length of the slopes by the pre-activations against the layer, from 1 to 30, "
      "on a logarithmic vertical axis; it is 1 at the scores behind layer 30. For relus "
      "with the weights of he, and for tangents with those of xavier, it stays near 1. "
      "For sigmoids with xavier it falls by a factor of four or a little more for each "
      "layer on the way back, and for tangents with normal weights it more than doubles.");
  figure.x_axis("layer").y_axis("length of Δ", Scale::logarithmic);
  const std::vector<double> layers = counted_to(deep_layers);
  const auto add = [&](const std::string& name, Activation f, Initialisation init) {
    const Network network = deep_network(f);
    std::vector<double> lengths = lengths_back(walk(network, start_of(network, init, 1)));
    lengths.resize(deep_layers);
    figure.marked_line(name, layers, lengths);
  };
  add("tanh, normal", Activation::tanh, Initialisation::normal);
  add("relu, he", Activation::relu, Initialisation::he);
  add("tanh, xavier", Activation::tanh, Initialisation::xavier);
  add("sigmoid, xavier", Activation::sigmoid, Initialisation::xavier);
  std::vector<double> quarters;
  for (std::size_t l = 1; l <= deep_layers; ++l) {
    quarters.push_back(std::pow(0.25, static_cast<double>(deep_layers + 1 - l)));
  }
  figure.guide("a quarter for each layer", layers, quarters);
  return figure;
}

inline Figure learning_figure() {
  constexpr std::size_t epochs = 8;
  Figure figure("Where one begins decides how fast one learns",
                "The cost of 300 digits against the epoch, from 0 to 8, for ten hidden layers of "
                "hyperbolic tangents. From zeros it stays at the logarithm of 10. From normal "
                "weights it begins far above that and has fallen to about as much at the end. "
                "From the weights of xavier it falls to less than half of that.");
  figure.x_axis("epoch").y_axis("cost");
  std::vector<double> counted(1, 0.0);
  for (const double epoch : counted_to(epochs)) counted.push_back(epoch);
  const std::vector<std::pair<const char*, Initialisation>> starts = {
      {"zeros", Initialisation::zeros},
      {"normal", Initialisation::normal},
      {"xavier", Initialisation::xavier}};
  for (const auto& [name, init] : starts) {
    figure.marked_line(name, counted, course_of(Activation::tanh, init, epochs).costs);
  }
  return figure;
}

}  // namespace nn::chapter15
