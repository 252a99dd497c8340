// Chapter 6: which way is down, how far to go, and a neuron that learns two species of penguins.
#include <cstddef>
#include <cstdio>
#include <optional>
#include <utility>

#include "../four_penguins.hpp"
#include "examples.hpp"
#include "figures.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/training.hpp"
#include "penguins.hpp"
#include "rounding.hpp"
#include "two_scales.hpp"
#include "wrong_loops.hpp"

namespace {

using namespace nn;
using namespace nn::chapter6;

/// One step on the four penguins, from where the chapters before this one left their neuron.
void print_four_penguins() {
  const Samples penguins = four_penguins();
  const auto objective = cost_of(penguins);
  const Vector<double> theta = parameters(bill_neuron());
  const Vector<double> slope = gradient_at(objective, theta);
  std::printf("w = (1, -2), b = -9, cost = %.5f\n", value_at(objective, theta));
  std::printf("gradient = (%.6f, %.6f, %.6f)\n", slope(0), slope(1), slope(2));
  std::printf("alpha        w1        w2         b  cost after one step\n");
  for (const double alpha : {0.01, 0.1, 1.0, 3.0}) {
    const Vector<double> moved = theta - alpha * slope;
    std::printf("%5g %9.4f %9.4f %9.4f %20.5f\n", alpha, moved(0), moved(1), moved(2),
                value_at(objective, moved));
  }
}

/// Why no line separates Adelies and Chinstraps.
void print_no_line() {
  const Samples four = adelie_among_chinstraps();
  std::printf("length  depth\n");
  double length = 0;
  double depth = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    std::printf("%6.1f %6.1f   a Chinstrap\n", four.X(i, 0), four.X(i, 1));
    length += four.X(i, 0) / 3;
    depth += four.X(i, 1) / 3;
  }
  std::printf("%6.1f %6.1f   the mean of the three\n", length, depth);
  std::printf("%6.1f %6.1f   an Adelie\n", four.X(3, 0), four.X(3, 1));
}

void print_directions() {
  const Bowl<double> valley = example_valley(4);
  const Vector<double> theta = vector<double>({1, 0.5});
  const Vector<double> gradient = gradient_at(valley, theta);
  std::printf("gradient = (%g, %g), its length = %.4f\n", gradient(0), gradient(1), norm(gradient));
  std::printf("direction           slope, measured   gradient · direction\n");
  const auto row = [&](const char* name, const Vector<double>& u) {
    const auto along = [&](double t) { return value_at(valley, Vector<double>(theta + t * u)); };
    std::printf("%-17s %17.4f %22.4f\n", name, central_difference(along, 0), dot(gradient, u));
  };
  row("east", vector<double>({1, 0}));
  row("south", vector<double>({0, -1}));
  row("along the gradient", gradient / norm(gradient));
  row("against it", -gradient / norm(gradient));
  row("across it", vector<double>({gradient(1), -gradient(0)}) / norm(gradient));
}

void print_by_hand() {
  const Samples sample = example_sample();
  const auto objective = cost_of(sample);
  std::printf("x = (1, 2), y = 1, learning rate = 0.5\n");
  std::printf("epoch       w1       w2        b        z    y_hat      cost  gradient norm\n");
  const auto print = [&](const DescentRecord& now, const Vector<double>& theta) {
    const double z = preactivations(neuron_from(theta), sample.X)(0);
    std::printf("%5zu %8.4f %8.4f %8.4f %8.4f %8.4f  %8.6f %14.6f\n", now.iteration, theta(0),
                theta(1), theta(2), z, sigmoid(z), now.cost, now.gradient_norm);
    return true;
  };
  const auto history = gradient_descent(objective, example_theta(), {0.5, 2, 0}, print).history;
  const Vector<double> slope = gradient_at(objective, example_theta());
  std::printf("gradient at epoch 0 = (%.6f, %.6f, %.6f)\n", slope(0), slope(1), slope(2));
  std::printf("drop in epoch 1 = %.6f\n", history[0].cost - history[1].cost);
  std::printf("drop promised   = %.6f\n", 0.5 / 2 * squared_norm(slope));
}

void print_learning_rates() {
  const Bowl<double> parabola = example_parabola();
  std::printf("C = (θ - 3)², from θ = 0\n");
  std::printf("alpha  1 - 2 alpha       θ1       θ2       θ3        θ20\n");
  for (const double alpha : {0.05, 0.4, 0.5, 0.9, 1.0, 1.05}) {
    std::printf("%5g %12.1f", alpha, 1 - 2 * alpha);
    for (const std::size_t updates : {1U, 2U, 3U, 20U}) {
      const auto result = gradient_descent(parabola, vector<double>({0}), {alpha, updates, 0});
      std::printf(updates == 20 ? " %10.5g" : " %8.4g", result.parameters(0));
    }
    std::printf("\n");
  }
}

void print_valleys() {
  std::printf("kappa   best alpha    factor   updates to a thousandth\n");
  for (const double kappa : {2.0, 10.0, 100.0, 1000.0}) {
    const Bowl<double> valley = example_valley(kappa);
    const double alpha = 2 / (1 + kappa);
    // The worst start leaves the same share along both axes; its length is √(1 + 1).
    const Vector<double> start = vector<double>({1, 1 / kappa});
    const double enough = 1e-3 * norm(gradient_at(valley, start));
    const auto result = gradient_descent(valley, start, {alpha, 100'000, enough});
    std::printf("%5g %12.5f %9.5f %25zu\n", kappa, alpha, (kappa - 1) / (kappa + 1),
                result.history.back().iteration);
  }
}

void print_penguins(const Training& training) {
  const auto& [seen, unseen] = training.split;
  const DescentRecord& first = training.descent.history.front();
  const DescentRecord& last = training.descent.history.back();
  const Neuron<double> neuron = training.neuron();
  const Neuron<double> in_mm = in_millimetres(training);
  std::printf("penguins = %zu to train on, %zu held out; an Adelie is 1, a Chinstrap is 0\n",
              seen.size(), unseen.size());
  std::printf("learning rate = %g, epochs = %zu\n", penguin_descent.learning_rate, last.iteration);
  std::printf("cost = %.4f at first, %.4f at last\n", first.cost, last.cost);
  std::printf("gradient norm = %.4f at first, %.6f at last\n", first.gradient_norm,
              last.gradient_norm);
  std::printf("standardised: z = %.4f length %+.4f depth %+.4f\n", neuron.weights(0),
              neuron.weights(1), neuron.bias);
  std::printf("in millimetres: z = %.4f length %+.4f depth %+.4f\n", in_mm.weights(0),
              in_mm.weights(1), in_mm.bias);
  for (const auto& [name, rows] : {std::pair{"training", seen}, std::pair{"held-out", unseen}}) {
    const double share = training.accuracy(rows).value_or(0);
    std::printf("%s accuracy = %.4f (%.0f of %zu)\n", name, share,
                share * static_cast<double>(rows.size()), rows.size());
  }
}

}  // namespace

int main(int argc, char** argv) {
  TrainingOptions options;
  std::optional<Training> trained;  // once, and only where somebody asks
  const auto penguins = [&]() -> const Training& {
    return trained ? *trained : trained.emplace(train(penguin_options(options.seed)));
  };
  Chapter chapter("gradient-descent",
                  "Chapter 6: steepest descent, the learning rate, and a neuron trained on two "
                  "species of penguins. With --data, trains a neuron on a table of yours.");
  chapter.mistakes(mistakes, "shows a wrong update and how it is caught", show_mistake);
  chapter.figures(
      {{"learning-rates", "three learning rates on a parabola", learning_rates_figure},
       {"costs", "the penguins' cost, epoch by epoch", [&] { return costs_figure(penguins()); }},
       {"landscape", "three descents on the cost of a neuron", landscape_figure},
       {"valley", "a zig-zag in a long valley", valley_figure},
       {"penguins", "the boundary between two species",
        [&] { return penguins_figure(penguins()); }}});
  trains(chapter, options);
  chapter.line().example("--seed 7", "holds out other penguins");
  chapter.line().example("--mistake stale-gradient",
                         "the gradient is computed once and never again");
  chapter.line().example("--data chapters/data/adelie-chinstrap.csv --test-fraction 0.25",
                         "trains on all four measurements");
  chapter.section("Four penguins", print_four_penguins);
  chapter.section("No line between Adelies and Chinstraps", print_no_line);
  chapter.section("The steepest direction", print_directions);
  chapter.section("By hand", print_by_hand);
  chapter.section("The learning rate", print_learning_rates);
  chapter.section("How far is safe", [&] { print_bound(penguins()); });
  chapter.section("A long valley", print_valleys);
  chapter.section("Scaling", [&] { print_scaling(penguins()); });
  chapter.section("Check", print_first_wrong_moves);
  chapter.section("In floating point", [&] { print_floating_point(penguins()); });
  chapter.section("The neuron and the penguins", [&] { print_penguins(penguins()); });
  return chapter.run(argc, argv);
}
