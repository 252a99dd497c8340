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
  const Samples penguins = four_penguins();
  const Row w = bill_neuron().weights;
  std::printf("length  depth  Gentoo  length - 2 depth\n");
  for (std::size_t i = 0; i < penguins.y.size(); ++i) {
    const Row x = row_of(penguins.X, i);
    std::printf("%6.1f %6.1f %7.0f %17.1f\n", x(0), x(1), penguins.y(i), dot(w, x));
  }
}

/// By hand with a reader's own rows.
void print_own_rows(const Row& w, const Row& x) {
  heading("By hand");
  print_by_hand(w, x);
}

void print_batch() {
  const auto X = matrix<double>({{1, 2}, {-1, 3}, {0, 1}});
  const Row w = vector<double>({3, 1});
  const Row u = vector<double>({1, 2, 3});
  std::printf("X = (1, 2; -1, 3; 0, 1), w = %s, u = %s\n", text_of(w).c_str(), text_of(u).c_str());
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
    if (weights.size() != input.size()) {
      throw UsageError("--weights has " + std::to_string(weights.size()) + " numbers and --input " +
                       std::to_string(input.size()) + "; give as many of one as of the other");
    }
    require_direction("weights", vector<double>(weights));
    require_direction("input", vector<double>(input));
  });
  chapter.instead("weights", of_rows(print_own_rows));
  chapter.instead("input", of_rows(print_own_rows));
  chapter.section("Four penguins", print_penguins);
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
