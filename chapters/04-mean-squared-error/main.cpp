// Chapter 4: what an error costs, and which constant errs least.
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

#include "../four_penguins.hpp"
#include "best_constant.hpp"
#include "conventions.hpp"
#include "examples.hpp"
#include "figures.hpp"
#include "floating_point.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/accuracy.hpp"
#include "nn/neuron/mean_squared_error.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/text.hpp"
#include "slip_of_the_pen.hpp"
#include "wrong_gradients.hpp"

namespace {

using namespace nn;
using namespace nn::chapter4;

/// What the predictions for the four penguins cost, and what it would cost to answer 1/2 to each.
void print_penguins() {
  const auto [X, y] = four_penguins();
  const Vector<double> y_hat = predict(bill_neuron(), X);
  const Vector<double> slopes = mean_squared_error_gradient(y_hat, y);
  std::printf("length  depth  y        ŷ     error      loss     ∂C/∂ŷ\n");
  for (std::size_t i = 0; i < y.size(); ++i) {
    std::printf("%6.1f %6.1f %2g %8.5f %9.5f %9.5f %9.5f\n", X(i, 0), X(i, 1), y(i), y_hat(i),
                y_hat(i) - y(i), squared_error(y_hat(i), y(i)), slopes(i));
  }
  std::printf("wrong answers = %g\n", 4 - 4 * accuracy(bill_neuron(), X, y));
  std::printf("C = %.5f\n", mean_squared_error(y_hat, y));
  std::printf("C of answering 1/2 to each = %g\n", cost_of_constant(0.5, y));
}

void print_by_hand() {
  const Vector<double> gradient = mean_squared_error_gradient(predictions, targets);
  std::printf("i   ŷ      y   error   loss   ∂C/∂ŷ\n");
  for (std::size_t i = 0; i < targets.size(); ++i) {
    std::printf("%zu   %.1f  %3g    %4.1f   %.2f   %5.2f\n", i + 1, predictions(i), targets(i),
                predictions(i) - targets(i), squared_error(predictions(i), targets(i)),
                gradient(i));
  }
  const double mean_loss = mean_squared_error(predictions, targets);
  std::printf("sum of the losses = %.2f\n", mean_loss * 4);
  std::printf("C = %.3f\n", mean_loss);
  std::printf("root mean square error = %.4f\n", std::sqrt(mean_loss));
}

/// The cost of constants around the mean, by its definition and by the two parts that it has.
void print_best_constant(const Vector<double>& y) {
  const double best = mean(y);
  const double least = cost_of_constant(best, y);
  std::printf("mean of the targets = %g\n", best);
  std::printf("cost of the mean, C(mean) = %g\n", least);
  std::printf("     c        C(c)   C(mean) + (c - mean)^2   slope 2(c - mean)\n");
  for (const double step : {-8.0, -4.0, -1.0, 0.0, 1.0, 4.0, 8.0}) {
    std::printf("%6g   %9g   %22g   %17g\n", best + step, cost_of_constant(best + step, y),
                least + step * step, 2 * step);
  }
}

/// A reader's own targets.
void print_own_targets(const Vector<double>& y) {
  heading("The best constant");
  print_best_constant(y);
  heading("A slip of the pen");
  print_measures_of_error(y);
}

/// The gradient by the formula, and three times without it.
void compare_gradients() {
  const Vector<double> analytic = mean_squared_error_gradient(predictions, targets);
  print_columns(
      "i", 1, {"1", "2", "3", "4"},
      {{"analytic", 12, 6, analytic},
       {"central difference", 21, 6, central_difference_gradient(cost_of_predictions, predictions)},
       {"complex step", 15, 6, complex_step_gradient(cost_of_predictions, predictions)},
       {"dual numbers", 15, 6, dual_gradient(cost_of_predictions, predictions)}});
}

}  // namespace

int main(int argc, char** argv) {
  // Flipper lengths, in millimetres, of the first five penguins in chapters/data/penguins.csv
  // whose flippers were measured.
  std::vector<double> flippers = {181, 186, 195, 193, 190};
  const auto of_targets = [&](auto action) {
    return [&, action] { return action(vector<double>(flippers)); };
  };
  Chapter chapter("mean-squared-error",
                  "Chapter 4: the squared error of a prediction, its mean, its gradient, and the "
                  "constant that has the least of it.");
  chapter.line().numbers("targets", "Y1,Y2,...", flippers,
                         "the numbers to predict by one constant (default 181,186,195,193,190)",
                         any_number(1e6));
  chapter.mistakes(mistakes, "shows a wrong gradient and how it is caught", show_mistake);
  chapter.figures(
      {{"best-constant", "the cost of a constant prediction", of_targets(best_constant_figure)},
       {"losses", "the squared and the absolute error", losses_figure}});
  chapter.line().example("--targets 181,186,1950,193,190",
                         "what one slip of the pen does to the mean");
  chapter.line().example("--mistake lost-mean", "the gradient without its 1/n");
  chapter.instead("targets", of_targets(print_own_targets));
  chapter.section("Four penguins", print_penguins);
  chapter.section("The best constant", of_targets(print_best_constant));
  chapter.section("A slip of the pen", of_targets(print_measures_of_error));
  chapter.section("With and without 1/2", print_conventions);
  chapter.section("By hand", print_by_hand);
  chapter.section("Check", compare_gradients);
  chapter.section("Mistakes", print_mistakes);
  chapter.section("In floating point", of_targets(print_rounding));
  return chapter.run(argc, argv);
}
