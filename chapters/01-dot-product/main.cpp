// Chapter 1: many measurements become one number, and the number answers when a weight moves.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "../four_penguins.hpp"
#include "arrows.hpp"
#include "difference_quotients.hpp"
#include "figures.hpp"
#include "floating_point.hpp"
#include "mistakes.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/columns.hpp"
#include "nn/program/direction.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/text.hpp"

namespace {

using namespace nn;
using namespace nn::dot_product;
using Row = Vector<double>;

void print_penguins() {
  const auto [X, y] = four_penguins();
  const Row scores = matvec(X, bill_neuron().weights);
  std::printf("weights: 1 for the bill's length, -2 for its depth (mm)\n");
  for (std::size_t i = 0; i < y.size(); ++i) {
    std::printf("%s: 1 * %.1f + (-2) * %.1f = %.1f\n", y(i) == 1 ? "Gentoo" : "Adelie", X(i, 0),
                X(i, 1), scores(i));
  }
}

/// By hand with a reader's own rows. A zero row, which has no direction, is refused before any
/// output shows.
void print_own_rows(const Row& w, const Row& x) {
  require_direction("weights", w);
  require_direction("input", x);
  heading("By hand");
  print_by_hand(w, x);
}

void print_batch() {
  const auto X = matrix<double>({{1, 2}, {-1, 3}, {0, 1}});
  const Row w = vector<double>({3, 1});
  const Row u = vector<double>({1, 2, 3});
  std::printf("X w^T = %s\n", text_of(matvec(X, w)).c_str());
  std::printf("u X = %s\n", text_of(matvec_transposed(X, u)).c_str());
}

/// The derivative by the formula, and three times without it.
void check_derivative() {
  const Row x = vector<double>({0.7, -1.3, 2.1});
  const Row w = vector<double>({0.3, -0.1, 0.2});
  const auto score = [&]<class T>(const Vector<T>& weights) { return dot(weights, cast<T>(x)); };
  print_columns("weight", 6, {"1", "2", "3"},
                {{"x_j = formula", 15, 8, x},
                 {"central difference", 20, 8, central_difference_gradient(score, w)},
                 {"complex step", 14, 8, complex_step_gradient(score, w)},
                 {"dual number", 13, 8, dual_gradient(score, w)}});
  std::printf("\n");
  print_shorter_steps(score, w, x);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<double> weights = {3, 1};
  std::vector<double> input = {1, 2};
  std::uint64_t seed = 1958;
  const std::vector<Mistake> catalogue = mistakes();
  const auto of_rows = [&](auto print) {
    return [&, print] { print(vector<double>(weights), vector<double>(input)); };
  };
  Chapter chapter("dot-product", "Inputs and weights become one number, and its derivative.");
  CommandLine& line = chapter.line();
  line.numbers("weights", "W1,W2,...", weights, "the weights of the section By hand",
               any_number(1e100));
  line.numbers("input", "X1,X2,...", input, "the input of that section, as many numbers",
               any_number(1e100));
  line.seed(seed);
  chapter.mistakes(catalogue, "show a wrong derivative, and what finds it out", show_mistake);
  chapter.figures({{"projection", "how far x reaches along w", projection_figure},
                   {"rounding", "the rounding error against the number of terms",
                    [&] { return rounding_figure(seed); }}});
  line.example("--weights 1e16,1,-1e16 --input 1,1,1", "a sum that rounding destroys");
  line.example("--mistake other-factor", "the most common mistake");
  chapter.check([&] {
    if (weights.size() == input.size()) return;
    throw UsageError("--weights has " + std::to_string(weights.size()) + " numbers and --input " +
                     std::to_string(input.size()) + "; give as many of one as of the other");
  });
  chapter.instead("weights", of_rows(print_own_rows));
  chapter.instead("input", of_rows(print_own_rows));
  chapter.section("Four penguins, one number each", print_penguins);
  chapter.section("By hand", of_rows(print_by_hand));
  chapter.section("Turning x around", of_rows(print_turned));
  chapter.section("The difference quotient", of_rows(print_difference_quotients));
  chapter.section("A batch", print_batch);
  chapter.section("The derivative, four ways", check_derivative);
  chapter.section("In floating point", print_rounding);
  chapter.section("Long sums in single precision: the largest error of 30",
                  [&] { print_long_sums(seed); });
  return chapter.run(argc, argv);
}
