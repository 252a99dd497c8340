#pragma once

/// \file
/// The ways in which a program ends early. run_program() turns each into an exit status.

#include <stdexcept>
#include <string>

#include "nn/data/input_error.hpp"

namespace nn {

/// The program was called wrongly: exit status 2, as for an InputError.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The program did its work, and a check did not hold: exit status 1.
class CheckFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Training ran away from the minimum: exit status 1.
class TrainingDiverged : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Training is stuck where the sigmoid is flat, and gives wrong answers there: exit status 1.
class TrainingSaturated : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A signal ended the program early: exit status 128 plus its number, as a shell reports it.
class Interrupted : public std::runtime_error {
 public:
  /// \param signal its number
  /// \param message what was kept
  Interrupted(int signal, const std::string& message)
      : std::runtime_error(message), signal_(signal) {}

  /// The number of the signal.
  int signal() const { return signal_; }

 private:
  int signal_;
};

}  // namespace nn
