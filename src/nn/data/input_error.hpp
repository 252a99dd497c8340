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

/// What somebody can say about a file that is right as it is, so that it can be used. A program
/// knows with which of its options.
enum class Setting {
  none,         ///< nothing: the file itself must change
  header,       ///< whether its first line holds names
  delimiter,    ///< what stands between the columns
  positive,     ///< which value of the target counts as 1
  number,       ///< that the target is a number to predict
  classes,      ///< that the target's values are classes
  standardize,  ///< which columns are features, and whether they are standardised
};

/// An input that cannot be used as it is. The message is one line of the form
/// `penguins.csv, line 5, column 'year': 'soon' is not a number; write a number, or NA`.
class InputError : public std::runtime_error {
 public:
  /// \param place where the input is wrong
  /// \param wrong what is wrong there
  /// \param remedy what would be right
  /// \param setting what could be said about the input instead
  /// \param value what to say, if that is known
  InputError(const Place& place, const std::string& wrong, const std::string& remedy,
             Setting setting = Setting::none, const std::string& value = "");

  /// Where the input is wrong.
  const Place& place() const { return place_; }

  /// What could be said about the input instead of changing it.
  Setting setting() const { return setting_; }

  /// What to say: of Setting::delimiter the character; otherwise empty.
  const std::string& value() const { return value_; }

 private:
  Place place_;
  Setting setting_;
  std::string value_;
};

}  // namespace nn
