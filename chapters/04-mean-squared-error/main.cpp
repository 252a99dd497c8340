/// \file
/// Chapter 4: what an error costs, and which constant errs least.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "best_constant.hpp"
#include "figures.hpp"
#include "mistakes.hpp"
#include "nn/central_difference.hpp"
#include "nn/complex_step.hpp"
#include "nn/dual_derivative.hpp"
#include "nn/mean_squared_error.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/plot.hpp"
#include "nn/program/run_program.hpp"
#include "nn/program/text.hpp"

namespace {

using nn::Vector;
using nn::chapter4::cost_of_constant;
using nn::chapter4::mean;
using nn::chapter4::median;
using nn::chapter4::midrange;
using nn::chapter4::Mistake;
using nn::chapter4::mistakes;

/// The four predictions that the chapter works out by hand.
const Vector<double> predictions = nn::vector<double>({0.9, 0.2, 0.6, 0.5});
const Vector<double> targets = nn::vector<double>({1, 0, 0, 1});

void by_hand() {
  nn::heading("By hand");
  const Vector<double> gradient = nn::mean_squared_error_gradient(predictions, targets);
  std::printf("i   ŷ      y   error   loss   ∂C/∂ŷ\n");
  for (std::size_t i = 0; i < targets.size(); ++i) {
    std::printf("%zu   %.1f  %3g    %4.1f   %.2f   %5.2f\n", i + 1, predictions(i), targets(i),
                predictions(i) - targets(i), nn::squared_error(predictions(i), targets(i)),
                gradient(i));
  }
  const double mean_loss = nn::mean_squared_error(predictions, targets);
  std::printf("sum of the losses = %.2f\n", mean_loss * 4);
  std::printf("C = %.3f\n", mean_loss);
  std::printf("root mean square error = %.4f\n", std::sqrt(mean_loss));
}

void best_constant(const Vector<double>& y) {
  nn::heading("The best constant");
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

void why_a_square(Vector<double> y) {
  nn::heading("Why a square");
  const double middle[] = {median(y), mean(y), midrange(y)};
  double& slipped = *std::max_element(y.begin(), y.end());
  const double right = slipped;
  slipped *= 10;
  std::printf("measure of the errors   best constant   with %g for %g\n", slipped, right);
  std::printf("their sum               none            none\n");
  std::printf("mean absolute error     %-13g   %g\n", middle[0], median(y));
  std::printf("mean squared error      %-13g   %g\n", middle[1], mean(y));
  std::printf("largest absolute error  %-13g   %g\n", middle[2], midrange(y));
}

/// Gradient descent on the predictions themselves: ŷ moves against the gradient, ten times.
template <class Gradient>
double cost_after_ten_steps(const Gradient& gradient, double rate) {
  Vector<double> y_hat = predictions;
  for (int step = 0; step < 10; ++step) y_hat -= rate * gradient(y_hat, targets);
  return nn::mean_squared_error(y_hat, targets);
}

void conventions() {
  nn::heading("With and without 1/2");
  struct Convention {
    const char* name;
    double factor;
  };
  const double this_book = nn::mean_squared_error(predictions, targets);
  const Vector<double> gradient = nn::mean_squared_error_gradient(predictions, targets);
  std::printf("cost                      value   ∂C/∂ŷ of ŷ = 0.6   rate   cost after ten steps\n");
  for (const Convention& one :
       {Convention{"(1/n) sum, this book", 1}, Convention{"(1/(2n)) sum", 0.5},
        Convention{"sum, no mean", 4}, Convention{"(1/2) sum", 2}}) {
    const auto scaled = [&](const Vector<double>& y_hat, const Vector<double>& y) {
      return Vector<double>(one.factor * nn::mean_squared_error_gradient(y_hat, y));
    };
    const double rate = 0.4 / one.factor;
    std::printf("%-23s  %6.4f   %16.2f   %4g   %20.6f\n", one.name, one.factor * this_book,
                one.factor * gradient(2), rate, cost_after_ten_steps(scaled, rate));
  }
}

/// C as a function of the predictions, for every scalar.
const auto cost = []<class T>(const Vector<T>& y_hat) {
  return nn::mean_squared_error(y_hat, nn::cast<T>(targets));
};

double largest_difference(const Vector<double>& a, const Vector<double>& b) {
  return nn::ublas::norm_inf(a - b);
}

/// The numerical gradient with one step size for all entries. A one-sided difference leaves the
/// left point at y_hat itself.
Vector<double> difference_gradient(double h, bool one_sided) {
  Vector<double> gradient(predictions.size());
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    Vector<double> right = predictions;
    Vector<double> left = predictions;
    right(i) += h;
    if (!one_sided) left(i) -= h;
    gradient(i) = (cost(right) - cost(left)) / (right(i) - left(i));
  }
  return gradient;
}

void check() {
  nn::heading("Check");
  const Vector<double> analytic = nn::mean_squared_error_gradient(predictions, targets);
  const Vector<double> central = nn::central_difference_gradient(cost, predictions);
  const Vector<double> complex = nn::complex_step_gradient(cost, predictions);
  const Vector<double> dual = nn::dual_gradient(cost, predictions);
  std::printf("i    analytic   central difference   complex step   dual numbers\n");
  for (std::size_t i = 0; i < targets.size(); ++i) {
    std::printf("%zu   %9.6f   %18.6f   %12.6f   %12.6f\n", i + 1, analytic(i), central(i),
                complex(i), dual(i));
  }
  std::printf("\nStep size, and the largest error of the four\n");
  std::printf("    h   one-sided difference   central difference\n");
  for (const double h : {1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11}) {
    std::printf("%.0e   %20.1e   %18.1e\n", h,
                largest_difference(difference_gradient(h, true), analytic),
                largest_difference(difference_gradient(h, false), analytic));
  }
}

void catalogue() {
  nn::heading("Mistakes");
  const Vector<double> right = nn::mean_squared_error_gradient(predictions, targets);
  std::printf("name           largest error   cost after ten steps of rate 1.1\n");
  std::printf("none           %13.2f   %20.4g\n", 0.0,
              cost_after_ten_steps(nn::mean_squared_error_gradient<double>, 1.1));
  for (const Mistake& mistake : mistakes) {
    std::printf("%-12s   %13.2f   %20.4g\n", mistake.name,
                largest_difference(mistake.gradient(predictions, targets), right),
                cost_after_ten_steps(mistake.gradient, 1.1));
  }
}

void floating_point(const Vector<double>& y) {
  nn::heading("In floating point");
  std::printf("the cost of the mean, for targets that all lie higher by an offset\n");
  std::printf("offset   mean of (y - mean)^2   mean of y^2, less mean^2\n");
  for (const double offset : {0.0, 1e5, 1e7, 1e9}) {
    const Vector<double> moved = y + nn::ublas::scalar_vector<double>(y.size(), offset);
    const double average = mean(moved);
    const double one_pass =
        nn::squared_norm(moved) / static_cast<double>(y.size()) - average * average;
    std::printf("%6.0e   %20.6g   %24.6g\n", offset, cost_of_constant(average, moved), one_pass);
  }
  std::printf("squared_error(1e154, 0) = %.3g\n", nn::squared_error(1e154, 0.0));
  std::printf("squared_error(1e155, 0) = %.3g\n", nn::squared_error(1e155, 0.0));
  std::printf("squared_error(1e-162, 0) = %.3g\n", nn::squared_error(1e-162, 0.0));
}

void show_mistake(const Mistake& mistake) {
  nn::heading("Mistake: " + std::string(mistake.name));
  std::printf("%s\n", nn::wrapped(mistake.what).c_str());
  const Vector<double> wrong = mistake.gradient(predictions, targets);
  const Vector<double> right = nn::mean_squared_error_gradient(predictions, targets);
  const Vector<double> central = nn::central_difference_gradient(cost, predictions);
  const Vector<double> dual = nn::dual_gradient(cost, predictions);
  std::printf("i      wrong      right    central difference   dual numbers\n");
  for (std::size_t i = 0; i < targets.size(); ++i) {
    std::printf("%zu   %8.4f   %8.4f   %19.4f   %12.4f\n", i + 1, wrong(i), right(i), central(i),
                dual(i));
  }
  std::printf("\ncost before = %.4g\n", nn::mean_squared_error(predictions, targets));
  std::printf("cost after ten steps of rate 1.1, right gradient = %.4g\n",
              cost_after_ten_steps(nn::mean_squared_error_gradient<double>, 1.1));
  std::printf("cost after ten steps of rate 1.1, wrong gradient = %.4g\n",
              cost_after_ten_steps(mistake.gradient, 1.1));
  const double error = largest_difference(wrong, dual);
  char verdict[128];
  std::snprintf(verdict, sizeof verdict,
                "%s: caught, the gradient differs from the dual numbers' by %.2g (allowed 1e-12)",
                mistake.name, error);
  throw nn::CheckFailed(verdict);
}

void body(int argc, char** argv) {
  // Flipper lengths, in millimetres, of the first five penguins in chapters/data/penguins.csv
  // whose flippers were measured.
  std::vector<double> flippers = {181, 186, 195, 193, 190};
  std::string wanted;
  nn::PlotRequest plot;

  nn::CommandLine line("mean-squared-error",
                       "Chapter 4: the squared error of a prediction, its mean, its gradient, and "
                       "the constant that has the least of it.");
  line.numbers("targets", "Y1,Y2,...", flippers,
               "the numbers to predict by one constant (default 181,186,195,193,190)",
               nn::any_number(1e6));
  line.catalogue("mistake", wanted, nn::choices_of(mistakes),
                 "shows a wrong gradient and how it is caught");
  line.plot(plot, {{"best-constant", "the cost of a constant prediction"},
                   {"losses", "the squared and the absolute error"}});
  line.example("--targets 181,186,1950,193,190", "what one slip of the pen does to the mean");
  line.example("--mistake lost-mean", "the gradient without its 1/n");
  if (!line.parse(argc, argv)) return;

  const Vector<double> y = nn::vector<double>(flippers);
  if (plot.wanted()) {
    const bool losses = plot.figure == "losses";
    (losses ? nn::chapter4::losses_figure() : nn::chapter4::best_constant_figure(y))
        .write(plot.file);
    return;
  }
  if (const Mistake* mistake = nn::find_mistake(mistakes, wanted)) show_mistake(*mistake);
  if (line.given("targets")) {
    best_constant(y);
    why_a_square(y);
    return;
  }
  by_hand();
  best_constant(y);
  why_a_square(y);
  conventions();
  check();
  catalogue();
  floating_point(y);
}

}  // namespace

int main(int argc, char** argv) { return nn::run_program(argc, argv, body); }
