// Chapter 16: how one knows that a network has not just memorised, and what to do if it has.
#include <cstddef>
#include <cstdio>

#include "bias_variance.hpp"
#include "checks.hpp"
#include "choose.hpp"
#include "fashion_command.hpp"
#include "figures.hpp"
#include "fine_tuning.hpp"
#include "floating_point.hpp"
#include "guesses.hpp"
#include "masks.hpp"
#include "memorising.hpp"
#include "mistakes.hpp"
#include "nn/data/folds.hpp"
#include "nn/program/chapter.hpp"
#include "stopping.hpp"
#include "two_updates.hpp"
#include "wrong_ways.hpp"

namespace {

using namespace nn;
using namespace nn::chapter16;

void print_folds() {
  std::printf("ten rows, counted from 0, in five folds\n");
  std::printf("fold   held out   to train on\n");
  std::size_t fold = 0;
  for (const Split& split : folds_of(10, 5, 1)) {
    std::printf("%4zu       ", ++fold);
    for (const std::size_t row : split.test) std::printf("%2zu", row);
    std::printf("  ");
    for (const std::size_t row : split.training) std::printf("%2zu", row);
    std::printf("\n");
  }
}

}  // namespace

int main(int argc, char** argv) {
  ChooseOptions options;
  FashionOptions fashion;
  Chapter chapter("regularisation",
                  "Chapter 16: a network that memorises, four ways to hold it back, and how to "
                  "choose among networks. With --data, a grid of settings for your own data, "
                  "cross-validated; with --fashion yes, the largest training of the book.");
  chapter.mistakes(mistakes, "shows a mistake and how it is caught", show_mistake);
  chapter.figures({{"curves", "what eight points teach", curves_figure},
                   {"costs", "two costs over the updates", costs_figure},
                   {"bias-variance", "bias and variance over the decay", bias_variance_figure},
                   {"guesses", "the best of many guesses", guesses_figure},
                   {"clothes", "what a network takes for something else", wrong_clothes_figure}});
  chooses_network(chapter, options);
  trains_on_fashion(chapter, fashion);
  chapter.line().example("--mistake test-watched", "networks that learn the throws of a coin");
  chapter.line().example(
      "--data chapters/data/penguins.csv --target species --exclude year --optimizer adam "
      "--epochs 30",
      "28 settings for the three species, each trained five times");
  chapter.section("Memorising", print_memorising);
  chapter.section("Holding back", print_held_back);
  chapter.section("Decay and penalty", print_two_updates);
  chapter.section("By hand", print_by_hand);
  chapter.section("Dropout", print_masks);
  chapter.section("Stopping and decay", print_stopping);
  chapter.section("Bias and variance", print_bias_variance);
  chapter.section("Folds", print_folds);
  chapter.section("The best of many guesses", print_guesses);
  chapter.section("Fine-tuning", print_fine_tuning);
  chapter.section("At full size", print_recorded_fashion);
  chapter.section("Check", print_check);
  chapter.section("Mistakes", print_mistakes);
  chapter.section("In floating point", print_floating_point);
  return chapter.run(argc, argv);
}
