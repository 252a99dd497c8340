// One layer, forth and back: against index by index in `long double`, against plain loops bit for
// bit, and against numerical derivatives.
#include "nn/network/layer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "nn/scalar/random.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/network_oracle.hpp"

using namespace nn;
using namespace nn::test;

namespace {

template <class T>
constexpr T nan_of = std::numeric_limits<T>::quiet_NaN();

/// A layer with its parameters W and b in a block, its inputs A, slopes Δ by its pre-activations,
/// and the pre-activations of the layer before it. n, inputs and units differ.
template <class T>
struct DrawnLayer {
  std::size_t n;
  Layer layer;
  Vector<T> theta;
  Matrix<T> A;
  Matrix<T> delta;
  Matrix<T> Z_before;

  T weight(std::size_t j, std::size_t k) const { return theta(j * layer.units + k); }
  T bias(std::size_t k) const { return theta(layer.inputs * layer.units + k); }
  LayerParameters<const T> parameters() const { return parameters_at(theta.data().data(), layer); }
};

/// Of up to 7 samples, inputs and units, or so many that BLAS takes the products.
template <class T>
DrawnLayer<T> draw_layer(bool is_large) {
  std::vector<std::size_t> sizes = draw_sizes(3, 7);
  if (!is_large && *label().as("single input") == 1) sizes[1] = 1;
  if (is_large) sizes = {*dimension(40, 45), *dimension(30, 35), *dimension(20, 25)};
  DrawnLayer<T> drawn;
  drawn.n = sizes[0];
  drawn.layer = {sizes[1], sizes[2], draw_activation()};
  drawn.theta = Vector<T>(drawn.layer.inputs * drawn.layer.units + drawn.layer.units);
  drawn.A = Matrix<T>(drawn.n, drawn.layer.inputs);
  drawn.delta = Matrix<T>(drawn.n, drawn.layer.units);
  drawn.Z_before = Matrix<T>(drawn.n, drawn.layer.inputs);
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto fill = [&](auto& entries) {
    for (T& entry : entries) entry = static_cast<T>(random.gaussian());
  };
  fill(drawn.theta);
  fill(drawn.A.data());
  fill(drawn.delta.data());
  fill(drawn.Z_before.data());
  return drawn;
}

/// What the library computes of a drawn layer, into places full of what is no number.
template <class T>
struct Computed {
  Matrix<T> Z;
  Vector<T> slopes;
  Matrix<T> delta_before;
};

template <class T>
Computed<T> compute(const DrawnLayer<T>& drawn, Activation before) {
  const Layer& layer = drawn.layer;
  Computed<T> computed{Matrix<T>(drawn.n, layer.units, nan_of<T>),
                       Vector<T>(drawn.theta.size(), nan_of<T>),
                       Matrix<T>(drawn.n, layer.inputs, nan_of<T>)};
  preactivations(drawn.parameters(), drawn.A, computed.Z);
  parameter_slopes(drawn.A, drawn.delta, parameters_at(computed.slopes.data().data(), layer));
  delta_of_layer_before(drawn.parameters(), drawn.delta, before, drawn.Z_before,
                        computed.delta_before);
  return computed;
}

template <class T>
oracle::Bounded exactly(T x) {
  return {static_cast<oracle::Real>(x), 0};
}

template <class T>
void is_within_the_bound(Check& check) {
  const bool is_large = *label().as("is large") == 1;
  const DrawnLayer<T> drawn = draw_layer<T>(is_large);
  const Layer& layer = drawn.layer;
  const Activation before = draw_activation();
  const Computed<T> computed = compute(drawn, before);
  const oracle::Real u = oracle::roundoff<T>();
  const oracle::Bounded one{1, 0};
  for (std::size_t i = 0; i < drawn.n; ++i) {
    for (std::size_t k = 0; k < layer.units; ++k) {
      oracle::ProductSum z;
      for (std::size_t j = 0; j < layer.inputs; ++j) {
        z.add(exactly(drawn.A(i, j)), exactly(drawn.weight(j, k)));
      }
      z.add(exactly(drawn.bias(k)), one);
      oracle::within(check, computed.Z(i, k), z.rounded(u), "a pre-activation");
    }
    for (std::size_t j = 0; j < layer.inputs; ++j) {
      oracle::ProductSum sum;
      for (std::size_t k = 0; k < layer.units; ++k) {
        sum.add(exactly(drawn.delta(i, k)), exactly(drawn.weight(j, k)));
      }
      const auto slope = oracle::activated(before, exactly(drawn.Z_before(i, j)), u).slope;
      oracle::within(check, computed.delta_before(i, j), oracle::product(sum.rounded(u), slope, u),
                     "a slope of the layer before");
    }
  }
  for (std::size_t k = 0; k < layer.units; ++k) {
    oracle::ProductSum bias;
    for (std::size_t i = 0; i < drawn.n; ++i) bias.add(exactly(drawn.delta(i, k)), one);
    oracle::within(check, computed.slopes(layer.inputs * layer.units + k), bias.rounded(u),
                   "the slope by a bias");
    for (std::size_t j = 0; j < layer.inputs; ++j) {
      oracle::ProductSum weight;
      for (std::size_t i = 0; i < drawn.n; ++i) {
        weight.add(exactly(drawn.A(i, j)), exactly(drawn.delta(i, k)));
      }
      oracle::within(check, computed.slopes(j * layer.units + k), weight.rounded(u),
                     "the slope by a weight");
    }
  }
}

/// Every sum from 0, in the order of its index.
template <class T>
void is_summed_in_order(Check& check, bool is_large) {
  const DrawnLayer<T> drawn = draw_layer<T>(is_large);
  const Layer& layer = drawn.layer;
  const Activation before = draw_activation();
  const Computed<T> computed = compute(drawn, before);
  for (std::size_t i = 0; i < drawn.n; ++i) {
    for (std::size_t k = 0; k < layer.units; ++k) {
      T z = T(0);
      for (std::size_t j = 0; j < layer.inputs; ++j) z += drawn.A(i, j) * drawn.weight(j, k);
      check.holds(computed.Z(i, k) == z + drawn.bias(k), "a pre-activation, bit for bit");
    }
    for (std::size_t j = 0; j < layer.inputs; ++j) {
      T sum = T(0);
      for (std::size_t k = 0; k < layer.units; ++k) sum += drawn.delta(i, k) * drawn.weight(j, k);
      check.holds(
          computed.delta_before(i, j) == sum * activation_derivative(before, drawn.Z_before(i, j)),
          "a slope of the layer before, bit for bit");
    }
  }
  for (std::size_t k = 0; k < layer.units; ++k) {
    T bias = T(0);
    for (std::size_t i = 0; i < drawn.n; ++i) bias += drawn.delta(i, k);
    check.holds(computed.slopes(layer.inputs * layer.units + k) == bias, "a bias, bit for bit");
    for (std::size_t j = 0; j < layer.inputs; ++j) {
      T weight = T(0);
      for (std::size_t i = 0; i < drawn.n; ++i) weight += drawn.A(i, j) * drawn.delta(i, k);
      check.holds(computed.slopes(j * layer.units + k) == weight, "a weight, bit for bit");
    }
  }
}

/// f(Z), entry by entry.
template <class T>
Matrix<T> activated_matrix(Activation f, const Matrix<T>& Z) {
  Matrix<T> A(Z.size1(), Z.size2());
  activations(f, Z, A);
  return A;
}

/// Σᵢₖ Vᵢₖ Mᵢₖ: a matrix projected on a direction.
template <class T>
T projected(const Matrix<double>& V, const Matrix<T>& M) {
  T sum = T(0);
  for (std::size_t i = 0; i < M.size1(); ++i) {
    for (std::size_t k = 0; k < M.size2(); ++k) sum += T(V(i, k)) * M(i, k);
  }
  return sum;
}

Activation draw_smooth() { return draw_activation(smooth_activations); }

}  // namespace

TEST(Layer, HasAWeightForEachInputAndUnitAndABiasForEachUnit) {
  property([](Check& check) {
    const Layer layer{*dimension(0, 50).as("inputs"), *dimension(1, 50).as("units"),
                      draw_activation()};
    std::size_t count = 0;
    for (std::size_t k = 0; k < layer.units; ++k) count += layer.inputs + 1;
    check.holds(parameter_count(layer) == count, "counted unit by unit");
  });
}

TEST(Layer, ParametersLieRowByRowAndThenTheBiases) {
  property([](Check& check) {
    const std::size_t inputs = *dimension(0, 5).as("inputs");
    const std::size_t units = *dimension(1, 5).as("units");
    const std::size_t first = *dimension(0, 3).as("first");
    std::vector<double> block(first + inputs * units + units);
    const auto place = parameters_at(block.data() + first, Layer{inputs, units});
    check.holds(place.weights.rows == inputs && place.weights.columns == units, "W's shape");
    check.holds(place.biases.size == units, "b's length");
    std::size_t next = first;
    for (std::size_t j = 0; j < inputs; ++j) {
      for (std::size_t k = 0; k < units; ++k) {
        check.holds(place.weights.first + static_cast<std::ptrdiff_t>(j) * place.weights.row_step +
                            static_cast<std::ptrdiff_t>(k) * place.weights.column_step ==
                        block.data() + next++,
                    "a weight");
      }
    }
    for (std::size_t k = 0; k < units; ++k) {
      check.holds(place.biases.first + static_cast<std::ptrdiff_t>(k) * place.biases.step ==
                      block.data() + next++,
                  "a bias");
    }
  });
}

TEST(Layer, IsWithinTheBoundForthAndBack) {
  property([](Check& check) {
    if (*label().as("double") == 1) {
      is_within_the_bound<double>(check);
    } else {
      is_within_the_bound<float>(check);
    }
  });
}

TEST(Layer, IsSummedFromLeftToRightHoweverLarge) {
  property([](Check& check) {
    const bool is_large = *label().as("is large") == 1;
    is_summed_in_order<double>(check, is_large);
    is_summed_in_order<float>(check, is_large);
  });
}

TEST(Layer, ActivatesEveryEntry) {
  property([](Check& check) {
    const DrawnLayer<double> drawn = draw_layer<double>(false);
    const Activation f = draw_activation();
    Matrix<double> A(drawn.n, drawn.layer.inputs, nan_of<double>);
    activations(f, drawn.Z_before, A);
    const oracle::Real u = oracle::roundoff<double>();
    for (std::size_t i = 0; i < A.size1(); ++i) {
      for (std::size_t k = 0; k < A.size2(); ++k) {
        oracle::within(check, A(i, k), oracle::activated(f, exactly(drawn.Z_before(i, k)), u).value,
                       "f(z)");
      }
    }
  });
}

// The pre-activations of the layer before stand for a mask: they have the shape of A.
TEST(Layer, MasksMultiplyEveryEntry) {
  property([](Check& check) {
    const DrawnLayer<double> drawn = draw_layer<double>(false);
    Matrix<double> A = drawn.A;
    multiply_entries(drawn.Z_before, A);
    for (std::size_t i = 0; i < A.size1(); ++i) {
      for (std::size_t k = 0; k < A.size2(); ++k) {
        check.holds(A(i, k) == drawn.A(i, k) * drawn.Z_before(i, k), "a product, bit for bit");
      }
    }
    const std::size_t more = *dimension(1, 3).as("more");
    const Matrix<double> longer(A.size1() + more, A.size2());
    const Matrix<double> wider(A.size1(), A.size2() + more);
    for (const Matrix<double>& mask : {longer, wider}) {
      const std::string message = message_of<ShapeError>([&] { multiply_entries(mask, A); });
      check.holds(says(message, {"multiply_entries: sizes "}), message);
    }
  });
}

// A tanh of several inputs of the size of 1 bends over shorter distances than a central difference
// likes: the tolerance of that one is for stress inputs, here and below.
TEST(Layer, SlopesByItsParametersAgreeWithThreeOracles) {
  property([](Check& check) {
    const DrawnLayer<double> drawn = draw_layer<double>(false);
    const Activation f = draw_smooth();
    const Matrix<double>& V = drawn.delta;  // n x units as well
    const auto phi = [&]<class T>(const Vector<T>& theta) {
      Matrix<T> Z(drawn.n, drawn.layer.units);
      preactivations(parameters_at(theta.data().data(), drawn.layer), cast<T>(drawn.A), Z);
      return projected(V, activated_matrix(f, Z));
    };
    Matrix<double> delta(drawn.n, drawn.layer.units);
    preactivations(drawn.parameters(), drawn.A, delta);
    for (std::size_t i = 0; i < delta.size1(); ++i) {
      for (std::size_t k = 0; k < delta.size2(); ++k) {
        delta(i, k) = V(i, k) * activation_derivative(f, delta(i, k));
      }
    }
    Vector<double> slopes(drawn.theta.size(), nan_of<double>);
    parameter_slopes(drawn.A, delta, parameters_at(slopes.data().data(), drawn.layer));
    check_gradient(check, phi, drawn.theta, slopes, {1e-6, true});
  });
}

TEST(Layer, SlopesOfTheLayerBeforeAgreeWithThreeOracles) {
  property([](Check& check) {
    const DrawnLayer<double> drawn = draw_layer<double>(false);
    const Activation f = draw_smooth();
    const auto phi = [&]<class T>(const Vector<T>& entries) {
      Matrix<T> Z_before(drawn.n, drawn.layer.inputs);
      std::copy(entries.begin(), entries.end(), Z_before.data().begin());
      const Vector<T> theta = cast<T>(drawn.theta);
      Matrix<T> Z(drawn.n, drawn.layer.units);
      preactivations(parameters_at(theta.data().data(), drawn.layer), activated_matrix(f, Z_before),
                     Z);
      return projected(drawn.delta, Z);
    };
    const auto flat = [](const Matrix<double>& M) {
      Vector<double> entries(M.data().size());
      std::copy(M.data().begin(), M.data().end(), entries.begin());
      return entries;
    };
    const Computed<double> computed = compute(drawn, f);
    check_gradient(check, phi, flat(drawn.Z_before), flat(computed.delta_before), {1e-6, true});
  });
}

TEST(Layer, RefusesShapesThatDoNotFit) {
  property([](Check& check) {
    const DrawnLayer<double> drawn = draw_layer<double>(false);
    const std::size_t n = drawn.n;
    const std::size_t inputs = drawn.layer.inputs;
    const std::size_t units = drawn.layer.units;
    const std::size_t more = *dimension(1, 3).as("more");
    Vector<double> block(drawn.theta.size());
    const auto slopes = parameters_at(block.data().data(), drawn.layer);
    const auto refuses = [&](const char* operation, const auto& act) {
      const std::string message = message_of<ShapeError>(act);
      check.holds(says(message, {operation, ": sizes "}), message);
    };
    Matrix<double> Z(n, units);
    Matrix<double> longer(n + more, units);
    Matrix<double> wider(n, units + more);
    const Matrix<double> A_wider(n, inputs + more);
    const Matrix<double> A_longer(n + more, inputs);
    refuses("multiply", [&] { preactivations(drawn.parameters(), A_wider, Z); });
    refuses("multiply", [&] { preactivations(drawn.parameters(), drawn.A, longer); });
    refuses("multiply", [&] { preactivations(drawn.parameters(), drawn.A, wider); });
    refuses("activations", [&] { activations(drawn.layer.activation, Z, longer); });
    refuses("activations", [&] { activations(drawn.layer.activation, Z, wider); });
    refuses("multiply", [&] { parameter_slopes(A_longer, drawn.delta, slopes); });
    refuses("multiply", [&] { parameter_slopes(A_wider, drawn.delta, slopes); });
    refuses("multiply", [&] { parameter_slopes(drawn.A, wider, slopes); });
    Matrix<double> before(n, inputs);
    refuses("multiply", [&] {
      delta_of_layer_before(drawn.parameters(), wider, Activation::tanh, drawn.Z_before, before);
    });
    for (const Matrix<double>& Z_before : {A_wider, A_longer}) {
      refuses("delta_of_layer_before", [&] {
        delta_of_layer_before(drawn.parameters(), drawn.delta, Activation::tanh, Z_before, before);
      });
    }
  });
}
