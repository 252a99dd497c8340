// Chapter 6: which way is down, how far to go, and a neuron that learns two species of penguins.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <string>
#include <vector>

#include "examples.hpp"
#include "figures.hpp"
#include "mistakes.hpp"
#include "nn/accuracy.hpp"
#include "nn/central_difference.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/run_program.hpp"
#include "nn/program/text.hpp"
#include "penguins.hpp"

namespace {

using namespace nn;
using namespace nn::chapter6;

void print_directions() {
  heading("The steepest direction");
  const Bowl<double> valley = example_valley(4);
  const Vector<double> theta = vector<double>({1, 0.5});
  const Vector<double> gradient = valley.gradient(theta);
  std::printf("gradient = (%g, %g), its length = %.4f\n", gradient(0), gradient(1), norm(gradient));
  std::printf("direction           slope, measured   gradient · direction\n");
  const auto row = [&](const char* name, const Vector<double>& u) {
    const auto along = [&](double t) { return valley.value(theta + t * u); };
    std::printf("%-17s %17.4f %22.4f\n", name, central_difference(along, 0), dot(gradient, u));
  };
  row("east", vector<double>({1, 0}));
  row("south", vector<double>({0, -1}));
  row("along the gradient", gradient / norm(gradient));
  row("against it", -gradient / norm(gradient));
  row("across it", vector<double>({gradient(1), -gradient(0)}) / norm(gradient));
}

void print_by_hand() {
  heading("By hand");
  const Samples sample = example_sample();
  std::printf("x = (1, 2), y = 1, learning rate = 0.5\n");
  std::printf("epoch       w1       w2        b        z    y_hat      cost  gradient norm\n");
  std::vector<DescentRecord> history;
  for (const std::size_t epochs : {0U, 1U, 2U}) {
    const auto result = gradient_descent(cost_of(sample), example_theta(), {0.5, epochs, 0});
    const Vector<double>& theta = result.parameters;
    history = result.history;
    const double z = preactivations(neuron_from(theta), sample.X)(0);
    std::printf("%5zu %8.4f %8.4f %8.4f %8.4f %8.4f  %8.6f %14.6f\n", epochs, theta(0), theta(1),
                theta(2), z, sigmoid(z), history.back().cost, history.back().gradient_norm);
  }
  const Vector<double> slope = cost_of(sample).gradient(example_theta());
  std::printf("gradient at epoch 0 = (%.6f, %.6f, %.6f)\n", slope(0), slope(1), slope(2));
  std::printf("drop in epoch 1 = %.6f\n", history[0].cost - history[1].cost);
  std::printf("drop promised   = %.6f\n",
              0.25 * history[0].gradient_norm * history[0].gradient_norm);
}

void print_learning_rates() {
  heading("The learning rate");
  const Bowl<double> parabola = example_parabola();
  std::printf("C = (θ - 3)², from θ = 0\n");
  std::printf("alpha  1 - 2 alpha       θ1       θ2       θ3        θ20\n");
  for (const double alpha : {0.05, 0.4, 0.5, 0.9, 1.0, 1.05}) {
    std::printf("%5g %12.1f", alpha, 1 - 2 * alpha);
    for (const std::size_t epochs : {1U, 2U, 3U, 20U}) {
      const auto result = gradient_descent(parabola, vector<double>({0}), {alpha, epochs, 0});
      std::printf(epochs == 20 ? " %10.5g" : " %8.4g", result.parameters(0));
    }
    std::printf("\n");
  }
}

/// The penguins in millimetres: the same rows, not standardised.
Samples raw_samples(const Training& training) {
  Training raw = training;
  raw.standardization.reset();
  return training_samples(raw);
}

/// The largest |L″| on a grid of z and y.
double largest_curvature_seen() {
  double largest = 0;
  for (int i = -1000; i <= 1000; ++i) {
    for (const double y : {0.0, 0.25, 0.5, 0.75, 1.0}) {
      largest = std::max(largest, std::abs(squared_error_second_derivative(i / 100.0, y)));
    }
  }
  return largest;
}

void print_bound(const Training& training) {
  heading("How far is safe");
  // The zeros of g′ between 0 and 1, and g there: y = 0 makes L″ = g.
  for (const double root : {-std::sqrt(33.0), std::sqrt(33.0)}) {
    const double s = (15 + root) / 24;
    std::printf("g(%.5f) = %.5f\n", s, squared_error_second_derivative(std::log(s / (1 - s)), 0.0));
  }
  std::printf("B = %.5f, and the largest on a grid = %.5f\n", squared_error_curvature(),
              largest_curvature_seen());
  std::printf("one step from θ = 0, where the cost = 0.25\n");
  std::printf("               ℓ      1/ℓ  alpha ℓ  cost after  promised\n");
  for (const auto& [name, samples] :
       {std::pair{"mm", raw_samples(training)}, std::pair{"scaled", training_samples(training)}}) {
    const double ell = neuron_smoothness(samples.X);
    const auto objective = cost_of(samples);
    const Vector<double> start(3, 0.0);
    const double squared = squared_norm(objective.gradient(start));
    for (const double share : {0.5, 1.0, 6.0}) {
      const auto result = gradient_descent(objective, start, {share / ell, 1, 0});
      std::printf("%-7s %8.4g %8.4g %8g %11.4f", name, ell, 1 / ell, share,
                  result.history.back().cost);
      if (share <= 1) std::printf(" %9.4f", objective.value(start) - share / ell / 2 * squared);
      std::printf("\n");
    }
  }
}

void print_valleys() {
  heading("A long valley");
  std::printf("kappa   best alpha    factor   epochs to a thousandth\n");
  for (const double kappa : {2.0, 10.0, 100.0, 1000.0}) {
    const Bowl<double> valley = example_valley(kappa);
    const double alpha = 2 / (1 + kappa);
    // The worst start leaves the same share along both axes; its length is √(1 + 1).
    const double enough = 1e-3 * norm(valley.gradient(vector<double>({1, 1 / kappa})));
    const auto result =
        gradient_descent(valley, vector<double>({1, 1 / kappa}), {alpha, 100'000, enough});
    std::printf("%5g %12.5f %9.5f %24zu\n", kappa, alpha, (kappa - 1) / (kappa + 1),
                result.history.back().epoch);
  }
}

void print_scaling(const Training& training) {
  heading("Scaling");
  std::printf("features      mean squared length        ℓ      1/ℓ  cost after 1000 epochs\n");
  for (const auto& [name, samples] : {std::pair{"millimetres", raw_samples(training)},
                                      std::pair{"standardised", training_samples(training)}}) {
    const double ell = neuron_smoothness(samples.X);
    const auto result =
        gradient_descent(cost_of(samples), Vector<double>(3, 0.0), {1 / ell, 1000, 0});
    std::printf("%-12s %20.4g %8.4g %8.4g %23.4f\n", name, ell / squared_error_curvature(), ell,
                1 / ell, result.history.back().cost);
  }
}

const char* name_of(StopReason reason) {
  switch (reason) {
    case StopReason::converged:
      return "converged";
    case StopReason::out_of_time:
      return "out of time";
    case StopReason::diverged:
      break;
  }
  return "diverged";
}

void print_floating_point(const Training& training) {
  heading("In floating point");
  const Bowl<float> far{vector<float>({1}), vector<float>({1000})};
  const Bowl<double> far_in_double{vector<double>({1}), vector<double>({1000})};
  const DescentOptions slow{0.001, 1000, 0};
  const auto in_float = gradient_descent(far, vector<float>({1000.02}), slow);
  const auto in_double = gradient_descent(far_in_double, vector<double>({1000.02}), slow);
  std::printf("distance from 1000, at first       = 0.02\n");
  std::printf("after 1000 epochs of 0.001, float  = %.4f\n", in_float.parameters(0) - 1000.0F);
  std::printf("after 1000 epochs of 0.001, double = %.4f\n", in_double.parameters(0) - 1000);

  const auto exploding = gradient_descent(example_parabola(), vector<double>({2}), {1.5, 1000, 0});
  std::printf("explosion noticed after %zu epochs, cost = %.4g\n", exploding.history.back().epoch,
              exploding.history.back().cost);

  const Samples raw = raw_samples(training);
  const auto leap = gradient_descent(cost_of(raw), Vector<double>(3, 0.0), {0.1, 1000, 1e-6});
  std::printf("a leap, penguins in millimetres, alpha = 0.1: %s after %zu epoch\n",
              name_of(leap.reason), leap.history.back().epoch);
  std::printf("cost = %.4f -> %.4f, gradient norm = %.0e\n", leap.history.front().cost,
              leap.history.back().cost, leap.history.back().gradient_norm);
}

/// Six samples, α = ½, from θ = 0: right and wrong ways to descend.
constexpr double example_rate = 0.5;

Gradient formula_of(const Samples& samples) {
  return [&samples](const Vector<double>& theta) { return cost_of(samples).gradient(theta); };
}

Gradient measured_of(const Samples& samples) {
  return [&samples](const Vector<double>& theta) {
    const auto value = [&](const Vector<double>& at) { return cost_of(samples).value(at); };
    return central_difference_gradient(value, theta);
  };
}

const char* parameter_name(std::size_t j) {
  constexpr const char* names[] = {"w1", "w2", "b"};
  return names[j];
}

void print_check() {
  heading("Check");
  const Samples samples = example_samples();
  const Vector<double> zero(3, 0.0);
  std::printf("six samples, alpha = 0.5: every move against -alpha times the measured gradient\n");
  std::printf("loop              first wrong move          made  expected  cost at 200\n");
  const auto row = [&](const char* name, const auto& descend_wrongly) {
    const Path path = descend_wrongly(formula_of(samples), zero, example_rate, 200);
    const WrongMove wrong = first_wrong_move(path, measured_of(samples), example_rate);
    const double cost = cost_of(samples).value(path.back());
    if (wrong.found) {
      std::printf("%-17s epoch %zu, %-2s %18.4f %9.4f %12.4f\n", name, wrong.epoch,
                  parameter_name(wrong.parameter), wrong.made, wrong.expected, cost);
    } else {
      std::printf("%-17s none %36s %12.4f\n", name, "", cost);
    }
    return wrong.found;
  };
  const bool right_is_refused = row("gradient descent", descend);
  for (const Mistake& mistake : mistakes) row(mistake.name, mistake.descend);
  if (right_is_refused) throw CheckFailed("gradient descent does not move by -alpha ∇C");
}

void print_accuracy(const char* which, double share, std::size_t rows) {
  std::printf("%s accuracy = %.4f (%.0f of %zu)\n", which, share, share * static_cast<double>(rows),
              rows);
}

void print_penguins(const TrainingOptions& options, const Training& training) {
  heading("The neuron and the penguins");
  const Samples seen = training_samples(training);
  const Samples unseen = held_out_samples(training);
  const DescentRecord& first = training.descent.history.front();
  const DescentRecord& last = training.descent.history.back();
  const Neuron<double> neuron = training.neuron();
  const Neuron<double> in_mm = in_millimetres(training);
  std::printf("penguins = %zu to train on, %zu held out; an Adelie is 1, a Chinstrap is 0\n",
              seen.y.size(), unseen.y.size());
  std::printf("learning rate = %g, epochs = %zu\n", options.descent.learning_rate, last.epoch);
  std::printf("cost = %.4f at first, %.4f at last\n", first.cost, last.cost);
  std::printf("gradient norm = %.4f at first, %.6f at last\n", first.gradient_norm,
              last.gradient_norm);
  std::printf("standardised: z = %.4f length %+.4f depth %+.4f\n", neuron.weights(0),
              neuron.weights(1), neuron.bias);
  std::printf("in millimetres: z = %.4f length %+.4f depth %+.4f\n", in_mm.weights(0),
              in_mm.weights(1), in_mm.bias);
  print_accuracy("training", accuracy(neuron, seen.X, seen.y), seen.y.size());
  print_accuracy("held-out", accuracy(neuron, unseen.X, unseen.y), unseen.y.size());
}

void show_mistake(const Mistake& mistake) {
  const Samples samples = example_samples();
  const Vector<double> zero(3, 0.0);
  heading("Mistake: " + std::string(mistake.name));
  std::printf("right: θ - α∇C, with ∇C computed anew at every θ\n");
  std::printf("wrong: %s\n\n", mistake.what);
  const Path wrong = mistake.descend(formula_of(samples), zero, example_rate, 200);
  const Path right = descend(formula_of(samples), zero, example_rate, 200);
  std::printf("epoch  parameter   -alpha times the central difference        move\n");
  for (std::size_t k = 0; k < 2; ++k) {
    const Vector<double> slope = measured_of(samples)(wrong[k]);
    for (std::size_t j = 0; j < 3; ++j) {
      std::printf("%5zu  %-9s %37.6f %11.6f\n", k + 1, parameter_name(j), -example_rate * slope(j),
                  wrong[k + 1](j) - wrong[k](j));
    }
  }
  std::printf("\nepoch   cost, right   cost, wrong\n");
  for (const std::size_t k : {0U, 1U, 2U, 5U, 20U, 100U, 200U}) {
    std::printf("%5zu %13.6f %13.6f\n", k, cost_of(samples).value(right[k]),
                cost_of(samples).value(wrong[k]));
  }
  const WrongMove caught = first_wrong_move(wrong, measured_of(samples), example_rate);
  if (!caught.found) return;
  char verdict[160];
  std::snprintf(verdict, sizeof verdict,
                "%s: caught in epoch %zu, %s moves by %.6f where -alpha times its slope is %.6f",
                mistake.name, caught.epoch, parameter_name(caught.parameter), caught.made,
                caught.expected);
  throw CheckFailed(verdict);
}

void draw(const PlotRequest& plot, const Training& training) {
  const Figure figure = plot.figure == "learning-rates" ? learning_rates_figure()
                        : plot.figure == "costs"        ? costs_figure(training)
                        : plot.figure == "valley"       ? valley_figure()
                        : plot.figure == "landscape"    ? landscape_figure()
                                                        : penguins_figure(training);
  figure.write(plot.file);
}

void body(int argc, char** argv) {
  TrainingOptions options;
  std::string wanted;
  PlotRequest plot;

  CommandLine line("gradient-descent",
                   "Chapter 6: steepest descent, the learning rate, and a neuron trained on two "
                   "species of penguins. With --data, trains a neuron on a table of yours.");
  line.catalogue("mistake", wanted, choices_of(mistakes),
                 "shows a wrong update and how it is caught");
  line.plot(plot, {{"learning-rates", "three learning rates on a parabola"},
                   {"costs", "the penguins' cost, epoch by epoch"},
                   {"landscape", "three descents on the cost of a neuron"},
                   {"valley", "a zig-zag in a long valley"},
                   {"penguins", "the boundary between two species"}});
  add_training_options(line, options);
  line.example("--seed 7", "holds out other penguins");
  line.example("--mistake stale-gradient", "the gradient is computed once and never again");
  line.example("--data chapters/data/adelie-chinstrap.csv --test-fraction 0.25",
               "trains on all four measurements");
  if (!line.parse(argc, argv)) return;

  if (!options.data.file.empty()) {
    if (!wanted.empty() || plot.wanted()) {
      throw UsageError("--data goes with neither --mistake nor --plot; leave one out");
    }
    run_training(options);
    return;
  }
  if (const Mistake* mistake = find_mistake(mistakes, wanted)) return show_mistake(*mistake);
  const TrainingOptions penguins = penguin_options(options.seed);
  const Training training = train(penguins);
  if (plot.wanted()) return draw(plot, training);
  print_directions();
  print_by_hand();
  print_learning_rates();
  print_bound(training);
  print_valleys();
  print_scaling(training);
  print_check();
  print_floating_point(training);
  print_penguins(penguins, training);
}

}  // namespace

int main(int argc, char** argv) { return nn::run_program(argc, argv, body); }
