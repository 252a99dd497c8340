#pragma once

/// \file
/// Files of the book itself, found from whatever folder a program is called in.

#include <string>

namespace nn {

/// The path of a file of this book by its place in it: `chapters/data/penguins.csv`.
std::string book_file(const std::string& place);

}  // namespace nn
