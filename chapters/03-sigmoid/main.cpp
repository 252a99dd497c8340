// Chapter 3: the binary step, the sigmoid that replaces it, and the slope that it brings.
#include <cmath>
#include <cstdio>

#include "figures.hpp"
#include "floating_point.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/binary_step.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/errors.hpp"

namespace {

using namespace nn;

const auto generic_sigmoid = [](auto z) { return sigmoid(z); };

void print_nudges() {
  std::printf("z moves by 0.1. How do the outputs answer?\n\n");
  std::printf("    z    H(z)   change      σ(z)    change   0.1 σ′(z)\n");
  const double nudge = 0.1;
  for (const double z : {-4.0, -2.0, -0.05, 1.0, 2.0, 4.0}) {
    std::printf("%5.2f %6g %8g %9.4f %9.4f %11.4f\n", z, binary_step(z),
                binary_step(z + nudge) - binary_step(z), sigmoid(z),
                sigmoid(z + nudge) - sigmoid(z), nudge * sigmoid_derivative(z));
  }
}

void print_table() {
  std::printf("  z       σ(z)      σ(-z)      σ′(z)\n");
  for (const double z : {-8.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 8.0}) {
    std::printf("%3g %10.6f %10.6f %10.6f\n", z, sigmoid(z), sigmoid(-z), sigmoid_derivative(z));
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
  std::printf("dual number        = %.9g\n\n", dual);

  std::printf("    h    (σ(z + h) - σ(z - h))/2h    error\n");
  for (const double h : {1e-1, 1e-2, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11}) {
    const double chord = central_difference(generic_sigmoid, z, h);
    std::printf("%5.0e %19.12f %17.0e\n", h, chord, std::abs(chord - formula));
  }
  if (!(std::abs(central - formula) <= 1e-8 && std::abs(complex - formula) <= 1e-12 &&
        std::abs(dual - formula) <= 1e-12)) {
    throw CheckFailed("the formula of the slope disagrees with its numerical value");
  }
}

void print_saturation() {
  std::printf("  z       σ′(z)        e^-z    σ′(0)/σ′(z)\n");
  for (const double z : {0.0, 2.0, 5.0, 10.0, 20.0, 40.0}) {
    const double slope = sigmoid_derivative(z);
    std::printf("%3g %11.4g %11.4g %14.4g\n", z, slope, std::exp(-z),
                sigmoid_derivative(0.0) / slope);
  }
}

}  // namespace

int main(int argc, char** argv) {
  double z = 0.15;
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
  chapter.section("A nudge", print_nudges);
  chapter.section("The sigmoid and its slope", print_table);
  chapter.section("By hand", [&] { print_by_hand(z); });
  chapter.section("Check", [&] { check(z); });
  chapter.section("Saturation", print_saturation);
  chapter.section("In floating point", chapter3::print_rounding);
  return chapter.run(argc, argv);
}
