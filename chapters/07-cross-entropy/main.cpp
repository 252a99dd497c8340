// Chapter 7: what a wrong probability costs, and why it teaches a neuron better than the square.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "examples.hpp"
#include "figures.hpp"
#include "mistakes.hpp"
#include "nn/central_difference.hpp"
#include "nn/complex_step.hpp"
#include "nn/dual_derivative.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/run_program.hpp"
#include "nn/program/text.hpp"
#include "nn/program/training.hpp"

namespace {

using namespace nn;
using namespace nn::chapter7;

/// The neuron and the three samples of chapter 5.
const Neuron<double> example{vector<double>({0.3, -0.1}), 0.05};
const Matrix<double> X = matrix<double>({{1, 2}, {-1, 1}, {2, -1}});
const Vector<double> y = vector<double>({1, 0, 0});

void print_likelihood() {
  heading("How likely");
  const Vector<double> y_hat = predict(example, X);
  double likelihood = 1;
  std::printf("i   y_i        ŷ_i   P(y_i)   -ln P(y_i)\n");
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double chance = y(i) == 1 ? y_hat(i) : 1 - y_hat(i);
    likelihood *= chance;
    std::printf("%zu   %3g   %8.6f %8.6f     %8.6f\n", i + 1, y(i), y_hat(i), chance,
                -std::log(chance));
  }
  std::printf("likelihood, the product of P(y_i) = %.6f\n", likelihood);
  std::printf("-ln of it, divided by 3 = %.6f\n", -std::log(likelihood) / 3);
  std::printf("cross-entropy C = %.6f\n", cross_entropy(y_hat, y));
}

void print_by_hand() {
  heading("By hand");
  const Vector<double> x = row(X, 0);
  const double z = preactivation(example, x);
  const double y_hat = sigmoid(z);
  const auto gradient = loss_gradient<CrossEntropyLoss>(example, x, 1.0);
  const auto squared = loss_gradient<SquaredErrorLoss>(example, x, 1.0);
  std::printf("x = (1, 2), y = 1, w = (0.3, -0.1), b = 0.05\n");
  std::printf("z = %.2f, ŷ = %.6f\n", z, y_hat);
  std::printf("L = -ln ŷ = %.6f\n", cross_entropy_loss(y_hat, 1.0));
  std::printf("∂L/∂ŷ = -1/ŷ = %.6f\n", cross_entropy_loss_derivative(y_hat, 1.0));
  std::printf("σ′(z) = %.6f\n", sigmoid_derivative(z));
  std::printf("∂L/∂z = their product = %.6f, and ŷ - 1 = %.6f\n",
              cross_entropy_loss_derivative(y_hat, 1.0) * sigmoid_derivative(z), y_hat - 1);
  std::printf("∂L/∂w = (%.6f, %.6f), ∂L/∂b = %.6f\n", gradient.weights(0), gradient.weights(1),
              gradient.bias);
  std::printf("the squared error's ∂L/∂z = %.6f\n", squared.bias);
}

void print_pull() {
  heading("Sure and wrong");
  std::printf("y = 1         loss                    |∂L/∂z|\n");
  std::printf("  z   squared    cross     squared    2e^-|z|     cross\n");
  for (const double z : {4.0, 0.0, -2.0, -5.0, -10.0, -20.0, -40.0}) {
    std::printf("%3g %9.4f %8.4f %11.3g %10.3g %9.4f\n", z, SquaredErrorLoss::value(z, 1.0),
                CrossEntropyLoss::value(z, 1.0), std::abs(SquaredErrorLoss::derivative(z, 1.0)),
                2 * std::exp(-std::abs(z)), std::abs(CrossEntropyLoss::derivative(z, 1.0)));
  }
}

template <class Loss>
void print_chord(const char* name) {
  const double left = Loss::value(-6.0, 1.0);
  const double right = Loss::value(0.0, 1.0);
  std::printf("%-13s %7.4f %7.4f %14.4f %7.4f\n", name, left, right, (left + right) / 2,
              Loss::value(-3.0, 1.0));
}

void print_valleys() {
  heading("Valleys");
  std::printf("y = 1           L(-6)    L(0)   their mean   L(-3)\n");
  print_chord<SquaredErrorLoss>("squared error");
  print_chord<CrossEntropyLoss>("cross-entropy");
  std::printf("\nfive samples, one weight   from w = -1              from w = 1\n");
  const auto print = [](const char* name, const auto& bottom, const auto& value) {
    std::printf("%-21s", name);
    for (const double start : {-1.0, 1.0}) {
      std::printf("   w = %7.4f, C = %.4f", bottom(start), value(bottom(start)));
    }
    std::printf("\n");
  };
  print("squared error", bottom_from<SquaredErrorLoss>, cost_of_weight<SquaredErrorLoss>);
  print("cross-entropy", bottom_from<CrossEntropyLoss>, cost_of_weight<CrossEntropyLoss>);
}

void print_penguins(const Samples& samples) {
  heading("The same neuron, the same penguins");
  std::printf("penguins = %zu, of which Adelies = %.0f\n", samples.y.size(), ublas::sum(samples.y));
  std::printf("learning rate 1/ℓ = %.4f for the squared error, %.4f for the cross-entropy\n",
              safe_rate<SquaredErrorLoss>(samples.X), safe_rate<CrossEntropyLoss>(samples.X));
  const std::vector<std::size_t> epochs = {0, 1, 10, 20, 50, 100, 1000};
  for (const auto& [name, start] :
       {std::pair{"from θ = (0, 0, 0)", Vector<double>(3, 0.0)},
        std::pair{"from θ = (8, -4, 0), sure and wrong", wrong_start()}}) {
    const auto squared = descend<SquaredErrorLoss>(samples, start, epochs);
    const auto cross = descend<CrossEntropyLoss>(samples, start, epochs);
    std::printf("\n%s\n", name);
    std::printf("          descending the squared error    descending the cross-entropy\n");
    std::printf("epoch   mean sq. error  right   ‖∇C‖     mean sq. error  right   ‖∇C‖\n");
    for (std::size_t k = 0; k < epochs.size(); ++k) {
      std::printf("%5zu %16.4f %6zu %7.4f %17.4f %6zu %7.4f\n", epochs[k], squared[k].squared_error,
                  squared[k].right, squared[k].gradient_norm, cross[k].squared_error,
                  cross[k].right, cross[k].gradient_norm);
    }
  }
}

/// C as a function of θ, for every scalar.
const auto cost_at = []<class T>(const Vector<T>& theta) {
  return cost<CrossEntropyLoss>(neuron_from(theta), cast<T>(X), cast<T>(y));
};

void print_check() {
  heading("Check");
  const Vector<double> theta = parameters(example);
  const Vector<double> analytic = parameters(cost_gradient<CrossEntropyLoss>(example, X, y));
  const Vector<double> central = central_difference_gradient(cost_at, theta);
  const Vector<double> complex = complex_step_gradient(cost_at, theta);
  const Vector<double> dual = dual_gradient(cost_at, theta);
  std::printf("      analytic   central difference   complex step   dual numbers\n");
  for (std::size_t j = 0; j < theta.size(); ++j) {
    constexpr const char* names[] = {"w_1", "w_2", "b"};
    std::printf("%-3s %10.6f %20.6f %14.6f %14.6f\n", names[j], analytic(j), central(j), complex(j),
                dual(j));
  }
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

/// 100 epochs on the penguins from θ = 0 with δ from some formula.
struct Outcome {
  double cost;
  double share_right;
};

template <class Delta>
Outcome trained_with(const Delta& delta, const Samples& samples) {
  Neuron<double> neuron = zero_neuron<double>(samples.X.size2());
  const double rate = safe_rate<CrossEntropyLoss>(samples.X);
  for (int epoch = 0; epoch < 100; ++epoch) {
    const Vector<double> slopes = delta(preactivations(neuron, samples.X), samples.y);
    neuron.weights -= rate * matvec_transposed(samples.X, slopes);
    neuron.bias -= rate * ublas::sum(slopes);
  }
  return {cost<CrossEntropyLoss>(neuron, samples.X, samples.y),
          accuracy(neuron, samples.X, samples.y)};
}

void print_mistakes(const Samples& samples) {
  heading("Mistakes");
  const Vector<double> z = preactivations(example, X);
  std::printf("δ                largest error   100 epochs on the penguins: cost, right\n");
  const auto print = [&](const char* name, const auto& delta) {
    const Outcome outcome = trained_with(delta, samples);
    std::printf("%-16s %13.4f %31.4g %7.4f\n", name,
                ublas::norm_inf(delta(z, y) - right_delta(z, y)), outcome.cost,
                outcome.share_right);
  };
  print("right", right_delta);
  for (const Mistake& mistake : mistakes) print(mistake.name, mistake.delta);
}

/// −ln(1 − ŷ) with ŷ kept at least 1e-7 away from 0 and 1, a widespread remedy.
double clipped_loss(double y_hat) {
  return cross_entropy_loss(std::clamp(y_hat, 1e-7, 1 - 1e-7), 0.0);
}

void print_floating_point() {
  heading("In floating point");
  std::printf("y = 0, z large: sure and wrong\n");
  std::printf("   z   loss from ŷ   from ŷ clipped      from z   slope clipped   slope\n");
  for (const double z : {10.0, 30.0, 36.0, 40.0, 800.0}) {
    const auto clipped = [](double at) { return clipped_loss(sigmoid(at)); };
    std::printf("%4g %13.6f %16.6f %11.6f %15.6f %7.4f\n", z, cross_entropy_loss(sigmoid(z), 0.0),
                clipped(z), cross_entropy_loss_from_preactivation(z, 0.0),
                central_difference(clipped, z, 1e-3), CrossEntropyLoss::derivative(z, 0.0));
  }
  std::printf("ln(1 + e^z) = %g at z = 800, %g at z = -40\n", std::log(1 + std::exp(800.0)),
              std::log(1 + std::exp(-40.0)));
  std::printf("softplus(z) = %g at z = 800, %.3g at z = -40\n", softplus(800.0), softplus(-40.0));
  std::printf("likelihood of 2000 labels at ŷ = 0.5: product = %g, sum of -ln = %.2f\n",
              std::pow(0.5, 2000), 2000 * std::log(2.0));
}

void show_mistake(const Mistake& mistake) {
  heading("Mistake: " + std::string(mistake.name));
  std::printf("right: ŷ - y, divided by n\nwrong: %s\n\n", mistake.what);
  const Vector<double> z = preactivations(example, X);
  const auto phi = []<class T>(const Vector<T>& at) {
    T sum = T(0);
    for (std::size_t i = 0; i < at.size(); ++i) sum += CrossEntropyLoss::value(at(i), T(y(i)));
    return sum / T(3);
  };
  const Vector<double> wrong = mistake.delta(z, y);
  const Vector<double> right = right_delta(z, y);
  const Vector<double> central = central_difference_gradient(phi, z);
  const Vector<double> dual = dual_gradient(phi, z);
  std::printf("i       wrong       right   central difference   dual numbers\n");
  for (std::size_t i = 0; i < z.size(); ++i) {
    std::printf("%zu %11.6f %11.6f %20.6f %14.6f\n", i + 1, wrong(i), right(i), central(i),
                dual(i));
  }
  const Samples samples = penguins();
  const Outcome with_wrong = trained_with(mistake.delta, samples);
  const Outcome with_right = trained_with(right_delta, samples);
  std::printf("\n100 epochs on the penguins   cost     right\n");
  std::printf("with the right δ %15.4g %9.4f\n", with_right.cost, with_right.share_right);
  std::printf("with the wrong δ %15.4g %9.4f\n", with_wrong.cost, with_wrong.share_right);
  char verdict[128];
  std::snprintf(verdict, sizeof verdict,
                "%s: caught, δ differs from the dual numbers' by %.2g (allowed 1e-12)",
                mistake.name, ublas::norm_inf(wrong - dual));
  throw CheckFailed(verdict);
}

void draw(const PlotRequest& plot) {
  const Figure figure = plot.figure == "slopes"     ? slopes_figure()
                        : plot.figure == "valleys"  ? valleys_figure()
                        : plot.figure == "descents" ? descents_figure()
                                                    : losses_figure();
  figure.write(plot.file);
}

void body(int argc, char** argv) {
  TrainingOptions options;
  options.cost = "cross-entropy";
  std::string wanted;
  PlotRequest plot;

  CommandLine line("cross-entropy",
                   "Chapter 7: from likelihood to the cross-entropy, and one neuron trained on the "
                   "same penguins with two costs. With --data, trains a neuron on a table of "
                   "yours.");
  line.catalogue("mistake", wanted, choices_of(mistakes),
                 "shows a wrong gradient and how it is caught");
  line.plot(plot, {{"losses", "both losses over z"},
                   {"slopes", "their slopes over z"},
                   {"valleys", "a cost with two valleys, and one with one"},
                   {"descents", "the penguins, epoch by epoch"}});
  add_training_options(line, options);
  line.needs("seed", "data");
  line.example("--mistake sigma-kept", "the squared error's σ′, left where it cancels");
  line.example("--data chapters/data/adelie-chinstrap.csv --cost mse",
               "trains on all four measurements with the other cost");
  if (!line.parse(argc, argv)) return;

  if (!options.data.file.empty()) {
    if (!wanted.empty() || plot.wanted()) {
      throw UsageError("--data goes with neither --mistake nor --plot; leave one out");
    }
    return run_training(options);
  }
  if (plot.wanted()) return draw(plot);
  if (const Mistake* mistake = find_mistake(mistakes, wanted)) return show_mistake(*mistake);
  const Samples samples = penguins();
  print_likelihood();
  print_by_hand();
  print_pull();
  print_valleys();
  print_penguins(samples);
  print_check();
  print_mistakes(samples);
  print_floating_point();
}

}  // namespace

int main(int argc, char** argv) { return run_program(argc, argv, body); }
