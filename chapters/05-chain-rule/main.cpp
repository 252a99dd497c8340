/// \file
/// Chapter 5: how a weight reaches the cost, and the gradient that follows.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "figures.hpp"
#include "gradient_check.hpp"
#include "mistakes.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/run_program.hpp"
#include "nn/program/text.hpp"
#include "own_data.hpp"
#include "step_study.hpp"

namespace {

using nn::Matrix;
using nn::Neuron;
using nn::SquaredErrorLoss;
using nn::Vector;
using namespace nn::chapter5;

/// The neuron and the three samples that the chapter works out by hand.
const Neuron<double> example{nn::vector<double>({0.3, -0.1}), 0.05};
const Matrix<double> samples = nn::matrix<double>({{1, 2}, {-1, 1}, {2, -1}});
const Vector<double> targets = nn::vector<double>({1, 0, 0});

void one_sample() {
  nn::heading("One sample");
  const double z = nn::preactivation(example, nn::row(samples, 0));
  const double y_hat = nn::sigmoid(z);
  const double link_1 = nn::squared_error_derivative(y_hat, 1.0);
  const double link_2 = nn::sigmoid_derivative(z);
  const auto gradient = nn::loss_gradient<SquaredErrorLoss>(example, nn::row(samples, 0), 1.0);
  std::printf("x = (1, 2), y = 1, w = (0.3, -0.1), b = 0.05\n");
  std::printf("forward    z = w·x + b      =  %.2f\n", z);
  std::printf("           ŷ = σ(z)         =  %.6f\n", y_hat);
  std::printf("           L = (ŷ - y)²     =  %.6f\n", nn::squared_error(y_hat, 1.0));
  std::printf("backward   ∂L/∂ŷ = 2(ŷ - y) = %.6f\n", link_1);
  std::printf("           ∂ŷ/∂z = ŷ(1 - ŷ) =  %.6f\n", link_2);
  std::printf("           ∂L/∂z, product   = %.6f\n", link_1 * link_2);
  std::printf("           ∂L/∂w = ∂L/∂z x  = (%.6f, %.6f)\n", gradient.weights(0),
              gradient.weights(1));
  std::printf("           ∂L/∂b = ∂L/∂z    = %.6f\n", gradient.bias);
}

void nudge() {
  nn::heading("A nudge");
  const double step = 0.001;
  Neuron<double> moved = example;
  moved.weights(1) += step;
  const Vector<double> x = nn::row(samples, 0);
  const double z[] = {nn::preactivation(example, x), nn::preactivation(moved, x)};
  const double y_hat[] = {nn::sigmoid(z[0]), nn::sigmoid(z[1])};
  const double loss[] = {nn::squared_error(y_hat[0], 1.0), nn::squared_error(y_hat[1], 1.0)};
  std::printf("         before      after      change   in units of the change above\n");
  std::printf("w_2  %9.6f  %9.6f  %10.7f\n", example.weights(1), moved.weights(1), step);
  std::printf("z    %9.6f  %9.6f  %10.7f   %7.4f\n", z[0], z[1], z[1] - z[0], (z[1] - z[0]) / step);
  std::printf("ŷ    %9.6f  %9.6f  %10.7f   %7.4f\n", y_hat[0], y_hat[1], y_hat[1] - y_hat[0],
              (y_hat[1] - y_hat[0]) / (z[1] - z[0]));
  std::printf("L    %9.6f  %9.6f  %10.7f   %7.4f\n", loss[0], loss[1], loss[1] - loss[0],
              (loss[1] - loss[0]) / (y_hat[1] - y_hat[0]));
  std::printf("product of the three = change of L / change of w_2 = %.4f\n",
              (loss[1] - loss[0]) / step);
}

void batch() {
  nn::heading("A batch");
  const Vector<double> z = nn::preactivations(example, samples);
  std::printf("i       x_i   y_i     z_i        ŷ_i        δ_i\n");
  for (std::size_t i = 0; i < z.size(); ++i) {
    std::printf("%zu  (%2g, %2g)     %g   %5.2f   %.6f   %9.6f\n", i + 1, samples(i, 0),
                samples(i, 1), targets(i), z(i), nn::sigmoid(z(i)),
                SquaredErrorLoss::derivative(z(i), targets(i)) / 3);
  }
  const Gradient gradient = right(example, samples, targets);
  std::printf("C = %.6f\n", nn::cost<SquaredErrorLoss>(example, samples, targets));
  std::printf("∂C/∂w = δX       = (%.6f, %.6f)\n", gradient.weights(0), gradient.weights(1));
  std::printf("∂C/∂b = sum of δ =  %.6f\n", gradient.bias);
}

void taken_apart() {
  nn::heading("The sum taken apart");
  const Matrix<double> X = nn::matrix<double>({{1}, {-1}});
  const Vector<double> y = nn::vector<double>({1, 0});
  const Neuron<double> neuron = nn::zero_neuron<double>(1);
  const auto cost_of = [&](double w) {
    return nn::cost<SquaredErrorLoss>(Neuron<double>{nn::vector<double>({w}), 0}, X, y);
  };
  std::printf("x_1 = 1 with y_1 = 1, x_2 = -1 with y_2 = 0; w = 0, b = 0\n");
  std::printf("errors ŷ - y = %.1f and %.1f\n", nn::predict(neuron, nn::row(X, 0)) - y(0),
              nn::predict(neuron, nn::row(X, 1)) - y(1));
  std::printf("∂C/∂w, the sum kept whole  = %.2f\n", right(neuron, X, y).weights(0));
  std::printf("∂C/∂w, the sum taken apart = %.2f\n",
              std::abs(sum_taken_apart(neuron, X, y).weights(0)));
  std::printf("∂C/∂w, central difference  = %.2f\n", nn::central_difference(cost_of, 0));
}

/// A bound that another machine keeps too: a power of ten at or above twice the number.
int power_above(double x) { return static_cast<int>(std::ceil(std::log10(2 * x))); }

void check() {
  nn::heading("Check");
  const GradientCheck check = check_gradient({"w_1", "w_2", "b"}, example, samples, targets,
                                             right(example, samples, targets));
  std::printf("      analytic   central difference   complex step\n");
  double central = 0;
  for (std::size_t j = 0; j < check.parameters.size(); ++j) {
    std::printf("%-3s  %9.6f            %9.6f      %9.6f\n", check.parameters[j].c_str(),
                check.analytic(j), check.central_difference(j), check.complex_step(j));
    central = std::max(central, std::abs(check.central_difference(j) - check.analytic(j)));
  }
  std::printf("largest difference: central difference below 1e%d, complex step below 1e-15\n",
              power_above(central));
  if (!check.passed() || check.off(check.worst()) > 1e-15) {
    throw nn::CheckFailed("the analytic gradient is not the complex step's");
  }
}

void step_sizes() {
  nn::heading("Error against step");
  std::printf("h       forward   central   h²M/6     complex step\n");
  const double M = typical_third_derivative();
  const double eta = typical_rounding();
  for (const double h : {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10}) {
    const StepError error = error_of_step(h);
    std::printf("%.0e   %.1e   %.1e   %.1e   %.1e\n", h, error.forward, error.central,
                h * h * M / 6, error.complex_step);
  }
  std::printf("M = %.4f, η = %.1e\n", M, eta);
  std::printf("best step, ∛(3η/M) = %.1e\n", std::cbrt(3 * eta / M));
  std::printf("the library's step, ∛ε = %.1e\n", nn::central_difference_step(0));
}

void floating_point() {
  nn::heading("In floating point");
  const double z = 40;
  const double y_hat = nn::sigmoid(z);
  std::printf("z = 40:  ŷ(1 - ŷ) = %g\n", y_hat * (1 - y_hat));
  std::printf("         sigmoid_derivative(z) = %.4e\n", nn::sigmoid_derivative(z));

  const auto loss_of = [](auto w) {
    using T = decltype(w);
    return SquaredErrorLoss::value(w * T(4000) - T(1), T(1));
  };
  const double w = 0.0003;
  const double analytic = SquaredErrorLoss::derivative(w * 4000 - 1, 1.0) * 4000;
  const double h = nn::central_difference_step(w);
  std::printf("x = 4000, y = 1, w = 0.0003, b = -1:\n");
  std::printf("         ∂L/∂w, analytic           = %.6f\n", analytic);
  std::printf("         ∂L/∂w, complex step       = %.6f\n", nn::complex_step(loss_of, w));
  std::printf("         ∂L/∂w, central difference = %.6f, off by %.4f\n",
              nn::central_difference(loss_of, w),
              std::abs(nn::central_difference(loss_of, w) - analytic));
  std::printf("         h²M/6 says %.4f, with h = %.1e and M = 4000³ |L'''|\n",
              h * h / 6 * std::abs(third_derivative_of_loss(w * 4000 - 1, 1)) * std::pow(4000, 3),
              h);
  std::printf("         with h / 4000 it is off by less than 1e%d\n",
              power_above(std::abs(nn::central_difference(loss_of, w, h / 4000) - analytic)));
}

/// 200 times w ← w − g: what training with a gradient comes to. Empty if it runs away.
std::optional<double> cost_after_training(decltype(Mistake::gradient) gradient) {
  Neuron<double> neuron = example;
  for (int epoch = 0; epoch < 200; ++epoch) {
    const Gradient g = gradient(neuron, samples, targets);
    neuron.weights -= g.weights;
    neuron.bias -= g.bias;
  }
  const double cost = nn::cost<SquaredErrorLoss>(neuron, samples, targets);
  return std::isfinite(cost) ? std::optional(cost) : std::nullopt;
}

std::string cost_text(decltype(Mistake::gradient) gradient) {
  const std::optional<double> cost = cost_after_training(gradient);
  return cost ? nn::short_text(*cost, 4) : "overflow";
}

double largest_error(const Mistake& mistake) {
  const GradientCheck check = check_gradient({"w_1", "w_2", "b"}, example, samples, targets,
                                             mistake.gradient(example, samples, targets));
  return check.off(check.worst());
}

void catalogue() {
  nn::heading("Mistakes");
  std::printf("%-23s   largest error   cost after 200 updates\n", "name");
  std::printf("%-23s   %13s   %22s\n", "none", "0", cost_text(right).c_str());
  for (const Mistake& mistake : mistakes) {
    std::printf("%-23s   %13s   %22s\n", mistake.name,
                nn::short_text(largest_error(mistake), 2).c_str(),
                cost_text(mistake.gradient).c_str());
  }
}

void show_mistake(const Mistake& mistake) {
  nn::heading("Mistake: " + std::string(mistake.name));
  std::printf("%s\n", nn::wrapped(mistake.what).c_str());
  const GradientCheck check = check_gradient({"w_1", "w_2", "b"}, example, samples, targets,
                                             mistake.gradient(example, samples, targets));
  const Vector<double> truth = nn::parameters(right(example, samples, targets));
  std::printf("         wrong       right   central difference   complex step\n");
  for (std::size_t j = 0; j < truth.size(); ++j) {
    std::printf("%-3s  %9.6f   %9.6f            %9.6f      %9.6f\n", check.parameters[j].c_str(),
                check.analytic(j), truth(j), check.central_difference(j), check.complex_step(j));
  }
  std::printf("\ncost before                               = %.6f\n",
              nn::cost<SquaredErrorLoss>(example, samples, targets));
  std::printf("cost after 200 updates, right gradient    = %s\n", cost_text(right).c_str());
  std::printf("cost after 200 updates, wrong gradient    = %s\n",
              cost_text(mistake.gradient).c_str());
  require_passed(check, mistake.name);
}

void body(int argc, char** argv) {
  Request request;
  std::string name;
  nn::PlotRequest plot;

  nn::CommandLine line("chain-rule",
                       "Chapter 5: the gradient of a neuron's cost by the chain rule, checked "
                       "against two derivatives that nobody derived. With --data, the gradient on "
                       "your own data.");
  line.catalogue("mistake", name, nn::choices_of(mistakes),
                 "shows a wrong gradient and how it is caught");
  line.plot(plot, {{"error-against-step", "the error of three numerical derivatives"},
                   {"tangent", "the loss along one weight, and its slope"},
                   {"surface", "the loss above both weights, and its gradient"},
                   {"sum-taken-apart", "the cost of two samples, and two claims about its slope"}});
  nn::add_data_options(line, request.data);
  line.numbers("weights", "W1,W2,...", request.weights, "the weights, one for each feature");
  line.number("bias", "B", request.bias, "the bias");
  line.choice("format", request.format, {{"text", ""}, {"csv", ""}}, "how the gradient is printed");
  for (const char* option : {"weights", "bias", "format"}) line.needs(option, "data");
  line.example("--mistake sum-taken-apart", "a formula that is widely printed, and wrong");
  line.example("--data chapters/data/adelie-chinstrap.csv --weights 1,0,0,0 --bias 0",
               "the gradient on the penguins");
  if (!line.parse(argc, argv)) return;

  const Mistake* const mistake = nn::find_mistake(mistakes, name);
  if (plot.wanted() && (line.given("data") || mistake != nullptr)) {
    throw nn::UsageError(
        "--plot: it draws the chapter's own figures; give it without --data and --mistake");
  }
  if (plot.wanted()) return draw(plot.figure, plot.file);
  if (line.given("data")) return check_data(request, mistake);
  if (mistake != nullptr) return show_mistake(*mistake);
  one_sample();
  nudge();
  batch();
  taken_apart();
  check();
  step_sizes();
  floating_point();
  catalogue();
}

}  // namespace

int main(int argc, char** argv) { return nn::run_program(argc, argv, body); }
