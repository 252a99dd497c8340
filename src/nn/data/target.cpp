#include "nn/data/target.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

namespace {

constexpr std::size_t most_numbers = 1000;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// A label without what cannot be seen in it.
std::string visible(const std::string& label) {
  std::string text = without_invisible(label);
  text.erase(
      std::remove_if(text.begin(), text.end(),
                     [](char c) { return c == ' ' || static_cast<unsigned char>(c) < 0x20; }),
      text.end());
  return text;
}

bool look_alike(const TargetValue& a, const TargetValue& b) {
  return lower(visible(a.text)) == lower(visible(b.text));
}

/// In what two labels that look alike differ.
std::string difference(const TargetValue& a, const TargetValue& b) {
  if (lower(a.text) == lower(b.text)) return "case";
  if (visible(a.text) == visible(b.text)) return "blanks or invisible characters";
  return "case, blanks or invisible characters";
}

std::string how_they_look_alike(const TargetValue& a, const TargetValue& b) {
  return in_quotes(a.text) + " and " + in_quotes(b.text) + " differ only in " + difference(a, b);
}

std::string rows_of_class(std::size_t count) {
  return " (" + std::to_string(count) + (count == 1 ? " row)" : " rows)");
}

/// `'Yes' 4 times, 'No' 3, 'no' 2`: the most frequent first, and ten of them at most.
std::string counted(std::vector<TargetValue> values) {
  constexpr std::size_t longest = 10;
  std::stable_sort(values.begin(), values.end(),
                   [](const TargetValue& a, const TargetValue& b) { return a.count > b.count; });
  std::string text;
  for (std::size_t i = 0; i < values.size() && i < longest; ++i) {
    text += i == 0 ? "" : ", ";
    text += in_quotes(values[i].text) + " " + std::to_string(values[i].count);
    if (i == 0) text += values[i].count == 1 ? " time" : " times";
  }
  if (values.size() > longest) {
    text += " and " + std::to_string(values.size() - longest) + " more";
  }
  return text;
}

/// Of which rows something is said: all of the file, or those that were not left out.
std::string in_which_rows(const Dataset& dataset) {
  if (dataset.dropped_rows == 0) return "in every row";
  const std::size_t left = dataset.y.size();
  return "in the " + std::to_string(left) + (left == 1 ? " row that is" : " rows that are") +
         " left, of " + std::to_string(left + dataset.dropped_rows) + " (" +
         dataset.dropped_because + ")";
}

[[noreturn]] void refuse_classes(const Dataset& dataset, const std::string& wrong) {
  throw InputError({dataset.file, 0, dataset.target}, wrong + in_which_rows(dataset),
                   "a target needs rows of two classes");
}

[[noreturn]] void refuse_number(const Dataset& dataset, std::size_t i) {
  throw InputError({dataset.file, dataset.lines.at(i), dataset.target},
                   short_text(dataset.y(i)) + " is not between 0 and 1",
                   "a target is 0 or 1, or a probability: choose the value that counts as 1, all "
                   "others being 0",
                   Setting::positive);
}

std::string has_labels(const std::vector<TargetValue>& values) {
  return "has " + std::to_string(values.size()) + (values.size() == 1 ? " label, " : " labels, ") +
         counted(values);
}

/// Refuses labels that look alike. They need not stand one behind the other.
void refuse_look_alikes(const Dataset& dataset, const std::vector<TargetValue>& values) {
  std::map<std::string, const TargetValue*> seen;
  for (const TargetValue& value : values) {
    const auto [other, is_new] = seen.emplace(lower(visible(value.text)), &value);
    if (is_new) continue;
    throw InputError({dataset.file, 0, dataset.target},
                     has_labels(values) + ", and " + how_they_look_alike(*other->second, value),
                     "write each label in one way");
  }
}

[[noreturn]] void refuse_labels(const Dataset& dataset, const std::vector<TargetValue>& values) {
  refuse_look_alikes(dataset, values);
  throw InputError({dataset.file, 0, dataset.target}, has_labels(values),
                   "one neuron tells two classes apart: choose the label that counts as 1, all "
                   "others being 0",
                   Setting::positive);
}

/// The value that is chosen to be 1.
TargetValue chosen(const Dataset& dataset, const TargetValues& values,
                   const std::vector<TargetValue>& in_order, const std::string& positive) {
  TargetValue one{positive, 0, 0};
  const ParsedNumber number = parse_number(positive);
  const auto found = std::find_if(in_order.begin(), in_order.end(), [&](const TargetValue& value) {
    return values.is_numeric() ? number.kind == NumberKind::finite && value.y == number.value
                               : value.text == positive;
  });
  if (found != in_order.end()) return *found;
  // Not all of very many numbers were kept.
  const bool is_kept = !values.is_numeric() || in_order.size() < most_numbers;
  if (!is_kept && number.kind == NumberKind::finite) {
    one.y = number.value;
    one.count = static_cast<std::size_t>(std::count(dataset.y.begin(), dataset.y.end(), one.y));
  }
  if (one.count > 0) return one;
  std::vector<std::string> texts;
  for (const TargetValue& value : in_order) texts.push_back(value.text);
  throw InputError({dataset.file, 0, dataset.target}, "has no value " + in_quotes(positive),
                   "choose from " + listed(texts));
}

bool is_probability(double y) { return 0 <= y && y <= 1; }

std::size_t count_ones(const Vector<double>& y) {
  return static_cast<std::size_t>(std::count(y.begin(), y.end(), 1.0));
}

/// Refuses values that are too many to be classes: measurements, or names of single rows.
void refuse_too_many(const Dataset& dataset, const TargetValues& values,
                     const std::vector<TargetValue>& all) {
  constexpr std::size_t few = 20;
  const std::size_t rows = dataset.y.size();
  if (all.size() <= few) return;
  const bool is_measured =
      values.is_numeric() && std::any_of(all.begin(), all.end(), [](const TargetValue& value) {
        return std::floor(value.y) != value.y;
      });
  if (all.size() < most_numbers && 2 * all.size() <= rows && !is_measured) return;
  const bool are_all = !values.is_numeric() || all.size() < most_numbers;
  throw InputError({dataset.file, 0, dataset.target},
                   "has " + std::to_string(all.size()) + (are_all ? "" : " or more") +
                       (values.is_numeric() ? " different numbers in " : " labels in ") +
                       std::to_string(rows) + " rows, too many for classes",
                   values.is_numeric() ? "predict it as a number, or name another target"
                                       : "name another target",
                   values.is_numeric() ? Setting::number : Setting::none);
}

/// Turns y into 1 where it is the value `one`, and 0 elsewhere.
void divide(Dataset& dataset, const TargetValue& one, const std::vector<TargetValue>& others) {
  for (const TargetValue& other : others) {
    if (look_alike(one, other)) {
      throw InputError({dataset.file, 0, dataset.target}, how_they_look_alike(other, one),
                       "write each label in one way");
    }
  }
  for (double& y : dataset.y) y = y == one.y ? 1.0 : 0.0;
  dataset.positive = one.text;
  dataset.negative = others.size() == 1 ? others.front().text : "not " + one.text;
  dataset.positives = one.count;
}

}  // namespace

double TargetValues::take(std::string_view field) {
  if (!is_numeric_) {
    auto found = labels_.find(field);
    if (found == labels_.end()) {
      const TargetValue label{std::string(field), static_cast<double>(labels_.size()), 0};
      found = labels_.emplace(label.text, label).first;
    }
    ++found->second.count;
    return found->second.y;
  }
  const double y = parse_number(field).value;
  auto found = numbers_.find(y);
  if (found == numbers_.end()) {
    if (numbers_.size() == most_numbers) return y;
    found = numbers_.emplace(y, TargetValue{std::string(field), y, 0}).first;
  }
  ++found->second.count;
  return y;
}

std::vector<TargetValue> TargetValues::in_order() const {
  std::vector<TargetValue> values;
  for (const auto& [number, value] : numbers_) values.push_back(value);
  for (const auto& [label, value] : labels_) values.push_back(value);
  if (!is_numeric_) {
    std::stable_sort(values.begin(), values.end(), [](const TargetValue& a, const TargetValue& b) {
      return lower(a.text) < lower(b.text);
    });
  }
  return values;
}

void make_probabilities(Dataset& dataset, const TargetValues& values, const std::string& positive) {
  const std::vector<TargetValue> all = values.in_order();
  const auto beyond = std::find_if_not(dataset.y.begin(), dataset.y.end(), is_probability);
  if (positive.empty() && values.is_numeric() && beyond == dataset.y.end()) {
    dataset.positives = count_ones(dataset.y);
    if (all.size() == 2 && all[0].y == 0 && all[1].y == 1) {
      dataset.negative = all[0].text;
      dataset.positive = all[1].text;
    }
    return;
  }
  if (positive.empty() && all.size() > 2) {
    if (!values.is_numeric()) refuse_labels(dataset, all);
    refuse_number(dataset, static_cast<std::size_t>(beyond - dataset.y.begin()));
  }
  const TargetValue one = positive.empty() ? all.back() : chosen(dataset, values, all, positive);
  if (one.count == dataset.y.size()) {
    refuse_classes(dataset, "has one value only, " + in_quotes(one.text) + ", ");
  }
  std::vector<TargetValue> others;
  for (const TargetValue& value : all) {
    if (value.y != one.y) others.push_back(value);
  }
  divide(dataset, one, others);
  const std::string ones = "target " + in_quotes(dataset.target) + " is 1 for " +
                           in_quotes(one.text) + rows_of_class(one.count) + " and 0 for ";
  const std::string zeros = rows_of_class(dataset.y.size() - one.count);
  if (others.size() > 1) {
    dataset.notes.push_back(ones + "all others" + zeros + ": " + counted(others));
  } else if (positive.empty()) {
    dataset.notes.push_back(ones + in_quotes(dataset.negative) + zeros);
  }
}

void make_classes(Dataset& dataset, const TargetValues& values) {
  const std::vector<TargetValue> all = values.in_order();
  if (all.size() == 1) {
    refuse_classes(dataset, "has one value only, " + in_quotes(all.front().text) + ", ");
  }
  refuse_too_many(dataset, values, all);
  refuse_look_alikes(dataset, all);
  std::map<double, double> number_of;
  for (const TargetValue& value : all) {
    number_of.emplace(value.y, static_cast<double>(dataset.classes.size()));
    dataset.classes.push_back(value.text);
  }
  for (double& y : dataset.y) y = number_of.at(y);
  dataset.notes.push_back("target " + in_quotes(dataset.target) + " is one of " +
                          std::to_string(all.size()) + " classes: " + listed(dataset.classes));
}

void require_numeric_target(const Dataset& dataset, const TargetValues& values) {
  if (values.is_numeric()) return;
  throw InputError({dataset.file, 0, dataset.target},
                   has_labels(values.in_order()) + ", and is to be predicted as a number",
                   "predict its classes, or name a target of numbers", Setting::classes);
}

void require_two_classes(const Dataset& dataset) {
  for (const double only : {0.0, 1.0}) {
    if (std::all_of(dataset.y.begin(), dataset.y.end(), [&](double y) { return y == only; })) {
      refuse_classes(dataset, "is " + short_text(only) + " ");
    }
  }
}

}  // namespace nn
