#pragma once

/// \file
/// What the chapter derives or claims about times, as inequalities between measured numbers.

#include <cmath>
#include <string>
#include <vector>

#include "measured.hpp"
#include "roof.hpp"

namespace nn::chapter8 {

/// `smaller` is at most `larger`.
struct Law {
  std::string claim;
  double smaller;
  double larger;

  bool holds() const { return smaller <= larger; }  ///< of a NaN nothing holds
};

/// Limits are measured as well, and one round is luckier than another: a tenth is allowed for.
constexpr double noise = 1.1;

/// How many times as fast the threads were as one thread.
inline double speedup(const Measured& measured) { return 1 / measured.ratio("large/threads"); }

/// How many times as fast a sum in `K` partial sums was as one from left to right.
inline double gain_of_partial_sums(const Measured& measured, const std::string& K) {
  return 1 / measured.ratio("sums/" + K);
}

/// The laws that follow from equations, and what the chapter says of its machine.
inline std::vector<Law> laws_of(const Measured& measured) {
  std::vector<Law> laws;
  const Machine machine = machine_of(measured);
  for (const Kernel& kernel : kernels_of(measured)) {
    laws.push_back({kernel.name + ": Gop/s, the roof", kernel.rate() / 1e9,
                    noise * machine.roof(kernel.intensity()) / 1e9});
  }
  for (const char* K : {"2", "4", "8", "16"}) {
    laws.push_back({std::string(K) + " partial sums: times as fast, their number",
                    gain_of_partial_sums(measured, K), noise * std::stod(K)});
  }
  const double threads = static_cast<double>(measured.count.at("threads"));
  laws.push_back({"threads: times as fast, their number", speedup(measured), noise * threads});
  laws.push_back({"reading threads: times as fast, their number",
                  1 / measured.ratio("read/threads"), noise * threads});
  laws.push_back(
      {"4 partial sums are faster than 1, by half", 1.5, gain_of_partial_sums(measured, "4")});
  laws.push_back({"large: blocks, two products (s)", measured.seconds("large/blocks"),
                  measured.seconds("large/BLAS")});
  laws.push_back({"large: twice the blocks, the loop (s)", 2 * measured.seconds("large/blocks"),
                  measured.seconds("large/loop")});
  return laws;
}

/// The claim of the first law that does not hold; empty if all do.
inline std::string broken_law(const Measured& measured) {
  for (const Law& law : laws_of(measured)) {
    if (!law.holds()) return law.claim;
  }
  return "";
}

}  // namespace nn::chapter8
