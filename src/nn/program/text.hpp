#pragma once

/// \file
/// The look of a program's output on the terminal: titled sections, and lines of one width.

#include <string>
#include <string_view>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// Begins a section of stdout: an empty line (except before the first section), the title, and a
/// line of dashes of the same width.
void heading(std::string_view title);

/// The text broken between words into lines of at most `width` columns, each beginning with
/// `indent` spaces and ending with a newline. A word wider than that has a line of its own.
std::string wrapped(std::string_view text, std::size_t width = 78, std::size_t indent = 0);

/// A vector as one writes it on paper: `(0.3, -0.1)`, with 6 significant digits and no -0.
std::string text_of(const Vector<double>& v);

}  // namespace nn
