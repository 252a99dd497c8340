// Chapter 15: where a descent should begin, so that numbers neither vanish nor explode on their way
// through many layers.
#include "equal_units.hpp"
#include "examples.hpp"
#include "figures.hpp"
#include "floating_point.hpp"
#include "layers.hpp"
#include "learning.hpp"
#include "mistakes.hpp"
#include "nn/program/chapter.hpp"
#include "own_scale.hpp"
#include "stretch.hpp"
#include "wrong_starts.hpp"

namespace {

using namespace nn;
using namespace nn::chapter15;

}  // namespace

int main(int argc, char** argv) {
  double scale = 2;
  Chapter chapter("initialisation",
                  "Chapter 15: why hidden units must begin different, and how large their first "
                  "weights should be.");
  chapter.mistakes(mistakes, "shows a wrong start and how it is caught", show_mistake);
  chapter.figures({{"forward", "relus of three variances, layer by layer", forward_figure},
                   {"backward", "the slopes on their way back", backward_figure},
                   {"learning", "three starts of one training", learning_figure}});
  shows_scale(chapter, scale);
  chapter.line().example("--mistake fan-out", "the number of units for the number of inputs");
  chapter.line().example("--scale 1", "half the variance that relus need");
  chapter.section("Equal units", print_equal_units);
  chapter.section("All zeros", print_zeros);
  chapter.section("By hand", print_by_hand);
  chapter.section("Layer by layer", print_layers);
  chapter.section("A bound", print_stretches);
  chapter.section("Learning, side by side", print_learning);
  chapter.section("Check", print_all_signs);
  chapter.section("Mistakes", print_mistakes);
  chapter.section("In floating point", print_floating_point);
  return chapter.run(argc, argv);
}
