// Features on one scale where processes share the rows out: that of one process but for rounding,
// and the same in all of them.
#include "nn/program/shared_scale.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "nn/data/feature_scale.hpp"
#include "nn/data/input_error.hpp"
#include "nn/processes/thread_processes.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_task.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/shared_tasks.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using RowNumbers = std::vector<std::size_t>;

/// One row or more of n, in increasing order.
RowNumbers draw_rows(std::size_t n) {
  RowNumbers rows;
  const std::size_t certain = *dimension(0, n - 1).as("certain row");
  const bool takes_all = *label().as("all rows") == 1;
  for (std::size_t i = 0; i < n; ++i) {
    if (takes_all || i == certain || *label().as("row") == 1) rows.push_back(i);
  }
  return rows;
}

/// A task of these numbers, which has nothing but features.
NetworkTask task_of(const Matrix<double>& X) {
  NetworkTask task;
  task.X = X;
  task.Y = Matrix<double>(X.size1(), 1, 0.0);
  task.file = "t.csv";
  for (std::size_t j = 0; j < X.size2(); ++j) task.features.push_back("x" + std::to_string(j));
  return task;
}

/// Draws feature j: of any size, far from zero, or constant. Where it is not constant, the first
/// two of the rows are apart, so that it is not so by chance. Returns whether it is constant.
bool draw_feature(Matrix<double>& X, std::size_t j, const RowNumbers& rows) {
  const std::size_t kind = *dimension(0, 5).as("kind");
  const double value = *gaussian().as("value");
  const double offsets[] = {0, 1e9, 0, 0, value, value};
  const double sizes[] = {1, 1e-3, 1e-200, 1e300, 0, 0};
  for (std::size_t i = 0; i < X.size1(); ++i) {
    X(i, j) = offsets[kind] + sizes[kind] * *gaussian();
    // Three numbers next to each other: equal but for rounding.
    if (kind == 5) X(i, j) = value * (1 + static_cast<double>(*dimension(0, 2)) * epsilon);
  }
  if (rows.size() < 2) return true;
  if (kind < 4) X(rows[1], j) = X(rows[0], j) + sizes[kind];
  return kind >= 4;
}

/// The scale that each process finds.
std::vector<FeatureScale> scales_of(const std::vector<NetworkTask>& parts, const RowNumbers& rows) {
  std::vector<FeatureScale> scales(parts.size());
  run_as_processes(parts.size(), [&](Processes& processes) {
    const std::size_t p = processes.rank();
    scales[p] = fit_shared_scale(parts[p], rows, processes);
  });
  return scales;
}

}  // namespace

// Both ways add up the same n terms t, the differences to the first row divided by n, in another
// order, and each sum is within γₙ Σ|t| ≤ γₙ D of the exact one, D being the largest difference:
// the sums differ by 2γₙ D at most. Added to the first value and rounded, they are means that
// differ by 3u M more at most, M being the largest value.
//
// A difference minus its mean, divided by D, is 2 at most. Of both ways it has two roundings, 4u
// each, and the means are 2γₙ apart: in all 2γₙ + 8u, and so much the root of the mean square
// differs by, which is 2 at most itself and has n + 4 more roundings of its own each time. In all
// that is D (2γₙ + 8u + 4γₙ₊₄) ≤ 8γₙ₊₈ D.
TEST(SharedScale, IsThatOfOneProcessButForRounding) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 10).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    const RowNumbers rows = draw_rows(n);
    Matrix<double> X(n, d);
    RowNumbers constant;
    for (std::size_t j = 0; j < d; ++j) {
      if (draw_feature(X, j, rows)) constant.push_back(j);
    }
    const NetworkTask task = task_of(X);
    const FeatureScale alone = fit_feature_scale(task.file, task.features, X, rows);
    check.holds(alone.constant() == constant, "which are constant");
    const std::vector<FeatureScale> scales =
        scales_of(draw_held_parts(task, *dimension(1, 6).as("P")), rows);
    for (const FeatureScale& scale : scales) {
      check.holds(are_bitwise_equal(scale.mean, scales[0].mean) &&
                      are_bitwise_equal(scale.deviation, scales[0].deviation),
                  "the same bits in all processes");
    }
    const FeatureScale& shared = scales[0];
    check.holds(shared.constant() == constant, "the same features are constant");
    for (std::size_t j = 0; j < d; ++j) {
      double D = 0;
      double M = 0;
      for (const std::size_t i : rows) {
        D = std::max(D, std::abs(X(i, j) - X(rows[0], j)));
        M = std::max(M, std::abs(X(i, j)));
      }
      if (alone.deviation(j) == 0) {
        check.holds(shared.mean(j) == alone.mean(j) && shared.deviation(j) == 0,
                    "a constant feature");
        continue;
      }
      const double apart = std::abs(shared.mean(j) - alone.mean(j));
      check.at_most(apart, 2 * nn::gamma<double>(rows.size()) * D + 3 * unit_roundoff<double> * M,
                    0, "the mean");
      check.at_most(std::abs(shared.deviation(j) - alone.deviation(j)),
                    8 * nn::gamma<double>(rows.size() + 8) * D, 0, "the deviation");
    }
  });
}

// The bounds above are there to be met by what is far from zero: a mean square minus a squared mean
// would leave no digit.
TEST(SharedScale, KeepsItsDigitsFarFromZero) {
  examples([](Check& check) {
    const NetworkTask task = task_of(matrix<double>({{1e9}, {1e9 + 1}, {1e9 + 2}}));
    for (const std::size_t P : {1U, 2U, 3U, 5U}) {
      std::vector<NetworkTask> parts;
      for (std::size_t p = 0; p < P; ++p) {
        parts.push_back(held_part_of(task, rows_of_share(3, {p, P})));
      }
      const FeatureScale scale = scales_of(parts, {0, 1, 2})[P - 1];
      check.agree(scale.mean(0), 1e9 + 1, 0, "the mean");
      check.agree(scale.deviation(0), std::sqrt(2.0 / 3), 4 * epsilon, "the deviation");
      // Of the last two rows alone, which the first process holds none of where there are three.
      const FeatureScale later = scales_of(parts, {1, 2})[0];
      check.agree(later.mean(0), 1e9 + 1.5, 0, "the mean of two rows");
      check.agree(later.deviation(0), 0.5, 0, "their deviation");
    }
  });
}

// All see it, in the sums that all have; one says it, in the words of one process.
TEST(SharedScale, ValuesTooFarApartAreRefusedAsByOneProcess) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 8).as("n");
    const std::size_t d = *dimension(1, 3).as("d");
    Matrix<double> X = *gaussian_matrix(n, d).as("X");
    const std::size_t bad = *dimension(0, d - 1).as("column");
    for (std::size_t i = 0; i < n; ++i) {
      X(i, bad) = (i % 2 == 0 ? 1 : -1) * *uniform(1.2e308, 1.7e308).as("value");
    }
    for (std::size_t j = 0; j < d; ++j) {
      if (j != bad) X(1, j) = X(0, j) + 1;
    }
    RowNumbers rows;
    for (std::size_t i = 0; i < n; ++i) rows.push_back(i);
    const NetworkTask task = task_of(X);
    const std::string alone =
        message_of<InputError>([&] { fit_feature_scale(task.file, task.features, X, rows); });
    const std::string column = "t.csv, column 'x" + std::to_string(bad) + "'";
    check.holds(says(alone, {column.c_str(), "too far apart"}), alone);

    const std::size_t P = *dimension(1, 5).as("P");
    const std::vector<NetworkTask> parts = draw_held_parts(task, P);
    std::vector<int> by_another(P, 0);
    const std::string shared = message_of<InputError>([&] {
      run_as_processes(P, [&](Processes& processes) {
        const std::size_t p = processes.rank();
        try {
          fit_shared_scale(parts[p], rows, processes);
        } catch (const EndedByAnother&) {
          by_another[p] = 1;
          throw;
        }
      });
    });
    check.holds(shared == alone, shared);
    for (std::size_t p = 0; p < P; ++p) {
      check.holds(by_another[p] == (p == 0 ? 0 : 1), "the first one speaks for all");
    }
  });
}

// Each process standardises its own rows by those of all, and says the same.
TEST(SharedScale, StandardisesEachShareByTheRowsOfAll) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    NetworkTask task = draw_network_task(n).task;
    task.standardize = *dimension(0, 3).as("standardises") > 0;
    const RowNumbers rows = draw_row_split(n, *label() == 1).training;
    if (*label().as("constant feature") == 1) {
      for (const std::size_t i : rows) task.X(i, 0) = 3;
    }
    NetworkTask alone = task;
    standardize_task(alone, rows);
    const std::size_t P = *dimension(2, 5).as("P");
    const std::vector<NetworkTask> before = draw_held_parts(task, P);
    std::vector<NetworkTask> parts = before;
    std::vector<FeatureScale> scales(P);
    run_as_processes(P, [&](Processes& processes) {
      const std::size_t p = processes.rank();
      scales[p] = standardize_task(parts[p], rows, processes);
    });
    for (std::size_t p = 0; p < P; ++p) {
      check.holds(are_bitwise_equal(scales[p].mean, scales[0].mean) &&
                      are_bitwise_equal(scales[p].deviation, scales[0].deviation),
                  "one scale");
      check.holds(scales[p].is_empty() != task.standardize, "where it is asked for");
      Matrix<double> expected = before[p].X;
      scales[0].apply_to(expected);
      check.holds(are_bitwise_equal(parts[p].X, expected), "its rows");
      check.holds(are_bitwise_equal(parts[p].Y, before[p].Y), "targets stay as they are");
      check.holds(parts[p].notes == alone.notes, "the notes of one process");
      check.holds(!parts[p].standardize, "once is enough");
    }
  });
}

TEST(SharedScale, ThePlacesOfRowsAreThoseOfTheirRange) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 12).as("n");
    const RowNumbers rows = draw_rows(n);
    const std::size_t first = *dimension(0, n).as("first");
    const RowRange range{first, *dimension(first, n).as("last")};
    const RowRange places = places_in(rows, range);
    check.holds(places.first <= places.last && places.last <= rows.size(), "places of the list");
    for (std::size_t place = 0; place < rows.size(); ++place) {
      check.holds(places.contains(place) == range.contains(rows[place]), "a row of the range");
    }
    check.holds(places_in({}, range).count() == 0, "none of none");
  });
}
