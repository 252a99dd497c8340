// Chapter 8: what a dot product costs, in operations, in bytes, in waiting, and in digits.
#include <cstddef>
#include <cstdio>
#include <string>

#include "cache.hpp"
#include "counted.hpp"
#include "epochs.hpp"
#include "examples.hpp"
#include "figures.hpp"
#include "measured.hpp"
#include "mistakes.hpp"
#include "nn/program/chapter.hpp"
#include "nn/training/blocked_neuron_cost.hpp"
#include "orders.hpp"
#include "tables.hpp"
#include "times.hpp"
#include "wrong_epochs.hpp"

namespace {

using namespace nn;
using namespace nn::chapter8;

void print_counts() {
  constexpr std::size_t n = 20;
  constexpr std::size_t d = 100;
  const Samples samples = samples_of(n, d);
  const auto X = cast<Counted>(samples.X);
  const auto y = cast<Counted>(samples.y);
  const Vector<Counted> w(d, Counted(0.1));
  const Vector<Counted> u(n, Counted(0.1));
  const Vector<Counted> theta(d + 1, Counted(0.1));
  std::printf("n = %zu, d = %zu             products additions  others    formula\n", n, d);
  const auto print = [](const char* name, std::size_t formula, const Operations& done) {
    std::printf("%-26s %9zu %9zu %7zu %10zu\n", name, done.multiplications, done.additions,
                done.others, formula);
  };
  print("dot(w, x), 2d", 2 * d, operations_of([&] { dot(w, w); }));
  print("matvec(X, w), 2nd", 2 * n * d, operations_of([&] { matvec(X, w); }));
  print("matvec_transposed, 2nd", 2 * n * d, operations_of([&] { matvec_transposed(X, u); }));
  print("an epoch, 4nd and more", 4 * n * d, operations_of([&] { plain_epoch(X, y, theta); }));
}

void print_by_hand() {
  print_chains();
  std::printf("\n64 rows, a cache of 16   rows fetched\n");
  for (const std::size_t block : {64U, 32U, 16U, 8U}) {
    std::printf("in blocks of %2zu rows      %12zu\n", block, rows_fetched(64, block, Cache(16)));
  }
  std::printf("rows_per_block: %zu of 100 numbers, %zu of 30, %zu of 10000\n",
              fast::rows_per_block<double>(100), fast::rows_per_block<double>(30),
              fast::rows_per_block<double>(10000));
}

void print_threads() {
  const Samples samples = samples_of(5000, 20);
  const Vector<double> theta(21, 0.1);
  std::printf("the cost of 5000 samples\n");
  // More digits would tell how this system computes an exponential.
  std::printf("the loop              %.14f\n", plain_epoch(samples.X, samples.y, theta).cost);
  for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
    const fast::BlockedNeuronCost blocks(CrossEntropyWithLogits{}, samples.X, samples.y, threads);
    std::printf("blocks, threads: %zu    %.17g\n", threads, value_at(blocks, theta));
  }
}

}  // namespace

int main(int argc, char** argv) {
  TimeOptions times;
  Measured measured;
  Chapter chapter("cost-of-a-dot-product",
                  "Chapter 8: what a dot product costs in operations, bytes and digits. The times "
                  "are those of one machine, as they were recorded; --measure yes takes this "
                  "one's.");
  chapter.mistakes(mistakes, "shows a fast epoch that is wrong, and how it is caught",
                   show_mistake);
  chapter.figures({{"roofline", "what was reached, under what is possible",
                    [&] { return roofline_figure(times.recorded()); }},
                   {"partial-sums", "how much faster a sum is in several parts",
                    [&] { return partial_sums_figure(times.recorded()); }},
                   {"orders", "what rounding does to one sum in three orders", orders_figure}});
  measures(chapter, times);
  chapter.line().example("--measure yes", "the tables of the chapter, on your machine");
  chapter.line().example("--measure yes --rows 500 --columns 30", "with data that fit a cache");
  chapter.line().example("--mistake remainder-lost", "a sum that forgets its last products");
  chapter.check([&] {  // a file that is no table is refused before anything is printed
    if (!times.measure && !chapter.draws() && !chapter.shows_mistake()) measured = times.recorded();
  });
  chapter.section("Counting operations", print_counts);
  chapter.section("By hand", print_by_hand);
  for (const Table& table : tables) {
    chapter.section(table.title, [&, table] { table.print(measured); });
  }
  chapter.section("Three orders", print_orders);
  chapter.section("Any number of threads", print_threads);
  chapter.section("Mistakes", [&] {
    print_mistakes();
    require_laws(measured, times);
  });
  return chapter.run(argc, argv);
}
