#pragma once

/// \file
/// The tables of what was measured: the machine, its roof, the epochs, the partial sums, the laws.

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>
#include <utility>

#include "laws.hpp"
#include "measured.hpp"
#include "nn/program/text.hpp"
#include "roof.hpp"
#include "sizes.hpp"
#include "sums.hpp"

namespace nn::chapter8 {

/// What the numbers depend on.
inline void print_machine(const Measured& measured) {
  for (const char* fact : facts) {
    std::printf("%s", wrapped(std::string(fact) + ": " + measured.machine.at(fact)).c_str());
  }
  std::printf("threads: %zu; medians of %zu rounds\n", measured.count.at("threads"),
              measured.count.at("rounds"));
}

/// What one thread can do at best, and what it reached.
inline void print_roof(const Measured& measured) {
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

/// Times in milliseconds, and how many times those of the blocks they are.
inline void print_epochs(const Measured& measured) {
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

/// What a product costs, beside the chain that explains it.
inline void print_partial_sums(const Measured& measured) {
  std::printf("d = %zu    ns for a product   times as fast   longest chain\n", sizes::sum);
  for (const std::size_t K : {1U, 2U, 4U, 8U, 16U}) {
    const std::string name = std::to_string(K);
    std::printf("K = %-6zu %19.3f %15.2f %15zu\n", K,
                1e9 * measured.seconds("sums/" + name) / static_cast<double>(sizes::sum),
                gain_of_partial_sums(measured, name), chain_in_lanes(sizes::sum, K));
  }
}

/// Both sides of each inequality, and whether it holds.
inline void print_laws(const Measured& measured) {
  for (const Law& law : laws_of(measured)) {
    std::printf("%-48s %8.3g <= %8.3g   %s\n", law.claim.c_str(), law.smaller, law.larger,
                law.holds() ? "yes" : "NO");
  }
}

/// A table and its title.
struct Table {
  const char* title;
  void (*print)(const Measured&);
};

/// All of them, in the order of the page.
inline const std::array<Table, 5> tables = {{
    {"The machine", print_machine},
    {"Under the roof", print_roof},
    {"One epoch, five ways", print_epochs},
    {"Partial sums", print_partial_sums},
    {"What must hold", print_laws},
}};

}  // namespace nn::chapter8
