#pragma once

/// \file
/// The three gradients of a GradientCheck, for a reader and for a program.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "gradient_check.hpp"
#include "nn/data/csv.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"

namespace nn::chapter5 {

/// A line for each parameter. "off" is the difference from the analytic derivative before it.
inline void print_table(const GradientCheck& check) {
  constexpr std::size_t longest_name = 17;
  std::vector<std::string> names;
  std::size_t width = 0;
  for (const std::string& parameter : check.parameters) {
    names.push_back(printable(parameter, longest_name));
    width = std::max(width, utf8_width(names.back()));
  }
  const auto cell = [&](const std::string& name) {
    return name + std::string(width - utf8_width(name), ' ');
  };
  std::printf("%s     analytic  central diff.    off  complex step    off\n", cell("").c_str());
  for (std::size_t j = 0; j < names.size(); ++j) {
    const double analytic = check.analytic(j);
    std::printf("%s  %11.4e  %13.4e  %5.0e  %12.4e  %5.0e\n", cell(names[j]).c_str(), analytic,
                check.central_difference(j), std::abs(check.central_difference(j) - analytic),
                check.complex_step(j), check.off(j));
  }
  const auto [least, most] = std::minmax_element(check.allowed.begin(), check.allowed.end());
  std::printf("allowed difference from the complex step: %.1e to %.1e\n", *least, *most);
}

/// `parameter,analytic,central_difference,complex_step`, 17 significant digits.
inline std::string as_csv(const GradientCheck& check) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t j = 0; j < check.parameters.size(); ++j) {
    rows.push_back({check.parameters[j], exact_text(check.analytic(j)),
                    exact_text(check.central_difference(j)), exact_text(check.complex_step(j))});
  }
  return csv_text({"parameter", "analytic", "central_difference", "complex_step"}, rows);
}

/// The parameters whose slope is clear to the complex step, while the central difference is off by
/// more than a hundredth of it.
inline std::vector<std::string> doubtful(const GradientCheck& check) {
  std::vector<std::string> names;
  for (std::size_t j = 0; j < check.parameters.size(); ++j) {
    const double slope = check.complex_step(j);
    const bool is_right = std::abs(check.central_difference(j) - slope) <= std::abs(slope) / 100;
    if (check.clarity(j) > 1 && !is_right) names.push_back(check.parameters[j]);
  }
  return names;
}

}  // namespace nn::chapter5
