// Chapter 2: one more number, and the sum says on which side of a boundary a sample lies.
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "../four_penguins.hpp"
#include "bills.hpp"
#include "figures.hpp"
#include "floating_point.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/geometry.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/direction.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/text.hpp"
#include "sum_of_scores.hpp"

namespace {

using namespace nn;
using namespace nn::bias;
using Row = Vector<double>;

void print_four_penguins() {
  const Samples penguins = four_penguins();
  const Neuron<double> neuron = bill_neuron();
  std::printf("w = %s, b = %g\n", text_of(neuron.weights).c_str(), neuron.bias);
  std::printf("length  depth  Gentoo  w . x      z  answer\n");
  for (std::size_t i = 0; i < penguins.y.size(); ++i) {
    const Row x = row_of(penguins.X, i);
    const double z = preactivation(neuron, x);
    std::printf("%6.1f %6.1f %7.0f %6.1f %6.1f %7s\n", x(0), x(1), penguins.y(i),
                dot(neuron.weights, x), z, z > 0 ? "yes" : "no");
  }
}

void print_by_hand(const Neuron<double>& neuron, const Row& x) {
  const Row& w = neuron.weights;
  const double distance = signed_distance(x, w, neuron.bias);
  const Row unit = w / norm(w);
  const Row foot = x - distance * unit;
  const Row theta = parameters(neuron);
  Row longer = x;
  longer.resize(x.size() + 1, true);
  longer(x.size()) = 1;
  std::printf("w = %s, b = %g, x = %s\n", text_of(w).c_str(), neuron.bias, text_of(x).c_str());
  std::printf("w . x = %.6g, z = %.6g\n", dot(w, x), preactivation(neuron, x));
  std::printf("|w| = %.6g, distance of x = %.6g\n", norm(w), distance);
  std::printf("foot = %s, its z = %.6g\n", text_of(foot).c_str(),
              std::round(preactivation(neuron, foot) * 1e12) / 1e12 + 0.0);
  std::printf("(w, b) . (x, 1) = %s . %s = %.6g\n", text_of(theta).c_str(), text_of(longer).c_str(),
              dot(theta, longer));
}

/// A reader's own neuron; with two weights it sorts the penguins, too.
void print_own_neuron(const Neuron<double>& neuron, const Row& x) {
  heading("By hand");
  print_by_hand(neuron, x);
  if (neuron.weights.size() != 2) return;
  heading("Penguins with z > 0");
  print_penguins(neuron.weights, {neuron.bias});
}

void print_biases() {
  const Row w = vector<double>({3, 1});
  const Row x = vector<double>({1, 2});
  std::printf("b      z of (1, 2)  distance of (1, 2)  boundary from the origin\n");
  for (const double b : {2.0, 0.0, -2.0, -5.0, -8.0}) {
    std::printf("%-6g %11g %19.4f %25.4f\n", b, preactivation(Neuron<double>{w, b}, x),
                signed_distance(x, w, b), -b / norm(w) + 0.0);
  }
}

/// The derivative by the formula, and three times without it.
void check_derivative() {
  const SumOfScores phi{matrix<double>({{1, 2}, {-1, 3}}), vector<double>({2, 1})};
  const Row theta = vector<double>({3, 1, -2});
  print_columns("", 8, {"weight 1", "weight 2", "bias"},
                {{"formula", 9, 4, phi.gradient()},
                 {"central difference", 20, 8, central_difference_gradient(phi, theta)},
                 {"complex step", 14, 8, complex_step_gradient(phi, theta)},
                 {"dual number", 13, 8, dual_gradient(phi, theta)}});
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<double> weights = {3, 1};
  std::vector<double> input = {1, 2};
  double b = -2;
  const std::vector<Mistake> catalogue = mistakes();
  const auto of_neuron = [&](auto print) {
    return [&, print] { print({vector<double>(weights), b}, vector<double>(input)); };
  };
  Chapter chapter("bias", "A weighted sum plus a bias, and the boundary where it is 0.");
  CommandLine& line = chapter.line();
  line.numbers("weights", "W1,W2,...", weights, "the weights of the section By hand",
               any_number(1e100));
  line.number("bias", "B", b, "the bias of that section", any_number(1e100));
  line.numbers("input", "X1,X2,...", input, "its input, as many numbers as weights",
               any_number(1e100));
  chapter.mistakes(catalogue, "show a wrong derivative, and what finds it out", show_mistake);
  chapter.figures({{"boundary", "three boundaries among the penguins", boundary_figure},
                   {"distance", "the distance of a sample from the boundary", distance_figure}});
  line.example("--weights 1,-2 --bias -9", "with two weights, it sorts the penguins, too");
  line.example("--mistake constant", "the most common mistake");
  chapter.check([&] {
    if (weights.size() != input.size()) {
      throw UsageError("--weights has " + std::to_string(weights.size()) + " numbers and --input " +
                       std::to_string(input.size()) + "; give as many of one as of the other");
    }
    require_direction("weights", vector<double>(weights));  // without one there is no boundary
  });
  for (const char* option : {"weights", "bias", "input"}) {
    chapter.instead(option, of_neuron(print_own_neuron));
  }
  chapter.section("Four penguins", print_four_penguins);
  chapter.section("Penguins with z > 0", [] {
    print_penguins(bill_neuron().weights, {0, -9, -20});
  });
  chapter.section("By hand", of_neuron(print_by_hand));
  chapter.section("What b moves", print_biases);
  chapter.section("The derivative of 2 z_1 + z_2, four ways", check_derivative);
  chapter.section("In floating point", print_rounding);
  return chapter.run(argc, argv);
}
