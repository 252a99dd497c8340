#pragma once

/// \file
/// Threads of one program in the place of processes: to see what many do, and to test it, where
/// there is one machine and no MPI.

#include <cstddef>
#include <functional>

#include "nn/processes/processes.hpp"

namespace nn {

/// Calls work(process) in `count` threads at the same time, each with a Processes of its own, and
/// returns when all have ended. They share the memory of the program, and should make no use of it.
///
/// Sums are added from the first process to the last. Two things that would hang a program on many
/// machines are noticed here, for certain and at once, without a clock: a process waits for one
/// that has ended; and some add up other things than the rest. In both cases those who wait throw
/// ProcessesLost.
///
/// \param count P, 1 or more
/// \param work what each of them does
/// \throws what work throws, the first process's first; ProcessesLost and EndedByAnother only if
/// nothing else was thrown
/// \throws std::invalid_argument if count = 0
/// \throws std::system_error if a thread cannot be started
void run_as_processes(std::size_t count, const std::function<void(Processes&)>& work);

}  // namespace nn
