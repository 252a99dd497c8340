#include "nn/program/shared_scale.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "nn/data/input_error.hpp"

namespace nn {

namespace {

/// What is known of a feature while its scale is looked for.
struct FeatureSums {
  std::vector<double> first;    ///< its value in the first row
  std::vector<double> mean;     ///< of its differences from that
  std::vector<double> spread;   ///< the largest difference
  std::vector<double> largest;  ///< the largest value, without its sign
  std::vector<double> squares;  ///< the mean square of (difference − mean)/spread
};

/// Calls visit(j, x) for each feature j of the rows that are held here.
template <class Visit>
void for_each_held(const NetworkTask& task, const std::vector<std::size_t>& rows,
                   const Visit& visit) {
  const RowRange places = places_in(rows, task.held());
  for (std::size_t place = places.first; place < places.last; ++place) {
    for (std::size_t j = 0; j < task.X.size2(); ++j) {
      visit(j, task.X(rows[place] - task.first_row, j));
    }
  }
}

FeatureSums sums_of(const NetworkTask& task, const std::vector<std::size_t>& rows,
                    Processes& processes) {
  const std::size_t d = task.X.size2();
  const auto n = static_cast<double>(rows.size());
  const std::vector<double> zeros(d, 0.0);
  FeatureSums all{zeros, zeros, zeros, zeros, zeros};
  if (task.held().contains(rows.front())) {
    for (std::size_t j = 0; j < d; ++j) all.first[j] = task.X(rows.front() - task.first_row, j);
  }
  processes.sum(all.first);
  for_each_held(task, rows, [&](std::size_t j, double x) {
    const double difference = x - all.first[j];
    all.mean[j] += difference / n;  // divided one by one, as in fit_standardization()
    all.spread[j] = std::max(all.spread[j], std::fabs(difference));
    all.largest[j] = std::max(all.largest[j], std::fabs(x));
  });
  processes.sum(all.mean);
  processes.maximum(all.spread);
  processes.maximum(all.largest);
  for_each_held(task, rows, [&](std::size_t j, double x) {
    if (all.spread[j] == 0) return;
    const double scaled = (x - all.first[j] - all.mean[j]) / all.spread[j];
    all.squares[j] += scaled * scaled / n;
  });
  processes.sum(all.squares);
  return all;
}

}  // namespace

RowRange places_in(const std::vector<std::size_t>& rows, const RowRange& range) {
  const auto place = [&](std::size_t row) {
    return static_cast<std::size_t>(std::lower_bound(rows.begin(), rows.end(), row) - rows.begin());
  };
  return {place(range.first), place(range.last)};
}

FeatureScale fit_shared_scale(const NetworkTask& task, const std::vector<std::size_t>& rows,
                              Processes& processes) {
  require_samples("feature scale", rows.size());
  const FeatureSums sums = sums_of(task, rows, processes);
  const std::size_t d = task.X.size2();
  FeatureScale scale{Vector<double>(d), Vector<double>(d)};
  together(processes, [&] {
    for (std::size_t j = 0; j < d; ++j) {
      const double deviation = sums.spread[j] * std::sqrt(sums.squares[j]);
      const double size = std::max(sums.largest[j], std::numeric_limits<double>::min());
      const bool is_constant = deviation <= 8 * std::numeric_limits<double>::epsilon() * size;
      if (!is_constant && !std::isfinite(deviation)) {
        throw InputError({task.file, 0, task.features[j]}, "has values too far apart for a double",
                         "give it in a larger unit");
      }
      scale.mean(j) = is_constant ? sums.first[j] : sums.first[j] + sums.mean[j];
      scale.deviation(j) = is_constant ? 0 : deviation;
    }
  });
  return scale;
}

}  // namespace nn
