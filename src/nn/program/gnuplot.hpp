#pragma once

/// \file
/// gnuplot as a function: a script goes in, its drawing comes out.

#include <string>

namespace nn {

/// Runs gnuplot on a script that draws to its standard output, and returns what it drew.
///
/// The reader's own gnuplot settings play no part.
/// \throws InputError if gnuplot is not installed, naming its package, or if it fails.
std::string run_gnuplot(const std::string& script);

}  // namespace nn
