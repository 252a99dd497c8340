// Chapter 3: the binary step, the sigmoid that replaces it, and the slope that it brings.
#include <cmath>
#include <complex>
#include <cstdio>
#include <string>
#include <vector>

#include "figures.hpp"
#include "mistakes.hpp"
#include "nn/binary_step.hpp"
#include "nn/central_difference.hpp"
#include "nn/complex_step.hpp"
#include "nn/dual_derivative.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/plot.hpp"
#include "nn/program/run_program.hpp"
#include "nn/program/text.hpp"
#include "nn/sigmoid.hpp"

namespace {

using namespace nn;

const auto generic_sigmoid = [](auto z) { return sigmoid(z); };

// The formulas that one would write first, for the section on floating point.
template <Scalar T>
T falling_form(T z) {
  using std::exp;
  return T(1) / (T(1) + exp(-z));
}
template <Scalar T>
T rising_form(T z) {
  using std::exp;
  return exp(z) / (T(1) + exp(z));
}

/// A NaN has a sign that means nothing, and that machines print differently.
std::string shown(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", x);
  return std::isnan(x) ? "nan" : text;
}

void print_nudges() {
  heading("A nudge");
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
  heading("The sigmoid and its slope");
  std::printf("  z       σ(z)      σ(-z)      σ′(z)\n");
  for (const double z : {-8.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 8.0}) {
    std::printf("%3g %10.6f %10.6f %10.6f\n", z, sigmoid(z), sigmoid(-z), sigmoid_derivative(z));
  }
}

void print_by_hand(double z) {
  heading("By hand");
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
  heading("Check");
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
  heading("Saturation");
  std::printf("  z       σ′(z)        e^-z    σ′(0)/σ′(z)\n");
  for (const double z : {0.0, 2.0, 5.0, 10.0, 20.0, 40.0}) {
    const double slope = sigmoid_derivative(z);
    std::printf("%3g %11.4g %11.4g %14.4g\n", z, slope, std::exp(-z),
                sigmoid_derivative(0.0) / slope);
  }
}

void print_rounding() {
  heading("In floating point");
  std::printf("the slope: computed as a product, and as e^-z/(1 + e^-z)²\n\n");
  std::printf("  z     σ(1 - σ)       stable   relative error\n");
  for (const double z : {10.0, 20.0, 30.0, 36.0, 37.0, 40.0}) {
    const double stable = sigmoid_derivative(z);
    std::printf("%3g %12.5g %12.5g %16.0e\n", z, chapter3::product_form(z), stable,
                std::abs(chapter3::product_form(z) / stable - 1));
  }
  std::printf("1 + e^-z rounds to 1 from z = 53 ln 2 = %.4f on\n", 53 * std::log(2.0));
  std::printf("\nthe value, and the slope that dual numbers find on the way\n\n");
  std::printf("              1/(1 + e^-z)        e^z/(1 + e^z)          sigmoid(z)\n");
  std::printf("    z       value     slope      value     slope      value     slope\n");
  for (const double z : {-1000.0, -710.0, -700.0, 700.0, 710.0, 1000.0}) {
    std::printf("%5g", z);
    const Dual at = Dual::variable(z);
    for (const Dual& result : {falling_form(at), rising_form(at), sigmoid(at)}) {
      std::printf("%12s%10s", shown(result.value).c_str(), shown(result.derivative).c_str());
    }
    std::printf("\n");
  }
}

/// Prints a wrong slope beside the right one and beside chords, which know of neither.
[[noreturn]] void show_mistake(const chapter3::Mistake& mistake) {
  const std::string name = mistake.name;
  heading("Mistake: " + name);
  std::printf("%s\n\n", mistake.what);
  std::printf("  z      mistake    formula    central difference\n");
  double worst = 0;
  double worst_z = 0;
  for (const double z : {-4.0, -1.0, 0.0, 0.5, 1.0, 4.0}) {
    const double wrong = mistake.derivative(z);
    const double central = central_difference(generic_sigmoid, z);
    std::printf("%4g %11.6f %10.6f %15.6f\n", z, wrong, sigmoid_derivative(z), central);
    if (std::abs(wrong - central) > worst) {
      worst = std::abs(wrong - central);
      worst_z = z;
    }
  }
  std::printf("\nfarthest from the central difference: by %.6f, at z = %g\n", worst, worst_z);
  throw CheckFailed("the slope of mistake " + name + " is not the slope of the sigmoid");
}

void draw(const PlotRequest& plot) {
  if (plot.figure == "sigmoid") chapter3::sigmoid_figure().write(plot.file);
  if (plot.figure == "slope") chapter3::slope_figure().write(plot.file);
  if (plot.figure == "rounding") chapter3::rounding_figure().write(plot.file);
}

void body(int argc, char** argv) {
  double z = 0.15;
  std::string wanted;
  PlotRequest plot;

  CommandLine line("sigmoid", "The sigmoid: its value, its slope, and what rounding does to both.");
  line.number("z", "Z", z, "where to compute by hand, and to check the slope");
  line.catalogue("mistake", wanted, choices_of(chapter3::mistakes),
                 "a wrong formula of the slope, and what exposes it");
  line.plot(plot, {{"sigmoid", "the binary step, the sigmoid and a tangent"},
                   {"slope", "the slope and its bound"},
                   {"rounding", "the slope where a subtraction loses its digits"}});
  line.example("--z 36.8", "where 1 - σ(z) has no digit left");
  line.example("--mistake sign", "the slope with a sign lost");
  if (!line.parse(argc, argv)) return;

  if (plot.wanted()) return draw(plot);
  if (const auto* mistake = find_mistake(chapter3::mistakes, wanted)) show_mistake(*mistake);
  print_nudges();
  print_table();
  print_by_hand(z);
  check(z);
  print_saturation();
  print_rounding();
}

}  // namespace

int main(int argc, char** argv) { return nn::run_program(argc, argv, body); }
