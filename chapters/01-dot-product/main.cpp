// Chapter 1: many measurements become one number, and the number answers when a weight moves.
#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <cstdio>
#include <numbers>
#include <string>
#include <vector>

#include "mistakes.hpp"
#include "nn/central_difference.hpp"
#include "nn/complex_step.hpp"
#include "nn/dual_derivative.hpp"
#include "nn/geometry.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/plot.hpp"
#include "nn/program/run_program.hpp"
#include "nn/program/text.hpp"
#include "nn/random.hpp"
#include "nn/rounding.hpp"

namespace {

using nn::dot;
using nn::text_of;
using Row = nn::Vector<double>;

constexpr double degrees = 180 / std::numbers::pi;

void two_penguins() {
  nn::heading("Two penguins, one number each");
  const Row w = nn::vector<double>({1, -2});
  const auto X = nn::matrix<double>({{39.1, 18.7}, {46.1, 13.2}});
  const std::array<const char*, 2> species = {"Adelie", "Gentoo"};
  std::printf("weights: 1 for the bill's length, -2 for its depth (mm)\n");
  for (std::size_t i = 0; i < 2; ++i) {
    std::printf("%s: 1 * %.1f + (-2) * %.1f = %.1f\n", species[i], X(i, 0), X(i, 1),
                dot(w, nn::row(X, i)));
  }
}

void by_hand(const Row& w, const Row& x) {
  // First what a zero row has not: then bad input shows before any output does.
  const double cosine = nn::cosine(w, x);
  const double angle = nn::angle(w, x) * degrees;
  nn::heading("By hand");
  std::printf("w = %s, x = %s\n", text_of(w).c_str(), text_of(x).c_str());
  std::printf("products = %s\n", text_of(nn::ublas::element_prod(w, x)).c_str());
  std::printf("w . x = %.6g\n", dot(w, x));
  std::printf("|w| = %.6g, |x| = %.6g, product of the lengths = %.6g\n", nn::norm(w), nn::norm(x),
              nn::norm(w) * nn::norm(x));
  std::printf("cosine = %.6g, angle = %.6g degrees\n", cosine, angle);
  std::printf("x reaches along w = %.6g\n", nn::scalar_projection(x, w));
  const double t = dot(w, x) / nn::squared_norm(w);
  const Row foot = t * w;
  const Row left_over = x - foot;
  std::printf("t = %.6g, foot t w = %s\n", t, text_of(foot).c_str());
  std::printf("left over x - t w = %s, its product with w = %.6g\n", text_of(left_over).c_str(),
              dot(w, left_over));
}

/// x turned around, at the same length: the dot product follows the cosine.
void all_around(const Row& w, const Row& x) {
  nn::heading("Turning x around");
  const double start = std::atan2(w(1), w(0));
  const double length = nn::norm(x);
  std::printf("angle      w . x   bound |w| |x|\n");
  for (const int turn : {0, 45, 90, 135, 180}) {
    const double direction = start + turn / degrees;
    const Row turned =
        nn::vector<double>({length * std::cos(direction), length * std::sin(direction)});
    // Rounded to what is printed, so that no sign of a zero shows.
    std::printf("%5d %10.4f %15.4f\n", turn, std::round(dot(w, turned) * 1e4) / 1e4 + 0.0,
                nn::norm(w) * length);
  }
}

void difference_quotients(const Row& w, const Row& x) {
  nn::heading("The difference quotient");
  const auto square = [](double t) { return t * t; };
  Row moved = w;
  std::printf("h           t^2 at t = 3      w . x, weight 2 moved\n");
  for (const double h : {1.0, 0.1, 0.01, 0.001}) {
    moved(1) = w(1) + h;
    std::printf("%-5g %18.5g %26.5g\n", h, (square(3 + h) - square(3)) / h,
                (dot(moved, x) - dot(w, x)) / h);
  }
}

void batch() {
  nn::heading("A batch");
  const auto X = nn::matrix<double>({{1, 2}, {-1, 3}, {0, 1}});
  const Row w = nn::vector<double>({3, 1});
  const Row u = nn::vector<double>({1, 2, 3});
  std::printf("X w^T = %s\n", text_of(nn::matvec(X, w)).c_str());
  std::printf("u X = %s\n", text_of(nn::matvec_transposed(X, u)).c_str());
}

/// The dot product as a function of its weights, for any scalar.
struct Score {
  Row x;
  template <class T>
  T operator()(const nn::Vector<T>& w) const {
    return dot(w, nn::cast<T>(x));
  }
};

void check_derivative() {
  nn::heading("The derivative, four ways");
  const Score score{nn::vector<double>({0.7, -1.3, 2.1})};
  const Row w = nn::vector<double>({0.3, -0.1, 0.2});
  const Row difference = nn::central_difference_gradient(score, w);
  const Row complex = nn::complex_step_gradient(score, w);
  const Row dual = nn::dual_gradient(score, w);
  std::printf("weight  x_j = formula  central difference  complex step  dual number\n");
  for (std::size_t j = 0; j < w.size(); ++j) {
    std::printf("%-6zu %14.8f %19.8f %13.8f %12.8f\n", j + 1, score.x(j), difference(j), complex(j),
                dual(j));
  }
  std::printf("\nh        largest error of the central differences\n");
  for (const double h : {1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11}) {
    double largest = 0;
    for (std::size_t j = 0; j < w.size(); ++j) {
      const auto along_j = [&](double value) {
        Row at = w;
        at(j) = value;
        return score(at);
      };
      const double slope = nn::central_difference(along_j, w(j), h);
      largest = std::max(largest, std::abs(slope - score.x(j)));
    }
    std::printf("%-8.0e %.0e\n", h, largest);
  }
}

void rounding() {
  nn::heading("In floating point");
  std::printf("unit roundoff u = %.2e\n", nn::unit_roundoff<double>);
  const Row w = nn::vector<double>({1e16, 1, -1e16});
  const Row ones = nn::vector<double>({1, 1, 1});
  std::printf("(1e16, 1, -1e16) . (1, 1, 1) = %g, the bound is %.1f\n", dot(w, ones),
              nn::dot_error_bound(w, ones));
  const Row other_order = nn::vector<double>({1e16, -1e16, 1});
  std::printf("(1e16, -1e16, 1) . (1, 1, 1) = %g\n", dot(other_order, ones));
  const double angle = 1e-8;
  const Row along = nn::vector<double>({1, 0});
  const Row beside = nn::vector<double>({std::cos(angle), std::sin(angle)});
  std::printf("an angle of 1e-08 by the arc cosine: %.0e, by two lengths: %.0e\n",
              std::acos(nn::cosine(along, beside)), nn::angle(along, beside));
}

/// 30 random dot products of length d in single precision: the largest error seen, relative to the
/// sum of |w_j x_j|. What terms have in common, their sign, decides how large the partial sums get.
double largest_error(std::size_t d, bool positive, nn::Random& random) {
  double largest = 0;
  for (int run = 0; run < 30; ++run) {
    nn::Vector<float> w(d);
    nn::Vector<float> x(d);
    double exact = 0;  // in double the products are exact, and the sum almost
    double magnitude = 0;
    for (std::size_t j = 0; j < d; ++j) {
      w(j) = static_cast<float>(random.gaussian());
      x(j) = static_cast<float>(random.gaussian());
      if (positive) x(j) = std::copysign(x(j), w(j));
      const double product = static_cast<double>(w(j)) * x(j);
      exact += product;
      magnitude += std::abs(product);
    }
    // From left to right, as the derivation adds: dot() leaves long sums to BLAS, and its order.
    const float in_order = boost::numeric::ublas::inner_prod(w, x);
    largest = std::max(largest, std::abs(in_order - exact) / magnitude);
  }
  return largest;
}

void growing_sums(std::uint64_t seed) {
  nn::heading("Long sums in single precision: the largest error of 30");
  nn::Random random(seed);
  std::printf("           signs mixed  all positive      bound\n");
  for (const std::size_t d : {10U, 100U, 1000U, 10000U}) {
    const double mixed = largest_error(d, false, random);
    const double positive = largest_error(d, true, random);
    std::printf("d = %-6zu %11.1e %13.1e %10.1e\n", d, mixed, positive, nn::gamma<float>(d));
  }
}

void draw_projection(const std::string& file) {
  nn::Figure figure("How far x reaches along w",
                    "Two arrows start at the origin: w to (3, 1) and x to (1, 2). A dashed line "
                    "falls from the head of x at a right angle onto w and meets it at its middle, "
                    "(1.5, 0.5). A third arrow, x', to (-1, 3) is perpendicular to w.");
  figure.x_axis("first entry").y_axis("second entry").equal_scales();
  figure.x_range(-2.2, 4.2).y_range(-0.4, 3.4).legend(nn::Legend::none);
  figure.guide("perpendicular", {1, 1.5}, {2, 0.5});
  figure.arrow("w", {0, 0}, {3, 1}, nn::Colour::blue);
  figure.arrow("x", {0, 0}, {1, 2}, nn::Colour::vermilion);
  figure.arrow("x'", {0, 0}, {-1, 3}, nn::Colour::green);
  figure.points("foot", {1.5}, {0.5}, nn::Colour::purple);
  figure.text("w = (3, 1)", 3.08, 1.02);
  figure.text("x = (1, 2): w · x = 5", 1.08, 2.08);
  figure.text("w · x' = 0", -0.85, 3.0);
  figure.text("foot (1.5, 0.5)", 1.5, 0.25);
  figure.write(file);
}

void draw_rounding(const std::string& file, std::uint64_t seed) {
  nn::Figure figure(
      "What rounding does to long sums",
      "Three curves on logarithmic axes against the number of terms d, from 2 to "
      "32768. The bound rises in a straight line from about 1e-7 to 2e-3. The largest "
      "error seen with all terms positive rises about half as steeply. With mixed "
      "signs it stays near 1e-7.");
  figure.x_axis("number of terms d", nn::Scale::logarithmic);
  figure.y_axis("error relative to the sum of |wⱼ xⱼ|", nn::Scale::logarithmic);
  figure.legend(nn::Legend::top_left);
  nn::Random random(seed);
  std::vector<double> d;
  std::vector<double> mixed;
  std::vector<double> positive;
  std::vector<double> bound;
  for (std::size_t n = 2; n <= 32768; n *= 2) {
    d.push_back(static_cast<double>(n));
    mixed.push_back(largest_error(n, false, random));
    positive.push_back(largest_error(n, true, random));
    bound.push_back(nn::gamma<float>(n));
  }
  figure.line("bound", d, bound);
  figure.marked_line("largest of 30, all terms positive", d, positive);
  figure.marked_line("largest of 30, signs mixed", d, mixed);
  figure.write(file);
}

/// The derivative of u . (X w^T) by a wrong formula, beside the right one and the judge.
void show_mistake(const nn::dot_product::Mistake& mistake) {
  const auto X = nn::matrix<double>({{1, 2}, {-1, 3}});
  const Row w = nn::vector<double>({3, 1});
  const Row u = nn::vector<double>({2, 1});
  const auto sum_of_scores = [&](const nn::Vector<std::complex<double>>& theta) {
    using Complex = std::complex<double>;
    return dot(nn::cast<Complex>(u), nn::matvec(nn::cast<Complex>(X), theta));
  };
  const Row judge = nn::complex_step_gradient(sum_of_scores, w);
  const Row wrong = mistake.gradient(X, w, u);
  nn::heading("Mistake: " + std::string(mistake.name));
  std::printf("%s\n", mistake.what);
  std::printf("X = (1, 2; -1, 3), w = %s, u = %s\n", text_of(w).c_str(), text_of(u).c_str());
  std::printf("right, u X    = %s\n", text_of(nn::matvec_transposed(X, u)).c_str());
  std::printf("complex step  = %s\n", text_of(judge).c_str());
  std::printf("mistake       = %s\n", text_of(wrong).c_str());
  const double error = nn::ublas::norm_inf(Row(wrong - judge));
  std::printf("largest error = %.6g\n", error);
  if (error > 1e-8) {
    throw nn::CheckFailed(std::string(mistake.name) +
                          ": the gradient is not what the complex step finds");
  }
}

void body(int argc, char** argv) {
  std::vector<double> weights = {3, 1};
  std::vector<double> input = {1, 2};
  std::uint64_t seed = 1958;
  nn::PlotRequest plot;
  std::string wanted;
  nn::CommandLine line("dot-product", "Inputs and weights become one number, and its derivative.");
  line.numbers("weights", "W1,W2,...", weights, "the weights of the section By hand",
               nn::any_number(1e100));
  line.numbers("input", "X1,X2,...", input, "the input of that section, as many numbers",
               nn::any_number(1e100));
  line.seed(seed);
  line.catalogue("mistake", wanted, nn::choices_of(nn::dot_product::mistakes()),
                 "show a wrong derivative, and what finds it out");
  line.plot(plot, {{"projection", "how far x reaches along w"},
                   {"rounding", "the rounding error against the number of terms"}});
  line.example("--weights 1e16,1,-1e16 --input 1,1,1", "a sum that rounding destroys");
  line.example("--mistake other-factor", "the most common mistake");
  if (!line.parse(argc, argv)) return;
  if (weights.size() != input.size()) {
    throw nn::UsageError("--weights has " + std::to_string(weights.size()) +
                         " numbers and --input " + std::to_string(input.size()) +
                         "; give as many of one as of the other");
  }
  if (plot.wanted()) {
    return plot.figure == "projection" ? draw_projection(plot.file)
                                       : draw_rounding(plot.file, seed);
  }
  for (const nn::dot_product::Mistake& mistake : nn::dot_product::mistakes()) {
    if (mistake.name == wanted) return show_mistake(mistake);
  }
  const Row w = nn::vector<double>(weights);
  const Row x = nn::vector<double>(input);
  if (line.given("weights") || line.given("input")) return by_hand(w, x);
  two_penguins();
  by_hand(w, x);
  all_around(w, x);
  difference_quotients(w, x);
  batch();
  check_derivative();
  rounding();
  growing_sums(seed);
}

}  // namespace

int main(int argc, char** argv) { return nn::run_program(argc, argv, body); }
