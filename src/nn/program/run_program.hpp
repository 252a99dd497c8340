#pragma once

/// \file
/// From exceptions to exit statuses: the frame around every program of the book.

#include <functional>

namespace nn {

/// Runs `body(argc, argv)` and returns the program's exit status:
/// - 0 if the body returned and all of stdout was written; or if it threw EndedByAnother: then
///   another process says what is wrong, and has the status,
/// - 1 if it threw CheckFailed, TrainingDiverged or TrainingSaturated,
/// - 2 if it threw anything else (a UsageError, an InputError, a shape that does not fit, no memory
///   left), or if stdout could not be written,
/// - 128 plus the number of the signal if it threw Interrupted: 130 after Ctrl-C.
///
/// Unless it is 0, one line on stderr says why: `program: what is wrong`.
int run_program(int argc, char** argv, const std::function<void(int, char**)>& body);

}  // namespace nn
