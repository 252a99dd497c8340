#pragma once

/// \file
/// What the properties of chapter 17 draw: networks whose rows are shared out, sums around a ring,
/// and jobs for machines.

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "chapters/17-many-machines/batch_and_rate.hpp"
#include "chapters/17-many-machines/laws.hpp"
#include "chapters/17-many-machines/parts.hpp"
#include "chapters/17-many-machines/ring_in_one.hpp"
#include "nn/network/outputs.hpp"
#include "tests/chapters/11_drawn_network.hpp"
#include "tests/support/any_seed.hpp"
#include "tests/support/generators.hpp"

namespace nn::test {

/// A small network with 2 to 7 rows.
inline chapter17::Scene draw_scene() {
  const DrawnNetwork drawn =
      DrawnNetwork::draw(LinearSquaredError{}, Activation::tanh, *dimension(1, 2).as("depth"));
  return {drawn.network, drawn.theta, drawn.X, drawn.Y};
}

/// A network whose rows P processes share out, in any way.
struct DrawnCrew {
  chapter17::Scene scene;
  std::vector<RowRange> shares;  ///< one behind the other, all rows together

  /// Some may have no row.
  static DrawnCrew draw() { return cut(draw_scene(), *dimension(1, 5).as("P")); }

  /// Each has a row.
  static DrawnCrew draw_without_empty() {
    chapter17::Scene scene = draw_scene();
    const std::size_t n = scene.n();
    DrawnCrew drawn{std::move(scene), {}};
    for (std::size_t first = 0; first < n;) {
      const std::size_t last = *dimension(first + 1, n).as("last");
      drawn.shares.push_back({first, last});
      first = last;
    }
    return drawn;
  }

  std::size_t P() const { return shares.size(); }
  double n() const { return static_cast<double>(scene.n()); }
  double rows(std::size_t p) const { return static_cast<double>(shares[p].count()); }

  /// ∇L_i.
  Vector<double> gradient_of_row(std::size_t i) const {
    const std::vector<std::size_t> row = {i};
    return chapter17::part_over(scene, row).gradient;
  }
  chapter17::PartOfCost part(std::size_t p) const {
    return chapter17::part_over(scene, chapter17::rows_in(shares[p]));
  }
  std::vector<chapter17::PartOfCost> parts() const {
    std::vector<chapter17::PartOfCost> all;
    for (std::size_t p = 0; p < P(); ++p) all.push_back(part(p));
    return all;
  }
  chapter17::PartOfCost whole() const {
    return chapter17::part_over(scene, chapter17::rows_in({0, scene.n()}));
  }
  Vector<double> zeros() const { return Vector<double>(scene.theta.size(), 0.0); }

 private:
  static DrawnCrew cut(chapter17::Scene scene, std::size_t P) {
    std::vector<std::size_t> cuts = {0, scene.n()};
    for (std::size_t p = 1; p < P; ++p) cuts.push_back(*dimension(0, scene.n()).as("cut"));
    std::sort(cuts.begin(), cuts.end());
    DrawnCrew drawn{std::move(scene), {}};
    for (std::size_t p = 0; p < P; ++p) drawn.shares.push_back({cuts[p], cuts[p + 1]});
    return drawn;
  }
};

/// P processes with N whole numbers each: their sums are exact.
struct DrawnRing {
  std::vector<std::vector<double>> numbers;

  static DrawnRing draw() {
    const std::size_t P = *dimension(2, 7).as("P");
    return draw(P, *dimension(0, 20).as("N"));
  }
  static DrawnRing draw(std::size_t P, std::size_t N) {
    DrawnRing drawn{std::vector<std::vector<double>>(P, std::vector<double>(N))};
    for (std::vector<double>& own : drawn.numbers) {
      for (double& x : own) x = static_cast<double>(*dimension(0, 1000).as("number"));
    }
    return drawn;
  }

  std::size_t P() const { return numbers.size(); }
  chapter17::RingInOne<double> ring() const { return chapter17::RingInOne<double>(numbers); }

  /// Of entry k over `count` processes, from process `first` on around the ring.
  double sum_over(std::size_t first, std::size_t count, std::size_t k) const {
    double sum = 0;
    for (std::size_t q = 0; q < count; ++q) sum += numbers[(first + q) % P()][k];
    return sum;
  }
};

/// A job, in seconds and bytes of everyday size, and a wire.
struct DrawnJob {
  chapter17::Job job;
  chapter17::Wire wire;

  /// One machine takes 1 on average, and so does the ring's part for bytes.
  static DrawnJob draw() {
    const double m = static_cast<double>(*dimension(1, 1000).as("m"));
    return {{*uniform(0.1, 2).as("cm") / m, m, *uniform(0.1, 2).as("Q")},
            {*uniform(0.001, 0.1).as("τ"), *uniform(0.5, 20).as("β")}};
  }

  /// cm > 2Q/β: more machines than one can pay.
  static DrawnJob draw_worth_sharing() {
    DrawnJob drawn = draw();
    const double gain = *uniform(0.01, 3).as("cm - 2Q/β");
    drawn.job.row_seconds = (2 * drawn.job.bytes / drawn.wire.bandwidth + gain) / drawn.job.rows;
    return drawn;
  }

  double computing() const { return job.row_seconds * job.rows; }
  double ring(double P) const { return chapter17::ring_seconds(P, job.bytes, wire); }
  double update(double P) const { return chapter17::update_seconds(P, job, wire); }
};

/// P batches for a neuron with two inputs, where it stands, and a rate.
struct DrawnSmallSteps {
  std::vector<Samples> batches;
  Vector<double> theta;
  double alpha;

  static DrawnSmallSteps draw() {
    return {chapter17::draw_batches(*dimension(1, 6).as("P"), *any_seed().as("seed")),
            *gaussian_vector(3).as("theta"), *uniform(0.01, 1).as("α")};
  }

  double P() const { return static_cast<double>(batches.size()); }
};

}  // namespace nn::test
