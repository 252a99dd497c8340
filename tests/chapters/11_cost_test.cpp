// What a gradient costs: the products of both ways, counted by a scalar that counts.
#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "chapters/11-backpropagation/counts.hpp"
#include "nn/derivative/central_difference.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

double number(std::size_t count) { return static_cast<double>(count); }

/// The widths d₀, …, d_D of a network with ReLUs, and a number of samples.
struct Shape {
  std::size_t n = *dimension(1, 5).as("n");
  std::vector<std::size_t> widths;

  Shape() {
    const std::size_t depth = *dimension(1, 5).as("depth");
    for (std::size_t l = 0; l <= depth; ++l) widths.push_back(*dimension(1, 6).as("width"));
  }

  Network network() const {
    const std::vector<std::size_t> hidden(widths.begin() + 1, widths.end() - 1);
    return network_of(widths.front(), hidden, Activation::relu, widths.back());
  }

  /// Σ d₍ₗ₋₁₎d₍ₗ₎ for l = first, …, D.
  double sum_from(std::size_t first) const {
    double sum = 0;
    for (std::size_t l = first; l < widths.size(); ++l) sum += number(widths[l - 1] * widths[l]);
    return sum;
  }
  double first_term() const { return number(widths[0] * widths[1]); }
  double bends() const {
    double sum = 0;
    for (std::size_t l = 1; l + 1 < widths.size(); ++l) sum += number(widths[l]);
    return sum;
  }
};

}  // namespace

TEST(NetworkOperations, ForthAreOneProductALayer) {
  property("backprop-forward-products", [](Check& check) {
    const Shape shape;
    const auto counted = chapter11::counted_multiplications(shape.network(), shape.n);
    check.agree(number(counted.forth), number(shape.n) * shape.sum_from(1), 0);
    check.agree(number(chapter11::products_forth(shape.network())), shape.sum_from(1), 0);
  });
}

// A ReLU multiplies nothing. Beside the products there is one multiplication for each entry of ⊙.
TEST(NetworkOperations, BackStepByStep) {
  derivation("backprop-backward-products", [](Derivation& d) {
    const Shape shape;
    const double n = number(shape.n);
    const auto counted = chapter11::counted_multiplications(shape.network(), shape.n);
    d.start(number(counted.back) - n * shape.bends());
    d.step("a product for the slopes of each layer, and one for each delta but the last",
           n * shape.sum_from(1) + n * shape.sum_from(2));
    d.step("the second sum lacks the first term",
           2 * n * shape.sum_from(1) - n * shape.first_term());
  });
}

TEST(NetworkOperations, OfValueAndGradientStepByStep) {
  derivation("backprop-ratio", [](Derivation& d) {
    const Shape shape;
    const double n = number(shape.n);
    const auto counted = chapter11::counted_multiplications(shape.network(), shape.n);
    const double forth = number(counted.forth);
    const double back = number(counted.back) - n * shape.bends();
    d.start((forth + back) / forth);
    d.step("by {backprop-forward-products} and {backprop-backward-products}",
           (3 * n * shape.sum_from(1) - n * shape.first_term()) / (n * shape.sum_from(1)));
    d.step("divide term by term; n cancels", 3 - shape.first_term() / shape.sum_from(1));
  });
}

TEST(NetworkOperations, ValueAndGradientAreLessThanThreeWaysForth) {
  property("backprop-ratio", [](Check& check) {
    const Shape shape;
    const double ratio = 3 - shape.first_term() / shape.sum_from(1);
    check.holds(2 <= ratio && ratio < 3, "from 2 to below 3");
  });
}

TEST(NetworkOperations, CentralDifferencesTakeTwoPassesAParameter) {
  property("backprop-central-passes", [](Check& check) {
    const Shape shape;
    std::size_t passes = 0;
    const auto phi = [&passes](const Vector<double>&) {
      ++passes;
      return 0.0;
    };
    central_difference_gradient(phi, Vector<double>(parameter_count(shape.network()), 0.0));
    double parameters = 0;
    for (std::size_t l = 1; l < shape.widths.size(); ++l) {
      parameters += number((shape.widths[l - 1] + 1) * shape.widths[l]);
    }
    check.agree(number(passes), 2 * parameters, 0);
  });
}

// Exercise "Equal layers".
TEST(NetworkOperations, OfEqualLayersStepByStep) {
  derivation("backprop-equal-layers", [](Derivation& d) {
    const std::size_t D = *dimension(1, 6).as("D");
    const std::size_t width = *dimension(1, 6).as("width");
    const Network network =
        network_of(width, std::vector<std::size_t>(D - 1, width), Activation::relu, width);
    const auto counted = chapter11::counted_multiplications(network, 1);
    const double back = number(counted.back) - number((D - 1) * width);
    const double square = number(width * width);
    d.start((number(counted.forth) + back) / number(counted.forth));
    d.step("by {backprop-ratio}", 3 - square / (number(D) * square));
    d.step("cancel", 3 - 1 / number(D));
  });
}
