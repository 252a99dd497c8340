// Chapter 2: one more number, and the sum says on which side of a boundary a sample lies.
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdio>
#include <string>
#include <vector>

#include "mistakes.hpp"
#include "nn/central_difference.hpp"
#include "nn/complex_step.hpp"
#include "nn/data/csv.hpp"
#include "nn/data/number.hpp"
#include "nn/dual_derivative.hpp"
#include "nn/geometry.hpp"
#include "nn/neuron.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/plot.hpp"
#include "nn/program/run_program.hpp"
#include "nn/program/text.hpp"
#include "nn/rounding.hpp"

namespace {

using nn::dot;
using nn::text_of;
using Row = nn::Vector<double>;
using Neuron = nn::Neuron<double>;

/// The bills of one species: length and depth in mm.
struct Bills {
  std::vector<double> length;
  std::vector<double> depth;
};

Bills bills_of(const std::string& species) {
  const nn::CsvTable table = nn::read_csv(NN_DATA_DIR "/penguins.csv");
  const std::size_t of_species = table.column("species");
  const std::size_t length = table.column("bill_length_mm");
  const std::size_t depth = table.column("bill_depth_mm");
  Bills bills;
  for (const std::vector<std::string>& row : table.rows) {
    if (row[of_species] != species || nn::is_missing(row[length])) continue;
    bills.length.push_back(nn::parse_number(row[length]).value);
    bills.depth.push_back(nn::parse_number(row[depth]).value);
  }
  return bills;
}

/// z for each of the bills.
std::vector<double> preactivations_of(const Neuron& neuron, const Bills& bills) {
  std::vector<double> z;
  for (std::size_t i = 0; i < bills.length.size(); ++i) {
    z.push_back(nn::preactivation(neuron, nn::vector<double>({bills.length[i], bills.depth[i]})));
  }
  return z;
}

std::size_t count_positive(const Neuron& neuron, const Bills& bills) {
  const std::vector<double> z = preactivations_of(neuron, bills);
  return static_cast<std::size_t>(
      std::count_if(z.begin(), z.end(), [](double value) { return value > 0; }));
}

void print_scores(const char* species, const Row& weights, const Bills& bills) {
  const std::vector<double> scores = preactivations_of({weights, 0}, bills);
  const auto [lowest, highest] = std::minmax_element(scores.begin(), scores.end());
  std::printf("scores w . x of the %s: %.4g to %.4g\n", species, *lowest, *highest);
}

void penguins(const Row& weights, const std::vector<double>& biases) {
  nn::heading("Penguins with z > 0");
  const Bills adelie = bills_of("Adelie");
  const Bills gentoo = bills_of("Gentoo");
  std::printf("w = %s for length and depth of the bill in mm\n", text_of(weights).c_str());
  print_scores("Adelies", weights, adelie);
  print_scores("Gentoos", weights, gentoo);
  std::printf("b        of %zu Adelies  of %zu Gentoos\n", adelie.length.size(),
              gentoo.length.size());
  for (const double b : biases) {
    const Neuron neuron{weights, b};
    std::printf("%-8g %14zu %14zu\n", b, count_positive(neuron, adelie),
                count_positive(neuron, gentoo));
  }
}

void by_hand(const Neuron& neuron, const Row& x) {
  const Row& w = neuron.weights;
  const double distance = nn::signed_distance(x, w, neuron.bias);
  nn::heading("By hand");
  std::printf("w = %s, b = %g, x = %s\n", text_of(w).c_str(), neuron.bias, text_of(x).c_str());
  std::printf("w . x = %.6g, z = %.6g\n", dot(w, x), nn::preactivation(neuron, x));
  std::printf("|w| = %.6g, distance of x = %.6g\n", nn::norm(w), distance);
  const Row foot = x - distance / nn::norm(w) * w;
  std::printf("foot = %s, its z = %.6g\n", text_of(foot).c_str(),
              std::round(nn::preactivation(neuron, foot) * 1e12) / 1e12 + 0.0);
  Row longer = x;
  longer.resize(x.size() + 1, true);
  longer(x.size()) = 1;
  std::printf("(w, b) . (x, 1) = %s . %s = %.6g\n", text_of(nn::parameters(neuron)).c_str(),
              text_of(longer).c_str(), dot(nn::parameters(neuron), longer));
}

void moving_the_bias() {
  nn::heading("What b moves");
  const Row w = nn::vector<double>({3, 1});
  const Row x = nn::vector<double>({1, 2});
  std::printf("b      z of (1, 2)  distance of (1, 2)  boundary from the origin\n");
  for (const double b : {2.0, 0.0, -2.0, -5.0, -8.0}) {
    std::printf("%-6g %11g %19.4f %25.4f\n", b, nn::preactivation(Neuron{w, b}, x),
                nn::signed_distance(x, w, b), -b / nn::norm(w) + 0.0);
  }
}

/// u . z of a batch as a function of all parameters, for any scalar.
struct SumOfScores {
  nn::Matrix<double> X;
  Row u;
  template <class T>
  T operator()(const nn::Vector<T>& theta) const {
    return dot(nn::cast<T>(u), nn::preactivations(nn::neuron_from(theta), nn::cast<T>(X)));
  }
};

void check_derivative() {
  nn::heading("The derivative of 2 z_1 + z_2, four ways");
  const SumOfScores phi{nn::matrix<double>({{1, 2}, {-1, 3}}), nn::vector<double>({2, 1})};
  const Row theta = nn::vector<double>({3, 1, -2});
  const Row formula =
      nn::parameters(Neuron{nn::matvec_transposed(phi.X, phi.u), nn::ublas::sum(phi.u)});
  const Row difference = nn::central_difference_gradient(phi, theta);
  const Row complex = nn::complex_step_gradient(phi, theta);
  const Row dual = nn::dual_gradient(phi, theta);
  std::printf("          formula  central difference  complex step  dual number\n");
  const std::vector<const char*> names = {"weight 1", "weight 2", "bias"};
  for (std::size_t j = 0; j < names.size(); ++j) {
    std::printf("%-8s %8.4f %19.8f %13.8f %12.8f\n", names[j], formula(j), difference(j),
                complex(j), dual(j));
  }
}

void rounding() {
  nn::heading("In floating point");
  const Neuron close{nn::vector<double>({0.1, 0.2}), -0.3};
  const Row ones = nn::vector<double>({1, 1});
  std::printf("w = (0.1, 0.2), b = -0.3, x = (1, 1): z = %.2e\n", nn::preactivation(close, ones));
  const Row theta = nn::parameters(close);
  const Row longer = nn::vector<double>({1, 1, 1});
  std::printf("the bound on its error is %.2e\n", nn::dot_error_bound(theta, longer));
  const Neuron drowned{nn::vector<double>({1}), 1e16};
  std::printf("w = 1, b = 1e16: z at 0 is %g, z at 1 is larger by %g\n",
              nn::preactivation(drowned, nn::vector<double>({0})),
              nn::preactivation(drowned, nn::vector<double>({1})) - drowned.bias);
  const double hour = 1.0 / 8766;  // in years
  const nn::Neuron<float> far{nn::vector<float>({8766}), -17593362};
  const nn::Neuron<float> near{nn::vector<float>({8766}), 0};
  const float from_year_0 = nn::preactivation(far, nn::vector<float>({2007 + hour}));
  const float from_2007 = nn::preactivation(near, nn::vector<float>({hour}));
  std::printf("8766 year - 17593362 in single precision, an hour into 2007: z = %.4f\n",
              static_cast<double>(from_year_0));
  std::printf("8766 (year - 2007), with the years since 2007 as input: z = %.4f\n",
              static_cast<double>(from_2007));
}

void draw_boundary(const std::string& file) {
  nn::Figure figure("The bias slides the boundary",
                    "The bills of 151 Adelies and 123 Gentoos, depth against length: two clouds, "
                    "the Gentoos longer and less deep. Three parallel lines rise to the right. "
                    "The line for b = 0 leaves almost everything below it, the one for b = -9 runs "
                    "between the clouds, the one for b = -18 cuts through the Gentoos.");
  figure.x_axis("bill length (mm)").y_axis("bill depth (mm)");
  figure.x_range(31, 61).y_range(12.5, 22.5);
  const Bills adelie = bills_of("Adelie");
  const Bills gentoo = bills_of("Gentoo");
  figure.points("Adelie", adelie.length, adelie.depth, nn::Colour::blue);
  figure.points("Gentoo", gentoo.length, gentoo.depth, nn::Colour::vermilion);
  // Where length - 2 depth + b = 0: depth = (length + b)/2.
  for (const double b : {0.0, -9.0, -18.0}) {
    const std::string name = "b = " + nn::short_text(b);
    const double from = 26 - b;
    const double to = std::min(44.6 - b, 61.0);
    const std::vector<double> length = {from, to};
    const std::vector<double> depth = {(from + b) / 2, (to + b) / 2};
    if (b == -9) {
      figure.line("boundary for b = -9", length, depth, nn::Colour::green);
    } else {
      figure.guide("boundary for " + name, length, depth);
    }
    figure.text(name, to - 4.2, (to + b) / 2 - 0.3);
  }
  figure.write(file);
}

void draw_distance(const std::string& file) {
  nn::Figure figure("The distance from the boundary",
                    "The boundary of w = (3, 1), b = -2 is a falling line through (0, 2) and "
                    "(1, -1). The weights stand on it as an arrow at a right angle. A dashed line "
                    "of length 0.949 leads from x = (1, 2) back along w to its foot (0.1, 1.7).");
  figure.x_axis("first feature").y_axis("second feature").equal_scales();
  figure.x_range(-2.5, 5.2).y_range(-1.2, 3.4).legend(nn::Legend::none);
  // 3 x_1 + x_2 - 2 = 0 from the top of the figure to its bottom.
  const std::vector<double> top_to_bottom = {(2 - 3.4) / 3, (2 + 1.2) / 3};
  figure.region("z > 0", {top_to_bottom[0], 5.2, 5.2, top_to_bottom[1]}, {3.4, 3.4, -1.2, -1.2},
                nn::Colour::blue);
  figure.line("boundary", top_to_bottom, {3.4, -1.2}, nn::Colour::green);
  figure.arrow("w", {0.6, 0.2}, {3.6, 1.2}, nn::Colour::blue);
  figure.guide("distance", {0.1, 1}, {1.7, 2});
  figure.points("x", {1}, {2}, nn::Colour::vermilion);
  figure.points("foot", {0.1}, {1.7}, nn::Colour::purple);
  figure.text("x = (1, 2), z = 3", 1.12, 2.1);
  figure.text("w = (3, 1)", 3.65, 1.25);
  figure.text("foot, z = 0", -1.45, 1.6);
  figure.text("z > 0", 3.2, 2.9);
  figure.text("z < 0", -2, -0.6);
  figure.write(file);
}

void show_mistake(const nn::bias::Mistake& mistake) {
  const SumOfScores phi{nn::matrix<double>({{1, 2}, {-1, 3}}), nn::vector<double>({2, 1})};
  const Neuron neuron{nn::vector<double>({3, 1}), -2};
  const Row right =
      nn::parameters(Neuron{nn::matvec_transposed(phi.X, phi.u), nn::ublas::sum(phi.u)});
  const Row judge = nn::complex_step_gradient(phi, nn::parameters(neuron));
  const Row wrong = nn::parameters(mistake.gradient(phi.X, neuron, phi.u));
  nn::heading("Mistake: " + std::string(mistake.name));
  std::printf("%s\n", mistake.what);
  std::printf("X = (1, 2; -1, 3), w = %s, b = %g, u = %s\n", text_of(neuron.weights).c_str(),
              neuron.bias, text_of(phi.u).c_str());
  std::printf("                two weights, then the bias\n");
  std::printf("right         = %s\n", text_of(right).c_str());
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
  double bias = -2;
  nn::PlotRequest plot;
  std::string wanted;
  nn::CommandLine line("bias", "A weighted sum plus a bias, and the boundary where it is 0.");
  line.numbers("weights", "W1,W2,...", weights, "the weights of the section By hand",
               nn::any_number(1e100));
  line.number("bias", "B", bias, "the bias of that section", nn::any_number(1e100));
  line.numbers("input", "X1,X2,...", input, "its input, as many numbers as weights",
               nn::any_number(1e100));
  line.catalogue("mistake", wanted, nn::choices_of(nn::bias::mistakes()),
                 "show a wrong derivative, and what finds it out");
  line.plot(plot, {{"boundary", "three boundaries among the penguins"},
                   {"distance", "the distance of a sample from the boundary"}});
  line.example("--weights 1,-2 --bias -9", "with two weights, it sorts the penguins, too");
  line.example("--mistake constant", "the most common mistake");
  if (!line.parse(argc, argv)) return;
  if (weights.size() != input.size()) {
    throw nn::UsageError("--weights has " + std::to_string(weights.size()) +
                         " numbers and --input " + std::to_string(input.size()) +
                         "; give as many of one as of the other");
  }
  if (plot.wanted()) {
    return plot.figure == "boundary" ? draw_boundary(plot.file) : draw_distance(plot.file);
  }
  for (const nn::bias::Mistake& mistake : nn::bias::mistakes()) {
    if (mistake.name == wanted) return show_mistake(mistake);
  }
  const Neuron neuron{nn::vector<double>(weights), bias};
  const Row x = nn::vector<double>(input);
  if (line.given("weights") || line.given("bias") || line.given("input")) {
    by_hand(neuron, x);
    if (weights.size() == 2) penguins(neuron.weights, {bias});
    return;
  }
  penguins(nn::vector<double>({1, -2}), {0, -9, -18});
  by_hand(neuron, x);
  moving_the_bias();
  check_derivative();
  rounding();
}

}  // namespace

int main(int argc, char** argv) { return nn::run_program(argc, argv, body); }
