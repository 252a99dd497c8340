#pragma once

/// \file
/// The ways in which a program ends early. run_program() turns each into an exit status.

#include <stdexcept>

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

}  // namespace nn
