// Chapter 5: how a weight reaches the cost, and the gradient that follows.
#include <cstddef>
#include <cstdio>

#include "../four_penguins.hpp"
#include "examples.hpp"
#include "figures.hpp"
#include "floating_point.hpp"
#include "gradient_check.hpp"
#include "mistakes.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/errors.hpp"
#include "nudge.hpp"
#include "own_data.hpp"
#include "step_study.hpp"
#include "sum_taken_apart.hpp"
#include "wrong_gradients.hpp"

namespace {

using namespace nn;
using namespace nn::chapter5;

void print_one_sample() {
  const Vector<double> x = row_of(samples, 0);
  const double z = preactivation(example, x);
  const double y_hat = sigmoid(z);
  const double link_1 = squared_error_derivative(y_hat, 1.0);
  const double link_2 = sigmoid_derivative(z);
  const Gradient gradient = loss_gradient(SquaredErrorWithLogits{}, example, x, 1.0);
  std::printf("x = (1, 2), y = 1, w = (0.3, -0.1), b = 0.05\n");
  std::printf("forward    z = w·x + b      =  %.2f\n", z);
  std::printf("           ŷ = σ(z)         =  %.6f\n", y_hat);
  std::printf("           L = (ŷ - y)²     =  %.6f\n", squared_error(y_hat, 1.0));
  std::printf("backward   ∂L/∂ŷ = 2(ŷ - y) = %.6f\n", link_1);
  std::printf("           ∂ŷ/∂z = ŷ(1 - ŷ) =  %.6f\n", link_2);
  std::printf("           ∂L/∂z, product   = %.6f\n", link_1 * link_2);
  std::printf("           ∂L/∂w = ∂L/∂z x  = (%.6f, %.6f)\n", gradient.weights(0),
              gradient.weights(1));
  std::printf("           ∂L/∂b = ∂L/∂z    = %.6f\n", gradient.bias);
}

/// What each of the four penguins adds to the three slopes of their cost.
void print_four_penguins() {
  const auto [X, y] = four_penguins();
  const Neuron<double> neuron = bill_neuron();
  const Vector<double> z = preactivations(neuron, X);
  std::printf("length  depth   y      z        ŷ           δ   δ·length    δ·depth\n");
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double delta = SquaredErrorWithLogits{}.derivative(z(i), y(i)) / 4;
    std::printf("%6.1f  %5.1f   %g  %5.1f  %.5f  %10.3g %10.3g %10.3g\n", X(i, 0), X(i, 1), y(i),
                z(i), sigmoid(z(i)), delta, delta * X(i, 0), delta * X(i, 1));
  }
  const Gradient gradient = cost_gradient(SquaredErrorWithLogits{}, neuron, X, y);
  std::printf("C = %.6f\n", cost(SquaredErrorWithLogits{}, neuron, X, y));
  std::printf("∂C/∂w = δX       = (%.6f, %.6f)\n", gradient.weights(0), gradient.weights(1));
  std::printf("∂C/∂b = sum of δ = %.6f\n", gradient.bias);
}

/// The gradient by the formula, and twice without it.
void check_batch() {
  std::printf("x = (1, 2), (-1, 1), (2, -1); y = 1, 0, 0; w = (0.3, -0.1), b = 0.05\n");
  const GradientCheck check = check_formula(right<SquaredErrorWithLogits>);
  print_columns("", 3, check.parameters,
                {{"analytic", 11, 6, check.analytic},
                 {"central difference", 21, 6, check.central_difference},
                 {"complex step", 15, 6, check.complex_step}});
  std::printf("largest difference: central difference below 1e%d, complex step below 1e-15\n",
              power_above(max_norm(check.central_difference - check.analytic)));
  if (!check.passed() || max_norm(check.complex_step - check.analytic) > 1e-15) {
    throw CheckFailed("the analytic gradient is not the complex step's");
  }
}

}  // namespace

int main(int argc, char** argv) {
  Request request;
  Chapter chapter("chain-rule",
                  "Chapter 5: the gradient of a neuron's cost by the chain rule, checked against "
                  "two derivatives that nobody derived. With --data, the gradient on your own "
                  "data.");
  chapter.mistakes(mistakes, "shows a wrong gradient and how it is caught", show_mistake);
  chapter.figures({{"error-against-step", "the error of three numerical derivatives",
                    error_against_step_figure},
                   {"tangent", "the loss along one weight, and its slope", tangent_figure},
                   {"surface", "the loss above both weights, and its gradient", surface_figure},
                   {"sum-taken-apart", "the cost of two samples, and two claims about its slope",
                    sum_taken_apart_figure}});
  checks_own_data(chapter, request);
  chapter.line().example("--mistake sum-taken-apart", "a formula that looks right, and is wrong");
  chapter.line().example("--data chapters/data/adelie-chinstrap.csv --weights 1,0,0,0 --bias 0",
                         "the gradient on the penguins");
  chapter.section("A nudge", print_nudge);
  chapter.section("The sum taken apart", print_sum_taken_apart);
  chapter.section("One sample", print_one_sample);
  chapter.section("Four penguins", print_four_penguins);
  chapter.section("Check", check_batch);
  chapter.section("Error against step", print_step_errors);
  chapter.section("Mistakes", print_mistakes);
  chapter.section("In floating point", print_rounding);
  return chapter.run(argc, argv);
}
