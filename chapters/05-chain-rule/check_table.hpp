#pragma once

/// \file
/// The three gradients of a GradientCheck, for a program.

#include <cstddef>
#include <string>
#include <vector>

#include "nn/data/csv.hpp"
#include "nn/data/number.hpp"
#include "nn/program/gradient_check.hpp"

namespace nn::chapter5 {

/// `parameter,analytic,central_difference,complex_step`, 17 significant digits.
inline std::string as_csv(const GradientCheck& check) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t j = 0; j < check.parameters.size(); ++j) {
    rows.push_back({check.parameters[j], exact_text(check.analytic(j)),
                    exact_text(check.central_difference(j)), exact_text(check.complex_step(j))});
  }
  return csv_text({"parameter", "analytic", "central_difference", "complex_step"}, rows);
}

}  // namespace nn::chapter5
