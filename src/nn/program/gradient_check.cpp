#include "nn/program/gradient_check.hpp"

#include <algorithm>
#include <cstdio>

#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

std::string how_caught(const GradientCheck& check, const std::string& formula) {
  if (check.agrees()) return "";
  const std::size_t j = check.worst();
  return formula + ": caught, the derivative by " + in_quotes(check.parameters[j]) +
         " differs from the complex step by " + short_text(check.off(j), 2) + " (allowed " +
         short_text(check.allowed(j), 2) + ")";
}

std::string why_blind(const GradientCheck& check) {
  if (check.can_tell()) return "";
  const std::size_t j = check.clearest();
  return "cannot tell: the clearest slope, by " + in_quotes(check.parameters[j]) + ", is " +
         short_text(check.complex_step(j), 2) + ", below what rounding allows to see, " +
         short_text(check.allowed(j), 2);
}

void print_table(const GradientCheck& check) {
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

std::vector<std::string> doubtful(const GradientCheck& check) {
  std::vector<std::string> names;
  for (std::size_t j = 0; j < check.parameters.size(); ++j) {
    const double slope = check.complex_step(j);
    const bool is_right = std::abs(check.central_difference(j) - slope) <= std::abs(slope) / 100;
    if (check.clarity(j) > 1 && !is_right) names.push_back(check.parameters[j]);
  }
  return names;
}

}  // namespace nn
