// Chapter 13: how many rows to ask before a step, what chance does to a descent, and training a
// network on a reader's own data.
#include <cstddef>

#include "all_batches.hpp"
#include "digits_by_batch.hpp"
#include "falling_rate.hpp"
#include "figures.hpp"
#include "floating_point.hpp"
#include "measured_noise.hpp"
#include "mistakes.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/network_training.hpp"
#include "parabolas.hpp"
#include "wrong_epochs.hpp"

using namespace nn;
using namespace nn::chapter13;

int main(int argc, char** argv) {
  NetworkTrainingOptions options;
  std::size_t updates = 200;
  Chapter chapter("stochastic-gradient-descent",
                  "Chapter 13: the gradient of a batch, its mean and its variance, and how far "
                  "from the bottom a descent by batches stays. With --data or --images, trains a "
                  "network on data of yours.");
  chapter.mistakes(mistakes, "shows a wrong epoch and how it is caught", show_mistake);
  chapter.figures({{"paths", "steps with all rows, and with one", paths_figure},
                   {"samples", "the cost of the digits, for four sizes of a batch", samples_figure},
                   {"floor", "the noise floor against the rate", floor_figure}});
  chapter.line().count("updates", "T", updates, "prints what falling rates make of T updates",
                       {10, 1'000'000});
  trains_network(chapter, options);
  chapter.line().example("--mistake no-reshuffle", "the order of the file in every epoch");
  chapter.line().example("--updates 2000", "a longer descent with falling rates");
  chapter.line().example(
      "--data chapters/data/penguins.csv --target species --exclude year --layers 5",
      "trains a network with five hidden units");
  chapter.instead("updates", [&updates] { print_rates(updates); });
  chapter.section("By hand", print_by_hand);
  chapter.section("All batches", print_all_batches);
  chapter.section("Digits", print_digits);
  chapter.section("The noise floor", print_noise_floor);
  chapter.section("A falling rate", print_falling_rate);
  chapter.section("Mistakes", print_mistakes);
  chapter.section("In floating point", print_floating_point);
  return chapter.run(argc, argv);
}
