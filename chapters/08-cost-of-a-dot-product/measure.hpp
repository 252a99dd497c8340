#pragma once

/// \file
/// Measures this machine: every way of a group takes its turn in every round.

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "epochs.hpp"
#include "machine.hpp"
#include "measured.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/large_pages.hpp"
#include "sizes.hpp"
#include "stretches.hpp"
#include "sums.hpp"

namespace nn::chapter8 {

inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// What a computation found, so that the compiler cannot leave it out.
inline void keep(double value) {
  [[maybe_unused]] static volatile double kept;
  kept = value;
}

inline double seconds_of(const std::function<void()>& body, std::size_t times) {
  using clock = std::chrono::steady_clock;
  const auto begin = clock::now();
  for (std::size_t k = 0; k < times; ++k) body();
  return std::chrono::duration<double>(clock::now() - begin).count() / static_cast<double>(times);
}

/// So many turns that they take some milliseconds; the first call warms the caches.
inline std::size_t turns_for(const std::function<void()>& body) {
  const double once = std::min(seconds_of(body, 1), seconds_of(body, 1));
  return static_cast<std::size_t>(std::ceil(std::clamp(0.004 / std::max(once, 1e-9), 1.0, 1e6)));
}

/// Times the ways of one group, in the order of chapter8::groups().
inline void time_group(const Group& group, const std::vector<std::function<void()>>& ways,
                       std::size_t rounds, Measured& measured) {
  std::vector<std::size_t> turns;
  for (const auto& way : ways) turns.push_back(turns_for(way));
  std::vector<std::vector<double>> seconds(ways.size());
  for (std::size_t round = 0; round < rounds; ++round) {
    if (isatty(STDERR_FILENO) == 1) {
      std::fprintf(stderr, "\rmeasuring: %s, round %zu of %zu ", group.name, round + 1, rounds);
    }
    for (std::size_t k = 0; k < ways.size(); ++k) {
      seconds[k].push_back(seconds_of(ways[k], turns[k]));
    }
  }
  if (isatty(STDERR_FILENO) == 1) std::fprintf(stderr, "\r%40s\r", "");
  for (std::size_t k = 0; k < ways.size(); ++k) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < rounds; ++round) {
      ratios.push_back(seconds[k][round] / seconds[0][round]);
    }
    measured.timings[std::string(group.name) + "/" + group.ways[k]] = {
        median(seconds[k]), *std::min_element(seconds[k].begin(), seconds[k].end()),
        median(ratios)};
  }
}

inline Vector<double> random_vector(std::size_t n) {
  Random random(n);
  Vector<double> v(n);
  for (double& x : v) x = random.gaussian();
  return v;
}

inline Matrix<double> random_matrix(std::size_t n, std::size_t d) {
  Random random(n + d);
  Matrix<double> X(n, d);
  for (double& x : X.data()) x = random.gaussian();
  return X;
}

/// An epoch in five ways; each turn looks at another θ, as in a descent.
inline void time_epochs(const Group& group, const Matrix<double>& X, Measured& measured) {
  const Vector<double> y(X.size1(), 1.0);
  Vector<double> theta = 0.1 * random_vector(X.size2() + 1);
  // The first, because it asks for large pages: all ways then read the same.
  const fast::BlockedNeuronCost one(CrossEntropyWithLogits{}, X, y, 1);
  const fast::BlockedNeuronCost all(CrossEntropyWithLogits{}, X, y, measured.count.at("threads"));
  const auto turn = [&](const auto& epoch) {
    theta(0) += 1e-9;
    const CostAndGradient result = epoch();
    keep(result.cost + result.gradient(0));
  };
  time_group(group,
             {[&] { turn([&] { return blocked_epoch(one, theta); }); },
              [&] { turn([&] { return plain_epoch(X, y, theta); }); },
              [&] { turn([&] { return ublas_epoch(X, y, theta); }); },
              [&] { turn([&] { return blas_epoch(X, y, theta); }); },
              [&] { turn([&] { return blocked_epoch(all, theta); }); }},
             measured.count.at("rounds"), measured);
}

/// Sums of d products in 1, 2, 4, 8 and 16 partial sums.
inline void time_sums(const Group& group, Measured& measured) {
  const Vector<double> w = random_vector(sizes::sum);
  const Vector<double> x = random_vector(sizes::sum + 1);
  time_group(group,
             {[&] { keep(dot_in_lanes<1>(w, x)); }, [&] { keep(dot_in_lanes<2>(w, x)); },
              [&] { keep(dot_in_lanes<4>(w, x)); }, [&] { keep(dot_in_lanes<8>(w, x)); },
              [&] { keep(dot_in_lanes<16>(w, x)); }},
             measured.count.at("rounds"), measured);
}

/// Everything that the chapter tells, on this machine.
inline Measured measure(std::size_t n, std::size_t d, std::size_t rounds) {
  use_one_blas_thread();
  Measured measured;
  measured.machine = this_machine();
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  measured.count = {{"threads", threads}, {"rows", n}, {"columns", d}, {"rounds", rounds}};
  const auto& [large, small, read, dots, matvecs, matmuls, sums] = groups();
  {
    const Matrix<double> X = random_matrix(n, d);
    const double* const first = X.data().data();
    const std::size_t numbers = X.data().size();
    fast::ThreadPool pool(threads);
    time_epochs(large, X, measured);
    time_group(read,
               {[&] { keep(sum_of_stretches<8>(first, numbers)); },
                [&] { keep(sum_of_stretches<1>(first, numbers)); },
                [&] { keep(sum_of_stretches<8>(first, numbers, pool)); }},
               rounds, measured);
    const Vector<double> w = random_vector(d);
    time_group(matvecs, {[&] { keep(blas::matvec(X, w)(0)); }}, rounds, measured);
  }
  time_epochs(small, random_matrix(sizes::small_rows, sizes::small_columns), measured);
  {
    const Vector<double> w = random_vector(sizes::dot);
    const Vector<double> x = random_vector(sizes::dot);
    fast::prefer_large_pages(w.data().data(), w.size() * sizeof(double));
    fast::prefer_large_pages(x.data().data(), x.size() * sizeof(double));
    time_group(dots, {[&] { keep(blas::dot(w, x)); }, [&] { keep(plain_dot(w, x)); }}, rounds,
               measured);
  }
  const Matrix<double> A = random_matrix(sizes::matmul, sizes::matmul);
  time_group(matmuls, {[&] { keep(blas::matmul(A, A)(0, 0)); }}, rounds, measured);
  time_sums(sums, measured);
  return measured;
}

}  // namespace nn::chapter8
