// Chapter 3: the binary step, the sigmoid that replaces it, and the slope that it brings.
#include <cmath>
#include <cstddef>
#include <cstdio>

#include "../four_penguins.hpp"
#include "figures.hpp"
#include "floating_point.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/binary_step.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/errors.hpp"

namespace {

using namespace nn;

const auto generic_sigmoid = [](auto z) { return sigmoid(z); };

void print_penguins() {
  const Samples penguins = four_penguins();
  const Vector<double> z = preactivations(bill_neuron(), penguins.X);
  std::printf("length  depth  Gentoo      z  H(z)     σ(z)\n");
  for (std::size_t i = 0; i < z.size(); ++i) {
    std::printf("%6.1f %6.1f %7g %6.1f %5g %8.5f\n", penguins.X(i, 0), penguins.X(i, 1),
                penguins.y(i), z(i), binary_step(z(i)), sigmoid(z(i)));
  }
}

/// The second penguin, while the first weight grows: z, and what both activations make of it.
void print_nudges() {
  const Neuron<double> neuron = bill_neuron();
  const Vector<double> x = row_of(four_penguins().X, 1);
  const double z = preactivation(neuron, x);
  std::printf("a bill of %.1f by %.1f mm; w_1 grows from %g by h\n\n", x(0), x(1),
              neuron.weights(0));
  std::printf("    h         z  H(z)      σ(z)    change  foretold\n");
  for (const double h : {0.0, 0.001, 0.01, 0.02, 0.03}) {
    Neuron<double> nudged = neuron;
    nudged.weights(0) += h;
    const double moved = preactivation(nudged, x);
    std::printf("%5g %9.4f %5g %9.5f %9.5f %9.5f\n", h, moved, binary_step(moved), sigmoid(moved),
                sigmoid(moved) - sigmoid(z), h * x(0) * sigmoid_derivative(z));
  }
}

/// The odds of the third penguin, and of two others whose bills are longer, or deeper, by 1 mm.
void print_odds() {
  const Vector<double> x = row_of(four_penguins().X, 2);
  std::printf("e = %.5f, e^2 = %.5f\n\n", std::exp(1.0), std::exp(2.0));
  std::printf("length  depth      z     odds     σ(z)\n");
  const auto print_odds_of = [](double length, double depth) {
    const double z = preactivation(bill_neuron(), vector<double>({length, depth}));
    std::printf("%6.1f %6.1f %6.1f %8.5f %8.5f\n", length, depth, z, std::exp(z), sigmoid(z));
  };
  print_odds_of(x(0), x(1));
  print_odds_of(x(0) + 1, x(1));
  print_odds_of(x(0), x(1) + 1);
}

/// The predictions for the four penguins with the weights and the bias c times as large.
void print_larger_weights() {
  const Samples penguins = four_penguins();
  const Neuron<double> neuron = bill_neuron();
  const auto prediction = [&](double c) {
    return predict(Neuron<double>{c * neuron.weights, c * neuron.bias}, penguins.X);
  };
  print_columns("penguin", 7, {"1", "2", "3", "4"},
                {{"c = 1", 10, 5, prediction(1)},
                 {"c = 2", 10, 5, prediction(2)},
                 {"c = 10", 10, 5, prediction(10)}});
}

void print_slopes() {
  std::printf("  z       σ(z)      σ(-z)      σ′(z)     e^-|z|  σ′(0)/σ′(z)\n");
  for (const double z : {-2.0, -1.0, 0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0}) {
    const double slope = sigmoid_derivative(z);
    std::printf("%3g %10.4g %10.4g %10.4g %10.4g %12.4g\n", z, sigmoid(z), sigmoid(-z), slope,
                std::exp(-std::abs(z)), sigmoid_derivative(0.0) / slope);
  }
}

void print_by_hand(double z) {
  const double columns[] = {std::log(3.0), z};
  const auto row = [&](const char* name, auto formula) {
    std::printf("%s %#12.6g %#12.6g\n", name, formula(columns[0]), formula(columns[1]));
  };
  row("z              ", [](double t) { return t; });
  row("e^-z           ", [](double t) { return std::exp(-t); });
  row("1 + e^-z       ", [](double t) { return 1 + std::exp(-t); });
  row("σ(z)           ", generic_sigmoid);
  row("1 - σ(z)       ", [](double t) { return 1 - sigmoid(t); });
  row("σ(z)(1 - σ(z)) ", chapter3::product_form);
  row("ln(σ/(1 - σ))  ", [](double t) { return std::log(sigmoid(t) / (1 - sigmoid(t))); });
}

/// The slope from the formula, and three times without it.
void check(double z) {
  const double formula = sigmoid_derivative(z);
  const double central = central_difference(generic_sigmoid, z);
  const double complex = complex_step(generic_sigmoid, z);
  const double dual = dual_derivative(generic_sigmoid, z);
  std::printf("the slope of σ at z = %g\n", z);
  std::printf("formula            = %.9g\n", formula);
  std::printf("central difference = %.9g\n", central);
  std::printf("complex step       = %.9g\n", complex);
  std::printf("dual number        = %.9g\n", dual);
  if (!(std::abs(central - formula) <= 1e-8 && std::abs(complex - formula) <= 1e-12 &&
        std::abs(dual - formula) <= 1e-12)) {
    throw CheckFailed("the formula of the slope disagrees with its numerical value");
  }
}

}  // namespace

int main(int argc, char** argv) {
  double z = 0.8;
  Chapter chapter("sigmoid", "The sigmoid: its value, its slope, and what rounding does to both.");
  chapter.line().number("z", "Z", z, "where to compute by hand, and to check the slope");
  chapter.mistakes(chapter3::mistakes, "a wrong formula of the slope, and what exposes it",
                   chapter3::show_mistake);
  chapter.figures(
      {{"sigmoid", "the binary step, the sigmoid and a tangent", chapter3::sigmoid_figure},
       {"slope", "the slope and its bound", chapter3::slope_figure},
       {"rounding", "the slope where a subtraction loses its digits", chapter3::rounding_figure}});
  chapter.line().example("--z 36.8", "where 1 - σ(z) has no digit left");
  chapter.line().example("--mistake sign", "the slope with a sign lost");
  chapter.section("Four penguins", print_penguins);
  chapter.section("A nudge", print_nudges);
  chapter.section("Odds", print_odds);
  chapter.section("Larger weights", print_larger_weights);
  chapter.section("The slope", print_slopes);
  chapter.section("By hand", [&] { print_by_hand(z); });
  chapter.section("Check", [&] { check(z); });
  chapter.section("In floating point", chapter3::print_rounding);
  return chapter.run(argc, argv);
}
