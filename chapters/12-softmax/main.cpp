// Chapter 12: from a score for each answer to a probability for each, and what a wrong one costs.
#include <cmath>
#include <cstddef>
#include <cstdio>

#include "blind_check.hpp"
#include "examples.hpp"
#include "figures.hpp"
#include "floating_point.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/columns.hpp"
#include "reading.hpp"
#include "wrong_deltas.hpp"

namespace {

using namespace nn;
using namespace nn::chapter12;

const Vector<double> z = example_scores();
const Vector<double> y = example_target();

/// A row of numbers with six digits behind the point.
void print_row(const char* name, const Vector<double>& row) {
  std::printf("%s = (%.6f, %.6f, %.6f)\n", name, row(0), row(1), row(2));
}

void print_by_hand() {
  std::printf("scores = (2, 1, 0), the second class is right\n");
  double sum = 0;
  Vector<double> powers(z.size());
  for (std::size_t k = 0; k < z.size(); ++k) sum += powers(k) = std::exp(z(k));
  print_row("e^z", powers);
  std::printf("their sum = %.6f\n", sum);
  print_row("p", softmax(z));
  std::printf("L = -ln p_2 = %.6f\n", loss_of(z, y));
  print_row("∂L/∂z = p - y", slopes_of(z, y));
  std::printf("log-sum-exp = %.6f\n", log_sum_exp_of(z));
}

void print_shifted() {
  print_row("p of (2, 1, 0)", softmax(z));
  print_row("p of (102, 101, 100)", softmax(vector<double>({102, 101, 100})));
  print_row("p of (-998, -999, -1000)", softmax(vector<double>({-998, -999, -1000})));
  std::printf("two scores 2 and 1: p_1 = %.6f, σ(2 - 1) = %.6f\n",
              softmax(vector<double>({2, 1}))(0), sigmoid(1.0));
}

void print_jacobian() {
  const Matrix<double> J = jacobian(softmax(z));
  std::printf("          by z_1      by z_2      by z_3   sum of the row\n");
  for (std::size_t k = 0; k < J.size1(); ++k) {
    std::printf("p_%zu %12.6f %11.6f %11.6f %16.6f\n", k + 1, J(k, 0), J(k, 1), J(k, 2),
                std::abs(total(row_of(J, k))));
  }
}

void print_temperature() {
  std::printf("scores 2, 1, 0            scores 1, 1, 0\n");
  std::printf("    τ     p_1     p_2     p_3       p_1     p_2     p_3\n");
  for (const double tau : {0.1, 0.5, 1.0, 2.0, 10.0, 1000.0}) {
    const Vector<double> one = softmax_at(z, tau);
    const Vector<double> two = softmax_at(vector<double>({1, 1, 0}), tau);
    std::printf("%5g %7.4f %7.4f %7.4f   %7.4f %7.4f %7.4f\n", tau, one(0), one(1), one(2), two(0),
                two(1), two(2));
  }
}

/// L as a function of the scores, for every scalar.
const auto loss_at = []<class T>(const Vector<T>& at) { return loss_of(at, cast<T>(y)); };

void print_check() {
  print_columns("", 3, {"z_1", "z_2", "z_3"},
                {{"analytic", 11, 6, slopes_of(z, y)},
                 {"central difference", 21, 6, central_difference_gradient(loss_at, z)},
                 {"complex step", 15, 6, complex_step_gradient(loss_at, z)},
                 {"dual numbers", 15, 6, dual_gradient(loss_at, z)}});
}

}  // namespace

int main(int argc, char** argv) {
  double tau = 1;
  Chapter chapter("softmax",
                  "Chapter 12: from scores to probabilities, their loss and its slopes, and one "
                  "layer that reads handwritten digits.");
  chapter.mistakes(mistakes, "shows a wrong slope and how it is caught", show_mistake);
  chapter.figures({{"shares", "three probabilities while one score rises", shares_figure},
                   {"temperature", "three probabilities over the temperature", temperature_figure},
                   {"confusions", "which digits are taken for which", confusions_figure},
                   {"misread", "what the layer makes of one misread digit", misread_figure}});
  chapter.line().number("temperature", "T", tau, "reads the held-out digits at this temperature",
                        NumberRange{0.001, true, 1000, true, "a number from 0.001 to 1000"});
  chapter.line().example("--mistake diagonal", "the diagonal of the Jacobian, taken for all of it");
  chapter.line().example("--temperature 2", "makes the trained layer less sure");
  chapter.instead("temperature", [&tau] { print_at_temperature(tau); });
  chapter.section("By hand", print_by_hand);
  chapter.section("Shifted", print_shifted);
  chapter.section("Slopes of the probabilities", print_jacobian);
  chapter.section("Temperature", print_temperature);
  chapter.section("Digits", print_digits);
  chapter.section("Confusions", print_confusions);
  chapter.section("A misread digit", print_misread);
  chapter.section("Check", print_check);
  chapter.section("A check that sees nothing", print_blind_check);
  chapter.section("Mistakes", print_mistakes);
  chapter.section("In floating point", print_floating_point);
  return chapter.run(argc, argv);
}
