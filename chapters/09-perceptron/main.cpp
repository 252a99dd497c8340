// Chapter 9: a neuron that learns from its mistakes alone, and what it can never learn.
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "examples.hpp"
#include "figures.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/neuron/perceptron.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/text.hpp"
#include "own_data.hpp"
#include "runs.hpp"
#include "wrong_rules.hpp"

namespace {

using namespace nn;
using namespace nn::chapter9;

void print_by_hand() {
  const Samples samples = small_samples();
  const Vector<double> t = signs_of(samples.y);
  print_steps(samples, 3);
  const auto result = train_perceptron(samples.X, t, 100);
  std::printf("mistakes = %zu, R^2 = %g, margin = %g, (R/margin)^2 = %g\n", result.total_mistakes(),
              radius(samples.X) * radius(samples.X), margin(result.neuron, samples.X, t),
              mistake_bound(result.neuron, samples.X, t));
}

void print_separable() {
  const Samples penguins = adelies_and("Gentoo", bill_columns());
  std::printf("bills of %zu penguins\n", penguins.y.size());
  std::printf("features       passes  mistakes         R    margin  (R/margin)^2\n");
  print_learned("in mm", penguins);
  print_learned("standardised", standardized(penguins));
  const auto result = train_perceptron(penguins.X, signs_of(penguins.y), 1000);
  std::printf("in mm: w = %s, b = %g\n", text_of(result.neuron.weights).c_str(),
              result.neuron.bias);
  std::printf("mistakes in its passes:");
  for (const std::size_t of_pass : result.mistakes) std::printf(" %zu", of_pass);
  std::printf("\n");
}

void print_not_separable() {
  const Samples bills = adelies_and("Chinstrap", bill_columns());
  const Samples all = adelies_and("Chinstrap", all_columns());
  std::printf("%zu penguins, at most 1000 passes\n", bills.y.size());
  std::printf("features             first ten passes     passes  fewest      all\n");
  print_passes("bills in mm", bills);
  print_passes("bills, standardised", standardized(bills));
  print_passes("all, standardised", standardized(all));
}

void print_exclusive_or() {
  print_steps(exclusive_or(), 2);
  std::size_t learned = 0;
  std::string others;
  for (std::size_t code = 0; code < 16; ++code) {
    std::vector<double> answers;
    std::string digits;
    for (std::size_t i = 0; i < 4; ++i) {
      answers.push_back(static_cast<double>((code >> (3 - i)) & 1U));
      digits += answers.back() == 1 ? "1" : "0";
    }
    const Samples samples = corners(answers);
    if (train_perceptron(samples.X, signs_of(samples.y), 100).separates()) {
      ++learned;
    } else {
      others += " " + digits;
    }
  }
  std::printf("functions of two bits that are learned: %zu of 16, all but%s\n", learned,
              others.c_str());
}

/// One sample that is a mistake and one that is none: the move, and minus the slope of the loss.
void print_check() {
  const Vector<double> theta = vector<double>({2, 1, 1});
  std::printf("w = (2, 1), b = 1; loss max(0, -tz)\n");
  for (const std::size_t i : {2U, 1U}) {
    const Samples samples = small_samples();
    const Vector<double> x = extended(row_of(samples.X, i));
    const double y = samples.y(i);
    const auto loss = [&](const Vector<double>& at) {
      const double wrong_by = -(2 * y - 1) * dot(at, x);
      return wrong_by > 0 ? wrong_by : 0;
    };
    std::printf("x = %s, y = %g, z = %g\n", text_of(row_of(samples.X, i)).c_str(), y,
                dot(theta, x));
    print_columns("", 3, {"w_1", "w_2", "b"},
                  {{"move", 8, 4, right_move(x, y, dot(theta, x))},
                   {"-slope, dual numbers", 22, 4, expected_move(theta, x, y)},
                   {"-slope, central difference", 28, 8,
                    Vector<double>(3, 0.0) - central_difference_gradient(loss, theta)}});
  }
}

void print_floating_point() {
  const Samples grams = adelies_and("Gentoo", all_columns());
  const Samples standard = standardized(grams);
  const Neuron<double> separator = train_perceptron(standard.X, signs_of(standard.y), 1000).neuron;
  std::printf("Adelies and Gentoos, all four measurements, at most 1000 passes\n");
  std::printf("features       passes  mistakes    last         R    margin     bound\n");
  print_units("mm and g", grams, separator);
  print_units("mm and kg", in_kilograms(grams), separator);
  print_units("standardised", standard, separator);
  std::printf("\nboth bits, 0001, with a learning rate\n");
  for (const double alpha : {1.0, 0.5, 0.1}) {
    const RateRun run = run_with_rate(corners({0, 0, 0, 1}), alpha);
    std::printf("alpha = %-4g passes = %zu, mistakes = %zu\n", alpha, run.passes, run.mistakes);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Request request;
  Chapter chapter("perceptron",
                  "Chapter 9: Rosenblatt's rule, a bound on its mistakes, and what no neuron can "
                  "learn. With --data, lets it learn a table of yours.");
  chapter.mistakes(mistakes, "shows a wrong rule and how it is caught", show_mistake);
  chapter.figures({{"boundary", "where the rule stops among the penguins", boundary_figure},
                   {"xor", "exclusive or, and a line", exclusive_or_figure}});
  learns_own_data(chapter, request);
  chapter.line().example("--mistake strict", "the one that never begins");
  chapter.line().example("--data chapters/data/adelie-chinstrap.csv",
                         "learns to tell two species by all four measurements");
  chapter.section("By hand", print_by_hand);
  chapter.section("Adelies and Gentoos", print_separable);
  chapter.section("Adelies and Chinstraps", print_not_separable);
  chapter.section("XOR", print_exclusive_or);
  chapter.section("Check", print_check);
  chapter.section("Mistakes", print_mistakes);
  chapter.section("In floating point", print_floating_point);
  return chapter.run(argc, argv);
}
