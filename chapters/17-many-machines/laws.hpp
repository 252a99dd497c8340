#pragma once

/// \file
/// How long an update takes with P machines, and how many are best. P is a real number here.

#include <cmath>

namespace nn::chapter17 {

/// Between two machines.
struct Wire {
  double latency;    ///< τ, the seconds that a message takes, however short
  double bandwidth;  ///< β, bytes in a second
};

/// What there is to do in an update.
struct Job {
  double row_seconds;  ///< c, what one process computes for a row
  double rows;         ///< m
  double bytes;        ///< Q, of the numbers that are added up
};

/// 2(P − 1)(τ + Q/(Pβ)).
// [ring-seconds]
inline double ring_seconds(double P, double Q, const Wire& wire) {
  return 2 * (P - 1) * (wire.latency + Q / (P * wire.bandwidth));
}
// [ring-seconds]

/// T_P.
// [update-seconds]
inline double update_seconds(double P, const Job& job, const Wire& wire) {
  return job.row_seconds * job.rows / P + ring_seconds(P, job.bytes, wire);
}
// [update-seconds]

/// E_P = T₁/(P T_P).
inline double efficiency(double P, const Job& job, const Wire& wire) {
  return update_seconds(1, job, wire) / (P * update_seconds(P, job, wire));
}

/// The same job with as many rows for each machine as it has for one.
inline Job grown(double P, const Job& job) { return {job.row_seconds, P * job.rows, job.bytes}; }

/// The efficiency where the batch grows with P: the seconds for a row by one machine, over those
/// for a row by P, and over P.
inline double growing_efficiency(double P, const Job& job, const Wire& wire) {
  return efficiency(P, grown(P, job), wire);
}

/// cm − 2Q/β: what becomes less where there are more machines. Not above 0: one is best.
inline double shared_out(const Job& job, const Wire& wire) {
  return job.row_seconds * job.rows - 2 * job.bytes / wire.bandwidth;
}

/// P*, where T_P is least, for shared_out() above 0; 0 if it is not.
// [best-machines]
inline double best_machines(const Job& job, const Wire& wire) {
  const double gain = shared_out(job, wire);
  return gain > 0 ? std::sqrt(gain / (2 * wire.latency)) : 0;
}
// [best-machines]

}  // namespace nn::chapter17
