#pragma once

/// \file
/// Columns of numbers side by side, as where one gradient is found in several ways.

#include <string>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// A column of numbers below its title, both to the right.
struct Column {
  std::string title;       ///< at most as wide as the column
  int width;               ///< with the blanks before it
  int digits;              ///< behind the point
  Vector<double> numbers;  ///< one for each row
};

/// Prints the columns, and before each row its name in `width` places; `corner` stands above the
/// names.
///
/// \throws ShapeError unless every column has a number for each name.
void print_columns(const std::string& corner, std::size_t width,
                   const std::vector<std::string>& names, const std::vector<Column>& columns);

}  // namespace nn
