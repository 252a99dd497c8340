// Chapter 8: what a dot product costs, in operations, in bytes, in waiting, and in digits.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "cache.hpp"
#include "counted.hpp"
#include "examples.hpp"
#include "figures.hpp"
#include "laws.hpp"
#include "measure.hpp"
#include "mistakes.hpp"
#include "nn/data/whole_file.hpp"
#include "nn/dual_derivative.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/run_program.hpp"
#include "nn/program/text.hpp"
#include "nn/rounding.hpp"

namespace {

using namespace nn;
using namespace nn::chapter8;

void print_operations(const char* name, const Operations& done, std::size_t two_products) {
  std::printf("%-26s %9zu %9zu %7zu %10zu\n", name, done.multiplications, done.additions,
              done.others, two_products);
}

void print_counts() {
  heading("Counting operations");
  constexpr std::size_t n = 20;
  constexpr std::size_t d = 100;
  const Samples samples = samples_of(n, d);
  const auto X = cast<Counted>(samples.X);
  const auto y = cast<Counted>(samples.y);
  const Vector<Counted> w(d, Counted(0.1));
  const Vector<Counted> u(n, Counted(0.1));
  const Vector<Counted> theta(d + 1, Counted(0.1));
  std::printf("n = %zu, d = %zu             products additions  others    formula\n", n, d);
  print_operations("dot(w, x), 2d", operations_of([&] { dot(w, w); }), 2 * d);
  print_operations("matvec(X, w), 2nd", operations_of([&] { matvec(X, w); }), 2 * n * d);
  print_operations("matvec_transposed, 2nd", operations_of([&] { matvec_transposed(X, u); }),
                   2 * n * d);
  print_operations("an epoch, 4nd and more", operations_of([&] { plain_epoch(X, y, theta); }),
                   4 * n * d);
}

template <class Sum>
void print_chain(const char* name, const Sum& sum) {
  std::printf("%-28s", name);
  for (const std::size_t d : {8U, 64U, 1000U}) {
    const Vector<Counted> ones(d, Counted(1));
    std::printf(" %8zu", sum(ones, ones).chain);
  }
  std::printf("\n");
}

void print_by_hand() {
  heading("By hand");
  std::printf("the longest chain            d =  8   d = 64 d = 1000\n");
  print_chain("left to right", [](const auto& w, const auto& x) { return dot(w, x); });
  print_chain("in 4 partial sums",
              [](const auto& w, const auto& x) { return dot_in_lanes<4>(w, x); });
  print_chain("in 16 partial sums",
              [](const auto& w, const auto& x) { return dot_in_lanes<16>(w, x); });
  print_chain("in pairs", [](const auto& w, const auto& x) { return dot_in_pairs(w, x); });
  std::printf("\n64 rows, a cache of 16   rows fetched\n");
  for (const std::size_t block : {64U, 32U, 16U, 8U}) {
    std::printf("in blocks of %2zu rows      %12zu\n", block, rows_fetched(64, block, Cache(16)));
  }
  std::printf("rows_per_block: %zu of 100 numbers, %zu of 30, %zu of 10000\n",
              fast::rows_per_block<double>(100), fast::rows_per_block<double>(30),
              fast::rows_per_block<double>(10000));
}

void print_machine(const Measured& measured) {
  heading("The machine");
  for (const char* fact : facts) {
    std::printf("%s", wrapped(std::string(fact) + ": " + measured.machine.at(fact)).c_str());
  }
  std::printf("threads: %zu; medians of %zu rounds\n", measured.count.at("threads"),
              measured.count.at("rounds"));
}

void print_roof(const Measured& measured) {
  heading("Under the roof");
  const Machine machine = machine_of(measured);
  std::printf("one thread computes at most     φ = %6.2f Gop/s\n", machine.peak / 1e9);
  std::printf("one thread reads at most        β = %6.2f GB/s\n", machine.bandwidth / 1e9);
  std::printf("the ridge                     φ/β = %6.2f operations for a byte\n", machine.ridge());
  std::printf("from the first byte to the last     %6.2f times as much\n",
              1 / measured.ratio("read/one"));
  std::printf("threads: %-3zu                        %6.2f times as much\n",
              measured.count.at("threads"), 1 / measured.ratio("read/threads"));
  std::printf("\n                          op/byte     roof  reached Gop/s   share\n");
  for (const Kernel& kernel : kernels_of(measured)) {
    const double roof = machine.roof(kernel.intensity());
    std::printf("%-24s %8.3f %8.2f %14.2f %7.2f\n", kernel.name.c_str(), kernel.intensity(),
                roof / 1e9, kernel.rate() / 1e9, kernel.rate() / roof);
  }
}

void print_epochs(const Measured& measured) {
  heading("One epoch, five ways");
  std::printf("                  %7zu x %-4zu            %4zu x %zu\n", measured.n(), measured.d(),
              sizes::small_rows, sizes::small_columns);
  std::printf("                       ms    ratio          ms    ratio\n");
  for (const auto& [way, name] :
       {std::pair{"loop", "the loop"}, std::pair{"uBLAS", "uBLAS"}, std::pair{"BLAS", "BLAS"},
        std::pair{"blocks", "blocks"}, std::pair{"threads", "blocks, threads"}}) {
    const std::string large = std::string("large/") + way;
    const std::string small = std::string("small/") + way;
    std::printf("%-15s %9.4g %8.2f %11.4g %8.2f\n", name, 1e3 * measured.seconds(large),
                measured.ratio(large), 1e3 * measured.seconds(small), measured.ratio(small));
  }
  std::printf("threads: %-3zu    %6.2f times as fast as one, and %.2f times\n",
              measured.count.at("threads"), speedup(measured), 1 / measured.ratio("small/threads"));
}

void print_partial_sums(const Measured& measured) {
  heading("Partial sums");
  std::printf("d = %zu    ns for a product   times as fast   longest chain\n", sizes::sum);
  for (const std::size_t K : {1U, 2U, 4U, 8U, 16U}) {
    const std::string name = std::to_string(K);
    std::printf("K = %-6zu %19.3f %15.2f %15zu\n", K,
                1e9 * measured.seconds("sums/" + name) / static_cast<double>(sizes::sum),
                gain_of_partial_sums(measured, name), chain_in_lanes(sizes::sum, K));
  }
}

/// Prints the laws, and returns the first that does not hold; none if all do.
std::string print_laws(const Measured& measured) {
  heading("What must hold");
  std::string broken;
  for (const Law& law : laws_of(measured)) {
    std::printf("%-48s %8.3g <= %8.3g   %s\n", law.claim.c_str(), law.smaller, law.larger,
                law.holds() ? "yes" : "NO");
    if (!law.holds() && broken.empty()) broken = law.claim;
  }
  return broken;
}

void print_orders() {
  heading("Three orders");
  std::printf("(0.1 + 0.2) + 0.3 = %.17g\n", (0.1 + 0.2) + 0.3);
  std::printf("0.1 + (0.2 + 0.3) = %.17g\n", 0.1 + (0.2 + 0.3));
  std::printf("\nfloats, all positive: the largest error of 10 sums, and its bound\n");
  std::printf("      d    left to right       8 partial sums     in pairs\n");
  Random random(1958);
  for (const std::size_t d : {100U, 1000U, 10000U, 100000U}) {
    const OrderErrors largest = largest_order_errors(d, 10, random);
    std::printf("%7zu   %7.1e %7.1e    %7.1e %7.1e    %7.1e %7.1e\n", d, largest.left_to_right,
                nn::gamma<float>(chain_left_to_right(d)), largest.in_lanes,
                nn::gamma<float>(chain_in_lanes(d, 8)), largest.in_pairs,
                nn::gamma<float>(chain_in_pairs(d)));
  }
  float falling = 0;
  float rising = 0;
  double exact = 0;
  for (int j = 1; j <= 1'000'000; ++j)
    falling += 1 / (static_cast<float>(j) * static_cast<float>(j));
  for (int j = 1'000'000; j >= 1; --j) {
    rising += 1 / (static_cast<float>(j) * static_cast<float>(j));
    exact += 1 / (static_cast<double>(j) * j);
  }
  std::printf("\n1 + 1/4 + 1/9 + ..., a million floats: largest first %.6f\n",
              static_cast<double>(falling));
  std::printf("smallest first %.6f, in double %.6f\n", static_cast<double>(rising), exact);
}

void print_threads() {
  heading("Any number of threads");
  const Samples samples = samples_of(5000, 20);
  const Vector<double> theta(21, 0.1);
  std::printf("the cost of 5000 samples\n");
  // More digits would tell how this system computes an exponential.
  std::printf("the loop              %.14f\n", plain_epoch(samples.X, samples.y, theta).cost);
  for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
    const fast::BlockedNeuronCost<CrossEntropyLoss, double> blocks(samples.X, samples.y, threads);
    std::printf("blocks, threads: %zu    %.17g\n", threads, blocks.value(theta));
  }
}

/// The cost as a function of θ, for every scalar.
template <Scalar T>
T cost_at(const Samples& samples, const Vector<T>& theta) {
  return cost<CrossEntropyLoss>(neuron_from(theta), cast<T>(samples.X), cast<T>(samples.y));
}

/// How far the gradient of a fault is from the dual numbers' own.
double error_of(const Samples& samples, const Vector<double>& theta, Fault fault) {
  const Vector<double> dual =
      dual_gradient([&](const auto& at) { return cost_at(samples, at); }, theta);
  return ublas::norm_inf(epoch_in_blocks(samples.X, samples.y, theta, fault).gradient - dual);
}

void print_mistakes() {
  heading("Mistakes");
  const Samples samples = odd_samples();
  const Vector<double> theta(samples.X.size2() + 1, 0.3);
  std::printf("                     largest error    cost after 200 epochs\n");
  std::printf("%-20s %13s %24.6f\n", "no mistake",
              error_of(samples, theta, Fault::none) < 1e-12 ? "below 1e-12" : "above 1e-12",
              cost_after_training(samples, Fault::none));
  for (const Mistake& mistake : mistakes) {
    std::printf("%-20s %13.1e %24.6f\n", mistake.name, error_of(samples, theta, mistake.fault),
                cost_after_training(samples, mistake.fault));
  }
}

void show_mistake(const Mistake& mistake) {
  heading("Mistake: " + std::string(mistake.name));
  std::printf("%s\n\n", mistake.what);
  const Samples samples = odd_samples();
  const Vector<double> theta(samples.X.size2() + 1, 0.3);
  const CostAndGradient wrong = epoch_in_blocks(samples.X, samples.y, theta, mistake.fault);
  const CostAndGradient right = epoch_in_blocks(samples.X, samples.y, theta, Fault::none);
  const Vector<double> dual =
      dual_gradient([&](const auto& at) { return cost_at(samples, at); }, theta);
  std::printf("n = 45, d = 7         wrong         right        oracle\n");
  std::printf("cost          %13.9f %13.9f %13.9f\n", wrong.cost, right.cost,
              cost_at(samples, theta));
  for (const std::size_t j : {0U, 6U, 7U}) {
    const std::string name = j == 7 ? "b" : "w_" + std::to_string(j + 1);
    std::printf("dC/d%-10s%13.9f %13.9f %13.9f\n", name.c_str(), wrong.gradient(j),
                right.gradient(j), dual(j));
  }
  std::printf("\n200 epochs     cost\n");
  std::printf("right      %.6f\n", cost_after_training(samples, Fault::none));
  std::printf("wrong      %.6f\n", cost_after_training(samples, mistake.fault));
  char verdict[128];
  std::snprintf(verdict, sizeof verdict,
                "%s: caught, the gradient differs from the dual numbers' by %.1e (allowed 1e-12)",
                mistake.name, ublas::norm_inf(wrong.gradient - dual));
  throw CheckFailed(verdict);
}

/// Prints what was measured; returns the first law that does not hold.
std::string print_measured(const Measured& measured) {
  print_machine(measured);
  print_roof(measured);
  print_epochs(measured);
  print_partial_sums(measured);
  return print_laws(measured);
}

void measure_here(std::size_t n, std::size_t d, std::size_t rounds, const std::string& file) {
  const Measured measured = measure(n, d, rounds);
  const std::string broken = print_measured(measured);
  if (file.empty()) return;
  if (!broken.empty()) {
    throw CheckFailed("nothing is recorded, since a law does not hold here: " + broken +
                      "; measure when the machine does nothing else");
  }
  write_whole_file(file, text_of(measured));
}

void draw(const PlotRequest& plot, const std::string& file) {
  if (plot.figure == "orders") return orders_figure().write(plot.file);
  const Measured measured = read_measured(file);
  const Figure figure =
      plot.figure == "roofline" ? roofline_figure(measured) : partial_sums_figure(measured);
  figure.write(plot.file);
}

void body(int argc, char** argv) {
  bool measures = false;
  std::size_t rounds = 21;
  std::size_t rows = sizes::rows;
  std::size_t columns = sizes::columns;
  std::string record;
  std::string measured_file = NN_MEASURED;
  std::string wanted;
  PlotRequest plot;

  CommandLine line("cost-of-a-dot-product",
                   "Chapter 8: what a dot product costs in operations, bytes and digits. The times "
                   "are those of one machine, as they were recorded; --measure yes takes this "
                   "one's.");
  line.catalogue("mistake", wanted, choices_of(mistakes),
                 "shows a fast epoch that is wrong, and how it is caught");
  line.plot(plot, {{"roofline", "what was reached, under what is possible"},
                   {"partial-sums", "how much faster a sum is in several parts"},
                   {"orders", "what rounding does to one sum in three orders"}});
  line.group("Times");
  line.yes_or_no("measure", measures, "measures this machine, for some seconds");
  line.count("rounds", "N", rounds, "how often everything takes its turn", {3, 1000});
  line.count("rows", "N", rows, "samples of the large data", {1, 10'000'000});
  line.count("columns", "D", columns, "features of the large data", {1, 100'000});
  line.text("record", "FILE", record, "writes what was measured");
  std::string another;
  line.text("measured", "FILE", another, "shows what somebody recorded");
  for (const char* option : {"rounds", "rows", "columns", "record"}) line.needs(option, "measure");
  line.example("--measure yes", "the tables of the chapter, on your machine");
  line.example("--measure yes --rows 500 --columns 30", "with data that fit a cache");
  line.example("--mistake remainder-lost", "a sum that forgets its last products");
  if (!line.parse(argc, argv)) return;

  if (!another.empty()) measured_file = another;
  if (measures && (!another.empty() || plot.wanted() || !wanted.empty())) {
    throw UsageError("--measure yes goes with none of --measured, --plot and --mistake");
  }
  if (!measures && line.given("measure") && line.given("record")) {
    throw UsageError("--record: nothing is measured; give --measure yes as well");
  }
  if (rows * columns > 1'000'000'000) {
    throw UsageError("--rows times --columns is above 1e9 numbers, 8 GB; give fewer");
  }
  if (measures) return measure_here(rows, columns, rounds, record);
  if (plot.wanted()) return draw(plot, measured_file);
  if (const Mistake* mistake = find_mistake(mistakes, wanted)) return show_mistake(*mistake);

  const Measured measured = read_measured(measured_file);
  print_counts();
  print_by_hand();
  const std::string broken = print_measured(measured);
  print_orders();
  print_threads();
  print_mistakes();
  if (!broken.empty()) throw CheckFailed(measured_file + ": this does not hold: " + broken);
}

}  // namespace

int main(int argc, char** argv) { return run_program(argc, argv, body); }
