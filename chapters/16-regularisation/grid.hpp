#pragma once

/// \file
/// Searching a grid of settings by cross-validation.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "nn/program/network_training.hpp"

namespace nn::chapter16 {

/// What may be chosen: every combination is a setting.
struct Grid {
  std::vector<std::size_t> widths;     ///< the units of each hidden layer
  std::vector<std::size_t> depths;     ///< how many hidden layers
  std::vector<double> learning_rates;  ///< α
  std::vector<double> weight_decays;   ///< ω
};

/// One of them.
struct Setting {
  std::vector<std::size_t> hidden;  ///< the widths of the hidden layers
  double learning_rate;             ///< α
  double weight_decay;              ///< ω
};

/// All settings, in the order of the lists. Without a hidden layer there is no width: depth 0
/// counts once, whatever the widths.
inline std::vector<Setting> settings_of(const Grid& grid) {
  std::vector<std::vector<std::size_t>> shapes;
  for (const std::size_t depth : grid.depths) {
    if (depth == 0) shapes.emplace_back();
    for (const std::size_t width : grid.widths) {
      if (depth > 0) shapes.emplace_back(depth, width);
    }
  }
  std::vector<Setting> settings;
  for (const std::vector<std::size_t>& hidden : shapes) {
    for (const double rate : grid.learning_rates) {
      for (const double decay : grid.weight_decays) settings.push_back({hidden, rate, decay});
    }
  }
  return settings;
}

/// A setting, and how it did on each fold while that was held out.
struct Judged {
  Setting setting;
  std::vector<Score> folds;

  /// The mean cost over the folds; infinite where one of them is no number.
  double cost() const {
    double sum = 0;
    for (const Score& fold : folds) sum += fold.cost / static_cast<double>(folds.size());
    return std::isnan(sum) ? std::numeric_limits<double>::infinity() : sum;
  }

  /// The standard deviation of the folds' costs around it, divided by their number.
  double spread() const {
    const double mean = cost();
    double sum = 0;
    for (const Score& fold : folds) sum += (fold.cost - mean) * (fold.cost - mean);
    return std::sqrt(sum / static_cast<double>(folds.size()));
  }

  /// The mean share of right classes; none of numbers.
  std::optional<double> accuracy() const {
    double sum = 0;
    for (const Score& fold : folds) {
      if (!fold.accuracy) return std::nullopt;
      sum += *fold.accuracy / static_cast<double>(folds.size());
    }
    return sum;
  }
};

/// Judges every setting on every fold, and puts the settings in the order of their costs, the least
/// first; of equal ones the first stays first.
///
/// \param settings what to judge
/// \param folds how many folds there are
/// \param judge `judge(setting, fold)` trains without the fold, counted from 0, and returns the
///        Score on it
/// \param goes_on is asked after each training; where it says no, the settings that are judged on
///        every fold until then are returned
// [search-grid]
template <class Judge, class GoesOn>
std::vector<Judged> search_grid(const std::vector<Setting>& settings, std::size_t folds,
                                const Judge& judge, const GoesOn& goes_on) {
  std::vector<Judged> judged;
  bool going = true;
  for (std::size_t s = 0; s < settings.size() && going; ++s) {
    Judged one{settings[s], {}};
    for (std::size_t fold = 0; fold < folds && going; ++fold) {
      one.folds.push_back(judge(settings[s], fold));
      going = goes_on();
    }
    if (going) judged.push_back(one);
  }
  std::stable_sort(judged.begin(), judged.end(),
                   [](const Judged& a, const Judged& b) { return a.cost() < b.cost(); });
  return judged;
}
// [search-grid]

}  // namespace nn::chapter16
