// Chapter 7: what a wrong probability costs, and why it teaches a neuron better than the square.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>

#include "../four_penguins.hpp"
#include "descents.hpp"
#include "examples.hpp"
#include "figures.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/training.hpp"
#include "valleys.hpp"
#include "wrong_deltas.hpp"

namespace {

using namespace nn;
using namespace nn::chapter7;

const Neuron<double> example = example_neuron();
const Matrix<double> X = example_samples().X;
const Vector<double> y = example_samples().y;

/// A penguin, what the neuron of the chapters before says of it, and what that costs.
void print_priced(const Vector<double>& bill, double target) {
  const double z = preactivation(bill_neuron(), bill);
  std::printf("%6.1f %6.1f %2g %8.5f %8.5f %9.5f %12.5f\n", bill(0), bill(1), target, sigmoid(z),
              target == 1 ? sigmoid(z) : sigmoid(-z), SquaredErrorWithLogits{}.value(z, target),
              CrossEntropyWithLogits{}.value(z, target));
}

void print_four_penguins() {
  const Samples penguins = four_penguins();
  const Vector<double> y_hat = predict(bill_neuron(), penguins.X);
  double likelihood = 1;
  std::printf("length  depth  y        ŷ     P(y)   squared     -ln P(y)\n");
  for (std::size_t i = 0; i < y_hat.size(); ++i) {
    print_priced(row_of(penguins.X, i), penguins.y(i));
    likelihood *= penguins.y(i) == 1 ? y_hat(i) : 1 - y_hat(i);
  }
  std::printf("likelihood, the product of P(y) = %.6f\n", likelihood);
  std::printf("-ln of it, divided by 4 = %.6f\n", -std::log(likelihood) / 4);
  std::printf("cross-entropy C = %.6f, mean squared error = %.6f\n",
              cross_entropy(y_hat, penguins.y), mean_squared_error(y_hat, penguins.y));
  std::printf("if the last one were an Adelie:\n");
  print_priced(row_of(penguins.X, 3), 0);
}

void print_by_hand() {
  const Vector<double> x = row_of(X, 0);
  const double z = preactivation(example, x);
  const double y_hat = sigmoid(z);
  const double slope = cross_entropy_loss_derivative(y_hat, 1.0);
  const auto [by_w, by_b] = loss_gradient(CrossEntropyWithLogits{}, example, x, 1.0);
  std::printf("x = (1, 2), y = 1, w = (0.3, -0.1), b = 0.05\n");
  std::printf("z = %.2f, ŷ = %.6f\n", z, y_hat);
  std::printf("L = -ln ŷ = %.6f\n", cross_entropy_loss(y_hat, 1.0));
  std::printf("∂L/∂ŷ = -1/ŷ = %.6f\n", slope);
  std::printf("σ′(z) = %.6f\n", sigmoid_derivative(z));
  std::printf("∂L/∂z = their product = %.6f, and ŷ - 1 = %.6f\n", slope * sigmoid_derivative(z),
              y_hat - 1);
  std::printf("∂L/∂w = (%.6f, %.6f), ∂L/∂b = %.6f\n", by_w(0), by_w(1), by_b);
  std::printf("the squared error's ∂L/∂z = %.6f\n", SquaredErrorWithLogits{}.derivative(z, 1.0));
}

void print_pull() {
  std::printf("y = 1         loss                    |∂L/∂z|\n");
  std::printf("  z   squared    cross     squared    2e^-|z|     cross\n");
  for (const double z : {4.0, 0.0, -2.0, -5.0, -10.0, -20.0, -40.0}) {
    std::printf("%3g %9.4f %8.4f %11.3g %10.3g %9.4f\n", z, SquaredErrorWithLogits{}.value(z, 1.0),
                CrossEntropyWithLogits{}.value(z, 1.0),
                std::abs(SquaredErrorWithLogits{}.derivative(z, 1.0)), 2 * std::exp(-std::abs(z)),
                std::abs(CrossEntropyWithLogits{}.derivative(z, 1.0)));
  }
}

/// C as a function of θ, for every scalar.
const auto cost_at = []<class T>(const Vector<T>& theta) {
  return cost(CrossEntropyWithLogits{}, neuron_from(theta), cast<T>(X), cast<T>(y));
};

void print_check() {
  const Vector<double> theta = parameters(example);
  const Vector<double> analytic = slopes(cost_gradient(CrossEntropyWithLogits{}, example, X, y));
  print_columns("", 3, {"w_1", "w_2", "b"},
                {{"analytic", 11, 6, analytic},
                 {"central difference", 21, 6, central_difference_gradient(cost_at, theta)},
                 {"complex step", 15, 6, complex_step_gradient(cost_at, theta)},
                 {"dual numbers", 15, 6, dual_gradient(cost_at, theta)}});
  std::printf("\n    h   largest error of the central difference\n");
  for (const double h : {1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11}) {
    double largest = 0;
    for (std::size_t j = 0; j < theta.size(); ++j) {
      const auto along = [&](double value) {
        Vector<double> moved = theta;
        moved(j) = value;
        return cost_at(moved);
      };
      largest = std::max(largest, std::abs(central_difference(along, theta(j), h) - analytic(j)));
    }
    std::printf("%.0e %41.0e\n", h, largest);
  }
}

void print_floating_point() {
  // −ln(1 − ŷ) with ŷ kept at least 1e-7 away from 0 and 1, a widespread remedy.
  const auto clipped = [](double z) {
    return cross_entropy_loss(std::clamp(sigmoid(z), 1e-7, 1 - 1e-7), 0.0);
  };
  std::printf("y = 0, z large: sure and wrong\n");
  std::printf("   z   loss from ŷ   from ŷ clipped      from z   slope clipped   slope\n");
  for (const double z : {10.0, 30.0, 36.0, 40.0, 800.0}) {
    std::printf("%4g %13.6f %16.6f %11.6f %15.6f %7.4f\n", z, cross_entropy_loss(sigmoid(z), 0.0),
                clipped(z), cross_entropy_loss_from_preactivation(z, 0.0),
                central_difference(clipped, z, 1e-3), CrossEntropyWithLogits{}.derivative(z, 0.0));
  }
  std::printf("ln(1 + e^z) = %g at z = 800, %g at z = -40\n", std::log(1 + std::exp(800.0)),
              std::log(1 + std::exp(-40.0)));
  std::printf("softplus(z) = %g at z = 800, %.3g at z = -40\n", softplus(800.0), softplus(-40.0));
  std::printf("likelihood of 2000 labels at ŷ = 0.5: product = %g, sum of -ln = %.2f\n",
              std::pow(0.5, 2000), 2000 * std::log(2.0));
  // The one line of exercise 2, max(z, 0) − yz + ln(1 + e^(−|z|)), for a label that is all but 1.
  const double label = 1 - 1e-12;
  const double one_line = 1000 - label * 1000 + softplus(-1000.0);
  const double loss = cross_entropy_loss_from_preactivation(1000.0, label);
  std::printf("z = 1000, y = 1 - 1e-12: in one line the loss is off by %.1e of itself\n",
              std::abs(one_line / loss - 1));
}

}  // namespace

int main(int argc, char** argv) {
  TrainingOptions options;
  options.cost = "cross-entropy";
  Chapter chapter("cross-entropy",
                  "Chapter 7: from likelihood to the cross-entropy, and one neuron trained on the "
                  "same penguins with two costs. With --data, trains a neuron on a table of "
                  "yours.");
  chapter.mistakes(mistakes, "shows a wrong gradient and how it is caught", show_mistake);
  chapter.figures({{"losses", "both losses over z", losses_figure},
                   {"slopes", "their slopes over z", slopes_figure},
                   {"valleys", "a cost with two valleys, and one with one", valleys_figure},
                   {"descents", "the penguins, epoch by epoch", descents_figure}});
  trains(chapter, options);
  chapter.line().needs("seed", "data");
  chapter.line().example("--mistake sigma-kept", "the squared error's σ′, left where it cancels");
  chapter.line().example("--data chapters/data/adelie-chinstrap.csv --cost mse",
                         "trains on all four measurements with the other cost");
  chapter.section("Four penguins", print_four_penguins);
  chapter.section("By hand", print_by_hand);
  chapter.section("Sure and wrong", print_pull);
  chapter.section("Valleys", print_valleys);
  chapter.section("The same neuron, the same penguins", print_descents);
  chapter.section("Check", print_check);
  chapter.section("Mistakes", print_mistakes);
  chapter.section("In floating point", print_floating_point);
  return chapter.run(argc, argv);
}
