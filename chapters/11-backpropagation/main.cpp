// Chapter 11: how a weight deep inside reaches the cost, and every slope in one way back.
#include "checks.hpp"
#include "counts.hpp"
#include "deep.hpp"
#include "examples.hpp"
#include "explain.hpp"
#include "figures.hpp"
#include "mistakes.hpp"
#include "nn/program/chapter.hpp"
#include "nudge.hpp"
#include "own_data.hpp"
#include "wrong_gradients.hpp"

namespace {

using namespace nn;
using namespace nn::chapter11;

void explain_example() {
  const Batch sample = example_sample();
  explain(example_network(), LinearSquaredError{}, example_parameters(), row_of(sample.X, 0),
          row_of(sample.Y, 0));
}

}  // namespace

int main(int argc, char** argv) {
  Request request;
  Chapter chapter("backpropagation",
                  "Chapter 11: the gradient of a network's cost by one way back through its "
                  "layers, what that costs, and how it is checked. With --data, the gradient of a "
                  "network of your own on your own data.");
  chapter.mistakes(mistakes, "shows a wrong gradient and how it is caught", show_mistake);
  chapter.figures({{"passes", "what a gradient costs", passes_figure},
                   {"trainings", "trainings with right and wrong gradients", trainings_figure},
                   {"regions", "four hidden units around a disc", regions_figure}});
  checks_own_data(chapter, request);
  chapter.line().example("--mistake first-path", "a unit that hears of one path to the cost only");
  chapter.line().example(
      "--data chapters/data/penguins.csv --target species --exclude year --layers 5,3",
      "the slopes of a network with two hidden layers, in three ways");
  chapter.line().example(
      "--data chapters/data/penguins.csv --target species --exclude year --layers 3 --explain 1",
      "the first penguin, forth and back");
  chapter.section("A nudge", print_nudge);
  chapter.section("What it costs", print_counts);
  chapter.section("One sample, forth and back", explain_example);
  chapter.section("Check", print_check);
  chapter.section("Error against step", print_step_errors);
  chapter.section("Mistakes", print_mistakes);
  chapter.section("In floating point", print_floating_point);
  return chapter.run(argc, argv);
}
