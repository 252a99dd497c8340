// Chapter 14: steps that remember the steps before them, and a step of its own size for each
// parameter.
#include "by_hand.hpp"
#include "digit_training.hpp"
#include "figures.hpp"
#include "first_steps.hpp"
#include "floating_point.hpp"
#include "mistakes.hpp"
#include "nn/program/chapter.hpp"
#include "roots.hpp"
#include "valley.hpp"
#include "wrong_steps.hpp"

namespace {

using namespace nn;
using namespace nn::chapter14;

}  // namespace

int main(int argc, char** argv) {
  double kappa = 100;
  double beta = 0.9;
  Chapter chapter("momentum-and-adam",
                  "Chapter 14: momentum on a parabola and in a valley, Nesterov's version of it, "
                  "and Adam, whose steps do not ask how large the gradients are.");
  chapter.mistakes(mistakes, "shows a wrong step and how it is caught", show_mistake);
  chapter.figures(
      {{"paths", "plain descent and momentum in one valley", paths_figure},
       {"errors", "the distance from the lowest point", errors_figure},
       {"first-steps", "Adam's steps with and without correction", first_steps_figure}});
  chapter.line().number("momentum", "B", beta, "solves a valley with this β and its best α",
                        NumberRange{0, true, 1, false, "a number from 0 to below 1"});
  chapter.line().number("kappa", "K", kappa, "the condition number of that valley",
                        NumberRange{1, true, 1e6, true, "a number from 1 to 1000000"});
  chapter.line().example("--mistake no-correction", "Adam without its correction");
  chapter.line().example("--momentum 0.5 --kappa 100", "less momentum than is best");
  chapter.instead("momentum", [&] { print_with_beta(kappa, beta); });
  chapter.instead("kappa", [&] { print_with_beta(kappa, beta); });
  chapter.section("By hand", print_by_hand);
  chapter.section("Roots", print_roots);
  chapter.section("Rates in a valley", print_rates);
  chapter.section("Updates to a thousandth", print_updates);
  chapter.section("Adam's first steps", print_first_steps);
  chapter.section("A factor on the cost", print_scale);
  chapter.section("Digits", print_digits);
  chapter.section("Check", print_check);
  chapter.section("The longest step", print_longest_steps);
  chapter.section("Mistakes", print_mistakes);
  chapter.section("In floating point", print_floating_point);
  return chapter.run(argc, argv);
}
