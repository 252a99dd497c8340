#pragma once

/// \file
/// What is wrong with an input, where, and what would be right: always in one line.

#include <cstddef>
#include <stdexcept>
#include <string>

namespace nn {

/// A place in an input. What does not apply stays empty or zero.
struct Place {
  std::string file;      ///< its name, as the reader gave it
  std::size_t line = 0;  ///< counted from 1
  std::string column;    ///< its name; where it has none, its number counted from 1
};

/// An input that cannot be used as it is. The message is one line of the form
/// `penguins.csv, line 5, column 'year': 'soon' is not a number; write a number, or NA`.
class InputError : public std::runtime_error {
 public:
  /// \param place where the input is wrong
  /// \param wrong what is wrong there
  /// \param remedy what would be right
  InputError(const Place& place, const std::string& wrong, const std::string& remedy);

  /// Where the input is wrong.
  const Place& place() const { return place_; }

 private:
  Place place_;
};

}  // namespace nn
