#pragma once

/// \file
/// What an update costs with ever more machines, from what was measured with two processes.

#include <cmath>
#include <cstddef>
#include <cstdio>

#include "laws.hpp"
#include "measured.hpp"

namespace nn::chapter17 {

/// Prints a table for P = 1, 2, 4, …, 1024, and the best P.
inline void print_law(const Job& job, const Wire& wire) {
  std::printf("             a batch of %4.0f rows      %4.0f rows for each machine\n", job.rows,
              job.rows);
  std::printf("   P   update (ms)  speed  efficiency    update (ms)  efficiency\n");
  const double alone = update_seconds(1, job, wire);
  for (std::size_t count = 1; count <= 1024; count *= 2) {
    const auto P = static_cast<double>(count);
    const double seconds = update_seconds(P, job, wire);
    std::printf("%4zu %13.3f %6.1f %11.3f %14.2f %11.3f\n", count, 1e3 * seconds, alone / seconds,
                efficiency(P, job, wire), 1e3 * update_seconds(P, grown(P, job), wire),
                growing_efficiency(P, job, wire));
  }
  const double best = best_machines(job, wire);
  if (best > 1) {
    const double seconds = update_seconds(best, job, wire);
    std::printf("P* = %.1f: %.3f ms, %.1f times as fast as one\n", best, 1e3 * seconds,
                alone / seconds);
  } else {
    std::printf("one machine is the fastest\n");
  }
}

/// Prints what τ, β and c are, from the recorded times.
inline void print_price() {
  const Measured measured = recorded();
  const Job job = measured.job();
  const Wire wire = measured.wire();
  std::printf("%s\n", measured.machine.c_str());
  std::printf("784-256-128-10, N = %.0f, Q = %.3f MB, m = %.0f\n", measured.parameters,
              measured.bytes() / 1e6, measured.batch);
  std::printf("an update by one process = %.2f ms, by two = %.2f ms, efficiency = %.3f\n",
              1e3 * measured.update_one, 1e3 * measured.update_two,
              measured.update_one / (2 * measured.update_two));
  std::printf("a sum of one number = %.2f µs, of the gradient = %.0f µs, a hash = %.0f µs\n",
              1e6 * measured.sum_of_one, 1e6 * measured.sum_of_gradient, 1e6 * measured.hash);
  std::printf("τ = %.2f µs, β = %.2f GB/s, c = %.2f µs, 2Q/β = %.3f ms\n", 1e6 * wire.latency,
              wire.bandwidth / 1e9, 1e6 * job.row_seconds, 2e3 * job.bytes / wire.bandwidth);
  std::printf("share of the sum in an update by two = %.3f\n\n",
              measured.sum_of_gradient / measured.update_two);
  print_law(job, wire);
}

/// The same for a wire of the reader's own.
inline void print_price_with(double latency, double bandwidth) {
  std::printf("τ = %g s, β = %g bytes/s; c, m and Q as measured\n\n", latency, bandwidth);
  print_law(recorded().job(), {latency, bandwidth});
}

}  // namespace nn::chapter17
