#pragma once

/// \file
/// What goes into a figure of the site and what comes out of it: numbers with names.

#include <cmath>
#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace nn::play {

/// What the reader has set, by the names of the controls.
class Inputs {
 public:
  explicit Inputs(std::map<std::string, double> values) : values_(std::move(values)) {}

  /// \throws std::invalid_argument if nothing of this name was given, or no finite number
  double operator[](const std::string& name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) throw std::invalid_argument(name + ": is missing");
    if (!std::isfinite(found->second)) throw std::invalid_argument(name + ": must be finite");
    return found->second;
  }

  /// \throws std::invalid_argument unless the number is whole and lies from `low` to `high`
  std::size_t whole(const std::string& name, std::size_t low, std::size_t high) const {
    const double value = (*this)[name];
    if (value != std::floor(value) || value < static_cast<double>(low) ||
        value > static_cast<double>(high)) {
      throw std::invalid_argument(name + ": must be a whole number from " + std::to_string(low) +
                                  " to " + std::to_string(high));
    }
    return static_cast<std::size_t>(value);
  }

 private:
  std::map<std::string, double> values_;
};

/// One result: a number, a word, or a row of numbers.
using Output = std::variant<double, std::string, std::vector<double>>;

/// All results of a figure, by name.
using Outputs = std::map<std::string, Output>;

}  // namespace nn::play
