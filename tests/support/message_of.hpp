#pragma once

/// \file
/// What an expected error says, so that a test can look for each thing a reader must be told.

#include <stdexcept>
#include <string>

namespace nn::test {

/// Calls `act`, which must throw an Error, and returns the error's message.
/// \throws std::logic_error if nothing is thrown, which fails the test.
template <class Error, class Action>
std::string message_of(const Action& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  throw std::logic_error("an error was expected, and none was thrown");
}

/// Whether `act` throws an Error.
template <class Error, class Action>
bool throws(const Action& act) {
  try {
    act();
  } catch (const Error&) {
    return true;
  }
  return false;
}

/// Whether a message is one line that holds all of these parts.
inline bool says(const std::string& message, std::initializer_list<const char*> parts) {
  if (message.find('\n') != std::string::npos) return false;
  for (const char* part : parts) {
    if (message.find(part) == std::string::npos) return false;
  }
  return true;
}

}  // namespace nn::test
