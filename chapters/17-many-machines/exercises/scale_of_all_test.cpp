// Is the scale of the exercise that of all rows?
#include EXERCISE_HEADER

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "nn/processes/thread_processes.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using exercise::scale_of_all;
using exercise::ScaleOfAll;

namespace {

/// The rows of two to four processes, of which some may have none; two rows at least.
std::vector<std::vector<double>> draw_shared_rows(double offset) {
  std::vector<std::vector<double>> rows(*dimension(2, 4).as("P"));
  for (std::vector<double>& own : rows) own.resize(*dimension(0, 5).as("n_p"));
  rows[*dimension(0, rows.size() - 1).as("who has rows")].resize(2);
  for (std::vector<double>& own : rows) {
    for (double& x : own) x = offset + *gaussian().as("x");
  }
  return rows;
}

/// What each process gets.
std::vector<ScaleOfAll> in_all_processes(const std::vector<std::vector<double>>& rows) {
  std::vector<ScaleOfAll> scales(rows.size());
  run_as_processes(rows.size(), [&](Processes& process) {
    scales[process.rank()] = scale_of_all(process, rows[process.rank()]);
  });
  return scales;
}

/// Of one process that has all rows.
ScaleOfAll scale_alone(const std::vector<std::vector<double>>& rows) {
  long double n = 0;
  long double mean = 0;
  long double squares = 0;
  for (const std::vector<double>& own : rows) {
    for (const double x : own) {
      n += 1;
      mean += x;
    }
  }
  mean /= n;
  for (const std::vector<double>& own : rows) {
    for (const double x : own) squares += (x - mean) * (x - mean);
  }
  return {static_cast<double>(mean), static_cast<double>(std::sqrt(squares / n))};
}

}  // namespace

// A deviation near 0 is the root of a rounding.
TEST(ScaleOfAllRows, IsThatOfOneProcess) {
  property([](Check& check) {
    const auto rows = draw_shared_rows(0);
    const ScaleOfAll alone = scale_alone(rows);
    for (const ScaleOfAll& scale : in_all_processes(rows)) {
      check.agree(scale.mean, alone.mean, 1e-13, "the mean");
      check.agree(scale.deviation, alone.deviation, 1e-7, "the deviation");
    }
  });
}

TEST(ScaleOfAllRows, IsTheSameInEveryProcess) {
  property([](Check& check) {
    const std::vector<ScaleOfAll> scales = in_all_processes(draw_shared_rows(0));
    for (const ScaleOfAll& scale : scales) {
      check.agree(scale.mean, scales[0].mean, 0, "the mean");
      check.agree(scale.deviation, scales[0].deviation, 0, "the deviation");
    }
  });
}

// Doubles near 1e8 are 1e-8 apart. Their squares are near 1e16, where they are 2 apart.
TEST(ScaleOfAllRows, KeepsItsDigitsFarFromZero) {
  property([](Check& check) {
    const auto rows = draw_shared_rows(1e8);
    const ScaleOfAll alone = scale_alone(rows);
    for (const ScaleOfAll& scale : in_all_processes(rows)) {
      check.agree(scale.deviation, alone.deviation, 1e-6, "the deviation");
    }
  });
}
