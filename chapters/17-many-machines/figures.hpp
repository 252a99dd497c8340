#pragma once

/// \file
/// The figures of the chapter, from the recorded times.

#include <cstddef>
#include <vector>

#include "laws.hpp"
#include "measured.hpp"
#include "nn/program/plot.hpp"

namespace nn::chapter17 {

inline Figure efficiency_figure() {
  const Measured measured = recorded();
  const Job job = measured.job();
  const Wire wire = measured.wire();
  Figure figure("What is left of each machine",
                "Efficiency against the number of machines from 1 to 1024, on a logarithmic axis. "
                "With one batch shared out it begins at 1, falls ever faster through one half and "
                "ends near 0. With as many rows for each machine as for one it falls at first as "
                "well, then stays high far longer.");
  figure.x_axis("machines P", Scale::logarithmic).x_range(1, 1024);
  figure.y_axis("efficiency").y_range(0, 1.05);
  figure.curve("one batch, shared out", 1, 1024,
               [&](double P) { return efficiency(P, job, wire); });
  figure.curve("a batch for each machine", 1, 1024,
               [&](double P) { return growing_efficiency(P, job, wire); });
  figure.guide("one half", {1, 1024}, {0.5, 0.5});
  return figure;
}

inline Figure update_figure() {
  const Measured measured = recorded();
  const Job job = measured.job();
  const Wire wire = measured.wire();
  Figure figure("More machines, and then too many",
                "Milliseconds of an update against the number of machines from 1 to 4096, both "
                "logarithmic. The computing falls in a straight line. The ring's time rises, first "
                "to the time of the bytes, then with the latencies. Their sum falls, has its "
                "lowest point at the marker, and rises again.");
  figure.x_axis("machines P", Scale::logarithmic).x_range(1, 4096);
  figure.y_axis("milliseconds", Scale::logarithmic);
  figure.curve("update", 1, 4096, [&](double P) { return 1e3 * update_seconds(P, job, wire); });
  figure.curve("computing", 1, 4096,
               [&](double P) { return 1e3 * job.row_seconds * job.rows / P; });
  figure.curve("ring", 2, 4096, [&](double P) { return 1e3 * ring_seconds(P, job.bytes, wire); });
  const double best = best_machines(job, wire);
  if (best > 1) figure.points("P*", {best}, {1e3 * update_seconds(best, job, wire)});
  return figure;
}

}  // namespace nn::chapter17
