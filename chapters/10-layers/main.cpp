// Chapter 10: what several neurons say together that one cannot say.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include "body_mass.hpp"
#include "examples.hpp"
#include "figures.hpp"
#include "interpolant.hpp"
#include "loops.hpp"
#include "mistakes.hpp"
#include "nn/network/network.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/text.hpp"
#include "wrong_layers.hpp"

namespace {

using namespace nn;
using namespace nn::chapter10;

void print_by_hand() {
  const Samples rows = xor_samples();
  NetworkPass<double> pass;
  forward(xor_network(), xor_parameters(), rows.X, pass);
  const Matrix<double>& Z = pass.Z[0];
  const Matrix<double>& A = pass.A[0];
  std::printf("x1 x2   z1 z2   a1 a2   a1 - 2 a2   target\n");
  for (std::size_t i = 0; i < rows.y.size(); ++i) {
    std::printf("%2g %2g   %2g %2g   %2g %2g   %9g   %6g\n", rows.X(i, 0), rows.X(i, 1), Z(i, 0),
                Z(i, 1), A(i, 0), A(i, 1), pass.Z[1](i, 0), rows.y(i));
  }
}

void print_masses() { print_body_mass({{0, 1}, {2, 1}, {2, 2}, {5, 1}, {5, 2}}); }

/// The library's scores against those of plain loops.
void print_check() {
  const std::size_t n = 20;
  std::printf("network    activation  parameters   within 1e-12 of the loops\n");
  const auto row = [&](const char* shape, const char* name, const Network& network) {
    const Vector<double> theta = normal_parameters(network, 3, 1);
    const Matrix<double> X = normal_samples(n, network.layers.front().inputs, 4);
    const Matrix<double> loops = scores_by_loops(network, theta, X);
    const double difference = largest_difference(right_scores(network, theta, X), loops);
    std::printf("%-10s %-10s %11zu %27s\n", shape, name, parameter_count(network),
                difference <= allowed(loops) ? "yes" : "no");
  };
  row("3-5-1", "tanh", network_of(3, {5}, Activation::tanh, 1));
  row("4-3-2", "sigmoid", network_of(4, {3}, Activation::sigmoid, 2));
  row("4-6-5-3", "relu", network_of(4, {6, 5}, Activation::relu, 3));
  row("2-7-5-3-4", "tanh", network_of(2, {7, 5, 3}, Activation::tanh, 4));
}

void print_floating_point() {
  std::printf("    z    tanh z, computed   absolute error   relative error\n");
  for (const double z : {1e-2, 1e-4, 1e-8, 1e-12, 1e-16, 1e-17}) {
    const double computed = hyperbolic_tangent(z);
    const auto truth = static_cast<double>(std::tanh(static_cast<long double>(z)));
    std::printf("%5.0e %19.10g %16.0e %16.0e\n", z, computed, std::abs(computed - truth),
                std::abs(computed - truth) / truth);
  }
  std::printf("\nhalf width of the spike   largest weight   farthest from 0, beside it\n");
  for (const double w : {1e-2, 1e-4, 1e-6, 1e-8}) {
    Vector<double> x(1000);
    for (std::size_t i = 0; i < x.size(); ++i) x(i) = 0.4 + knot(0, 0.6, 1000, i);
    std::printf("%23.0e %16.0e %28.0e\n", w, 2 / w, max_norm(spike(w)(x)));
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string curve = "sine";
  MassOptions mass;
  Chapter chapter("layers",
                  "Chapter 10: layers of neurons, what they can say and one neuron cannot, and a "
                  "penguin's mass from three lengths.");
  CommandLine& line = chapter.line();
  draws_curves(chapter, curve);
  learns_mass(chapter, mass);
  chapter.mistakes(mistakes, "shows a wrong way forward and how it is caught", show_mistake);
  chapter.figures(
      {{"before", "either, but not both: the four points", before_figure},
       {"after", "the same after the hidden layer", after_figure},
       {"activations", "sigmoid, tanh and relu", activations_figure},
       {"interpolants", "a curve drawn by three units, and by eight", interpolants_figure}});
  line.example("--function root", "a curve whose second derivative has no bound");
  line.example("--hidden 3 --seed 2", "other first parameters for another network");
  line.example("--mistake no-bend", "the layers collapse into one");
  chapter.section("By hand", print_by_hand);
  chapter.section("Body mass", print_masses);
  chapter.section("Check", print_check);
  chapter.section("Mistakes", print_mistakes);
  chapter.section("In floating point", print_floating_point);
  return chapter.run(argc, argv);
}
