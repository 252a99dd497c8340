#pragma once

/// \file
/// From the values of a target to 0 and 1, or to several classes.

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "nn/data/dataset.hpp"

namespace nn {

/// A value of the target.
struct TargetValue {
  std::string text;       ///< as it stands in the file, where it comes first
  double y = 0;           ///< what stands for it in y at first
  std::size_t count = 0;  ///< in how many samples it stands
};

/// The values of the target, counted.
class TargetValues {
 public:
  /// \param is_numeric whether they are finite numbers, or else labels
  explicit TargetValues(bool is_numeric) : is_numeric_(is_numeric) {}

  /// Counts a value. Returns the number that it is, or of a label a number of its own.
  double take(std::string_view field);

  /// Numbers by their size, labels in alphabetical order, whatever the case of the letters. Of more
  /// than 1000 numbers these are those that came first: no target of classes has so many.
  std::vector<TargetValue> in_order() const;

  /// Whether they are numbers.
  bool is_numeric() const { return is_numeric_; }

 private:
  bool is_numeric_;
  std::map<std::string, TargetValue, std::less<>> labels_;
  std::map<double, TargetValue> numbers_;
};

/// Makes 0 and 1 of the targets that stand in y, or leaves them as the probabilities that they are;
/// names the two classes and counts the ones, and adds a note on what was decided.
///
/// \param dataset its y holds what TargetValues::take() returned
/// \param values the values, counted
/// \param positive as in DatasetOptions
/// \throws InputError as make_dataset()
void make_probabilities(Dataset& dataset, const TargetValues& values, const std::string& positive);

/// Makes a class of each value: of the targets that stand in y the number of their class, from 0,
/// in the order of TargetValues::in_order(). Names the classes, and adds a note on their order.
///
/// \param dataset its y holds what TargetValues::take() returned
/// \param values the values, counted
/// \throws InputError as make_dataset()
void make_classes(Dataset& dataset, const TargetValues& values);

/// Refuses a target that is to be predicted as a number, and is none.
///
/// \throws InputError as make_dataset()
void require_numeric_target(const Dataset& dataset, const TargetValues& values);

}  // namespace nn
