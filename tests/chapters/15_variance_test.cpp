// Chapter 15: how the variance goes from layer to layer, forth and back. The random numbers of
// these properties have few values, equally likely, and every mean is a sum over all of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "chapters/15-initialisation/examples.hpp"
#include "chapters/15-initialisation/layers.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/neuron/hyperbolic_tangent.hpp"
#include "nn/neuron/relu.hpp"
#include "tests/chapters/15_drawn_start.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter15::deviations_of;
using chapter15::Moments;
using chapter15::moments_over_signs;

namespace {

double square_of(double x) { return x * x; }
double itself(double x) { return x; }

/// The mean of (x − mean)².
double variance_of_values(const std::vector<double>& values) {
  const double mean = mean_of_start_values(values, itself);
  return mean_of_start_values(values, [mean](double x) { return square_of(x - mean); });
}

/// Rows of inputs, equally likely; their entries may hang together as they like.
std::vector<Vector<double>> draw_rows(std::size_t count, std::size_t width) {
  std::vector<Vector<double>> rows;
  for (std::size_t r = 0; r < count; ++r) rows.push_back(*gaussian_vector(width).as("inputs"));
  return rows;
}

/// The mean of a_j a_q over such rows.
double mean_of_product(const std::vector<Vector<double>>& rows, std::size_t j, std::size_t q) {
  StartMean mean;
  for (const Vector<double>& a : rows) mean.add(a(j) * a(q));
  return mean.value();
}

/// The mean of all squares, over the rows and the places.
double mean_square_of_rows(const std::vector<Vector<double>>& rows) {
  StartMean mean;
  for (const Vector<double>& a : rows) {
    for (const double entry : a) mean.add(square_of(entry));
  }
  return mean.value();
}

/// Var(z) of each layer.
Vector<double> variances_of(const Moments& moments) {
  return moments.mean_square - entrywise_product(moments.mean, moments.mean);
}

/// The mean of relu(z)² over all signs of the weights of a first layer.
double mean_square_behind_first_layer(const StartRelus& drawn) {
  const std::size_t inputs = drawn.network.layers.front().inputs;
  const std::size_t units = drawn.network.layers.front().units;
  StartMean mean;
  chapter15::for_signs(inputs * units, [&](const Vector<double>& signs) {
    for (std::size_t i = 0; i < drawn.X.size1(); ++i) {
      for (std::size_t k = 0; k < units; ++k) {
        double z = 0;
        for (std::size_t j = 0; j < inputs; ++j) {
          z += drawn.X(i, j) * drawn.deviations.front() * signs(j * units + k);
        }
        mean.add(square_of(relu(z)));
      }
    }
  });
  return mean.value();
}

}  // namespace

// Forth -----------------------------------------------------------------------------------------

TEST(StartVariance, OfAWeightedInputStepByStep) {
  derivation("weighted-input-variance", [](Derivation& d) {
    const std::vector<double> w = draw_centred_start_values(*dimension(1, 4).as("values of w"));
    const std::vector<double> a = draw_start_values(*dimension(1, 4).as("values of a"));
    std::vector<double> products;
    for (const double weight : w) {
      for (const double input : a) products.push_back(weight * input);
    }
    const double mean_w = mean_of_start_values(w, itself);
    const double mean_a = mean_of_start_values(a, itself);
    d.start(variance_of_values(products));
    d.step(
        "the mean square less the square of the mean",
        mean_square_of_start_values(products) - square_of(mean_of_start_values(products, itself)));
    d.step("w and a are independent, and so are their squares",
           mean_square_of_start_values(w) * mean_square_of_start_values(a) -
               square_of(mean_w * mean_a));
    d.step("the mean of w is 0", variance_of_values(w) * mean_square_of_start_values(a));
  });
}

TEST(StartVariance, OfAWeightedSumStepByStep) {
  derivation("forward-variance", [](Derivation& d) {
    const std::size_t count = *dimension(1, 3).as("d");
    const std::vector<double> w = draw_centred_start_values(*dimension(1, 3).as("values of w"));
    const std::vector<Vector<double>> rows = draw_rows(*dimension(1, 3).as("rows"), count);
    std::vector<double> sums;
    std::vector<StartMean> of_all(count * count);
    std::vector<StartMean> of_weights(count * count);
    for_start_rows(w, count, [&](const Vector<double>& weights) {
      for (const Vector<double>& a : rows) sums.push_back(dot(weights, a));
      for (std::size_t j = 0; j < count; ++j) {
        for (std::size_t q = 0; q < count; ++q) {
          of_weights[j * count + q].add(weights(j) * weights(q));
          for (const Vector<double>& a : rows) {
            of_all[j * count + q].add(weights(j) * a(j) * weights(q) * a(q));
          }
        }
      }
    });
    double all_pairs = 0;
    double split_pairs = 0;
    double equal_pairs = 0;
    for (std::size_t j = 0; j < count; ++j) {
      equal_pairs += mean_square_of_start_values(w) * mean_of_product(rows, j, j);
      for (std::size_t q = 0; q < count; ++q) {
        all_pairs += of_all[j * count + q].value();
        split_pairs += of_weights[j * count + q].value() * mean_of_product(rows, j, q);
      }
    }
    d.start(variance_of_values(sums));
    d.step("the mean of each term is 0, and so is that of z", mean_square_of_start_values(sums));
    d.step("multiply out the square; means add", all_pairs);
    d.step("the weights are independent of the inputs", split_pairs);
    d.step("two different weights are independent, and their means are 0", equal_pairs);
    d.step("the same variance for each weight; the mean over the inputs",
           static_cast<double>(count) * variance_of_values(w) * mean_square_of_rows(rows));
  });
}

// The library's forward pass does the same: its first layer sees the data.
TEST(StartVariance, OfTheFirstLayerIsThatOfAWeightedSum) {
  property("forward-variance", [](Check& check) {
    const StartRelus drawn = StartRelus::draw(*dimension(1, 2).as("layers"));
    const Moments moments = moments_over_signs(drawn.network, drawn.deviations, drawn.X);
    const auto inputs = static_cast<double>(drawn.X.size2());
    check.agree(variances_of(moments)(0),
                inputs * square_of(drawn.deviations[0]) * drawn.mean_square_of_inputs(), 1e-12);
    for (std::size_t l = 0; l < moments.mean.size(); ++l) {
      const double size = std::sqrt(moments.mean_square(l));
      check.at_most(std::abs(moments.mean(l)), 0, 1e-12 * (1 + size), "the mean of z");
    }
  });
}

TEST(StartVariance, ReluHalvesTheMeanSquareStepByStep) {
  derivation("relu-half", [](Derivation& d) {
    const std::vector<double> z = draw_symmetric_start_values(*dimension(1, 6).as("values"));
    const double forth = mean_of_start_values(z, [](double x) { return square_of(relu(x)); });
    const double back = mean_of_start_values(z, [](double x) { return square_of(relu(-x)); });
    const auto both = [](double x) { return square_of(relu(x)) + square_of(relu(-x)); };
    d.start(forth);
    d.step("z and minus z are equally likely", (forth + back) / 2);
    d.step("means add", mean_of_start_values(z, both) / 2);
    d.step("of z and minus z one is kept, and the other becomes 0",
           mean_square_of_start_values(z) / 2);
  });
}

TEST(StartVariance, OfALayerOfRelusStepByStep) {
  derivation("relu-layer", [](Derivation& d) {
    const StartRelus drawn = StartRelus::draw(2);
    const Vector<double> variances =
        variances_of(moments_over_signs(drawn.network, drawn.deviations, drawn.X));
    const auto inputs = static_cast<double>(drawn.network.layers[1].inputs);
    const double v = square_of(drawn.deviations[1]);
    d.start(variances(1));
    d.step("by {forward-variance}", inputs * v * mean_square_behind_first_layer(drawn));
    d.step("by {relu-half}; the mean of z is 0", inputs * v / 2 * variances(0));
  });
}

TEST(StartVariance, StaysWithTheWeightsOfHe) {
  property("he-variance", [](Check& check) {
    const StartRelus drawn = StartRelus::draw(3);
    for (const Layer& layer : drawn.network.layers) {
      const double v = weight_variance(Initialisation::he, layer);
      check.agree(static_cast<double>(layer.inputs) * v / 2, 1, 2 * epsilon, "the factor");
    }
    const std::vector<double> deviations = deviations_of(drawn.network, Initialisation::he);
    const Vector<double> variances =
        variances_of(moments_over_signs(drawn.network, deviations, drawn.X));
    for (const double variance : variances) {
      check.agree(variance, 2 * drawn.mean_square_of_inputs(), 1e-12);
    }
  });
}

TEST(StartVariance, IsAProductOverTheLayers) {
  property("layer-after-layer", [](Check& check) {
    const StartRelus drawn = StartRelus::draw(3);
    const Vector<double> variances =
        variances_of(moments_over_signs(drawn.network, drawn.deviations, drawn.X));
    double product = variances(0);
    for (std::size_t l = 1; l < 3; ++l) {
      const auto inputs = static_cast<double>(drawn.network.layers[l].inputs);
      product *= inputs * square_of(drawn.deviations[l]) / 2;
    }
    check.agree(variances(2), product, 1e-12);
    check.agree(chapter15::predicted_variances(drawn.network, drawn.deviations,
                                               drawn.mean_square_of_inputs()),
                variances, 1e-12, "what the program says");
  });
}

// One network of 30 layers stands for the mean of many only roughly: per layer the logarithm of its
// mean square scatters by the root of 5/100, since relu(z)⁴ has the mean 3/2 for normal z of
// variance 1; over 29 layers by 1.2, and the mean of the logarithm is 0.7 lower. Six such
// deviations and that are 8.
TEST(StartVariance, OfDeepNetworksIsWhatTheFormulaSays) {
  examples("layer-after-layer", [](Check& check) {
    const Network network = chapter15::deep_network(Activation::relu);
    for (const double S : {1.0, 2.0, 3.0}) {
      const NetworkPass<double> pass =
          chapter15::walk(network, chapter15::scaled_start(network, S, 1));
      const double first = square_of(chapter15::root_mean_square(pass.Z[0]));
      const double last = square_of(chapter15::root_mean_square(pass.Z[29]));
      check.at_most(std::abs(std::log(last / first) - 29 * std::log(S / 2)), 8);
    }
  });
}

// Back ------------------------------------------------------------------------------------------

// The unit j has weights to `count` units behind it. Weights, slopes f′ and δ are independent:
// every combination occurs, and the library's code goes through all of them.
TEST(StartVariance, OfASlopeOneLayerBackStepByStep) {
  derivation("backward-variance", [](Derivation& d) {
    const std::size_t count = *dimension(1, 3).as("d_out");
    const std::vector<double> w = draw_centred_start_values(*dimension(1, 3).as("values of w"));
    const std::vector<double> z = draw_start_values(*dimension(1, 3).as("values of z"));
    std::vector<Vector<double>> rows = draw_rows(*dimension(1, 2).as("rows of delta"), count);
    const std::size_t half = rows.size();
    for (std::size_t r = 0; r < half; ++r) {
      const Vector<double> opposite = -rows[r];
      rows.push_back(opposite);
    }
    const std::size_t n = rows.size() * z.size();
    Matrix<double> delta(n, count);
    Matrix<double> Z(n, 1);
    for (std::size_t i = 0; i < n; ++i) {
      set_row(delta, i, rows[i / z.size()]);
      Z(i, 0) = z[i % z.size()];
    }
    const Layer layer{1, count, Activation::linear};
    Vector<double> theta(parameter_count(layer), 0.0);
    Matrix<double> before(n, 1);
    std::vector<double> slopes;
    StartMean squares;
    StartMean sums;
    for_start_rows(w, count, [&](const Vector<double>& weights) {
      std::copy(weights.begin(), weights.end(), theta.begin());
      const LayerParameters<const double> parameters =
          parameters_at<const double>(theta.data().data(), layer);
      delta_of_layer_before<double>(parameters, delta, Activation::tanh, Z, before);
      for (std::size_t i = 0; i < n; ++i) {
        slopes.push_back(before(i, 0));
        const double sum = dot(row_of(delta, i), weights);
        squares.add(square_of(hyperbolic_tangent_derivative(Z(i, 0)) * sum));
        sums.add(square_of(sum));
      }
    });
    const double bend = mean_of_start_values(
        z, [](double at) { return square_of(hyperbolic_tangent_derivative(at)); });
    const auto d_out = static_cast<double>(count);
    const double v = variance_of_values(w);
    StartMean variance;
    for (std::size_t k = 0; k < count; ++k) {
      std::vector<double> of_unit;
      for (const Vector<double>& row : rows) of_unit.push_back(row(k));
      variance.add(variance_of_values(of_unit));
    }
    d.start(variance_of_values(slopes));
    d.step("by {backprop-delta-index}; the mean is 0", squares.value());
    d.step("the slope of f is independent of the sum", bend * sums.value());
    d.step("by {forward-variance}, with delta in the place of a",
           bend * d_out * v * mean_square_of_rows(rows));
    d.step("the mean of each delta is 0", d_out * v * bend * variance.value());
  });
}

TEST(StartVariance, OfXavierIsTheCompromise) {
  property("xavier-variance", [](Check& check) {
    const std::size_t inputs = *dimension(1, 1000).as("d_in");
    const std::size_t units = *dimension(1, 1000).as("d_out");
    const double v = weight_variance(Initialisation::xavier, {inputs, units, Activation::linear});
    const auto d_in = static_cast<double>(inputs);
    const auto d_out = static_cast<double>(units);
    check.agree((d_in * v + d_out * v) / 2, 1, 4 * epsilon, "the mean of both factors");
    check.at_most(std::min(1 / d_in, 1 / d_out), v, 2 * epsilon, "between the two wishes");
    check.at_most(v, std::max(1 / d_in, 1 / d_out), 2 * epsilon, "between the two wishes");
    const double equal =
        weight_variance(Initialisation::xavier, {inputs, inputs, Activation::linear});
    check.agree(d_in * equal, 1, 2 * epsilon, "equal widths fulfil both");
  });
}

// The factors themselves, without a bend: forth from the data, and back.
TEST(StartVariance, OfXavierWithoutABend) {
  property("xavier-variance", [](Check& check) {
    const std::size_t inputs = *dimension(1, 3).as("d_in");
    const std::size_t units = *dimension(1, 3).as("d_out");
    const Layer layer{inputs, units, Activation::linear};
    const double deviation = std::sqrt(weight_variance(Initialisation::xavier, layer));
    const Vector<double> a = *gaussian_vector(inputs).as("a");
    const Vector<double> delta = *gaussian_vector(units).as("delta");
    StartMean forth;
    StartMean back;
    chapter15::for_signs(inputs * units, [&](const Vector<double>& signs) {
      const Vector<double> weights = deviation * signs;
      const auto W = parameters_at<const double>(weights.data().data(), layer).weights;
      for (std::size_t k = 0; k < units; ++k) {
        double z = 0;
        for (std::size_t j = 0; j < inputs; ++j) z += a(j) * W(j, k);
        forth.add(square_of(z));
      }
      for (std::size_t j = 0; j < inputs; ++j) {
        double sum = 0;
        for (std::size_t k = 0; k < units; ++k) sum += delta(k) * W(j, k);
        back.add(square_of(sum));
      }
    });
    const auto d_in = static_cast<double>(inputs);
    const auto d_out = static_cast<double>(units);
    check.agree(forth.value(), 2 * d_in / (d_in + d_out) * squared_norm(a) / d_in, 1e-12);
    check.agree(back.value(), 2 * d_out / (d_in + d_out) * squared_norm(delta) / d_out, 1e-12);
  });
}
